r"""How well news pages are read: the article extraction benchmark, and what becomes of its quotations.

    python -m evaluation.pages DIR [--json FILE]

``DIR`` holds the benchmark (Zyte's article-extraction-benchmark): ``ground-truth.json`` with the text that people
marked in each page, ``html/ID.html.gz`` with the pages. It counts the pages that are read without an error, and scores
the words of the story (headings, paragraphs, block quotations, list items) against the marked text, beside the
extraction library's own plain output on the same pages.

The measure is the benchmark's: a text is the multiset of its shingles, runs of four ``\w+`` tokens; precision is the
share of the read text's shingles that are in the marked text, recall the reverse; each is averaged over pages, and F1
is the harmonic mean of the two averages. A page that was not read counts as an empty text.

Since a quotation that is lost cannot be attributed, quotations of eight words or more in the marked text are counted,
and those of them whose words, in order, are in the read text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from onrecord.errors import InputError
from onrecord.ingest.html import read_html
from onrecord.ingest.page import Page
from onrecord.text.document import STORY_KINDS

__all__ = ["Score", "long_quotations", "main", "measure", "score_pages", "shingles"]

_TOKEN = re.compile(r"\w+")
_SHINGLE = 4
_QUOTATION_WORDS = 8
#: A quotation within one paragraph, in the double marks that news in the benchmark uses.
_QUOTATION = re.compile(r"“([^“”\n]+)”|(?<!\w)\"([^\"\n]+)\"(?!\w)")


class Score(NamedTuple):
    """What reading all pages one way comes to."""

    read: int
    pages: int
    precision: float
    recall: float
    f1: float
    quotations: int
    quotations_kept: int
    milliseconds: float
    failed: tuple[str, ...] = ()


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The multiset of runs of four tokens; a shorter text is one run, an empty one none."""
    tokens = _TOKEN.findall(text)
    runs = (tuple(tokens[at : at + _SHINGLE]) for at in range(max(1, len(tokens) - _SHINGLE + 1)))
    return Counter(run for run in runs if run)


def long_quotations(text: str) -> list[tuple[str, ...]]:
    """The words of each quotation of eight words or more, in lower case."""
    found = (_TOKEN.findall((match[1] or match[2]).casefold()) for match in _QUOTATION.finditer(text))
    return [tuple(words) for words in found if len(words) >= _QUOTATION_WORDS]


def score_pages(marked: Sequence[str], read: Sequence[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the texts read against those marked, page by page, as the benchmark defines them."""
    precisions, recalls = [], []
    for marked_text, read_text in zip(marked, read, strict=True):
        wanted, got = shingles(marked_text), shingles(read_text)
        both = (wanted & got).total()
        if got:
            precisions.append(both / got.total())
        if wanted:
            recalls.append(both / wanted.total())
    precision, recall = statistics.fmean(precisions or [0]), statistics.fmean(recalls or [0])
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1)


def measure(pages: Mapping[str, bytes], marked: Mapping[str, str], read: Callable[[Page], str]) -> Score:
    """Read every page with ``read``, which raises :class:`~onrecord.errors.InputError` for a page that it cannot."""
    texts, failed = {}, []
    started = time.process_time()
    for name, content in pages.items():
        try:
            texts[name] = read(Page(content, uri=name, media_type="text/html"))
        except InputError as error:
            texts[name] = ""
            failed.append(str(error))
    milliseconds = (time.process_time() - started) * 1000 / len(pages)
    names = list(pages)
    precision, recall, f1 = score_pages([marked[name] for name in names], [texts[name] for name in names])
    kept = total = 0
    for name in names:
        words = " " + " ".join(_TOKEN.findall(texts[name].casefold())) + " "
        for quotation in long_quotations(marked[name]):
            total += 1
            kept += f" {' '.join(quotation)} " in words
    read_pages = len(names) - len(failed)
    return Score(read_pages, len(names), precision, recall, f1, total, kept, milliseconds, tuple(failed))


def _by_library(page: Page) -> str:
    from trafilatura import extract

    return extract(page.content) or ""


def _by_us(page: Page) -> str:
    document = read_html(page)
    return "\n\n".join(block.span.of(document.text) for block in document.blocks if block.kind in STORY_KINDS)


def _table(scores: Mapping[str, Score]) -> Iterable[str]:
    yield f"{'':<22}{'read':>9}{'precision':>11}{'recall':>9}{'F1':>8}{'quotations':>14}{'ms/page':>9}"
    for name, score in scores.items():
        yield (
            f"{name:<22}{f'{score.read}/{score.pages}':>9}{score.precision:>11.4f}{score.recall:>9.4f}{score.f1:>8.4f}"
            f"{f'{score.quotations_kept}/{score.quotations}':>14}{score.milliseconds:>9.1f}"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and write JSON if asked."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.pages", description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("folder", type=Path, metavar="DIR", help="the benchmark's folder, with ground-truth.json")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args(arguments)
    truth = json.loads((options.folder / "ground-truth.json").read_text(encoding="utf-8"))
    marked = {name: entry["articleBody"] for name, entry in truth.items()}
    pages = {name: gzip.decompress((options.folder / "html" / f"{name}.html.gz").read_bytes()) for name in truth}
    scores = {"library, plain": measure(pages, marked, _by_library), "On Record, story": measure(pages, marked, _by_us)}
    print("\n".join(_table(scores)))
    for message in scores["On Record, story"].failed:
        print(f"  not read: {message}")
    if options.json:
        figures = {name: score._asdict() for name, score in scores.items()}
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
