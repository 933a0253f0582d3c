"""How far the network, and the way as a whole, is from what this machine can multiply at most.

The limit is the time that the network's products would take at the measured peaks: those of 8-bit numbers at the best
rate that any library reached in 8 bits, those in floats at the best in floats, one after the other and with nothing
else. What is read is a limit of *this network* on this machine, not of the task.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.operations import Cost, Products, cost_of, profile, time_shares
from benchmarks.peak import Peak, measure_peaks
from benchmarks.reading import windows_without_overlap
from onrecord.model.bundle import load_bundle
from onrecord.model.session import Encoder, EncoderInput, EncoderOutput, OnnxEncoder
from onrecord.text.document import Document

__all__ = ["Distance", "Limit", "Work", "distance", "measure_limit"]

#: Windows whose profile the operators' shares are from: every so many of the corpus, this many in all.
_PROFILED = 24


@dataclass(frozen=True)
class Work:
    """What is computed for a corpus: windows, their pieces, and the multiply-adds of their products."""

    windows: int
    pieces: int
    products: Products


@dataclass(frozen=True)
class Limit:
    """All that does not depend on how fast this program is."""

    words: int  #: of the corpus, as white space parts them
    cost: Cost
    alone: Work  #: every piece once
    whole: Work  #: with what windows share, and contents that are read again
    peaks: list[Peak]
    operators: dict[str, float]  #: ONNX Runtime's name of an operator to its part of the network's time


@dataclass(frozen=True)
class Distance:
    """Seconds at the limit for a corpus, and which part of the measured time that is, 0 to 1."""

    seconds: float
    part: float


class _Noting:
    """An encoder that notes how large the windows are that it is given."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._lock = threading.Lock()
        self.sizes: list[tuple[int, int]] = []

    def run(self, window: EncoderInput) -> EncoderOutput:
        with self._lock:
            self.sizes.append((len(window.piece_ids), len(window.words)))
        return self._encoder.run(window)


def _work(cost: Cost, sizes: Sequence[tuple[int, int]]) -> Work:
    return Work(len(sizes), sum(pieces for pieces, _ in sizes), cost.of(sizes))


def measure_limit(documents: Sequence[Document], threads: Sequence[int], folder: Path) -> Limit:
    """Count, multiply and profile: reads the documents once, and multiplies for some seconds a library."""
    from onrecord.reader import Reader

    bundle = load_bundle(folder)
    cost = cost_of(bundle.model)
    windows = windows_without_overlap(documents, bundle)
    noting = _Noting(OnnxEncoder(bundle.model))
    for _ in Reader(folder, threads=max(threads), encoder=noting).pipe(documents):
        pass
    some = windows[:: max(1, len(windows) // _PROFILED)]
    return Limit(
        words=sum(len(document.text.split()) for document in documents),
        cost=cost,
        alone=_work(cost, [(len(window.piece_ids), len(window.words)) for window in windows]),
        whole=_work(cost, noting.sizes),
        peaks=[peak for count in threads for peak in measure_peaks(count)],
        operators=time_shares(profile(bundle.model, some)),
    )


def distance(limit: Limit, work: Work, threads: int, seconds: float) -> Distance | None:
    """How far a reading of the corpus in ``seconds`` is from the limit; ``None`` where no peak could be measured."""
    best = {
        in_8_bits: max(
            (peak.rate or 0 for peak in limit.peaks if peak.threads == threads and peak.in_8_bits == in_8_bits),
            default=0,
        )
        for in_8_bits in (True, False)
    }
    if not (best[True] and best[False]):
        return None
    least = (work.products.in_8_bits / best[True] + work.products.in_floats / best[False]) / 1e9
    return Distance(least, least / seconds)
