"""From tag log-probabilities to spans: the best sequence of tags that is legal.

A begun span is ended and an ended one was begun; a span lies within one block, since of PolNeAR's 26,388 contents one
goes over a paragraph's end. Legal transitions weigh in with how often they occur, damped: see ``TRANSITION_WEIGHT``.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.model.labels import ROLES, TAGS

__all__ = ["TaggedSpan", "decode_tags", "legal_transitions", "role_columns", "tagged_spans", "transition_counts"]

_IMPOSSIBLE = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """Words ``first`` to ``last``, exclusive, of a document, tagged with one role."""

    role: str
    first: int
    last: int


def _may_begin(tag: str) -> bool:
    return tag[0] in "OBU"


def _may_end(tag: str) -> bool:
    return tag[0] in "OLU"


def _may_follow(before: str, after: str) -> bool:
    if before[0] in "BI":
        return after[0] in "IL" and before[2:] == after[2:]
    return _may_begin(after)


def legal_transitions() -> NDArray[np.bool_]:
    """bool [tag, next tag]: which tag may stand before which."""
    return np.array([[_may_follow(a, b) for b in TAGS] for a in TAGS])


_LEGAL = legal_transitions()
_BEGIN = np.where([_may_begin(tag) for tag in TAGS], np.float32(0), _IMPOSSIBLE).astype(np.float32)
_END = np.where([_may_end(tag) for tag in TAGS], np.float32(0), _IMPOSSIBLE).astype(np.float32)

#: Sequences are decoded side by side; this many words at once bounds the memory.
_WORDS_AT_ONCE = 1 << 18


def decode_tags(
    scores: NDArray[np.float32], lengths: NDArray[np.int64], transitions: NDArray[np.float32]
) -> NDArray[np.int8]:
    """[W] the best legal sequence of tags of each of ``S`` sequences that follow one another in ``scores``.

    ``scores`` is float32 [W, tag], ``lengths`` [S] sums to ``W``, ``transitions`` float32 [tag, next tag] is added
    between neighbours. Viterbi (1967), as many sequences side by side as memory allows; ties go to the earlier tag.
    Linear in ``W``. Where every legal transition weighs the same, a sequence whose best tags are legal as they stand is
    done.
    """
    out = scores.argmax(1).astype(np.int8) if len(scores) else np.zeros(0, np.int8)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    order = np.argsort(lengths, kind="stable")
    order = order[lengths[order] > 0]
    if np.ptp(transitions[_LEGAL]) == 0:
        order = order[~_legal_already(out, starts[order], lengths[order])]
    at = 0
    while at < len(order):
        upto = at + 1
        # Sequences sorted by length: the last of a group is its longest.
        while upto < len(order) and (upto + 1 - at) * lengths[order[upto]] <= _WORDS_AT_ONCE:
            upto += 1
        group = order[at:upto]
        _decode_group(scores, starts[group], lengths[group], transitions, out)
        at = upto
    return out


def _legal_already(tags: NDArray[np.int8], starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.bool_]:
    """[S] whether each sequence, of one tag or more, is legal."""
    wrong = np.zeros(len(tags) + 1, np.int64)  # how many breaches end at a word or before it, shifted by one
    inner = ~_LEGAL[tags[:-1], tags[1:]]
    np.cumsum(inner, out=wrong[2:])
    last = starts + lengths
    breaches = wrong[last] - wrong[starts + 1]
    legal: NDArray[np.bool_] = (breaches == 0) & (_BEGIN[tags[starts]] == 0) & (_END[tags[last - 1]] == 0)
    return legal


def _decode_group(
    scores: NDArray[np.float32],
    starts: NDArray[np.int64],
    lengths: NDArray[np.int64],
    transitions: NDArray[np.float32],
    out: NDArray[np.int8],
) -> None:
    # ``lengths`` ascend, so that the sequences that have a word at a step are the last of them.
    longest = int(lengths[-1])
    first_alive = np.searchsorted(lengths, np.arange(longest), "right").tolist()
    came_from = np.zeros((longest, len(starts), len(TAGS)), np.int8)
    best = scores[starts] + _BEGIN
    for step in range(1, longest):
        alive = first_alive[step]
        through = best[alive:, :, None] + transitions
        came_from[step, alive:] = through.argmax(1)
        best[alive:] = through.max(1) + scores[starts[alive:] + step]
    tag = (best + _END).argmax(1)
    rows = np.arange(len(starts))
    for step in range(longest - 1, -1, -1):
        alive = first_alive[step]
        out[starts[alive:] + step] = tag[alive:]
        tag[alive:] = came_from[step, rows[alive:], tag[alive:]]


def tagged_spans(tags: NDArray[np.int8]) -> list[TaggedSpan]:
    """The spans of a legal sequence of tags, in order."""
    spans = []
    opened = 0
    for word in np.flatnonzero(tags).tolist():
        position, role = TAGS[tags[word]][0], TAGS[tags[word]][2:]
        if position in "BU":
            opened = word
        if position in "LU":
            spans.append(TaggedSpan(role, opened, word + 1))
    return spans


def role_columns() -> dict[str, list[int]]:
    """The tags of each role, as columns of the scores."""
    return {role: [i for i, tag in enumerate(TAGS) if tag[2:] == role] for role in ROLES}


def transition_counts(sequences: list[NDArray[np.int64]]) -> NDArray[np.float64]:
    """float64 [tag, next tag]: how often each pair stands in ``sequences`` of tags."""
    counts = np.zeros((len(TAGS), len(TAGS)))
    for sequence in sequences:
        for before, after in itertools.pairwise(sequence.tolist()):
            counts[before, after] += 1
    return counts
