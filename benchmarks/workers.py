r"""One worker against two (or more) of a corpus run, in turns, and what the rate comes to for 200 million articles.

    python -m benchmarks.workers [--pages 300] [--words 700] [--rounds 3] [--workers 2]

A made-up web archive is read by ``onrecord corpus run`` with one worker and with several. What is compared is the time
from the first part's beginning to the last one's end, and beside it the whole command's, with its start.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.machine import describe_machine
from benchmarks.pages import write_warc

__all__ = ["main"]

_ARTICLES, _WORDS = 200_000_000, 700
#: Characters around a story: with them a page has 60 KB, and 15 KB in the archive.
_CLUTTER = 50_000


def _run(archive: Path, out: Path, workers: int, part_pages: int, bundle: str | None) -> tuple[float, dict[str, float]]:
    command = [sys.executable, "-m", "onrecord", "corpus", "run", str(archive), "--out", str(out), "--quiet"]
    command += ["--workers", str(workers), "--part-pages", str(part_pages), *(["--bundle", bundle] if bundle else [])]
    began = time.perf_counter()
    subprocess.run(command, check=True)
    seconds = time.perf_counter() - began
    told = json.loads((out / "report.json").read_bytes())
    return seconds, {**told["this_run"], "bytes": told["bytes"], "articles": told["articles"]}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure in turns, and print the ratios and the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workers", description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=300, help="default: %(default)s")
    parser.add_argument("--words", type=int, default=_WORDS, help="of a page (default: %(default)s)")
    parser.add_argument("--part-pages", type=int, default=10, help="default: %(default)s")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--workers", type=int, default=2, help="compared with one (default: %(default)s)")
    parser.add_argument("--bundle", help="a bundle's name or folder (default: the shipped one)")
    options = parser.parse_args(arguments)
    for label, value in describe_machine().items():
        print(f"{label}: {value}")
    ratios, whole, rates, sizes = [], [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = folder / "crawl.warc.gz"
        size = write_warc(archive, options.pages, options.words, clutter=_CLUTTER)
        print(f"\n{options.pages:,} pages in a web archive of {size / 1e6:.1f} MB", flush=True)
        for number in range(options.rounds):
            one_took, one = _run(archive, folder / f"one-{number}", 1, options.part_pages, options.bundle)
            many_took, many = _run(
                archive, folder / f"many-{number}", options.workers, options.part_pages, options.bundle
            )
            ratios.append(one["seconds"] / many["seconds"])
            whole.append(one_took / many_took)
            rates.append(one["words"] / one["seconds_of_workers"])
            sizes.append(one["bytes"] / one["articles"])
            print(
                f"round {number + 1}: one worker {one['words'] / one['seconds']:,.0f} words a second, "
                f"{options.workers} {many['words'] / many['seconds']:,.0f}: {ratios[-1]:.2f} times; "
                f"whole commands {whole[-1]:.2f}",
                flush=True,
            )
    rate, per_article = statistics.median(rates), statistics.median(sizes)
    hours = _ARTICLES * _WORDS / rate / 3600
    print(f"\n{options.workers} workers read {statistics.median(ratios):.2f} times what one does (median)")
    print(f"one worker: {rate:,.0f} words a second; tables: {per_article:,.0f} bytes an article")
    print(f"\n{_ARTICLES:,} articles of {_WORDS} words: {hours:,.0f} hours of one core")
    print("| cores | hours | days |\n|---:|---:|---:|")
    for cores in (16, 64, 256, 1024, 4096):
        print(f"| {cores:,} | {hours / cores:,.1f} | {hours / cores / 24:,.1f} |")
    print(f"tables: {_ARTICLES * per_article / 1e12:,.1f} TB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
