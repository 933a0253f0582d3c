"""The measure of extraction, and what the benchmark's pages come to by it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from evaluation.pages import long_quotations, main, measure, score_pages, shingles
from onrecord.errors import NoArticle
from onrecord.ingest.page import Page


def test_shingles_are_runs_of_four_tokens():
    assert shingles("the ferry is late today")[("the", "ferry", "is", "late")] == 1
    assert shingles("the ferry is late today").total() == 2
    assert shingles("late again").total() == 1
    assert shingles("…").total() == 0


def test_quotations_of_eight_words_or_more_are_counted():
    text = 'She said “one two three four five six seven eight” and "one two three", and 6" of rain fell on 5" of snow.'
    assert long_quotations(text) == [("one", "two", "three", "four", "five", "six", "seven", "eight")]


def test_what_is_read_too_much_costs_precision_and_what_is_lost_costs_recall():
    precision, recall, f1 = score_pages(["a b c d e", "f g h i"], ["a b c d e x", ""])
    assert (precision, recall) == (pytest.approx(2 / 3), 0.5)
    assert f1 == pytest.approx(2 * precision * recall / (precision + recall))


def test_a_page_that_is_not_read_counts_as_empty_and_is_named():
    def read(page: Page) -> str:
        if page.uri == "b":
            raise NoArticle("b has no article")
        return page.content.decode()

    said = "“one two three four five six seven eight”"
    score = measure({"a": said.encode(), "b": b""}, {"a": said, "b": said}, read)
    assert (score.read, score.pages, score.quotations, score.quotations_kept) == (1, 2, 2, 1)
    assert score.failed == ("b has no article",)


@pytest.mark.shared
def test_the_benchmarks_pages_are_read_better_than_by_the_library_alone(
    shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """The floors are the figures measured when they were written, less two thousandths."""
    main([str(shared_data / "pages" / "article_extraction_benchmark"), "--json", str(tmp_path / "figures.json")])
    figures = json.loads((tmp_path / "figures.json").read_text())
    ours, library = figures["On Record, story"], figures["library, plain"]
    assert (ours["read"], ours["pages"]) == (181, 181)
    assert ours["f1"] >= 0.971 > library["f1"]
    assert ours["quotations_kept"] == ours["quotations"] == 612
    assert "On Record, story" in capsys.readouterr().out


def test_the_command_reads_a_benchmark_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    body = " ".join(["The ferry was late again on Monday, said Jo Roe, who rows."] * 5)
    (tmp_path / "html").mkdir()
    page = f"<html><body><article><p>{body}</p></article></body></html>"
    (tmp_path / "html" / "x.html.gz").write_bytes(gzip.compress(page.encode()))
    (tmp_path / "ground-truth.json").write_text(json.dumps({"x": {"articleBody": body}}))
    assert main([str(tmp_path)]) == 0
    assert "1/1" in capsys.readouterr().out
