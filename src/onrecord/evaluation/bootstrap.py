"""How sure a score is: percentile intervals by the bootstrap over documents.

Articles are drawn again with replacement, as many as there are, and the score is computed of each draw; the middle 95%
of the scores is the interval (Efron and Tibshirani 1993, chapter 13). Documents and not attributions are drawn, since
the attributions of one article are alike: one writer, one story, one annotator; drawing them one by one would claim a
certainty that is not there.

Why not draw and score again a thousand times: every score is made of counts that are summed over documents, so that a
draw is a vector of how often each document is in it, and all draws are one matrix product.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import OptionError

__all__ = ["FEWEST_DOCUMENTS", "LEVEL", "draw_documents", "interval"]

#: The share of draws that the interval holds.
LEVEL = 0.95

#: Below this, draws repeat each other so much that an interval would be narrower than the truth: none is given.
FEWEST_DOCUMENTS = 10


def draw_documents(documents: int, samples: int, seed: int) -> NDArray[np.int64]:
    """[sample, document] how often each document is in each draw; the same numbers give the same draws.

    Raises OptionError for no samples, or a negative number.
    """
    if samples < 1:
        raise OptionError(f"the number of bootstrap samples must be at least 1, not {samples}")
    if seed < 0:
        raise OptionError(f"the seed must be 0 or more, not {seed}")
    draws: NDArray[np.int64] = np.random.default_rng(seed).multinomial(
        documents, np.full(documents, 1 / max(documents, 1)), size=samples
    )
    return draws


def interval(
    counts: NDArray[np.int64],
    statistic: Callable[[NDArray[np.int64]], NDArray[np.float64]],
    draws: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Low and high end, each […], of a statistic of summed counts; ``None`` for too few documents.

    ``counts`` is [document, …, count], ``draws`` is [sample, document], and ``statistic`` takes […, count] to […].
    """
    if len(counts) < FEWEST_DOCUMENTS:
        return None
    sampled = np.tensordot(draws, counts, axes=1)
    low, high = np.quantile(statistic(sampled), [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return low, high
