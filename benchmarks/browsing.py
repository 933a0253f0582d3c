"""How soon a site is there, and how long a reader waits on the page of a very long article.

    python -m benchmarks.browsing [--words 20000] [--rounds 9] [--starts 5]

An article is made of the made-up ones in ``examples/harbour``, over and over until it is long enough, and read with the
shipped model. `onrecord serve` is started anew several times over its ledger, each time until it has answered; then the
article's page is opened in Chromium, and what a reader does there is done some times over. A step's time is that from
before its event until the frame that shows what came of it has been drawn, as the browser's own clock has it.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.chromium import NoBrowser, open_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["STEPS", "loaded", "main", "served", "take_steps"]

_EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "harbour"
_PATIENCE = 60.0

#: What a reader does, as functions of the number of the round; each finds on the page what it works on.
STEPS: dict[str, str] = {
    "open a panel": """(round) => {
        const words = document.querySelectorAll("#story a[data-p]");
        words[Math.floor((0.1 + 0.08 * round) * words.length) % words.length].click();
    }""",
    "the next attribution": """() => document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { key: "n", bubbles: true, cancelable: true }))""",
    "point at words": """(round) => {
        const words = document.querySelectorAll("#story a[data-p]");
        const pointed = words[Math.floor((0.05 + 0.07 * round) * words.length) % words.length];
        pointed.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
        pointed.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
    }""",
    "close the panel": """() => document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }))""",
    "one voice only": """() => document.querySelector("#filters [name=voice]").click()""",
    "all voices": """() => document.querySelector("#filters [name=voice]").click()""",
    "one kind of source only": """() => document.querySelector("#filters [name=standing]").click()""",
    "all kinds of source": """() => document.querySelector("#filters [name=standing]").click()""",
    "only what is hedged": """() => document.querySelector("#filters [name=hedged]").click()""",
    "everything again": """() => document.querySelector("#filters [name=hedged]").click()""",
    "other colours": """() => document.querySelector("[data-theme-switch]").click()""",
}
#: A message that is sent when a frame begins arrives when it has been drawn.
_TIMED = """async ([step, round]) => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(null);
  }));
  await drawn();
  const begun = performance.now();
  (0, %s)(round);
  await drawn();
  return performance.now() - begun;
}"""


def take_steps(page: Page, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each step on the article's page that is open, each list [round]."""
    taken: dict[str, list[float]] = {name: [] for name in STEPS}
    for number in range(rounds):
        for name, step in STEPS.items():
            taken[name].append(page.evaluate(_TIMED % step, [name, number]))
    return taken


def loaded(page: Page, address: str) -> dict[str, float]:
    """Open a page; milliseconds until its first byte, until it could be read, and until it was all there."""
    page.goto(address)
    found: dict[str, float] = page.evaluate(
        """() => {
          const entry = performance.getEntriesByType("navigation")[0];
          return {
            "first byte": entry.responseStart,
            "can be read": entry.domContentLoadedEventEnd,
            "all there": entry.loadEventEnd,
            "kB of HTML": entry.decodedBodySize / 1000,
            "elements": document.querySelectorAll("*").length,
          };
        }"""
    )
    return found


@contextmanager
def served(ledger: Path) -> Iterator[tuple[str, float]]:
    """The address at which a newly started `onrecord serve` answers, and the seconds until it first did."""
    program = "from onrecord.interfaces.cli import main; main(prog_name='onrecord')"
    port = _free_port()
    command = [sys.executable, "-c", program, "serve", "--ledger", str(ledger), "--no-open", "--port", str(port)]
    base = f"http://127.0.0.1:{port}"
    begun = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while not _answers(base):
            if process.poll() is not None or time.perf_counter() - begun > _PATIENCE:
                raise SystemExit("the site did not start")
            time.sleep(0.005)
        yield base, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _answers(base: str) -> bool:
    try:
        with urllib.request.urlopen(base, timeout=_PATIENCE) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _long_text(words: int) -> str:
    """The example articles, one after the other, until there are so many words."""
    paragraphs: list[str] = []
    count = 0
    for path in cycle(sorted(_EXAMPLES.glob("*.txt"))):
        for paragraph in path.read_text(encoding="utf-8").strip().split("\n\n"):
            paragraphs.append(paragraph)
            count += len(paragraph.split())
            if count >= words:
                return "\n\n".join(paragraphs)
    raise SystemExit(f"there are no articles in {_EXAMPLES}")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.browsing", description=__doc__.partition("\n")[0])
    parser.add_argument("--words", type=int, default=20_000, help="of the article (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=9, help="how often each step is taken (default: %(default)s)")
    parser.add_argument("--starts", type=int, default=5, help="how often the site is started (default: %(default)s)")
    options = parser.parse_args(arguments)

    from onrecord.ingest.text import find_blocks
    from onrecord.ledger.ledger import Ledger
    from onrecord.reader import Reader
    from onrecord.text.document import Document

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.ledger"
        text = _long_text(options.words)
        _say(f"reading an article of {len(text.split()):,} words …")
        record = Reader().read(Document(text, find_blocks(text)))
        with Ledger(path, write=True) as ledger:
            ledger.add([record])
        starts = []
        for _ in range(options.starts):
            with served(path) as (_, seconds):
                starts.append(seconds)
        print(f"from start to first answer   median {statistics.median(starts):.2f} s, most {max(starts):.2f} s")
        try:
            with served(path) as (base, _), open_chromium() as browser:
                page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
                found = loaded(page, f"{base}/article/1")
                print(f"\n{len(text.split()):,} words, {len(record.attributions):,} attributions")
                for name, value in found.items():
                    print(f"{name:<28} {value:>8,.0f}{'' if name in ('kB of HTML', 'elements') else ' ms'}")
                print(f"\n{'step':<28} {'median':>8} {'most':>8}  ms, of {options.rounds}")
                for name, taken in take_steps(page, options.rounds).items():
                    print(f"{name:<28} {statistics.median(taken):>8,.0f} {max(taken):>8,.0f}")
        except NoBrowser as error:
            _say(str(error))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
