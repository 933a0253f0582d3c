"""A ledger of a million attributions: how fast it is filled, how large it is, and how fast it answers.

    python -m benchmarks.asking [--attributions 1000000] [--questions 500] [--ledger FILE]

Articles are made up (``benchmarks.articles``); with ``--ledger`` they are kept in FILE, and used again where it is
there. Questions are drawn from the same words, speakers and outlets: one to three words, phrases, either with none, one
or two filters, in each order. Traced are quotations of the ledger: whole, half of one, and with one word in eight
changed. Each is asked once, so nothing is answered from what was asked before.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.articles import STATEMENTS, made_up_articles
from onrecord.ledger.ledger import Ledger

__all__ = ["main"]

_BATCH = 256


def _memory() -> float:
    """The most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _fill(path: Path, articles: int) -> None:
    records = made_up_articles(articles)
    began = time.perf_counter()
    done = 0
    with Ledger(path, write=True) as ledger:
        while batch := list(islice(records, _BATCH)):
            ledger.add(batch)
            before, done = done, done + len(batch)
            if done * 10 // articles > before * 10 // articles:
                rate = done * STATEMENTS / (time.perf_counter() - began)
                size = path.stat().st_size / 1e6
                print(
                    f"{done * STATEMENTS:>9,} attributions, {rate:6,.0f} a second, {size:6,.0f} MB, memory "
                    f"{_memory():.0f} MB",
                    flush=True,
                )


def _texts(connection: sqlite3.Connection, table: str, column: str, count: int, hand: random.Random) -> list[str]:
    """``column`` of ``count`` rows drawn at random."""
    ids = [row[0] for row in connection.execute(f"SELECT {table}_id FROM {table}")]
    question = f"SELECT {column} FROM {table} WHERE {table}_id = ?"
    return [connection.execute(question, (number,)).fetchone()[0] for number in hand.sample(ids, count)]


def _questions(connection: sqlite3.Connection, count: int, hand: random.Random) -> Iterator[dict[str, Any]]:
    contents = _texts(connection, "attribution", "content", count, hand)
    speakers = [
        row[0]
        for row in connection.execute("SELECT name FROM entity WHERE articles > 1 ORDER BY articles DESC LIMIT 500")
    ]
    outlets = [row[0] for row in connection.execute("SELECT name FROM outlet")]
    day = date(2014, 1, 1)
    filters: tuple[Callable[[], dict[str, Any]], ...] = (
        lambda: {"speaker": hand.choice(speakers)},
        lambda: {"outlet": hand.choice(outlets)},
        lambda: {"standing": hand.choice(("named_person", "unnamed_person", "unnamed_group"))},
        lambda: {"form": hand.choice(("direct", "indirect"))},
        lambda: {"since": day + timedelta(hand.randrange(3000)), "until": day + timedelta(3000 + hand.randrange(600))},
        lambda: {"order": hand.choice(("oldest", "relevance"))},
    )
    for content in contents:
        words = content.strip("“”").split()
        length = hand.randint(1, 3)
        start = hand.randrange(max(1, len(words) - length))
        asked = " ".join(words[start : start + length])
        question: dict[str, Any] = {"words": f'"{asked}"' if hand.random() < 0.3 else asked}
        for each in hand.sample(filters, hand.randrange(3)):
            question |= each()
        yield question


def _mutated(quotation: str, kind: int, hand: random.Random, words: Sequence[str]) -> str:
    parts = quotation.split()
    if kind == 1:
        return " ".join(parts[: max(4, len(parts) // 2)])
    if kind == 2:
        return " ".join(hand.choice(words) if hand.random() < 1 / 8 else part for part in parts)
    return quotation


def _timed(ask: Callable[[Any], object], questions: Iterable[Any]) -> list[tuple[float, Any]]:
    taken = []
    for question in questions:
        began = time.perf_counter()
        ask(question)
        taken.append(((time.perf_counter() - began) * 1000, question))
    return sorted(taken, key=lambda pair: pair[0])


def _show(name: str, taken: list[tuple[float, Any]]) -> None:
    times = [each for each, _ in taken]
    cuts = statistics.quantiles(times, n=100)
    print(
        f"{name}: {len(times)} asked; milliseconds: median {cuts[49]:.1f}, 95th percentile {cuts[94]:.1f}, 99th "
        f"{cuts[98]:.1f}, most {times[-1]:.1f} ({taken[-1][1]!r:.100})"
    )


def _ask(path: Path, count: int, seed: int) -> None:
    hand = random.Random(seed)
    with Ledger(path) as ledger:
        questions = list(_questions(ledger.connection, count, hand))
        quotations = list(_texts(ledger.connection, "quotation", "text", 2 * count, hand))
        traced = [text for text in quotations if len(text.split()) >= 6][:count]
        words = " ".join(quotations).split()
        wanted = [_mutated(text, number % 3, hand, words) for number, text in enumerate(traced)]
    with Ledger(path) as ledger:
        _show("search", _timed(lambda question: ledger.search(**question), questions))
        _show("trace", _timed(ledger.trace, wanted))
    print(f"memory: {_memory():.0f} MB at most")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill, ask, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.asking", description=__doc__.partition("\n")[0])
    parser.add_argument("--attributions", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=500, help="searches, and as many traces")
    parser.add_argument("--ledger", type=Path, help="keep the ledger here, or use the one that is here")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = options.ledger or Path(folder) / "made-up.ledger"
        if not path.exists():
            _fill(path, options.attributions // STATEMENTS)
        with Ledger(path) as ledger:
            counts = {
                table: ledger.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("document", "attribution", "quotation", "entity")
            }
        size = path.stat().st_size
        print(", ".join(f"{number:,} rows of {table}" for table, number in counts.items()))
        print(f"{size / 1e6:,.0f} MB, {size / counts['attribution']:,.0f} bytes an attribution")
        _ask(path, options.questions, options.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
