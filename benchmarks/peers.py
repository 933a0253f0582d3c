"""A yardstick that people know: spaCy's small English pipeline over the same texts, where it is installed."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import time
from dataclasses import dataclass

from benchmarks.corpus import Corpus

__all__ = ["Peer", "measure_spacy"]

_MODEL = "en_core_web_sm"


@dataclass(frozen=True)
class Peer:
    """Another program's rate in words per second, counted as ours."""

    name: str
    processes: int
    rate: float


def measure_spacy(corpus: Corpus, processes: int) -> Peer | None:
    """spaCy's rate with as many processes, or ``None`` where it or its model is not installed."""
    if not (importlib.util.find_spec("spacy") and importlib.util.find_spec(_MODEL)):
        return None
    import spacy

    pipeline = spacy.load(_MODEL)
    texts = [document.text for document in corpus.documents]
    list(pipeline.pipe(texts[:8]))
    began = time.perf_counter()
    for _ in pipeline.pipe(texts, n_process=processes):
        pass
    took = time.perf_counter() - began
    return Peer(
        f"spaCy {importlib.metadata.version('spacy')}, {_MODEL} {pipeline.meta['version']}",
        processes,
        corpus.words / took,
    )
