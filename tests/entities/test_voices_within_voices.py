"""Voices within voices: passages of ``cases/voices.toml``, read from end to end with the shipped model."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from onrecord.reader import Reader
from onrecord.record.types import Attribution, Record

CASES = tomllib.loads((Path(__file__).parent / "cases" / "voices.toml").read_text(encoding="utf-8"))
KNOWN_FAILURES = {case[0]: case[1] for case in CASES.get("known_failures", [])}

pytestmark = pytest.mark.bundle


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(threads=1)


def voice(record: Record, attribution: Attribution) -> tuple[str, str]:
    """Who speaks, and by which verb."""
    names = {entity.id: entity.name for entity in record.entities}
    words = " ".join(record.document.text[span.start : span.end] for span in attribution.source.spans)
    return names.get(attribution.source.entity or "", words), attribution.cue.lemma


def nested(record: Record) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    """Each inner voice behind the one in whose words it is."""
    by_id = {attribution.id: attribution for attribution in record.attributions}
    return {(voice(record, by_id[inner.parent]), voice(record, inner)) for inner in record.attributions if inner.parent}


def cases(group: str) -> list[object]:
    return [
        pytest.param(
            *case,
            marks=[pytest.mark.xfail(reason=KNOWN_FAILURES[case[0]], strict=True)] if case[0] in KNOWN_FAILURES else [],
        )
        for case in CASES[group]
    ]


@pytest.mark.parametrize(("passage", "outer", "inner"), [*cases("wild"), *cases("deep")])
def test_a_voice_is_found_in_the_words_of_another(reader: Reader, passage: str, outer: list[str], inner: list[str]):
    assert (tuple(outer), tuple(inner)) in nested(reader.read_text(passage))


@pytest.mark.parametrize("passage", CASES["alone"])
def test_no_voice_is_found_where_nobody_else_speaks(reader: Reader, passage: str):
    assert nested(reader.read_text(passage)) == set()


def test_a_known_failure_is_one_of_the_cases():
    passages = {case[0] for group in ("wild", "deep") for case in CASES[group]}
    assert passages >= KNOWN_FAILURES.keys()
