"""Any text, blocks and sizes of window: every word is owned once, by a window that holds it and is not too long.

The words are cut by the shipped vocabulary; no network is loaded.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from fuzzing.parts import Parts
from fuzzing.promise import promise
from onrecord.ingest.text import find_blocks
from onrecord.model.bundle import SHIPPED
from onrecord.model.pieces import BLOCK_FEATURES, CASE_FEATURES, QUOTE_FEATURES, Pieces, encode
from onrecord.model.tagger import window_inputs
from onrecord.model.windows import plan_windows
from onrecord.model.wordpiece import Vocabulary
from onrecord.text.document import Block

__all__ = ["check"]


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary.from_file(SHIPPED / "vocabulary.txt")


def _blocks(parts: Parts, text: str) -> tuple[Block, ...]:
    """The text's own paragraphs, or stretches anywhere in it."""
    count = parts.number(5)
    if not count:
        return find_blocks(text)
    edges = sorted({parts.number(len(text) + 1) for _ in range(2 * count)})
    return tuple(Block("paragraph", start, end) for start, end in zip(edges[::2], edges[1::2], strict=False))


def _check_pieces(pieces: Pieces, text: str, blocks: tuple[Block, ...]) -> None:
    words, total = len(pieces.first_pieces), len(pieces.piece_ids)
    for values, features in (
        (pieces.case, CASE_FEATURES),
        (pieces.block, BLOCK_FEATURES),
        (pieces.quote, QUOTE_FEATURES),
    ):
        promise(len(values) == total, "a feature is not there for each piece")
        promise(not total or 0 <= int(values.min()) <= int(values.max()) < len(features), "a feature has no name")
    promise(len(pieces.word_starts) == len(pieces.word_ends) == len(pieces.word_blocks) == words, "words are uneven")
    promise(bool(total) == bool(words), "there are pieces without words")
    at = 0
    for word in range(words):
        start, end = int(pieces.word_starts[word]), int(pieces.word_ends[word])
        block = blocks[int(pieces.word_blocks[word])]
        promise(at <= start < end <= len(text), f"word {word} is unanchored: {start} to {end}")
        promise(block.start <= start and end <= block.end, f"word {word} is not in its block")
        promise(not text[start].isspace() and not text[end - 1].isspace(), f"word {word} has white space at an end")
        at = end
    edges = np.append(pieces.first_pieces, total)
    promise(not words or (edges[0] == 0 and bool((np.diff(edges) > 0).all())), "a word has no pieces, or another's")


def check(data: bytes) -> None:
    """Cut a text into pieces and windows."""
    parts = Parts(data)
    size = 2 + parts.number(40)
    overlap = parts.number(size)
    layout = Parts(parts.take(9))
    text = parts.remaining()
    blocks = _blocks(layout, text)
    pieces = encode(text, blocks, _vocabulary())
    _check_pieces(pieces, text, blocks)
    plan = plan_windows(pieces, size, overlap)
    words, windows = len(pieces.first_pieces), len(plan.first_words)
    promise(len(plan.owners) == words, "not every word has a window")
    promise(not words or (plan.first_words[0] == 0 and plan.last_words[-1] == words), "a word is in no window")
    promise(bool((np.diff(plan.first_words) > 0).all()), "two windows begin with one word")
    promise(bool((plan.first_words[1:] <= plan.last_words[:-1]).all()), "between two windows a word is left out")
    promise(bool((np.diff(plan.owners) >= 0).all()), "the owners are out of order")
    for word, owner in enumerate(plan.owners.tolist()):
        promise(0 <= owner < windows, f"word {word} is owned by no window")
        promise(int(plan.first_words[owner]) <= word < int(plan.last_words[owner]), f"word {word} is not in its window")
    inputs = list(window_inputs(pieces, plan, (1, 2), size))
    promise(len(inputs) == windows, "there are not as many inputs as windows")
    for number, window in enumerate(inputs):
        length = len(window.piece_ids)
        held = int(plan.last_words[number] - plan.first_words[number])
        promise(2 < length <= size + 2, f"window {number} holds {length - 2} pieces")
        promise(len(window.case) == len(window.block) == len(window.quote) == length, f"window {number} is uneven")
        promise(len(window.words) == held + 1, f"window {number} has {len(window.words) - 1} of {held} words")
        inside = window.words[1:]
        promise(bool((inside >= 1).all() and (inside <= length - 2).all()), f"a word of window {number} is beyond it")
