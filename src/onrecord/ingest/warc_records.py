"""Where the records of a web archive are, and whether each ends where it says.

An archive is one of two things. Compressed record by record (the norm), each gzip member is a room of its own: a record
that lies about its length spoils its room and no other, and the file can be entered at any member. Uncompressed, or
compressed as a whole, there are only the records' own lengths to go by. Behind one that is wrong, a record cannot be
told from what a page may hold: the rest is not read, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from onrecord.ingest.heads import Head, parse_head, take_head
from onrecord.ingest.offered import PassedOver
from onrecord.ingest.warc_bytes import GZIP, Damaged, File, Flow, Gzip, Joined, Zstd
from onrecord.ingest.warc_resuming import next_member

__all__ = ["Block", "Found", "find_records", "find_starts"]

_VERSION = re.compile(rb"WARC/\d{1,2}\.\d{1,2}[ \t]*")
_BEGINS = b"WARC/"
_LENGTH = re.compile("[0-9]{1,18}")
_ZSTD = b"\x28\xb5\x2f\xfd"
#: A frame that decompressors pass over (RFC 8878, 3.1.2), with which archives compressed by a dictionary begin.
_ZSTD_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")

#: What ends a record and stands before another; and what may stand behind the last one in its room.
_BETWEEN = re.compile(rb"(?:\r\n\r\n|\n\n)(?=WARC/)")
_BEHIND_LAST = re.compile(rb"[\r\n]{0,8}")
_LOOKED_BEHIND = 16


class Block:
    """What a record holds, ``length`` bytes by its header. ``damage`` says what turned out to be wrong under it."""

    def __init__(self, flow: Flow, length: int) -> None:
        self.length = length
        self.damage: str | None = None
        self._left = length
        self._flow = flow

    def read(self, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the end. Raises Damaged."""
        try:
            found = self._flow.take(min(size, self._left)) if self._left else b""
            if self._left and not found:
                raise self._short(self._left)
        except Damaged as error:
            self.damage = str(error)
            raise
        self._left -= len(found)
        return found

    def skip(self) -> None:
        """Go past what is left. Raises Damaged."""
        missing, self._left = self._left - self._flow.skip(self._left), 0
        if missing:
            raise self._short(missing)

    def _short(self, missing: int) -> Damaged:
        return Damaged(f"it is said to hold {self.length:,} bytes, of which the last {missing:,} are not there")


class Found:
    """A record: its place, its header, and what it holds, to be read before the next one is asked for."""

    def __init__(self, place: str, head: Head, block: Block, flow: Flow, recover: Callable[[], str]) -> None:
        self.place, self.head, self.block = place, head, block
        self.more = False  #: whether another one follows in the same room
        self._flow, self._recover = flow, recover
        self._closed: str | None = None

    def close(self) -> str:
        """Go to the record's end; "" where it ends as it says, else what is wrong."""
        if self._closed is None:
            damage = self.block.damage or self._ended()
            self._closed = damage + self._recover() if damage else ""
        return self._closed

    def _ended(self) -> str:
        try:
            self.block.skip()
            behind = self._flow.look(_LOOKED_BEHIND)
        except Damaged as error:
            return str(error)
        if between := _BETWEEN.match(behind):
            self._flow.skip(between.end())
            self.more = True
        elif not _BEHIND_LAST.fullmatch(behind):
            return f"behind the {self.block.length:,} bytes that it is said to hold stands {behind[:24]!r}"
        return ""


def find_records(stream: BinaryIO, name: str, start: int, end: int | None) -> Iterator[Found | PassedOver]:
    """The records whose first byte lies in ``[start, end)``, and what is damaged between them; each is to be closed."""
    file = File(stream, name)
    end = file.size if end is None else min(end, file.size)
    if start >= end:
        return
    beginning = file.peek(len(_BEGINS))
    if beginning.startswith(GZIP):
        if _have_rooms(file):
            yield from _in_rooms(file, start, end)
        elif not start:
            file.go(0)
            yield from _in_one_room(file, Flow(Joined(file).read))
    elif beginning == _BEGINS:
        yield from _uncompressed(file, start, end)
    elif start:
        return
    elif beginning.startswith(_ZSTD) or _ZSTD_SKIPPABLE.match(beginning):
        yield from _in_one_room(file, Flow(Zstd(file).read))
    else:
        yield PassedOver(f"{name}@0", None, "damaged", f"this is no web archive: it begins with {beginning!r}")


