"""The page of figures says what was measured, on what, and how to measure it again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.corpus import ARTICLE, load_corpus
from benchmarks.page import Measured, write_page
from benchmarks.reading import Rate
from benchmarks.sizes import Sizes
from mistaken import attribution, record_of
from onrecord.evaluation.gold import GoldArticle
from onrecord.evaluation.report import evaluate

TEXT = "The mill is shut, Ada Loom said."
FOUND = attribution([(18, 26)], [(27, 31)], [(0, 16)])


@pytest.fixture
def measured() -> Measured:
    return Measured(
        date="2031-02-03",
        version="9.9",
        model="made-up",
        command="python -m benchmarks.run --polnear SPLIT",
        machine={"processor": "Abacus 9 (beads)", "cores for this process": "2"},
        corpus="PolNeAR dev",
        articles=84,
        words=67609,
        rounds=3,
        rates=[Rate(1, 6000.4, 8000, 0.75, 0.8, 5900, 6100), Rate(2, 11000, 15000, 0.733, 0.7, 10000, 12000)],
        cold={"wall": [0.9, 0.8, 1.0], "processor": [0.7] * 3, "memory": [200.0, 210.0, 205.0]},
        sizes=Sizes(26.04, 180.4, [("onnxruntime", 60.2)]),
        evaluation=evaluate([record_of(TEXT, [FOUND])], [GoldArticle("mill", TEXT, ((FOUND,),), "lantern")]),
    )


def test_every_figure_is_on_the_page(measured: Measured) -> None:
    page = write_page(measured)
    for row in (
        "| 1 | 6,000 | 5,900 to 6,100 | 8,000 | 0.75 | 80% |",
        "| 2 | 11,000 | 10,000 to 12,000 | 15,000 | 0.73 | 70% |",
        "| wall time, s | 0.80 | 0.90 | 1.00 |",
        "| greatest memory, MB | 200 | 205 | 210 |",
        "| wheel, with the model | 26.0 | 24.8 |",
        "| installed, with all that it needs | 180.4 | 172.0 |",
        "| attributions, relaxed | 1.000 | 1.000 | 1.000 |",
        "| indirect | 1 | 1.000 | 1.000 |",
        "| lantern | 1 |",
        "| processor | Abacus 9 (beads) |",
    ):
        assert row in page


def test_it_says_when_how_and_what_to_compare(measured: Measured) -> None:
    page = write_page(measured)
    assert "measured on 2031-02-03" in page
    assert "\n    python -m benchmarks.run --polnear SPLIT\n" in page
    assert "Compare the ratios" in page
    assert page.startswith("<!-- Written by")


def test_what_was_not_measured_is_left_out(measured: Measured) -> None:
    page = write_page(replace(measured, evaluation=None, sizes=Sizes(26.0, None, [])))
    assert "How well it reads" not in page
    assert "`--installed`" in page


def test_the_article_has_as_many_words_as_the_page_says() -> None:
    assert len(ARTICLE.read_text(encoding="utf-8").split()) == 800


def test_without_a_corpus_the_article_is_read_again_and_again() -> None:
    corpus = load_corpus(None)
    assert corpus.words == 800 * len(corpus.documents)
    assert corpus.gold is None
