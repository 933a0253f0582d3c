"""The best legal sequence of tags, and the spans in it."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from onrecord.model.decoding import TaggedSpan, decode_tags, legal_transitions, tagged_spans
from onrecord.model.labels import TAGS

LEGAL = legal_transitions()
TRANSITIONS = np.where(LEGAL, 0, -1e9).astype(np.float32)


def is_legal(tags: list[int]) -> bool:
    names = [TAGS[tag] for tag in tags]
    return (
        names[0][0] in "OBU"
        and names[-1][0] in "OLU"
        and all(LEGAL[before, after] for before, after in itertools.pairwise(tags))
    )


def scores(words: int) -> st.SearchStrategy[np.ndarray]:
    return hnp.arrays(np.float32, (words, len(TAGS)), elements=st.floats(-9, 0, width=32))


@given(scores(3))
def test_the_best_sequence_is_the_best_of_all_legal_ones(tags: np.ndarray) -> None:
    decoded = decode_tags(tags, np.array([3]), TRANSITIONS).tolist()
    best = max(
        sum(float(tags[i, tag]) for i, tag in enumerate(sequence))
        for sequence in itertools.product(range(len(TAGS)), repeat=3)
        if is_legal(list(sequence))
    )
    assert is_legal(decoded)
    assert abs(sum(float(tags[i, tag]) for i, tag in enumerate(decoded)) - best) < 1e-4


@given(scores(3), hnp.arrays(np.float32, LEGAL.shape, elements=st.floats(-2, 0, width=32)))
def test_transitions_weigh_in(tags: np.ndarray, weights: np.ndarray) -> None:
    weighted = np.where(LEGAL, weights, -1e9).astype(np.float32)

    def worth(sequence: tuple[int, ...]) -> float:
        between = sum(float(weights[before, after]) for before, after in itertools.pairwise(sequence))
        return between + sum(float(tags[i, tag]) for i, tag in enumerate(sequence))

    decoded = tuple(decode_tags(tags, np.array([3]), weighted).tolist())
    legal = [s for s in itertools.product(range(len(TAGS)), repeat=3) if is_legal(list(s))]
    assert abs(worth(decoded) - max(map(worth, legal))) < 1e-4


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8), st.data())
def test_sequences_are_decoded_side_by_side_as_they_are_alone(lengths: list[int], data: st.DataObject) -> None:
    tags = data.draw(scores(sum(lengths)))
    together = decode_tags(tags, np.array(lengths), TRANSITIONS)
    edges = np.cumsum([0, *lengths])
    for start, end in itertools.pairwise(edges.tolist()):
        if end > start:
            alone = decode_tags(tags[start:end], np.array([end - start]), TRANSITIONS)
            assert together[start:end].tolist() == alone.tolist()
            assert is_legal(alone.tolist())


def test_a_begun_span_that_the_scores_never_end_is_ended() -> None:
    tags = np.full((2, len(TAGS)), -9, np.float32)
    tags[0, TAGS.index("B-cue")] = tags[1, TAGS.index("I-cue")] = 0
    assert [TAGS[t] for t in decode_tags(tags, np.array([2]), TRANSITIONS)] == ["B-cue", "L-cue"]


def test_spans_are_read_off_a_sequence() -> None:
    sequence = ["O", "B-source", "L-source", "U-cue", "B-content", "I-content", "L-content", "U-content"]
    assert tagged_spans(np.array([TAGS.index(tag) for tag in sequence], np.int8)) == [
        TaggedSpan("source", 1, 3),
        TaggedSpan("cue", 3, 4),
        TaggedSpan("content", 4, 7),
        TaggedSpan("content", 7, 8),
    ]


def test_no_words_give_no_tags() -> None:
    assert not len(decode_tags(np.zeros((0, len(TAGS)), np.float32), np.zeros(0, np.int64), TRANSITIONS))
