"""How much of an article each voice has: the words within its contents, against all words of the story.

Counted over headings, paragraphs, block quotations and list items; captions, credits and notices stand beside the
story. Only attributions that are in no other's content count, so that every word is one voice's: what Ortega said to
an aide, as the Lantern has it, is the Lantern's to answer for. What is in no content is the page's own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from onrecord.record.types import Record
from onrecord.record.voices import PAGE, Voice, find_voices
from onrecord.text.document import STORY_KINDS

__all__ = ["Share", "shares_of_words"]

#: A letter or digit, with the marks that combine with it.
_SIGN = r"\w[\u0300-\u036f]*"
#: A word: letters and digits, with what holds them together ("don't", "sea-wall", "1,200").
_WORD = re.compile(rf"(?:{_SIGN})+(?:[-'’.,](?:{_SIGN})+)*")


@dataclass(frozen=True, slots=True)
class Share:
    """The words of one voice; ``part`` is their part of all words of the story, 0 to 1."""

    voice: Voice
    words: int
    part: float


def shares_of_words(record: Record) -> list[Share]:
    """Every voice of the record with its share, the largest first and the page's own among them.

    A voice that has no word of its own (it speaks in a caption, or only within another's content) has a share of 0.
    The words of all shares add up to the words of the story. A word in two contents is the first one's in the text.
    """
    text = record.document.text
    words = [
        match.span()
        for block in record.document.blocks
        if block.kind in STORY_KINDS
        for match in _WORD.finditer(text, block.start, block.end)
    ]
    words.sort()
    starts = [start for start, _ in words]
    ends = [end for _, end in words]
    voices = find_voices(record)
    owner: list[str | None] = [None] * len(words)
    contents = sorted(
        (span.start, span.end, voices[attribution.id].key)
        for attribution in record.attributions
        if attribution.parent is None
        for span in attribution.content
    )
    for start, end, key in contents:
        for index in range(bisect_left(ends, start + 1), bisect_left(starts, end)):
            if owner[index] is None:
                owner[index] = key
    counts = {PAGE.key: 0} | {voice.key: 0 for voice in voices.values()}
    for key_of_word in owner:
        counts[key_of_word or PAGE.key] += 1
    named = {voice.key: voice for voice in voices.values()} | {PAGE.key: PAGE}
    shares = [Share(named[key], count, count / len(words) if words else 0.0) for key, count in counts.items()]
    return sorted(shares, key=lambda share: -share.words)
