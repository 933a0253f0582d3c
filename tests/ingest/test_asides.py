"""Lines that stand beside a story are told by all their words, or not at all."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.asides import ASIDE_LIMIT, aside_kind, sponsor_in

CASES = tomllib.loads((Path(__file__).parent / "cases" / "asides.toml").read_text(encoding="utf-8"))


def lines(kind: str) -> list[str]:
    return [line for group in CASES[kind] for line in group["lines"]]


@pytest.mark.parametrize("line", lines("credit"))
def test_a_credit_is_recognised(line: str) -> None:
    assert aside_kind(line) == "credit"


@pytest.mark.parametrize("line", lines("notice"))
def test_a_notice_is_recognised_and_names_no_sponsor(line: str) -> None:
    assert aside_kind(line) == "notice"
    assert sponsor_in(line) is None


@pytest.mark.parametrize(("line", "sponsor"), lines("sponsor"))
def test_a_sponsors_line_is_a_notice_and_names_who_pays(line: str, sponsor: str) -> None:
    assert aside_kind(line) == "notice"
    assert sponsor_in(line) == sponsor


@pytest.mark.parametrize("line", lines("story"))
def test_what_only_looks_like_one_stays_in_the_story(line: str) -> None:
    assert aside_kind(line) is None
    assert sponsor_in(line) is None


def test_a_line_that_markup_calls_a_sponsors_may_say_it_in_more_ways() -> None:
    assert sponsor_in("Presented by Roe & Sons") is None
    assert sponsor_in("Presented by Roe & Sons", labelled=True) == "Roe & Sons"


@given(st.text(max_size=ASIDE_LIMIT + 50))
def test_any_line_gets_an_answer(line: str) -> None:
    assert aside_kind(line) in (None, "credit", "notice")


@pytest.mark.parametrize("unit", ["a ", "a/", "Jo Roe/", "Photo ", "© a", "Sponsored by ", "a.", "(", "AP "])
def test_no_line_is_slow_to_judge(unit: str) -> None:
    line = (unit * ASIDE_LIMIT)[:ASIDE_LIMIT]
    started = time.perf_counter()
    aside_kind(line)
    assert time.perf_counter() - started < 0.5
