r"""Whom sources are given to, held against CoreNLP's coreference chains on PolNeAR.

    python -m evaluation.coreference --polnear DIR [--show N]

``DIR`` is one split, with ``text/`` and ``corenlp-silver.jsonl.gz``. Counted are sources that stand in a chain with a
person's name, those that are one pronoun (he, she) apart. They agree where a name of the chain and the entity share a
last word. The chains are a program's, not a person's: where the two differ, either may be right, and ``--show`` prints
differences to be read.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.ingest.text import find_blocks
from onrecord.reader import Reader
from onrecord.record.types import Attribution, Record
from onrecord.text.document import Document

__all__ = ["Compared", "chains_of", "compare", "main"]

_PRONOUNS = frozenset({"he", "she", "him", "her"})
#: A name in a chain has no more words than this: longer mentions are phrases around it.
_NAME_WORDS = 3
_CONTEXT = 160


class Compared(NamedTuple):
    """One source that a chain and the reader both speak of."""

    kind: str  #: pronoun or other
    outcome: str  #: agrees, differs, or unresolved
    source: str
    entity: str | None
    chain: tuple[str, ...]
    context: str


def chains_of(row: dict[str, Any]) -> dict[tuple[int, int], frozenset[str]]:
    """For each mention in a chain with a person's name, by its code points: the names' last words, in lower case."""
    tokens = row["tokens"]
    found: dict[tuple[int, int], frozenset[str]] = {}
    for chain in row["coref"]:
        names = {
            tokens[end - 1][4].lower()
            for start, end in chain
            if end - start <= _NAME_WORDS
            and tokens[end - 1][2].startswith("NNP")
            and any(tokens[at][3] == "PERSON" for at in range(start, end))
        }
        if names:
            found |= {(tokens[start][0], tokens[end - 1][1]): frozenset(names) for start, end in chain}
    return found


def _outcome(record: Record, attribution: Attribution, chain: frozenset[str]) -> tuple[str, str | None]:
    names = {entity.id: entity.name for entity in record.entities}
    name = names.get(attribution.source.entity or "")
    if name is None:
        return "unresolved", None
    return ("agrees" if chain & set(name.lower().replace(".", "").split()) else "differs"), name


def compare(record: Record, row: dict[str, Any]) -> Iterator[Compared]:
    """The sources of one article's record that stand in its silver chains."""
    chains, text = chains_of(row), record.document.text
    for attribution in record.attributions:
        for span in attribution.source.spans:
            chain = chains.get((span.start, span.end))
            if chain is None:
                continue
            source = text[span.start : span.end]
            outcome, name = _outcome(record, attribution, chain)
            context = " ".join(text[max(0, span.start - _CONTEXT) : span.end + 40].split())
            kind = "pronoun" if source.lower() in _PRONOUNS else "other"
            yield Compared(kind, outcome, source, name, tuple(sorted(chain)), context)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the split, count, and print."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.coreference", description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("--polnear", type=Path, required=True, metavar="DIR", help="one split of PolNeAR")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N differences, the same on every run")
    options = parser.parse_args(arguments)
    with gzip.open(options.polnear / "corenlp-silver.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = [(options.polnear / "text" / f"{row['id']}.txt").read_bytes().decode("utf-8") for row in rows]
    records = Reader().pipe(Document(text, find_blocks(text)) for text in texts)
    compared = [each for record, row in zip(records, rows, strict=True) for each in compare(record, row)]
    for kind in ("pronoun", "other"):
        counts = Counter(each.outcome for each in compared if each.kind == kind)
        told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in ("agrees", "differs", "unresolved"))
        total = counts.total()
        print(
            f"{kind:<8} {total:>5} sources in chains with a name: {told}; {counts['agrees'] / max(total, 1):.3f} agree"
        )
    differing = [each for each in compared if each.outcome != "agrees"]
    hand = random.Random(0)  # noqa: S311 -- a sample to read, no secret
    for each in hand.sample(differing, min(options.show, len(differing))):
        print(f"\n{each.source} → {each.entity} (chain: {', '.join(each.chain)})\n  … {each.context}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
