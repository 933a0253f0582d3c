"""An evaluation from end to end: records and gold in, figures with their intervals out.

The figures are values that serialise as they are; how they look on a terminal is the command's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.errors import FormatError
from onrecord.evaluation.agreement import count_agreement
from onrecord.evaluation.bootstrap import LEVEL, draw_documents, interval
from onrecord.evaluation.calibration import Calibration, calibrate
from onrecord.evaluation.forms import FORMS, forms_of
from onrecord.evaluation.gold import GoldArticle
from onrecord.evaluation.scores import MEASURES, Comparison, compare, precision_recall_f1
from onrecord.evaluation.spans import AttributionSpans, from_record

if TYPE_CHECKING:
    from onrecord.record.types import Record

__all__ = [
    "AgreementFigures",
    "Bootstrap",
    "Evaluation",
    "Figure",
    "Figures",
    "FormFigures",
    "RoleScores",
    "Score",
    "evaluate",
]

#: The rough minimum for percentile intervals, as Efron and Tibshirani (1993) give it.
SAMPLES = 1000
SEED = 20181


class Figure(msgspec.Struct, frozen=True):
    """A score of 0 to 1 with its 95% interval, which is ``None`` for too few documents."""

    value: float
    low: float | None = None
    high: float | None = None


class Score(msgspec.Struct, frozen=True):
    """Precision, recall and F1 of one measure, and the counts behind them."""

    precision: float
    recall: float
    f1: Figure
    matched: int
    predicted: int
    gold: int


class RoleScores(msgspec.Struct, frozen=True):
    """One measure's scores for each role."""

    source: Score
    cue: Score
    content: Score


class Figures(msgspec.Struct, frozen=True):
    """All measures over a set of documents; :mod:`onrecord.evaluation.scores` defines them."""

    documents: int
    token: RoleScores
    span: RoleScores
    exact: Score
    relaxed: Score


class FormFigures(msgspec.Struct, frozen=True):
    """How many gold attributions of one form there are, and which share of them was found (recall)."""

    gold: int
    exact: Figure
    relaxed: Figure


class AgreementFigures(msgspec.Struct, frozen=True):
    """The model against each annotator, and the annotators against each other."""

    model_human: Figures
    human_human: Figures


class Bootstrap(msgspec.Struct, frozen=True):
    """How the intervals were made."""

    level: float
    samples: int
    seed: int


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """What an evaluation found.

    ``missing`` names the gold articles of which there is no record; they are left out of every figure. ``unmatched``
    counts the records that are of no gold article, ``moved`` those whose text has other white space around it.
    ``outlets`` is empty where no metadata names any, ``humans`` is ``None`` where not asked for or nobody is.
    """

    figures: Figures
    calibration: Calibration
    outlets: dict[str, Figures]
    forms: dict[str, FormFigures]
    humans: AgreementFigures | None
    missing: tuple[str, ...]
    unmatched: int
    moved: int
    bootstrap: Bootstrap


@dataclass(frozen=True, slots=True)
class _Judged:
    """One gold article with the model's reading of it, compared."""

    article: GoldArticle
    predicted: list[AttributionSpans]
    comparison: Comparison


def _shift(record_text: str, gold_text: str) -> int:
    """What to add to an offset in the one text to have it in the other; the two differ in white space around them."""
    return (len(gold_text) - len(gold_text.lstrip())) - (len(record_text) - len(record_text.lstrip()))


def _within(predicted: list[AttributionSpans], length: int, name: str) -> None:
    for attribution in predicted:
        for span in (*attribution.source, *attribution.cue, *attribution.content):
            if not 0 <= span.start <= span.end <= length:
                raise FormatError(f"the record of {name} has a span, {span.start} to {span.end}, outside its text")


def _figures(counts: NDArray[np.int64], samples: int, seed: int) -> Figures:
    """Figures of counts [document, measure, 3]."""
    total = counts.sum(axis=0)
    values = precision_recall_f1(total)
    draws = draw_documents(len(counts), samples, seed)
    ends = interval(counts, lambda summed: precision_recall_f1(summed)[..., 2], draws)

    def score(measure: str) -> Score:
        row = MEASURES.index(measure)
        precision, recall, f1 = values[row].tolist()
        low, high = (float(ends[0][row]), float(ends[1][row])) if ends else (None, None)
        matched, predicted, gold = total[row].tolist()
        return Score(precision, recall, Figure(f1, low, high), matched, predicted, gold)

    def roles(measure: str) -> RoleScores:
        return RoleScores(score(f"{measure}.source"), score(f"{measure}.cue"), score(f"{measure}.content"))

    return Figures(len(counts), roles("token"), roles("span"), score("exact"), score("relaxed"))


