"""Words as they are compared between texts: one quotation beside another, an article beside a transcript.

Two hands that write down the same speech differ in capitals, accents, apostrophes, dashes and marks, and none of that
is a difference in words. Each word keeps its place, so that what differs can be shown where it stands.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from onrecord.span import Span

__all__ = ["ComparedWord", "compared_words", "keys_of"]

_APOSTROPHES = "'’‘ʼ`´"
_NUMBER = r"\d+(?:[.,]\d+)*"  # 1,300 and 4.5
_WORD = rf"[^\W\d_]+(?:[{_APOSTROPHES}][^\W\d_]+)*"  # don't, O'Neill
_SIGN = r"[%&]"
_COMPARED = re.compile(rf"{_NUMBER}|{_WORD}|{_SIGN}")
#: Signs that are read aloud as words, as transcripts write them.
_SPOKEN = {"%": "percent", "&": "and"}
_DROPPED = str.maketrans("", "", _APOSTROPHES + ",")


@dataclass(frozen=True, slots=True)
class ComparedWord:
    """A word and what it is compared by: no capitals, accents or apostrophes."""

    span: Span
    key: str


#: Speech repeats its words: among 3.8 million of debates and speeches, 99 in 100 had been seen before.
@lru_cache(maxsize=65_536)
def _key(word: str) -> str:
    spoken = _SPOKEN.get(word)
    if spoken:
        return spoken
    plain = word.translate(_DROPPED) or word  # ʼ alone is a letter, and a word of nothing but an apostrophe
    if plain.isascii():
        return plain.lower()
    parts = unicodedata.normalize("NFKD", plain.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)) or plain


def compared_words(text: str, start: int = 0, end: int | None = None) -> list[ComparedWord]:
    """The words of ``text`` between two offsets (code points, half-open), in order; punctuation is none.

    Hyphens and dashes part words ("well-known" is two), since hands differ in them.
    """
    found = _COMPARED.finditer(text, start, len(text) if end is None else end)
    return [ComparedWord(Span(*each.span()), _key(each.group())) for each in found]


def keys_of(text: str) -> list[str]:
    """The keys of :func:`compared_words` alone."""
    return [_key(each.group()) for each in _COMPARED.finditer(text)]
