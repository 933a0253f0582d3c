"""Choose on PolNeAR dev what is not trained: the decoder's weights, and what a confidence is made of."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from onrecord.attribution.confidence import FEATURES
from onrecord.attribution.find import Finder, find_links, kept_of
from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.linking import DistanceBias, LinkedAttribution
from onrecord.evaluation.calibration import calibrate
from onrecord.evaluation.scores import MEASURES, compare, precision_recall_f1
from onrecord.evaluation.spans import AttributionSpans
from onrecord.ingest.text import find_blocks
from onrecord.model.bundle import Calibration
from onrecord.model.decoding import TaggedSpan, legal_transitions
from onrecord.model.labels import TAGS
from onrecord.model.tagger import EncodedDocument
from onrecord.span import Span
from onrecord.text.document import Document
from onrecord.text.quotations import Quotation, find_quotations
from training.polnear import Article, GoldAttribution

__all__ = ["Chosen", "choose", "link_distances"]

TRANSITION_WEIGHTS = (0.0, 0.15, 0.3)
OUTSIDE_BIASES = (-0.8, -0.4, 0.0)
CONTENT_BIASES = (-0.4, -0.2, 0.0)
LEAST_CONFIDENCES = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3)
FOLDS = 5
#: What each F1 is to reach on dev. Those of spans are about what was published of a network five times the size
#: (BERT-base on PolNeAR's test articles; Wang et al., COLING 2022, table 6).
MARKS = {
    "span.source": 0.82,
    "span.cue": 0.75,
    "span.content": 0.69,
    "token.source": 0.86,
    "token.cue": 0.73,
    "token.content": 0.91,
}


@dataclass(frozen=True)
class Chosen:
    """The choice, and the figures on dev that speak for it."""

    transition_weight: float
    outside_bias: float
    content_bias: float
    least_confidence: float
    calibration: dict[str, Any]
    figures: dict[str, float]  #: F1 by measure, and the expected calibration errors

    @property
    def tag_biases(self) -> list[float]:
        """[tag] what is added to each tag's log-probability."""
        return [round(float(bias), 4) for bias in _tag_biases(self.outside_bias, self.content_bias)]


@dataclass(frozen=True)
class _Found:
    """What is found in one article, before anything is left out."""

    links: list[tuple[LinkedAttribution, list[float]]]  #: a cue without contents is among them
    spans: list[AttributionSpans]  #: of those with contents
    features: list[list[float]]  #: likewise


def link_distances(weights: Path) -> DistanceBias:
    """What the trained network makes of distances."""
    tensors = load_file(weights)
    return DistanceBias(
        tensors["cue_of_content.distance"], tensors["source_of_cue.distance"], tensors["antecedent.distance"]
    )


