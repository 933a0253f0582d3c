"""Words and their pieces, as BERT's uncased vocabulary cuts them.

Why our own: the library that does this (tokenizers) brings a client of a model hub and its transport with it, 40 MB
and an open door to the network in a tool that promises to stay on its machine, and hands over every offset as a
Python object. What is needed is small and does not change: white space and punctuation part words, a word's pieces
are the longest that the vocabulary has, from the left (Wu et al. 2016), and words come back, so that each is cut once.
Over every text of PolNeAR, GUM and EWT it gives the pieces that the library gives; a test holds it to a sample.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

__all__ = ["Vocabulary", "Word", "find_words"]

#: A word longer than this is one unknown piece, as in BERT: it is no word but a key, an address or a mistake.
MAX_WORD_LENGTH = 100
#: Words whose pieces are kept; enough for every word of a few hundred articles, and bounded for a run over a million.
_CACHED_WORDS = 1 << 16

_ASCII_MARKS = r"!-/:-@\[-`{-~"
#: Dashes, quotation marks, ellipsis and their kin, which news text is full of; without the two that are no
#: punctuation: U+2044, the fraction's slash, and U+2052, the commercial minus.
_GENERAL_MARKS = "\u2010-\u2027\u2030-\u2043\u2045-\u2051\u2053-\u205e"
#: One mark, or a run of what is neither white space nor a common mark.
_WORD = re.compile(f"[{_ASCII_MARKS}{_GENERAL_MARKS}]|[^\\s{_ASCII_MARKS}{_GENERAL_MARKS}]+")

#: Han characters stand alone, each a word: the blocks that BERT's own code lists.
_HAN = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)

#: Controls, formats, surrogates, private and unassigned characters.
_UNWRITTEN = ("Cc", "Cf", "Cs", "Co", "Cn")

Word = tuple[int, int]


def _stands_alone(character: str) -> bool:
    code = ord(character)
    if code < 0x80:
        return False
    return unicodedata.category(character)[0] == "P" or any(low <= code <= high for low, high in _HAN)


def find_words(text: str, start: int, end: int) -> Iterator[Word]:
    """The words of ``text[start:end]``, each its first code point and the one behind its last, in order."""
    for found in _WORD.finditer(text, start, end):
        first, last = found.span()
        word = found.group()
        if last - first == 1 or word.isascii():
            yield first, last
            continue
        begun = first
        for at in range(first, last):
            if _stands_alone(text[at]):
                if begun < at:
                    yield begun, at
                yield at, at + 1
                begun = at + 1
        if begun < last:
            yield begun, last


def _bare(word: str) -> str:
    """The word in lower case, without accents, and without characters that are not written."""
    if word.isascii() and word.isprintable():
        return word.lower()
    written = "".join(c for c in word if unicodedata.category(c) not in _UNWRITTEN and c != "\ufffd")
    parts = unicodedata.normalize("NFD", written)
    return "".join(c for c in parts if unicodedata.category(c) != "Mn").lower()


class Vocabulary:
    """The pieces that the encoder knows, and how a word is made of them."""

    def __init__(self, pieces: list[str]) -> None:
        """``pieces`` in the order of their ids; one that goes on within a word begins with ``##``."""
        self._ids = {piece: number for number, piece in enumerate(pieces)}
        self.unknown = self._ids["[UNK]"]
        self.frame = (self._ids["[CLS]"], self._ids["[SEP]"])
        self._cache: dict[str, tuple[int, ...]] = {}

    @classmethod
    def from_file(cls, path: Path) -> Vocabulary:
        """Read a vocabulary of one piece a line; raises OSError, and KeyError where a frame's piece is missing."""
        return cls(path.read_text(encoding="utf-8").removesuffix("\n").split("\n"))

    def __len__(self) -> int:
        """How many pieces there are."""
        return len(self._ids)

    def pieces_of(self, word: str) -> tuple[int, ...]:
        """The ids of a word's pieces; none for a word of which nothing is written (a lone accent, say)."""
        known = self._cache.get(word)
        if known is None:
            known = self._cut(_bare(word))
            if len(self._cache) >= _CACHED_WORDS:
                self._cache.clear()
            self._cache[word] = known
        return known

    def _cut(self, bare: str) -> tuple[int, ...]:
        if len(bare) > MAX_WORD_LENGTH:
            return (self.unknown,)
        ids: list[int] = []
        at = 0
        while at < len(bare):
            for end in range(len(bare), at, -1):
                number = self._ids.get(bare[at:end] if not at else "##" + bare[at:end])
                if number is not None:
                    ids.append(number)
                    at = end
                    break
            else:
                return (self.unknown,)
        return tuple(ids)
