"""The figures are those of the reference scorer to the third digit, whatever a model gets wrong."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mistaken import mistaken, record_of
from onrecord.evaluation.gold import GoldArticle, read_gold
from onrecord.evaluation.report import Figures, evaluate
from onrecord.record.json import encode

pytestmark = [
    pytest.mark.shared,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # the reference scorer's
]


@pytest.fixture(scope="module")
def dev(shared_data: Path) -> Path:
    return shared_data / "polnear" / "dev"


@pytest.fixture(scope="module")
def articles(dev: Path) -> list[GoldArticle]:
    return read_gold(dev)


@pytest.fixture(scope="module")
def reference(shared_data: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_scorer", shared_data.parent / "tools" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rounded(figures: Figures) -> dict[str, Any]:
    """Figures as the reference scorer writes them."""

    def score(one: Any) -> dict[str, float]:
        return {"P": round(one.precision, 3), "R": round(one.recall, 3), "F": round(one.f1.value, 3)}

    def roles(scores: Any) -> dict[str, Any]:
        return {role: score(getattr(scores, role.lower())) for role in ("Source", "Cue", "Content")}

    return {
        "token": roles(figures.token),
        "span": roles(figures.span),
        "exact": score(figures.exact),
        "relaxed": score(figures.relaxed),
    }


@pytest.mark.parametrize("seed", range(4))
def test_figures_equal_those_of_the_reference_scorer(
    seed: int, dev: Path, articles: list[GoldArticle], reference: ModuleType, tmp_path: Path
) -> None:
    records = []
    for i, article in enumerate(articles):
        if seed == 1 and i % 7 == 0:
            continue  # no record of this article
        predicted = mistaken(article.text, article.readings[0], seed=1000 * seed + i)
        records.append(record_of(article.text, predicted, nested=[2, 5] if seed == 2 else []))
    written = tmp_path / "records.jsonl"
    written.write_bytes(b"".join(encode(record) + b"\n" for record in records))

    theirs = reference.polnear(written, dev, humans=True)
    ours = evaluate(records, articles, humans=True, samples=2)

    assert rounded(ours.figures) == {name: theirs[name] for name in ("token", "span", "exact", "relaxed")}
    assert len(ours.missing) == theirs["missing"]
    assert ours.moved == theirs["moved"]
    assert ours.humans is not None
    assert rounded(ours.humans.model_human) == theirs["model_human"]
    assert rounded(ours.humans.human_human) == theirs["human_human"]
    assert 0.3 < ours.figures.relaxed.f1.value < 0.95, "the mistakes should leave something right and something wrong"


def test_gold_against_itself_is_perfect(articles: list[GoldArticle]) -> None:
    perfect = evaluate([record_of(a.text, a.readings[0]) for a in articles], articles, samples=20)
    assert perfect.figures.span.content.f1.value == 1
    assert perfect.figures.relaxed.f1.value == 1
    assert perfect.calibration.error == 0
    assert sorted(perfect.outlets) == ["breitbart", "huff-post", "nyt", "politico", "usa-today", "wash-post",
                                       "west-journal"]  # fmt: skip


def test_every_file_of_the_corpus_reads_as_the_reference_reads_it(shared_data: Path, reference: ModuleType) -> None:
    for split in ("dev", "train"):
        for article in read_gold(shared_data / "polnear" / split):
            files = sorted((shared_data / "polnear" / split / "attributions").glob(f"{article.name}_*.ann"))
            theirs = [reference.read_ann(file) for file in files]
            ours = [
                [{"Source": list(a.source), "Cue": list(a.cue), "Content": list(a.content)} for a in reading]
                for reading in article.readings
            ]
            assert ours == theirs, article.name
