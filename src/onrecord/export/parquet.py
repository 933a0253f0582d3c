"""Apache Parquet: the two tables of ``export/table.py`` with real types, for DuckDB, pandas, Spark and their like.

Why beside CSV: a date is a date, a list a list, offsets are numbers, and one column can be read without the others.
What a column means is written into the file itself: as the ``description`` of each field, which pyarrow shows, and as
``onrecord.columns`` in the file's metadata, which every reader of Parquet does.

Records pass through: rows are gathered into a row group of bounded size, written and forgotten, so that memory does not
grow with their number. This is the only module that imports pyarrow.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from onrecord.errors import OptionError, OutputError
from onrecord.export.table import ATTRIBUTIONS, DOCUMENTS, Column, Kind, attribution_rows, document_row
from onrecord.export.whole_file import whole_files
from onrecord.record.types import FORMAT, Record

if TYPE_CHECKING:
    import pyarrow

__all__ = ["FILES", "ParquetTables", "Table", "parquet_tables", "write_parquet"]

#: The files of an export.
FILES = ("attributions.parquet", "documents.parquet")

#: A row group ends at so many rows, or at so many characters of text in them, whichever comes first. Readers skip
#: whole groups, and DuckDB advises 100,000 rows and more; of attributions these are some 60 MB before compression.
#: Articles are longer, and the second bound is theirs.
_GROUP_ROWS = 100_000
_GROUP_CHARACTERS = 64_000_000
#: Rows are Python's own values, ten times as large as Arrow's, for so many rows or characters at most.
_HELD_ROWS = 4_000
_HELD_CHARACTERS = 4_000_000
#: The most readers that the metadata names; the documents' rows name each one's.
_READERS_NAMED = 100

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?", re.DOTALL)
_HALF_PAIR = re.compile(r"[\ud800-\udfff]")


def _pyarrow() -> Any:
    """pyarrow with its Parquet part; where it is missing, how to get it."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise OptionError("writing Parquet needs pyarrow: pip install 'onrecord[parquet]'") from error
    return pyarrow


def _types() -> dict[Kind, Any]:
    pa = _pyarrow()
    span = [("start", pa.int32()), ("end", pa.int32())]
    carrier = [("entity_id", pa.string()), ("entity", pa.string()), ("standing", pa.string())]
    return {
        Kind.TEXT: pa.string(),
        Kind.TERM: pa.dictionary(pa.int8(), pa.string()),
        Kind.TEXTS: pa.list_(pa.string()),
        Kind.DAY: pa.date32(),
        Kind.FLAG: pa.bool_(),
        Kind.COUNT: pa.int32(),
        Kind.PART: pa.float64(),
        Kind.SPANS: pa.list_(pa.struct(span)),
        Kind.CONTENT_SPANS: pa.list_(pa.struct([*span, ("quoted", pa.bool_())])),
        Kind.CARRIERS: pa.list_(pa.struct(carrier)),
    }


def _schema(table: str, columns: Sequence[Column]) -> pyarrow.Schema:
    from onrecord.version import __version__

    pa, types = _pyarrow(), _types()
    fields = [pa.field(each.name, types[each.kind], metadata={"description": each.meaning}) for each in columns]
    about = {
        "onrecord.format": FORMAT,
        "onrecord.table": table,
        "onrecord.version": __version__,
        "onrecord.columns": json.dumps({column.name: column.meaning for column in columns}, ensure_ascii=False),
    }
    return pa.schema(fields, metadata=about)


def _day(published: str | None) -> date | None:
    found = _DAY.fullmatch(published or "")
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:  # the 30th of February
        return None


def _whole(value: Any) -> Any:
    """``value`` with each half of a surrogate pair, which UTF-8 cannot carry, as U+FFFD: offsets stay what they are."""
    if isinstance(value, str):
        return _HALF_PAIR.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(each) for each in value]
    if isinstance(value, dict):
        return {key: _whole(each) for key, each in value.items()}
    return value


