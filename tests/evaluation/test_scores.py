"""What the measures count, in cases small enough to count by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistaken import attribution, mistaken
from onrecord.evaluation.scores import MEASURES, compare, precision_recall_f1
from onrecord.evaluation.spans import AttributionSpans

#       0    5    10   15        25   30
TEXT = "Ada Loom said: the mill, she thinks, is shut for good."
GOLD = attribution([(0, 8)], [(9, 13)], [(15, 23), (37, 53)])


def counts(predicted: list[AttributionSpans], gold: list[AttributionSpans], measure: str) -> tuple[int, int, int]:
    matched, ours, theirs = compare(TEXT, predicted, gold).counts[MEASURES.index(measure)].tolist()
    return matched, ours, theirs


def test_tokens_are_words_and_single_marks() -> None:
    assert counts([GOLD], [GOLD], "token.content") == (6, 6, 6)
    with_marks = attribution([(0, 8)], [(9, 14)], [(15, 24), (37, 54)])
    assert counts([with_marks], [GOLD], "token.content") == (6, 8, 6)
    assert counts([with_marks], [GOLD], "token.cue") == (1, 2, 1)


def test_each_part_of_a_content_is_a_span() -> None:
    assert counts([GOLD], [GOLD], "span.content") == (2, 2, 2)
    whole = attribution([(0, 8)], [(9, 13)], [(15, 53)])
    assert counts([whole], [GOLD], "span.content") == (0, 1, 2)


def test_white_space_at_the_edge_of_a_span_costs_nothing() -> None:
    loose = attribution([(0, 9)], [(8, 13)], [(14, 23), (36, 53)])
    assert counts([loose], [GOLD], "span.source") == (1, 1, 1)
    assert counts([loose], [GOLD], "exact") == (1, 1, 1)


@pytest.mark.parametrize(
    ("label", "predicted", "matches"),
    [
        ("the same", GOLD, True),
        ("half of the source", attribution([(4, 8)], [(9, 13)], [(15, 23), (37, 53)]), True),
        ("no source", attribution([], [(9, 13)], [(15, 23), (37, 53)]), False),
        ("another source", attribution([(25, 28)], [(9, 13)], [(15, 23), (37, 53)]), False),
        ("another cue", attribution([(0, 8)], [(29, 35)], [(15, 23), (37, 53)]), False),
        ("no cue", attribution([(0, 8)], [], [(15, 23), (37, 53)]), False),
        ("half of the content's tokens", attribution([(0, 8)], [(9, 13)], [(40, 48)]), False),
        ("two thirds of them", attribution([(0, 8)], [(9, 13)], [(37, 53)]), True),
        ("exactly a Jaccard index of one half", attribution([(0, 8)], [(9, 13)], [(37, 48)]), True),
    ],
)
def test_the_relaxed_measure(label: str, predicted: AttributionSpans, matches: bool) -> None:
    assert counts([predicted], [GOLD], "relaxed") == (int(matches), 1, 1), label


def test_sources_that_are_both_absent_match() -> None:
    nobody = attribution([], [(9, 13)], [(15, 23)])
    assert counts([nobody], [nobody], "relaxed") == (1, 1, 1)


def test_a_gold_attribution_is_found_once() -> None:
    twice = compare(TEXT, [GOLD, GOLD], [GOLD])
    assert twice.counts[MEASURES.index("relaxed")].tolist() == [1, 2, 1]
    assert twice.counts[MEASURES.index("exact")].tolist() == [1, 2, 1]
    assert twice.counts[MEASURES.index("span.source")].tolist() == [1, 1, 1]
    assert twice.relaxed_predicted.tolist() == [True, False]


def test_nothing_predicted_and_nothing_to_find_scores_nothing() -> None:
    assert precision_recall_f1(compare("", [], []).counts).tolist() == [[0, 0, 0]] * len(MEASURES)


def test_precision_and_recall_are_not_exchanged() -> None:
    precision, recall, f1 = precision_recall_f1(np.array([1, 2, 4])).tolist()
    assert (precision, recall) == (0.5, 0.25)
    assert f1 == pytest.approx(1 / 3)


spans = st.tuples(st.integers(0, 54), st.integers(0, 54)).map(sorted).map(tuple)
attributions = st.lists(
    st.builds(attribution, st.lists(spans, max_size=2), st.lists(spans, max_size=2), st.lists(spans, max_size=3)),
    max_size=5,
)


@given(attributions, attributions)
def test_matches_never_exceed_what_there_is(predicted: list[AttributionSpans], gold: list[AttributionSpans]) -> None:
    found = compare(TEXT, predicted, gold)
    assert (found.counts[:, 0] <= found.counts[:, 1:].min(axis=1)).all()
    assert found.relaxed_gold.sum() == found.relaxed_predicted.sum() == found.counts[-1, 0]
    assert found.exact_gold.sum() == found.counts[-2, 0]


@given(attributions, st.integers(0, 100))
def test_swapping_the_readings_swaps_precision_and_recall(gold: list[AttributionSpans], seed: int) -> None:
    predicted = mistaken(TEXT, gold, seed)
    here, there = compare(TEXT, predicted, gold).counts[:-1], compare(TEXT, gold, predicted).counts[:-1]
    assert here[:, [0, 2, 1]].tolist() == there.tolist()
