"""``onrecord trace``: what a person, a spreadsheet and a program get of a quotation's way."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ledger.articles import Said, article
from onrecord.interfaces import cli
from onrecord.ledger.ledger import Ledger

QUOTE = "We will never pay the harbour levy"
STORY = " ".join(
    f"The {word} of the boats was counted again on the {word} quay that week, in the rain."
    for word in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
)


def told(words: str, outlet: str, day: str | None, by: str = "Maria Ortega", **more: Any):
    made = {"title": f"The {outlet} on the levy", "uri": f"https://{outlet.lower()}.example/{day}", **more}
    return article(Said(by, words), outlet=outlet, published=day, **made)


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(cli._COMMANDS, "trace", ("onrecord.interfaces.cli_trace:command", "Follow a quotation."))
    path = tmp_path / "news.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([
            told(QUOTE, "Courier", "2023-03-15"),
            told("We will never pay the harbour tax", "Lantern", "2023-03-16", by="Tomas Keller"),
            told(f"I said it before. {QUOTE}, and neither will my daughters pay it", "Gazette", None),
            told(QUOTE, "Wire", "2023-03-20", opening=STORY),
            told(QUOTE, "Herald", "2023-03-21", opening=STORY),
            told("=1+1 is what the council thinks of us\x1b[31m", "Almanac", "2023-03-22", title="@levy\x07"),
        ])  # fmt: skip
    return path


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli.main, ["trace", *arguments], input=stdin)


def test_a_person_sees_who_printed_it_first_what_differs_and_who_is_credited(news):
    result = run(QUOTE, "--ledger", str(news))
    assert (result.exit_code, result.stderr) == (0, "")
    shown = result.stdout
    assert "5 articles, 5 outlets, 3 wordings · 15 March 2023 to 21 March 2023" in shown
    assert "credited to 2 sources" in shown
    assert "Maria Ortega in 4 articles of 4 outlets" in shown
    assert "We will never pay the harbour [-levy-] {+tax+}" in shown
    words = " ".join(shown.replace("│", " ").split())
    assert "<I said it before.> We will never pay the harbour levy, <and neither will my daughters pay …>" in words
    assert "no date · Gazette" in shown
    assert shown.index("15 March 2023 · Courier") < shown.index("16 March 2023 · Lantern") < shown.index("no date")
    assert "and 1 copy of the story" in shown
    assert "Herald" not in shown


def test_lines_fit_a_terminal_and_hold_no_escape_sequence(news):
    shown = run(QUOTE, "--ledger", str(news)).stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]| $", shown, re.MULTILINE)


def test_colour_is_added_where_it_is_asked_for_and_the_marks_stay(news):
    shown = run(QUOTE, "--ledger", str(news), "--color", "always").stdout
    assert "\x1b[" in shown
    assert "[-levy-]" in shown


def test_what_a_page_wrote_cannot_act_on_the_terminal(news):
    for color in ("never", "always"):
        shown = run("what the council thinks of us", "--ledger", str(news), "--color", color).stdout
        assert "\x1b[31m" not in shown
        assert "\x07" not in shown


def test_all_lists_the_copies_too(news):
    shown = run(QUOTE, "--ledger", str(news), "--all").stdout
    assert "Herald" in shown
    assert "a copy of the story above" in shown


def test_limit_says_what_it_leaves_out(news):
    shown = run(QUOTE, "--ledger", str(news), "--limit", "1").stdout
    assert "and 1 more appearance\n" in shown
    assert "and 2 more wordings; --limit 3 shows them" in shown


def test_a_program_gets_everything(news):
    result = run(QUOTE, "--ledger", str(news), "--format", "json")
    found = json.loads(result.stdout)
    assert [each["kind"] for each in found["wordings"]] == ["same", "altered", "longer"]
    first = found["wordings"][0]["appearances"][0]
    with Ledger(news) as ledger:
        text = ledger.record(first["document"]).document.text
    assert [text[each["start"] : each["end"]] for each in first["pieces"]] == [QUOTE]
    assert first["credit"]["name"] == "Maria Ortega"
    assert [each["folded"] for each in found["wordings"][0]["appearances"]] == [False, False, True]


def test_a_spreadsheet_gets_a_row_an_appearance_and_no_formula(news):
    rows = list(csv.DictReader(io.StringIO(run(QUOTE, "--ledger", str(news), "-f", "csv", "--all").stdout)))
    assert [(row["wording"], row["kind"], row["outlet"]) for row in rows] == [
        ("1", "same", "Courier"), ("1", "same", "Wire"), ("1", "same", "Herald"), ("2", "altered", "Lantern"),
        ("3", "longer", "Gazette"),
    ]  # fmt: skip
    assert rows[0]["credited_to"] == "Maria Ortega"
    [row] = csv.DictReader(io.StringIO(run("1 1 is what the council", "--ledger", str(news), "-f", "csv").stdout))
    assert row["words"].startswith("'=1+1")
    assert row["title"].startswith("'@levy")


def test_a_quotation_comes_from_standard_input_and_the_ledger_from_the_environment(news, monkeypatch):
    monkeypatch.setenv("ONRECORD_LEDGER", str(news))
    assert "3 wordings" in run("-", stdin=f"{QUOTE}\n").stdout
    assert "3 wordings" in run("-", stdin=QUOTE.encode() + b"\xff").stdout


def test_nothing_found_is_no_failure(news):
    for form, out in (("text", ""), ("csv", "wording,kind"), ("json", '{\n  "quotation"')):
        result = run("the gulls were silent that day", "--ledger", str(news), "-f", form)
        assert result.exit_code == 0
        assert result.stdout.startswith(out)
        assert "no quotation in" in result.stderr


def test_dates_and_outlets_narrow_it(news):
    arguments = ("--ledger", str(news), "-f", "csv")
    for narrower, outlets in (
        (("--since", "2023-03-16", "--until", "2023-03-16"), ["Lantern"]),
        (("--outlet", "gaz"), ["Gazette"]),
    ):
        rows = csv.DictReader(io.StringIO(run(QUOTE, *arguments, *narrower).stdout))
        assert [row["outlet"] for row in rows] == outlets


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        (("never pay",), 2, "at least 3 are needed"),
        ((QUOTE, "--since", "yesterday"), 2, "--since"),
        ((QUOTE, "--limit", "0"), 2, "--limit"),
        ((QUOTE, "--outlet", "Nowhere"), 2, "no outlet 'Nowhere'"),
        (("-",), 2, "0 words"),
    ],
)
def test_what_cannot_be_asked_is_said_on_stderr(news, arguments, status, reason):
    result = run(*arguments, "--ledger", str(news))
    assert (result.exit_code, result.stdout) == (status, "")
    assert reason in result.stderr


def test_a_ledger_that_is_not_there_is_an_error(news, tmp_path):
    result = run(QUOTE, "--ledger", str(tmp_path / "none.ledger"))
    assert result.exit_code == 1
    assert "there is no ledger" in result.stderr