class Table:
    """One file, written a row group at a time; ``name`` is the table's, which the file's metadata says."""

    def __init__(self, file: BinaryIO, name: str, columns: Sequence[Column]) -> None:
        from pyarrow.parquet import ParquetWriter

        self.rows = 0
        self._columns = columns
        self._texts = [column.name for column in columns if column.kind is Kind.TEXT]
        self._schema = _schema(name, columns)
        self._writer = ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []  # not yet Arrow's
        self._characters = 0  # in them
        self._batches: list[pyarrow.RecordBatch] = []  # of the row group to come
        self._group_rows = self._group_characters = 0  # in them

    def add(self, row: dict[str, Any]) -> None:
        """Take one row."""
        self._rows.append(row)
        self._characters += sum(len(row[name] or "") for name in self._texts)
        self.rows += 1
        if len(self._rows) >= _HELD_ROWS or self._characters >= _HELD_CHARACTERS:
            self._gather()

    def _gather(self) -> None:
        """Turn the rows that are held into Arrow's, and write a row group where that makes one."""
        pa = _pyarrow()
        arrays = []
        for column, field in zip(self._columns, self._schema, strict=True):
            values = [row[column.name] for row in self._rows]
            if column.kind is Kind.DAY:
                values = [_day(value) for value in values]
            try:
                arrays.append(pa.array(values, field.type))
            except UnicodeEncodeError:
                arrays.append(pa.array(_whole(values), field.type))
        self._batches.append(pa.record_batch(arrays, schema=self._schema))
        self._group_rows += len(self._rows)
        self._group_characters += self._characters
        self._rows, self._characters = [], 0
        if self._group_rows >= _GROUP_ROWS or self._group_characters >= _GROUP_CHARACTERS:
            self._write()

    def _write(self) -> None:
        group = _pyarrow().Table.from_batches(self._batches, self._schema)
        self._writer.write_table(group, row_group_size=max(1, group.num_rows))
        self._batches = []
        self._group_rows = self._group_characters = 0

    def finish(self, readers: str = "") -> None:
        """Write what is held, and the end of the file, where ``readers`` may be named."""
        if self._rows:
            self._gather()
        if self._batches:
            self._write()
        if readers:
            self._writer.add_key_value_metadata({"onrecord.readers": readers})
        self._writer.close()

    def abandon(self) -> None:
        """Let the writer go without its end, which it would else try to write into a file that is closed."""
        self._writer.is_open = False


class ParquetTables:
    """The two tables while they are being written."""

    def __init__(self, attributions: BinaryIO, documents: BinaryIO) -> None:
        self._attributions = Table(attributions, "attributions", ATTRIBUTIONS)
        self._documents = Table(documents, "documents", DOCUMENTS)
        self._readers: dict[tuple[str, str], None] = {}

    def add(self, record: Record) -> None:
        """Write one record's rows. Records are numbered in the order in which they come."""
        number = self._documents.rows
        for row in attribution_rows(record, number):
            self._attributions.add(row)
        self._documents.add(document_row(record, number))
        if len(self._readers) < _READERS_NAMED:
            self._readers[record.reader.version, record.reader.model] = None

    def finish(self) -> None:
        """Write what stands behind the last row."""
        readers = json.dumps([{"version": version, "model": model} for version, model in sorted(self._readers)])
        self._attributions.finish(readers)
        self._documents.finish(readers)

    def abandon(self) -> None:
        """Write nothing more."""
        self._attributions.abandon()
        self._documents.abandon()


@contextmanager
def parquet_tables(folder: Path) -> Iterator[ParquetTables]:
    """``attributions.parquet`` and ``documents.parquet`` in ``folder``, made where it is missing.

    Both are there, finished, once the block has ended; where it fails, neither is written and what was there stays.

    Raises OptionError where pyarrow is not installed, OutputError where the files cannot be written.
    """
    arrow = _pyarrow()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made a folder: {error.strerror}") from error
    with whole_files(*(folder / name for name in FILES)) as (attributions, documents):
        tables = ParquetTables(attributions, documents)
        try:
            yield tables
            tables.finish()
        except arrow.ArrowException as error:
            tables.abandon()
            raise OutputError(f"{folder}: these records cannot be written as Parquet: {error}") from error
        except BaseException:
            tables.abandon()
            raise


def write_parquet(records: Iterable[Record], folder: Path) -> None:
    """Write ``records`` into two tables in ``folder``; see :func:`parquet_tables`."""
    with parquet_tables(folder) as tables:
        for record in records:
            tables.add(record)
