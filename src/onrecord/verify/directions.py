"""The words of a transcript that someone spoke, without the transcriber's own: (APPLAUSE), [crosstalk], (ph).

Square brackets are always the transcriber's. Round ones are also a speaker's aside in a prepared text, so they count
as directions only by what stands in them: a word of the list, or two words and more in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.verify.spoken import words_of_list
from onrecord.verify.transcript import Transcript

__all__ = ["find_directions", "spoken_stretches"]

_BRACKETS = re.compile(r"\[[^\[\]]{1,80}\]|\([^()]{1,60}\)|<[^<>\n]{1,40}>|♪[^♪\n]{0,200}♪?")
_WORD = re.compile(r"[^\W\d_][\w'’\-]*")
#: A direction in small letters has at most so many words: (break in audio), (through a translator).
_MOST_WORDS = 6


def find_directions(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where directions stand in ``text[start:end]``, in order."""
    for match in _BRACKETS.finditer(text, start, end):
        inside = match.group()
        if inside[0] != "(" or _is_direction(inside[1:-1]):
            yield match.start(), match.end()


def _is_direction(inside: str) -> bool:
    words = _WORD.findall(inside)
    listed = not words_of_list("directions").isdisjoint(word.lower() for word in words)
    capitals = len(words) > 1 and inside.upper() == inside
    return capitals or (listed and len(words) <= _MOST_WORDS)


def spoken_stretches(transcript: Transcript) -> Iterator[tuple[int, int]]:
    """The stretches of a transcript's text that are speech, in order: its turns, directions taken out."""
    for turn in transcript.turns:
        at = turn.start
        for start, end in find_directions(transcript.text, turn.start, turn.end):
            if start > at:
                yield at, start
            at = end
        if turn.end > at:
            yield at, turn.end
