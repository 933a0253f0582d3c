"""The texts that an article's page has had, and what changed between two of them in who says what."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from onrecord.interfaces.web.articles import StoredArticle, number_of, stored
from onrecord.interfaces.web.drawing import draw
from onrecord.interfaces.web.failures import Unknown
from onrecord.interfaces.web.text_changes import changes_in_words
from onrecord.ledger.changes import changes as changes_between
from onrecord.ledger.pages import Version

__all__ = ["changes", "router"]

router = APIRouter()


@router.get("/article/{document}/changes")
def changes(request: Request, document: str, to: str = "") -> Response:
    """What became of an article's statements in a later text of its page: that of the number ``to``, or the next.

    Of the newest text, what became of those before in it.
    """
    with request.app.state.shelf.asked() as ledger:
        found = stored(ledger, document)
        old, new = _compared(found, to)
        before, after = ledger.record(old.document), ledger.record(new.document)
    told = changes_in_words(changes_between(before, after), before, after)
    return draw(
        request,
        "changes.html",
        {
            "document": found.document,
            "title": after.document.title or before.document.title or "",
            "versions": found.versions,
            "old": old,
            "new": new,
            "changes": told,
            "readers": (before.reader, after.reader),
        },
    )


def _compared(found: StoredArticle, to: str) -> tuple[Version, Version]:
    """The older and the newer text that are compared. Raises Unknown where there is no second one."""
    later = [each for each in found.versions if each.version > found.version.version]
    if to:
        wanted = number_of(to)
        new = next((each for each in later if each.document == wanted), None)
        if new is None:
            raise Unknown(f"article {wanted} is no later text of the page of article {found.document}")
        return found.version, new
    if later:
        return found.version, later[0]
    earlier = [each for each in found.versions if each.version < found.version.version]
    if not earlier:
        raise Unknown(f"the ledger has one text of the page of article {found.document}, and nothing to compare")
    return earlier[-1], found.version
