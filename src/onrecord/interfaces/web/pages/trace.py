"""A quotation traced: who printed these words first, who else, in which words, and on whose word."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from onrecord.errors import OptionError
from onrecord.export.wording import STANDINGS, UNSURE, visible
from onrecord.interfaces.trace_views import credited_name, marked, shown
from onrecord.interfaces.web.days import period
from onrecord.interfaces.web.drawing import draw
from onrecord.interfaces.web.timeline import draw_timeline
from onrecord.ledger.tracing import LEAST_WORDS, MOST_WORDS
from onrecord.ledger.tracing_types import Appearance, Credit, Trace

__all__ = ["KINDS", "router"]

router = APIRouter()

#: Wordings, and appearances of each, that are shown unless everything is asked for.
_SHOWN = 30
#: What became of the words in each kind of wording, as a person says it.
KINDS: dict[str, str] = {
    "same": "every word, in order",
    "longer": "every word, and more around them",
    "part": "shortened at an end",
    "cut": "words left out within",
    "altered": "words replaced or added",
    "stitched": "parts from different places",
}


@router.get("/trace")
def _traced(
    request: Request,
    quotation: str = "",
    since: str = "",
    until: str = "",
    outlet: str = "",
    every: bool = Query(False, alias="all"),
) -> Response:
    """The form, and behind it what is found where a quotation is given."""
    given = {"quotation": quotation.strip(), "since": since.strip(), "until": until.strip(), "outlet": outlet.strip()}
    told: dict[str, object] = {
        **given,
        "all": every,
        "problem": None,
        "found": None,
        "kinds": KINDS,
        "standings": STANDINGS,
        "unsure": UNSURE,
        "name_of_credit": credited_name,
        "cue_of": _cue,
        "least_words": LEAST_WORDS,
        "most_words": MOST_WORDS,
        "query": urlencode({name: value for name, value in given.items() if value}),
    }
    status = 200
    if given["quotation"]:
        try:
            first, last = period(since, until)
            with request.app.state.shelf.asked() as ledger:
                found = ledger.trace(given["quotation"], since=first, until=last, outlet=given["outlet"] or None)
        except OptionError as error:
            told["problem"], status = str(error), 400
        else:
            told |= _told(found, every=every)
    return draw(request, "trace.html", told, status=status)


def _told(found: Trace, *, every: bool) -> dict[str, object]:
    limit = None if every else _SHOWN
    wordings = shown(found, limit, every=every)
    appearances = [each for wording in found.wordings for each in wording.appearances]
    days = sorted({each.published for each in appearances if each.published})
    return {
        "found": found,
        "timeline": draw_timeline(found),
        "wordings": [
            {
                "number": number,
                "wording": wording,
                "stretches": list(marked(wording.differences)),
                "appearances": held,
                "hidden": sum(every or not each.folded for each in wording.appearances) - len(held),
            }
            for number, wording, held in wordings
        ],
        "more": len(found.wordings) - len(wordings),
        "asked_differs": list(marked(found.asked_differs)),
        "first": _first(appearances),
        "from": days[0] if days else None,
        "to": days[-1] if len(days) > 1 else None,
        "undated": sum(not each.published for each in appearances),
        "named": sum(each.name is not None for each in found.credits),
    }


def _cue(credit: Credit) -> str:
    """The cue in words; nothing for one without a letter: a colon says nothing here."""
    return visible(credit.cue) if any(map(str.isalpha, credit.cue)) else ""


def _first(appearances: list[Appearance]) -> list[Appearance]:
    """Those of the first day, an article each: the ledger knows no hours, and so cannot say which of them was first."""
    dated = [each for each in appearances if each.published]
    day = min((each.published for each in dated if each.published), default=None)
    return list({each.document: each for each in dated if each.published == day}.values())
