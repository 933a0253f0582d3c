r"""Two bundles beside each other: how fast and how well each reads the same articles, in turns, in one run.

    python -m benchmarks.bundles checkpoints/small/bundle --polnear ../shared/data/polnear/dev [--rounds 5]

One thread. *Whole* is from documents to records; *the network* is the time in it on that way, each bundle in its own
windows, with what overlaps and what is read again.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.corpus import load_corpus
from benchmarks.reading import TimedEncoder
from onrecord.evaluation.report import evaluate
from onrecord.model.bundle import bundle_folder, load_bundle
from onrecord.model.session import OnnxEncoder
from onrecord.reader import Reader
from onrecord.record.types import Record
from onrecord.text.document import Document

__all__ = ["main"]


class _Bundle:
    def __init__(self, given: str | None) -> None:
        folder = bundle_folder(given)
        loaded = load_bundle(folder)
        self.name = loaded.manifest.name
        self.megabytes = loaded.model.stat().st_size / 1e6
        self.encoder = TimedEncoder(OnnxEncoder(loaded.model))
        self.reader = Reader(folder, threads=1, encoder=self.encoder)
        self.records: list[Record] = []

    def read(self, documents: Sequence[Document]) -> tuple[float, float]:
        """Seconds of the whole, and those of the network."""
        self.encoder.seconds = 0
        began = time.perf_counter()
        self.records = list(self.reader.pipe(documents))
        return time.perf_counter() - began, self.encoder.seconds


def _middle(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Read in turns, and print the ratios and the scores."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bundles", description=__doc__.partition("\n")[0])
    parser.add_argument("bundle", help="the one to be compared: its name or folder")
    parser.add_argument("--with", dest="other", help="another than the shipped one to compare it with")
    parser.add_argument("--polnear", type=Path, help="a split of PolNeAR; without it there is no score")
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    options = parser.parse_args(arguments)
    corpus = load_corpus(options.polnear)
    ours, other = _Bundle(options.bundle), _Bundle(options.other)
    for each in (ours, other):  # once unmeasured: the first run of a network allocates its memory
        each.read(corpus.documents[:8])
    whole, network = [], []
    for number in range(options.rounds):
        order = (ours, other) if number % 2 else (other, ours)
        took = {each: each.read(corpus.documents) for each in order}
        whole.append(took[other][0] / took[ours][0])
        network.append(took[other][1] / took[ours][1])
        rates = ", ".join(f"{each.name} {corpus.words / took[each][0]:,.0f}" for each in (ours, other))
        print(f"round {number + 1}: words a second: {rates}", flush=True)
    print(f"{ours.name}, {ours.megabytes:.1f} MB, beside {other.name}, {other.megabytes:.1f} MB")
    print(f"whole: {_middle(whole)} times as fast; the network: {_middle(network)} times")
    if corpus.gold is not None:
        scores = [evaluate(each.records, corpus.gold).figures for each in (ours, other)]
        for measure in ("relaxed", "exact"):
            mine, theirs = (getattr(figures, measure).f1.value for figures in scores)
            print(f"{measure} F1: {mine:.3f} and {theirs:.3f}: {mine / theirs:.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
