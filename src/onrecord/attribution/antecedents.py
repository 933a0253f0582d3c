"""What a mention refers back to, as the encoder scores it: "she" and "the ministry" to the words before them.

One more link of the same pass, learnt from GUM's gold chains of coreference and CoreNLP's silver ones on PolNeAR. It
says how likely each earlier word is the head of what is meant, or that none is; what to make of it is for the entities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.attribution.linking import antecedent_scores
from onrecord.attribution.words import Words
from onrecord.model.tagger import EncodedDocument

__all__ = ["Antecedents"]


@dataclass(frozen=True, slots=True)
class Antecedents:
    """The scores of one document; ``bias`` is what distance adds to them."""

    encoded: EncodedDocument
    bias: NDArray[np.float32]

    def chances(self, words: Words, at: int, candidates: Sequence[int]) -> list[float]:
        """The probability of each candidate, an index of ``words`` as ``at`` is; what is missing to 1 is none's."""
        starts = self.encoded.pieces.word_starts
        places = np.array([words[each].start for each in (at, *candidates)], np.int64)
        asked = np.searchsorted(starts, places, "right") - 1
        scores = antecedent_scores(self.encoded, int(asked[0]), asked[1:].astype(np.int64), self.bias)
        shifted = np.exp(scores - scores.max())
        return [float(chance) for chance in (shifted / shifted.sum())[:-1]]
