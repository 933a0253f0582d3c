"""The process of one program: loads it, and reads articles whenever it is asked, by lines of JSON.

    python -m benchmarks.peers.worker KEY --texts TEXTS.json [--pipeline NAME] [--bundle DIR] [--threads N]

First it answers ``{"versions": …}``, or ``{"missing": why}`` where something is not installed. A line ``{"articles":
[indices]}`` is answered with seconds of wall and processor time and the greatest memory so far in MB, once they are
read; with ``"records": PATH`` what was found is written there as well, as JSON lines, outside of the time.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.peers.listing import entry_of, load
from benchmarks.peers.system import NotInstalled, Options
from onrecord.record.json import encode

__all__ = ["main"]

#: Articles that are read once unmeasured: libraries take memory, and compile, at their first texts.
_WARMING = 6


def _answer_through(stream: int) -> Any:
    """Standard output for answers only: what a library prints goes to the standard error."""
    answers = os.fdopen(os.dup(stream), "w", encoding="utf-8")
    os.dup2(2, stream)

    def answer(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    return answer


def main() -> int:
    """Answer until the standard input ends."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers.worker")
    parser.add_argument("key")
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--pipeline", default=Options.pipeline)
    parser.add_argument("--bundle", type=Path, default=Options.bundle)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    answer = _answer_through(1)
    texts: list[str] = json.loads(options.texts.read_text(encoding="utf-8"))
    try:
        system = load(entry_of(options.key), Options(options.pipeline, options.bundle, options.threads))
    except NotInstalled as error:
        answer({"missing": str(error)})
        return 0
    system.read(system.prepare(texts[:_WARMING]))
    answer({"versions": system.versions()})
    prepared: dict[tuple[int, ...], Any] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        chosen = tuple(asked["articles"])
        some = [texts[index] for index in chosen]
        if chosen not in prepared:
            prepared = {chosen: system.prepare(some)}
        began, busy = time.perf_counter(), time.process_time()
        results = system.read(prepared[chosen])
        took, busy = time.perf_counter() - began, time.process_time() - busy
        if "records" in asked and (records := system.records(some, results)) is not None:
            Path(asked["records"]).write_bytes(b"".join(encode(record) + b"\n" for record in records))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        answer({"seconds": took, "processor": busy, "memory": memory, "refused": system.refused})
    return 0


if __name__ == "__main__":
    sys.exit(main())
