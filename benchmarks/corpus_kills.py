r"""Kill workers in the middle of a corpus run, and the run itself, and see that its tables come out the same.

    python -m benchmarks.corpus_kills [--runs 20] [--pages 200] [--seed 1]

A made-up web archive is read once undisturbed. Then it is read again and again: in each run, one of the processes that
read is killed (SIGKILL) after a random time; in every fourth, the whole run is, with all of its processes, and begun
again. The tables must be the same bytes. Exit status 1 where they are not.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.pages import write_warc

__all__ = ["main"]

_TABLES = ("records", "attributions", "passed_over")


def _digests(out: Path) -> dict[str, str]:
    return {
        f"{table}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest()
        for table in _TABLES
        for file in sorted((out / table).glob("*.parquet"))
    }


def _children(of: int) -> list[int]:
    """The processes that ``of`` has started, by what the system says of each."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError):  # it has ended meanwhile
                continue
            if parent == of:
                found.append(int(folder.name))
    return sorted(found)


def _start(archive: Path, out: Path, workers: int, ray: bool) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "onrecord", "corpus", "run", str(archive), "--out", str(out), "--quiet"]
    command += ["--workers", str(workers), "--part-pages", "4", *(["--ray", "local"] if ray else [])]
    return subprocess.Popen(command)


def _readers(run: subprocess.Popen[bytes], ray: bool) -> list[int]:
    if not ray:
        return _children(run.pid)
    found = subprocess.run(
        ["pgrep", "-f", "onrecord.interfaces.corpus.child|ray::_Actor"], capture_output=True, text=True, check=False
    )
    return [int(line) for line in found.stdout.split()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, kill, compare, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus_kills", description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=20, help="default: %(default)s")
    parser.add_argument("--pages", type=int, default=200, help="default: %(default)s")
    parser.add_argument("--words", type=int, default=150, help="of a page (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="default: %(default)s")
    parser.add_argument("--ray", action="store_true", help="the same on Ray, begun on this machine for each run")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    hand = random.Random(options.seed)
    kills = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive, whole = folder / "crawl.warc.gz", folder / "whole"
        write_warc(archive, options.pages, options.words, clutter=50_000)
        began = time.perf_counter()
        if _start(archive, whole, options.workers, options.ray).wait():
            return 1
        seconds, expected = time.perf_counter() - began, _digests(whole)
        print(f"{options.pages:,} pages, {len(expected)} files of tables, {seconds:.1f} s undisturbed", flush=True)
        for number in range(options.runs):
            out = folder / f"run-{number}"
            run = _start(archive, out, options.workers, options.ray)
            time.sleep(hand.uniform(0.05, 0.7) * seconds)
            all_of_it = number % 4 == 3 and not options.ray
            while not (readers := _readers(run, options.ray)) and run.poll() is None:
                time.sleep(0.05)
            if readers and not all_of_it:
                os.kill(hand.choice(readers), signal.SIGKILL)
                kills += 1
            elif run.poll() is None and all_of_it:
                run.kill()
                run.wait()
                kills += 1
                run = _start(archive, out, options.workers, options.ray)
            if run.wait() or _digests(out) != expected:
                print(f"run {number + 1}: the tables differ", file=sys.stderr)
                return 1
            what = "the run" if all_of_it else "a worker's process"
            print(f"run {number + 1}: {what} killed, the tables are the same", flush=True)
            shutil.rmtree(out)
    print(f"{kills} kills in {options.runs} runs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
