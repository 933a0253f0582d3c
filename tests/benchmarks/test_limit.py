"""Multiply-adds are counted from what was run, and the limit is the time that they take at the measured peaks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from benchmarks.beside_limit import limit_section
from benchmarks.limit import Limit, Work, distance
from benchmarks.operations import Cost, Products, cost_of, products_of, profile, time_shares
from benchmarks.peak import Peak
from onrecord.model.bundle import SHIPPED
from onrecord.model.session import EncoderInput


def event(operator: str, left: list[int], out: list[int], duration: int = 1) -> dict[str, Any]:
    """As ONNX Runtime's profile has it; weights that are packed beforehand have no shape in it."""
    shapes = {"input_type_shape": [{"float": left}, {"float": []}], "output_type_shape": [{"float": out}]}
    return {"dur": duration, "args": {"op_name": operator, **shapes}}


def test_each_number_of_an_output_is_a_sum_over_the_inputs_last_axis() -> None:
    assert products_of([event("MatMulIntegerToFloat", [1, 5, 3], [1, 5, 7])]) == Products(5 * 7 * 3, 0)


def test_products_of_many_matrices_at_once_count_for_each() -> None:
    assert products_of([event("FusedMatMul", [1, 12, 5, 4], [1, 12, 5, 5])]) == Products(0, 12 * 5 * 5 * 4)


def test_what_is_no_product_costs_nothing() -> None:
    assert products_of([event("Softmax", [5, 5], [5, 5])]) == Products(0, 0)


def test_costs_grow_with_pieces_pairs_and_words() -> None:
    assert Cost(layers=10, attention=2, heads=3, float_heads=1).of([(4, 2), (1, 1)]) == Products(59, 37)


def test_shares_of_the_time_are_by_operator_the_largest_first() -> None:
    events = [event("Gelu", [1], [1], 1), event("MatMul", [1], [1], 5), event("MatMul", [1], [1], 2)]

    assert list(time_shares(events).items()) == [("MatMul", 7 / 8), ("Gelu", 1 / 8)]


@pytest.mark.bundle
def test_the_shipped_networks_cost_foretells_a_window_that_it_was_not_told_from() -> None:
    zeros = np.zeros(90, np.int64)
    window = EncoderInput(np.ones(90, np.int64), zeros, zeros, zeros, np.arange(70, dtype=np.int64))
    model = SHIPPED / "model.onnx"

    assert cost_of(model).of([(90, 70)]) == products_of(profile(model, [window]))


def limit(*peaks: Peak) -> Limit:
    work = Work(1, 130, Products(8_000_000_000, 1_000_000_000))
    twice = Work(2, 260, Products(16_000_000_000, 2_000_000_000))
    return Limit(100, Cost(1e7, 4608, 3e5, 0), work, twice, list(peaks), {"Gelu": 0.9, "Cast": 0.004, "Pow": 0.096})


PEAKS = (
    Peak("slow", True, 1, 10.0, (1, 2, 3)),
    Peak("fast", True, 1, 40.0, (1, 2, 3)),
    Peak("two threads", True, 2, 999.0, (1, 2, 3)),
    Peak("floats", False, 1, 20.0, (1, 2, 3)),
    Peak("absent", True, 1, None, why_not="not here"),
)


def test_at_the_limit_each_kind_of_product_runs_at_the_best_rate_of_that_many_threads() -> None:
    found = distance(limit(*PEAKS), limit().alone, 1, seconds=0.5)

    assert found is not None
    assert found.seconds == pytest.approx(8 / 40 + 1 / 20)
    assert found.part == pytest.approx(0.5)


def test_without_a_peak_there_is_no_limit() -> None:
    assert distance(limit(*PEAKS), limit().alone, 2, seconds=0.5) is None


def test_the_page_has_every_figure_of_the_limit() -> None:
    page = "\n".join(limit_section(limit(*PEAKS), {1: 0.5}, {1: 1.0}))

    for row in (
        "| 1 | 400 | **50%** | **50%** | 25% |",
        "| absent | 1 | not measured: not here |  |",
        "| fast | 1 | 40.0 | 1 × 2 × 3 |",
        "| GELU | `Gelu` | 90.0% |",
        "|  | `Pow` | 9.6% |",
        "| all others |  | 0.4% |",
    ):
        assert row in page
