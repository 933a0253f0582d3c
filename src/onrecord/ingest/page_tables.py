"""Pages as a table in Apache Parquet: a row for each, with the columns of ``ingest.json_pages``.

Streamed a few rows at a time: a row group may hold a million. A value that cannot be read costs its row only where it
is the text: a day that is none is no day. ``html`` may be bytes, as crawlers keep it, with a column
``charset`` beside it. pyarrow is met here to read and in ``export`` to write.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from onrecord.errors import InputError, NotText, OptionError
from onrecord.ingest.listing import Listed
from onrecord.ingest.offered import Offered, PassedOver
from onrecord.ingest.page import Page

__all__ = ["OUR_TABLE", "read_page_table", "row_bounds"]

#: The key under which a table of this program says in its file what it holds.
OUR_TABLE = b"onrecord.table"
#: Rows that are held at once.
_ROWS = 64
_TEXTS = ("text", "html")
#: What pyarrow raises for a value that Python has no place for: out of range, no UTF-8, a time zone that is none.
_UNREADABLE = (ValueError, OverflowError, LookupError)
_COLUMNS = (*_TEXTS, "charset", "uri", "url", "title", "outlet", "published", "authors")


def _opened(stream: BinaryIO, name: str) -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise OptionError("reading Parquet needs pyarrow: pip install 'onrecord[parquet]'") from error
    try:
        table = pyarrow.parquet.ParquetFile(stream)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise NotText(f"{name} is no table in Parquet, or damaged: {error}") from error
    names = table.schema_arrow.names
    ours = (table.schema_arrow.metadata or {}).get(OUR_TABLE)
    if ours is not None:
        raise InputError(
            f"{name} is a table of {ours.decode('utf-8', 'replace')} that On Record has written, not of pages"
        )
    if not any(column in names for column in _TEXTS):
        shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
        raise InputError(
            f"{name} has no column text or html, one of which must hold the pages; its columns are: {shown}"
        )
    return table


def row_bounds(stream: BinaryIO, *, name: str, at_least_rows: int) -> list[int]:
    """Where the table can be cut into parts of at least so many rows: from 0 to its last. Raises InputError."""
    rows = int(_opened(stream, name).metadata.num_rows)
    count = max(1, rows // at_least_rows)
    return [rows * number // count for number in range(count)] + [rows]


def read_page_table(
    stream: BinaryIO, *, name: str, start: int = 0, end: int | None = None
) -> Iterator[Offered | PassedOver]:
    """The pages of the rows ``start`` to ``end``, in order, and what is passed over.

    Raises InputError where the file is no such table, or turns out to be damaged.
    """
    import pyarrow

    table = _opened(stream, name)
    columns = [column for column in _COLUMNS if column in table.schema_arrow.names]
    last = table.metadata.num_rows if end is None else end
    row, groups, before = 0, [], 0
    for group in range(table.metadata.num_row_groups):
        rows = table.metadata.row_group(group).num_rows
        if row < last and row + rows > start:
            groups.append(group)
        elif row + rows <= start:
            before = row + rows
        row += rows
    row = before
    try:
        for batch in table.iter_batches(_ROWS, row_groups=groups, columns=columns) if groups else ():
            if row + len(batch) > start:
                for at, values in enumerate(_rows_of(batch), row):
                    if start <= at < last:
                        yield _page(values, f"{name}:{at + 1}")
            row += len(batch)
            if row >= last:
                return
    except (pyarrow.ArrowException, OSError) as error:
        raise NotText(f"{name} is damaged behind row {row}: {error}") from error


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """A value that Parquet can hold and Python cannot: a day in the year 300,000, bytes that are no UTF-8."""

    why: str


def _rows_of(batch: Any) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = batch.to_pylist()
    except _UNREADABLE:
        columns = {name: [_value(cell) for cell in batch.column(name)] for name in batch.schema.names}
        rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return rows


def _value(cell: Any) -> Any:
    try:
        return cell.as_py()
    except _UNREADABLE as error:
        return _Unreadable(str(error) or type(error).__name__)


def _text(values: dict[str, Any], column: str) -> str | None:
    value = values.get(column)
    return value if isinstance(value, str) and value else None


def _page(values: dict[str, Any], place: str) -> Offered | PassedOver:
    uri = _text(values, "uri") or _text(values, "url")
    text, html = values.get("text"), values.get("html")
    content, media_type = (text, "text/plain") if text is not None else (html, "text/html")
    charset = "utf-8"
    if isinstance(content, bytes):
        charset = _text(values, "charset") or ""
    elif isinstance(content, str):
        content = content.encode("utf-8", "replace")
    else:
        wrong = "null" if content is None else f"of the kind {type(content).__name__}"
        if isinstance(content, _Unreadable):
            wrong = f"unreadable: {content.why}"
        return PassedOver(place, uri, "damaged", f"the row's text is {wrong}")
    authors = values.get("authors")
    named = tuple(each for each in authors if isinstance(each, str)) if isinstance(authors, list) else ()
    published = values.get("published")
    day = None if published is None or isinstance(published, _Unreadable) else str(published)
    listed = Listed(uri, _text(values, "title"), _text(values, "outlet"), day, named)
    return Offered(place, Page(content, uri, media_type, charset or None), listed)
