"""Whether a confidence means what it says: of attributions given 0.8, do eight in ten hold?

Expected calibration error (Naeini, Cooper and Hauskrecht 2015): predictions are put into bins by their confidence, and
the gaps between mean confidence and share of right ones are averaged, weighted by the bins' sizes. Bins hold equal
numbers of predictions rather than equal stretches of confidence, as in the adaptive estimator of Nixon et al. (2019):
most confidences lie near 1, where bins of equal width would put nearly all in one and noise in the others.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

__all__ = ["BINS", "Calibration", "CalibrationBin", "calibrate"]

#: As many as Naeini et al. and most after them use; on PolNeAR dev each holds some two hundred attributions.
BINS = 10


class CalibrationBin(msgspec.Struct, frozen=True):
    """Predictions of like confidence: from ``low`` to ``high``, both included."""

    low: float
    high: float
    count: int
    confidence: float  #: mean confidence of the predictions in the bin
    right: float  #: share of them that are right


class Calibration(msgspec.Struct, frozen=True):
    """``error`` is the expected calibration error, 0 to 1, and ``None`` where nothing was predicted."""

    error: float | None
    bins: tuple[CalibrationBin, ...]


def calibrate(confidence: NDArray[np.float64], right: NDArray[np.bool_], bins: int = BINS) -> Calibration:
    """The calibration error and reliability table of predictions, both arrays [prediction], in any order.

    Predictions of equal confidence on both sides of a bin's edge are spread over it evenly, each as right as they are
    on the mean, so that the order in which they come changes nothing. With fewer predictions than bins, each is its
    own bin, and the error says little.
    """
    if not len(confidence):
        return Calibration(None, ())
    order = np.argsort(confidence, kind="stable")
    _, group, sizes = np.unique(confidence, return_inverse=True, return_counts=True)
    mean_right = np.bincount(group, weights=right) / sizes
    table = []
    for chosen in np.array_split(order, min(bins, len(confidence))):
        in_bin = confidence[chosen]
        table.append(
            CalibrationBin(
                low=float(in_bin[0]),
                high=float(in_bin[-1]),
                count=len(chosen),
                confidence=float(in_bin.mean()),
                right=float(mean_right[group[chosen]].mean()),
            )
        )
    error = sum(row.count * abs(row.confidence - row.right) for row in table) / len(confidence)
    return Calibration(error, tuple(table))
