"""The machine's Chromium, driven by Playwright, which brings no browser of its own here.

The tests of the site's pages, the figures of ``benchmarks.browsing`` and the pictures of the docs use it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["NoBrowser", "find_chromium", "open_chromium"]

_NAMES = ("chromium", "chromium-browser", "google-chrome")


class NoBrowser(Exception):
    """There is no Chromium, or nothing to drive it with; the message says what to do."""


def find_chromium() -> str:
    """What ONRECORD_CHROMIUM names, or the first that is found under its usual names. Raises NoBrowser."""
    given = os.environ.get("ONRECORD_CHROMIUM")
    for name in (given,) if given else _NAMES:
        if found := shutil.which(name):
            return found
    raise NoBrowser(
        f"no Chromium found (looked for {given or ', '.join(_NAMES)}); install one, or name it with ONRECORD_CHROMIUM"
    )


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """A running Chromium without a window. Raises NoBrowser."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise NoBrowser(f"no Playwright ({error}); install it with: pip install playwright") from error
    # Its sandbox refuses to run as root, and a container's /dev/shm is often too small for it.
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    path = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            browser.close()
