"""The page beside peers says what was measured, what each figure means, and what was not measured."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.beside_page import Beside, write_page
from benchmarks.peers.listing import NOT_RUN, entry_of
from benchmarks.scored import score
from benchmarks.turns import Team, Turn
from mistaken import attribution, record_of
from onrecord.evaluation.gold import GoldArticle

TEXT = "“The mill is shut for the winter,” Ada Loom said."
FOUND = attribution([(35, 43)], [(44, 48)], [(0, 34)])


@pytest.fixture
def beside() -> Beside:
    return Beside(
        date="2031-02-03",
        version="9.9",
        command="python -m benchmarks.beside --polnear SPLIT",
        machine={"processor": "Abacus 9 (beads)", "packages": "left out"},
        corpus="PolNeAR dev",
        articles=84,
        timed=28,
        words=60_000,
        rounds=3,
        processes=[1],
        teams=[
            Team(entry_of("reader"), [], 1, {"onrecord": "9.9", "bundle": "made-up"}),
            Team(entry_of("textacy"), [], 1, {"textacy": "0.0.7"}),
            Team(entry_of("sayswho"), [], 1, missing="`sayswho` cannot be imported"),
        ],
        turns=[
            *(Turn("reader", 1, number, seconds, 0.98, 140, 0) for number, seconds in enumerate((10, 12, 11))),
            *(Turn("textacy", 1, number, seconds, 0.97, 350, 4) for number, seconds in enumerate((5, 9, 5.5))),
        ],
        scored=[score("reader", [record_of(TEXT, [FOUND])], [GoldArticle("mill", TEXT, ((FOUND,),))], samples=10)],
        limit=None,
        pipeline=("small", 25_000, 0.931),
    )


def test_every_figure_is_on_the_page(beside: Beside) -> None:
    page = write_page(beside)
    for row in (
        "PolNeAR dev: 28 of 84 articles, 60,000 words",
        "| On Record |  |  |  | 5,455 | 0.98 | 140 |",
        "| spaCy, small English + textacy's quotations | **0.50** | 0.50 | 0.75 | 10,909 | 0.97 | 350 |",
        "spaCy, small English + textacy's quotations 4. They count as read.",
        "annotators' Penn tag to 93.1%",
        "| On Record | 1.000 | 1.000 | 1.000 |",
        "| packages | onrecord 9.9, textacy 0.0.7 |",
    ):
        assert row in page


def test_what_is_not_installed_is_named(beside: Beside) -> None:
    assert "- *spaCy, small English + sayswho's quotations*: `sayswho` cannot be imported." in write_page(beside)


def test_what_cannot_be_run_is_named(beside: Beside) -> None:
    page = write_page(beside)

    assert [name for name, _ in NOT_RUN if name not in page] == []


def test_it_says_when_and_how_it_was_measured(beside: Beside) -> None:
    page = write_page(beside)

    assert "2031-02-03" in page
    assert "\n    python -m benchmarks.beside --polnear SPLIT\n" in page
    assert page.startswith("<!-- Written by")


def test_without_gold_nothing_is_scored(beside: Beside) -> None:
    assert "## How well" not in write_page(replace(beside, scored=[]))