def _recall(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """[…] recall of counts […, 2] of matched and gold."""
    recall: NDArray[np.float64] = counts[..., 0] / np.maximum(counts[..., 1], 1)
    return recall


def _form_figures(judged: Sequence[_Judged], samples: int, seed: int) -> dict[str, FormFigures]:
    counts = np.zeros((len(judged), len(FORMS), 2, 2), np.int64)  # [document, form, exact or relaxed, matched and gold]
    for document, one in zip(counts, judged, strict=True):
        gold = one.article.readings[0]
        found = zip(one.comparison.exact_gold, one.comparison.relaxed_gold, strict=True)
        for form, flags in zip(forms_of(one.article.text, gold), found, strict=True):
            document[FORMS.index(form), :, 0] += flags
            document[FORMS.index(form), :, 1] += 1
    values = _recall(counts.sum(axis=0))
    ends = interval(counts, _recall, draw_documents(len(counts), samples, seed))

    def figure(form: int, measure: int) -> Figure:
        low, high = (float(ends[0][form, measure]), float(ends[1][form, measure])) if ends else (None, None)
        return Figure(float(values[form, measure]), low, high)

    golds = counts[:, :, 0, 1].sum(axis=0).tolist()
    return {form: FormFigures(golds[i], figure(i, 0), figure(i, 1)) for i, form in enumerate(FORMS)}


def _judge(records: Iterable[Record], articles: Sequence[GoldArticle]) -> tuple[list[_Judged], int, int]:
    """Records beside the articles they are of, in the articles' order; how many are of none; how many moved."""
    texts = {article.text.strip() for article in articles}
    of_text: dict[str, Record] = {}
    unmatched = 0
    for record in records:
        text = record.document.text.strip()
        if text in texts:
            of_text[text] = record
        else:
            unmatched += 1
    judged, moved = [], 0
    for article in articles:
        if (found := of_text.get(article.text.strip())) is None:
            continue
        moved += found.document.text != article.text
        predicted = from_record(found, _shift(found.document.text, article.text))
        _within(predicted, len(article.text), article.name)
        judged.append(_Judged(article, predicted, compare(article.text, predicted, article.readings[0])))
    return judged, unmatched, moved


def evaluate(
    records: Iterable[Record],
    articles: Sequence[GoldArticle],
    *,
    humans: bool = False,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> Evaluation:
    """Score records against gold articles; a record is of the article with the same text, white space around it apart.

    Where several records are of one article, the last counts. The same records, gold and seed give the same figures to
    the last bit. Raises FormatError where no record is of any of the articles, and OptionError for a number of samples
    or a seed that makes no sense.
    """
    judged, unmatched, moved = _judge(records, articles)
    if not judged:
        raise FormatError(
            f"none of the {unmatched} records is of one of the {len(articles)} gold articles: the texts must be the "
            "same, character by character"
        )
    counts = np.stack([one.comparison.counts for one in judged])
    outlets = sorted({one.article.outlet for one in judged if one.article.outlet})
    by_outlet = {
        outlet: _figures(counts[[one.article.outlet == outlet for one in judged]], samples, seed) for outlet in outlets
    }
    agreement = count_agreement([(one.article, one.predicted) for one in judged]) if humans else None
    confidence = [attribution.confidence or 0.0 for one in judged for attribution in one.predicted]
    right = np.concatenate([one.comparison.relaxed_predicted for one in judged])
    read = {one.article.name for one in judged}
    return Evaluation(
        figures=_figures(counts, samples, seed),
        calibration=calibrate(np.array(confidence, np.float64), right),
        outlets=by_outlet,
        forms=_form_figures(judged, samples, seed),
        humans=AgreementFigures(
            _figures(agreement.model_human, samples, seed), _figures(agreement.human_human, samples, seed)
        )
        if agreement is not None and len(agreement.model_human)
        else None,
        missing=tuple(article.name for article in articles if article.name not in read),
        unmatched=unmatched,
        moved=moved,
        bootstrap=Bootstrap(LEVEL, samples, seed),
    )
