r"""How well the reader does on another kind of text than the model's own: GUM's attribution units, and who speaks.

    python -m evaluation.gum --gum ../shared/data/gum/dev [--pin]

GUM (Zeldes 2017) has interviews, court hearings, speeches, biographies, textbooks and news. Its discourse annotation
marks the unit that attributes another. **Found** is a unit where some attribution, nested or not, has its cue in the
unit and its content in the one that it governs. **Resolved** is a source that is not a name by itself, and that stands
in a gold chain of coreference with a person's or a body's name, where its entity's name and one of those share all the
words of the shorter. Only recall is counted: GUM marks clauses, and no nouns and no wishes.

Figures may not sink below those pinned in ``gum_floors.toml``; exit status 1 where they do.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluation.gate import PipingReader
from onrecord.errors import OnRecordError
from onrecord.ingest.text import find_blocks
from onrecord.record.types import Attribution, Record
from onrecord.text.document import Document

__all__ = ["FLOORS", "Tally", "figures_of", "main", "tally_articles"]

FLOORS = Path(__file__).parent / "gum_floors.toml"
#: Room below a measured share: 8-bit kernels differ from processor to processor, and one unit of dev is 0.01.
_SLACK = 0.02
_LEADING = frozenset({"the", "a", "an", "this", "his", "her", "their", "our", "my", "some", "one"})

Place = tuple[int, int]


@dataclass
class Tally:
    """Counts over the documents of one genre, or of all."""

    units: int = 0
    found: int = 0
    sources: int = 0
    resolved: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of units that were found."""
        return self.found / max(self.units, 1)

    @property
    def resolution(self) -> float:
        """The share of sources that were resolved."""
        return self.resolved / max(self.sources, 1)


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _places(spans: Iterable[Any]) -> list[Place]:
    return [(span.start, span.end) for span in spans]


def _names(text: str, chain: Sequence[Sequence[Any]]) -> list[str]:
    """The chain's mentions that are names of persons or bodies: proper nouns, or phrases that begin with a capital."""
    names = []
    for start, end, kind, part in chain:
        first = text[start:end].split(maxsplit=1)[0]
        phrase = part == "NP" and first[0].isupper() and first.lower() not in _LEADING
        if kind in {"person", "organization"} and (part == "PROPN" or phrase):
            names.append(text[start:end])
    return names


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.lower()))


def _means(name: str, names: Iterable[str]) -> bool:
    words = _words(name)
    return bool(words) and any(words <= _words(other) or _words(other) <= words for other in names)


def _chain_names(text: str, source: Place, chains: Iterable[Sequence[Sequence[Any]]]) -> list[str]:
    """The names in the chain that a source stands in, unless it is one of them; none where it is in no chain."""
    for chain in chains:
        names = _names(text, chain)
        stands = any(abs(start - source[0]) <= 1 and abs(end - source[1]) <= 1 for start, end, *_ in chain)
        if stands and names and text[source[0] : source[1]] not in names:
            return names
    return []


def _count(tally: Tally, record: Record, gold: dict[str, Any]) -> None:
    text = record.document.text
    cues = [(_places(each.cue.spans), _places(each.content)) for each in record.attributions]
    for unit in gold["attributions"]:
        tally.units += 1
        found = any(
            any(_overlap(cue, unit["edu"]) for cue in cue_spans)
            and any(_overlap(content, unit["content"]) for content in contents)
            for cue_spans, contents in cues
        )
        tally.found += found
        if not found:
            edu, content = unit["edu"], unit["content"]
            tally.missed.append(f"[{text[edu[0] : edu[1]]}] {text[content[0] : content[1]]}")
    names = {entity.id: entity.name for entity in record.entities}
    for attribution in record.attributions:
        source = _single(attribution)
        meant = _chain_names(text, source, gold["coref"]) if source else []
        if meant:
            tally.sources += 1
            tally.resolved += _means(names.get(attribution.source.entity or "", ""), meant)


def _single(attribution: Attribution) -> Place | None:
    places = _places(attribution.source.spans)
    return places[0] if len(places) == 1 else None


def tally_articles(folder: Path, reader: PipingReader) -> dict[str, Tally]:
    """The counts of each genre, and of ``all``, over the documents of one split."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    texts = [(folder / "text" / f"{name}.txt").read_text(encoding="utf-8") for name in gold]
    records = reader.pipe(Document(text, find_blocks(text)) for text in texts)
    tallies: dict[str, Tally] = {}
    for name, record in zip(gold, records, strict=True):
        for genre in (name.split("_")[1], "all"):
            _count(tallies.setdefault(genre, Tally()), record, gold[name])
    return tallies


def figures_of(tallies: dict[str, Tally]) -> dict[str, float]:
    """The figures that have floors."""
    every, news = tallies["all"], tallies.get("news", Tally())
    return {"found": every.recall, "found.news": news.recall, "resolved": every.resolution}


def _table(tallies: dict[str, Tally]) -> Iterator[str]:
    yield f"{'':10} {'units':>6} {'found':>6} {'recall':>7} {'sources':>8} {'resolved':>9} {'share':>6}"
    for genre in sorted(tallies, key=lambda name: (name == "all", name)):
        t = tallies[genre]
        share = f"{t.resolution:6.3f}" if t.sources else f"{'–':>6}"
        yield f"{genre:10} {t.units:6} {t.found:6} {t.recall:7.3f} {t.sources:8} {t.resolved:9} {share}"


def _digest(folder: Path) -> str:
    return hashlib.sha256((folder / "gold.json").read_bytes()).hexdigest()


def main(arguments: Sequence[str] | None = None, reader: PipingReader | None = None) -> int:
    """Read, count, print, and hold against the floors; ``reader`` stands in for the shipped bundle's."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.gum", description=__doc__.partition("\n")[0])
    parser.add_argument("--gum", type=Path, required=True, metavar="DIR", help="one split of GUM, with gold.json")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="the pinned figures (default: the repo's)")
    parser.add_argument("--missed", action="store_true", help="print the units that were not found")
    parser.add_argument("--pin", action="store_true", help="pin what is measured, less a little room")
    options = parser.parse_args(arguments)
    try:
        if reader is None:
            from onrecord.reader import Reader

            reader = Reader()
        tallies = tally_articles(options.gum, reader)
        digest = _digest(options.gum)
    except (OnRecordError, OSError) as error:
        print(f"gum: {error}", file=sys.stderr)
        return 2
    print("\n".join(_table(tallies)))
    if options.missed:
        print("\n".join(tallies["all"].missed))
    figures = figures_of(tallies)
    if options.pin:
        floors = {name: math.floor((value - _SLACK) * 1000) / 1000 for name, value in figures.items()}
        lines = [
            "# What the shipped bundle reaches on GUM dev, below which it may not sink. Written by",
            "# `python -m evaluation.gum --pin`.",
            f'gold = "{digest}"',
            "[floors]",
            *(f'"{name}" = {floor:.3f}' for name, floor in floors.items()),
        ]
        options.floors.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return 0
    pinned = tomllib.loads(options.floors.read_text(encoding="utf-8"))
    if pinned["gold"] != digest:
        print("the floors are of another split: nothing is held against them")
        return 0
    sunk = [
        f"{name} {figures[name]:.3f} < {floor}" for name, floor in pinned["floors"].items() if figures[name] < floor
    ]
    if sunk:
        print(f"gum: below the floor: {', '.join(sunk)}", file=sys.stderr)
    return 1 if sunk else 0


if __name__ == "__main__":
    sys.exit(main())
