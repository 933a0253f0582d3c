"""Voices within voices: which contents are read again as if they stood alone, and what of that is kept.

PolNeAR gives each word to one attribution at most, so that a model trained on it finds the outer voice and passes over
the one inside. Read by itself, a content's own attribution is an outer one, and so on inwards.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.lexicon import lexicon, listed
from onrecord.attribution.words import Words
from onrecord.span import Span
from onrecord.text.document import Block
from onrecord.text.quotations import Quotation

__all__ = ["LEAST_WITHIN", "NEARLY_WHOLE", "Alone", "contents_to_read_again", "nested_in"]

#: A shorter content has no room for a source, a cue and a content of their own.
_LEAST_WORDS = 6
#: A content is its quotation, but for marks and a word, where that has this much of it.
NEARLY_WHOLE = 0.9
#: Nested attributions are kept from this confidence on. It was fitted on outer ones and is too low for these: of 18
#: with 0.2 to 0.3 that were read on PolNeAR dev, about half seemed right. It was one reader's quick look, and most were
#: in contents that say "I" or "you".
LEAST_WITHIN = 0.2
#: Verbs that attribute too seldom to be worth reading a content again for: of contents with one of them in 94 of
#: PolNeAR's training articles, fewer than one in twenty-five held an attribution by it.
_SELDOM = frozenset(
    listed("""
    be, have, do, go, get, give, make, take, come, become, begin, bring, call, carry, cast, close, cover, cut,
    draw, end, enter, film, finish, fire, follow, handle, hire, hit, hold, host, include, launch, lay, mark,
    meet, move, name, open, pass, pay, perform, pick, place, play, post, press, print, provide, put, raise,
    rally, reach, record, release, roll, run, see, sell, send, set, shift, shoot, show, sign, stand, start,
    strike, study, talk, throw, touch, track, turn, use, work, help, let, keep, continue, try, need, leave,
    look, like, love, watch, fight, elect, seek, choose, appear, mean, seem,
    care, lie, ban, classify, allow, treat, require, read, investigate, experience, divide, wait, represent,
    prepare, pose, paint, incite, honor, forget, capture, block, register, overturn, inspire, crack, campaign,
    attract, tie, tend, tackle, suffer, struggle, share, settle, schedule, vote, deliver, defend, address
    """)
)


def _may_hold_another(words: Words, content: Iterable[int]) -> bool:
    verbs, forms = lexicon().verbs, lexicon().verb_forms
    for at in content:
        word = words[at]
        if word.lower == "according":
            return True
        lemma = forms.get(word.lower) if word.tag.startswith("VB") else None
        if lemma in verbs and lemma not in _SELDOM:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Alone:
    """What is read as if it stood alone: a content, or the words within the marks of a quotation in it."""

    content: Span
    block: Block


def contents_to_read_again(
    words: Words, found: Iterable[FoundAttribution], quotations: Sequence[Quotation]
) -> tuple[Alone, ...]:
    """What may hold an attribution of its own, in order; ``quotations`` are all of the document's, in order.

    Within quotation marks the model finds nothing, since to PolNeAR's annotators a quotation was one content. So the
    words of a quotation are read without the marks around them.
    """
    starts = [quotation.span.start for quotation in quotations]
    behind = 0
    alone: list[Alone] = []
    for content in sorted({content for attribution in found for content in attribution.content}):
        if content.start < behind:
            continue
        behind = content.end
        quoted = [
            quotation.inner
            for quotation in quotations[bisect_left(starts, content.start) : bisect_left(starts, content.end)]
            if quotation.depth == 0 and content.contains(quotation.inner)
        ]
        whole = quoted and len(quoted[0]) > NEARLY_WHOLE * len(content)
        inside = [words.within(span) for span in quoted]
        apart = {at for place in inside for at in place}
        places = zip(quoted, inside, strict=True)
        for span, place in places if whole else [(content, words.within(content)), *places]:
            speaks = place if place in inside else [at for at in place if at not in apart]
            if len(place) >= _LEAST_WORDS and _may_hold_another(words, speaks):
                alone.append(Alone(content, Block("paragraph", span.start, span.end)))
    return tuple(alone)


def nested_in(content: Span, inner: Iterable[FoundAttribution], told: Collection[Span]) -> list[FoundAttribution]:
    """Of what was found in a content by itself, that whose cue is none of those ``told`` to lie in it already."""
    return [
        replace(attribution, within=attribution.within or content)
        for attribution in inner
        if not any(attribution.cue.overlaps(cue) for cue in told)
        and all(len(part) < len(content) and content.contains(part) for part in attribution.content)
    ]
