"""Windows over a document: few, even, never too long, and every word read off one of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.pieces import Pieces
from onrecord.model.windows import Plan, plan_apart, plan_windows


def document(pieces_in_words: list[int], blocks: list[int] | None = None) -> Pieces:
    counts = np.array(pieces_in_words, np.int32)
    first = (np.cumsum(counts) - counts).astype(np.int32)
    some = np.zeros(int(counts.sum()), np.int32)
    words = np.arange(len(counts), dtype=np.int32)
    of_blocks = words * 0 if blocks is None else np.array(blocks, np.int32)
    return Pieces(some, some, some, some, first, words, words + 1, of_blocks)


def lengths(plan: Plan, pieces: Pieces) -> list[int]:
    ends = np.append(pieces.first_pieces[1:], len(pieces.piece_ids))
    return [
        int(ends[last - 1] - pieces.first_pieces[first])
        for first, last in zip(plan.first_words, plan.last_words, strict=True)
    ]


def test_a_document_that_fits_is_read_in_one_window() -> None:
    plan = plan_windows(document([1] * 510))
    assert (plan.first_words.tolist(), plan.last_words.tolist()) == ([0], [510])


def test_a_document_without_words_is_read_in_none() -> None:
    assert not len(plan_windows(document([])).first_words)


def test_a_longer_one_is_read_in_windows_of_even_length() -> None:
    pieces = document([1] * 1000)
    assert lengths(plan_windows(pieces, 510, 96), pieces) == [398, 398, 396]


@given(st.lists(st.integers(1, 12), max_size=400), st.integers(24, 80), st.integers(0, 20))
def test_every_word_is_read_off_a_window_that_holds_it(words: list[int], most: int, overlap: int) -> None:
    pieces = document(words)
    plan = plan_windows(pieces, most, overlap)
    assert all(length <= most for length in lengths(plan, pieces))
    for word, owner in enumerate(plan.owners.tolist()):
        assert plan.first_words[owner] <= word < plan.last_words[owner]
    assert len(plan.owners) == len(words)


@given(st.lists(st.integers(1, 3), min_size=200, max_size=400))
def test_a_seam_has_context_on_both_sides(words: list[int]) -> None:
    plan = plan_windows(document(words), 100, 40)
    for left, right in zip(range(len(plan.first_words)), range(1, len(plan.first_words)), strict=False):
        seam = int(np.searchsorted(plan.owners, right))
        assert seam - plan.first_words[right] >= 4
        assert plan.last_words[left] - seam >= 4


def test_a_word_of_more_pieces_than_a_window_holds_is_not_lost() -> None:
    plan = plan_windows(document([1, 5000, 1]), 510, 96)
    assert len(plan.owners) == 3


@given(st.lists(st.lists(st.integers(1, 12), max_size=60), max_size=6), st.integers(24, 80), st.integers(0, 20))
def test_blocks_apart_are_read_as_if_each_stood_alone(blocks: list[list[int]], most: int, overlap: int) -> None:
    words = [count for block in blocks for count in block]
    numbers = [number for number, block in enumerate(blocks) for _ in block]
    together = plan_apart(document(words, numbers), most, overlap)
    firsts, lasts, owners = [], [], []
    before = 0
    for block in blocks:
        alone = plan_windows(document(block), most, overlap)
        owners += (alone.owners + len(firsts)).tolist()
        firsts += (alone.first_words + before).tolist()
        lasts += (alone.last_words + before).tolist()
        before += len(block)
    assert (together.first_words.tolist(), together.last_words.tolist()) == (firsts, lasts)
    assert together.owners.tolist() == owners
