"""Long documents as overlapping windows, and back again without a seam.

The encoder reads at most 512 pieces at once. A document longer than that is read in windows of even length that
overlap; every word is then read off the window in which it has the most context on its poorer side, so that where the
windows lie leaves no trace but this choice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.model.pieces import Pieces

__all__ = ["MAX_PIECES", "OVERLAP_PIECES", "Plan", "plan_windows"]

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
    words = len(pieces.first_pieces)
    total = len(pieces.piece_ids)
    if not words:
        empty = np.zeros(0, np.int32)
        return Plan(empty, empty, empty)
    if total <= max_pieces:
        return Plan(np.zeros(1, np.int32), np.array([words], np.int32), np.zeros(words, np.int32))
    ends = np.append(pieces.first_pieces[1:], total)
    count = -(-(total - overlap) // (max_pieces - overlap))
    length = -(-(total + (count - 1) * overlap) // count)
    firsts, lasts = [0], []
    while True:
        start = int(pieces.first_pieces[firsts[-1]])
        last = int(np.searchsorted(ends, start + min(length, max_pieces), "right"))
        last = max(last, firsts[-1] + 1)
        lasts.append(last)
        if last >= words:
            break
        begin = int(np.searchsorted(pieces.first_pieces, int(ends[last - 1]) - overlap))
        firsts.append(min(max(begin, firsts[-1] + 1), last))
    first_words, last_words = np.array(firsts, np.int32), np.array(lasts, np.int32)
    # Between two neighbours the seam lies in the middle of what they share.
    seams = (first_words[1:] + last_words[:-1] + 1) // 2
    owners = np.searchsorted(seams, np.arange(words), "right").astype(np.int32)
    return Plan(first_words, last_words, owners)
