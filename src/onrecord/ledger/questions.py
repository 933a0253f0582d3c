"""A question to the ledger and its answers, as values; ``ledger.search`` answers it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar, get_args

from onrecord.attribution.terms import Act, Form, Stance, Standing
from onrecord.errors import OptionError
from onrecord.ledger.query import parse_words
from onrecord.ledger.speaking import KnownSpeaker

__all__ = ["MOST_HITS", "Hit", "Hits", "Order", "Question", "check", "several"]

Order = Literal["newest", "oldest", "relevance"]

#: Answers of one page.
MOST_HITS = 1_000

_Value = TypeVar("_Value", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked for; what is left out says nothing. Each field narrows the answer.

    ``words`` are as a person types them (``ledger.query``). ``speaker`` is a name, words of one, or ``#17``;
    ``outlet`` a name or a part of one. ``standing``, ``form``, ``act`` and ``stance`` take one value or several, of
    which one must hold. ``hops`` is the chain's length exactly, ``min_hops`` at least; from 9 on all lengths are one.
    ``since`` and ``until`` are the first and the last day of publication; an undated article is on none.

    ``outer`` leaves out what stands within another's content. ``once`` takes a story's first article only and not its
    copies elsewhere; ``versions`` takes the older texts of changed pages too. ``after`` is the ``next`` of the page
    before, of the same question.
    """

    words: str = ""
    speaker: str | None = None
    outlet: str | None = None
    standing: Standing | tuple[Standing, ...] = ()
    form: Form | tuple[Form, ...] = ()
    act: Act | tuple[Act, ...] = ()
    stance: Stance | tuple[Stance, ...] = ()
    hops: int | None = None
    min_hops: int | None = None
    negated: bool | None = None
    since: date | None = None
    until: date | None = None
    min_confidence: float = 0.0
    outer: bool = False
    once: bool = False
    versions: bool = False
    order: Order = "newest"
    limit: int = 20
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One attribution of the ledger; ``document`` and ``attribution`` are where it is to be looked up.

    ``attribution`` is the record's id (a5). ``speaker`` is the ledger's entity where the source means one, ``source``
    its words; ``replaced`` tells that the page has a newer text. ``attribution_id`` is the row's number, which holds
    the article's day.
    """

    document: int
    attribution: str
    title: str | None
    outlet: str | None
    published: str | None
    uri: str | None
    speaker: KnownSpeaker | None
    source: str
    standing: str
    cue: str
    content: str
    form: str
    act: str
    stance: str
    negated: bool
    hops: int
    time: str | None
    nested: bool
    confidence: float
    replaced: bool
    attribution_id: int


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of answers.

    ``count`` is of all answers where ``counted_all``, and else of as many as were counted: there are more than that.
    ``articles`` is how many these are in, and None where they are too many to be looked up. ``next`` is the cursor of
    the next page where there are ``more``; ``speakers`` are those that the question's name was taken for.
    """

    hits: tuple[Hit, ...]
    more: bool
    next: str | None
    count: int
    counted_all: bool
    articles: int | None
    speakers: tuple[KnownSpeaker, ...] = ()


def several(value: _Value | tuple[_Value, ...]) -> tuple[_Value, ...]:
    """One value or several, as several."""
    return (value,) if isinstance(value, str) else tuple(value)


def check(question: Question) -> None:
    """Raise OptionError for values that make no sense, whoever asks."""
    for field, kind in (("standing", Standing), ("form", Form), ("act", Act), ("stance", Stance), ("order", Order)):
        for value in several(getattr(question, field)):
            if value not in get_args(kind):
                raise OptionError(f"{value!r:.80} is no {field}; it is one of {', '.join(get_args(kind))}")
    if not 1 <= question.limit <= MOST_HITS:
        raise OptionError(f"a page has 1 to {MOST_HITS:,} answers, not {question.limit}; the next one begins after it")
    for name, hops in (("hops", question.hops), ("min_hops", question.min_hops)):
        if hops is not None and hops < 0:
            raise OptionError(f"{name} is {hops}, but words come through no hands or more")
    if not (0 <= question.min_confidence <= 1) or math.isnan(question.min_confidence):
        raise OptionError(f"a confidence is between 0 and 1, not {question.min_confidence}")
    if question.since and question.until and question.since > question.until:
        raise OptionError(f"the first day ({question.since}) is after the last ({question.until}); exchange them")
    if question.order == "relevance" and not parse_words(question.words).wanted:
        raise OptionError("the order of relevance needs words to weigh; give some, or leave the order out")
