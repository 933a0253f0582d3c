"""The gate: read PolNeAR dev with a bundle of the package, and fail where a figure sinks below its pinned floor.

    python -m evaluation.gate --polnear ../shared/data/polnear/dev
    python -m evaluation.gate --polnear ../shared/data/polnear/dev --pin
    python -m evaluation.gate --polnear ../shared/data/polnear/dev --bundle small

Exit status 0: every figure holds. 1: one does not, or gold or bundle are not those that the floors are of. 2: nothing
could be measured.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from evaluation.floors import (
    Floors,
    Verdict,
    gold_digest,
    judge,
    measured_figures,
    raised,
    read_floors,
    write_floors,
)
from onrecord.errors import OnRecordError
from onrecord.evaluation.gold import read_gold
from onrecord.evaluation.report import Evaluation, evaluate
from onrecord.ingest.text import find_blocks
from onrecord.record.types import Record
from onrecord.text.document import Document

__all__ = ["FLOORS", "FLOORS_OF", "main"]

FLOORS = Path(__file__).parent / "floors.toml"
#: The floors of the other bundles in the package, by the name that a bundle is asked for with.
FLOORS_OF = {"small": Path(__file__).parent / "floors_small.toml"}
_DEV = Path("../shared/data/polnear/dev")


class PipingReader(Protocol):
    """What the gate needs of a reader; tests put a scripted one here."""

    def pipe(self, documents: Iterable[Document]) -> Iterator[Record]:
        """The records of documents, in their order."""
        ...


def _measure(polnear: Path, reader: PipingReader) -> Evaluation:
    articles = read_gold(polnear)
    documents = (Document(article.text, find_blocks(article.text), uri=article.name) for article in articles)
    return evaluate(reader.pipe(documents), articles)


def _table(verdicts: Sequence[Verdict]) -> str:
    lines = [f"{'':14}  measured   bound"]
    for verdict in verdicts:
        sign = "<=" if verdict.is_ceiling else ">="
        end = "" if verdict.holds else "   SUNK"
        lines.append(f"{verdict.figure:14}  {verdict.measured:8.4f}  {sign} {verdict.bound:.3f}{end}")
    return "\n".join(lines)


def _strangers(floors: Floors, gold: str, bundle: str) -> Iterator[str]:
    """Where what was measured is not what the floors are of."""
    for what, pinned, found in (("gold data", floors.gold, gold), ("model files", floors.bundle, bundle)):
        if pinned != found:
            yield f"the floors were pinned with other {what}: {pinned[:16] or 'none'}, and this is {found[:16]}"


def main(arguments: Sequence[str] | None = None, reader: PipingReader | None = None) -> int:
    """Run the gate; ``reader`` stands in for the shipped bundle's."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.gate", description=__doc__.partition("\n")[0])
    parser.add_argument("--polnear", type=Path, default=_DEV, help="a split of PolNeAR (default: %(default)s)")
    parser.add_argument("--floors", type=Path, help="the pinned figures (default: the repo's, of that bundle)")
    parser.add_argument("--bundle", help="a bundle's name or folder (default: the shipped one)")
    parser.add_argument("--pin", action="store_true", help="draw the floors up to what is measured")
    parser.add_argument("--force", action="store_true", help="with --pin: lower floors too")
    options = parser.parse_args(arguments)
    pinned = options.floors or FLOORS_OF.get(options.bundle, FLOORS)
    try:
        from onrecord.model.bundle import bundle_folder

        floors = read_floors(pinned)
        folder = bundle_folder(options.bundle)
        bundle = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
        if reader is None:
            from onrecord.reader import Reader

            reader = Reader(folder)
        evaluation = _measure(options.polnear, reader)
        gold = gold_digest(options.polnear)
    except (OnRecordError, OSError) as error:
        print(f"gate: {error}", file=sys.stderr)
        return 2
    if evaluation.missing:
        print(f"gate: {len(evaluation.missing)} articles were not read: {evaluation.missing[0]} …", file=sys.stderr)
        return 2
    measured = measured_figures(evaluation)
    verdicts = judge(measured, floors)
    print(_table(verdicts))
    sunk = [verdict.figure for verdict in verdicts if not verdict.holds]
    if options.pin:
        if sunk and not options.force:
            print(f"gate: not pinned: {', '.join(sunk)} would have to be lowered; --force does that", file=sys.stderr)
            return 1
        write_floors(pinned, raised(floors, measured, gold=gold, bundle=bundle, force=options.force))
        print(f"pinned in {pinned}")
        return 0
    strangers = list(_strangers(floors, gold, bundle))
    for stranger in strangers:
        print(f"gate: {stranger}. Look at the figures, then --pin", file=sys.stderr)
    if sunk:
        print(f"gate: below the floor: {', '.join(sunk)}", file=sys.stderr)
    return 1 if sunk or strangers else 0


if __name__ == "__main__":
    sys.exit(main())
