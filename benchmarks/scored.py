"""Readings of several programs against the same gold, by the scorer that this project's own figures come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks.peers.triples import record_of
from benchmarks.quoted import direct_only, quotations_only
from onrecord.evaluation.gold import GoldArticle
from onrecord.evaluation.report import Figures, FormFigures, evaluate
from onrecord.evaluation.spans import AttributionSpans, from_record
from onrecord.record.types import Record

__all__ = ["Scored", "score"]

_View = Callable[[str, Sequence[AttributionSpans]], Sequence[AttributionSpans]]


@dataclass(frozen=True)
class Scored:
    """One program's figures."""

    key: str
    records: int
    attributions: int
    all: Figures  #: against everything in the gold
    forms: dict[str, FormFigures]  #: how many of each form are found
    direct: Figures  #: direct attributions against direct attributions
    quotations: Figures  #: quotation by quotation, see :mod:`benchmarks.quoted`


def _figures(
    records: Sequence[Record], articles: Sequence[GoldArticle], ours: _View, theirs: _View, samples: int
) -> Figures:
    seen = [
        record_of(record.document.text, ours(record.document.text, from_record(record)), record.reader)
        for record in records
    ]
    gold = [replace(article, readings=(tuple(theirs(article.text, article.readings[0])),)) for article in articles]
    return evaluate(seen, gold, samples=samples).figures


def score(
    key: str,
    records: Sequence[Record],
    articles: Sequence[GoldArticle],
    *,
    all_are_quotations: bool = False,
    samples: int = 1000,
) -> Scored:
    """Figures of one program's records, which have the articles' texts unchanged.

    ``all_are_quotations`` is for programs that claim to give nothing else; see :func:`quotations_only`.
    """

    def quotations(text: str, found: Sequence[AttributionSpans]) -> Sequence[AttributionSpans]:
        return quotations_only(text, found, all_are_quotations=all_are_quotations)

    whole = evaluate(records, articles, samples=samples)
    return Scored(
        key=key,
        records=len(records),
        attributions=sum(len(from_record(record)) for record in records),
        all=whole.figures,
        forms=whole.forms,
        direct=_figures(records, articles, direct_only, direct_only, samples),
        quotations=_figures(records, articles, quotations, quotations_only, samples),
    )
