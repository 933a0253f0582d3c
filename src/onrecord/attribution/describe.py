"""What is said about an attribution from its words alone: form, lemma, act, stance, negation, hedges, standing.

Pure: the same spans in the same document are always described alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.attribution.addressee import find_addressee
from onrecord.attribution.cues import CueReading, read_cue
from onrecord.attribution.described import DescribedAttribution
from onrecord.attribution.form import QuotedWords, form_of
from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.hedges import find_hedges
from onrecord.attribution.negation import is_negated
from onrecord.attribution.standing import named_person_starts, standing_of
from onrecord.attribution.time import find_time
from onrecord.attribution.words import Words
from onrecord.text.document import Document

__all__ = ["describe_all"]


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What all attributions of one document are described from."""

    document: Document
    words: Words
    quoted: QuotedWords
    named_persons: Sequence[int]


def _describe(found: FoundAttribution, around: _Surroundings) -> DescribedAttribution:
    words = around.words
    cue = words.within(found.cue)
    source = words.within(found.source) if found.source is not None else range(0)
    contents = [words.within(content) for content in found.content]
    told = {at for content in contents for at in content}
    if cue:
        read = read_cue(words, cue, has_source=bool(source))
        negated = is_negated(words, cue, read.head, source or None)
        addressee = find_addressee(words, read.head, told, source or None)
        time = find_time(around.document.text, words, cue, told, source or None, around.document.published)
    else:
        read, negated = CueReading(found.cue.of(around.document.text).strip().lower(), "assertive", "neutral", 0), False
        addressee, time = None, None
    told_standing = standing_of(words, source or None, around.named_persons, around.document.outlet)
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
        standing=told_standing.standing,
        standing_reason=told_standing.reason,
        addressee=addressee,
        time=time,
    )


def describe_all(
    found: Iterable[FoundAttribution], document: Document, words: Words, quoted: QuotedWords
) -> tuple[DescribedAttribution, ...]:
    """Describe a document's attributions, in their order; linear in its words and their words.

    ``words`` and ``quoted`` are the document's own, see :func:`onrecord.attribution.words.read_words`.
    """
    around = _Surroundings(document, words, quoted, named_person_starts(words))
    return tuple(_describe(attribution, around) for attribution in found)
