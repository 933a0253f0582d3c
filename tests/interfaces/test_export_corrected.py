"""``onrecord export --corrected``: a ledger's readings as people have corrected them, in every format."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from ledger.articles import Said, article
from onrecord.evaluation.standoff import read_standoff
from onrecord.export.brat import standoff
from onrecord.interfaces.cli import main
from onrecord.ledger.ledger import Ledger
from onrecord.record.json import decode
from onrecord.record.types import Record
from onrecord.span import Span
from training.polnear import read_split

LEVY = article(
    Said("Maria Ortega", "We will not pay the levy twice"),
    Said("Tomas Keller", "the levy can wait", quoted=False),
    Said("officials", "the sea wall is sound", quoted=False, standing="unnamed_group", kind="group"),
    uri="https://courier.example/levy",
)
QUAY = article(Said("Ana Petrova", "The quay is no place for a levy"), uri="https://lantern.example/quay")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Two articles. Of the first, Keller's words are rejected, and those of "officials" are Idris Quell's."""
    path = tmp_path / "news.ledger"
    with Ledger(path, write=True) as opened:
        opened.add([LEVY, QUAY])
        opened.correct(1, "a1", "entity", entity="e2", who="Jo Field")
        opened.correct(1, "a1", "source", spans=[(0, 10)], who="Jo Field")
        opened.withdraw(2, who="Jo Field")
        opened.correct(1, "a2", "reject", who="Jo Field")
        opened.correct(1, "a3", "entity", name="Ana Petrova", who="Jo Field")
        opened.correct(1, "a3", "entity", name="Idris Quell", who="Al Marsh")
    return path


def export(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, arguments)])


def read_corrected(ledger: Path) -> list[Record]:
    with Ledger(ledger) as opened:
        return list(opened.records(corrected=True))


def test_json_lines_are_the_corrected_records(ledger: Path) -> None:
    done = export("--ledger", ledger, "--corrected", "-f", "jsonl")
    assert done.exit_code == 0, done.output
    first, second = map(decode, done.stdout_bytes.splitlines())
    assert [each.id for each in first.attributions] == ["a1", "a3"]
    assert [each.source.entity for each in first.attributions] == ["e2", "e3"]
    assert first.entities[-1].name == "Idris Quell"
    assert second == QUAY
    assert [first, second] == read_corrected(ledger)


def test_without_the_option_they_are_as_they_were_read(ledger: Path) -> None:
    done = export("--ledger", ledger, "-f", "jsonl")
    assert list(map(decode, done.stdout_bytes.splitlines())) == [LEVY, QUAY]
    assert "correction" not in done.stderr


def test_a_table_has_the_corrected_sources(ledger: Path) -> None:
    done = export("--ledger", ledger, "--corrected", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["entity"], row["standing"]) for row in rows] == [
        ("Tomas Keller", "named_person"), ("Idris Quell", "named_person"), ("Ana Petrova", "named_person"),
    ]  # fmt: skip


def test_parquet_and_web_annotations_have_them_too(ledger: Path, tmp_path: Path) -> None:
    assert export("--ledger", ledger, "--corrected", "-f", "parquet", "-o", tmp_path / "tables").exit_code == 0
    assert pq.read_table(tmp_path / "tables" / "attributions.parquet")["entity"].to_pylist() == [
        "Tomas Keller", "Idris Quell", "Ana Petrova",
    ]  # fmt: skip
    done = export("--ledger", ledger, "--corrected", "-f", "web-annotation")
    assert [json.loads(line)["onrecord:attribution"] for line in done.stdout_bytes.splitlines()] == ["a1", "a3", "a1"]


def test_the_summary_counts_the_corrections_that_are_applied(ledger: Path) -> None:
    """Neither the one that was withdrawn nor the one that another took the place of is."""
    done = export("--ledger", ledger, "--corrected", "-f", "jsonl")
    assert done.stderr.startswith("2 records, 3 corrections applied: 3 attributions to standard output; ")


def test_a_ledger_without_corrections_is_exported_as_it_is_and_says_so(tmp_path: Path) -> None:
    with Ledger(tmp_path / "plain.ledger", write=True) as opened:
        opened.add([QUAY])
    done = export("--ledger", tmp_path / "plain.ledger", "--corrected", "-f", "jsonl")
    assert decode(done.stdout_bytes) == QUAY
    assert done.stderr.startswith("1 record, 0 corrections applied: ")


def test_corrections_are_a_ledgers_and_asking_for_them_of_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "records.jsonl").write_bytes(b"")
    done = export(tmp_path / "records.jsonl", "--corrected", "-f", "jsonl")
    assert done.exit_code == 2
    assert "--ledger FILE" in done.stderr


def test_standoff_has_the_corrected_spans_and_not_what_was_rejected(ledger: Path, tmp_path: Path) -> None:
    with Ledger(ledger, write=True) as opened:
        quay = QUAY.document.text.index("quay")
        opened.correct(2, "a1", "source", spans=[(quay, quay + 4)], who="Jo Field")
    assert export("--ledger", ledger, "--corrected", "-f", "brat", "-o", tmp_path / "brat").exit_code == 0
    levy, harbour = (tmp_path / "brat" / f"{name}.ann" for name in ("courier.example-levy", "lantern.example-quay"))
    assert [levy.read_bytes(), harbour.read_bytes()] == list(map(standoff, read_corrected(ledger)))
    assert len(read_standoff(levy)) == 2
    (found,) = read_standoff(harbour)
    assert found.source == (Span(quay, quay + 4),)
    assert harbour.with_suffix(".txt").read_text(encoding="utf-8") == QUAY.document.text


def test_a_trainer_reads_them_as_it_reads_its_gold(ledger: Path, tmp_path: Path) -> None:
    """As docs/exporting.md lays them out."""
    export("--ledger", ledger, "--corrected", "-f", "brat", "-o", tmp_path / "brat")
    split = tmp_path / "train"
    for folder in ("text", "attributions"):
        (split / folder).mkdir(parents=True)
    for written in (tmp_path / "brat").glob("*.txt"):
        written.rename(split / "text" / written.name)
    for written in (tmp_path / "brat").glob("*.ann"):
        written.rename(split / "attributions" / f"{written.stem}_corrected.ann")
    (split / "corenlp-silver.jsonl.gz").write_bytes(gzip.compress(b""))

    articles = read_split(split)

    assert [each.name for each in articles] == ["courier.example-levy", "lantern.example-quay"]
    assert [each.text for each in articles] == [LEVY.document.text, QUAY.document.text]
    for each, record in zip(articles, read_corrected(ledger), strict=True):
        (reading,) = each.readings
        assert [gold.source for gold in reading] == [
            tuple((span.start, span.end) for span in kept.source.spans) for kept in record.attributions
        ]
