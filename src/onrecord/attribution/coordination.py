"""Contents that go on behind "and": "she said it had closed and [had not opened again]".

Where a content stops at "and" the network is mostly right: of its contents on PolNeAR dev that end before "and" or
"but" and a finite verb, the annotators' go on in one of six. Two kinds of going on can be told for certain enough. The
same auxiliary again is the content's own second verb and not the speaker's ("he [has] been absent and [has] not …",
said one). And where somebody repeats "it" ("…, and it was repeated by Marsh"), what is repeated is what was just told,
by who told it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.lexicon import listed
from onrecord.attribution.phrases import ends_sentence
from onrecord.attribution.words import Words
from onrecord.span import Span

__all__ = ["with_coordinated"]

_AUXILIARIES = frozenset(
    listed("has, have, had, would, will, could, can, should, may, might, must, was, were, is, are, did, does, do")
)
_JOINS = frozenset({"and", "but", "or"})
_IT = frozenset({"it", "that", "this"})
#: Marks that may stand between a content and "and".
_BETWEEN = frozenset({",", "”", '"', "’", "'", "»", "—", "–"})
#: How far into a content its first auxiliary is looked for, in words, and how many marks stand before "and".
_INTO, _MARKS = 12, 3


def _joined_at(words: Words, content: range) -> int | None:
    """The word behind "and", where that stands behind a content."""
    at = content.stop
    while at < len(words) and at - content.stop < _MARKS and words[at].lower in _BETWEEN:
        at += 1
    block = words[content.start].block
    joined = at + 1 < len(words) and words[at].lower in _JOINS and words[at + 1].block == block
    return at + 1 if joined else None


def _same_auxiliary(words: Words, content: range, cue: range, behind: int) -> bool:
    """Whether the verb behind "and" has the auxiliary of the content's first verb, and the cue has it not."""
    at = behind
    while at < len(words) - 1 and words[at].tag == "RB":
        at += 1
    again = words[at].lower
    if again not in _AUXILIARIES or any(words[place].lower == again for place in cue):
        return False
    first = next((words[place].lower for place in content[1:_INTO] if words[place].lower in _AUXILIARIES), None)
    return first == again


def _end(words: Words, behind: int, taken: Sequence[Span]) -> int:
    """Where what goes on at ``behind`` ends: the code point behind its last word, before the next thing found."""
    at = behind
    while at + 1 < len(words) and words[at + 1].block == words[behind].block and not ends_sentence(words, at + 1):
        if any(span.start < words[at + 1].end and words[at + 1].start < span.end for span in taken):
            break
        at += 1
    while at > behind and not words[at].is_word:
        at -= 1
    return words[at].end


def _repeats(other: FoundAttribution, words: Words, behind: int) -> bool:
    """Whether the other attribution is of "it", and "it" stands behind "and"."""
    said = [words.within(content) for content in other.content]
    return len(said) == 1 and list(said[0]) == [behind] and words[behind].lower in _IT and other.within is None


def with_coordinated(found: Sequence[FoundAttribution], words: Words) -> list[FoundAttribution]:
    """The attributions with their contents where those go on, in the same order."""
    complete = list(found)
    for number, attribution in enumerate(found):
        content = words.within(attribution.content[-1])
        behind = _joined_at(words, content) if content and content.start >= words.within(attribution.cue).stop else None
        if behind is None:
            continue
        others = [other for other in found if other is not attribution]
        repeated = next((other for other in others if _repeats(other, words, behind)), None)
        if repeated is None and not _same_auxiliary(words, content, words.within(attribution.cue), behind):
            continue
        taken = [
            span
            for other in others
            if other is not repeated
            for span in (other.cue, *other.content, *([other.source] if other.source else []))
        ]
        longer = Span(attribution.content[-1].start, _end(words, behind, taken))
        complete[number] = replace(complete[number], content=(*attribution.content[:-1], longer))
        if repeated is not None:
            place = found.index(repeated)
            complete[place] = replace(complete[place], within=longer)
    return complete
