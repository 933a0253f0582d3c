"""What is said about an attribution from its words alone: form, lemma, act, stance, negation, hedges, standing.

Pure: the same spans in the same document are always described alike. What a document's attributions share is worked
out once, in :func:`describe_all`; to describe one at a time is right too, but pays for the whole document each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.attribution.cues import CueReading, read_cue
from onrecord.attribution.described import DescribedAttribution
from onrecord.attribution.form import QuotedWords, form_of
from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.hedges import find_hedges
from onrecord.attribution.negation import is_negated
from onrecord.attribution.standing import named_person_starts, standing_of
from onrecord.attribution.words import Words, read_words
from onrecord.model.reading import WordReading
from onrecord.text.document import Document
from onrecord.text.quotations import Quotation

__all__ = ["describe", "describe_all"]


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What all attributions of one document are described from."""

    document: Document
    words: Words
    quoted: QuotedWords
    named_persons: Sequence[int]


def _surroundings(document: Document, reading: WordReading, quotations: Sequence[Quotation]) -> _Surroundings:
    words = read_words(document.text, reading)
    return _Surroundings(document, words, QuotedWords(document, quotations), named_person_starts(words))


def _describe(found: FoundAttribution, around: _Surroundings) -> DescribedAttribution:
    words = around.words
    cue = words.within(found.cue)
    source = words.within(found.source) if found.source is not None else range(0)
    contents = [words.within(content) for content in found.content]
    if cue:
        read = read_cue(words, cue, has_source=bool(source))
        negated = is_negated(words, cue, read.head, source or None)
    else:
        read, negated = CueReading(found.cue.of(around.document.text).strip().lower(), "assertive", "neutral", 0), False
    starts = [[words[at].start for at in content if words[at].is_word] for content in contents]
    quoted, form = form_of(starts, found.cue.start, around.quoted)
    own = around.quoted.around(found.cue.start)
    return DescribedAttribution(
        found=found,
        quoted=quoted,
        form=form,
        lemma=read.lemma,
        act=read.act,
        stance=read.stance,
        negated=negated,
        hedges=find_hedges(words, cue, contents, source, lambda at: around.quoted.holds(words[at].start, own)),
        standing=standing_of(words, source or None, around.named_persons, around.document.outlet),
    )


def describe_all(
    found: Iterable[FoundAttribution], document: Document, reading: WordReading, quotations: Sequence[Quotation]
) -> tuple[DescribedAttribution, ...]:
    """Describe a document's attributions, in their order; linear in its words and their words.

    ``quotations`` are all of the document's, in order, as :func:`onrecord.text.quotations.find_quotations` gives them
    for each block.
    """
    around = _surroundings(document, reading, quotations)
    return tuple(_describe(attribution, around) for attribution in found)


def describe(
    found: FoundAttribution, document: Document, reading: WordReading, quotations: Sequence[Quotation]
) -> DescribedAttribution:
    """Describe one attribution; for more than one of a document use :func:`describe_all`."""
    return _describe(found, _surroundings(document, reading, quotations))
