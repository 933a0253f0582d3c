r"""News pages, whole and mutated, through ingest, and some through the whole reader.

    python -m fuzzing.pages [--times 10000] [--pages DIR] [--seed 1] [--read-every 50]

A page that a person would know as one, with one to six things done to it: elements cut, doubled or swapped, attributes
without end, nesting, encodings lied about, zero bytes, signs that turn the line around, scripts and comments left open,
two pages made one. The same seed and number give the same page. Pages are the repository's made-up ones, or those of a
folder (``.html``, ``.html.gz``). Mutations go by hundreds through processes of their own, which may take so long; what
broke a promise is kept in ``.cache/fuzzing/artifacts``, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from fuzzing.promise import check_document, check_record
from fuzzing.running import ARTIFACTS
from onrecord.errors import InputError

__all__ = ["main", "mutated"]

_REPOSITORY = Path(__file__).resolve().parent.parent
#: Pages that one process takes, and the seconds that it may take for each: many times what the slowest honest one does.
_AT_ONCE, _SECONDS = 100, 3.0
_SIGNS = (b"\x00", b"\xff\xfe", "\u202e".encode(), "\u00ad".encode(), b"&#0;", b"&#xD800;", b"\xe2\x80", b"]]>", b"-->")
_CHARSETS = (b"utf-16", b"utf-7", b"iso-2022-jp", b"gb18030", b"x-user-defined", b"latin-1", b"")
_OPEN = (
    b"<script>",
    b"<!--",
    b"<style>",
    b"<textarea>",
    b"<svg>",
    b"<template>",
    b"<table><tr>",
    b"<title>",
    b"<a href='",
)


def _cut(page: bytes, hand: random.Random) -> tuple[int, int]:
    """A stretch of the page, short more often than long."""
    start = hand.randrange(len(page) + 1)
    return start, min(len(page), start + int(len(page) ** hand.random()))


def _at(page: bytes, hand: random.Random, put: bytes) -> bytes:
    at = hand.randrange(len(page) + 1)
    return page[:at] + put + page[at:]


def _taken_out(page: bytes, hand: random.Random) -> bytes:
    start, end = _cut(page, hand)
    return page[:start] + page[end:]


def _doubled(page: bytes, hand: random.Random) -> bytes:
    start, end = _cut(page, hand)
    return page[:end] + page[start:end] * hand.choice((1, 2, 50)) + page[end:]


def _moved(page: bytes, hand: random.Random) -> bytes:
    start, end = _cut(page, hand)
    return _at(page[:start] + page[end:], hand, page[start:end])


def _nested(page: bytes, hand: random.Random) -> bytes:
    element = hand.choice(
        (b"<div>", b"<b>", b"<blockquote>", b"<ul><li>", b"<table><tr><td>", b"<p>", b"<span class=x>")
    )
    return _at(page, hand, element * hand.choice((3, 300, 3000)))


def _with_attributes(page: bytes, hand: random.Random) -> bytes:
    count = hand.choice((3, 300, 3000))
    return page.replace(b"<p", b"<p " + b" ".join(b"a%d='%d'" % (n, n) for n in range(count)), 1)


def _with_signs(page: bytes, hand: random.Random) -> bytes:
    for _ in range(hand.choice((1, 5, 100))):
        page = _at(page, hand, hand.choice(_SIGNS))
    return page


def _misdeclared(page: bytes, hand: random.Random) -> bytes:
    return page.replace(b"utf-8", hand.choice(_CHARSETS), 1)


def _left_open(page: bytes, hand: random.Random) -> bytes:
    return _at(page, hand, hand.choice(_OPEN))


def _with_bytes_changed(page: bytes, hand: random.Random) -> bytes:
    changed = bytearray(page)
    for _ in range(hand.choice((1, 10, 500)) if changed else 0):
        changed[hand.randrange(len(changed))] = hand.randrange(256)
    return bytes(changed)


_MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _taken_out, _doubled, _moved, _nested, _with_attributes, _with_signs, _misdeclared, _left_open, _with_bytes_changed,
)  # fmt: skip


def mutated(pages: Sequence[bytes], number: int, seed: int) -> bytes:
    """The page of this number: one of ``pages``, or two made one, with some mutations."""
    hand = random.Random(f"{seed}:{number}")
    page = hand.choice(pages)
    if hand.random() < 0.1:
        other = hand.choice(pages)
        page = page[: hand.randrange(len(page) + 1)] + other[hand.randrange(len(other) + 1) :]
    for _ in range(hand.randint(1, 6)):
        page = hand.choice(_MUTATIONS)(page, hand)[:2_000_000]
    return page


def _pages(folder: Path | None) -> list[bytes]:
    if folder is not None:
        found = [path for path in sorted(folder.rglob("*.htm*")) if path.is_file()]
        return [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in found]
    from benchmarks.pages import made_up_pages

    examples = [path.read_bytes() for path in sorted((_REPOSITORY / "examples").rglob("*.html"))]
    return examples + [html for _, html in made_up_pages(20, 300, clutter=20_000)]


def _serve(options: argparse.Namespace) -> None:
    """In the process of its own: take the pages of a range, and say of each what came of it, as a line of JSON."""
    from onrecord.ingest.load import to_document
    from onrecord.ingest.page import Page
    from onrecord.reader import Reader

    reader: Reader | None = None
    pages = _pages(options.pages)
    for number in range(options.first, options.first + options.count):
        print(json.dumps({"at": number}), flush=True)
        began = time.perf_counter()
        try:
            document = to_document(Page(mutated(pages, number, options.seed), "page.html"))
            check_document(document)
            outcome = "an article"
            if number % options.read_every == 0:
                reader = reader or Reader(threads=1)
                check_record(reader.read(document))
                outcome = "an article, read"
        except InputError as error:
            outcome = type(error).__name__
        except Exception as error:
            outcome = f"BROKEN: {error!r}"
        print(json.dumps({"outcome": outcome, "seconds": time.perf_counter() - began}), flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Mutate, take in, count, and print."""
    parser = argparse.ArgumentParser(prog="python -m fuzzing.pages", description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=10_000, help="default: %(default)s")
    parser.add_argument("--pages", type=Path, metavar="DIR", help="real pages; else the repository's made-up ones")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--read-every", type=int, default=50, metavar="N", help="read every Nth (default: %(default)s)")
    parser.add_argument("--first", type=int, default=0, help="the number to begin with (default: %(default)s)")
    parser.add_argument("--count", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.count is not None:
        _serve(options)
        return 0
    outcomes: Counter[str] = Counter()
    broken: list[int] = []
    slowest = (0.0, 0)
    at, end = options.first, options.first + options.times
    while at < end:
        count = min(_AT_ONCE, end - at)
        same = ["--seed", str(options.seed), "--read-every", str(options.read_every)]
        same += ["--pages", str(options.pages)] if options.pages else []
        command = [sys.executable, "-m", "fuzzing.pages", "--first", str(at), "--count", str(count), *same]
        why = ""
        try:
            done = subprocess.run(command, stdout=subprocess.PIPE, timeout=60 + _SECONDS * count, check=False)
            told, why = done.stdout, f"ended with status {done.returncode}" if done.returncode else ""
        except subprocess.TimeoutExpired as error:
            told, why = error.stdout or b"", "took too long"
        last = at
        for line in map(json.loads, told.splitlines()):
            last = line.get("at", last)
            if "outcome" in line:
                outcomes[line["outcome"].partition(":")[0]] += 1
                slowest = max(slowest, (line["seconds"], last))
                if line["outcome"].startswith("BROKEN"):
                    broken.append(last)
                    print(f"page {last}: {line['outcome']}", flush=True)
        if why:
            broken.append(last)
            outcomes["the process died"] += 1
            print(f"page {last}: the process {why}", flush=True)
        at = last + 1 if why else at + count
        if at % 1000 < _AT_ONCE:
            print(f"{at - options.first:,} pages, {len(broken)} that broke a promise", file=sys.stderr, flush=True)
    for outcome, number in outcomes.most_common():
        print(f"{number:>8,}  {outcome}")
    print(f"slowest: page {slowest[1]}, {slowest[0]:.2f} s")
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    pages = _pages(options.pages)
    for number in broken:
        kept = ARTIFACTS / f"page-{options.seed}-{number}.html"
        kept.write_bytes(mutated(pages, number, options.seed))
        print(f"kept {kept}")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
