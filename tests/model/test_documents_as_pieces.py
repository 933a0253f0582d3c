"""A document as arrays: each word with its offsets, its block, and the features that the vocabulary lacks."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.text import find_blocks
from onrecord.model.pieces import BLOCK_FEATURES, CASE_FEATURES, QUOTE_FEATURES, encode
from onrecord.model.wordpiece import Vocabulary

LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOCABULARY = Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *LETTERS, *(f"##{c}" for c in LETTERS), *'“”".,'])


def features(text: str) -> list[tuple[str, str, str, str]]:
    """Each word with the names of its features."""
    pieces = encode(text, find_blocks(text), VOCABULARY)
    return [
        (
            text[start:end],
            CASE_FEATURES[pieces.case[first]],
            BLOCK_FEATURES[pieces.block[first]],
            QUOTE_FEATURES[pieces.quote[first]],
        )
        for start, end, first in zip(pieces.word_starts, pieces.word_ends, pieces.first_pieces, strict=True)
    ]


def test_capitals_blocks_and_quotation_marks_are_told_of_each_word() -> None:
    assert features("Ada said “No”.\n\nBBC iPod 7") == [
        ("Ada", "capitalised", "first", "outside"),
        ("said", "lower", "inside", "outside"),
        ("“", "no_letters", "inside", "opening_mark"),
        ("No", "capitalised", "inside", "inside"),
        ("”", "no_letters", "inside", "closing_mark"),
        (".", "no_letters", "inside", "outside"),
        ("BBC", "upper", "first", "outside"),
        ("iPod", "mixed", "inside", "outside"),
        ("7", "no_letters", "inside", "outside"),
    ]


def test_every_piece_of_a_word_has_the_features_of_the_word_but_only_the_first_opens_the_block() -> None:
    pieces = encode("Ada", find_blocks("Ada"), VOCABULARY)
    assert pieces.case.tolist() == [1, 1, 1]
    assert pieces.block.tolist() == [1, 0, 0]


def test_a_text_without_words_gives_empty_arrays() -> None:
    pieces = encode(" \n ", find_blocks(" \n "), VOCABULARY)
    assert not len(pieces.piece_ids)
    assert not len(pieces.first_pieces)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_gives_arrays_that_fit_one_another(text: str) -> None:
    pieces = encode(text, find_blocks(text), VOCABULARY)
    words = len(pieces.first_pieces)
    assert len(pieces.case) == len(pieces.block) == len(pieces.quote) == len(pieces.piece_ids)
    assert len(pieces.word_starts) == len(pieces.word_ends) == len(pieces.word_blocks) == words
    assert (np.diff(pieces.first_pieces) > 0).all()
    assert (pieces.word_starts < pieces.word_ends).all()
    assert (pieces.word_ends[:-1] <= pieces.word_starts[1:]).all()
    assert not words or pieces.word_ends[-1] <= len(text)
