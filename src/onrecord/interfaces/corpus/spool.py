"""What a part has come to so far, page by page, in a file: for a process that may die on the next page.

Only parts on which a process has died are read this way. It is a file of this machine, gone with the part.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from onrecord.ingest.offered import PassedOver
from onrecord.record.json import decode, encode
from onrecord.record.types import Record

__all__ = ["Spool"]


#: What stands in a line in the place of a record where there is none.
_NONE = b"null"


class _Line(msgspec.Struct):
    place: str
    record: msgspec.Raw = msgspec.Raw(_NONE)
    uri: str | None = None
    reason: str = ""
    detail: str = ""


class Spool:
    """Outcomes by the places of their pages."""

    def __init__(self, path: str) -> None:
        """Begin the spool at ``path``, or go on with it; a line that was cut short is none."""
        self._known: dict[str, PassedOver | tuple[str, Record]] = {}
        whole = 0
        if os.path.exists(path):
            for line in Path(path).read_bytes().splitlines(keepends=True):
                if not line.endswith(b"\n"):
                    break
                whole += len(line)
                self._learn(msgspec.json.decode(line, type=_Line))
        self._file = open(path, "ab")  # noqa: SIM115 -- open as long as the process reads the part
        self._file.truncate(whole)

    def _learn(self, line: _Line) -> None:
        if bytes(line.record) != _NONE:
            self._known[line.place] = (line.place, decode(bytes(line.record)))
        else:
            self._known[line.place] = PassedOver(line.place, line.uri, line.reason, line.detail)  # type: ignore[arg-type]

    def known(self, place: str) -> PassedOver | tuple[str, Record] | None:
        """The outcome of the page at ``place``, where it was read before."""
        return self._known.get(place)

    def note(self, outcome: PassedOver | tuple[str, Record]) -> None:
        """Write an outcome down before anything else is begun."""
        if isinstance(outcome, PassedOver):
            line = _Line(outcome.place, msgspec.Raw(_NONE), outcome.uri, outcome.reason, outcome.detail)
        else:
            line = _Line(outcome[0], msgspec.Raw(encode(outcome[1])))
        self._file.write(msgspec.json.encode(line) + b"\n")
        self._file.flush()
