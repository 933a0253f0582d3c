"""Words beside words: where two wordings agree, and how much they are alike.

The one home of rapidfuzz. An alignment is by whole words and not by letters, because what a reader is shown is words,
and because letters make strangers of the same length look alike.

**The measure of similarity** is rapidfuzz's normalized Indel similarity over the sequences of compared words (see
``onrecord.text.comparing``): twice the number of words in the longest common subsequence, divided by the number of
words in both. It is 1 where all words are the same in the same order, 0 where none is shared. Alignments are those of
the Levenshtein distance over words, which pairs a word with the one that replaced it.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

__all__ = ["Stretch", "align_words", "similarity"]


class Stretch(NamedTuple):
    """Words ``left_start`` to ``left_end`` of one wording beside ``right_start`` to ``right_end`` of the other.

    Half-open indices of words. ``same`` is whether the words are equal; otherwise either side may be empty.
    """

    left_start: int
    left_end: int
    right_start: int
    right_end: int
    same: bool


def similarity(left: Sequence[Hashable], right: Sequence[Hashable]) -> float:
    """How much two wordings are alike, 0 to 1: the module says how it is measured. Two empty ones are alike."""
    from rapidfuzz.distance import Indel

    return float(Indel.normalized_similarity(left, right))


def align_words(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[Stretch]:
    """``left`` beside ``right``, word for word: stretches that are the same and stretches that differ, in turns.

    The stretches cover both wordings. Of several alignments with as few differences, one is taken in which words that
    are the same stand together: where "the" fits at both ends of what was left out, it is not torn from its phrase.
    Time and memory are those of rapidfuzz's bit-parallel Levenshtein, about n * m / 64.
    """
    from rapidfuzz.distance import Levenshtein

    runs = [
        [op.src_start, op.src_end, op.dest_start, op.dest_end]
        for op in Levenshtein.opcodes(left, right)
        if op.tag == "equal"
    ]
    _gather(runs, left, right)
    return _stretches(runs, len(left), len(right))


#: Runs of at most so many words are moved: longer ones stand where they stand for a reason.
_LOOSE = 3


def _gather(runs: list[list[int]], left: Sequence[Hashable], right: Sequence[Hashable]) -> None:
    """Move short runs next to a neighbour that they touch on one side, where the other side has the same words there.

    In place; each run moves at most once in each direction. Runs move towards what follows first, so that a run of
    several that are scattered closes up from its end.
    """
    for forward in (True, False):
        order = range(len(runs) - 2, -1, -1) if forward else range(1, len(runs))
        for at in order:
            run, other = runs[at], runs[at + 1] if forward else runs[at - 1]
            size = run[1] - run[0]
            neighbour = (runs[at - 1] if at else None) if forward else (runs[at + 1] if at + 1 < len(runs) else None)
            for near, far in ((0, 2), (2, 0)):  # touching on the left, moved on the right; and the other way round
                sequence = right if near == 0 else left
                touches = run[near + 1] == other[near] if forward else run[near] == other[near + 1]
                gap = other[far] - run[far + 1] if forward else run[far] - other[far + 1]
                held = neighbour is not None and (
                    (run[near] == neighbour[near + 1] and run[far] == neighbour[far + 1])
                    if forward
                    else (run[near + 1] == neighbour[near] and run[far + 1] == neighbour[far])
                )
                longer = other[1] - other[0]
                if not touches or gap <= 0 or size > _LOOSE or held or longer < size:
                    continue
                start = other[far] - size if forward else other[far + 1]
                if all(sequence[start + i] == sequence[run[far] + i] for i in range(size)):
                    run[far], run[far + 1] = start, start + size
                    break


def _stretches(runs: list[list[int]], left_end: int, right_end: int) -> list[Stretch]:
    """The runs with what differs between them; runs that touch on both sides are one."""
    stretches: list[Stretch] = []
    at_left = at_right = 0
    for first, last, right_first, right_last in [*runs, [left_end, left_end, right_end, right_end]]:
        if first > at_left or right_first > at_right:
            stretches.append(Stretch(at_left, first, at_right, right_first, same=False))
        elif stretches and stretches[-1].same:
            previous = stretches.pop()
            first, right_first = previous.left_start, previous.right_start
        if last > first:
            stretches.append(Stretch(first, last, right_first, right_last, same=True))
        at_left, at_right = last, right_last
    return stretches
