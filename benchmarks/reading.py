"""Words per second, of the whole way through and of the encoder alone, measured in turns in one run.

Why in turns: a machine's speed drifts with its neighbours and its heat. What is compared is measured within seconds of
each other, round after round, and the page reports the median round.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import Corpus
from onrecord.model.bundle import SHIPPED, Bundle, load_bundle
from onrecord.model.pieces import encode
from onrecord.model.session import Encoder, EncoderInput, EncoderOutput, OnnxEncoder
from onrecord.model.tagger import window_inputs
from onrecord.model.windows import plan_windows
from onrecord.record.types import Record
from onrecord.text.document import Document

__all__ = ["Rate", "TimedEncoder", "measure_rates", "windows_without_overlap"]


@dataclass(frozen=True)
class Rate:
    """Median over the rounds; rates in words per second."""

    threads: int
    reading: float  #: the whole way, from documents to records
    encoder: float  #: the encoder alone, over the same pieces in windows without overlaps
    ratio: float  #: of the two, in the same round
    busy: float  #: time in the encoder during the whole way, of all threads' time
    slowest: float  #: the reading rate of the slowest round
    fastest: float  #: and of the fastest


class TimedEncoder:
    """An encoder that adds up the seconds in which it is busy, over all threads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._lock = threading.Lock()
        self.seconds = 0.0

    def run(self, window: EncoderInput) -> EncoderOutput:
        """Read one window."""
        began = time.perf_counter()
        output = self._encoder.run(window)
        took = time.perf_counter() - began
        with self._lock:
            self.seconds += took
        return output


def windows_without_overlap(documents: Sequence[Document], bundle: Bundle) -> list[EncoderInput]:
    """Every piece of the documents in one window and no other."""
    most = bundle.manifest.max_pieces
    windows: list[EncoderInput] = []
    for document in documents:
        pieces = encode(document.text, document.blocks, bundle.vocabulary)
        windows += window_inputs(pieces, plan_windows(pieces, most, overlap=0), bundle.vocabulary.frame, most)
    return windows


def _seconds_of_encoder(encoder: Encoder, windows: Sequence[EncoderInput], threads: int) -> float:
    began = time.perf_counter()
    if threads == 1:
        for window in windows:
            encoder.run(window)
    else:
        with ThreadPoolExecutor(threads) as pool:
            for _ in pool.map(encoder.run, windows):
                pass
    return time.perf_counter() - began


def measure_rates(
    corpus: Corpus, threads: Sequence[int], rounds: int, bundle: Path | None = None
) -> tuple[list[Rate], list[Record]]:
    """Rates for each number of threads, and the records that were read on the way."""
    from onrecord.reader import Reader

    folder = bundle or SHIPPED
    loaded = load_bundle(folder)
    network = OnnxEncoder(loaded.model)
    windows = windows_without_overlap(corpus.documents, loaded)
    timed = {count: TimedEncoder(network) for count in threads}
    readers = {count: Reader(folder, threads=count, encoder=timed[count]) for count in threads}
    records: list[Record] = []
    for reader in readers.values():  # once unmeasured: the first run of a network allocates its memory
        records = list(reader.pipe(corpus.documents[:8]))
    taken: dict[int, list[tuple[float, float, float]]] = {count: [] for count in threads}
    for _ in range(rounds):
        for count, reader in readers.items():
            alone = _seconds_of_encoder(network, windows, count)
            timed[count].seconds = 0
            began = time.perf_counter()
            records = list(reader.pipe(corpus.documents))
            took = time.perf_counter() - began
            taken[count].append((took, alone, timed[count].seconds))
    words = corpus.words
    rates = []
    for count, found in taken.items():
        rates.append(
            Rate(
                threads=count,
                reading=words / statistics.median(took for took, _, _ in found),
                encoder=words / statistics.median(alone for _, alone, _ in found),
                ratio=statistics.median(alone / took for took, alone, _ in found),
                busy=statistics.median(busy / (took * count) for took, _, busy in found),
                slowest=words / max(took for took, _, _ in found),
                fastest=words / min(took for took, _, _ in found),
            )
        )
    return rates, records
