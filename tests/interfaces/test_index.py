"""``onrecord index``: articles into a ledger, once each, whatever is run again or broken off."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmarks.rows import all_rows
from ledger.articles import Said, article
from onrecord.interfaces import cli_read
from onrecord.interfaces.cli import main
from onrecord.ledger.ledger import Ledger
from onrecord.record.json import encode
from onrecord.record.types import BlockSpan, DocumentRecord, ReaderRecord, Record
from onrecord.text.document import Document

#: Long enough to be taken for an article.
STORY = "The harbour master has left the town, and nobody at the quay expects another one before the spring. " * 6
PAGE = f"<html><head><title>Harbour</title></head><body><article><h1>Harbour</h1><p>{STORY}</p></article></body></html>"


class ScriptedReader:
    """Reads every text as one in which nobody speaks, and counts how many it has read."""

    def __init__(self) -> None:
        self.read = 0

    def pipe(self, documents: Iterable[Document]) -> Iterator[Record]:
        for document in documents:
            self.read += 1
            yield Record(
                document=DocumentRecord(
                    id=document.id,
                    uri=document.uri,
                    title=document.title,
                    outlet=document.outlet,
                    authors=list(document.authors),
                    published=document.published,
                    text=document.text,
                    blocks=[BlockSpan(block.kind, block.start, block.end) for block in document.blocks],
                ),
                reader=ReaderRecord("0.1.0", "scripted"),
            )


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> ScriptedReader:
    scripted = ScriptedReader()
    monkeypatch.setattr(cli_read, "new_reader", lambda threads: scripted)
    return scripted


def index(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["index", *map(str, arguments)])


def documents(path: Path) -> list[DocumentRecord]:
    with Ledger(path) as ledger:
        return [record.document for record in ledger.records()]


def lines(path: Path, *records: Record) -> Path:
    path.write_bytes(b"".join(encode(record) + b"\n" for record in records))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    (made / "2023").mkdir(parents=True)
    (made / "levy.txt").write_text("The levy was doubled.")
    (made / "2023" / "quay.txt.gz").write_bytes(gzip.compress(b"The quay was closed for a week."))
    (made / "page.html").write_text(PAGE)
    return made


def test_a_folder_goes_in_and_is_not_read_again(reader, folder, tmp_path):
    ledger = tmp_path / "news.ledger"
    first = index(folder, "--ledger", ledger)
    assert first.exit_code == 0, first.output
    assert "3 new articles" in first.stderr
    assert len(documents(ledger)) == 3
    again = index(folder, "--ledger", ledger)
    assert "0 new articles, 3 known before" in again.stderr
    assert reader.read == 3


def test_a_file_that_changed_is_read_and_a_new_version(reader, folder, tmp_path):
    ledger = tmp_path / "news.ledger"
    index(folder, "--ledger", ledger)
    (folder / "levy.txt").write_text("The levy was not doubled after all.")
    again = index(folder, "--ledger", ledger)
    assert "0 new articles, 1 changed one, 2 known before" in again.stderr
    with Ledger(ledger) as opened:
        assert opened.connection.execute("SELECT version FROM document ORDER BY 1").fetchall() == [
            (1,),
            (1,),
            (1,),
            (2,),
        ]


def test_one_bad_input_is_named_and_the_rest_goes_in(reader, folder, tmp_path):
    (folder / "empty.txt").write_text(" \n ")
    result = index(folder, tmp_path / "nowhere.txt", "--ledger", tmp_path / "news.ledger")
    assert result.exit_code == 1
    assert "empty.txt" in result.stderr
    assert "nowhere.txt" in result.stderr
    assert "3 new articles, 2 not read" in result.stderr


def test_lines_may_be_pages_or_records_and_bad_ones_are_named_by_number(reader, tmp_path):
    ready = article(Said("Maria Ortega", "We will not pay a crown more"), uri="https://courier.example/levy")
    page = {"url": "https://lantern.example/quay", "text": "The quay was closed.", "outlet": "The Evening Lantern",
            "published": "2023-03-16T09:00:00Z", "authors": ["Ana Petrova"], "title": "Quay closed"}  # fmt: skip
    markup = {"uri": "https://lantern.example/html", "html": PAGE}
    file = tmp_path / "crawl.jsonl.gz"
    raw = [
        encode(ready),
        json.dumps(page).encode(),
        b"",
        b"{broken",
        json.dumps(markup).encode(),
        b'{"title": "no text"}',
    ]
    file.write_bytes(gzip.compress(b"\n".join(raw)))
    result = index(file, "--ledger", tmp_path / "news.ledger")
    assert result.exit_code == 1
    assert f"{file}:4" in result.stderr
    assert f"{file}:6" in result.stderr
    assert "3 new articles, 2 not read; 1 attribution" in result.stderr
    first, second, third = documents(tmp_path / "news.ledger")
    assert first == ready.document
    assert (second.outlet, second.published, second.authors, second.title) == (
        "The Evening Lantern", "2023-03-16", ["Ana Petrova"], "Quay closed",
    )  # fmt: skip
    assert STORY.strip() in third.text
    assert "0 new articles, 3 known before, 2 not read" in index(file, "--ledger", tmp_path / "news.ledger").stderr


def test_a_table_beside_the_articles_says_where_they_are_from(reader, folder, tmp_path):
    table = tmp_path / "archive.tsv"
    table.write_text(
        "filename\tpublisher\tpublication_date\tauthor\ttitle\n"
        "levy\tThe Tidewater Courier\t2023-03-15\tAna Petrova;Idris Quell\tLevy doubled\n"
        "quay.txt\tThe Evening Lantern\tlast week\tNone\t\n"
    )
    result = index(folder, "--metadata", table, "--ledger", tmp_path / "news.ledger")
    assert "1 without a row in the table" in result.stderr
    told = {Path(each.uri or "").name: each for each in documents(tmp_path / "news.ledger")}
    levy, quay = told["levy.txt"], told["quay.txt.gz"]
    assert (levy.outlet, levy.published, levy.authors, levy.title) == (
        "The Tidewater Courier", "2023-03-15", ["Ana Petrova", "Idris Quell"], "Levy doubled",
    )  # fmt: skip
    assert (quay.outlet, quay.published, quay.authors, quay.title) == ("The Evening Lantern", None, [], None)


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ("outlet,date\nCourier,2023-03-15\n", "no column that names the files"),
        ("file,outlet\na,Courier\na,Lantern\n", "a second row about a"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(reader, folder, tmp_path, table, complaint):
    (tmp_path / "archive.csv").write_text(table)
    result = index(folder, "--metadata", tmp_path / "archive.csv", "--ledger", tmp_path / "news.ledger")
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert not (tmp_path / "news.ledger").exists()


def test_a_file_of_records_of_any_length_waits_for_no_document(reader, tmp_path):
    """A document is being read while two thousand ready records pass by it."""
    made = [article(Said("Maria Ortega", f"We will pay {n} crowns and no more")) for n in range(2000)]
    file = tmp_path / "mixed.jsonl"
    page = json.dumps({"text": "The quay was closed.", "uri": "https://lantern.example/quay"}).encode()
    file.write_bytes(b"\n".join([encode(made[0]), page, *map(encode, made[1:])]))
    assert index(file, "--ledger", tmp_path / "news.ledger").exit_code == 0
    kept = documents(tmp_path / "news.ledger")
    assert len(kept) == 2001
    assert kept[1].text == "The quay was closed."


def test_the_ledger_may_be_named_by_the_environment(reader, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("ONRECORD_LEDGER", str(tmp_path / "news.ledger"))
    assert index(folder).exit_code == 0
    assert len(documents(tmp_path / "news.ledger")) == 3


def test_another_file_is_never_written_over(reader, folder):
    result = index(folder, "--ledger", folder / "levy.txt")
    assert result.exit_code == 1
    assert "not an SQLite file" in result.stderr
    assert (folder / "levy.txt").read_text() == "The levy was doubled."


def test_killed_at_any_moment_and_run_again_gives_the_ledger_of_one_run(tmp_path):
    """Six kills here; ``python -m benchmarks.kills`` does a hundred."""
    made = [
        article(
            Said("Maria Ortega", f"We will pay {n} crowns and no more"), Said(f"Tomas Keller{n % 7}", f"{n} is enough"),
            uri=f"https://courier.example/{n % 250}", published=f"2023-03-{n % 28 + 1:02}",
        )
        for n in range(400)
    ]  # fmt: skip
    file = lines(tmp_path / "records.jsonl", *made)
    whole, broken = tmp_path / "whole.ledger", tmp_path / "broken.ledger"
    assert index(file, "--ledger", whole).exit_code == 0
    command = [sys.executable, "-m", "onrecord", "index", "-q", str(file), "--ledger", str(broken)]
    kills = 0
    for wait in (0.30, 0.45, 0.55, 0.65, 0.75, 0.90):
        run = subprocess.Popen(command)
        time.sleep(wait)
        run.kill()
        kills += run.wait() != 0
    assert kills
    assert index(file, "--ledger", broken).exit_code == 0
    with Ledger(whole) as one, Ledger(broken) as other:
        assert all_rows(one.connection) == all_rows(other.connection)


def test_what_read_prints_as_json_goes_in_too(reader, tmp_path):
    one, two = (article(Said("Maria Ortega", f"We will pay {n} crowns and no more")) for n in (1, 2))
    (tmp_path / "both.json").write_bytes(b"[\n" + encode(one) + b",\n" + encode(two) + b"\n]\n")
    assert "2 new articles" in index(tmp_path / "both.json", "--ledger", tmp_path / "news.ledger").stderr
    assert (
        "0 new articles, 1 known before" in index(tmp_path / "both.json", "--ledger", tmp_path / "news.ledger").stderr
    )
