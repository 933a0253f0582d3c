"""This program's network by itself, in 8 bits, over every piece of the texts in windows that do not overlap."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.peers.system import Options, System, versions_of
from benchmarks.reading import windows_without_overlap
from onrecord.ingest.text import find_blocks
from onrecord.model.bundle import load_bundle
from onrecord.model.session import Encoder, EncoderInput, OnnxEncoder
from onrecord.text.document import Document

__all__ = ["EncoderSystem", "load"]


class EncoderSystem:
    """An encoder over windows that are made beforehand."""

    refused = 0

    def __init__(self, options: Options, encoder: Encoder | None = None, packages: Sequence[str] = ()) -> None:
        self._bundle = load_bundle(options.bundle)
        self._encoder = encoder or OnnxEncoder(self._bundle.model)
        self._packages = packages or ("onnxruntime",)

    def versions(self) -> dict[str, str]:
        """What runs the network."""
        return {**versions_of(*self._packages), "bundle": self._bundle.manifest.name}

    def prepare(self, texts: Sequence[str]) -> list[EncoderInput]:
        """The windows."""
        return windows_without_overlap([Document(text, find_blocks(text)) for text in texts], self._bundle)

    def read(self, prepared: Sequence[EncoderInput]) -> None:
        """Run each window."""
        for window in prepared:
            self._encoder.run(window)

    def records(self, texts: Sequence[str], results: None) -> None:
        """Nothing to score."""


def load(options: Options) -> System:
    """Ready to be measured."""
    return EncoderSystem(options)
