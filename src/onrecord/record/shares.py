"""How much of an article is whose: the words within contents, against all words of the story.

Counted over headings, paragraphs, block quotations and list items; captions, credits and notices stand beside the
story. Only attributions that are in no other's content count, so that every word has one owner: what Ortega said to
an aide, as the Lantern has it, is the Lantern's to answer for. What is in no content is the page's own. The shares by
voice and those by standing are two counts of the same owners, so that neither can say what the other denies.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from onrecord.attribution.terms import Standing
from onrecord.record.types import Record
from onrecord.record.voices import PAGE, Voice, find_voices
from onrecord.text.document import STORY_KINDS

__all__ = ["WORD", "Share", "StandingOrPage", "StandingShare", "shares_by_standing", "shares_of_words"]

#: A source's standing, or ``page`` for what the page says on nobody's word but its own.
StandingOrPage = Standing | Literal["page"]

#: A letter or digit, with the marks that combine with it.
_SIGN = r"\w[\u0300-\u036f]*"
#: A word: letters and digits, with what holds them together ("don't", "sea-wall", "1,200").
WORD = re.compile(rf"(?:{_SIGN})+(?:[-'’.,](?:{_SIGN})+)*")

#: What words are counted by.
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Share:
    """The words of one voice; ``part`` is their part of all words of the story, 0 to 1."""

    voice: Voice
    words: int
    part: float


@dataclass(frozen=True, slots=True)
class StandingShare:
    """The words of all sources of one standing, or of the page; ``part`` is their part of the story's words, 0 to 1."""

    standing: StandingOrPage
    words: int
    part: float


def shares_of_words(record: Record) -> list[Share]:
    """Every voice of the record with its share, the largest first and the page's own among them.

    A voice that has no word of its own (it speaks in a caption, or only within another's content) has a share of 0.
    The words of all shares add up to the words of the story. A word in two contents is the first one's in the text.
    """
    return [Share(*counted) for counted in _counted(record, find_voices(record), PAGE)]


def shares_by_standing(record: Record) -> list[StandingShare]:
    """Every standing that a source of the record has, with its share, the largest first and the page's own among them.

    The words are the same ones, with the same owners, as in ``shares_of_words``: a standing that has none has a share
    of 0, and the words of all add up to the words of the story.
    """
    standings: dict[str, StandingOrPage] = {each.id: each.source.standing for each in record.attributions}
    return [StandingShare(*counted) for counted in _counted(record, standings, "page")]


def _counted(record: Record, keys: Mapping[str, _Key], own: _Key) -> list[tuple[_Key, int, float]]:
    """Each key with its words and their part of all; ``keys`` are by attributions' ids, ``own`` is the page's."""
    owners = _owners(record)
    counts = dict.fromkeys([own, *keys.values()], 0)
    for owner in owners:
        counts[own if owner is None else keys[owner]] += 1
    counted = [(key, count, count / len(owners) if owners else 0.0) for key, count in counts.items()]
    return sorted(counted, key=lambda row: -row[1])


def _owners(record: Record) -> list[str | None]:
    """For each word of the story, in order, the id of the attribution that answers for it; ``None`` for the page."""
    text = record.document.text
    words = sorted(
        match.span()
        for block in record.document.blocks
        if block.kind in STORY_KINDS
        for match in WORD.finditer(text, block.start, block.end)
    )
    starts = [start for start, _ in words]
    ends = [end for _, end in words]
    contents = sorted(
        (span.start, span.end, number)
        for number, attribution in enumerate(record.attributions)
        if attribution.parent is None
        for span in attribution.content
    )
    owners: list[str | None] = [None] * len(words)
    free = 0  # of the words from a content's start on, those before this one have an owner: contents come in order
    for start, end, number in contents:
        for index in range(max(free, bisect_left(ends, start + 1)), bisect_left(starts, end)):
            owners[index] = record.attributions[number].id
            free = index + 1
    return owners
