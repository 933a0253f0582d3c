"""What the routes of the API have in common: their parameters, the pages of a list, and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.responses import StreamingResponse

from onrecord.errors import OptionError
from onrecord.export.csv import line_of
from onrecord.interfaces.ledger_tables import Column
from onrecord.interfaces.web.described import CSV
from onrecord.interfaces.web.failures import Unknown
from onrecord.interfaces.web.shapes import MOST_NUMBER
from onrecord.ledger.finding import outlet_meant
from onrecord.ledger.ledger import Ledger

__all__ = [
    "LINK",
    "MOST_LISTED",
    "MOST_ROWS",
    "After",
    "As",
    "DocumentNumber",
    "EntityNumber",
    "Limit",
    "Once",
    "Outlet",
    "Since",
    "Until",
    "column_lines",
    "found",
    "link",
    "outlet_number",
    "place",
    "router_of",
    "table",
]

#: Items of one page.
MOST_LISTED = 1_000
#: Rows of a table of which no ``limit`` was said: what a spreadsheet is opened for, and still one answer.
MOST_ROWS = 10_000
#: What the header of that name says, for the description.
LINK = {"Link": 'the address of the next page, as `<…>; rel="next"`, where there is one'}
#: Bytes of a table that are sent at once.
_PIECE = 64 * 1024
#: The longest name of somebody or something.
_LONGEST_NAME = 500

DocumentNumber = Annotated[
    int, Path(ge=1, le=MOST_NUMBER, description="The article's number in the ledger; each text of a page has its own.")
]
EntityNumber = Annotated[int, Path(ge=1, le=MOST_NUMBER, description="The ledger's number of a person or body.")]
As = Annotated[Literal["json", "csv"], Query(alias="format", description="JSON, or a table for a spreadsheet.")]
Limit = Annotated[
    int | None,
    Query(ge=1, le=MOST_LISTED, description="No more than so many."),
]
After = Annotated[
    str | None, Query(max_length=100, description="Go on behind a page: its `next`, with all else as it was.")
]
Outlet = Annotated[
    str | None,
    Query(max_length=_LONGEST_NAME, description="Only articles of this outlet; a part of its name will do."),
]
Since = Annotated[
    str, Query(max_length=10, description="Published on this day or later: 2023-03-15, or 2023-03, or 2023.")
]
Until = Annotated[
    str, Query(max_length=10, description="Published on this day or earlier; of a month or a year, its last.")
]
Once = Annotated[bool, Query(description="Of copies of one story, the first only.")]

_Row = TypeVar("_Row")
_Found = TypeVar("_Found")


def _only_known(request: Request) -> None:
    """Refuse parameters that a route has not: with one that is misspelt the answer would be another question's."""
    known = [each.alias for each in request.scope["route"].dependant.query_params]
    for name in request.query_params:
        if name not in known:
            takes = f"it has {', '.join(known)}" if known else "it has none"
            raise OptionError(f"{name[:80]!r} is no parameter of {request.url.path[:80]}; {takes}")


def router_of(kind: str) -> APIRouter:
    """A router for routes about one ``kind`` of thing, which know their parameters."""
    return APIRouter(tags=[kind], dependencies=[Depends(_only_known)])


def found(ask: Callable[[], _Found]) -> _Found:
    """What ``ask`` gives. Raises Unknown, 404, where the ledger has no such thing."""
    try:
        return ask()
    except OptionError as error:
        raise Unknown(str(error)) from error


def outlet_number(ledger: Ledger, outlet: str | None) -> int | None:
    """The ledger's number of the outlet of that name, or None for none. Raises OptionError for an unknown one."""
    return None if outlet is None else outlet_meant(ledger.connection, outlet)[0]


def place(after: str | None, order: str) -> int:
    """Behind how many items a page begins, by a cursor such as ``words:25``. Raises OptionError for one that is none.

    Figures are counted anew for each page, so a cursor is a place in their order and not an item: where articles come
    in between two pages, one may be met twice or passed over.
    """
    if after is None:
        return 0
    named, _, number = after.partition(":")
    if named != order or not (number.isascii() and number.isdigit()) or len(number) > 12:
        raise OptionError(
            f"{after[:40]!r} does not continue a list in the order {order!r}; give the `next` of the page before"
        )
    return int(number)


def link(request: Request, following: str | None) -> dict[str, str]:
    """The header that has the next page's address; none for the last."""
    if following is None:
        return {}
    rest = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
    return {"Link": f'<{request.url.path}?{urlencode([*rest, ("after", following)])}>; rel="next"'}


def column_lines(columns: Sequence[Column[_Row]], rows: Iterable[_Row]) -> Iterator[bytes]:
    """A table: its header, and a line for each row."""
    yield line_of([column.name for column in columns])
    for row in rows:
        yield line_of([column.raw(row) for column in columns])


def table(name: str, lines: Iterable[bytes], headers: dict[str, Any] | None = None) -> Response:
    """Lines of CSV as a file of that ``name``, sent as they come."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(_pieces(lines), headers={**(headers or {}), **disposition}, media_type=CSV)


def _pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines put together: each piece is made in a thread, and going there costs more than a line."""
    piece = bytearray()
    for line in lines:
        piece += line
        if len(piece) >= _PIECE:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)
