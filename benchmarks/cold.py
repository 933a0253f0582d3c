"""The time and memory of ``onrecord read`` on one article, each run a process of its own.

    python -m benchmarks.cold [RUNS]

prints JSON. It is run as a process of its own by ``benchmarks.run`` and imports nothing but the standard library: on
Linux a process's greatest memory, as the system reports it, counts that of the process which started it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

__all__ = ["command", "measure"]

_ARTICLE = Path(__file__).parent / "article.txt"


def command(article: Path = _ARTICLE) -> list[str]:
    """What a person types, with this interpreter's ``onrecord``."""
    installed = Path(sys.executable).parent / "onrecord"
    return [str(installed), "read", str(article), "--format", "json"]


def measure(runs: int) -> dict[str, list[float]]:
    """Wall seconds, processor seconds and greatest memory in MB (10**6 bytes) of each run, each list [run].

    One run before them is not counted: it brings the files into the system's cache, where a second article finds them.
    """
    taken: dict[str, list[float]] = {"wall": [], "processor": [], "memory": []}
    for run in range(runs + 1):
        began = time.perf_counter()
        process = subprocess.Popen(command(), stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command())} ended with status {process.returncode}")
        if run:
            unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in KiB elsewhere
            taken["wall"].append(wall)
            taken["processor"].append(usage.ru_utime + usage.ru_stime)
            taken["memory"].append(usage.ru_maxrss * unit / 1e6)
    return taken


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 7)))
