"""This program: texts to records, through ``Reader.pipe``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from benchmarks.peers.system import Options, System, versions_of
from onrecord.ingest.text import find_blocks
from onrecord.model.bundle import bundle_folder
from onrecord.model.session import Encoder
from onrecord.reader import Reader
from onrecord.record.types import Record
from onrecord.text.document import Document

__all__ = ["ReaderSystem", "load", "load_small"]


class ReaderSystem:
    """The Reader, with the bundle's network or with one that stands in for it."""

    refused = 0

    def __init__(self, options: Options, encoder: Encoder | None = None, packages: Sequence[str] = ()) -> None:
        self._reader = Reader(options.bundle, threads=options.threads, encoder=encoder)
        self._packages = packages or ("onnxruntime",)

    def versions(self) -> dict[str, str]:
        """This program's version and what runs its network."""
        return {**versions_of("onrecord", "numpy", *self._packages), "bundle": self._reader.name.model}

    def prepare(self, texts: Sequence[str]) -> list[str]:
        """The texts themselves."""
        return list(texts)

    def read(self, prepared: Sequence[str]) -> list[Record]:
        """The texts' records; their paragraphs are found within the time."""
        return list(self._reader.pipe(Document(text, find_blocks(text)) for text in prepared))

    def records(self, texts: Sequence[str], results: list[Record]) -> list[Record]:
        """As they are."""
        return results


def load(options: Options) -> System:
    """Ready to be measured."""
    return ReaderSystem(options)


def load_small(options: Options) -> System:
    """With the smaller model, whichever the other is."""
    return ReaderSystem(replace(options, bundle=bundle_folder("small")))
