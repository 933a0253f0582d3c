"""Which words stand within quotation marks."""

from __future__ import annotations

import time
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.text.quotations import find_quotations

_CASES = tomllib.loads((Path(__file__).parent / "cases" / "quotations.toml").read_text(encoding="utf8"))["case"]

#: Text in which marks are far more frequent than in any article.
_MARKED_TEXT = st.text(st.sampled_from("\"'“”‘’„‚«»‹›「」『』`a s.,\n(—9é") | st.characters(), max_size=200)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case["name"],
            marks=[pytest.mark.xfail(reason=case["why"], strict=True)] if case["kind"] == "known_failure" else [],
        )
        for case in _CASES
    ],
)
def test_a_block_has_the_quotations_that_a_reader_sees(case: dict) -> None:
    text = case["text"]
    found = find_quotations(text)
    assert [quotation.inner.of(text) for quotation in found] == case["inner"]
    assert [quotation.depth for quotation in found] == case.get("depth", [0] * len(found))
    assert [quotation.closed for quotation in found] == case.get("closed", [True] * len(found))


def test_offsets_are_those_of_the_whole_text() -> None:
    text = 'One "a".\n\nTwo "b".'
    (second,) = find_quotations(text, 10, len(text))
    assert second.span.of(text) == '"b"'
    assert second.inner.of(text) == "b"


def test_what_stands_outside_the_block_is_not_looked_at() -> None:
    text = 'He said "yes" and "no".'
    assert [quotation.span.of(text) for quotation in find_quotations(text, 8, 13)] == ['"yes"']
    (open_ended,) = find_quotations(text, 8, 12)
    assert open_ended.span.of(text) == '"yes'
    assert not open_ended.closed


@given(_MARKED_TEXT, st.data())
def test_quotations_are_anchored_in_order_and_well_nested(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = find_quotations(text, start, end)
    assert found == sorted(found, key=lambda quotation: (quotation.span.start, -quotation.span.end))
    for quotation in found:
        assert start <= quotation.span.start < quotation.inner.start <= quotation.inner.end <= quotation.span.end <= end
        assert quotation.closed == (quotation.inner.end < quotation.span.end)
        assert quotation.inner
    for first, second in pairwise(found):
        assert first.span.contains(second.span) or first.span.end <= second.span.start


@given(_MARKED_TEXT)
def test_a_block_reads_the_same_wherever_it_stands(text: str) -> None:
    around = f"xx {text} yy"
    shifted = find_quotations(around, 3, 3 + len(text))
    assert [(q.span.start - 3, q.span.end - 3, q.depth, q.closed) for q in shifted] == [
        (q.span.start, q.span.end, q.depth, q.closed) for q in find_quotations(text)
    ]


_HOSTILE = ['"', "'", "“", "”", "‘", "’", "«", "``", "''", "'a ", '"a', "“a ", "s' '", "“'a", '«"', "'s ", "‘a“", "‚a "]


@pytest.mark.parametrize("mark", _HOSTILE)
def test_a_megabyte_of_marks_takes_a_moment(mark: str) -> None:
    text = mark * (1_000_000 // len(mark))
    began = time.process_time()
    find_quotations(text)
    assert time.process_time() - began < 10  # about one second where it was measured; quadratic ways take hours


@settings(max_examples=20, deadline=None)
@given(st.text(st.sampled_from("\"'“”‘’«»s a,"), min_size=1, max_size=6))
def test_no_pattern_of_marks_is_slow(pattern: str) -> None:
    text = pattern * (60_000 // len(pattern))
    began = time.process_time()
    find_quotations(text)
    assert time.process_time() - began < 3
