"""One wording beside another: what became of it, and which words differ."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.interfaces.trace_views import marked
from onrecord.ledger.tracing_wordings import _differences
from onrecord.ledger.wording import Base, Comparison, Kind, beside, compare, enough
from onrecord.text.comparing import keys_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "wordings.toml").read_text(encoding="utf-8"))

#: Few words, so that they return, in other places and orders.
WORDS = st.lists(st.sampled_from(["a", "lot", "of", "the", "wall", "will", "hold", "we", "pay"]), max_size=40)


def pieces_of(wording: str) -> tuple[str, list[str], list[int]]:
    """A case's wording as it is printed, its words, and where new marks open."""
    keys: list[str] = []
    breaks = []
    for number, piece in enumerate(wording.split(" / ")):
        breaks += [len(keys)] if number else []
        keys += keys_of(piece)
    return wording.replace(" / ", " … "), keys, breaks


@pytest.mark.parametrize(("base", "wording", "kind", "shown"), CASES["told"])
def test_a_wording_is_told_beside_its_base(base: str, wording: str, kind: str, shown: str):
    printed, keys, breaks = pieces_of(wording)
    comparison = compare(Base(keys_of(base)), keys, breaks)
    assert comparison is not None
    assert comparison.kind == kind
    assert " ".join(words for words, _ in marked(_differences(base, printed, comparison))) == shown
    assert enough(comparison, len(keys_of(base)), len(keys))


@pytest.mark.parametrize(("base", "wording"), CASES["strangers"])
def test_a_turn_of_speech_does_not_make_one_quotation(base: str, wording: str):
    comparison = compare(Base(keys_of(base)), keys_of(wording))
    assert comparison is None or not enough(comparison, len(keys_of(base)), len(keys_of(wording)))


@pytest.mark.parametrize(("base", "wording"), CASES["kin"])
def test_a_part_is_the_same_quotation_from_either_side(base: str, wording: str):
    for one, other in ((base, wording), (wording, base)):
        comparison = compare(Base(keys_of(one)), keys_of(other))
        assert comparison is not None
        assert enough(comparison, len(keys_of(one)), len(keys_of(other)))


@pytest.mark.xfail(strict=True, reason="known: see the cases")
@pytest.mark.parametrize(("base", "wording", "kind"), CASES["known_failures"])
def test_known_failures(base: str, wording: str, kind: str):
    comparison = compare(Base(keys_of(base)), keys_of(wording))
    assert comparison is not None
    assert comparison.kind == kind


def _holds(comparison: Comparison, base: list[str], words: list[str]) -> None:
    at = place = 0
    for each in comparison.stretches:
        assert (each.left_start, each.right_start) == (at, place)
        at, place = each.left_end, each.right_end
        assert (at, place) != (each.left_start, each.right_start)
        assert not each.same or base[each.left_start : at] == words[each.right_start : place]
    assert (at, place) == (len(base), len(words))
    assert 0 <= comparison.start <= comparison.end <= len(words)
    assert comparison.shared <= min(len(base), len(words))
    for tile in comparison.parts:
        assert base[tile.at : tile.at + tile.size] == words[tile.place : tile.place + tile.size]


@given(WORDS, WORDS)
def test_what_is_told_of_two_wordings_covers_both_and_is_so(base: list[str], words: list[str]):
    comparison = compare(Base(base), words)
    runs = [{tuple(each[at : at + 3]) for at in range(len(each) - 2)} for each in (base, words)]
    assert (comparison is not None) == bool(runs[0] & runs[1])
    if comparison is not None:
        _holds(comparison, base, words)
    if base and words:
        _holds(beside(Base(base), words), base, words)


@given(WORDS.filter(lambda words: len(words) >= 3))
def test_a_wording_beside_itself_is_the_same(words: list[str]):
    comparison = compare(Base(words), words)
    assert comparison is not None
    assert (comparison.kind, comparison.shared) == (Kind.SAME, len(words))


@given(st.lists(st.integers(0, 10_000).map(str), min_size=6, max_size=40, unique=True), st.data())
def test_one_change_is_told_for_what_it_is(words: list[str], data: st.DataObject):
    base = Base(words)
    at = data.draw(st.integers(3, len(words) - 3))
    kinds = {
        Kind.PART: words[:at],
        Kind.CUT: words[: at - 1] + words[at:] if at > 3 else words[:3] + words[4:],
        Kind.LONGER: ["before", *words],
        Kind.ALTERED: [*words[:at], "new", *words[at:]],
    }
    for kind, changed in kinds.items():
        comparison = compare(base, changed)
        assert comparison is not None
        assert comparison.kind is kind


def test_a_word_that_returns_ten_thousand_times_costs_no_more_than_others():
    words = ["no"] * 1_000
    comparison = compare(Base(words), ["no"] * 10_000)
    assert comparison is not None
    assert comparison.shared <= 1_000
