"""The view at a terminal: within its width, in reading order, and with nothing that could act on the terminal."""

from __future__ import annotations

import re

import msgspec
import pytest
from rich.cells import cell_len

from onrecord.export.terminal import view
from onrecord.export.wording import long_date, percent, visible
from onrecord.record.types import Record
from records import RECORD, hostile_record, plain_record, through_hands

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int):
    assert max(cell_len(line) for line in view(RECORD, width=width).split("\n")) <= width


def test_a_wide_terminal_does_not_make_lines_hard_to_read():
    assert max(map(len, view(RECORD, width=400).split("\n"))) <= 100


def test_a_pipe_gets_no_escape_sequences_and_no_trailing_spaces():
    drawn = view(RECORD)
    assert "\x1b" not in drawn
    assert not re.search(r" $", drawn, re.MULTILINE)
    assert drawn.endswith("\n")


def test_colour_changes_nothing_but_the_colour(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = view(RECORD, color=True)
    assert re.search(r"\x1b\[[0-9;]*3[1-7]m", coloured)
    assert [line.rstrip() for line in ESCAPE.sub("", coloured).split("\n")] == view(RECORD).split("\n")


def test_plain_keeps_bold_and_drops_the_colours(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    drawn = view(RECORD, color=True, plain=True)
    assert "\x1b[1m" in drawn
    assert not re.search(r"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|9[0-7])[;m]", drawn)


def test_who_said_what_stands_in_reading_order():
    drawn = view(RECORD)
    order = [drawn.index(words) for words in (
        "Harbour levy would ‘sink’ small boats, owners say", "the page itself", "owners (unnamed group) — say",
        "nobody’s word — reportedly", "Maria Ortega, who chairs the authority (chairs) — denied",
        "Maria Ortega “she” — told the Courier, on Tuesday", "The Evening Lantern (news outlet)",
        "the Small Boats Association (named group)", "he (named person) — asked",
    )]  # fmt: skip
    assert order == sorted(order)


def test_what_is_nested_is_indented_under_what_it_is_nested_in():
    lines = view(RECORD).split("\n")
    starts = [next(line for line in lines if words in line) for words in ("— reported", "— told it", "— believed")]
    indents = [len(line) - len(line.lstrip()) for line in starts]
    assert indents == [2, 6, 10]


def test_marks_are_told_in_words():
    drawn = view(RECORD)
    for mark in ("negated", "hedged: reportedly", "told at a distance", "thought or felt, not said", "word for word"):
        assert mark in drawn
    assert "41% sure: check this one" in drawn


@pytest.mark.parametrize("width", [24, 32, 40, 60])
def test_the_words_are_told_by_kind_of_source_and_no_kind_is_broken(width: int):
    lines = [line.strip(" ·") for line in view(RECORD, width=width).split("\n")]
    told = [each for line in lines for each in line.split(" · ")]
    kinds = [
        "named people 18%", "news outlets 11%", "named groups 11%", "unnamed groups 9%", "nobody’s word 4%",
        "documents 4%", "the page itself 43%",
    ]  # fmt: skip
    assert told[told.index(kinds[0]) :][: len(kinds)] == kinds


def test_a_chain_is_shown_from_its_origin_to_this_page():
    lines = [line.strip() for line in view(through_hands()).split("\n")]
    assert "│ Maria Ortega → unnamed person → The Evening Lantern → this page" in lines
    assert "│ nobody named → The Evening Lantern → this page" in lines


@pytest.mark.parametrize("width", [24, 30, 40, 60])
def test_a_chain_breaks_before_an_arrow(width: int):
    lines = [line.strip(" │") for line in view(through_hands(), width=width).split("\n")]
    assert not [line for line in lines if line.endswith("→")]
    assert [line for line in lines if line.endswith("→ this page")]


def test_what_came_by_no_other_hand_than_this_page_has_no_chain():
    assert "→" not in view(RECORD)  # Ortega told the Courier, and this is the Courier's page


def test_where_nobody_speaks_the_words_are_not_told_by_kind_of_source():
    assert view(plain_record("A line without anyone in it.")).count("the page itself") == 1


def test_contents_in_parts_are_joined_with_dots():
    assert "“No figure is final,” … “and nobody has been asked to go.”" in view(RECORD)


@pytest.mark.parametrize("color", [True, False])
def test_nothing_from_the_page_can_act_on_the_terminal(color: bool):
    drawn = ESCAPE.sub("", view(hostile_record(), color=color))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", drawn)


@pytest.mark.parametrize("record", [plain_record(""), plain_record("A line without anyone in it."), plain_record(" ")])
def test_a_text_in_which_nobody_speaks_says_so(record: Record):
    assert "Nobody is said to have said anything here." in view(record)


def test_a_text_without_a_title_opens_with_its_first_words():
    assert view(plain_record("word " * 50)).split("\n")[1] == "  " + "word " * 12 + "…"


def test_markup_in_the_text_is_text():
    document = msgspec.structs.replace(RECORD.document, title="[bold red]not markup[/] :smile:")
    assert "[bold red]not markup[/] :smile:" in view(msgspec.structs.replace(RECORD, document=document))


@pytest.mark.parametrize(
    ("date", "shown"),
    [("2023-03-15", "15 March 2023"), ("2023-03", "2023-03"), ("2023-13-01", "2023-13-01"), (None, ""), ("x", "x")],
)
def test_dates_are_written_out(date: str | None, shown: str):
    assert long_date(date) == shown


def test_what_is_there_at_all_is_never_told_as_nothing():
    assert [percent(part) for part in (0, 0.004, 0.01, 0.349, 1)] == ["0%", "<1%", "1%", "35%", "100%"]


def test_visible_text_is_one_line():
    assert visible(" a\n\tb\x1b[2J\u202ec\x85 ") == "a b\ufffd[2J\ufffdc"
