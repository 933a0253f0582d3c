"""Records out of a file, one at a time: JSON lines, a single record, or the array that ``read --format json`` prints.

Whatever is wrong with one record is handed on as a BadLine with its place, and the records behind it are still read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from onrecord.errors import FormatError
from onrecord.ingest.json_values import MAX_BYTES, read_values
from onrecord.record.json import decode
from onrecord.record.types import Record

__all__ = ["BadLine", "read_records"]


@dataclass(frozen=True, slots=True)
class BadLine:
    """What was read where a record should be: ``line`` counts from 1, where the bad record begins."""

    source: str
    line: int
    error: FormatError

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.error}"


def read_records(
    source: str | os.PathLike[str] | BinaryIO, *, name: str | None = None, max_bytes: int = MAX_BYTES
) -> Iterator[Record | BadLine]:
    """The records in ``source``, a path or an open binary stream, in their order; a BadLine for each that is none.

    ``name`` is what a BadLine calls it. How the file may be written, ``ingest.json_values.read_values`` says.

    Raises NotFound where there is no such file, or it may not be read.
    """
    if isinstance(source, str | os.PathLike):
        name = name or os.fspath(source)
    else:
        name = name or str(getattr(source, "name", "standard input"))
    for value in read_values(source, name=name, max_bytes=max_bytes):
        if value.error is not None:
            yield BadLine(name, value.line, FormatError(value.error))
            continue
        try:
            record = decode(value.content)
        except FormatError as error:
            yield BadLine(name, value.line, error)
        else:
            yield record
