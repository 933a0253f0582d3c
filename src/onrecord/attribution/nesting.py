"""Voices within voices: which contents are read again as if they stood alone, and what of that is kept.

PolNeAR gives each word to one attribution at most, so that a model trained on it finds the outer voice and passes over
the one inside. Read by itself, a content's own attribution is an outer one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.lexicon import lexicon, listed
from onrecord.attribution.words import Words
from onrecord.text.document import Block

__all__ = ["contents_to_read_again", "nested_in"]

#: A shorter content has no room for a source, a cue and a content of their own.
_LEAST_WORDS = 6
#: Nested attributions are kept from this confidence on. It was fitted on outer ones and is too high for these.
_SURE = 0.5
#: Verbs that attribute too seldom to be worth reading a content again for: of contents with one of them in 94 of
#: PolNeAR's training articles, fewer than one in twenty-five held an attribution by it.
_SELDOM = frozenset(
    listed("""
    be, have, do, go, get, give, make, take, come, become, begin, bring, call, carry, cast, close, cover, cut,
    draw, end, enter, film, finish, fire, follow, handle, hire, hit, hold, host, include, launch, lay, mark,
    meet, move, name, open, pass, pay, perform, pick, place, play, post, press, print, provide, put, raise,
    rally, reach, record, release, roll, run, see, sell, send, set, shift, shoot, show, sign, stand, start,
    strike, study, talk, throw, touch, track, turn, use, work, help, let, keep, continue, try, need, leave,
    look, like, love, know, feel, want, hear, watch, understand, fight, elect, seek, choose, appear, mean, seem,
    care, lie, ban, classify, allow, treat, require, read, investigate, experience, divide, wait, represent,
    prepare, pose, paint, incite, honor, forget, capture, block, register, overturn, inspire, crack, campaign,
    attract, tie, tend, tackle, suffer, struggle, share, settle, schedule, vote, deliver, defend, address
    """)
)


def _may_hold_another(words: Words, content: range) -> bool:
    verbs, forms = lexicon().verbs, lexicon().verb_forms
    for at in content:
        word = words[at]
        if word.lower == "according":
            return True
        lemma = forms.get(word.lower) if word.tag.startswith("VB") else None
        if lemma in verbs and lemma not in _SELDOM:
            return True
    return False


def contents_to_read_again(words: Words, found: Iterable[FoundAttribution]) -> tuple[Block, ...]:
    """The contents that may hold an attribution of their own, in order, none overlapping another."""
    spans = sorted({content for attribution in found for content in attribution.content})
    blocks: list[Block] = []
    for span in spans:
        place = words.within(span)
        if blocks and span.start < blocks[-1].end:
            continue
        if len(place) >= _LEAST_WORDS and _may_hold_another(words, place):
            blocks.append(Block("paragraph", span.start, span.end))
    return tuple(blocks)


def nested_in(block: Block, found: Iterable[FoundAttribution]) -> Iterator[FoundAttribution]:
    """Of what was found in a content, that of which the model is sure."""
    for attribution in found:
        if attribution.confidence >= _SURE:
            yield replace(attribution, within=block.span)
