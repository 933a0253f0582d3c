"""Who says "I" where no quotation marks tell it: cases in ``cases/turns.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from entities.test_entities import entity_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "turns.toml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.bundle


@pytest.mark.parametrize(("transcript", "name"), CASES["told"])
def test_the_floor_is_told_at_the_edges_of_a_turn(transcript: str, name: str):
    assert entity_of(transcript) == name


@pytest.mark.parametrize("transcript", CASES["untold"])
def test_a_turn_that_nothing_labels_is_nobodys(transcript: str):
    assert entity_of(transcript) == ""
