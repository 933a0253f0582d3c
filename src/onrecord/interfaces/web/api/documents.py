"""Articles: which the ledger has, the record of one, and the texts that its page has had."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from operator import attrgetter
from typing import Annotated

import msgspec
from fastapi import Query, Request, Response

from onrecord.errors import OptionError
from onrecord.export.csv import table as record_table
from onrecord.interfaces.ledger_tables import Column
from onrecord.interfaces.show_views import changes_object
from onrecord.interfaces.web.api.parameters import (
    LINK,
    After,
    As,
    DocumentNumber,
    Outlet,
    Since,
    Until,
    column_lines,
    found,
    link,
    router_of,
    table,
)
from onrecord.interfaces.web.days import period
from onrecord.interfaces.web.described import answers, sent, tried
from onrecord.interfaces.web.failures import Unknown
from onrecord.interfaces.web.keeping import Shelf
from onrecord.interfaces.web.shapes import MOST_NUMBER, DocumentPage, TextChanges
from onrecord.ledger.changes import changes as changes_between
from onrecord.ledger.listing import MOST_LISTED, ListedArticle, Listing, articles
from onrecord.ledger.pages import Version, versions_of
from onrecord.record.types import Record

__all__ = ["changes", "documents", "record", "router", "versions"]

router = router_of("documents")

_SHOWN = 50
_COLUMNS: tuple[Column[ListedArticle], ...] = tuple(
    Column(field.name, field.name, attrgetter(field.name)) for field in fields(ListedArticle)
)


@router.get(
    "/documents",
    summary="List articles",
    responses=answers(DocumentPage, csv=True, headers=LINK),
    openapi_extra=tried("limit=3"),
)
def documents(
    request: Request,
    outlet: Outlet = None,
    since: Since = "",
    until: Until = "",
    versions: Annotated[bool, Query(description="Also the earlier texts of pages that have changed.")] = False,
    limit: Annotated[int | None, Query(ge=1, le=MOST_LISTED, description="No more than so many.")] = None,
    after: After = None,
    written: As = "json",
) -> Response:
    """The newest first, those without a date last; without a `limit` JSON has 50, and CSV has all."""
    first, last = period(since, until)
    whole = written == "csv" and limit is None
    size = limit or (MOST_LISTED if whole else _SHOWN)
    shelf: Shelf = request.app.state.shelf

    def listed(behind: str | None) -> Listing:
        with shelf.asked() as ledger:
            return articles(ledger, outlet=outlet, since=first, until=last, versions=versions, limit=size, after=behind)

    page = listed(after)
    if written == "csv":
        rows = _every(page, listed) if whole else page.articles
        return table("documents", column_lines(_COLUMNS, rows), {} if whole else link(request, page.next))
    return sent(DocumentPage(page.articles, page.next), headers=link(request, page.next))


def _every(page: Listing, listed: Callable[[str | None], Listing]) -> Iterator[ListedArticle]:
    """The articles of a page and of all behind it, each page asked for when the one before is sent."""
    yield from page.articles
    while page.next is not None:
        page = listed(page.next)
        yield from page.articles


@router.get(
    "/documents/{document}",
    summary="The record of an article",
    responses=answers(Record, csv=True, s404="the ledger has no such article"),
)
def record(
    request: Request,
    document: DocumentNumber,
    corrected: Annotated[bool, Query(description="With the corrections that people made.")] = False,
    written: As = "json",
) -> Response:
    """The record in the format onrecord/1, as `onrecord show --format json` prints it; as CSV a row an attribution."""
    with request.app.state.shelf.asked() as ledger:
        read = found(lambda: ledger.record(document, corrected=corrected))
    if written == "csv":
        return table(f"document-{document}", [record_table(read)])
    return sent(read)


@router.get(
    "/documents/{document}/versions",
    summary="The texts that an article’s page has had",
    responses=answers(list[Version], s404="the ledger has no such article"),
)
def versions(request: Request, document: DocumentNumber) -> Response:
    """The oldest first; an article whose page did not change is alone."""
    with request.app.state.shelf.asked() as ledger:
        return sent(found(lambda: versions_of(ledger, document)))


@router.get(
    "/documents/{document}/changes",
    summary="What changed in a page’s next text",
    responses=answers(TextChanges, s404="the ledger has no such article, or no later text of it"),
)
def changes(
    request: Request,
    document: DocumentNumber,
    to: Annotated[
        int | None,
        Query(ge=1, le=MOST_NUMBER, description="The number of a later text of the page; without it, the next."),
    ] = None,
) -> Response:
    """Which attributions were kept, altered, added and removed: what `onrecord show --changes --format json` prints."""
    with request.app.state.shelf.asked() as ledger:
        old, new = _compared(found(lambda: versions_of(ledger, document)), document, to)
        records = ledger.record(old.document), ledger.record(new.document)
    told = changes_object(old, new, records, changes_between(*records))
    return sent(msgspec.convert(told, TextChanges))


def _compared(known: list[Version], document: int, to: int | None) -> tuple[Version, Version]:
    """The text of that number, and the later one it is compared with."""
    old = next(each for each in known if each.document == document)
    later = [each for each in known if each.version > old.version]
    if not later:
        raise Unknown(f"the ledger has no later text of the page of article {document}")
    if to is None:
        return old, later[0]
    new = next((each for each in later if each.document == to), None)
    if new is None:
        told = ", ".join(str(each.document) for each in later)
        raise OptionError(f"article {to} is no later text of the page of article {document}; later ones are {told}")
    return old, new
