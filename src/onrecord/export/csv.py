"""One row an attribution, for a spreadsheet: those columns of ``export/table.py`` that a person reads.

Parts are joined (the spans of a source or cue by a space, those of a content by " … ") and the offset columns say
exactly where each stood: ``89-106`` for one span, ``315-448;463-553`` for two, code points of the text, half-open.

A cell that opens with a sign by which spreadsheets know a formula (= + - @, or a tab or return before one) is given an
apostrophe in front, since pages are written by others and a newsroom opens this file with a double click. The offsets
still say what the words were. The form and the defence are OWASP's ("CSV Injection").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.export.table import ATTRIBUTIONS, Column, Kind, attribution_rows
from onrecord.record.types import Record

__all__ = ["COLUMNS", "header", "line_of", "rows", "safe", "table"]

COLUMNS = (
    "uri", "title", "outlet", "published", "document", "id", "parent", "source", "standing", "entity", "cue", "lemma",
    "act", "stance", "content", "form", "negated", "addressee", "addressee_entity", "time", "time_value", "hedges",
    "chain", "confidence", "source_offsets", "cue_offsets", "content_offsets",
)  # fmt: skip

_NAMED = {column.name: column for column in ATTRIBUTIONS}
_WRITTEN = tuple(_NAMED[name] for name in COLUMNS)

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(cell: str) -> str:
    """``cell``, which no spreadsheet takes for a formula."""
    opening = cell.lstrip(" \u00a0\ufeff")
    return f"'{cell}" if opening.startswith(_FORMULA_SIGNS) else cell


def _cell(column: Column, value: Any) -> str:
    """A value of the table as words; what is unknown is an empty cell."""
    if value is None:
        return ""
    match column.kind:
        case Kind.FLAG:
            return "true" if value else "false"
        case Kind.PART:
            return f"{value:.4g}"
        case Kind.TEXTS:
            return "; ".join(value)
        case Kind.CARRIERS:
            return " > ".join(carrier["entity"] or carrier["standing"] for carrier in value)
        case Kind.SPANS | Kind.CONTENT_SPANS:
            return ";".join(f"{span['start']}-{span['end']}" for span in value)
    return str(value)


def line_of(cells: Sequence[str]) -> bytes:
    """A row of cells as a line of CSV in UTF-8."""
    out = io.StringIO()
    # Only characters of the line's end are quoted: with "\n" alone, a return in a cell would break the row.
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n").encode("utf-8", "replace") + b"\n"


def header() -> bytes:
    """The first line of a table."""
    return line_of(COLUMNS)


def rows(record: Record) -> Iterator[bytes]:
    """The record's attributions in its order, each a line of UTF-8 with its end (a cell may hold line breaks)."""
    for row in attribution_rows(record, columns=_WRITTEN):
        yield line_of([safe(_cell(column, row[column.name])) for column in _WRITTEN])


def table(record: Record) -> bytes:
    """One record as a whole table, header and rows."""
    return header() + b"".join(rows(record))
