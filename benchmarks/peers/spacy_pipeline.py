"""The spaCy pipeline by itself, over whole articles: a yardstick that people know. It finds no attributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.peers.quotation_rules import load_pipeline
from benchmarks.peers.system import Options, System, versions_of

__all__ = ["load"]


@dataclass
class _Pipeline:
    options: Options
    refused: int = 0
    pipeline: Any = field(init=False)

    def __post_init__(self) -> None:
        self.pipeline = load_pipeline(self.options.pipeline)

    def versions(self) -> dict[str, str]:
        meta = self.pipeline.meta
        return {**versions_of("spacy"), f"{meta['lang']}_{meta['name']}": meta["version"]}

    def prepare(self, texts: Sequence[str]) -> list[str]:
        return list(texts)

    def read(self, prepared: Sequence[str]) -> None:
        for _ in self.pipeline.pipe(prepared):
            pass

    def records(self, texts: Sequence[str], results: None) -> None:
        """Nothing to score."""


def load(options: Options) -> System:
    """Ready to be measured. Raises NotInstalled."""
    return _Pipeline(options)
