"""The commands ``speakers``, ``outlets`` and ``entities``: tables for a person, figures for a program, joins mended."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ledger.articles import Said, article
from onrecord.interfaces.cli import main
from onrecord.interfaces.ledger_tables import Column, table
from onrecord.interfaces.output import Look
from onrecord.interfaces.people_views import outlet_view, speaker_view
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.profile_details import outlet_detail, speaker_detail

COURIER, LANTERN = "The Tidewater Courier", "The Evening Lantern"
ORTEGA = Said("Maria Ortega", "We will not pay the harbour levy twice")
KELLER = Said("Tomas Keller", "the levy can wait", quoted=False)
AIDE = Said("an aide", "the sea wall has cracks", quoted=False, standing="unnamed_person", hops=2)
NARROW = Look(color=False, plain=True, width=60)


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three articles of two outlets."""
    path = tmp_path / "news.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([
            article(ORTEGA, KELLER, title="A levy"),
            article(AIDE, KELLER, published="2023-03-17", outlet=LANTERN),
            article(Said("Maria Ortega", "No"), published="2023-04-01"),
        ])  # fmt: skip
    monkeypatch.setenv("ONRECORD_LEDGER", str(path))
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def done(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refused(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 2, result.stdout
    assert "Traceback" not in result.stderr
    return result.stderr


def numbers() -> dict[str, str]:
    """The ledger's numbers by name."""
    return {each["name"]: str(each["entity_id"]) for each in json.loads(done("entities", "--format", "json"))}


@dataclass(frozen=True)
class _Boat:
    name: str
    tons: int | None
    full: float | None


BOATS: tuple[Column[_Boat], ...] = (
    Column("name", "boat", lambda each: each.name),
    Column("tons", "tons", lambda each: each.tons, "count"),
    Column("full", "full", lambda each: each.full, "share", below=True),
)
FLEET = [
    _Boat("Kittiwake", 1200, 0.25),
    _Boat("The longest of all the names that a boat has ever had to bear", 7, None),
]


def test_numbers_stand_to_the_right_and_what_is_unknown_is_a_dash():
    lines = table(BOATS, FLEET, NARROW, on_screen=False).splitlines()
    assert lines[0].split() == ["boat", "tons", "full"]
    assert lines[1].endswith("1,200   25%")
    assert lines[2].endswith("bear      7     –")


def test_on_a_screen_a_table_keeps_within_its_width_and_other_figures_stand_below():
    lines = table(BOATS, FLEET, NARROW, on_screen=True, below=lambda each: f"full {each.full} " * 20).splitlines()
    assert max(map(len, lines)) <= 60
    assert "…" in lines[3]
    assert lines[2].startswith("full 0.25")
    assert "full" not in lines[0]


def test_no_rows_make_no_table():
    assert table(BOATS, [], NARROW, on_screen=False) == ""


def test_names_that_are_twice_as_wide_keep_the_columns_in_line():
    lines = table(BOATS, [_Boat("港の船", 5, 0.5), _Boat("abc", 5, 0.5)], NARROW, on_screen=False).splitlines()
    assert lines[1] == "港の船     5   50%"
    assert lines[2] == "abc        5   50%"


def test_speakers_in_a_pipe_are_a_line_each_with_nothing_cut(news):
    lines = done("speakers").splitlines()
    assert len(lines) == 3
    assert lines[1].split()[1:3] == ["Maria", "Ortega"]
    assert lines[1].split()[4:8] == ["9", "2", "2", "1"]
    assert "2 speakers" in run("speakers").stderr


def test_speakers_as_csv_and_json_have_raw_numbers(news):
    (first, _) = csv.DictReader(io.StringIO(done("speakers", "--format", "csv")))
    assert (first["name"], first["words"], first["direct"], first["last"]) == ("Maria Ortega", "9", "1", "2023-04-01")
    (listed, _) = json.loads(done("speakers", "--format", "json"))
    assert (listed["name"], listed["words"], listed["direct"]) == ("Maria Ortega", 9, 1.0)
    assert next(json.loads(line) for line in done("speakers", "--format", "jsonl").splitlines()) == listed


def test_a_list_that_is_cut_short_says_so(news):
    result = run("speakers", "--limit", "1")
    assert len(result.stdout.splitlines()) == 2
    assert "2 speakers, 1 shown" in result.stderr


def test_one_speaker_is_shown_in_detail(news):
    told = done("speakers", "ortega")
    for words in ("Maria Ortega", "2 attributions in 2 articles of 1 outlet", "word for word 2 (100%)", "2023-04"):
        assert words in told
    assert json.loads(done("speakers", "ortega", "--format", "json"))["speaker"]["name"] == "Maria Ortega"


def test_outlets_tell_their_shares(news):
    by_name = {row["outlet"]: row for row in csv.DictReader(io.StringIO(done("outlets", "--format", "csv")))}
    assert by_name[LANTERN]["hearsay"] == "0.5"
    assert by_name[LANTERN]["words_unnamed_person"] == "5"
    assert by_name[COURIER]["unnamed"] == "0"
    assert "2 outlets" in run("outlets").stderr


def test_one_outlet_is_shown_in_detail(news):
    told = done("outlets", "lantern")
    assert "50% of the attributions came through a second hand" in told
    assert "unnamed people" in told


@pytest.mark.parametrize("width", [40, 80])
def test_details_keep_within_the_screen(news, width):
    look = Look(color=False, plain=True, width=width)
    with Ledger(news) as ledger:
        for view in (
            speaker_view(speaker_detail(ledger, "Maria Ortega"), look),
            outlet_view(outlet_detail(ledger, LANTERN), look),
        ):
            assert max(map(len, view.splitlines())) <= width


def test_entities_are_listed_and_shown_with_the_reason_of_each_join(news):
    ortega = numbers()["Maria Ortega"]
    assert done("entities", "ortega").splitlines()[1].split()[:4] == [ortega, "Maria", "Ortega", "person"]
    for arguments in ((ortega,), (f"#{ortega}",), ("--why", "Maria Ortega")):
        lines = done("entities", *arguments).splitlines()
        assert lines[1].startswith("      1  2023-03-15")
        assert lines[2].endswith("the same name; nothing speaks against it")


def test_entities_are_merged_listed_as_decisions_and_undone(news):
    before = done("entities", "--format", "json")
    ortega, keller = numbers()["Maria Ortega"], numbers()["Tomas Keller"]
    assert "Tomas Keller" in done("entities", "merge", ortega, f"#{keller}")
    assert list(numbers()) == ["Maria Ortega"]
    assert f"{keller} was merged into {ortega}" in run("entities", keller).stderr
    assert "merge" in done("entities", "decisions")
    assert "undone" in done("entities", "undo", "1")
    assert done("entities", "--format", "json") == before


def test_an_article_is_parted_with_the_ledger_named_before_or_behind(news, monkeypatch):
    monkeypatch.delenv("ONRECORD_LEDGER")
    asked = done("entities", "Ortega", "--ledger", str(news), "--format", "json")
    ortega = str(json.loads(asked)[0]["entity_id"])
    done("entities", "--ledger", str(news), "split", ortega, "--articles", "3")
    (made,) = json.loads(done("entities", "decisions", "--format", "json", "--ledger", str(news)))
    assert (made["action"], made["articles"]) == ("split", [3])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("speakers", "Nadia Quill"), "nobody of the name 'Nadia Quill'"),
        (("speakers", "--outlet", "bell"), "no outlet 'bell'"),
        (("speakers", "--since", "soon"), "'soon' is no date"),
        (("outlets", "bell"), "no outlet 'bell'"),
        (("entities", "Nadia Quill"), "nobody of the name 'Nadia Quill'"),
        (("entities", "--why"), "give a name or a number"),
        (("entities", "999"), "no entity 999"),
        (("entities", "merge", "1", "Keller"), "'Keller' is no number"),
        (("entities", "split", "1", "--articles", "1;2"), "'1;2' is no number"),
        (("entities", "split", "1", "--articles", "77"), "not in articles 77"),
        (("entities", "undo", "5"), "no decision 5"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(news, arguments, told):
    assert told in refused(*arguments)


def test_a_ledger_that_is_not_there_is_not_made(tmp_path):
    path = tmp_path / "typo.ledger"
    result = run("entities", "merge", "1", "2", "--ledger", str(path))
    assert result.exit_code == 1
    assert "there is no ledger" in result.stderr
    assert not path.exists()


def test_help_of_entities_tells_its_options_and_its_commands():
    told = done("entities", "--help")
    for word in ("--why", "merge", "split", "undo", "decisions", "[NAME|NUMBER]"):
        assert word in told
    assert "OTHER..." in done("entities", "merge", "--help")


def test_what_stands_in_a_ledger_neither_moves_the_cursor_nor_is_a_formula(tmp_path):
    path = tmp_path / "news.ledger"
    outlet = "=HYPERLINK(1)\x1b[2J"
    with Ledger(path, write=True) as ledger:
        ledger.add([article(ORTEGA, outlet=outlet)])
    shown = done("outlets", "--ledger", str(path)) + done("speakers", "Ortega", "--ledger", str(path))
    shown += done("entities", "1", "--ledger", str(path))
    assert "\x1b" not in shown
    (row,) = csv.DictReader(io.StringIO(done("outlets", "--ledger", str(path), "--format", "csv")))
    assert row["outlet"].startswith("'=")
