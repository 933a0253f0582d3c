"""A first line and the fields below it, as web archives and HTTP write them, up to the blank line.

The standard library's parser of such fields is made for mail: it repairs what is broken. A web archive's fields say who
answered and how long the answer is, so a field that can be read in two ways must be refused and not repaired. Parsers
of web archives take a line break that is not quite one for a part of a value, and an unreadable length for none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.ingest.warc_bytes import Damaged, Flow

__all__ = ["Head", "parse_head", "take_head"]

#: The longest head that is read, in bytes. Browsers and servers refuse longer ones, most from 8 to 256 kB on.
_LONGEST = 131_072

_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_FOLDED = re.compile(rb"\r?\n[ \t]+")
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
#: What no value may hold: the rest of a broken line, or of an attempt to write a line into a value.
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Head:
    """``first`` is the first line; ``fields`` has the values of each name, in lower case, in their order."""

    first: bytes
    fields: Mapping[str, tuple[str, ...]]

    def last(self, name: str) -> str:
        """The value that counts where a field stands several times: the last, as browsers take it; "" for none."""
        return self.fields.get(name, ("",))[-1]

    def all(self, name: str) -> str:
        """The values of a list that may be spread over several fields, parted by commas."""
        return ",".join(self.fields.get(name, ()))

    def only(self, name: str) -> str | None:
        """The one value of a field; None where it is not there. Raises Damaged for two, or for control characters."""
        values = self.fields.get(name)
        if values is None:
            return None
        if len(set(values)) > 1:
            raise Damaged(f"its header gives {name} twice, as {values[0][:80]!r} and as {values[1][:80]!r}")
        if _CONTROL.search(values[0]):
            raise Damaged(f"its header gives {name} with control characters in it: {values[0][:80]!r}")
        return values[0]


def take_head(flow: Flow) -> bytes:
    """The bytes up to and with the first blank line. Raises Damaged where there is none, or too far away."""
    size = 1024
    while True:
        held = flow.look(size)
        if found := _END.search(held, 0, _LONGEST):
            return _taken(flow, found.end())
        if len(held) < size:
            raise Damaged("it ends within its header")
        if len(held) >= _LONGEST:
            raise Damaged(f"its header is longer than {_LONGEST:,} bytes")
        size = min(2 * len(held), _LONGEST)


def _taken(flow: Flow, size: int) -> bytes:
    pieces = []
    while size:
        pieces.append(flow.take(size))
        size -= len(pieces[-1])
    return b"".join(pieces)


def parse_head(head: bytes) -> Head:
    """The first line and the fields of a head; a line that is no field is passed over, as browsers do."""
    first, *lines = _LINE_END.split(_FOLDED.sub(b" ", head.strip(b"\r\n")))
    fields: dict[str, tuple[str, ...]] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if colon and _NAME.fullmatch(name):
            key = name.decode("ascii").lower()
            fields[key] = (*fields.get(key, ()), value.strip(b" \t").decode("utf-8", "replace"))
    return Head(first, fields)
