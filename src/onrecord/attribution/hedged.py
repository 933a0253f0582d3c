"""Sentences that nobody stands behind: "The mill has reportedly been sold."

Somebody reports it, and the text does not say who: an attribution without a source, whose cue is the hedge. The
network finds many of these; PolNeAR has few to learn from (41 in its 840 training articles, of which the first
annotator marked 21), and the words are a closed list. So a hedge that no attribution has is one by itself, and what
the network found within its sentence lies within its content.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.hedges import reporting_adverbs
from onrecord.attribution.phrases import ends_sentence
from onrecord.attribution.words import Words
from onrecord.span import Cover, Span
from onrecord.text.document import STORY_KINDS, Document
from onrecord.text.quotations import Quotation

__all__ = ["with_hedged"]

#: How often a reader marks such a one: 21 of 41 in PolNeAR's training articles, first readings.
_CONFIDENCE = 0.51
#: What a clause begins behind, or ends before, where a mark stands beside it.
_JOINS = frozenset({"and", "but", "or", "so", "while", "although", "though", "because", "as", "which", "who", "where"})
#: What begins a clause by itself.
_OPENS = frozenset({"who", "which", "that", "whose", "because", "after", "before", "although", "though", "while", "if"})
#: How far before the hedge, in words, such a word begins its clause: who [had since] allegedly fled.
_NEAR = 5
#: The longest clause on either side of a hedge, in words: what has no end within it is no sentence.
_LONGEST = 100
#: Marks that belong to a part's last word where what they close was opened in it.
_OPENED_BY = {")": "(", "”": "“"}
_CUTS = frozenset({";", "—", "–", ":"})


def _clause(words: Words, at: int) -> range:
    """The words of the clause that the hedge at ``at`` stands in."""
    block = words[at].block
    start = at
    while start > max(0, at - _LONGEST) and words[start - 1].block == block and not ends_sentence(words, start - 1):
        before = words[start - 1]
        if before.lower in _CUTS or (before.lower == "," and words[start].lower in _JOINS):
            break
        if before.lower in _OPENS and at - start < _NEAR and before.tag != "DT":
            start -= 1
            break
        start -= 1
    relative = words[start].lower in {"who", "which", "that", "whose"}
    stop = at + 1
    while stop < min(len(words), at + _LONGEST) and words[stop].block == block:
        here = words[stop]
        following = words[stop + 1].lower if stop + 1 < len(words) else ""
        if (
            ends_sentence(words, stop)
            or here.lower in _CUTS
            or (here.lower == "," and (relative or following in _JOINS))
        ):
            break
        stop += 1
    if start < at and words[start].lower in _JOINS and words[start].tag == "CC":
        start += 1
    return range(start, stop)


def _parts(words: Words, *parts: range) -> tuple[Span, ...]:
    """What is hedged: the words of the clause before and behind the hedge, without marks at the edges."""
    spans = []
    for part in parts:
        told = [index for index in part if words[index].is_word]
        if told:
            last = told[-1]
            inside = [words[index].lower for index in range(told[0], last + 1)]
            closing = words[last + 1].lower if last + 1 in part else ""
            if closing in _OPENED_BY and inside.count(_OPENED_BY[closing]) > inside.count(closing):
                last += 1
            spans.append(Span(words[told[0]].start, words[last].end))
    return tuple(spans)


def with_hedged(
    found: Sequence[FoundAttribution], document: Document, words: Words, quotations: Sequence[Quotation]
) -> list[FoundAttribution]:
    """The attributions with those that hedges make, in the order of their cues."""
    known = [_whole(each, words) if each.source is None else each for each in found]
    taken = Cover([*(part for each in known for part in _said(each)), *(quotation.span for quotation in quotations)])
    hedges: list[FoundAttribution] = []
    for at, word in enumerate(words.all):
        if word.lower not in reporting_adverbs() or document.blocks[word.block].kind not in STORY_KINDS:
            continue
        hedge = Span(word.start, word.end)
        if not taken.overlaps(hedge):
            clause = _clause(words, at)
            content = _parts(words, range(clause.start, at), range(at + 1, clause.stop))
            if content:
                hedges.append(FoundAttribution(None, hedge, content, _CONFIDENCE))
    clauses = sorted(part for hedge in hedges for part in hedge.content)
    starts = [part.start for part in clauses]
    complete = hedges
    for each in known:
        before = bisect_right(starts, min(part.start for part in _said(each))) - 1
        inside = each.within is None and before >= 0 and all(clauses[before].contains(part) for part in _said(each))
        complete.append(replace(each, within=clauses[before]) if inside else each)
    return sorted(complete, key=lambda attribution: attribution.cue)


def _said(attribution: FoundAttribution) -> tuple[Span, ...]:
    return (attribution.cue, *attribution.content, *([attribution.source] if attribution.source else []))


def _whole(attribution: FoundAttribution, words: Words) -> FoundAttribution:
    """The attribution with all of its clause, where its cue is a hedge and nothing beyond the clause was found."""
    cue = words.within(attribution.cue)
    at = next((place for place in cue if words[place].lower in reporting_adverbs()), None)
    if at is None:
        return attribution
    clause = _clause(words, at)
    parts = _parts(words, range(clause.start, cue.start), range(cue.stop, clause.stop))
    inside = Span(words[clause.start].start, words[clause.stop - 1].end)
    fits = parts and all(inside.contains(content) for content in attribution.content)
    return replace(attribution, content=parts) if fits else attribution
