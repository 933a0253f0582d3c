"""A document's words as a grammarian writes them: "did", "n't", "'s", "so-called".

Why not the model's words: its tokenizer cuts at every apostrophe and hyphen ("didn", "'", "t"), which is right for an
encoder and wrong for every rule about auxiliaries, negation and lemmas. They are joined again once for each document.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.model.labels import NAME_CLASSES, SPEECH_TAGS
from onrecord.model.reading import WordReading
from onrecord.span import Span

__all__ = ["Word", "Words", "read_words"]

_CLITICS = frozenset({"s", "re", "ve", "d", "ll", "m"})
#: What an apostrophe joins to a last name: O'Neill, D'Amato.
_PREFIXES = frozenset({"o", "d", "l"})
#: What stands before n't, where it is not the whole auxiliary.
_CUT_AUXILIARIES = {"ca": "can", "wo": "will", "sha": "shall", "ai": "be"}


class Word(NamedTuple):
    """One word or mark; offsets are code points, half-open."""

    start: int
    end: int
    lower: str  #: in lower case, with straight apostrophes
    tag: str  #: one of SPEECH_TAGS
    name: str  #: one of NAME_CLASSES
    block: int  #: index of the document's block
    title: bool  #: whether it starts with a capital letter

    @property
    def is_word(self) -> bool:
        """Whether it has a letter or a digit."""
        return self.lower[-1].isalnum() or self.lower[0].isalnum()


@dataclass(frozen=True, slots=True)
class Words:
    """A document's words and marks in order."""

    all: Sequence[Word]
    starts: Sequence[int]  #: where each starts
    ends: Sequence[int]  #: where each ends

    def within(self, span: Span) -> range:
        """The indices of the words and marks that share a code point with ``span``."""
        return range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end))

    def __getitem__(self, index: int) -> Word:
        return self.all[index]

    def __len__(self) -> int:
        return len(self.all)


def read_words(text: str, reading: WordReading) -> Words:
    """The words of ``reading`` with contractions cut where grammar cuts them and hyphened words joined. Linear."""
    starts, ends = reading.starts.tolist(), reading.ends.tolist()
    tags = [SPEECH_TAGS[tag] for tag in reading.speech.tolist()]
    names = [NAME_CLASSES[name] for name in reading.names.tolist()]
    blocks = reading.blocks.tolist()
    words: list[Word] = []
    index, count = 0, len(starts)
    while index < count:
        start, end = starts[index], ends[index]
        written = text[start:end]
        joins = (
            0 < index < count - 1
            and written in "'’-"
            and words
            and words[-1].end == start
            and starts[index + 1] == end
            and words[-1].is_word
        )
        if joins:
            before, following = words[-1], text[end : ends[index + 1]].lower()
            stop = ends[index + 1]
            if written == "-" and following[0].isalnum():
                lower = f"{before.lower}-{following}"
                words[-1] = before._replace(end=stop, lower=lower, tag=tags[index + 1], name=before.name)
                index += 2
                continue
            if written != "-" and following in _CLITICS:
                words.append(Word(start, stop, f"'{following}", tags[index], "none", blocks[index], False))
                index += 2
                continue
            if written != "-" and following == "t" and before.lower[-1] == "n" and len(before.lower) > 1:
                cut = before.lower[:-1]
                words[-1] = before._replace(end=before.end - 1, lower=_CUT_AUXILIARIES.get(cut, cut))
                words.append(Word(before.end - 1, stop, "n't", "RB", "none", blocks[index], False))
                index += 2
                continue
            if written != "-" and before.lower in _PREFIXES and before.title and following[0].isalpha():
                lower = f"{before.lower}'{following}"
                words[-1] = before._replace(end=stop, lower=lower, tag=tags[index + 1], name=names[index + 1])
                index += 2
                continue
        lower = "'" if written == "’" else written.lower()
        words.append(Word(start, end, lower, tags[index], names[index], blocks[index], written[0].isupper()))
        index += 1
    return Words(words, [word.start for word in words], [word.end for word in words])
