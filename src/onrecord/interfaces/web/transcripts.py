"""Transcripts as somebody gives them to the site, pasted or as files; one that cannot be read stops no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import BytesIO

from onrecord.errors import InputError
from onrecord.ingest.load import load_page
from onrecord.verify.transcript import Transcript, read_transcript

__all__ = ["PASTED", "Unread", "read_transcripts"]

#: What a transcript is called that has no name of its own.
PASTED = "the pasted transcript"


@dataclass(frozen=True, slots=True)
class Unread:
    """A transcript that could not be read, and why."""

    name: str
    reason: str


def read_transcripts(
    given: Iterable[tuple[str, bytes]], *, max_bytes: int
) -> tuple[tuple[Transcript, ...], tuple[Unread, ...]]:
    """The transcripts of names and contents, in their order, and those that could not be read.

    Files may be compressed (``.gz``); ``max_bytes`` bounds what all of them hold together, decompressed, so that a
    small file that unfolds into a huge one is refused and not unfolded. Of one name, the second gets a number.
    """
    read: list[Transcript] = []
    unread: list[Unread] = []
    names: set[str] = set()
    left = max_bytes
    for given_name, content in given:
        name = _free_name(given_name.replace("\\", "/").rpartition("/")[2] or PASTED, names)
        try:
            page = load_page("-", stdin=BytesIO(content), max_bytes=left)
            left -= len(page.content)
            read.append(read_transcript(replace(page, uri=name)))
        except InputError as error:
            unread.append(Unread(name, str(error).replace("standard input", name)))
    return tuple(read), tuple(unread)


def _free_name(name: str, taken: set[str]) -> str:
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{number} {name}"  # in front: a transcript's format is told by how its name ends
    taken.add(free)
    return free
