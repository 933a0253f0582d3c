"""``onrecord read``: many inputs in order, each way out, and errors that stop nothing but themselves."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from onrecord.interfaces import cli_read
from onrecord.interfaces.cli import main
from onrecord.interfaces.output import Stream
from onrecord.record.types import BlockSpan, DocumentRecord, Record
from onrecord.text.document import Document
from records import RECORD, TEXT


class ScriptedReader:
    """Reads TEXT as RECORD, and in any other text nobody."""

    def __init__(self) -> None:
        self.taken = 0

    def pipe(self, documents: Iterable[Document]) -> Iterator[Record]:
        for document in documents:
            self.taken += 1
            read = DocumentRecord(
                id=document.id,
                uri=document.uri,
                text=document.text,
                title=document.title,
                blocks=[BlockSpan(block.kind, block.start, block.end) for block in document.blocks],
            )
            attributions = RECORD.attributions if document.text == TEXT else []
            yield msgspec.structs.replace(RECORD, document=read, attributions=attributions)


@pytest.fixture(autouse=True)
def scripted(monkeypatch: pytest.MonkeyPatch) -> ScriptedReader:
    reader = ScriptedReader()
    monkeypatch.setattr(cli_read, "new_reader", lambda threads: reader)
    return reader


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles, the middle one empty."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_bytes(TEXT.encode())
    (articles / "b.txt").write_bytes(b"")
    (articles / "c.txt").write_bytes(b"Nobody says anything in this one.\n")
    return articles


def read(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["read", *map(str, arguments)], input=stdin)


def test_one_article_is_shown_as_text(folder: Path):
    result = read(folder / "a.txt")
    assert result.exit_code == 0
    assert "Maria Ortega “she” — told the Courier, on Tuesday" in result.stdout
    assert "\x1b" not in result.stdout
    assert result.stderr == ""


def test_one_article_as_json_is_one_record(folder: Path):
    written = json.loads(read(folder / "a.txt", "-f", "json").stdout)
    assert written["format"] == "onrecord/1"
    assert written["document"]["text"] == TEXT


def test_several_articles_as_json_are_an_array(folder: Path):
    result = read(folder / "a.txt", folder / "c.txt", "-f", "json")
    assert [len(r["attributions"]) for r in json.loads(result.stdout)] == [len(RECORD.attributions), 0]


def test_an_array_without_a_record_is_an_array(tmp_path: Path):
    result = read(tmp_path / "x.txt", tmp_path / "y.txt", "-f", "json")
    assert json.loads(result.stdout) == []
    assert result.exit_code == 1


def test_a_folder_is_read_in_order_and_one_bad_file_stops_nothing(folder: Path):
    result = read(folder, "-f", "jsonl")
    lines = result.stdout.splitlines()
    assert [json.loads(line)["document"]["text"][:6] for line in lines] == [TEXT[:6], "Nobody"]
    assert result.exit_code == 1
    (complaint, summary) = result.stderr.splitlines()
    assert complaint.startswith(f"onrecord: {folder / 'b.txt'} has no words in it")
    assert summary.startswith("2 articles, 1 not read: 14 attributions in ")


def test_quiet_leaves_the_errors_only(folder: Path):
    assert len(read(folder, "-f", "jsonl", "--quiet").stderr.splitlines()) == 1


def test_a_missing_file_is_named_once(tmp_path: Path):
    result = read(tmp_path / "none.txt")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == f"onrecord: there is no file {tmp_path / 'none.txt'}; check the path\n"


def test_a_missing_file_among_others_stops_nothing(folder: Path):
    result = read(folder / "none.txt", folder / "a.txt", "-f", "jsonl")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1


def test_standard_input_is_an_input():
    assert json.loads(read("-", "-f", "jsonl", stdin=TEXT.encode()).stdout)["document"]["text"] == TEXT


def test_csv_has_one_header_for_all(folder: Path):
    rows = list(csv.reader(io.StringIO(read(folder / "a.txt", folder / "a.txt", "-f", "csv").stdout, newline="")))
    assert sum(row[0] == "uri" for row in rows) == 1
    assert len(rows) == 1 + 2 * len(RECORD.attributions)


def test_unsure_attributions_can_be_left_out(folder: Path):
    ids = [
        a["id"]
        for a in json.loads(read(folder / "a.txt", "-f", "json", "--min-confidence", "0.5").stdout)["attributions"]
    ]
    assert "a2" not in ids
    assert len(ids) == len(RECORD.attributions) - 1


def test_a_page_goes_into_a_file(folder: Path, tmp_path: Path):
    assert read(folder / "a.txt", "-f", "html", "-o", tmp_path / "a.html").exit_code == 0
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_pages_of_many_articles_go_into_a_folder(folder: Path, tmp_path: Path):
    (folder / "b.txt").unlink()
    assert read(folder, "-f", "html", "-o", tmp_path / "pages").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["a.html", "c.html"]


def test_standoff_in_a_folder_has_its_text_beside_it(folder: Path, tmp_path: Path):
    read(folder, "-f", "brat", "-o", tmp_path / "brat")
    assert sorted(path.name for path in (tmp_path / "brat").iterdir()) == ["a.ann", "a.txt", "c.ann", "c.txt"]
    assert (tmp_path / "brat" / "a.txt").read_bytes().decode() == TEXT


def test_standoff_beside_its_own_text_leaves_the_text_alone(folder: Path):
    before = (folder / "a.txt").stat().st_mtime_ns
    assert read(folder / "a.txt", "-f", "brat", "-o", folder).exit_code == 0
    assert (folder / "a.ann").exists()
    assert (folder / "a.txt").stat().st_mtime_ns == before


def test_two_articles_of_one_name_are_both_written(folder: Path, tmp_path: Path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "A.txt").write_text("Another a.\n", encoding="utf-8")
    read(folder / "a.txt", tmp_path / "other" / "A.txt", "-f", "html", "-o", tmp_path / "pages")
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["A-2.html", "a.html"]


@pytest.mark.parametrize("form", ["html", "brat"])
def test_many_pages_into_one_stream_is_a_wrong_option(folder: Path, form: str):
    result = read(folder, "-f", form)
    assert result.exit_code == 2
    assert "--output FOLDER" in result.stderr


def test_an_input_is_never_written_over(folder: Path):
    assert read(folder / "a.txt", "-f", "json", "-o", folder / "a.txt").exit_code == 2
    assert (folder / "a.txt").read_bytes().decode() == TEXT


def test_a_page_is_never_written_over_the_page_it_was_read_from(tmp_path: Path):
    story = tmp_path / "story.html"
    words = "A paragraph of a made-up story, long enough to be taken for one. " * 8
    story.write_text(f"<html><body><article><h1>T</h1><p>{words}</p></article></body></html>", encoding="utf-8")
    before = story.read_bytes()
    result = read(story, "-f", "html", "-o", tmp_path)
    assert story.read_bytes() == before
    assert result.exit_code == 1
    assert "choose another folder" in result.stderr


def test_an_output_that_cannot_be_written_is_one_line(folder: Path, tmp_path: Path):
    result = read(folder / "a.txt", "-f", "json", "-o", tmp_path / "no" / "such" / "file.json")
    assert result.exit_code == 1
    assert result.stderr.startswith("onrecord: ")
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["-f", "yaml"], ["--min-confidence", "2"], ["--threads", "0"], ["--color", "sometimes"], []]
)
def test_wrong_options_are_usage_errors(arguments: list[str]):
    assert CliRunner().invoke(main, ["read", *arguments, *(["x"] if arguments else [])]).exit_code == 2


def test_colour_can_be_forced_and_forbidden(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[" in read(folder / "a.txt", "--color", "always").stdout
    assert "\x1b[" not in read(folder / "a.txt", "--color", "never").stdout


def test_records_are_written_as_they_come(folder: Path, scripted: ScriptedReader, monkeypatch: pytest.MonkeyPatch):
    taken: list[int] = []
    add = Stream.add

    def noted(self: Stream, record: Record, source: str) -> None:
        taken.append(scripted.taken)
        add(self, record, source)

    monkeypatch.setattr(Stream, "add", noted)
    read(*[folder / "c.txt"] * 5, "-f", "jsonl")
    assert taken == [1, 2, 3, 4, 5]


def test_no_model_is_loaded_where_there_is_nothing_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def never(threads: int | None) -> ScriptedReader:
        raise AssertionError("loaded")

    monkeypatch.setattr(cli_read, "new_reader", never)
    assert read(tmp_path / "none.txt").exit_code == 1


SCRIPT = """
import sys
sys.path[:0] = {path!r}
import test_read
from onrecord.interfaces import cli_read, cli
cli_read.new_reader = lambda threads: test_read.ScriptedReader()
cli.main()
"""


def in_a_process(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    tests = Path(__file__).parent
    script = SCRIPT.format(path=[str(tests), str(tests.parent)])
    return subprocess.Popen(
        [sys.executable, "-c", script, "read", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )


def test_output_is_utf8_whatever_the_locale(folder: Path):
    process = in_a_process(str(folder / "a.txt"), LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    out, err = process.communicate(timeout=60)
    assert "“No figure is final,”" in out.decode("utf-8")
    assert err == b""


def test_a_closed_pipe_is_no_error(folder: Path):
    process = in_a_process(*[str(folder / "a.txt")] * 60, "-f", "json", "--quiet")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 141
    assert err == b""
