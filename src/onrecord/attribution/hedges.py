"""The words by which nobody vouches: reportedly, allegedly, appears to, is said to.

They are looked for in the attribution's own words and directly beside them, and never within a quotation: there they
are the speaker's, not the writer's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from onrecord.attribution.lexicon import lexicon, word_lists
from onrecord.attribution.phrases import BE
from onrecord.attribution.words import Words
from onrecord.span import Span

__all__ = ["find_hedges", "hedge_adverbs", "reporting_adverbs"]

#: Words beside a cue or content within the clause in which a hedge is still that attribution's.
_BESIDE = 3


def _lists() -> Mapping[str, frozenset[str]]:
    return word_lists("onrecord.attribution", "hedges.toml")


def hedge_adverbs() -> frozenset[str]:
    """The adverbs that hedge whatever they stand by."""
    return _lists()["adverbs"]


def reporting_adverbs() -> frozenset[str]:
    """Of the adverbs that hedge, those that say that somebody reports it."""
    return _lists()["reporting"]


def _hedge_at(words: Words, at: int) -> range | None:
    """The words of the hedge that starts at ``at``, if one does."""
    lists, word = _lists(), words[at]
    if word.lower in lists["adverbs"]:
        return range(at, at + 1)
    if word.lower in lists["adjectives"] and word.tag in {"JJ", "VBN", "VBD", "NN", "other"}:
        following = words[at + 1] if at + 1 < len(words) else None
        if following is not None and following.tag.startswith(("NN", "JJ")) and following.is_word:
            return range(at, at + 1)
    if lexicon().verb_forms.get(word.lower) in lists["seeming"]:
        joined = at + 1 < len(words) and words[at + 1].lower in {"to", "that", "as", "like"}
        return range(at, at + 2) if joined else range(at, at + 1) if word.tag.startswith("VB") else None
    if word.lower in BE:
        participle = at + 1
        while participle < min(at + 3, len(words)) and words[participle].tag == "RB":
            participle += 1
        if participle + 1 < len(words) and words[participle].lower in lists["ownerless"]:
            if words[participle + 1].lower == "to":
                return range(at, participle + 2)
            if words[participle + 1].lower == "that" and at > 0 and words[at - 1].lower == "it":
                return range(at, participle + 2)
    return None


def _beside(words: Words, place: range) -> range:
    """``place`` with up to ``_BESIDE`` words on both sides of it, within its clause and block."""
    start, stop = place.start, place.stop
    block = words[start].block
    while start > max(place.start - _BESIDE, 0) and words[start - 1].is_word and words[start - 1].block == block:
        start -= 1
    while stop < min(place.stop + _BESIDE, len(words)) and words[stop].is_word and words[stop].block == block:
        stop += 1
    return range(start, stop)


def find_hedges(
    words: Words, cue: range, contents: Iterable[range], elsewhere: range | None, quoted: Callable[[int], bool]
) -> tuple[Span, ...]:
    """The hedges of one attribution, in the text's order, none twice.

    ``cue`` and ``contents`` are indices of words; ``elsewhere`` those of the source, which is searched for hedges but
    not beside it. ``quoted`` says whether a word stands in a quotation that does not hold the cue too.
    """
    places = [_beside(words, cue)] if cue else []
    places += [_beside(words, content) for content in contents if content]
    if elsewhere:
        places.append(elsewhere)
    found: dict[int, Span] = {}
    for place in places:
        behind = place.start
        for at in place:
            if at < behind or quoted(at):
                continue
            hedge = _hedge_at(words, at)
            if hedge is not None:
                found[at] = Span(words[hedge.start].start, words[hedge.stop - 1].end)
                behind = hedge.stop
    return tuple(found[at] for at in sorted(found))
