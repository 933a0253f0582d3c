r"""How much of the time the network takes, for texts and for pages: the rest is what could be saved around it.

    python -m benchmarks.shares [--polnear DIR] [--pages 60] [--clutter 100000]

One thread, so that every second is somebody's. Texts are PolNeAR's, or the repo's own; pages are made up, with as much
around the story as news pages have (100 KB).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.corpus import load_corpus
from benchmarks.pages import made_up_pages
from benchmarks.reading import TimedEncoder
from onrecord.ingest.load import to_document
from onrecord.ingest.page import Page
from onrecord.model.bundle import bundle_folder, load_bundle
from onrecord.model.session import OnnxEncoder
from onrecord.reader import Reader
from onrecord.text.document import Document

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the shares."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.shares", description=__doc__.partition("\n")[0])
    parser.add_argument("--polnear", type=Path, help="a split of PolNeAR, for the texts")
    parser.add_argument("--pages", type=int, default=60, help="default: %(default)s")
    parser.add_argument("--words", type=int, default=700, help="of a page (default: %(default)s)")
    parser.add_argument("--clutter", type=int, default=100_000, help="characters around a story (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--bundle", help="a bundle's name or folder (default: the shipped one)")
    options = parser.parse_args(arguments)
    folder = bundle_folder(options.bundle)
    encoder = TimedEncoder(OnnxEncoder(load_bundle(folder).model))
    reader = Reader(folder, threads=1, encoder=encoder)
    texts = load_corpus(options.polnear).documents
    pages = [
        Page(html, uri, "text/html", "utf-8")
        for uri, html in made_up_pages(options.pages, options.words, clutter=options.clutter)
    ]
    apart = 0.0

    def opened() -> Iterator[Document]:
        nonlocal apart
        for page in pages:
            began = time.perf_counter()
            document = to_document(page)
            apart += time.perf_counter() - began
            yield document

    list(reader.pipe(texts[:4]))
    list(reader.pipe(map(to_document, pages[:4])))
    for number in range(options.rounds):
        for name in ("texts", "pages"):
            encoder.seconds = apart = 0.0
            words, began = 0, time.perf_counter()
            for record in reader.pipe(texts if name == "texts" else opened()):
                words += len(record.document.text.split())
            took = time.perf_counter() - began
            told = f"round {number + 1}, {name}: {words / took:,.0f} words a second"
            told += f", {encoder.seconds / took:.1%} in the network"
            if name == "pages":
                told += f", {apart / took:.1%} taking pages apart ({1000 * apart / len(pages):.1f} ms each)"
            print(told, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
