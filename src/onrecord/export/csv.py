"""One row an attribution, for a spreadsheet or a data frame.

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

from onrecord.record.types import Attribution, ContentSpan, Record, SpanRecord

__all__ = ["COLUMNS", "header", "rows", "table"]

COLUMNS = (
    "uri", "title", "outlet", "published", "document", "id", "parent", "source", "standing", "entity", "cue", "lemma",
    "act", "stance", "content", "form", "negated", "addressee", "addressee_entity", "time", "time_value", "hedges",
    "chain", "confidence", "source_offsets", "cue_offsets", "content_offsets",
)  # fmt: skip

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def _safe(cell: str) -> str:
    """``cell``, which no spreadsheet takes for a formula."""
    opening = cell.lstrip(" \u00a0\ufeff")
    return f"'{cell}" if opening.startswith(_FORMULA_SIGNS) else cell


def _row(record: Record, attribution: Attribution, names: dict[str, str]) -> list[str]:
    text = record.document.text
    document = record.document

    def words(spans: Sequence[SpanRecord | ContentSpan], joint: str = " ") -> str:
        return joint.join(text[span.start : span.end] for span in spans)

    def offsets(spans: Sequence[SpanRecord | ContentSpan]) -> str:
        return ";".join(f"{span.start}-{span.end}" for span in spans)

    source, cue, addressee, time = attribution.source, attribution.cue, attribution.addressee, attribution.time
    cells = [
        document.uri or "",
        document.title or "",
        document.outlet or "",
        document.published or "",
        document.id,
        attribution.id,
        attribution.parent or "",
        words(source.spans),
        source.standing,
        names.get(source.entity or "", ""),
        words(cue.spans),
        cue.lemma,
        cue.act,
        cue.stance,
        words(attribution.content, " … "),
        attribution.form,
        "true" if attribution.negated else "false",
        words(addressee.spans) if addressee else "",
        names.get(addressee.entity or "", "") if addressee else "",
        text[time.start : time.end] if time else "",
        (time.value or "") if time else "",
        words(attribution.hedges, "; "),
        " > ".join(names.get(carrier.entity or "", "") or carrier.standing for carrier in attribution.chain),
        f"{attribution.confidence:.4g}",
        offsets(source.spans),
        offsets(cue.spans),
        offsets(attribution.content),
    ]
    return [_safe(cell) for cell in cells]


def _line(cells: Sequence[str]) -> bytes:
    out = io.StringIO()
    # Only characters of the line's end are quoted: with "\n" alone, a return in a cell would break the row.
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n").encode("utf-8", "replace") + b"\n"


def header() -> bytes:
    """The first line of a table."""
    return _line(COLUMNS)


def rows(record: Record) -> Iterator[bytes]:
    """The record's attributions in its order, each a line of UTF-8 with its end (a cell may hold line breaks)."""
    names = {entity.id: entity.name for entity in record.entities}
    for attribution in record.attributions:
        yield _line(_row(record, attribution, names))


def table(record: Record) -> bytes:
    """One record as a whole table, header and rows."""
    return header() + b"".join(rows(record))
