"""The records of a corpus run out of its tables, as JSON, for the ledger that they are read into.

The tables are written by ``export.part_tables``, with the whole record in the column ``json``. They are checked no less
than any record that comes from elsewhere: by ``record.json.decode``, one by one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import NotText, OptionError
from onrecord.ingest.json_values import JsonValue, open_values
from onrecord.ingest.page_tables import OUR_TABLE

__all__ = ["corpus_tables", "is_record_table", "read_record_table"]

_ROWS = 16
_COLUMN = "json"


def corpus_tables(path: str) -> list[str] | None:
    """The tables of records of the corpus in the folder ``path``, sorted; None where it is no corpus's folder."""
    if not os.path.isfile(os.path.join(path, "_run", "settings.json")):
        return None
    return sorted(str(file) for file in Path(path, "records").glob("*.parquet") if not file.name.startswith("."))


def is_record_table(path: str) -> bool:
    """Whether a file is a table of records that On Record has written; False for what cannot be read at all."""
    if not path.lower().endswith(".parquet"):
        return False
    try:
        import pyarrow
        import pyarrow.parquet

        metadata = pyarrow.parquet.read_schema(path).metadata
    except ImportError as error:
        raise OptionError("reading Parquet needs pyarrow: pip install 'onrecord[parquet]'") from error
    except (pyarrow.ArrowException, OSError):  # whoever reads it says what is wrong with it
        return False
    return bool((metadata or {}).get(OUR_TABLE) == b"records")


def read_record_table(path: str) -> Iterator[JsonValue]:
    """The records of a table in order, unread; ``line`` is the row's number, from 1. Raises NotText where damaged."""
    import pyarrow
    import pyarrow.parquet

    row = 0
    with open_values(path) as stream:
        try:
            table = pyarrow.parquet.ParquetFile(stream)
            for batch in table.iter_batches(_ROWS, columns=[_COLUMN]):
                for value in batch.column(0).to_pylist():
                    row += 1
                    if isinstance(value, str):
                        yield JsonValue(row, value.encode("utf-8"))
                    else:
                        yield JsonValue(row, error="there is no record in this row")
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            raise NotText(f"{path} is damaged behind row {row}: {error}") from error
