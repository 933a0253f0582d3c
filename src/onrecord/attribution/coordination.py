"""Contents that go on behind "and": "she said it had closed and [had not opened again]".

Where a content stops at "and" the network is mostly right: of its contents on PolNeAR dev that end before "and" or
"but" and a finite verb, the annotators' go on in one of six. Two kinds of going on can be told for certain enough. The
same auxiliary again is the content's own second verb and not the speaker's ("he [has] been absent and [has] not …",
said one). And where somebody repeats "it" ("…, and it was repeated by Marsh"), what is repeated is what was just told,
by who told it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.lexicon import lexicon, listed
from onrecord.attribution.phrases import BE, ends_sentence
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
#: How far behind "and" an attribution's parts are looked for, and how far a content goes on at most, in words.
_NEAR, _LONGEST = 6, 100


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


def _end(words: Words, behind: int, taken: Callable[[int], bool], limit: int) -> int:
    """Where what goes on at ``behind`` ends: the code point behind its last word.

    It ends before what is ``taken``, before a mark that closes a quotation around it, and before ``limit``.
    """
    at, opened = behind, 0
    while at + 1 < min(len(words), behind + _LONGEST) and words[at + 1].block == words[behind].block:
        following = words[at + 1]
        opened += (following.lower == "“") - (following.lower == "”")
        if ends_sentence(words, at + 1) or opened < 0 or following.end > limit or taken(following.start):
            break
        at += 1
    while at > behind and not words[at].is_word:
        at -= 1
    return words[at].end


def _repeats(other: FoundAttribution, words: Words, behind: int) -> bool:
    """Whether the other attribution is of "it", and "it" stands behind "and"."""
    said = [words.within(content) for content in other.content]
    return len(said) == 1 and list(said[0]) == [behind] and words[behind].lower in _IT and other.within is None


def _repeated(words: Words, behind: int, confidence: float) -> FoundAttribution | None:
    """The attribution of "it was repeated by Marsh" at ``behind``, as sure as that of what is repeated."""
    at = behind + 1
    if words[behind].lower not in _IT or at >= len(words) or words[at].lower not in BE:
        return None
    while at + 1 < len(words) and (words[at].lower in BE or words[at].tag == "RB"):
        at += 1
    attributes = words[at].tag in {"VBN", "VBD"} and lexicon().verb_forms.get(words[at].lower) in lexicon().verbs
    if not attributes or at + 2 >= len(words) or words[at + 1].lower != "by":
        return None
    stop = at + 2
    while stop < min(len(words), at + _LONGEST) and words[stop].block == words[behind].block and words[stop].is_word:
        if words[stop].name == "date" or words[stop].tag.startswith(("VB", "MD", "IN", "WP", "WDT")):
            break
        stop += 1
    if stop == at + 2:
        return None
    source, cue = Span(words[at + 2].start, words[stop - 1].end), Span(words[behind + 1].start, words[at].end)
    return FoundAttribution(source, cue, (Span(words[behind].start, words[behind].end),), confidence)


def _is_of(other: FoundAttribution, words: Words, content: Span, behind: int) -> bool:
    """Whether the other's verb stands behind "and", and its subject, or the same verb, in the content."""
    at = behind
    while at < len(words) - 1 and words[at].tag == "RB":
        at += 1
    if other.cue.start not in (words[behind].start, words[at].start):
        return False
    verb = words[at].lower if words[at].tag.startswith("VB") else None
    again = any(words[place].lower == verb and words[place].tag.startswith("VB") for place in words.within(content))
    return again or (other.source is not None and content.contains(other.source))


def _parts(attribution: FoundAttribution) -> tuple[Span, ...]:
    return (attribution.cue, *attribution.content, *([attribution.source] if attribution.source else []))


def with_coordinated(
    found: Sequence[FoundAttribution], words: Words, limit: int = sys.maxsize
) -> list[FoundAttribution]:
    """The attributions with their contents where those go on, before code point ``limit``; in the order of cues."""
    complete: list[FoundAttribution | None] = list(found)
    added: list[FoundAttribution] = []
    starting: dict[int, list[int]] = {}  # the attributions of which a part starts at a code point
    for number, attribution in enumerate(found):
        for part in _parts(attribution):
            starting.setdefault(part.start, []).append(number)
    for number, attribution in enumerate(found):
        last = attribution.content[-1]
        content = words.within(last)
        behind = _joined_at(words, content) if content and content.start >= words.within(attribution.cue).stop else None
        if behind is None or words[behind].end > limit:
            continue
        near = [n for at in range(behind, min(behind + _NEAR, len(words))) for n in starting.get(words[at].start, ())]
        fits = (n for n in near if n != number and complete[n] is not None)
        inner = next(
            (n for n in fits if _repeats(found[n], words, behind) or _is_of(found[n], words, last, behind)), None
        )
        repeated = None if inner is not None else _repeated(words, behind, attribution.confidence)
        goes_on = inner is not None or repeated is not None
        if not goes_on and not _same_auxiliary(words, content, words.within(attribution.cue), behind):
            continue
        own = [last, *(found[inner].content if inner is not None else ())]

        def taken(
            start: int,
            mine: frozenset[int] = frozenset({number} | ({inner} if inner is not None else set())),
            own: Sequence[Span] = own,
            repeated: FoundAttribution | None = repeated,
        ) -> bool:
            """Whether a part of another attribution starts there that what goes on does not hold."""
            return any(
                other not in mine
                and not any(span.contains(found[other].cue) for span in own)
                and not (repeated is not None and found[other].cue.overlaps(repeated.cue))
                for other in starting.get(start, ())
            )

        longer = Span(last.start, _end(words, behind, taken, limit))
        if repeated is not None and not all(longer.contains(part) for part in _parts(repeated)):
            continue
        if (base := complete[number]) is not None:
            complete[number] = replace(base, content=(*attribution.content[:-1], longer))
        if inner is not None and (other := complete[inner]) is not None:
            apart = not all(longer.contains(part) for part in _parts(found[inner]))  # its subject is the speaker's own
            complete[inner] = replace(other, within=other.within if apart else longer)
        if repeated is not None:
            added.append(replace(repeated, within=longer))
            for n in near:
                if found[n].cue.overlaps(repeated.cue):
                    complete[n] = None
    return sorted([each for each in complete if each is not None] + added, key=lambda each: each.cue)
