"""Behind damage in an archive that is compressed record by record: where the next record starts, for certain.

The usual way is to look for the first bytes of a gzip member and go on there. But a page inside the damaged record may
hold a whole gzip member with a record in it, which compression leaves as it is: it would be found first, and read as
a record with an address of its maker's choice. So a place is believed only if member follows member from there to the
end of the file, without a gap. A member that lies inside another cannot lead there: behind it come the last bytes of
the one around it, which no member begins with. Nor can it swallow them, as a field of its header (a member with such
fields is not believed) or as its own compressed bytes (the checksum and the length that follow are another's).

What lies between two damaged places is therefore not read: the way from there to the end has a gap. That costs some
pages of an archive that is broken twice, and puts nobody's words into another's mouth.
"""

from __future__ import annotations

from onrecord.ingest.warc_bytes import GZIP, Damaged, File, Flow, Gzip

__all__ = ["next_member"]

#: A member's first bytes, with none of the header's optional fields (RFC 1952, 2.3.1: FLG is 0).
_PLAIN_MEMBER = GZIP + b"\x00"
_BEGINS = b"WARC/"
_PIECE = 1_048_576
#: The most places that are tried. In compressed bytes these four stand by chance once in 4 GB.
_TRIES = 1000


def next_member(file: File, damage: int) -> int | None:
    """The first byte behind ``damage`` from which members follow each other to the end of ``file``; None for none."""
    behind = damage
    for _ in range(_TRIES):
        found = _search(file, behind + 1)
        if found is None:
            return None
        gap = _gap_behind(file, found)
        if gap is None:
            return found
        behind = gap  # every member up to there leads to the same gap
    return None


def _search(file: File, start: int) -> int | None:
    file.go(start)
    held, begins = b"", start
    while piece := file.take(_PIECE):
        held += piece
        found = held.find(_PLAIN_MEMBER)
        if found >= 0:
            return begins + found
        kept = len(_PLAIN_MEMBER) - 1
        begins += max(len(held) - kept, 0)
        held = held[-kept:]
    return None


def _gap_behind(file: File, start: int) -> int | None:
    """Where the row of members that starts at ``start`` breaks off; None where it leads to the end of the file."""
    file.go(start)
    while file.position < file.size:
        here = file.position
        if file.peek(len(_PLAIN_MEMBER)) != _PLAIN_MEMBER:
            return here
        member = Gzip(file)
        try:
            if not Flow(member.read).look(len(_BEGINS)).startswith(_BEGINS):
                return here
            member.finish()
        except Damaged:
            return here
    return None
