"""Intervals say how far a score would move with other articles."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.errors import OptionError
from onrecord.evaluation.bootstrap import FEWEST_DOCUMENTS, draw_documents, interval
from onrecord.evaluation.scores import precision_recall_f1

COUNTS = np.random.default_rng(4).integers(1, 30, (40, 2, 3)).cumsum(axis=2)[..., [0, 2, 1]]


def f1(counts: np.ndarray) -> np.ndarray:
    return precision_recall_f1(counts)[..., 2]


def test_the_same_seed_gives_the_same_interval() -> None:
    once, again = (interval(COUNTS, f1, draw_documents(40, 200, seed=7)) for _ in range(2))
    assert once is not None
    assert again is not None
    assert np.array_equal(once, again)
    assert not np.array_equal(once, interval(COUNTS, f1, draw_documents(40, 200, seed=8)))


def test_a_draw_is_of_as_many_documents_as_there_are() -> None:
    assert (draw_documents(40, 200, seed=7).sum(axis=1) == 40).all()


def test_the_product_is_what_drawing_one_by_one_gives() -> None:
    draws = draw_documents(40, 200, seed=7)
    slow = [f1(COUNTS[np.repeat(np.arange(40), draw)].sum(axis=0)) for draw in draws]
    low, high = np.quantile(slow, [0.025, 0.975], axis=0)
    found = interval(COUNTS, f1, draws)
    assert found is not None
    np.testing.assert_allclose(found, (low, high))


def test_it_holds_the_score_and_narrows_with_more_documents() -> None:
    score = f1(COUNTS.sum(axis=0))
    few, many = (
        interval(COUNTS, f1, draw_documents(40, 500, 1)),
        interval(np.tile(COUNTS, (9, 1, 1)), f1, draw_documents(360, 500, 1)),
    )
    assert few is not None
    assert many is not None
    for low, high in (few, many):
        assert (low < score).all()
        assert (score < high).all()
    assert (many[1] - many[0] < few[1] - few[0]).all()


def test_too_few_documents_have_no_interval() -> None:
    few = COUNTS[: FEWEST_DOCUMENTS - 1]
    assert interval(few, f1, draw_documents(len(few), 10, 1)) is None


@pytest.mark.parametrize(("samples", "seed"), [(0, 1), (-5, 1), (10, -1)])
def test_senseless_options_are_refused(samples: int, seed: int) -> None:
    with pytest.raises(OptionError):
        draw_documents(40, samples, seed)
