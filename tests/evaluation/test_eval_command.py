"""``onrecord eval`` as a person meets it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mistaken import attribution, record_of
from onrecord.errors import FormatError, NotFound, OptionError
from onrecord.evaluation import report
from onrecord.evaluation.gold import read_gold
from onrecord.evaluation.spans import ROLES
from onrecord.interfaces.cli_eval import command
from onrecord.record.json import encode
from onrecord.record.types import Record
from onrecord.text.document import Document


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(command, [str(a) for a in arguments], input=stdin, catch_exceptions=False)


@pytest.fixture
def records(gold: Path, tmp_path: Path) -> Path:
    """Records of the gold's articles, all right but for one that is missed."""
    path = tmp_path / "records.jsonl"
    right = [record_of(a.text, a.readings[0][:2]) for a in read_gold(gold)]
    path.write_bytes(b"\n".join(map(encode, right)) + b"\n\n")
    return path


def evaluated(*arguments: object, **options: Any) -> Any:
    return json.loads(run(*arguments, "--format", "json", **options).stdout)


def test_a_missed_attribution_costs_recall_and_no_precision(records: Path, gold: Path) -> None:
    relaxed = evaluated(records, gold)["figures"]["relaxed"]
    assert (relaxed["precision"], relaxed["recall"]) == (1, 0.8)
    assert (relaxed["matched"], relaxed["predicted"], relaxed["gold"]) == (4, 4, 5)


def test_the_table_shows_every_measure_outlet_and_form(records: Path, gold: Path) -> None:
    shown = run(records, gold).stdout
    for words in (
        *("attributions, relaxed", "exact spans, cue", "tokens, content", "lantern", "courier", "direct", "indirect"),
        *("mixed", "expected calibration error", "3 articles", "5 attributions in the gold"),
    ):
        assert words in shown
    assert "\x1b" not in shown


def test_one_breakdown_can_be_asked_for(records: Path, gold: Path) -> None:
    assert "lantern" not in run(records, gold, "--by", "form").stdout
    assert "mixed" not in run(records, gold, "--by", "outlet").stdout


def test_humans_are_compared_where_several_annotated(records: Path, gold: Path) -> None:
    assert evaluated(records, gold)["humans"] is None
    humans = evaluated(records, gold, "--humans")["humans"]
    assert humans["model_human"]["documents"] == 1
    assert humans["human_human"]["relaxed"]["f1"]["value"] == pytest.approx(0.5)
    assert "each other" in run(records, gold, "--humans").stdout


def test_records_may_come_through_a_pipe(records: Path, gold: Path) -> None:
    assert evaluated("-", gold, stdin=records.read_bytes()) == evaluated(records, gold)


def test_missing_articles_and_strangers_are_named(records: Path, gold: Path) -> None:
    lines = records.read_bytes().splitlines()
    records.write_bytes(b"\n".join([lines[0], encode(record_of("A stranger's text.", []))]))
    found = evaluated(records, gold)
    assert found["missing"] == ["courier_weather", "lantern_harbour"]
    assert found["unmatched"] == 1
    shown = run(records, gold).stdout
    assert "courier_weather, lantern_harbour" in shown
    assert "1 records are of no article" in shown


def test_white_space_around_a_text_moves_its_offsets(gold: Path, tmp_path: Path) -> None:
    moved = []
    for article in read_gold(gold):
        shifted = [
            attribution(*([(start + 2, end + 2) for start, end in found.of(role)] for role in ROLES))
            for found in article.readings[0]
        ]
        moved.append(record_of("\n\n" + article.text.rstrip(), shifted))
    path = tmp_path / "moved.jsonl"
    path.write_bytes(b"\n".join(map(encode, moved)))
    found = evaluated(path, gold)
    assert found["moved"] == 3
    assert found["figures"]["exact"]["f1"]["value"] == 1


def test_texts_are_read_now(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_text = {article.text: article for article in read_gold(gold)}

    class ScriptedReader:
        def pipe(self, documents: Iterable[Document]) -> Iterator[Record]:
            for document in documents:
                yield record_of(document.text, by_text[document.text].readings[0])

    monkeypatch.setattr("onrecord.reader.Reader", ScriptedReader)
    for texts in ([gold], [gold / "text"], sorted((gold / "text").glob("*.txt"))):
        found = evaluated(*texts, gold)
        assert found["figures"]["documents"] == 3
        assert found["figures"]["relaxed"]["f1"]["value"] == 1
        assert found["calibration"]["error"] == 0


def test_the_defaults_are_those_of_the_library() -> None:
    defaults = {option.name: option.default for option in command.params}
    assert (defaults["samples"], defaults["seed"]) == (report.SAMPLES, report.SEED)


def test_errors_say_where(records: Path, gold: Path, tmp_path: Path) -> None:
    records.write_bytes(records.read_bytes().splitlines()[0] + b"\n{}\n")
    with pytest.raises(FormatError, match=r"records\.jsonl, line 2: "):
        run(records, gold)
    with pytest.raises(NotFound, match=r"gone\.jsonl"):
        run(tmp_path / "gone.jsonl", gold)
    with pytest.raises(NotFound, match="gone"):
        run(tmp_path / "gone", gold)
    with pytest.raises(NotFound, match=r"no \.txt files"):
        run(gold / "attributions", gold)
    (tmp_path / "article.pdf").touch()
    with pytest.raises(OptionError, match=r"article\.pdf: neither"):
        run(tmp_path / "article.pdf", gold)
    stranger = tmp_path / "stranger.jsonl"
    stranger.write_bytes(encode(record_of("A stranger's text.", [])))
    with pytest.raises(FormatError, match="none of the 1 records"):
        run(stranger, gold)
