"""The bytes under a web archive's records: a file read forward, and the compression undone that lies over it.

Nothing here knows what a record is. It hands out bytes a piece at a time, says at which byte of the file each
compressed member starts, and says :class:`Damaged` where compression does not fit, instead of ending as if all had been
read: an archive that was cut short must not look like a short archive.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import BinaryIO

from onrecord.errors import InputError, NotFound
from onrecord.ingest.zstd_frames import FrameError, decompressed

__all__ = ["GZIP", "PIECE", "Damaged", "File", "Flow", "Gzip", "Joined", "Zstd"]

#: What a gzip member starts with, compression by deflate included (RFC 1952, section 2.3.1).
GZIP = b"\x1f\x8b\x08"

#: The most bytes that are handed out at once, and taken from the file at once. Larger pieces were not faster: zlib
#: copies what it has not used yet of a piece at each turn.
PIECE = 65_536
_TAKEN = 32_768


class Damaged(InputError):
    """Bytes that do not fit, with what is wrong in words. It never leaves the reading of an archive."""


class File:
    """An open, seekable stream, read forward from ``position``. A failing stream is NotFound, with its name."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self.name = name
        self._stream = stream
        self._held = b""
        try:
            self.size = stream.seek(0, 2)
            stream.seek(0)
        except OSError as error:
            raise self._failed(error) from error
        self.position = 0

    def go(self, position: int) -> None:
        """To a place in the file; free where it is within what was read last."""
        ahead = position - self.position
        if 0 <= ahead <= len(self._held):
            self._held = self._held[ahead:]
        else:
            try:
                self._stream.seek(position)
            except OSError as error:
                raise self._failed(error) from error
            self._held = b""
        self.position = position

    def take(self, size: int = _TAKEN) -> bytes:
        """The next bytes, at most ``size``; none at the end of the file."""
        if not self._held:
            try:
                self._held = self._stream.read(max(size, _TAKEN))
            except OSError as error:
                raise self._failed(error) from error
        taken, self._held = self._held[:size], self._held[size:]
        self.position += len(taken)
        return taken

    def give_back(self, rest: bytes) -> None:
        """Bytes that were taken last and not used."""
        self._held = rest + self._held
        self.position -= len(rest)

    def peek(self, size: int) -> bytes:
        """The next bytes, up to ``size``, which are not taken by it."""
        pieces, missing = [], size
        while missing and (piece := self.take(missing)):
            pieces.append(piece)
            missing -= len(piece)
        found = b"".join(pieces)
        self.give_back(found)
        return found

    def _failed(self, error: OSError) -> NotFound:
        return NotFound(f"{self.name} could not be read to its end: {error.strerror or error}")


class Gzip:
    """One gzip member, from ``start`` in the file. When it is read, the file stands at the byte behind it."""

    def __init__(self, file: File) -> None:
        self.start = file.position
        self._file = file
        self._inflater = zlib.decompressobj(wbits=31)
        self._waiting = b""
        self._damage = ""
        self._ended = False

    def read(self, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the member's end. Raises Damaged, then and ever after."""
        if self._damage:
            raise Damaged(self._damage)
        while not self._ended:
            given = self._waiting or self._file.take()
            try:
                found = self._inflater.decompress(given, size)
            except zlib.error as error:
                self._damage = f"its gzip compression cannot be undone ({error})"
                raise Damaged(self._damage) from error
            self._waiting = self._inflater.unconsumed_tail
            self._ended = self._inflater.eof
            if self._ended:
                self._file.give_back(self._inflater.unused_data)
            if found:
                return found
            if not given and not self._ended:
                self._damage = "the file ends within it"
                raise Damaged(self._damage)
        return b""

    def finish(self) -> None:
        """Read to the member's end, where length and checksum are held against what came out. Raises Damaged."""
        while self.read(PIECE):
            pass


class Joined:
    """All gzip members of the rest of the file as one run of bytes, as ``gunzip`` reads them."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._member = Gzip(file)

    def read(self, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the end of the file. Raises Damaged."""
        while not (found := self._member.read(size)):
            if self._file.position >= self._file.size:
                return b""
            if self._file.peek(len(GZIP)) != GZIP:
                raise Damaged("what follows is not gzip-compressed")
            self._member = Gzip(self._file)
        return found


class Zstd:
    """A file compressed with zstd, whatever its frames, as one run of bytes."""

    def __init__(self, file: File) -> None:
        self._pieces = decompressed(iter(file.take, b""))
        self._held = b""

    def read(self, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the end of the file. Raises Damaged."""
        try:
            held = self._held or next(self._pieces, b"")
        except FrameError as error:
            raise Damaged(str(error)) from error
        found, self._held = held[:size], held[size:]
        return found


class Flow:
    """Bytes in their order, of which the next may be looked at before they are taken.

    ``read`` hands out at most so many at a time, and none at the end. ``leap``, where there is one, goes past so many
    bytes without reading them. ``taken`` counts what was taken.
    """

    def __init__(self, read: Callable[[int], bytes], leap: Callable[[int], None] | None = None) -> None:
        self._read, self._leap = read, leap
        self._held = b""
        self.taken = 0

    def look(self, size: int) -> bytes:
        """The next bytes, at least ``size`` where there are so many; none are taken."""
        while len(self._held) < size and (piece := self._read(PIECE)):
            self._held += piece
        return self._held

    def take(self, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the end."""
        held = self._held or self._read(size)
        taken, self._held = held[:size], held[size:]
        self.taken += len(taken)
        return taken

    def skip(self, size: int) -> int:
        """Go past ``size`` bytes; how many there were, if fewer."""
        left = size
        if self._leap is not None and left > len(self._held):
            left -= len(self._held)
            self._held = b""
            self._leap(left)
            self.taken += size
            return size
        while left and (taken := self.take(min(left, PIECE))):
            left -= len(taken)
        return size - left
