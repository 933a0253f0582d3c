"""The source sheet of an article, to be read, printed and ticked off."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, Request, Response

from onrecord.export.article_view import article_view
from onrecord.interfaces.web.articles import stored
from onrecord.interfaces.web.correction_wording import corrections_in_words
from onrecord.interfaces.web.drawing import draw
from onrecord.interfaces.web.source_sheet import hands_of, source_sheet
from onrecord.ledger.article_entities import entities_of

__all__ = ["router", "sources"]

router = APIRouter()


@router.get("/article/{document}/sources")
def sources(request: Request, document: str) -> Response:
    """All sources of an article, what each says, whether it is named, and how many hands away it is."""
    with request.app.state.shelf.asked() as ledger:
        found = stored(ledger, document)
        entities = entities_of(ledger, found.document)
        corrections = corrections_in_words(found.record, ledger.corrections(found.document))
    article = article_view(found.record)
    sheet = source_sheet(article, found.record, entities, corrections)
    return draw(
        request,
        "sources.html",
        {
            "document": found.document,
            "about": found.record.document,
            "title": article.title,
            "sheet": sheet,
            "counted": Counter(source.named for source in sheet),
            "statements": len(article.entries),
            "further": sum(hands_of(entry) > 1 for entry in article.entries),
            "hands_of": hands_of,
            "own": article.voices[0],
            "this": found.version,
            "versions": found.versions,
            "reader": found.record.reader,
        },
    )
