"""The commands ``search`` and ``show``: what a person reads, what a program gets, and what wrong words are told."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from ledger.articles import Said, article
from onrecord.interfaces.cli import main
from onrecord.interfaces.cli_search import command as search_command
from onrecord.interfaces.cli_show import command as show_command
from onrecord.ledger.ledger import Ledger
from onrecord.record.json import encode
from records import hostile_record

ADDRESS = "https://courier.example/levy"
ORTEGA = Said("Maria Ortega", "We will not pay the harbour levy twice")
KELLER = Said("Tomas Keller", "the levy can wait", quoted=False)
AIDE = Said("an aide", "the sea wall has cracks", quoted=False, standing="unnamed_person", hops=2)
FORMULA = Said("Ana Petrova", "=SUM(A1) is no levy", quoted=False)


@pytest.fixture(autouse=True)
def commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both commands in the group, whichever others it has."""
    known = {"search": search_command, "show": show_command}
    ask = type(main).get_command
    monkeypatch.setattr(type(main), "get_command", lambda self, ctx, name: known.get(name) or ask(self, ctx, name))
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three articles, the first of which changed under its address."""
    path = tmp_path / "news.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([
            article(ORTEGA, KELLER, uri=ADDRESS, title="A levy for the harbour"),
            article(AIDE, FORMULA, published="2023-03-17", outlet="The Evening Lantern", title="Cracks"),
        ])  # fmt: skip
        changed = Said("Maria Ortega", "We will not pay the harbour levy at all")
        ledger.add([article(changed, KELLER, uri=ADDRESS, published="2023-03-16", title="A levy for the harbour")])
    monkeypatch.setenv("ONRECORD_LEDGER", str(path))
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def hits(*arguments: str) -> list[str]:
    result = run("search", "--format", "jsonl", *arguments)
    assert result.exit_code == 0, result.stderr
    return [json.loads(line)["content"].strip("“”") for line in result.stdout.splitlines()]


def test_a_person_reads_the_article_then_who_says_what(news):
    result = run("search", "levy", "harbour")
    assert result.exit_code == 0
    assert result.stdout == (
        "\n"
        "3  16 March 2023 · The Tidewater Courier · A levy for the harbour\n"
        "   Maria Ortega — said\n"
        "   │ “We will not pay the harbour levy at all”\n"
        "\n"
    )
    assert (
        result.stderr == f"1 attribution in 1 article\nonrecord show 3 --ledger {news} shows the first one’s article\n"
    )


def test_the_words_asked_for_are_bold_where_colours_are_welcome(news):
    result = run("search", "pay levy", "harbo*", "--color", "always")
    assert not result.stdout
    result = run("search", "pay", "harbo*", "--color", "always")
    assert "\x1b[1mpay\x1b[0m the \x1b[1mharbour\x1b[0m levy" in result.stdout
    assert "\x1b" not in run("search", "pay", "harbo*").stdout


def test_an_article_is_named_once_and_its_statements_are_in_their_order(news):
    shown = run("search", "--until", "2023-03-16").stdout
    assert shown.count("A levy for the harbour") == 1
    assert shown.index("Maria Ortega") < shown.index("Tomas Keller")


def test_what_is_to_be_known_of_a_statement_is_said_beside_it(news):
    shown = run("search", "wall").stdout
    assert "an aide (unnamed person) — said · through 2 hands" in shown


def test_a_long_content_is_cut_around_the_words_that_were_asked_for(tmp_path):
    path = tmp_path / "long.ledger"
    long = f"{'the quay was quiet that night and ' * 40}then the needle fell {'and nobody saw it ' * 40}"
    with Ledger(path, write=True) as ledger:
        ledger.add([article(Said("Maria Ortega", long))])
    shown = run("search", "needle", "--ledger", str(path)).stdout
    assert "needle" in shown
    assert len(shown) < 700
    assert shown.count("…") == 2
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["levy", "-wait"], ["=SUM(A1) is no levy", "We will not pay the harbour levy at all"]),
        (["levy", "-harbour levy"], ["=SUM(A1) is no levy", "the levy can wait"]),
        (["not pay"], ["We will not pay the harbour levy at all"]),
        (["pay not"], []),
        (["pay", "not"], ["We will not pay the harbour levy at all"]),
        (["-l"], None),
        (["-levy"], ["the sea wall has cracks"]),
        (["--speaker", "Ortega"], ["We will not pay the harbour levy at all"]),
        (["--min-hops", "2"], ["the sea wall has cracks"]),
        (["--standing", "unnamed_person", "--standing", "document"], ["the sea wall has cracks"]),
        (["--since", "2023-03-17", "-no"], ["the sea wall has cracks"]),
        (["--until", "2022"], []),
        (["--since", "2023-03", "--until", "2023-03", "sea"], ["the sea wall has cracks"]),
        (["pay", "--versions", "--order", "oldest"], [ORTEGA.words, "We will not pay the harbour levy at all"]),
        (["--limit", "1"], ["=SUM(A1) is no levy"]),
        (["--", "-levy"], ["the sea wall has cracks"]),
    ],
)
def test_words_and_options_are_told_apart(news, arguments: list[str], found: list[str] | None):
    if found is None:  # one letter with a minus is excluded as well
        assert len(hits(*arguments)) == 4
    else:
        assert hits(*arguments) == found


def test_a_format_may_stand_right_behind_its_letter(news):
    assert run("search", "levy", "-fcsv").stdout.startswith("document,")


def test_json_holds_the_page_its_count_and_where_the_next_begins(news):
    page = json.loads(run("search", "levy", "--limit", "1", "--format", "json").stdout)
    assert (page["count"], page["count_is_exact"], page["articles"], page["more"]) == (3, True, 2, True)
    hit = page["hits"][0]
    assert hit["speaker"]["name"] == "Ana Petrova"
    assert (hit["document"], hit["attribution"], hit["published"], hit["negated"]) == (2, "a2", "2023-03-17", False)
    following = json.loads(run("search", "levy", "--limit", "2", "--after", page["next"], "--format", "json").stdout)
    assert [each["document"] for each in following["hits"]] == [3, 3]
    assert (following["more"], following["next"]) == (False, None)


def test_a_table_for_a_spreadsheet_holds_every_answer_and_no_formula(news):
    result = run("search", "--format", "csv", "--versions", "-q")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) == 6
    assert rows[0]["content"] == "'=SUM(A1) is no levy"
    assert rows[0]["speaker"] == "Ana Petrova"
    assert rows[0]["negated"] == "false"
    assert result.stderr == ""


def test_the_count_says_what_was_shown_and_whom_the_name_meant(news):
    result = run("search", "--speaker", "Ortega", "--versions", "--limit", "1")
    assert "speaker: Maria Ortega (#" in result.stderr
    assert "2 attributions in 2 articles; the newest shown, --limit N shows more" in result.stderr


def test_a_phrase_that_is_nowhere_is_explained(news):
    result = run("search", "levy harbour")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "0 attributions\nseveral words in one argument are found in this order only" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--speaker", "Maria Ortgea"], "did you mean Maria Ortega?"),
        (["--outlet", "Gazette"], "no outlet 'Gazette'"),
        (["--speker", "x"], "No such option"),
        (["--since", "2023-13"], "is no date"),
        (["--since", "yesterday"], "is no date"),
        (["--until", "2023-02-30"], "is no date"),
        (["?!"], "no word"),
        (["le*"], "at least 3 letters"),
        (["--order", "relevance"], "needs words"),
        (["--after", "x"], "does not continue"),
    ],
)
def test_a_wrong_word_is_told_in_a_line(news, arguments: list[str], reason: str):
    result = run("search", *arguments)
    assert result.exit_code == 2
    assert reason in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_a_ledger_that_is_not_there_is_told(tmp_path):
    for command in (["search", "levy"], ["show", "1"]):
        result = run(*command, "--ledger", str(tmp_path / "none.ledger"))
        assert result.exit_code == 1
        assert "there is no ledger" in result.stderr


def test_nothing_from_a_page_acts_on_the_terminal(tmp_path):
    path = tmp_path / "hostile.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([hostile_record()])
        ledger.add(
            [article(Said("Maria\x1b[31m Ortega", "levy \x1b]0;title\x07 \u202e"), title="\x1b[2J", uri="\x9b31m")]
        )
    for arguments in (["search"], ["search", "levy"], ["show", "1"], ["show", "2"], ["show", "2", "--versions"]):
        shown = run(*arguments, "--ledger", str(path)).output
        assert not any(sign in shown for sign in "\x1b\x07\x9b\u202e")


def test_an_article_is_shown_as_it_was_stored(news):
    assert "We will not pay the harbour levy at all" in run("show", ADDRESS).stdout
    with Ledger(news) as ledger:
        record = ledger.record(2)
    assert run("show", "2", "--format", "jsonl").stdout_bytes == encode(record) + b"\n"
    assert run("show", record.document.id[:14], "--format", "jsonl").stdout_bytes == encode(record) + b"\n"
    for form in ("json", "html", "csv", "brat"):
        assert "cracks" in run("show", "2", "--format", form).stdout


def test_an_earlier_text_says_that_there_is_a_newer(news):
    result = run("show", "1")
    assert "levy twice" in result.stdout
    assert result.stderr == "this is version 1 of 2; the newest is article 3\n"


def test_the_texts_of_a_page_are_listed(news):
    shown = run("show", "1", "--versions").stdout
    assert "      1        1  15 March 2023 · " in shown
    assert "      2        3  16 March 2023 · " in shown
    assert shown.rstrip().endswith("2 attributions · the newest")
    listed = json.loads(run("show", "3", "--versions", "--format", "json").stdout)
    assert [each["document"] for each in listed] == [1, 3]


def test_what_changed_is_shown_as_it_was_and_as_it_is(news):
    result = run("show", ADDRESS, "--changes")
    assert "version 1 (article 1, 15 March 2023) → version 2 (article 3, 16 March 2023)" in result.stdout
    assert "1 altered · 0 added · 0 removed · 1 as before" in result.stdout
    assert (
        "− “We will not pay the harbour levy twice”\n    + “We will not pay the harbour levy at all”" in result.stdout
    )
    found = json.loads(run("show", "3", "--changes", "--from", "1", "--to", "2", "--format", "json").stdout)
    assert found["altered"][0]["aspects"] == ["content"]
    assert found["kept"] == [{"old": "a2", "new": "a2"}]
    assert (found["from"]["document"], found["to"]["document"]) == (1, 3)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["9"], "has no article '9'"),
        (["2", "--changes"], "one text of this page"),
        (["3", "--changes", "--from", "2"], "does not come after"),
        (["3", "--changes", "--to", "1"], "the first that the ledger has"),
        (["3", "--changes", "--to", "7"], "no version 7; it has 1, 2"),
        (["3", "--from", "1"], "say what --changes compares"),
        (["3", "--changes", "--versions"], "one at a time"),
        (["3", "--changes", "--format", "csv"], "as text or json"),
    ],
)
def test_a_wrong_question_about_an_article_is_told(news, arguments: list[str], reason: str):
    result = run("show", *arguments)
    assert result.exit_code == 2
    assert reason in result.stderr


def test_each_command_shows_examples():
    for name, command in (("search", search_command), ("show", show_command)):
        text = command.get_help(click.Context(command, info_name=name))
        assert f"onrecord {name} " in text
