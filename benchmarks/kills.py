r"""Kill an indexing at random moments, go on, and see that nothing is lost, doubled or half there.

    python -m benchmarks.kills [--times 100] [--articles 2000] [--seed 1]

Made-up records are indexed once without a break. Then they are indexed again by processes that are killed (SIGKILL)
after a random time and started anew, until one has come to its end; the two ledgers must be the same row for row and
word for word of their indexes, and after each kill the ledger must pass SQLite's own check. All of it is repeated until
the processes have been killed so many times. Exit status 1 where a ledger differs.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.articles import made_up_articles
from benchmarks.rows import all_rows
from onrecord.ledger.ledger import Ledger
from onrecord.record.json import encode

__all__ = ["main"]


def _rows(path: Path) -> list[str]:
    with Ledger(path) as ledger:
        return all_rows(ledger.connection)


def _sound(path: Path) -> bool:
    if not path.exists():
        return True
    with Ledger(path, write=True) as ledger:
        (said,) = ledger.connection.execute("PRAGMA quick_check").fetchone()
        return bool(said == "ok")


def main(arguments: Sequence[str] | None = None) -> int:
    """Index, kill, go on, compare, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=100, help="kills in all (default: %(default)s)")
    parser.add_argument("--articles", type=int, default=2000, help="made-up articles (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    hand = random.Random(options.seed)
    kills = rounds = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        records = folder / "records.jsonl"
        records.write_bytes(b"".join(encode(record) + b"\n" for record in made_up_articles(options.articles)))

        def start(ledger: Path) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "onrecord", "index", "--quiet", str(records), "--ledger", str(ledger)]
            return subprocess.Popen(command)

        began = time.perf_counter()
        if start(folder / "whole.ledger").wait():
            return 1
        whole, seconds = _rows(folder / "whole.ledger"), time.perf_counter() - began
        print(f"{len(whole):,} rows and words, written in {seconds:.1f} s without a break", flush=True)
        while kills < options.times:
            rounds += 1
            ledger = folder / f"broken-{rounds}.ledger"
            while True:
                run = start(ledger)
                try:
                    run.wait(hand.uniform(0.2, max(0.6, seconds / 4)))
                    break
                except subprocess.TimeoutExpired:
                    run.kill()
                    run.wait()
                    kills += 1
                    if not _sound(ledger):
                        print(f"after kill {kills}: the ledger is damaged", file=sys.stderr)
                        return 1
            if run.returncode or _rows(ledger) != whole:
                print(f"round {rounds}, after {kills} kills: the ledger differs", file=sys.stderr)
                return 1
            print(f"round {rounds}: {kills} kills so far, the ledger is the same", flush=True)
            for file in folder.glob(f"{ledger.name}*"):
                file.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
