"""Long documents as overlapping windows, and back again without a seam.

The encoder reads at most 512 pieces at once. A document longer than that is read in windows of even length that
overlap; every word is then read off the window in which it has the most context on its poorer side, so that where the
windows lie leaves no trace but this choice.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.model.pieces import Pieces

__all__ = ["MAX_PIECES", "OVERLAP_PIECES", "Plan", "plan_apart", "plan_windows"]

#: The encoder has 512 positions; two go to the pieces that frame a window.
MAX_PIECES = 510
#: Pieces that two neighbouring windows share. The mean of the eight F1 on PolNeAR dev is 0.758 with 48, and 0.756 with
#: 96, which has more read twice.
OVERLAP_PIECES = 48


@dataclass(frozen=True, slots=True)
class Plan:
    """How a document of ``W`` words is read in ``N`` windows."""

    first_words: NDArray[np.int32]  #: [N] each window's first word
    last_words: NDArray[np.int32]  #: [N] the word behind each window's last
    owners: NDArray[np.int32]  #: [W] the window that each word is read off


def plan_windows(pieces: Pieces, max_pieces: int = MAX_PIECES, overlap: int = OVERLAP_PIECES) -> Plan:
    """Windows over ``pieces``, cut between words; a word of more pieces than a window holds is read in part.

    Windows are as few as the overlap allows and as even as the words allow. Linear in the number of words.
    """
    return _plan(pieces.first_pieces, len(pieces.piece_ids), max_pieces, overlap)


def _plan(first_pieces: NDArray[np.int32], total: int, max_pieces: int, overlap: int) -> Plan:
    words = len(first_pieces)
    if not words:
        empty = np.zeros(0, np.int32)
        return Plan(empty, empty, empty)
    if total <= max_pieces:
        return Plan(np.zeros(1, np.int32), np.array([words], np.int32), np.zeros(words, np.int32))
    ends = np.append(first_pieces[1:], total)
    count = -(-(total - overlap) // (max_pieces - overlap))
    length = -(-(total + (count - 1) * overlap) // count)
    firsts, lasts = [0], []
    while True:
        start = int(first_pieces[firsts[-1]])
        last = int(np.searchsorted(ends, start + min(length, max_pieces), "right"))
        last = max(last, firsts[-1] + 1)
        lasts.append(last)
        if last >= words:
            break
        begin = int(np.searchsorted(first_pieces, int(ends[last - 1]) - overlap))
        firsts.append(min(max(begin, firsts[-1] + 1), last))
    first_words, last_words = np.array(firsts, np.int32), np.array(lasts, np.int32)
    # Between two neighbours the seam lies in the middle of what they share.
    seams = (first_words[1:] + last_words[:-1] + 1) // 2
    owners = np.searchsorted(seams, np.arange(words), "right").astype(np.int32)
    return Plan(first_words, last_words, owners)


def plan_apart(pieces: Pieces, max_pieces: int = MAX_PIECES, overlap: int = OVERLAP_PIECES) -> Plan:
    """Windows of which none goes over a block's end: each block is read as if it stood alone."""
    total = len(pieces.piece_ids)
    edges = [*np.flatnonzero(np.diff(pieces.word_blocks, prepend=-1)).tolist(), len(pieces.first_pieces)]
    firsts, lasts, owners = [], [], []
    windows = 0
    for first, last in itertools.pairwise(edges):
        start = int(pieces.first_pieces[first])
        end = int(pieces.first_pieces[last]) if last < len(pieces.first_pieces) else total
        plan = _plan(pieces.first_pieces[first:last] - start, end - start, max_pieces, overlap)
        firsts.append(plan.first_words + first)
        lasts.append(plan.last_words + first)
        owners.append(plan.owners + windows)
        windows += len(plan.first_words)
    none = np.zeros(0, np.int32)
    return Plan(*(np.concatenate([none, *parts]).astype(np.int32) for parts in (firsts, lasts, owners)))
