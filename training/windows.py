"""Articles cut into windows for training, and windows put together into batches."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from onrecord.ingest.text import find_blocks
from onrecord.model.pieces import encode
from onrecord.model.wordpiece import Vocabulary
from onrecord.text.quotations import find_quotations
from training.polnear import NO_LABEL, NO_SOURCE, Article, label_words

__all__ = ["WINDOW", "Window", "batches", "cut", "in_another_hand"]

WINDOW = 512  # pieces with the two that frame a window: the encoder's longest


@dataclass(frozen=True)
class Window:
    """One window's arrays, each int64 [piece] but ``weight``, float32 [piece]; piece 0 is [CLS], the last is [SEP]."""

    piece_ids: np.ndarray
    case: np.ndarray
    block: np.ndarray
    quote: np.ndarray
    is_first: np.ndarray
    tags: np.ndarray
    cue_of_content: np.ndarray  # piece pointed at
    source_of_cue: np.ndarray  # piece pointed at; 0, [CLS], says that there is none
    names: np.ndarray
    speech: np.ndarray
    weight: np.ndarray
    chain: np.ndarray  # for a mention's head, its chain of coreference
    opens_chain: np.ndarray  # whether the mention is its chain's first
    start: int = 0  # of the article's pieces, the first that stands in the window


def in_another_hand(article: Article, hand: random.Random, share: float = 0.3) -> Article:
    """The article, and in so many of all cases with its double marks written otherwise; as many code points as before.

    So that no outlet's typography is learned in the place of quotation itself.
    """
    if hand.random() > share:
        return article
    text = article.text
    opening, closing = hand.choice([("“", "”"), ('"', '"'), ('"', '"'), ("«", "»"), ("„", "“")])
    letters = list(text)
    for block in find_blocks(text):
        for quotation in find_quotations(text, block.start, block.end):
            if quotation.inner.start - quotation.span.start != 1 or text[quotation.span.start] in "'‘":
                continue
            letters[quotation.span.start] = opening
            if quotation.closed and quotation.span.end - quotation.inner.end == 1:
                letters[quotation.inner.end] = closing
    return replace(article, text="".join(letters))


def cut(
    article: Article, vocabulary: Vocabulary, hand: random.Random, *, training: bool, longest: int = WINDOW
) -> Iterator[Window]:
    """An article's windows of at most ``longest`` pieces, which do not overlap; in training they begin at a random word
    and one annotator's reading is drawn."""
    pieces = encode(article.text, article.blocks, vocabulary)
    reading = hand.choice(article.readings) if training else article.readings[0]
    labels = label_words(article, reading, pieces)
    total = len(pieces.piece_ids)
    if not total:
        return
    room = longest - 2
    edges = [0]
    if training and total > room:
        edges.append(int(pieces.first_pieces[np.searchsorted(pieces.first_pieces, hand.randrange(64, room)) - 1]))
    while total - edges[-1] > room:
        edges.append(int(pieces.first_pieces[np.searchsorted(pieces.first_pieces, edges[-1] + room, "right") - 1]))
    edges.append(total)
    for start, end in itertools.pairwise(edges):
        if end <= start:
            continue
        low, high = np.searchsorted(pieces.first_pieces, (start, end))
        at = pieces.first_pieces[low:high] - start + 1
        length = end - start + 2

        def framed(values: np.ndarray, edge: tuple[int, int] = (0, 0), a: int = start, b: int = end) -> np.ndarray:
            return np.concatenate([[edge[0]], values[a:b], [edge[1]]]).astype(np.int64)

        def spread(values: np.ndarray, fill: float, dtype: type, n: int = length, w: np.ndarray = at) -> np.ndarray:
            out = np.full(n, fill, dtype)
            out[w] = values
            return out

        def target(words: np.ndarray, lo: int = low, hi: int = high, w: np.ndarray = at) -> np.ndarray:
            """The piece pointed at, where it stands in this window."""
            out = np.full(len(words), NO_LABEL, np.int64)
            inside = (words >= lo) & (words < hi)
            out[inside] = w[words[inside] - lo]
            out[words == NO_SOURCE] = 0
            return out

        yield Window(
            framed(pieces.piece_ids, vocabulary.frame),
            framed(pieces.case),
            framed(pieces.block),
            framed(pieces.quote),
            spread(np.ones(high - low), 0, np.int64),
            spread(labels.tags[low:high], NO_LABEL, np.int64),
            spread(target(labels.cue_of_content[low:high]), NO_LABEL, np.int64),
            spread(target(labels.source_of_cue[low:high]), NO_LABEL, np.int64),
            spread(labels.names[low:high], NO_LABEL, np.int64),
            spread(labels.speech[low:high], NO_LABEL, np.int64),
            spread(labels.span_weight[low:high], 0, np.float32),
            spread(labels.chain[low:high], NO_LABEL, np.int64),
            spread(labels.opens_chain[low:high], 0, np.int64),
            start,
        )


_FILLED_WITH_ZERO = ("piece_ids", "case", "block", "quote", "is_first", "weight", "opens_chain")
_FILLED_WITH_NO_LABEL = ("tags", "cue_of_content", "source_of_cue", "names", "speech", "chain")


def batches(
    windows: list[Window], pieces_at_once: int, hand: random.Random
) -> Iterator[tuple[dict[str, Tensor], list[Window]]]:
    """Windows of like length together, padded to the longest, in random order; and the windows of each batch."""
    order = sorted(range(len(windows)), key=lambda i: (len(windows[i].piece_ids) // 32, hand.random()))
    groups: list[list[Window]] = [[]]
    for index in order:
        window = windows[index]
        if groups[-1] and len(window.piece_ids) * (len(groups[-1]) + 1) > pieces_at_once:
            groups.append([])
        groups[-1].append(window)
    hand.shuffle(groups)
    for group in groups:
        longest = max(len(w.piece_ids) for w in group)

        def stack(name: str, fill: float, g: list[Window] = group, n: int = longest) -> Tensor:
            rows = [getattr(w, name) for w in g]
            return torch.tensor(np.stack([np.pad(r, (0, n - len(r)), constant_values=fill) for r in rows]))

        batch = {n: stack(n, 0) for n in _FILLED_WITH_ZERO}
        batch |= {n: stack(n, NO_LABEL) for n in _FILLED_WITH_NO_LABEL}
        batch["attended"] = torch.tensor([[i < len(w.piece_ids) for i in range(longest)] for w in group])
        yield batch, group
