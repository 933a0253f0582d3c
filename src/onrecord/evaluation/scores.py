r"""How well one reading of an article agrees with another: matches counted, and precision, recall and F1 of them.

Four measures, from forgiving to strict in what they look at. All are on word tokens: runs of word characters, or
single punctuation marks (``\w+|[^\w\s]``). A span holds the tokens that start in it, so that a stray space or half
a word at its edge costs nothing.

``token``    of each role: a token that is in any of the role's spans. Asks which words are content at all.
``span``     of each role: a span with exactly the same tokens. A part in several fragments counts as several spans.
``exact``    an attribution whose sources, cues and contents each cover exactly the same tokens.
``relaxed``  an attribution whose cues share a token, whose sources share a token or are both absent, and whose
             contents have a Jaccard index of at least 0.5 (shared tokens over all tokens). One to one: readings are
             gone through in their order, and each attribution takes the first that matches and is not yet taken.

Tokens and spans are sets over the article: a token in two attributions of a reading counts once. Attributions are a
list: one that stands twice counts as predicted twice and can match once. Documents' counts are added up before
anything is divided (micro average). Exact spans are what Pareti et al. (2013) and the tables after them report, and
the relaxed measure is the project's own, for the question that a user has: was this statement found, and whose is it?

Why not seqeval or another library: they score one sequence of tags, where spans cannot be in parts, and have no notion
of a relation of three parts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.evaluation.spans import ROLES, AttributionSpans
from onrecord.span import Span

__all__ = ["MEASURES", "Comparison", "compare", "precision_recall_f1"]

#: The rows of all counts, in this order.
MEASURES = (*(f"token.{role}" for role in ROLES), *(f"span.{role}" for role in ROLES), "exact", "relaxed")

#: The least Jaccard index of two contents that the relaxed measure takes for the same.
CONTENT_JACCARD = 0.5

_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One article's predictions held against its gold.

    ``exact_gold`` and ``relaxed_gold`` say of each gold attribution whether it was found, ``relaxed_predicted`` of
    each predicted one whether it is right.
    """

    counts: NDArray[np.int64]  #: [measure, 3] how many matched, were predicted, are in the gold
    exact_gold: NDArray[np.bool_]  #: [gold attribution]
    relaxed_gold: NDArray[np.bool_]  #: [gold attribution]
    relaxed_predicted: NDArray[np.bool_]  #: [predicted attribution]


@dataclass(frozen=True, slots=True)
class _TokenSets:
    """The tokens of one attribution, by role."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]


def _meet(predicted: frozenset[int], gold: frozenset[int]) -> bool:
    """Whether two sets share a token, or are both empty."""
    return not (predicted or gold) or not predicted.isdisjoint(gold)


def _relaxed_match(predicted: _TokenSets, gold: _TokenSets) -> bool:
    if not (_meet(predicted.cue, gold.cue) and _meet(predicted.source, gold.source)):
        return False
    shared = len(predicted.content & gold.content)
    return shared >= CONTENT_JACCARD * (len(predicted.content) + len(gold.content) - shared)


def _relaxed_pairs(predicted: Sequence[_TokenSets], gold: Sequence[_TokenSets]) -> list[tuple[int, int]]:
    """Indices of predicted and gold attributions that match, one to one, first come first served."""
    pairs = []
    free = list(range(len(gold)))
    for i, attribution in enumerate(predicted):
        taken = next((j for j in free if _relaxed_match(attribution, gold[j])), None)
        if taken is not None:
            free.remove(taken)
            pairs.append((i, taken))
    return pairs


def _flags(length: int, chosen: Sequence[int]) -> NDArray[np.bool_]:
    flags = np.zeros(length, np.bool_)
    flags[list(chosen)] = True
    return flags


def compare(text: str, predicted: Sequence[AttributionSpans], gold: Sequence[AttributionSpans]) -> Comparison:
    """Count the matches of two readings of ``text``; both have their offsets in it (code points, half-open).

    The order of both matters to the relaxed measure where attributions share their words; see the module. Quadratic in
    the attributions of one article, of which there are some dozens.
    """
    starts = [found.start() for found in _TOKEN.finditer(text)]

    def tokens(span: Span) -> range:
        return range(bisect_left(starts, span.start), bisect_left(starts, span.end))

    def token_sets(attribution: AttributionSpans) -> _TokenSets:
        return _TokenSets(*(frozenset(t for span in attribution.of(role) for t in tokens(span)) for role in ROLES))

    ours, theirs = [token_sets(a) for a in predicted], [token_sets(a) for a in gold]
    rows: list[tuple[int, int, int]] = []

    def count(ours: set[int] | set[range], theirs: set[int] | set[range]) -> None:
        rows.append((len(ours & theirs), len(ours), len(theirs)))

    for role in ROLES:
        count(
            {token for sets in ours for token in getattr(sets, role)},
            {token for sets in theirs for token in getattr(sets, role)},
        )
    for role in ROLES:
        # Ranges compare and hash by what they contain: two spans with the same tokens are one, so are all empty ones.
        count(
            {tokens(span) for attribution in predicted for span in attribution.of(role)},
            {tokens(span) for attribution in gold for span in attribution.of(role)},
        )
    shared = set(ours) & set(theirs)
    rows.append((len(shared), len(predicted), len(gold)))
    pairs = _relaxed_pairs(ours, theirs)
    rows.append((len(pairs), len(predicted), len(gold)))
    return Comparison(
        counts=np.array(rows, np.int64),
        exact_gold=_flags(len(gold), [theirs.index(sets) for sets in shared]),
        relaxed_gold=_flags(len(gold), [j for _, j in pairs]),
        relaxed_predicted=_flags(len(predicted), [i for i, _ in pairs]),
    )


def precision_recall_f1(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """[…, 3] precision, recall and F1 of counts […, 3] of matched, predicted, gold; 0 where there is nothing to divide.

    F1 is the harmonic mean of the two (van Rijsbergen 1979, with beta 1).
    """
    matched, predicted, gold = np.moveaxis(np.asarray(counts, np.float64), -1, 0)
    precision, recall = matched / np.maximum(predicted, 1), matched / np.maximum(gold, 1)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    return np.stack((precision, recall, f1), axis=-1)
