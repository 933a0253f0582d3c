"""A document through the encoder: cut, read in windows, and put together again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.model.pieces import Pieces
from onrecord.model.session import Encoder, EncoderInput, EncoderOutput
from onrecord.model.windows import Plan, plan_apart, plan_windows

__all__ = ["EncodedDocument", "PendingDocument", "Tagger", "WindowLinks", "window_inputs"]


#: The fields of an EncoderOutput that WindowLinks keeps.
LINK_VECTORS = ("content_query", "content_key", "cue_query", "cue_key", "mention_query", "mention_key")


#: Pieces of a document, about 6,000 words, whose link vectors may take three kilobytes a word.
IN_FULL = 8192

#: [words + 1, L]
Vectors = NDArray[np.float16] | NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WindowLinks:
    """The link vectors of one window's words ``first`` to ``last``, row 0 being [CLS]; see EncoderOutput.

    Of a long document they are the largest thing in memory, and are kept in 16-bit floats; to make these of what the
    encoder gives and floats of these again takes a tenth of the time outside of the network, so that a document of up
    to ``IN_FULL`` pieces keeps them as they are.
    """

    first: int
    last: int
    content_query: Vectors
    content_key: Vectors
    cue_query: Vectors
    cue_key: Vectors
    mention_query: Vectors
    mention_key: Vectors


@dataclass(frozen=True, slots=True)
class EncodedDocument:
    """Everything the encoder says of one document's ``W`` words."""

    pieces: Pieces
    plan: Plan
    tags: NDArray[np.float32]  #: [W, tag] log-probabilities
    names: NDArray[np.int8]  #: [W] index into labels.NAME_CLASSES
    speech: NDArray[np.int8]  #: [W] index into labels.SPEECH_TAGS
    windows: tuple[WindowLinks, ...]


def window_inputs(pieces: Pieces, plan: Plan, frame: tuple[int, int], max_pieces: int) -> Iterator[EncoderInput]:
    """The windows of a plan as the encoder takes them; ``frame`` is the ids of [CLS] and [SEP]."""
    total = len(pieces.piece_ids)
    ends = np.append(pieces.first_pieces[1:], total)

    def framed(values: NDArray[np.int32], start: int, end: int, edges: tuple[int, int] = (0, 0)) -> NDArray[np.int64]:
        return np.concatenate(([edges[0]], values[start:end], [edges[1]])).astype(np.int64)

    for first, last in zip(plan.first_words.tolist(), plan.last_words.tolist(), strict=True):
        start = int(pieces.first_pieces[first])
        end = min(int(ends[last - 1]), start + max_pieces)
        yield EncoderInput(
            piece_ids=framed(pieces.piece_ids, start, end, frame),
            case=framed(pieces.case, start, end),
            block=framed(pieces.block, start, end),
            quote=framed(pieces.quote, start, end),
            words=np.concatenate(([0], pieces.first_pieces[first:last] - start + 1)).astype(np.int64),
        )


def _assemble(pieces: Pieces, plan: Plan, outputs: Iterable[EncoderOutput]) -> EncodedDocument:
    words = len(pieces.first_pieces)
    tags = np.zeros((words, 0), np.float32)
    names, speech = np.zeros(words, np.int8), np.zeros(words, np.int8)
    in_full = len(pieces.piece_ids) <= IN_FULL
    links = []
    for window, output in enumerate(outputs):
        first, last = int(plan.first_words[window]), int(plan.last_words[window])
        if not window:
            tags = np.zeros((words, output.tags.shape[1]), np.float32)
        owned = np.flatnonzero(plan.owners[first:last] == window)
        tags[first + owned] = output.tags[1 + owned]
        names[first + owned] = output.names[1 + owned]
        speech[first + owned] = output.speech[1 + owned]
        vectors: list[Vectors] = [getattr(output, name) for name in LINK_VECTORS]
        links.append(WindowLinks(first, last, *(vectors if in_full else [each.astype(np.float16) for each in vectors])))
    return EncodedDocument(pieces, plan, tags, names, speech, tuple(links))


class Tagger:
    """Runs the encoder over documents, as many windows at once as there are threads."""

    def __init__(
        self, encoder: Encoder, *, frame: tuple[int, int], threads: int, max_pieces: int, overlap: int
    ) -> None:
        """``frame`` is the ids of the pieces before and behind a window, [CLS] and [SEP]."""
        self._encoder = encoder
        self._frame = frame
        self._max_pieces = max_pieces
        self._overlap = overlap
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="onrecord-encoder") if threads > 1 else None

    def submit(self, pieces: Pieces, *, apart: bool = False) -> PendingDocument:
        """Begin to read a document; with one thread it is read when it is asked for.

        With ``apart``, each of its blocks is read as if it stood alone.
        """
        plan = (plan_apart if apart else plan_windows)(pieces, self._max_pieces, self._overlap)
        inputs = window_inputs(pieces, plan, self._frame, self._max_pieces)
        if self._pool is None:
            return PendingDocument(pieces, plan, map(self._encoder.run, inputs))
        futures = [self._pool.submit(self._encoder.run, window) for window in inputs]
        return PendingDocument(pieces, plan, map(Future.result, futures))


@dataclass(frozen=True, slots=True)
class PendingDocument:
    """A document whose windows are being read."""

    pieces: Pieces
    plan: Plan
    outputs: Iterable[EncoderOutput]

    @property
    def windows(self) -> int:
        """How many windows the document is read in."""
        return len(self.plan.first_words)

    def result(self) -> EncodedDocument:
        """Wait for the windows and put them together."""
        return _assemble(self.pieces, self.plan, self.outputs)
