"""From a document to the arrays that the encoder reads.

The vocabulary of the encoder is uncased and knows nothing of layout, so three features go in beside each piece: how
its word is capitalised, whether it opens a block, and where it stands towards quotation marks. The straight mark,
which opens and closes with one character, is what the encoder alone gets wrong: it would have to count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.model.wordpiece import Vocabulary, find_words
from onrecord.text.document import Block
from onrecord.text.quotations import find_quotations

__all__ = ["BLOCK_FEATURES", "CASE_FEATURES", "QUOTE_FEATURES", "Pieces", "encode"]

#: How a word is capitalised.
CASE_FEATURES = ("lower", "capitalised", "upper", "mixed", "no_letters")
#: Whether a piece is its block's first.
BLOCK_FEATURES = ("inside", "first")
#: Where a piece stands towards quotation marks.
QUOTE_FEATURES = ("outside", "inside", "opening_mark", "closing_mark")


@dataclass(frozen=True, slots=True)
class Pieces:
    """A document as word pieces. ``P`` pieces in ``W`` words; offsets are code points of the document's text."""

    piece_ids: NDArray[np.int32]  #: [P] index into the vocabulary
    case: NDArray[np.int32]  #: [P] index into CASE_FEATURES
    block: NDArray[np.int32]  #: [P] index into BLOCK_FEATURES
    quote: NDArray[np.int32]  #: [P] index into QUOTE_FEATURES
    first_pieces: NDArray[np.int32]  #: [W] each word's first piece
    word_starts: NDArray[np.int32]  #: [W] code point at which the word starts
    word_ends: NDArray[np.int32]  #: [W] code point behind the word's last
    word_blocks: NDArray[np.int32]  #: [W] index of the block that holds the word


def _case_of(word: str) -> int:
    if word.islower():
        return 0
    if word.isupper():
        return 2 if len(word) > 1 else 1
    if word[:1].isupper():
        return 1
    return 3 if any(map(str.isalpha, word)) else 4


def _quote_features(text: str, block: Block, starts: NDArray[np.int32]) -> NDArray[np.int32]:
    """[w] index into QUOTE_FEATURES of each word of a block; ``starts`` are the words' first code points."""
    features = np.zeros(len(starts), np.int32)
    quotations = find_quotations(text, block.start, block.end)
    for quotation in quotations:
        first, last = np.searchsorted(starts, (quotation.inner.start, quotation.inner.end))
        features[first:last] = 1
    for quotation in quotations:
        first, last = np.searchsorted(starts, (quotation.span.start, quotation.inner.start))
        features[first:last] = 2
        if quotation.closed:
            first, last = np.searchsorted(starts, (quotation.inner.end, quotation.span.end))
            features[first:last] = 3
    return features


def encode(text: str, blocks: Sequence[Block], vocabulary: Vocabulary) -> Pieces:
    """Cut the blocks of ``text`` into words and their pieces; text outside all blocks is not read.

    Any string can be cut: what the vocabulary does not know is one unknown piece, and what has nothing written in it
    (a lone surrogate, an accent on nothing) is no word.
    """
    ids: list[int] = []
    counts: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    case: list[int] = []
    block_words: list[int] = []
    quote: list[NDArray[np.int32]] = []
    pieces_of = vocabulary.pieces_of
    for block in blocks:
        before = len(starts)
        for start, end in find_words(text, block.start, block.end):
            word = text[start:end]
            pieces = pieces_of(word)
            if pieces:
                ids.extend(pieces)
                counts.append(len(pieces))
                starts.append(start)
                ends.append(end)
                case.append(_case_of(word))
        block_words.append(len(starts) - before)
        quote.append(_quote_features(text, block, np.array(starts[before:], np.int32)))
    pieces_in_word = np.array(counts, np.int32)
    first_pieces = (np.cumsum(pieces_in_word) - pieces_in_word).astype(np.int32)
    word_blocks = np.repeat(np.arange(len(blocks), dtype=np.int32), block_words)
    opens = np.zeros(len(ids), np.int32)
    opens[first_pieces[np.flatnonzero(np.diff(word_blocks, prepend=-1))]] = 1
    return Pieces(
        piece_ids=np.array(ids, np.int32),
        case=np.repeat(np.array(case, np.int32), pieces_in_word),
        block=opens,
        quote=np.repeat(np.concatenate([np.zeros(0, np.int32), *quote]), pieces_in_word),
        first_pieces=first_pieces,
        word_starts=np.array(starts, np.int32),
        word_ends=np.array(ends, np.int32),
        word_blocks=word_blocks,
    )
