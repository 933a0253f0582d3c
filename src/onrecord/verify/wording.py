"""A quotation as an article prints it: its words, and the marks by which it owns up to changes.

An ellipsis says that words are left out, brackets that words are the editor's. ``[I]t`` and ``know[s]`` are one word
each. Round brackets are the agencies' way of the same; whether they are is told beside the transcript only, since
speakers' asides are printed in them too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from onrecord.span import Span
from onrecord.text.comparing import compared_words

__all__ = ["Wording", "ends_sentence", "read_wording"]

_ELLIPSIS = re.compile(r"\[\s*(?:…|\.(?:\s?\.){2,3})\s*\]|…|\.(?:[ \u00a0]?\.){2,3}|\*\s\*\s\*")
_BRACKETED = re.compile(r"\[[^\[\]]{0,300}\]|\([^()]{0,300}\)")
_SENTENCE_END = re.compile(r"[.?!][\"”’')\]]*\s|\n\s*\n")
_JOINT = re.compile(r"[\[\]]{1,2}")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one quotation.

    ``keys`` are what each is compared by, ``spans`` where it stands in the article (code points, half-open).
    ``editors`` are the indices of words within brackets, ``mended`` those of which a part is. ``gaps`` are the indices
    of the words before which an ellipsis stands; ``len(keys)`` is one at the end. ``stops`` are those of the words
    that begin a sentence, but for the first.
    """

    keys: tuple[str, ...]
    spans: tuple[Span, ...]
    editors: frozenset[int] = frozenset()
    mended: frozenset[int] = frozenset()
    gaps: frozenset[int] = frozenset()
    stops: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def own(self) -> int:
        """How many words the article says were spoken: all but the editor's."""
        return len(self.keys) - len(self.editors)

    def part(self, first: int, last: int) -> Wording:
        """Words ``first`` to ``last`` alone; an ellipsis at its edges is none of its own."""
        return Wording(
            self.keys[first:last],
            self.spans[first:last],
            frozenset(at - first for at in self.editors if first <= at < last),
            frozenset(at - first for at in self.mended if first <= at < last),
            frozenset(at - first for at in self.gaps if first < at < last),
            frozenset(at - first for at in self.stops if first < at < last),
        )


def ends_sentence(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends in ``text[start:end]``, which stands between two words."""
    return _SENTENCE_END.search(text, start, end) is not None


def read_wording(text: str, start: int, end: int) -> Wording:
    """The words of ``text[start:end]``, which stands within quotation marks."""
    keys: list[str] = []
    spans: list[Span] = []
    mended: set[int] = set()
    for word in compared_words(text, start, end):
        if spans and _JOINT.fullmatch(text, spans[-1].end, word.span.start):
            keys[-1] += word.key  # [I]t, know[s]
            spans[-1] = Span(spans[-1].start, word.span.end)
            mended.add(len(keys) - 1)
        else:
            keys.append(word.key)
            spans.append(word.span)
    editors: set[int] = set()
    brackets = [match.span() for match in _BRACKETED.finditer(text, start, end)]
    at = 0
    for opened, closed in brackets:
        while at < len(spans) and spans[at].end <= opened:
            at += 1
        first = at
        while at < len(spans) and spans[at].start < closed:
            at += 1
        editors.update(index for index in range(first, at) if index not in mended)
    gaps: set[int] = set()
    at = 0
    for match in _ELLIPSIS.finditer(text, start, end):
        while at < len(spans) and spans[at].start < match.end():
            at += 1
        gaps.add(at)
    stops = {
        index + 1 for index, (one, other) in enumerate(pairwise(spans)) if ends_sentence(text, one.end, other.start)
    }
    return Wording(tuple(keys), tuple(spans), frozenset(editors), frozenset(mended), frozenset(gaps), frozenset(stops))
