"""One part of a corpus as three small tables in memory: its records, their attributions, and the pages passed over.

Beside ``export/parquet.py``, which writes one export into two files, because a part is put in place whole, by the
bytes, in a folder that may be object storage; and because millions of records need a column that says which part each
is in. The columns are the same but for that, and for the record itself, as JSON, in the place of its text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from onrecord.export.parquet import Table
from onrecord.export.table import ATTRIBUTIONS, DOCUMENTS, Column, Kind, attribution_rows, document_row
from onrecord.record.json import encode
from onrecord.record.types import Record

__all__ = ["PART_ATTRIBUTIONS", "PART_PASSED_OVER", "PART_RECORDS", "TABLES", "PartTables"]

_PART = Column("part", Kind.TERM, "The part of the corpus; with `record`, it joins the tables.", lambda row: row)
_NUMBER = "The number of the record in its part, from 0."

PART_RECORDS: tuple[Column, ...] = (
    _PART,
    Column("place", Kind.TEXT, "Where the page stood: the archive and the place in it.", lambda row: row),
    *(
        replace(column, meaning=_NUMBER) if column.name == "record" else column
        for column in DOCUMENTS
        if column.name != "text"  # it is in the record
    ),
    Column("json", Kind.TEXT, "The whole record, format onrecord/1, as JSON.", lambda row: row),
)
PART_ATTRIBUTIONS: tuple[Column, ...] = (
    _PART,
    *(replace(column, meaning=_NUMBER) if column.name == "record" else column for column in ATTRIBUTIONS),
)
PART_PASSED_OVER: tuple[Column, ...] = (
    _PART,
    Column("place", Kind.TEXT, "Where the page stood: the archive and the place in it.", lambda row: row),
    Column("uri", Kind.TEXT, "The page's address, where it is known.", lambda row: row),
    Column("reason", Kind.TERM, "Why there is no record of it, one of few words.", lambda row: row),
    Column("detail", Kind.TEXT, "The same in a sentence.", lambda row: row),
)

#: The tables of a part by name, which is a folder of the corpus.
TABLES: Mapping[str, tuple[Column, ...]] = {
    "records": PART_RECORDS,
    "attributions": PART_ATTRIBUTIONS,
    "passed_over": PART_PASSED_OVER,
}


class PartTables:
    """The tables of one part while it is read. Memory grows with the part."""

    def __init__(self, part: str) -> None:
        """``part`` is the part's id. Raises OptionError where pyarrow is not installed."""
        self._part = part
        self._files = {name: BytesIO() for name in TABLES}
        self._tables = {name: Table(self._files[name], name, columns) for name, columns in TABLES.items()}
        self._records = 0

    def add(self, record: Record, place: str) -> None:
        """Take one record; ``place`` is where its page stood. Raises FormatError for text that UTF-8 cannot carry."""
        json = encode(record).decode("utf-8")
        row = {**document_row(record, self._records), "part": self._part, "place": place, "json": json}
        del row["text"]
        self._tables["records"].add(row)
        for each in attribution_rows(record, self._records):
            self._tables["attributions"].add({**each, "part": self._part})
        self._records += 1

    def pass_over(self, place: str, uri: str | None, reason: str, detail: str) -> None:
        """Note one page of which there is no record."""
        row: dict[str, Any] = {"part": self._part, "place": place, "uri": uri, "reason": reason, "detail": detail}
        self._tables["passed_over"].add(row)

    def finish(self) -> dict[str, bytes]:
        """Each table's file, by its name."""
        finished = {}
        for name, table in self._tables.items():
            table.finish()
            finished[name] = self._files[name].getvalue()
        return finished
