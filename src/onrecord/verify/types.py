"""What a check comes to: for each quotation of an article, a verdict, the passage it rests on, and what differs.

Offsets count code points, half-open: ``start`` and ``end`` of a quotation are the article's, those of a passage are
the transcript's. Everything is plain data that JSON can carry as it is, so that a newsroom's own program reads the
same values as the terminal shows.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

import msgspec

from onrecord.record.types import Offset, Probability, SpanRecord

__all__ = ["DIFFERENCE_KINDS", "CheckedQuotation", "Difference", "DifferenceKind", "Passage", "Verdict"]


class Verdict(StrEnum):
    """What the transcripts say of a quotation; ``docs/checking.md`` has an example of each."""

    VERBATIM = "verbatim"  #: every word, in order, and none between
    TRIMMED = "trimmed"  #: words left out, by an ellipsis or without a mark; what is left stands as it was said
    EDITED = "edited"  #: the same words but for brackets, tense, contractions, hesitations and repeats
    STITCHED = "stitched"  #: parts that were said at different places, run together
    ALTERED = "altered"  #: other words than were said
    SPEAKER_DIFFERS = "speaker_differs"  #: the words are another's than whom the article names
    NOT_FOUND = "not_found"  #: in none of these transcripts, which never means that it was not said
    TOO_SHORT = "too_short"  #: too few words to tell


DifferenceKind = Literal[
    "left_out",  #: words of the transcript that the article lacks
    "added",  #: words of the article that the transcript lacks
    "replaced",  #: other words in the place of those said
    "bracket",  #: words that the article's editor put in brackets
    "inflection",  #: another form of the same word: tense, number
    "contraction",  #: "do not" for "don't", "going to" for "gonna"
    "hesitation",  #: "uh", "you know", left out
    "repeat",  #: a word or phrase said twice, or begun again, and written once
    "interruption",  #: another's words between, left out
]
DIFFERENCE_KINDS: tuple[DifferenceKind, ...] = DifferenceKind.__args__  # type: ignore[attr-defined]  # of a Literal


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One place at which the article's words and the transcript's part.

    ``said`` are the transcript's words there, ``quoted`` the article's; either may be empty. ``marked`` is whether
    the article shows the change, by an ellipsis or brackets. ``alters`` is whether it changes what was said.
    ``passage`` is in which of the quotation's passages, from 0: ``transcript`` counts in that one's text.
    """

    kind: DifferenceKind
    article: SpanRecord
    quoted: str
    transcript: SpanRecord
    said: str
    marked: bool = False
    alters: bool = False
    passage: int = 0


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Where in a transcript words stand.

    ``line`` is the line of the file, ``time`` the time or the date as the transcript gives it. ``read_out`` is whether
    the transcript itself has the words in quotation marks: the speaker is then not the one whose words they are.
    """

    transcript: str
    speaker: str | None = None
    start: Offset
    end: Offset
    words: str
    line: int | None = None
    time: str | None = None
    read_out: bool = False


class CheckedQuotation(msgspec.Struct, frozen=True, kw_only=True):
    """One quotation of an article and what the transcripts say of it.

    ``start`` and ``end`` are of the words within the marks. ``attribution`` is the id of the attribution that holds
    the quotation, ``credited`` whom it credits, as far as known. ``wording`` is the verdict on the words alone, which
    differs from ``verdict`` where the speaker does. ``similarity`` is the share of words alike, 0 to 1 (see
    ``verify.align``). ``passages`` holds the one passage, the parts of a stitched quotation in their order, or, for
    what is not found, the nearest passage where one is near. ``elsewhere`` counts further places where the same words
    stand.
    """

    article: str
    start: Offset
    end: Offset
    words: str
    attribution: str | None = None
    credited: str | None = None
    verdict: Verdict
    reason: str
    wording: Verdict
    similarity: Probability = 0.0
    passages: list[Passage] = []
    differences: list[Difference] = []
    elsewhere: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The value as JSON's own types, for any JSON library."""
        built: dict[str, Any] = msgspec.to_builtins(self)
        return built
