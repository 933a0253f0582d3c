"""A spaCy pipeline over paragraphs, and a program's rules for quotations over its parses.

Why paragraphs and not whole articles: textacy's rules refuse a text in which the quotation marks do not come in pairs,
and news opens each paragraph of a long quotation anew. Of 30 articles of PolNeAR dev they refused 9, and found 142
quotations; given their 698 paragraphs they refused 33, and found 231.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.peers.system import NotInstalled, Options, need, versions_of
from benchmarks.peers.triples import attribution_of, record_of
from onrecord.evaluation.spans import AttributionSpans
from onrecord.ingest.text import find_blocks
from onrecord.record.types import ReaderRecord, Record

__all__ = ["QuotationRules", "load_pipeline"]


def load_pipeline(name: str) -> Any:
    """spaCy's pipeline of that name or in that folder. Raises NotInstalled."""
    spacy = need("spacy")
    try:
        return spacy.load(name)
    except OSError as error:
        raise NotInstalled(f"spaCy has no pipeline {name!r}; name another with --pipeline") from error


@dataclass
class QuotationRules:
    """One program's ``rules``, from a parsed passage to its triples; ``packages`` are those it is made of."""

    options: Options
    rules: Callable[[Any], Iterable[Any]]
    packages: tuple[str, ...]
    refused: int = 0
    pipeline: Any = field(init=False)

    def __post_init__(self) -> None:
        """Load the pipeline."""
        self.pipeline = load_pipeline(self.options.pipeline)

    def versions(self) -> dict[str, str]:
        """The packages, and the pipeline's own version."""
        meta = self.pipeline.meta
        return {**versions_of("spacy", *self.packages), f"{meta['lang']}_{meta['name']}": meta["version"]}

    def prepare(self, texts: Sequence[str]) -> list[str]:
        """The texts themselves."""
        return list(texts)

    def read(self, prepared: Sequence[str]) -> list[list[AttributionSpans]]:
        """The triples of each text, as spans of it."""
        places = [
            (number, block.start, text[block.start : block.end])
            for number, text in enumerate(prepared)
            for block in find_blocks(text)
        ]
        found: list[list[AttributionSpans]] = [[] for _ in prepared]
        self.refused = 0
        parses = self.pipeline.pipe(passage for _, _, passage in places)
        for (number, offset, _), parse in zip(places, parses, strict=True):
            try:
                triples = list(self.rules(parse))
            except (ValueError, TypeError):  # marks that do not pair: see the module; sayswho's fails on some line ends
                self.refused += 1
                continue
            found[number] += [attribution_of(triple, offset) for triple in triples]
        return found

    def records(self, texts: Sequence[str], results: list[list[AttributionSpans]]) -> list[Record]:
        """The triples as records."""
        maker = ReaderRecord(versions_of(self.packages[0])[self.packages[0]], self.packages[0])
        return [record_of(text, found, maker) for text, found in zip(texts, results, strict=True)]
