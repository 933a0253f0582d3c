"""Every figure in one run: scores, speed, cold start, memory, size.

    python -m benchmarks.run --polnear ../shared/data/polnear/dev --installed --write docs/figures.md

Without ``--polnear`` the repo's made-up article is read again and again, and nothing is scored.
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["main"]


def _measure_cold(runs: int) -> dict[str, list[float]]:
    """See :mod:`benchmarks.cold` for why this is another process."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.cold", str(runs)], check=True, capture_output=True, text=True
    )
    taken: dict[str, list[float]] = json.loads(done.stdout)
    return taken


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the page or write it."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__.partition("\n")[0])
    parser.add_argument("--polnear", type=Path, help="a split of PolNeAR to read and to score")
    parser.add_argument("--bundle", help="a bundle's name or folder (default: the shipped one)")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2], help="default: 1 2")
    parser.add_argument("--rounds", type=int, default=3, help="how often the corpus is read (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=7, help="cold starts (default: %(default)s)")
    parser.add_argument("--installed", action="store_true", help="measure the installed size too, which takes a minute")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the page here rather than print it")
    options = parser.parse_args(arguments)

    # The cold start first, while this process is as small and the machine as cool as they will be.
    from benchmarks.machine import describe_machine

    machine = describe_machine()
    _say("starting cold …")
    cold = _measure_cold(options.runs)

    from benchmarks.corpus import load_corpus
    from benchmarks.page import Measured, write_page
    from benchmarks.reading import measure_rates
    from benchmarks.sizes import measure_sizes
    from onrecord.evaluation.report import evaluate
    from onrecord.model.bundle import bundle_folder

    corpus = load_corpus(options.polnear)
    _say(f"reading {corpus.words:,} words {options.rounds} times with each of {options.threads} threads …")
    rates, records = measure_rates(corpus, options.threads, options.rounds, bundle_folder(options.bundle))
    _say("building the wheel …")
    measured = Measured(
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        version=records[0].reader.version,
        model=records[0].reader.model,
        command=" ".join(["python -m benchmarks.run", *arguments]),
        machine=machine,
        corpus=corpus.name,
        articles=len(corpus.documents),
        words=corpus.words,
        rounds=options.rounds,
        rates=rates,
        cold=cold,
        sizes=measure_sizes(installed=options.installed),
        evaluation=evaluate(records, corpus.gold) if corpus.gold else None,
    )
    page = write_page(measured)
    if options.write:
        options.write.parent.mkdir(parents=True, exist_ok=True)
        options.write.write_text(page, encoding="utf-8")
        _say(f"wrote {options.write}")
    else:
        print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
