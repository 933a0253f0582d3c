r"""This program against an earlier one of its own commits: words a second over the same texts, in turns, in one run.

    python -m benchmarks.before a47a49c --polnear ../shared/data/polnear/dev [--threads 2] [--rounds 5]

The earlier commit is checked out beside the repository (``git worktree``) and read with the same Python and the same
libraries. Each program is a process that reads all texts once for warming, and then whenever it is asked; ``--ours``
names what of this program is compared: its threads, or as many processes of one thread each, as a corpus run has them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

__all__ = ["main"]

#: Reads all texts each time a line comes in, and answers with its seconds. Of the package, only what both commits have.
_READING = """
import sys, time
from pathlib import Path
from onrecord.reader import Reader
from onrecord.text.document import Document
from onrecord.ingest.text import find_blocks
folder, threads, share, shares = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
bundle = sys.argv[5] if len(sys.argv) > 5 else None
reader = Reader(bundle, threads=threads)
texts = [p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.txt"))][share::shares]
documents = [Document(text, find_blocks(text)) for text in texts]
for line in sys.stdin:
    began = time.perf_counter()
    for record in reader.pipe(documents):
        pass
    print(time.perf_counter() - began, flush=True)
"""


class _Program:
    """One or several processes that read the texts between them."""

    def __init__(self, source: Path, texts: Path, threads: int, processes: int, bundle: str | None = None) -> None:
        environment = {**os.environ, "PYTHONPATH": str(source)}
        self._processes = [
            subprocess.Popen(
                [sys.executable, "-c", _READING, str(texts), str(threads), str(share), str(processes)]
                + ([bundle] if bundle else []),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True,
            )
            for share in range(processes)
        ]  # fmt: skip

    def read(self) -> float:
        """Seconds until all have read their texts."""
        began = time.perf_counter()
        for process in self._processes:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        for process in self._processes:
            assert process.stdout is not None
            if not process.stdout.readline():
                raise SystemExit("a process has ended: see above")
        return time.perf_counter() - began

    def close(self) -> None:
        """End the processes."""
        for process in self._processes:
            process.kill()
            process.wait()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure in turns, and print the ratios."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.before", description=__doc__.partition("\n")[0])
    parser.add_argument("commit", help="of this repository")
    parser.add_argument("--polnear", type=Path, required=True, help="a split of PolNeAR to read")
    parser.add_argument("--threads", type=int, default=2, help="of either program (default: %(default)s)")
    parser.add_argument("--ours", choices=["threads", "processes"], default="processes", help="default: %(default)s")
    parser.add_argument("--bundle", help="this program's bundle: a folder (default: the shipped one)")
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    options = parser.parse_args(arguments)
    repository = Path(__file__).resolve().parent.parent
    texts = options.polnear / "text"
    words = sum(len(file.read_text(encoding="utf-8").split()) for file in texts.glob("*.txt"))
    with tempfile.TemporaryDirectory() as name:
        earlier = Path(name, "earlier")
        subprocess.run(["git", "worktree", "add", "--detach", str(earlier), options.commit], cwd=repository, check=True)
        try:
            before = _Program(earlier / "src", texts, options.threads, 1)
            alone = options.ours == "threads"
            ours = _Program(
                repository / "src",
                texts,
                options.threads if alone else 1,
                1 if alone else options.threads,
                options.bundle,
            )
            before.read()
            ours.read()
            ratios = []
            for number in range(options.rounds):
                then, now = before.read(), ours.read()
                ratios.append(then / now)
                print(
                    f"round {number + 1}: {options.commit} {words / then:,.0f} words a second, now {words / now:,.0f}: "
                    f"{ratios[-1]:.2f} times",
                    flush=True,
                )
            before.close()
            ours.close()
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(earlier)], cwd=repository, check=True)
    print(f"median {statistics.median(ratios):.2f} times, {min(ratios):.2f} to {max(ratios):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
