"""Words and pieces: what the library for them gives, on any text, anchored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.bundle import SHIPPED
from onrecord.model.wordpiece import MAX_WORD_LENGTH, Vocabulary, find_words

CASES = json.loads((Path(__file__).parent / "cases" / "wordpiece.json").read_text(encoding="utf8"))
TOY = Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "read", "##er", "##s", "a", "'"])
#: Every code point, those that belong in no text among them.
any_string = st.text(st.characters(exclude_categories=()))


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.from_file(SHIPPED / "vocabulary.txt")


@pytest.mark.bundle
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_the_pieces_are_those_that_the_tokenizers_library_gives(
    case: dict[str, object], vocabulary: Vocabulary
) -> None:
    text = str(case["text"])
    pieces = [piece for start, end in find_words(text, 0, len(text)) for piece in vocabulary.pieces_of(text[start:end])]
    assert pieces == case["ids"]


def test_a_word_is_cut_into_its_longest_pieces_from_the_left() -> None:
    assert TOY.pieces_of("Readers") == (4, 5, 6)


def test_a_word_that_no_pieces_make_up_is_one_unknown_piece() -> None:
    assert TOY.pieces_of("reading") == (TOY.unknown,)


def test_a_word_without_anything_written_has_no_pieces() -> None:
    assert TOY.pieces_of("\u0301") == ()
    assert TOY.pieces_of("\u200b\ud800") == ()


def test_a_word_that_is_too_long_is_one_unknown_piece() -> None:
    assert TOY.pieces_of("a" * (MAX_WORD_LENGTH + 1)) == (TOY.unknown,)


@given(any_string)
def test_words_are_in_order_apart_and_hold_everything_that_is_not_white_space(text: str) -> None:
    words = list(find_words(text, 0, len(text)))
    covered = 0
    for start, end in words:
        assert covered <= start < end
        assert not text[covered:start].strip()
        covered = end
    assert not text[covered:].strip()


@given(any_string, any_string)
def test_words_of_a_part_do_not_depend_on_what_is_around_it(before: str, text: str) -> None:
    shift = len(before)
    alone = [(start + shift, end + shift) for start, end in find_words(text, 0, len(text))]
    assert list(find_words(before + text + before, shift, shift + len(text))) == alone


@given(any_string)
def test_any_word_can_be_cut(text: str) -> None:
    assert all(0 <= piece < len(TOY) for piece in TOY.pieces_of(text))
