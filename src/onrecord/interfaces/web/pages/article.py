"""The article's page: the text by its voices, and beside it who stands behind the words that are looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from onrecord.export.article_view import ArticleView, Entry, VoiceView, article_view, unsaid_sponsor
from onrecord.export.wording import SPEAKERS, percent, shown
from onrecord.interfaces.web.article_filter import Filter
from onrecord.interfaces.web.articles import StoredArticle, stored
from onrecord.interfaces.web.correction_wording import CorrectionView, corrections_in_words
from onrecord.interfaces.web.drawing import draw
from onrecord.ledger.article_entities import entities_of
from onrecord.ledger.correcting import Correction
from onrecord.ledger.rows import quotation_rows
from onrecord.ledger.tracing import LEAST_WORDS
from onrecord.record.types import Record
from onrecord.text.comparing import keys_of

__all__ = ["article", "router"]

router = APIRouter()

#: Voices that the filter shows before the rest is folded away.
_OPEN = 10
#: Code points of a quotation that a link to its trace carries: more would be an address too long for some servers.
_TRACED = 600


@dataclass(frozen=True, slots=True)
class _Panel:
    """An entry with what only the site knows of it: whom it leads to, what can be traced, and what was corrected."""

    entry: Entry
    person: int | None
    traced: list[str]
    corrections: list[CorrectionView]

    @property
    def hedged(self) -> bool:
        return bool(self.entry.hedges)

    @property
    def direct(self) -> bool:
        return self.entry.form_term == "direct"


@dataclass(frozen=True, slots=True)
class _Stripe:
    """A voice's part of the bar, in hundredths of its length."""

    view: VoiceView
    at: float
    width: float


@router.get("/article/{document}")
def article(
    request: Request,
    document: str,
    attribution: str = "",
    voice: Annotated[list[str] | None, Query()] = None,
    standing: Annotated[list[str] | None, Query()] = None,
    hedged: bool = False,
    direct: bool = False,
) -> Response:
    """An article; the attribution of that id is opened, and what does not pass the filter is dimmed."""
    with request.app.state.shelf.asked() as ledger:
        found = stored(ledger, document)
        entities = entities_of(ledger, found.document)
        corrections = ledger.corrections(found.document)
    chosen = Filter(frozenset(voice or ()), frozenset(standing or ()), hedged=hedged, direct=direct)
    article = article_view(found.record, shown)
    panels = _panels(found.record, article, entities, corrections)
    passing = chosen.passing(article)
    told: dict[str, Any] = {
        **_about(found),
        "article": article,
        "groups": [
            (kind == "list_item", list(blocks)) for kind, blocks in groupby(article.blocks, key=lambda each: each.kind)
        ],
        "bar": _bar(article),
        "open_voices": article.voices[:_OPEN],
        "folded_voices": article.voices[_OPEN:],
        "standings": [(each.standing, SPEAKERS[each.standing], percent(each.part)) for each in article.standings],
        "panels": panels,
        "opened": next((panel for panel in panels if panel.entry.id == attribution), None),
        "corrected": {panel.entry.index for panel in panels if any(each.counts for each in panel.corrections)},
        "filter": chosen,
        "passing": passing,
        "entities": sorted(found.record.entities, key=lambda each: (each.name.casefold(), each.id)),
    }
    return draw(request, "article.html", told)


def _about(found: StoredArticle) -> dict[str, Any]:
    """What the page says of the article itself."""
    document = found.record.document
    address = document.uri or ""
    return {
        "document": found.document,
        "about": document,
        "sponsor": unsaid_sponsor(found.record),
        "language": _language(document.language),
        "address": address if address.startswith(("https://", "http://")) else "",
        "versions": found.versions,
        "newest": found.newest,
        "reader": found.record.reader,
    }


#: A language's tag as browsers and their speech take it: en, pt-BR.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def _language(given: str | None) -> str:
    """The article's language, where what the page says it is in is one at all."""
    return given if given and _LANGUAGE.fullmatch(given) else ""


def _panels(
    record: Record, article: ArticleView, entities: dict[str, int], corrections: Iterable[Correction]
) -> list[_Panel]:
    quotations: dict[str | None, list[str]] = {}
    for row in quotation_rows(record):
        words = _traced(row.text)
        if len(keys_of(words)) >= LEAST_WORDS:
            quotations.setdefault(row.attribution, []).append(words)
    told = corrections_in_words(record, corrections)
    return [
        _Panel(entry, entities.get(each.source.entity or ""), quotations.get(each.id, []), told.get(each.id, []))
        for entry, each in zip(article.entries, record.attributions, strict=True)
    ]


def _traced(words: str) -> str:
    """A quotation on one line, a long one cut behind a word."""
    line = " ".join(words.split())
    return line if len(line) <= _TRACED else line[:_TRACED].rpartition(" ")[0] or line[:_TRACED]


def _bar(article: ArticleView) -> list[_Stripe]:
    """The parts of the bar, one beside the other."""
    stripes = []
    at = 0.0
    for view in article.voices:
        if view.words:
            stripes.append(_Stripe(view, round(at, 3), round(100 * view.part, 3)))
            at += 100 * view.part
    return stripes
