"""JSON values out of a file, one at a time: one a line, one over many lines, or the members of an array.

Why not a JSON library over an open file's lines: a corpus's file has a bad line somewhere, a line may be as long as the
disk, the file may be compressed, and an array is one value of many lines. Whatever is wrong with one value is handed on
with its place, and the values behind it are still read. Memory holds one value and never the file.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from onrecord.errors import NotFound

if TYPE_CHECKING:
    _Peekable = io.BufferedReader[Any]

__all__ = ["MAX_BYTES", "JsonValue", "open_values", "read_values"]

#: The most bytes that one value may take. The largest article that is read at all (20 MB) comes to about 120 MB of
#: JSON as a record: an attribution in 20 words, of 700 bytes each, and the text.
MAX_BYTES = 268_435_456

#: The first byte of gzip, with which no JSON begins. Its other two may not be there yet where a pipe hands out few.
_GZIP = b"\x1f"
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class JsonValue:
    """One value as bytes, or in words why there is none; ``line`` counts from 1, where it begins."""

    line: int
    content: bytes = b""
    error: str | None = None


def read_values(
    source: str | os.PathLike[str] | BinaryIO, *, name: str, max_bytes: int = MAX_BYTES
) -> Iterator[JsonValue]:
    """The JSON values in ``source``, a path or an open binary stream, in their order, unread.

    A stream is read to its end and left open. gzip compression is known by its first bytes. JSON lines are told from
    one value over several lines, and from an array, by how the file begins, or by a ``name`` in ``.json``. A byte order
    mark and blank lines are passed over. A value of more than ``max_bytes`` has an error, and so has the place where
    compression turns out to be damaged, behind which nothing can be read.

    Raises NotFound where there is no such file, or it may not be read.
    """
    with ExitStack() as stack:
        stream = stack.enter_context(open_values(source)) if isinstance(source, str | os.PathLike) else source
        values = None
        try:
            buffered = _peekable(stream, stack)
            if buffered.peek(len(_GZIP))[: len(_GZIP)] == _GZIP:
                buffered = _peekable(stack.enter_context(gzip.GzipFile(fileobj=buffered)), stack)
            values = _Values(buffered, max_bytes)
            for line, value in values.read(spread=name.lower().removesuffix(".gz").endswith(".json")):
                yield JsonValue(line, value) if isinstance(value, bytes) else JsonValue(line, error=value)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            damaged = f"the gzip compression is damaged ({error}); nothing behind this place can be read"
            yield JsonValue(values.line if values else 1, error=damaged)
        except OSError as error:
            raise NotFound(f"{name} could not be read to its end: {error.strerror or error}") from error


def open_values(path: str | os.PathLike[str]) -> BinaryIO:
    """The file at ``path``, for whoever wants to know how far it is read. Raises NotFound."""
    try:
        return Path(path).open("rb")
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {os.fspath(path)}; check the path") from error
    except IsADirectoryError as error:
        raise NotFound(f"{os.fspath(path)} is a folder; give the files of records in it one by one") from error
    except PermissionError as error:
        raise NotFound(f"{os.fspath(path)} may not be read by this user; change its permissions or copy it") from error
    except (OSError, ValueError) as error:  # a name too long, a zero byte in the path
        raise NotFound(f"{os.fspath(path)!r} could not be opened: {error}") from error


def _peekable(stream: BinaryIO | gzip.GzipFile, stack: ExitStack) -> _Peekable:
    """``stream`` with ``peek``; what is made here for it is let go with ``stack``, and leaves ``stream`` open."""
    if isinstance(stream, io.BufferedReader):
        return stream
    buffered = io.BufferedReader(cast("io.RawIOBase", stream))
    stack.callback(buffered.detach)
    return buffered


#: The most that one call reads at once, of a line or of an array.
_CHUNK = 1_048_576
_Value = tuple[int, bytes | str]

#: What matters outside a string, and inside one. In UTF-8 these bytes are never part of another sign.
_OUTSIDE = re.compile(rb'["{}]')
_INSIDE = re.compile(rb'["\\]')
#: What may stand before, between and behind the records of an array, or of several written one below the other.
_BETWEEN = re.compile(rb"[\s,\[\]]*")


class _Values:
    """The JSON values of a stream, with the number of the line that is being read."""

    def __init__(self, stream: _Peekable, max_bytes: int) -> None:
        self.line = 1
        self._stream, self._max_bytes = stream, max_bytes

    def read(self, *, spread: bool) -> Iterator[_Value]:
        """Each value, whichever of the three ways the file is written; ``spread`` where it is known to be no lines."""
        head = self._stream.readline(_CHUNK).removeprefix(_UTF8_MARK)
        while head and not head.strip():
            self.line += head.endswith(b"\n")
            head = self._stream.readline(_CHUNK)
        if head.startswith(_UTF16_MARKS):
            yield self.line, "this is UTF-16; records are written in UTF-8. Convert the file first"
        elif spread or head.lstrip().startswith(b"[") or head.strip() == b"{":
            yield from self._spread(head)
        else:
            yield from self._lines(head)

    def _lines(self, head: bytes) -> Iterator[_Value]:
        """A value on each line that is not blank; of one that is too long, no more than the limit is ever held."""
        line = head
        while line:
            if not line.endswith(b"\n"):
                line += self._stream.readline(max(0, self._max_bytes + 1 - len(line)))
            if len(line.rstrip(b"\r\n")) > self._max_bytes:
                yield self.line, self._too_long()
                while not line.endswith(b"\n") and (line := self._stream.readline(_CHUNK)):
                    pass
            elif line.strip():
                yield self.line, line
            self.line += 1
            line = self._stream.readline(_CHUNK)

    def _spread(self, head: bytes) -> Iterator[_Value]:
        """Each object of one array, or of objects written over several lines, cut where its braces are balanced.

        Linear: each byte is looked at once and copied once. Where a brace is missing, everything behind is one value.
        """
        value = bytearray()
        depth = begun = 0
        in_string = escaped = False
        piece = head
        while piece:
            at, seen = 0, 0  # ``seen``: up to where line ends are counted
            kept = 0  # from where the piece belongs to the value
            while at < len(piece):
                if escaped:
                    at, escaped = at + 1, False
                    continue
                found = (_INSIDE if in_string else _OUTSIDE).search(piece, at)
                sign = found.group() if found else b""
                start, end = found.span() if found else (len(piece), len(piece))
                if not depth and not in_string:
                    stray = piece[at:end].removesuffix(b"{")
                    if _BETWEEN.fullmatch(stray) is None:
                        self.line += piece.count(b"\n", seen, at)
                        seen = at
                        yield self.line, f"a record should begin here, not {_shown(piece[at : at + 200])}"
                at = end
                if in_string:
                    in_string, escaped = sign != b'"', sign == b"\\"
                elif sign == b'"':
                    in_string = True
                elif sign == b"{":
                    if not depth:
                        self.line += piece.count(b"\n", seen, start)
                        seen, kept, begun = start, start, self.line
                    depth += 1
                elif sign == b"}" and depth:
                    depth -= 1
                    if not depth:
                        value += piece[kept:end]
                        yield begun, self._too_long() if len(value) > self._max_bytes else bytes(value)
                        value.clear()
            if depth:
                value += piece[kept : kept + max(0, self._max_bytes + 1 - len(value))]
            self.line += piece.count(b"\n", seen)
            piece = self._stream.read1(_CHUNK)
        if depth:
            yield begun, "the file ends within this record: it was cut short, or a brace is missing in it"

    def _too_long(self) -> str:
        return f"the value is longer than {self._max_bytes:,} bytes, the most that one may take"


def _shown(words: bytes) -> str:
    return repr(words.strip(b" \t\r\n,")[:30].decode("utf-8", "replace"))
