"""What a network says of a corpus, and how often its tags follow one another: what choosing starts from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.ingest.text import find_blocks
from onrecord.model.decoding import transition_counts
from onrecord.model.pieces import encode
from onrecord.model.session import OnnxEncoder
from onrecord.model.tagger import EncodedDocument, Tagger
from onrecord.model.windows import MAX_PIECES, OVERLAP_PIECES
from onrecord.model.wordpiece import Vocabulary
from training.polnear import Article, label_words

__all__ = ["encode_all", "transition_logs"]


def transition_logs(articles: Sequence[Article], vocabulary: Vocabulary) -> NDArray[np.float64]:
    """Float64 [tag, next tag]: log-probability of each transition within a block, half a count added to each."""
    sequences: list[NDArray[np.int64]] = []
    for article in articles:
        pieces = encode(article.text, find_blocks(article.text), vocabulary)
        tags = label_words(article, article.readings[0], pieces).tags
        sequences += np.split(tags, np.flatnonzero(np.diff(pieces.word_blocks)) + 1)
    counts = transition_counts(sequences) + 0.5
    logs: NDArray[np.float64] = np.log(counts / counts.sum(1, keepdims=True))
    return logs


def encode_all(
    articles: Sequence[Article],
    vocabulary: Vocabulary,
    model: Path,
    max_pieces: int = MAX_PIECES,
    overlap: int = OVERLAP_PIECES,
) -> list[EncodedDocument]:
    """What the network in ``model`` says of each article, read in windows of at most ``max_pieces``."""
    tagger = Tagger(
        OnnxEncoder(model),
        frame=vocabulary.frame,
        threads=2,
        max_pieces=max_pieces,
        overlap=overlap,
    )
    pieces = (encode(article.text, find_blocks(article.text), vocabulary) for article in articles)
    return [tagger.submit(each).result() for each in pieces]
