"""From what a person names to a document: files, folders, standard input; what it is, and what it is not."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path

import pytest

from onrecord.errors import NoArticle, NotFound, NotText, TooLarge
from onrecord.ingest.load import find_inputs, load_page, open_document

TEXT = "Jo Roe said the ferry was late.\n\nNobody answered her."


def test_a_text_file_is_its_text_unchanged(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    told = open_document(path)
    assert told.text == TEXT.replace("\n", "\r\n")
    assert told.uri == str(path)
    assert [block.span.of(told.text) for block in told.blocks] == TEXT.split("\n\n")


def test_standard_input_is_text_or_html_by_its_beginning(repo: Path):
    assert open_document("-", stdin=io.BytesIO(TEXT.encode())).text == TEXT
    page = (repo / "examples/harbor-inquiry.html").read_bytes()
    told = open_document("-", stdin=io.BytesIO(page))
    assert told.outlet == "The Meridian Daily"
    assert told.uri == "https://meridian-daily.example/2024/03/14/harbor-chief-resists-pressure-to-quit"


def test_a_text_that_begins_as_a_page_is_text_where_its_name_says_so(tmp_path: Path):
    path = tmp_path / "markup.txt"
    path.write_text("<html> is how a page begins, said Jo Roe.")
    assert open_document(path).text.startswith("<html> is how")


def test_gzip_is_undone_in_one_part_or_several(tmp_path: Path):
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(TEXT[:20].encode()) + gzip.compress(TEXT[20:].encode()))
    assert open_document(path).text == TEXT


def test_damaged_and_endless_gzip_is_refused(tmp_path: Path):
    whole = gzip.compress(os.urandom(500))
    (tmp_path / "cut.gz").write_bytes(whole[:-9])
    (tmp_path / "bad.gz").write_bytes(whole[:30] + b"\xff" * 40)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(bytes(30_000_000)))
    with pytest.raises(NotText, match="cut short"):
        load_page(tmp_path / "cut.gz")
    with pytest.raises(NotText, match="damaged"):
        load_page(tmp_path / "bad.gz")
    with pytest.raises(TooLarge, match="more than"):
        load_page(tmp_path / "bomb.gz", max_bytes=1_000_000)


def test_what_cannot_be_read_is_named_with_what_to_do(tmp_path: Path):
    (tmp_path / "long.txt").write_text("word " * 100)
    (tmp_path / "feed.xml").write_text('<?xml version="1.0"?><rss version="2.0"><channel/></rss>')
    (tmp_path / "blank.txt").write_text(" \n\n ")
    with pytest.raises(NotFound, match=r"none\.txt; check the path"):
        load_page(tmp_path / "none.txt")
    with pytest.raises(NotFound, match="is a folder"):
        load_page(tmp_path)
    with pytest.raises(NotFound, match="only http and https"):
        load_page("ftp://harrow.example/x")
    with pytest.raises(NotFound, match="could not be opened"):
        load_page("a\x00b")
    with pytest.raises(TooLarge, match="longer than 100 bytes"):
        load_page(tmp_path / "long.txt", max_bytes=100)
    with pytest.raises(NoArticle, match="feed or a site map"):
        open_document(tmp_path / "feed.xml")
    with pytest.raises(NoArticle, match="no words"):
        open_document(tmp_path / "blank.txt")


def test_a_folder_is_its_readable_files_by_name(tmp_path: Path):
    for name in ("b.txt", "a.html", "c.htm.gz", ".hidden.txt", "d.pdf", "e/f.txt", ".git/g.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "e" / "loop").symlink_to(tmp_path, target_is_directory=True)
    found = list(find_inputs([str(tmp_path), "https://harrow.example/", "-"]))
    assert found == [
        *(str(tmp_path / name) for name in ("a.html", "b.txt", "c.htm.gz", "e/f.txt")),
        "https://harrow.example/",
        "-",
    ]


def test_a_folder_with_nothing_to_read_says_what_would_be_read(tmp_path: Path):
    with pytest.raises(NotFound, match=r"\.txt"):
        list(find_inputs([str(tmp_path)]))
