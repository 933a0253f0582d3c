"""The pictures of the site in these docs, made anew from the made-up articles in ``examples``.

    python -m docs.screenshots

The articles are read with the shipped model into a ledger of its own, which `onrecord serve` then serves to a Chromium.
What is in the pictures is therefore what a reader of the docs sees who does the same; they are made again when a page
looks different, and looked at before they are kept.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from benchmarks.browsing import served
from benchmarks.chromium import NoBrowser, open_chromium
from onrecord.ledger.ledger import Ledger

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["SCREENS", "Screen", "main"]

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
QUOTATION = "No one in this state is dismissed by telephone"


@dataclass(frozen=True)
class Screen:
    """One picture: ``address`` may name {article}, {person} and {checked}; ``then`` is done before it is taken."""

    name: str
    address: str
    height: int = 800
    width: int = 1200
    colours: Literal["light", "dark"] = "light"
    then: Callable[[Page], None] | None = None


def _check_the_news_conference(page: Page) -> None:
    """Pastes the transcript of what the governor said, and has the article held against it."""
    page.get_by_label("A transcript, pasted").fill((ROOT / "examples" / "news-conference.txt").read_text("utf-8"))
    page.get_by_role("button", name="Check", exact=True).click()
    page.wait_for_load_state("networkidle")


SCREENS = (
    Screen("home", "/", height=900),
    Screen("article", "/article/{article}", height=900),
    Screen("article-panel", "/article/{article}?attribution={opened}", height=900, colours="dark"),
    Screen("article-phone", "/article/{article}?attribution={opened}", width=390, height=800),
    Screen("sources", "/article/{article}/sources", height=700),
    Screen("search", "/search?words=channel", height=900),
    Screen("person", "/people/{person}", height=900),
    Screen("outlet", "/outlets/The%20Calder%20Tribune", height=900, colours="dark"),
    Screen("trace", f"/trace?quotation={QUOTATION.replace(' ', '+')}", height=1150),
    Screen("check", "/check?document={checked}", height=900, then=_check_the_news_conference),
)


def _fill(ledger: Path) -> dict[str, str]:
    """Index the examples; what the addresses of the pictures are made with."""
    command = ["index", "examples/harbour", "examples/harbor-inquiry.html"]
    options = ["--metadata", "examples/harbour/articles.tsv", "--ledger", str(ledger)]
    program = "from onrecord.interfaces.cli import main; main(prog_name='onrecord')"
    subprocess.run([sys.executable, "-c", program, *command, *options], check=True, cwd=ROOT)  # noqa: S603 -- our own line
    with Ledger(ledger) as opened:
        article = opened.article("examples/harbor-inquiry.html")
        record = opened.record(article)
        text = record.document.text
        said = next(each for each in record.attributions if text.startswith("“I asked him", each.content[0].start))
        return {
            "article": str(article),
            "opened": said.id,
            "person": str(opened.search(speaker="Ruth Hale").speakers[0].entity_id),
            "checked": str(opened.article("https://state-wire.example/governor-keeps-director")),
        }


def main() -> int:
    """Write every picture to docs/images."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "harbour.ledger"
        names = _fill(ledger)
        try:
            with served(ledger) as (base, _), open_chromium() as browser:
                for screen in SCREENS:
                    page = browser.new_page(
                        viewport={"width": screen.width, "height": screen.height},
                        color_scheme=screen.colours,
                        reduced_motion="reduce",
                    )
                    page.goto(base + screen.address.format(**names), wait_until="networkidle")
                    if screen.then is not None:
                        screen.then(page)
                    written = IMAGES / f"{screen.name}.png"
                    page.screenshot(path=written, animations="disabled", caret="hide")
                    page.close()
                    print(f"{written.relative_to(ROOT)}: {written.stat().st_size / 1000:,.0f} kB")
        except NoBrowser as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
