r"""Memory over a hundred thousand pages: taken apart, read and written as one worker does it, page after page.

    python -m benchmarks.steady [--pages 100000] [--words 40] [--without-network]

Pages are made up as they are needed, in parts of a thousand. What the process holds is looked at after each tenth; flat
means that the last tenth's is within a tenth of the second's. Without the network, which takes most of the time, the
stages before and behind it are the same: each word is said to be nothing.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.pages import made_up_pages
from onrecord.model.labels import NAME_CLASSES, SPEECH_TAGS, TAGS
from onrecord.model.session import EncoderInput, EncoderOutput

__all__ = ["main"]


def resident() -> int:
    """Bytes that this process holds in memory now."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise OSError("the system does not say how much memory a process holds")


class _Silent:
    """In the network's place: every word is a noun, and no attribution's."""

    def run(self, window: EncoderInput) -> EncoderOutput:
        """Read one window."""
        words = len(window.words)
        tags = np.full((words, len(TAGS)), -8, np.float32)
        tags[:, TAGS.index("O")] = 0
        link = np.ones((words, 4), np.float32)
        names, speech = np.full(words, NAME_CLASSES.index("none")), np.full(words, SPEECH_TAGS.index("NN"))
        return EncoderOutput(tags, link, link, link, link, link, link, names, speech)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, look, and print; exit status 1 where memory grows."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.steady", description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=100_000, help="default: %(default)s")
    parser.add_argument("--words", type=int, default=40, help="of a page (default: %(default)s)")
    parser.add_argument("--part-pages", type=int, default=1000, help="default: %(default)s")
    parser.add_argument("--without-network", action="store_true", help="in a tenth of the time")
    options = parser.parse_args(arguments)

    from onrecord.ingest.listing import Listed
    from onrecord.ingest.offered import Offered
    from onrecord.ingest.page import Page
    from onrecord.interfaces.corpus.finished import put
    from onrecord.interfaces.corpus.reading import read_part
    from onrecord.interfaces.corpus.types import Input, Part, Settings, Task
    from onrecord.reader import Reader

    pages = made_up_pages(options.pages, options.words)

    def offered(_: Part) -> Iterator[Offered]:
        for uri, html in itertools.islice(pages, options.part_pages):
            yield Offered(uri, Page(html, uri, "text/html", "utf-8"), Listed())

    settings = Settings("en", 50_000, options.part_pages, None)
    reader = Reader(threads=1, encoder=_Silent() if options.without_network else None)
    held: list[int] = []
    words = articles = 0
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as out:
        parts = -(-options.pages // options.part_pages)
        for number in range(parts):
            part = Part(f"made-up-{number:05d}", "pages", [Input("made-up", "pages", 0, "")])
            report, tables = read_part(Task(part, settings, out), reader, lambda _: None, offered)
            put(out, report, tables)
            for file in Path(out).rglob("*.parquet"):
                file.unlink()
            words, articles = words + report.words, articles + report.articles
            if (number + 1) * 10 // parts > number * 10 // parts:
                held.append(resident())
                print(
                    f"{articles:,} articles, {words:,} words, {time.perf_counter() - began:,.0f} s: "
                    f"{held[-1] / 1e6:,.0f} MB",
                    flush=True,
                )
    growth = held[-1] / held[min(1, len(held) - 1)] - 1
    print(f"from the second tenth to the last: {growth:+.1%}; the most {max(held) / 1e6:,.0f} MB")
    return 1 if growth > 0.1 else 0


if __name__ == "__main__":
    sys.exit(main())
