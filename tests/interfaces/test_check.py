"""``onrecord check``: what a person, a spreadsheet, a program and a script get of an article's quotations."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ledger.articles import Said, article
from onrecord.export.jsonlines import jsonl_line
from onrecord.interfaces import cli
from onrecord.ledger.ledger import Ledger
from onrecord.record.types import Record

DEBATE = """MODERATOR: Will the levy rise?

VELL: We will not ask the boats for one crown more this year. And I have said so, uh, to every skipper.

KELLER: The council has lied to the skippers three times. =1+1 is what they think of us on the quay.
"""


def story(**more: Any) -> Record:
    return article(
        Said("Mara Vell", "We will not ask the boats for one crown more this year"),
        Said("Mara Vell", "I have said so to every skipper."),
        Said("Tomas Keller", "The council has deceived the skippers three times."),
        Said("Mara Vell", "The council has lied to the skippers three times."),
        Said("Tomas Keller", "=1+1 is what they think of us on the quay"),
        Said("Rosa Quill", "Nobody has asked the bakers what bread costs here.\x1b[31m"),
        title="Levy clash",
        **more,
    )


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "debate.txt").write_text(DEBATE, encoding="utf-8")
    (tmp_path / "story.jsonl").write_bytes(jsonl_line(story(uri="story.html")))
    return tmp_path


def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli.main, ["check", *map(str, arguments)], input=stdin)


def test_a_person_sees_each_verdict_with_its_words_marked_its_speaker_and_its_place(files):
    result = run(files / "story.jsonl", "--against", files / "debate.txt")
    assert result.exit_code == 0
    shown = result.stdout
    assert "Levy clash" in shown
    assert "verbatim — every word, in this order" in shown
    assert "I have said so [-uh-] to every skipper." in shown
    assert "The council has [-lied to-] {+deceived+} the skippers three times." in shown
    assert "speaker differs — the transcript has KELLER say it" in shown
    assert "the article credits Mara Vell" in shown
    assert "said by VELL" in shown
    assert "debate.txt, line 3" in " ".join(shown.split())
    assert "not found" in shown
    assert "\x1b" not in shown


def test_the_counts_are_on_stderr(files):
    result = run(files / "story.jsonl", "--against", files / "debate.txt")
    assert result.stderr == (
        "onrecord: 6 quotations of 1 article against 1 transcript: 2 verbatim, 1 edited, 1 altered, 1 speaker differs, "
        "1 not found\n"
    )


def test_a_program_gets_the_same_as_json_and_as_lines(files):
    whole = json.loads(run(files / "story.jsonl", "--against", files / "debate.txt", "--format", "json").stdout)
    lines = run(files / "story.jsonl", "--against", files / "debate.txt", "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == whole
    assert [each["verdict"] for each in whole] == [
        "verbatim", "edited", "altered", "speaker_differs", "verbatim", "not_found",
    ]  # fmt: skip
    text = story().document.text
    assert all(text[each["start"] : each["end"]] == each["words"] for each in whole)
    passage = whole[2]["passages"][0]
    assert DEBATE[passage["start"] : passage["end"]] == passage["words"]


def test_a_spreadsheet_gets_a_row_for_each_quotation_and_no_formula(files):
    result = run(files / "story.jsonl", "--against", files / "debate.txt", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["verdict"] for row in rows][:3] == ["verbatim", "edited", "altered"]
    assert rows[2]["differences"] == "The council has [-lied to-] {+deceived+} the skippers three times."
    assert rows[2]["speaker"] == "KELLER"
    assert rows[4]["words"].startswith("'=")
    assert rows[4]["said"] == "1+1 is what they think of us on the quay"


def test_an_article_without_quotations_is_no_row_and_an_empty_array(files):
    (files / "none.jsonl").write_bytes(jsonl_line(article(Said("Mara Vell", "it rained", quoted=False))))
    asked = (files / "none.jsonl", "--against", files / "debate.txt", "--format")
    assert run(*asked, "json").stdout == "[]\n"
    assert run(*asked, "jsonl").stdout == ""
    assert run(*asked, "csv").stdout.startswith("article,verdict,")
    assert "no quotation that can be checked" in run(*asked, "text").stdout


def test_all_articles_of_a_ledger_are_checked(files):
    with Ledger(files / "news.ledger", write=True) as ledger:
        ledger.add([story(uri="one"), article(Said("Tomas Keller", "The council has lied to the skippers"), uri="two")])
    result = run("--ledger", files / "news.ledger", "--against", files / "debate.txt", "--format", "jsonl")
    assert [json.loads(line)["article"] for line in result.stdout.splitlines()] == ["one"] * 6 + ["two"]
    assert "7 quotations of 2 articles" in result.stderr


def test_a_file_is_written_where_it_is_asked_for_and_never_over_what_is_read(files):
    asked = (files / "story.jsonl", "--against", files / "debate.txt", "--format", "jsonl", "--output")
    assert run(*asked, files / "checked.jsonl").stdout == ""
    assert len((files / "checked.jsonl").read_text(encoding="utf-8").splitlines()) == 6
    before = (files / "debate.txt").read_bytes()
    refused = run(*asked, files / "debate.txt")
    assert (refused.exit_code, (files / "debate.txt").read_bytes()) == (2, before)
    assert "to be read and to be written" in refused.stderr


@pytest.mark.parametrize(
    ("fail_on", "status"),
    [("altered", 3), ("speaker-differs", 3), ("Speaker differs, stitched", 3), ("stitched", 0), ("too_short", 0)],
)
def test_a_script_is_told_by_the_exit_status_of_verdicts_that_it_asks_for(files, fail_on, status):
    result = run(files / "story.jsonl", "--against", files / "debate.txt", "--fail-on", fail_on)
    assert result.exit_code == status


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        (("story.jsonl", "--against", "debate.txt", "--fail-on", "wrong"), 2, "no verdict is 'wrong'"),
        (("story.jsonl", "--against", "debate.txt", "--fail-on", ","), 2, "names no verdict"),
        (("--against", "debate.txt"), 2, "give articles to check, or --ledger"),
        (("story.jsonl", "--against", "debate.txt", "--ledger", "x.ledger"), 2, "not both"),
        (("story.jsonl",), 2, "--against"),
        (("-", "--against", "-"), 2, "standard input"),
        (("story.jsonl", "--against", "none.txt"), 1, "none.txt"),
        (("none.jsonl", "--against", "debate.txt"), 1, "none.jsonl"),
        (("--ledger", "none.ledger", "--against", "debate.txt"), 1, "there is no ledger"),
    ],
)
def test_what_cannot_be_checked_is_said_on_stderr(files, monkeypatch, arguments, status, reason):
    monkeypatch.chdir(files)
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (status, "")
    assert reason in result.stderr


def test_one_bad_input_does_not_stop_the_others(files, monkeypatch):
    monkeypatch.chdir(files)
    with (files / "story.jsonl").open("ab") as lines:
        lines.write(b"{broken\n")
        lines.write(jsonl_line(story(uri="second.html")))
    result = run("story.jsonl", "--against", "none.txt", "--against", "debate.txt", "--format", "jsonl")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 12
    assert "story.jsonl:2" in result.stderr
    assert "none.txt" in result.stderr


def test_a_transcript_may_come_on_standard_input(files):
    result = run(files / "story.jsonl", "--against", "-", "--format", "jsonl", stdin=DEBATE)
    assert json.loads(result.stdout.splitlines()[0])["passages"][0]["transcript"] == "standard input"


def test_articles_are_read_where_there_are_no_records_yet(files, monkeypatch):
    """The reader is the seam: a scripted one stands in for the model."""

    class Scripted:
        def pipe(self, documents):
            for document in documents:
                assert document.text.startswith("Made up")
                yield story(uri="read.txt")

    monkeypatch.setattr("onrecord.interfaces.cli_check.new_reader", lambda threads: Scripted())
    (files / "read.txt").write_text("Made up: an article about the harbour levy and the boats.", encoding="utf-8")
    result = run(files / "read.txt", "--against", files / "debate.txt", "--format", "jsonl")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 6)
