"""Transcripts: what was really said, by whom, and where that stands.

One value for every format. Its text is what people said and little else; its turns say who speaks where. A turn is as
fine as the format tells time: a paragraph group under a label, one cue of subtitles, one row of a table. Turns of one
speaker that follow each other are one speech, and a passage may run over them.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from onrecord.errors import InputError, NoArticle, NotFound
from onrecord.ingest.load import MAX_BYTES, load_page, to_document
from onrecord.ingest.page import Page, decode, name_of

__all__ = [
    "SUFFIXES",
    "Transcript",
    "Turn",
    "find_transcripts",
    "joined",
    "not_a_table",
    "open_transcript",
    "open_transcripts",
    "read_transcript",
]

_TEXT_SUFFIXES = frozenset({".txt", ".text"})
_PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_CUE_SUFFIXES = frozenset({".srt", ".vtt"})
_TABLE_SUFFIXES = frozenset({".csv", ".tsv"})
#: What is read out of a folder, each also with ``.gz`` after it. Markdown is not: in a folder of transcripts it is the
#: word about them.
SUFFIXES = _TEXT_SUFFIXES | _PAGE_SUFFIXES | _CUE_SUFFIXES | _TABLE_SUFFIXES


#: A day as names of files have it; one within a longer number is none.
_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Turn:
    """Words of one speaker: code points ``start`` to ``end`` of the transcript's text, half-open.

    ``speaker`` is the label as it stands, ``None`` where the transcript names none. ``time`` is the time or date that
    the format gives, ``line`` the line of the file on which the turn begins, from 1; ``None`` where there is none.
    """

    speaker: str | None
    start: int
    end: int
    time: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said on one occasion. Turns are in the text's order and do not overlap; labels lie between them.

    For plain text, ``text`` is the file's own text and ``whole_lines`` is True: a line number is that of the file. For
    subtitles and tables it is put together from their cues and rows.
    """

    name: str
    text: str
    turns: tuple[Turn, ...]
    whole_lines: bool = False
    _starts: tuple[int, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(turn.start for turn in self.turns))

    def turn_index(self, at: int) -> int:
        """Which turn the code point ``at`` is in, or the last before it."""
        return max(bisect_right(self._starts, at) - 1, 0)

    def turn_at(self, at: int) -> Turn:
        """The turn that the code point ``at`` is in, or the last before it."""
        return self.turns[self.turn_index(at)]

    def line_of(self, at: int) -> int | None:
        """The line of the file on which the code point ``at`` stands, from 1."""
        if self.whole_lines:
            return self.text.count("\n", 0, at) + 1
        return self.turn_at(at).line

    @property
    def day(self) -> date | None:
        """The day on which it was said, where the file's name has one: ``2019-05-04 rally.txt``."""
        found = _DAY.search(os.path.basename(self.name))
        if found is None:
            return None
        try:
            return date.fromisoformat(found.group())
        except ValueError:
            return None

    def speakers(self) -> list[str]:
        """The labels, each once, in the order in which they first stand."""
        return list(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker))


def open_transcript(source: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES) -> Transcript:
    """The transcript in a file, at an address, or on standard input (``-``).

    Raises :class:`~onrecord.errors.InputError` where there is none: its kinds are those of ``ingest.load``, and
    NoArticle for a file without a word in it.
    """
    return read_transcript(load_page(source, max_bytes=max_bytes))


def read_transcript(page: Page) -> Transcript:
    """The transcript in ``page``, in the format that its suffix names or, without one, its beginning shows.

    Raises NotText, NoArticle, and InputError for a table without the columns that are needed.
    """
    from onrecord.verify.labelled import read_labelled
    from onrecord.verify.tables import read_table
    from onrecord.verify.timed import looks_timed, read_timed

    name = page.uri or "standard input"
    suffix = _suffix(name)
    if suffix in _PAGE_SUFFIXES or page.media_type in ("text/html", "application/xhtml+xml"):
        transcript = read_labelled(name, to_document(page).text, whole_lines=False)
    else:
        text = decode(page).replace("\r\n", "\n") if suffix in _CUE_SUFFIXES | _TABLE_SUFFIXES else decode(page)
        if suffix in _TABLE_SUFFIXES:
            transcript = read_table(name, text)
        elif suffix in _CUE_SUFFIXES or (suffix not in _TEXT_SUFFIXES and looks_timed(text)):
            transcript = read_timed(name, text)
        else:
            transcript = read_labelled(name, text)
    if not any(transcript.text[turn.start : turn.end].strip() for turn in transcript.turns):
        raise NoArticle(f"{name_of(page)} has no words of anyone in it; give a transcript of what was said")
    return transcript


def find_transcripts(paths: Iterable[str]) -> Iterator[str]:
    """``paths``, with each folder replaced by the transcripts in it and below it, sorted by name.

    Files and addresses are handed on as they are, whatever their suffix. In folders, files whose suffix is in
    :data:`SUFFIXES` (or that and ``.gz``) are taken; hidden ones are skipped, links to folders are not followed.

    Raises :class:`~onrecord.errors.NotFound` for a folder without a transcript, or that may not be read.
    """
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        empty = True
        for found in _inside(path):
            empty = False
            yield found
        if empty:
            raise NotFound(f"the folder {path} holds no transcript ({', '.join(sorted(SUFFIXES))}, or .gz of those)")


def open_transcripts(
    paths: Iterable[str | os.PathLike[str]], fail: Callable[[str, InputError], None] | None = None
) -> Iterator[Transcript]:
    """The transcripts that ``paths`` stand for: files, folders of them, addresses, ``-``; opened as they are asked for.

    One that cannot be read is told to ``fail`` and passed over. Without ``fail``, raises its InputError.
    """
    for path in (os.fspath(each) for each in paths):
        try:
            for source in find_transcripts([path]):
                try:
                    yield open_transcript(source)
                except InputError as error:
                    if fail is None:
                        raise
                    fail(source, error)
        except InputError as error:
            if fail is None:
                raise
            fail(path, error)


def _inside(folder: str) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        raise NotFound(f"the folder {error.filename} may not be read: {error.strerror}") from error

    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(parent, name)
            if not name.startswith(".") and _suffix(name) in SUFFIXES and os.path.isfile(path):
                yield path


def _suffix(name: str) -> str:
    stem = name[:-3] if name.lower().endswith(".gz") else name
    return Path(stem).suffix.lower()


def joined(name: str, parts: Iterable[tuple[str | None, str, str | None, int | None]]) -> Transcript:
    """A transcript put together from parts: speaker, words, time, line. Parts of one speaker follow each other.

    A new speaker's words begin on a line of their own.
    """
    pieces: list[str] = []
    turns: list[Turn] = []
    at = 0
    for speaker, words, time, line in parts:
        if not words:
            continue
        if turns:
            between = " " if turns[-1].speaker == speaker else "\n"
            pieces.append(between)
            at += len(between)
        turns.append(Turn(speaker, at, at + len(words), time, line))
        pieces.append(words)
        at += len(words)
    return Transcript(name, "".join(pieces), tuple(turns))


def not_a_table(name: str, why: str) -> InputError:
    """The error for a table that cannot be read as a transcript."""
    return InputError(
        f"{name}: {why}; a table needs a first row that names its columns, one for the text and one for the speaker"
    )
