"""Subtitles: SRT and WebVTT, with their times, their voices, and lines that one cue repeats from the last.

A cue is a turn of its own, so that a passage can be given its second. Who speaks is told by WebVTT's voice tags or by
a label within the cue ("VELL: …"), and stays the speaker until the next; ">>" and a leading dash say that someone else
speaks, and not who.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from onrecord.verify.transcript import Transcript, joined

__all__ = ["looks_timed", "read_timed"]

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^[^\S\n]*{_CLOCK}[^\S\n]*-->[^\S\n]*{_CLOCK}[^\n]*$")
_LOOKS_TIMED = re.compile(rf"^(?:\ufeff)?(?:WEBVTT\b|(?:\d+[^\S\n]*\n)?[^\S\n]*{_CLOCK}[^\S\n]*-->)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,80})>")
_TAG = re.compile(r"</?[a-zA-Z0-9][^<>]{0,200}>|<\d\d:[\d:.]+>|\{\\[^{}]{0,40}\}")
_LABEL = re.compile(
    r"^(?:>>+\s*|[-–—]\s*)?((?:[A-Z][A-Z'’.\-]*[A-Z.]|[A-Z]\.)(?:\ (?:[A-Z][A-Z'’.\-]*[A-Z.]|[A-Z]\.)){0,4}):\s*"
)
_OTHER = re.compile(r"^(?:>>+|[-–—](?=\s?\w))\s*")
_SKIPPED = ("NOTE", "STYLE", "REGION", "WEBVTT")


def looks_timed(text: str) -> bool:
    """Whether a text begins as SRT or WebVTT does."""
    return _LOOKS_TIMED.match(text.lstrip()) is not None


def read_timed(name: str, text: str) -> Transcript:
    """The transcript in SRT or WebVTT: the cues' words joined, one turn a cue."""
    return joined(name, _parts(text.replace("\r", "\n")))


def _parts(text: str) -> Iterator[tuple[str | None, str, str | None, int | None]]:
    speaker: str | None = None
    before: list[str] = []
    for time, line, lines in _cues(text):
        fresh = lines
        if lines == before:
            fresh = []  # the cue before, shown again
        elif lines and before and lines[0] == before[-1]:
            fresh = lines[1:]  # captions that roll: the last line moves up, one is added
        before = lines or before
        for words in fresh:
            for voice, said in _voices(words):
                label = _LABEL.match(said)
                if voice is not None:
                    speaker = voice
                elif label:
                    speaker, said = label[1], said[label.end() :]
                elif other := _OTHER.match(said):
                    speaker, said = None, said[other.end() :]
                said = " ".join(html.unescape(_TAG.sub("", said)).split())
                yield speaker, said, time, line


def _cues(text: str) -> Iterator[tuple[str, int, list[str]]]:
    """Each cue's time, the line on which that stands, and its lines of words."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        timing = _TIMING.match(lines[at])
        if timing is None:
            at += 1
            continue
        hours, minutes, seconds = int(timing[1] or 0), int(timing[2]), int(timing[3])
        number, at = at + 1, at + 1
        words = []
        while at < len(lines) and lines[at].strip() and not _TIMING.match(lines[at]):
            words.append(lines[at].strip())
            at += 1
        if at < len(lines) and _TIMING.match(lines[at]) and words and words[-1].isdigit():
            words.pop()  # the number of the next cue, where no blank line parts them
        yield f"{hours:02}:{minutes:02}:{seconds:02}", number, words


def _voices(line: str) -> Iterator[tuple[str | None, str]]:
    """A cue's line, parted where its voice tags part it."""
    at, voice = 0, None
    for match in _VOICE.finditer(line):
        if line[at : match.start()].strip():
            yield voice, line[at : match.start()]
        at, voice = match.end(), html.unescape(match[1]).strip()
    yield voice, line[at:]
