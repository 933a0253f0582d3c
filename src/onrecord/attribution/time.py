"""When it was said: the expression of time that stands by the cue, and not in what is told."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from onrecord.attribution.dates import find_dates, value_of
from onrecord.attribution.phrases import ends_sentence
from onrecord.attribution.words import Words
from onrecord.span import Span

__all__ = ["FoundTime", "find_time"]

#: How far from the cue the expression may stand, in words; further on it dates something else.
_REACH = 9
#: How many words of who hears it may stand between the cue and the content: gave [him] the choice.
_HEARER = 2
#: Code points of an ISO 8601 day.
_DAY = len("2024-03-14")
#: Prepositions by which a date is not when something was said, but its bound.
_OTHER_RELATIONS = frozenset({"until", "till", "since", "before", "after", "from", "through", "for", "by", "between"})


class FoundTime(NamedTuple):
    """Where the text says when, and the ISO 8601 date, week, month or year that it means, where that is known."""

    span: Span
    value: str | None


def _ends(words: Words, at: int) -> bool:
    return words[at].lower == ";" or ends_sentence(words, at)


def _clause(words: Words, cue: range, taken: Collection[int]) -> range:
    """The words beside the cue in its sentence that belong to nothing told."""
    start, stop, block = cue.start, cue.stop, words[cue.start].block
    while start > max(0, cue.start - _REACH) and words[start - 1].block == block:
        if start - 1 in taken or _ends(words, start - 1):
            break
        start -= 1
    while stop < min(len(words), cue.stop + _REACH) and words[stop].block == block:
        if stop in taken or _ends(words, stop):
            break
        stop += 1
    return range(start, stop)


def _behind_told(words: Words, cue: range, taken: Collection[int]) -> range:
    """The words behind a content that follows the cue, or who hears it: announced [the plan] on Tuesday.

    Up to a verb, a conjunction or a mark: what stands further on dates something else.
    """
    start, block = cue.stop, words[cue.start].block
    while start < min(cue.stop + _HEARER, len(words)) and start not in taken and words[start].is_word:
        start += 1
    if start not in taken:
        return range(0)
    while start < len(words) and start in taken:
        start += 1
    stop = start
    while stop < min(len(words), start + _REACH) and words[stop].block == block and words[stop].is_word:
        if stop in taken or words[stop].tag.startswith("VB") or words[stop].tag in {"CC", "MD", "WDT", "WP"}:
            break
        stop += 1
    return range(start, stop)


def _anchor(text: str, words: Words, before: int, published: str | None) -> str | None:
    """The last day that the same block names before a code point: what "the next day" follows."""
    place = words.within(Span(before, before + 1))
    if not place:
        return None
    first = place.start
    while first > 0 and words[first - 1].block == words[place.start].block:
        first -= 1
    days = [value_of(found, published) for found in find_dates(text, words[first].start, before)]
    return next((day for day in reversed(days) if day and len(day) == _DAY), None)


def _dates_the_cue(words: Words, place: range, cue: range, source: range | None) -> bool:
    """Whether the expression can date the cue: it opens the sentence, touches the source or the cue, or follows it.

    Behind the cue, another verb or a conjunction in between has a date of its own.
    """
    before = words[place.start - 1] if place.start else None
    if before is not None and before.block == words[place.start].block and before.lower in _OTHER_RELATIONS:
        return False
    if place.start >= cue.stop:
        between = words.all[cue.stop : place.start]
        return not any(word.tag.startswith("VB") or word.tag in {"CC", "MD"} for word in between)
    opens = before is None or before.block != words[place.start].block or _ends(words, place.start - 1)
    first = min(cue.start, source.start) if source else cue.start
    return opens or place.stop in {cue.start, first}


def find_time(
    text: str, words: Words, cue: range, told: Collection[int], source: range | None, published: str | None
) -> FoundTime | None:
    """When it was said, by the expression nearest to the cue; ``told`` are the contents' words, ``published`` the
    page's date.
    """
    best: tuple[int, re.Match[str]] | None = None
    behind = _behind_told(words, cue, told)
    for clause in (_clause(words, cue, told), behind):
        if not clause:
            continue
        for found in find_dates(text, words[clause.start].start, words[clause.stop - 1].end):
            place = words.within(Span(found.start(), found.end()))
            if not place or any(at in told or (source and at in source) for at in place):
                continue
            if clause is not behind and not _dates_the_cue(words, place, cue, source):
                continue
            if clause is behind and {words[place.start - 1].lower, words[place.start].lower} & _OTHER_RELATIONS:
                continue
            distance = max(place.start - cue.stop, cue.start - place.stop, 0)
            if best is None or distance < best[0]:
                best = distance, found
    if best is None:
        return None
    _, found = best
    anchor = _anchor(text, words, found.start(), published)
    return FoundTime(Span(found.start(), found.end()), value_of(found, published, anchor))
