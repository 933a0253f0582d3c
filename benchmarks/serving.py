"""Fifty people at one site while articles keep coming in: errors, lock failures, and how long answers take.

    python -m benchmarks.serving [--seconds 60] [--readers 50] [--articles 2000] [--keeping]

A ledger of made-up articles (``benchmarks.articles``) is served by `onrecord serve`, in a process of its own. Readers
ask it without a pause, each a mixture of pages and of routes of the API, while another process adds articles to the
ledger's file as an indexing does. With --keeping a further client has articles read and kept by the site, so that two
write. Every answer must be a success, and in the end the ledger must have every article that was added. Exit status 1
where it is not so.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, urlencode

from benchmarks.articles import made_up_articles
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.listing import counts

__all__ = ["Served", "main", "serve"]

#: Articles of one transaction: an indexing writes more at once, and so less often.
_BATCH = 5
#: Seconds that an answer may take.
_PATIENCE = 60
_LOCK = re.compile(r"another program is writing|database is locked|busy", re.IGNORECASE)


@dataclass
class Served:
    """What came of it. ``taken`` are milliseconds of each answer, by the kind of question."""

    seconds: float = 0.0
    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    locks: int = 0
    written: int = 0
    kept: int = 0
    missing: int = 0

    @property
    def failed(self) -> bool:
        """Whether anything went wrong."""
        return bool(self.errors or self.locks or self.missing)


@contextmanager
def _site(path: Path) -> Iterator[int]:
    """The port at which `onrecord serve` answers."""
    program = "from onrecord.interfaces.cli import main; main(prog_name='onrecord')"
    command = [sys.executable, "-c", program, "serve", "--ledger", str(path), "--no-open", "--port", "0"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stderr=log)
        try:
            yield _port(process, log)
        finally:
            process.terminate()
            process.wait(20)


def _port(process: subprocess.Popen[bytes], log: BinaryIO) -> int:
    """The port that the site says it answers at, once it has said so."""
    until = time.perf_counter() + _PATIENCE
    said = b""
    while time.perf_counter() < until and process.poll() is None:
        said = os.pread(log.fileno(), 10_000, 0)  # where the site writes, it goes on
        if found := re.search(rb":(\d+)/", said):
            return int(found[1])
        time.sleep(0.05)
    raise RuntimeError(f"the site did not start: {said.decode('utf-8', 'replace')}")


def _write(path: Path, first: int, ended: Event, written: Synchronized[int]) -> None:
    """Add articles until it is over."""
    records = islice(made_up_articles(first + 1_000_000, seed=1), first, None)
    with Ledger(path, write=True) as ledger:
        while not ended.is_set():
            ledger.add(list(islice(records, _BATCH)))
            with written.get_lock():
                written.value += _BATCH


def _questions(path: Path, seed: int) -> Iterator[tuple[str, str]]:
    """Questions that the ledger can answer, with their kinds, for ever."""
    hand = random.Random(seed)
    with Ledger(path) as ledger:
        ask = ledger.connection.execute
        documents = [row[0] for row in ask("SELECT document_id FROM document")]
        entities = [row[0] for row in ask("SELECT entity_id FROM entity WHERE merged_into IS NULL LIMIT 2000")]
        outlets = [row[0] for row in ask("SELECT name FROM outlet")]
        quotations = [row[0] for row in ask("SELECT text FROM quotation LIMIT 2000") if len(row[0].split()) >= 6]
    words = " ".join(quotations[:500]).replace("“", "").replace("”", "").split()

    def some_words() -> str:
        return " ".join(hand.choices(words, k=hand.randint(1, 2)))

    api = "/api/v1"
    while True:
        document, outlet = hand.choice(documents), quote(hand.choice(outlets), safe="")
        quotation = urlencode({"quotation": " ".join(hand.choice(quotations).split()[:12])})
        asked = urlencode({"words": some_words(), "order": hand.choice(["newest", "oldest", "relevance"])})
        every = [
            ("documents", f"{api}/documents?limit=50"),
            ("record", f"{api}/documents/{document}"),
            ("versions", f"{api}/documents/{document}/versions"),
            ("attributions", f"{api}/attributions?{asked}"),
            ("attributions", f"{api}/attributions?standing=unnamed_person&outlet={outlet}&limit=50"),
            ("entities", f"{api}/entities?sort=articles"),
            ("entity", f"{api}/entities/{hand.choice(entities)}"),
            ("outlets", f"{api}/outlets"),
            ("outlet", f"{api}/outlets/{outlet}"),
            ("trace", f"{api}/trace?{quotation}"),
            ("page: home", "/"),
            ("page: search", f"/search?{asked}"),
            ("page: article", f"/article/{document}"),
            ("page: person", f"/people/{hand.choice(entities)}"),
        ]
        yield hand.choice(every)


class _Client(threading.Thread):
    """Somebody who asks again and again, over one connection."""

    def __init__(self, port: int, until: float, told: Served) -> None:
        super().__init__()
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        self._until, self.told = until, told

    def run(self) -> None:
        with closing(self._connection):
            while time.perf_counter() < self._until:
                self.ask()

    def ask(self) -> None:
        raise NotImplementedError

    def asked(self, kind: str, method: str, path: str, body: bytes | None = None) -> bool:
        """Whether a question was answered well."""
        headers = {"Accept": "text/html, application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        began = time.perf_counter()
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.told.errors[f"{kind}: {type(error).__name__}"] += 1
            self._connection.close()
            return False
        self.told.taken[kind].append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            self.told.errors[f"{kind}: {answer.status} {path} {said[:300]!r}"] += 1
            self.told.locks += bool(_LOCK.search(said.decode("utf-8", "replace")))
        return answer.status == 200


class _Reader(_Client):
    """Somebody who asks one question after another."""

    def __init__(self, port: int, until: float, told: Served, questions: Iterator[tuple[str, str]]) -> None:
        super().__init__(port, until, told)
        self._questions = questions

    def ask(self) -> None:
        kind, path = next(self._questions)
        self.asked(kind, "GET", path)


class _Keeper(_Client):
    """Somebody who has articles read and kept."""

    def ask(self) -> None:
        text = f"“We will not sell it for {self.told.kept} crowns,” Ada Loom said."
        body = json.dumps({"text": text, "keep": True}).encode()
        self.told.kept += self.asked("read and keep", "POST", "/api/v1/read", body)


def serve(path: Path, *, seconds: float, readers: int, keeping: bool = False, seed: int = 1) -> Served:
    """Serve the ledger at ``path`` for so many seconds to so many readers, while articles are added to it."""
    told = Served()
    context = multiprocessing.get_context("spawn")
    ended = context.Event()
    written: Synchronized[int] = context.Value("q", 0)
    with Ledger(path) as ledger:
        before = counts(ledger).articles
    writer = context.Process(target=_write, args=(path, before, ended, written), daemon=True)
    with _site(path) as port:
        writer.start()
        began = time.perf_counter()
        until = began + seconds
        threads: list[threading.Thread] = [
            _Reader(port, until, told, _questions(path, seed + number)) for number in range(readers)
        ]
        threads += [_Keeper(port, until, told)] if keeping else []
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        told.seconds = time.perf_counter() - began
        ended.set()
        writer.join(60)
    told.written = written.value
    with Ledger(path) as ledger:
        told.missing = before + told.written + told.kept - counts(ledger).articles
    if writer.exitcode:
        told.errors[f"the writer ended with {writer.exitcode}"] += 1
    return told


def _show(told: Served) -> None:
    every = [each for taken in told.taken.values() for each in taken]
    print(f"{len(every):,} answers in {told.seconds:.0f} seconds, {len(every) / told.seconds:,.0f} a second")
    print(f"{told.written:,} articles added meanwhile, {told.kept:,} read and kept; {told.missing} missing")
    print(f"{sum(told.errors.values())} errors, {told.locks} of them locks")
    for error, count in told.errors.most_common(10):
        print(f"  {count} times {error}")
    print(f"{'milliseconds':<16}{'answers':>9}{'median':>9}{'95th':>9}{'99th':>9}{'most':>9}")
    for kind, taken in [*sorted(told.taken.items()), ("all", every)]:
        cuts = statistics.quantiles(taken, n=100, method="inclusive") if len(taken) > 1 else taken * 99
        print(f"{kind:<16}{len(taken):>9,}{cuts[49]:>9.0f}{cuts[94]:>9.0f}{cuts[98]:>9.0f}{max(taken):>9.0f}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve, ask, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60, help="how long (default: %(default)s)")
    parser.add_argument("--readers", type=int, default=50, help="who ask at once (default: %(default)s)")
    parser.add_argument("--articles", type=int, default=2000, help="made-up articles (default: %(default)s)")
    parser.add_argument("--keeping", action="store_true", help="have articles read and kept by the site, too")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "served.ledger"
        records = made_up_articles(options.articles)
        with Ledger(path, write=True) as ledger:
            while batch := list(islice(records, 256)):
                ledger.add(batch)
        told = serve(path, seconds=options.seconds, readers=options.readers, keeping=options.keeping, seed=options.seed)
    _show(told)
    return int(told.failed)


if __name__ == "__main__":
    sys.exit(main())
