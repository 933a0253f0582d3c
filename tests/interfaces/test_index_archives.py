"""``onrecord index`` over web archives, tables of pages, and the folder of a corpus run."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from interfaces.test_index import STORY, ScriptedReader, documents, index
from onrecord.export.part_tables import PartTables
from onrecord.interfaces import cli_read
from onrecord.record.types import DocumentRecord, ReaderRecord, Record


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> ScriptedReader:
    scripted = ScriptedReader()
    monkeypatch.setattr(cli_read, "new_reader", lambda model: scripted)
    return scripted


def _answer(number: int, *, status: str = "200 OK", media_type: str = "text/html", story: str = STORY) -> bytes:
    page = f"<html><body><article><h1>Call {number}</h1><p>{story} It was call {number}.</p></article></body></html>"
    http = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n\r\n{page}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n")


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """A web archive of three articles, a redirect, an image, a page in German, and a record that is damaged."""
    german = "Der Hafenmeister hat die Stadt verlassen, und niemand erwartet vor dem Frühling einen anderen. " * 6
    records = [
        _answer(1),
        _answer(2, status="301 Moved"),
        _answer(3, media_type="image/png"),
        _answer(4),
        _answer(5, story=german),
        _answer(6)[:-9],
        _answer(7),
    ]
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"".join(records))
    return path


def test_the_articles_of_a_web_archive_go_in_and_what_is_passed_over_is_summed_up(reader, crawl, tmp_path):
    ledger = tmp_path / "news.ledger"
    run = index(crawl, "--ledger", ledger)
    assert [each.uri for each in documents(ledger)] == [f"https://news.example/{number}" for number in (1, 4, 7)]
    assert "3 new articles" in run.stderr
    for count in ("1 status", "1 not_html", "1 language", "1 damaged"):
        assert count in run.stderr
    complaints = [line for line in run.stderr.splitlines() if line.startswith("onrecord: ")]
    assert len(complaints) == 1
    assert "crawl.warc.gz@" in complaints[0]
    assert run.exit_code == 1


def test_an_archive_that_is_finished_is_not_opened_again(reader, crawl, tmp_path):
    ledger = tmp_path / "news.ledger"
    index(crawl, "--ledger", ledger)
    again = index(crawl, "--ledger", ledger)
    assert "0 new articles, 1 known before" in again.stderr
    assert again.exit_code == 0
    assert reader.read == 3


def test_archives_in_a_folder_are_found_with_the_pages(reader, crawl, tmp_path):
    (tmp_path / "page.txt").write_text(STORY, encoding="utf-8")
    run = index(tmp_path, "--ledger", tmp_path / "news.ledger")
    assert "4 new articles" in run.stderr


def test_a_table_of_pages_goes_in_with_what_it_says_of_them(reader, tmp_path):
    table = pyarrow.table(
        {
            "html": [f"<p>{STORY}</p>".encode(), None, f"<p>{STORY} Again.</p>".encode()],
            "url": ["https://news.example/a", "https://news.example/b", "https://news.example/c"],
            "outlet": ["The Packet", "The Packet", None],
        }
    )
    pyarrow.parquet.write_table(table, tmp_path / "pages.parquet")
    run = index(tmp_path / "pages.parquet", "--ledger", tmp_path / "news.ledger")
    found = documents(tmp_path / "news.ledger")
    assert [(each.uri, each.outlet) for each in found] == [
        ("https://news.example/a", "The Packet"),
        ("https://news.example/c", "news.example"),
    ]
    assert run.exit_code == 1
    assert "pages.parquet:2: the row's text is null" in run.stderr


def test_a_table_without_pages_says_what_its_columns_are(reader, tmp_path):
    pyarrow.parquet.write_table(pyarrow.table({"body": ["x"], "when": [1]}), tmp_path / "t.parquet")
    run = index(tmp_path / "t.parquet", "--ledger", tmp_path / "news.ledger")
    assert run.exit_code == 1
    assert "no column text or html" in run.stderr
    assert "body, when" in run.stderr


def _corpus(folder: Path, texts: list[str]) -> Path:
    tables = PartTables("p-00000")
    for number, text in enumerate(texts):
        document = DocumentRecord(id=f"sha256:{number}", uri=f"https://news.example/{number}", text=text, blocks=[])
        tables.add(Record(document=document, reader=ReaderRecord("0.1.0", "scripted")), f"crawl@{number}")
    for name, data in tables.finish().items():
        (folder / name).mkdir(parents=True)
        (folder / name / "p-00000.parquet").write_bytes(data)
    (folder / "_run" / "parts").mkdir(parents=True)
    (folder / "_run" / "settings.json").write_text("{}", encoding="utf-8")
    (folder / "_run" / "parts" / "p-00000.json").write_text(json.dumps({"a": 1}), encoding="utf-8")
    (folder / "report.json").write_text("{}", encoding="utf-8")
    return folder


def test_the_records_of_a_corpus_go_in_as_they_are_and_nothing_else_of_its_folder_does(reader, tmp_path):
    corpus = _corpus(tmp_path / "corpus", ["The quay was closed.", "The quay was opened."])
    run = index(corpus, "--ledger", tmp_path / "news.ledger")
    assert run.exit_code == 0, run.output
    assert "2 new articles" in run.stderr
    assert reader.read == 0
    assert [each.text for each in documents(tmp_path / "news.ledger")] == [
        "The quay was closed.",
        "The quay was opened.",
    ]


def test_a_table_of_attributions_is_no_table_of_pages(reader, tmp_path):
    corpus = _corpus(tmp_path / "corpus", ["The quay was closed."])
    run = index(corpus / "attributions" / "p-00000.parquet", "--ledger", tmp_path / "news.ledger")
    assert run.exit_code == 1
    assert "is a table of attributions that On Record has written, not of pages" in run.stderr
