"""A confidence of 0.8 should hold eight times in ten."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.evaluation.calibration import calibrate


def test_a_confidence_that_holds_has_no_error() -> None:
    confidence = np.repeat([0.2, 0.8], 10)
    right = np.array([True] * 2 + [False] * 8 + [True] * 8 + [False] * 2)
    assert calibrate(confidence, right, bins=2).error == pytest.approx(0)


def test_the_error_is_the_mean_gap_between_confidence_and_truth() -> None:
    confidence = np.array([0.6] * 5 + [0.9] * 5)
    right = np.array([True] * 1 + [False] * 4 + [True] * 5)
    found = calibrate(confidence, right, bins=2)
    assert found.error == pytest.approx((0.4 + 0.1) / 2)
    assert [(row.count, row.confidence, row.right) for row in found.bins] == [
        (5, pytest.approx(0.6), pytest.approx(0.2)),
        (5, pytest.approx(0.9), pytest.approx(1.0)),
    ]


def test_bins_hold_equal_numbers() -> None:
    confidence = np.linspace(0, 1, 105) ** 0.1
    assert {row.count for row in calibrate(confidence, confidence > 0.5).bins} == {10, 11}


def test_nothing_predicted_has_no_error_and_no_bins() -> None:
    found = calibrate(np.zeros(0), np.zeros(0, bool))
    assert found.error is None
    assert found.bins == ()


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.5, 0.7, 1.0]), st.booleans()), min_size=1), st.randoms())
def test_the_order_of_predictions_changes_nothing(predictions: list[tuple[float, bool]], chance: object) -> None:
    def error(pairs: list[tuple[float, bool]]) -> float | None:
        return calibrate(np.array([c for c, _ in pairs]), np.array([r for _, r in pairs])).error

    shuffled = predictions.copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert error(shuffled) == pytest.approx(error(predictions))
    assert 0 <= (error(predictions) or 0) <= 1
