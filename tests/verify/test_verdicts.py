"""What each quotation is called, against transcripts in each format: the cases are in ``cases/*.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ledger.articles import Said, article
from onrecord.ingest.page import Page
from onrecord.verify.check import check_record
from onrecord.verify.index import TranscriptIndex
from onrecord.verify.transcript import read_transcript
from onrecord.verify.types import CheckedQuotation

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))


def listed(name: str) -> list[Any]:
    found = []
    for path in CASES:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, case in enumerate(data[name], 1):
            found.append(pytest.param(path.stem, data, *case, id=f"{path.stem}-{number}-{case[2]}"))
    return found


def checked_against(data: dict[str, Any], name: str, credited: str, words: str) -> CheckedQuotation:
    """The verdict on the one quotation of an article."""
    transcript = read_transcript(Page(data["transcript"].encode(), uri=name + data["suffix"]))
    (checked,) = check_record(article(Said(credited, words)), TranscriptIndex([transcript]))
    return checked


@pytest.mark.parametrize(("name", "data", "credited", "words", "verdict", "kinds"), listed("cases"))
def test_a_quotation_gets_the_verdict_that_a_person_gives_it(name, data, credited, words, verdict, kinds):
    checked = checked_against(data, name, credited, words)
    assert (checked.verdict.value, [each.kind for each in checked.differences] if kinds else []) == (verdict, kinds)


@pytest.mark.parametrize(("name", "data", "credited", "words", "verdict", "kinds"), listed("known_failures"))
@pytest.mark.xfail(strict=True, reason="known failure")
def test_a_known_failure_is_still_one(name, data, credited, words, verdict, kinds):
    assert checked_against(data, name, credited, words).verdict.value == verdict


def test_there_are_cases_of_every_verdict():
    verdicts = {parameter.values[4] for parameter in listed("cases")}
    assert verdicts == {
        "verbatim", "trimmed", "edited", "stitched", "altered", "speaker_differs", "not_found", "too_short",
    }  # fmt: skip
