"""Records as JSON: one a line for programs, indented for people."""

from __future__ import annotations

import msgspec

from onrecord.record.json import encode
from onrecord.record.types import Record

__all__ = ["json_text", "jsonl_line"]


def jsonl_line(record: Record) -> bytes:
    """The record on one line of UTF-8, with the line's end. Raises FormatError (see ``record.json.encode``)."""
    return encode(record) + b"\n"


def json_text(record: Record) -> bytes:
    """The record as UTF-8 indented by two, without a line's end. Raises FormatError."""
    return msgspec.json.format(encode(record), indent=2)
