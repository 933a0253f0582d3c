"""Why: the words that an attribution rests on, and where they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import onrecord
from onrecord.interfaces.cli import main

pytestmark = pytest.mark.bundle

TEXT = """Mara Vell, the director of the Harrow Water Company, spoke to the Harrow Post on Monday.

“It rained,” she told the newspaper. The director said that the dam had held.

An official said the dam leaked."""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "dam.txt"
    path.write_text(TEXT)
    return path


def test_every_attribution_is_explained_by_words_where_they_stand(article: Path):
    result = CliRunner().invoke(main, ["explain", str(article)])
    assert result.exit_code == 0
    told = result.stdout
    assert "nearest to Mara Vell" in told
    assert "it is the office, or the kind of outlet, of Mara Vell" in told
    assert "Mara Vell → Harrow Post → this page" in told
    assert "nobody named in the article is meant" in told
    for words, start, end in re.findall(r"“([^”…]+)” \((\d+)–(\d+)\)", told):
        assert " ".join(TEXT[int(start) : int(end)].split()).strip("“”") == words
    assert len(re.findall(r"^a\d+  ", told, re.M)) == len(onrecord.read(article).attributions)


def test_one_attribution_is_explained_by_its_id(article: Path):
    result = CliRunner().invoke(main, ["explain", str(article), "a1"])
    assert result.stdout.startswith("a1  ")
    assert "\na2 " not in result.stdout


def test_an_id_that_is_not_there_is_an_error_that_says_which_are(article: Path):
    result = CliRunner().invoke(main, ["explain", str(article), "a99"])
    assert result.exit_code == 2
    assert "no attribution a99; it has a1 to a" in result.stderr


def test_a_program_gets_the_same_text(article: Path):
    assert (
        onrecord.explain(article, "a1") + "\n"
        == CliRunner().invoke(main, ["explain", str(article), "a1"]).stdout + "\n"
    )


def test_the_rule_that_told_a_standing_is_said(article: Path):
    told = onrecord.explain(article)
    assert "named person: the kind of who it means" in told
    assert "unnamed person: its noun is of a person, and no name stands beside it" in told