def _gold(article: Article) -> list[AttributionSpans]:
    def spans(parts: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
        return tuple(Span(*part) for part in parts)

    def one(gold: GoldAttribution) -> AttributionSpans:
        return AttributionSpans(spans(gold.source), spans(gold.cue), spans(gold.content))

    return [one(gold) for gold in article.readings[0]]


def _spans(document: EncodedDocument, linked: LinkedAttribution) -> AttributionSpans:
    starts, ends = document.pieces.word_starts, document.pieces.word_ends

    def span(words: TaggedSpan) -> Span:
        return Span(int(starts[words.first]), int(ends[words.last - 1]))

    return AttributionSpans(
        (span(linked.source),) if linked.source else (),
        (span(linked.cue),),
        tuple(span(content) for content in linked.contents),
    )


def _tag_biases(outside: float, content: float) -> NDArray[np.float32]:
    """Float32 [tag]."""
    biases = [outside if tag == "O" else content if tag.endswith("content") else 0.0 for tag in TAGS]
    return np.array(biases, np.float32)


def _find(
    documents: Sequence[EncodedDocument],
    transitions: NDArray[np.float32],
    tag_biases: NDArray[np.float32],
    distances: DistanceBias,
) -> list[_Found]:
    found = []
    for document in documents:
        links = find_links(document, transitions, tag_biases, distances)
        full = [(link, values) for link, values in links if link.contents]
        found.append(_Found(links, [_spans(document, link) for link, _ in full], [values for _, values in full]))
    return found


def _fit(values: NDArray[np.float64], right: NDArray[np.bool_]) -> dict[str, Any]:
    scale = values.std(0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=1000).fit(values / scale, right)
    return {
        "features": list(FEATURES),
        "weights": [round(float(w), 5) for w in model.coef_[0] / scale],
        "intercept": round(float(model.intercept_[0]), 5),
    }


@dataclass(frozen=True)
class _Text:
    """An article as the reader has it."""

    article: Article
    document: Document
    quotations: list[Quotation]
    encoded: EncodedDocument


def _texts(articles: Sequence[Article], documents: Sequence[EncodedDocument]) -> list[_Text]:
    texts = []
    for article, encoded in zip(articles, documents, strict=True):
        document = Document(article.text, find_blocks(article.text))
        quotations = [q for block in document.blocks for q in find_quotations(article.text, block.start, block.end)]
        texts.append(_Text(article, document, quotations, encoded))
    return texts


def _as_spans(found: FoundAttribution) -> AttributionSpans:
    return AttributionSpans((found.source,) if found.source else (), (found.cue,), found.content)


def _figures(texts: Sequence[_Text], links: Sequence[_Found], finders: Sequence[Finder]) -> dict[str, float]:
    """The figures of all that the reader finds, each article by its finder."""
    counts = np.zeros((len(MEASURES), 3), np.int64)
    sure: list[float] = []
    right: list[bool] = []
    for text, here, finder in zip(texts, links, finders, strict=True):
        found = kept_of(here.links, text.encoded.pieces, finder, text.document, text.quotations)
        found = [each for each in found if each.within is None]
        comparison = compare(text.article.text, [_as_spans(each) for each in found], _gold(text.article))
        counts += comparison.counts
        sure += [each.confidence for each in found]
        right += comparison.relaxed_predicted.tolist()
    error = calibrate(np.array(sure), np.array(right)).error
    figures = {m: round(float(precision_recall_f1(c)[2]), 4) for m, c in zip(MEASURES, counts, strict=True)}
    return figures | {"calibration_error": round(float(error or 0.0), 4)}


def _goodness(figures: dict[str, float]) -> float:
    """The mean of the eight F1, less what is missing to the mark of each: none is to be bought with another."""
    mean = float(np.mean([figures[measure] for measure in MEASURES]))
    return mean - sum(max(0.0, mark - figures[measure]) for measure, mark in MARKS.items())


def choose(
    articles: Sequence[Article],
    documents: Sequence[EncodedDocument],
    transitions: NDArray[np.float64],
    distances: DistanceBias,
    like: Chosen | None = None,
    by: str | None = None,
) -> Chosen:
    """The best of the grid on dev; with ``like``, the same choice on other documents.

    The best by the mean of all F1, none of them bought with another; with ``by``, a measure's name, by that one alone.

    The calibration error is given twice: of the weights fitted on all of dev, and cross-fitted, each fifth of the
    articles by weights fitted on the rest, which is what to expect of new articles.
    """
    weights = TRANSITION_WEIGHTS if like is None else (like.transition_weight,)
    biases = OUTSIDE_BIASES if like is None else (like.outside_bias,)
    content_biases = CONTENT_BIASES if like is None else (like.content_bias,)
    leasts = LEAST_CONFIDENCES if like is None else (like.least_confidence,)
    best: Chosen | None = None

    def good(figures: dict[str, float]) -> float:
        return figures[by] if by else _goodness(figures)

    texts = _texts(articles, documents)
    for weight, bias, content_bias in itertools.product(weights, biases, content_biases):
        weighted = np.where(legal_transitions(), transitions * weight, -1e9).astype(np.float32)
        tag_biases = _tag_biases(bias, content_bias)
        found = _find(documents, weighted, tag_biases, distances)
        right = [
            compare(article.text, here.spans, _gold(article)).relaxed_predicted
            for article, here in zip(articles, found, strict=True)
        ]
        values = np.array([row for here in found for row in here.features])
        fitted = _fit(values, np.concatenate(right)) if like is None else like.calibration
        for least in leasts:
            finder = Finder(weighted, tag_biases, distances, least, Calibration(**fitted))
            figures = _figures(texts, found, [finder] * len(texts))
            if best is None or good(figures) > good(best.figures):
                crossed = [replace(finder, calibration=each) for each in _cross_fitted(found, right)]
                figures["calibration_error_cross_fitted"] = _figures(texts, found, crossed)["calibration_error"]
                best = Chosen(weight, bias, content_bias, least, fitted, figures)
        print(
            f"transitions {weight}, outside {bias}, content {content_bias}: {best.figures if best else None}",
            flush=True,
        )
    if best is None:
        raise SystemExit("nothing to choose from")
    return best


def _cross_fitted(found: Sequence[_Found], right: Sequence[NDArray[np.bool_]]) -> list[Calibration]:
    """For each article a calibration that is fitted on others."""
    calibrations: dict[int, Calibration] = {}
    indices = np.arange(len(found))
    for fitting, held_out in GroupKFold(FOLDS).split(indices, groups=indices):
        values = np.array([row for i in fitting for row in found[i].features])
        fitted = Calibration(**_fit(values, np.concatenate([right[i] for i in fitting])))
        calibrations |= dict.fromkeys(held_out.tolist(), fitted)
    return [calibrations[index] for index in range(len(found))]
