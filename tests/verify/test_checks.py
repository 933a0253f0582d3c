"""Checks as a program asks for them: from paths, from transcripts at hand, over many records."""

from __future__ import annotations

from pathlib import Path

import pytest

import onrecord
from ledger.articles import Said, article
from onrecord.errors import NoArticle, NotFound
from onrecord.ingest.page import Page
from onrecord.verify.checks import Checks, transcripts_of
from onrecord.verify.transcript import open_transcripts, read_transcript

SPEECH = "VELL: The books are open to anyone who can read.\n"
RECORD = article(Said("Mara Vell", "The books are open to anyone who can read"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(SPEECH, encoding="utf-8")
    (tmp_path / "b.txt").write_text("KELLER: Not a word of it is true.\n", encoding="utf-8")
    return tmp_path


def test_transcripts_are_given_as_paths_folders_values_or_an_index(folder):
    value = read_transcript(Page(SPEECH.encode(), uri="value.txt"))
    for against in (folder, str(folder), folder / "a.txt", [folder / "a.txt", value], value, transcripts_of(folder)):
        (checked,) = onrecord.check(RECORD, against)
        assert checked.verdict == "verbatim"


def test_a_transcript_that_cannot_be_read_is_an_error_or_is_told(folder):
    (folder / "c.txt").write_bytes(b"\x00\x01\x02\x00")
    with pytest.raises(onrecord.OnRecordError, match=r"c\.txt"):
        transcripts_of(folder)
    with pytest.raises(NotFound):
        transcripts_of(folder / "none.txt")
    told = []
    found = list(open_transcripts([folder, folder / "none.txt"], lambda source, error: told.append(source)))
    assert [Path(each.name).name for each in found] == ["a.txt", "b.txt"]
    assert [Path(source).name for source in told] == ["c.txt", "none.txt"]


def test_nothing_to_check_against_is_an_error():
    with pytest.raises(NoArticle, match="no transcript is given"):
        transcripts_of([])


def test_many_records_are_checked_as_they_are_asked_for(folder):
    asked = []

    def records():
        for _ in range(3):
            asked.append(len(asked))
            yield RECORD

    checks = Checks(records, transcripts_of(folder))
    assert asked == []
    next(iter(checks))
    assert asked == [0]
    assert [each.verdict for each in checks] == ["verbatim"] * 3
