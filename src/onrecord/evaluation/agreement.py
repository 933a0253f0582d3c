"""How far two people agree, and whether the model agrees with them as well: the mark that a score is held against.

Of the articles that several people annotated, the model is held against each of them, and each of them against each
other, both ways round. Every pair counts alike, so that an article with six annotators has thirty pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from onrecord.evaluation.gold import GoldArticle
from onrecord.evaluation.scores import MEASURES, compare
from onrecord.evaluation.spans import AttributionSpans

__all__ = ["FEWEST_ANNOTATORS", "Agreement", "count_agreement"]

#: Two people make a pair. (PolNeAR's articles have one annotator, or five or six.)
FEWEST_ANNOTATORS = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of matches over the articles that several people annotated; see :mod:`onrecord.evaluation.scores`."""

    model_human: NDArray[np.int64]  #: [article, measure, 3] the model against each annotator, summed
    human_human: NDArray[np.int64]  #: [article, measure, 3] each annotator against each other, summed


def count_agreement(articles: Sequence[tuple[GoldArticle, Sequence[AttributionSpans]]]) -> Agreement:
    """Compare predictions and annotators over the articles with enough annotators; the others are passed over."""
    model_human, human_human = [], []
    for article, predicted in articles:
        if len(article.readings) < FEWEST_ANNOTATORS:
            continue
        model_human.append(sum(compare(article.text, predicted, reading).counts for reading in article.readings))
        pairs = permutations(article.readings, 2)
        human_human.append(sum(compare(article.text, one, other).counts for one, other in pairs))
    shape = (len(model_human), len(MEASURES), 3)
    return Agreement(np.array(model_human, np.int64).reshape(shape), np.array(human_human, np.int64).reshape(shape))
