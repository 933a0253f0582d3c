"""Outlets: how each of them sources what it tells, and one beside the others."""

from __future__ import annotations

from typing import get_args
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from onrecord.attribution.terms import Stance
from onrecord.errors import OptionError
from onrecord.export.wording import ACTS, FORMS, SPEAKERS, STANCES
from onrecord.interfaces.web.days import period
from onrecord.interfaces.web.drawing import draw
from onrecord.interfaces.web.failures import Unknown
from onrecord.interfaces.web.outlet_figures import FIGURES, beside_others
from onrecord.ledger.finding import outlet_meant
from onrecord.ledger.listing import articles as listed
from onrecord.ledger.profile_details import MOST_QUOTED, OutletDetail, outlet_detail
from onrecord.ledger.profiles import Articles, OutletFigures, OutletOrder, outlets

__all__ = ["router"]

router = APIRouter()

#: Articles of one outlet that its page shows.
_NEWEST = 12
#: Outlets that the picture of all compares: more bars are no picture.
_DRAWN = 20


@router.get("/outlets")
def _every(
    request: Request, since: str = "", until: str = "", once: bool = False, sort: OutletOrder = "articles"
) -> Response:
    """All outlets in a table, in the order that is asked for."""
    first, last = period(since, until)
    with request.app.state.shelf.asked() as ledger:
        found = outlets(ledger, Articles(since=first, until=last, once=once), sort=sort)
    asked = _asked(since, until, once)
    return draw(
        request,
        "outlets.html",
        {
            "outlets": found,
            "figures": FIGURES,
            "whose": [(standing, words) for standing, words in SPEAKERS.items() if _any_of(standing, found)],
            "drawn": _DRAWN,
            "since": since.strip(),
            "until": until.strip(),
            "once": once,
            "sort": sort,
            "asked": asked,
            "query": urlencode(asked),
        },
    )


def _any_of(standing: str, found: list[OutletFigures]) -> bool:
    return any(each.standings.get(standing) for each in found)


def _asked(since: str, until: str, once: bool) -> dict[str, str]:
    """The question as parameters of an address, those that are not empty."""
    given = {"since": since.strip(), "until": until.strip(), "once": "true" if once else ""}
    return {name: value for name, value in given.items() if value}


@router.get("/outlets/{name:path}")
def _one(request: Request, name: str, since: str = "", until: str = "", once: bool = False) -> Response:
    """One outlet beside the others. A part of a name that no other has leads to the outlet of the whole name."""
    first, last = period(since, until)
    asked = _asked(since, until, once)
    if not name:
        return RedirectResponse("/outlets", status_code=307)
    with request.app.state.shelf.asked() as ledger:
        try:
            _, whole = outlet_meant(ledger.connection, name)
        except OptionError as error:
            raise Unknown(str(error)) from error
        if whole != name:
            query = f"?{urlencode(asked)}" if asked else ""
            return RedirectResponse(f"/outlets/{quote(whole, safe='')}{query}", status_code=307)
        asked_about = Articles(since=first, until=last, once=once)
        every = outlets(ledger, asked_about, most_quoted=MOST_QUOTED)
        detail = outlet_detail(ledger, whole, asked_about, every=every)
        others = [each for each in every if each.name not in (None, whole)]
        newest = listed(ledger, outlet=whole, since=first, until=last, limit=_NEWEST)
    return draw(
        request,
        "outlet.html",
        {
            "name": whole,
            "detail": detail,
            "figures": detail.figures,
            "beside": beside_others(detail.figures, others),
            "others": len(others),
            "whose": _whose(detail.figures),
            "ways": _ways(detail),
            "cues": _cues(detail),
            "newest": newest.articles,
            "more": newest.next is not None,
            "since": since.strip(),
            "until": until.strip(),
            "once": once,
            "asked": asked,
            "query": urlencode(asked),
        },
    )


def _whose(figures: OutletFigures) -> list[tuple[str, str, int, float]]:
    """Whose words they are: a standing, its name, the words, and their part of all; the page's own last."""
    told = sorted(figures.standings.items(), key=lambda pair: (pair[0] == "page", -pair[1]))
    names = {str(standing): words for standing, words in SPEAKERS.items()}
    return [
        (standing, names.get(standing, standing), words, words / figures.words)
        for standing, words in told
        if figures.words
    ]


def _ways(detail: OutletDetail) -> list[tuple[str, list[tuple[str, int, float]]]]:
    """In what ways it is said: headings with the values of each, counted, and their part of all."""
    hands = {("not known" if not each else "1 hand" if each == 1 else f"{each} hands"): each for each in detail.hops}
    counted: list[tuple[str, dict[str, int]]] = [
        ("How it is quoted", {words: detail.forms.get(form, 0) for form, words in FORMS.items()}),
        ("What is done by saying it", {words: detail.acts.get(act, 0) for act, words in ACTS.items()}),
        ("What the writer makes of it", {words: detail.stances.get(each, 0) for each, words in STANCES.items()}),
        ("Through how many hands", {words: detail.hops[each] for words, each in hands.items()}),
    ]
    return [
        (heading, [(words, count, count / sum(values.values())) for words, count in values.items() if count])
        for heading, values in counted
        if sum(values.values())
    ]


def _cues(detail: OutletDetail) -> list[tuple[str, list[tuple[str, int]]]]:
    """The words by which it attributes, by what the writer does with them."""
    headings = {"neutral": "as it is", "distancing": "at a distance", "endorsing": "as true"}
    told = [
        (headings[stance], [(cue.lemma, cue.attributions) for cue in detail.cues if cue.stance == stance])
        for stance in get_args(Stance)
    ]
    return [(heading, cues) for heading, cues in told if cues]
