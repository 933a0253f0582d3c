"""Answers as data frames: the columns of the command's CSV, with values of their own types."""

from __future__ import annotations

import builtins
import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import onrecord
from ledger.articles import Said, article
from onrecord.errors import OptionError
from onrecord.interfaces import cli
from onrecord.ledger.ledger import Ledger

pandas = pytest.importorskip("pandas")

WORDS = "We will not ask the boats for one crown more this year"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "news.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add(
            [
                article(Said("Maria Ortega", WORDS), uri="a.html", title="A"),
                article(
                    Said("Maria Ortega", WORDS), Said("he", "Not this year", standing="unnamed_person"), outlet=None
                ),
            ]
        )
    (tmp_path / "debate.txt").write_text(f"ORTEGA: {WORDS}, I promise.\n", encoding="utf-8")
    return path


ANSWERS: dict[str, tuple[Callable[[Ledger, Path], Any], list[str]]] = {
    "search": (lambda ledger, _: ledger.search("boats"), ["search", "boats"]),
    "trace": (lambda ledger, _: ledger.trace(WORDS), ["trace", WORDS, "--all"]),
    "speakers": (lambda ledger, _: ledger.speakers(), ["speakers"]),
    "outlets": (lambda ledger, _: ledger.outlets(), ["outlets"]),
    "check": (lambda ledger, debate: ledger.check(debate), ["check"]),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_frame_is_the_table_that_the_command_writes(name: str, kept: Path) -> None:
    ask, command = ANSWERS[name]
    debate = kept.parent / "debate.txt"
    more = ["--against", str(debate)] if name == "check" else []
    written = CliRunner().invoke(cli.main, [*command, "--ledger", str(kept), "--format", "csv", *more])
    rows = list(csv.DictReader(io.StringIO(written.stdout)))
    with Ledger(kept) as ledger:
        frame = onrecord.to_frame(ask(ledger, debate))
    assert list(frame.columns) == list(rows[0])
    assert len(frame) == len(rows) > 0
    for column in ("content", "words", "verdict", "name", "articles", "outlet", "kind"):
        if column in frame:
            shown = ["" if pandas.isna(value) else str(value) for value in frame[column]]
            assert shown == [row[column] for row in rows]


@pytest.mark.parametrize(
    ("name", "column", "check"),
    [
        ("search", "confidence", pandas.api.types.is_float_dtype),
        ("search", "negated", pandas.api.types.is_bool_dtype),
        ("trace", "document", pandas.api.types.is_integer_dtype),
        ("speakers", "words", pandas.api.types.is_integer_dtype),
        ("outlets", "page", pandas.api.types.is_float_dtype),
        ("check", "start", pandas.api.types.is_integer_dtype),
    ],
)
def test_values_keep_their_types(name: str, column: str, check: Callable[[Any], bool], kept: Path) -> None:
    with Ledger(kept) as ledger:
        frame = onrecord.to_frame(ANSWERS[name][0](ledger, kept.parent / "debate.txt"))
    assert check(frame[column])


def test_no_answers_are_a_frame_with_its_columns(kept: Path) -> None:
    with Ledger(kept) as ledger:
        for none in (ledger.search("whales"), ledger.speakers(kind="place"), ledger.trace("no such words at all")):
            frame = onrecord.to_frame(none)
            assert len(frame) == 0
            assert len(frame.columns) > 5
    assert "verdict" in onrecord.to_frame([])


def test_a_record_is_a_row_for_each_attribution() -> None:
    frame = onrecord.to_frame(article(Said("Maria Ortega", WORDS), Said("Tomas Keller", "Not so")))
    assert frame["entity"].to_list() == ["Maria Ortega", "Tomas Keller"]


def test_what_is_no_answer_is_refused() -> None:
    with pytest.raises(OptionError, match="no data frame can be made of dict"):
        onrecord.to_frame({"hits": []})  # type: ignore[arg-type]


def test_without_pandas_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(OptionError, match=r"onrecord\[frames\]"):
        onrecord.to_frame([])
