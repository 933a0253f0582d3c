"""What the model says of a document's words: the value that is handed on to the attribution stage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["WordReading"]


@dataclass(frozen=True, slots=True)
class WordReading:
    """``W`` words of one document in order; a word is what the tokenizer keeps together (punctuation apart).

    A document's words with the most likely name class and part of speech of each, for the stages that need grammar.
    """

    starts: NDArray[np.int32]  #: [W] code point at which the word starts
    ends: NDArray[np.int32]  #: [W] code point behind the word's last
    blocks: NDArray[np.int32]  #: [W] index of the document's block that holds the word
    names: NDArray[np.int8]  #: [W] index into labels.NAME_CLASSES
    speech: NDArray[np.int8]  #: [W] index into labels.SPEECH_TAGS (Penn Treebank tags)

    def words_of(self, start: int, end: int) -> range:
        """The indices of the words that share a code point with ``start`` to ``end``."""
        return range(int(np.searchsorted(self.ends, start, "right")), int(np.searchsorted(self.starts, end, "left")))