def find_starts(stream: BinaryIO, name: str) -> Iterator[int]:
    """Each byte of the file at which :func:`find_records` may be begun."""
    file = File(stream, name)
    beginning = file.peek(len(_BEGINS))
    if beginning.startswith(GZIP) and _have_rooms(file):
        file.go(0)
        while file.position < file.size:
            yield file.position
            _enter(file)
    elif beginning == _BEGINS:
        for found in _uncompressed(file, 0, file.size):
            if isinstance(found, Found):
                yield int(found.place.rpartition("@")[2])
                found.close()
    else:
        yield 0


def _enter(file: File) -> None:
    """Past the member that starts here, or past damage."""
    start = file.position
    try:
        _member(file).finish()
    except Damaged:
        _go_on(file, start)


def _member(file: File) -> Gzip:
    if file.peek(len(GZIP)) != GZIP:
        raise Damaged("no compressed record starts here")
    return Gzip(file)


def _have_rooms(file: File) -> bool:
    """Whether each record has a gzip member of its own, by the first one."""
    try:
        file.go(0)
        flow = Flow(Gzip(file).read)
        _, length = _begin(flow)
        if flow.skip(length) == length:
            return _BETWEEN.match(flow.look(_LOOKED_BEHIND)) is None
        # It ends within its record. That may be damage, or the compressor cut the file where it liked.
        return _begins(Flow(_member(file).read))
    except Damaged:
        return True


def _in_rooms(file: File, start: int, end: int) -> Iterator[Found | PassedOver]:
    file.go(start)
    while file.position < end:
        at = file.position
        place = f"{file.name}@{at}"
        try:
            member = _member(file)
        except Damaged as error:
            yield PassedOver(place, None, "damaged", f"{error}{_go_on(file, at)}")
            continue

        def recover(member: Gzip = member) -> str:
            try:
                member.finish()
            except Damaged:
                return _go_on(file, member.start)
            return ""

        yield from _records(Flow(member.read), _places(place), recover)


def _places(room: str) -> Callable[[int], str]:
    """How the records of a room are called: by the room, and by the byte in it for those behind the first."""
    return lambda taken: f"{room}+{taken}" if taken else room


def _go_on(file: File, start: int) -> str:
    """To the next member behind damage, if there is one for certain; what is left out, in words."""
    found = next_member(file, start)
    file.go(file.size if found is None else found)
    if found is None:
        return f"; from here to the file's end {file.size - start:,} bytes are not read"
    return f"; the next record starts at byte {found:,}"


def _in_one_room(file: File, flow: Flow) -> Iterator[Found | PassedOver]:
    return _records(flow, _places(f"{file.name}@0"), lambda: "; behind it nothing more is read")


def _uncompressed(file: File, start: int, end: int) -> Iterator[Found | PassedOver]:
    def leap(size: int) -> None:
        if file.position + size > file.size:
            missing = file.position + size - file.size
            raise Damaged(f"its last {missing:,} bytes are not there: the file ends within it")
        file.go(file.position + size)

    file.go(start)
    flow = Flow(file.take, leap)
    return _records(
        flow,
        lambda taken: f"{file.name}@{start + taken}",
        lambda: f"; behind it, up to the file's end at byte {file.size:,}, nothing is read",
        until=end - start,
    )


def _records(
    flow: Flow, place: Callable[[int], str], recover: Callable[[], str], until: int | None = None
) -> Iterator[Found | PassedOver]:
    """The records of a room, one behind the other, but those that start at ``until`` or behind."""
    while until is None or flow.taken < until:
        at = place(flow.taken)
        try:
            head, length = _begin(flow)
        except Damaged as error:
            yield PassedOver(at, None, "damaged", f"{error}{recover()}")
            return
        found = Found(at, head, Block(flow, length), flow, recover)
        yield found
        found.close()
        if not found.more:
            return


def _begin(flow: Flow) -> tuple[Head, int]:
    """A record's header and length. Raises Damaged."""
    if not _begins(flow):
        there = flow.look(24)[:24]
        raise Damaged(f"a record should begin here, not {there!r}" if there else "a record should begin here")
    head = parse_head(take_head(flow))
    if not _VERSION.fullmatch(head.first):
        raise Damaged(f"no version of WARC is called {head.first[:24]!r}")
    length = head.only("content-length")
    if length is None or not _LENGTH.fullmatch(length):
        raise Damaged(
            "its header gives no length" if length is None else f"its header gives the length {length[:24]!r}"
        )
    return head, int(length)


def _begins(flow: Flow) -> bool:
    return flow.look(len(_BEGINS)).startswith(_BEGINS)
