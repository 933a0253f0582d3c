"""Any file of JSON values, read in one go and in dribs: the same values, none too long, all the file's own."""

from __future__ import annotations

import gzip
import io
from typing import cast

from fuzzing.parts import Parts
from fuzzing.promise import promise
from onrecord.errors import OnRecordError
from onrecord.ingest.json_pages import format_of, page_of_json
from onrecord.ingest.json_values import read_values
from onrecord.record.lines import BadLine, read_records

__all__ = ["check"]

_NAMES = ("a.jsonl", "a.json", "a.json.gz", "-")


class _Dribbling(io.RawIOBase):
    """A stream that hands out a few bytes a time, as a pipe may."""

    def __init__(self, content: bytes, piece: int) -> None:
        self._inner = io.BytesIO(content)
        self._piece = piece

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        piece = self._inner.read(min(self._piece, len(buffer)))
        buffer[: len(piece)] = piece
        return len(piece)


def check(data: bytes) -> None:
    """Read values, the pages that they are, and the records."""
    parts = Parts(data)
    name, packed, piece = parts.choice(_NAMES), parts.number(3), 1 + parts.number(9)
    limit = 1 + parts.number(300)
    plain = parts.rest()
    content = gzip.compress(plain, 1, mtime=0) if packed == 1 else plain
    whole = list(read_values(io.BytesIO(content), name=name, max_bytes=limit))
    dribbled = list(
        read_values(io.BufferedReader(cast("io.RawIOBase", _Dribbling(content, piece)), 8), name=name, max_bytes=limit)
    )
    # What stands where no value should is told once for each piece that it is read in, so errors may be more or fewer.
    values, same = ([each for each in found if each.error is None] for found in (whole, dribbled))
    promise(values == same, "a stream in dribs has other values")
    promise(len(values) == len(whole) or len(same) < len(dribbled), "a stream in dribs has no errors")
    line, taken = 1, 0
    for value in whole:
        promise(value.line >= line, f"the line {value.line} comes behind {line}")
        line = value.line
        promise((value.error is None) == bool(value.content), f"{value!r} is neither a value nor an error")
        if value.error is None:
            promise(len(value.content.rstrip(b"\r\n")) <= limit, f"a value of {len(value.content)} bytes is too long")
            taken += len(value.content)
            if packed < 2:
                promise(value.content in plain, "a value is not the file's own bytes")
            for read in (format_of, page_of_json):
                try:
                    read(value.content)
                except OnRecordError as error:
                    promise(bool(str(error)), "an error says nothing")
    promise(packed == 2 or taken <= len(plain), "the values are longer than the file")
    for read_record in read_records(io.BytesIO(content), name=name):
        promise(not isinstance(read_record, BadLine) or bool(str(read_record.error)), "an error says nothing")
