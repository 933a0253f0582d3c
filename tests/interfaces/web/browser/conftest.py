"""The site in a real browser: the machine's Chromium, driven by Playwright, over a server in this process.

Where there is no Chromium, or no Playwright, these tests skip and say why; with ONRECORD_REQUIRE_BROWSER set, as where
a change is checked before it lands, they fail instead.

Playwright's synchronous interface keeps an event loop of its own running in the thread of the tests for as long as it
is there, and ``asyncio.run`` of another test would stumble over it. So it is started for each module, which costs less
than a second, and is gone when the module is.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from benchmarks.chromium import NoBrowser, open_chromium
from interfaces.web.browser.views import LIGHT, Faults, View
from interfaces.web.ledgers import filled
from onrecord.interfaces.web.app import create_app
from onrecord.interfaces.web.settings import Settings, is_loopback

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_HERE = Path(__file__).parent
_PATIENCE = 20_000  # milliseconds; two cores may be busy with other things


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is one for a browser."""
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A running Chromium, for the tests of one module."""
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(open_chromium())
        except NoBrowser as error:
            if os.environ.get("ONRECORD_REQUIRE_BROWSER"):
                pytest.fail(str(error), pytrace=False)
            pytest.skip(str(error))
        yield browser


@pytest.fixture
def faults() -> Faults:
    """What went wrong in the browser; a test that means something to go wrong says so with ``faults.expect``."""
    return Faults()


@pytest.fixture
def browser_page(chromium: Browser, faults: Faults, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a fresh profile. ``request.param`` may be a View.

    An error in the console, an uncaught one, a breach of the content-security policy (which is one in the console), a
    dialog, a request to anywhere else, or an answer of the site's that is no success, fails the test when it is over.
    """
    view: View = getattr(request, "param", LIGHT)
    context = chromium.new_context(
        viewport={"width": view.width, "height": view.height},
        color_scheme=view.color_scheme,
        reduced_motion=view.reduced_motion,
        locale="en-GB",
    )
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    watch(page, faults)
    try:
        yield page
    finally:
        context.close()
    if unexpected := faults.unexpected():
        pytest.fail("the browser met faults:\n  " + "\n  ".join(unexpected), pytrace=False)


def watch(page: Page, faults: Faults) -> None:
    """Note what goes wrong on ``page`` in ``faults``."""

    def said(message: Any) -> None:
        # What the network refused is noted below with its address.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.found.append(f"console: {message.text} ({message.location.get('url', '')})")

    def failed(request: Any) -> None:
        # Chromium calls a request aborted that it gave up itself: for a download, or as the page was left.
        if request.failure != "net::ERR_ABORTED":
            faults.found.append(f"request: {request.failure} {request.method} {request.url}")

    def answered(response: Any) -> None:
        if response.status >= 400:
            faults.found.append(f"answer: {response.status} {response.request.method} {response.url}")

    def asked(dialog: Any) -> None:
        faults.found.append(f"dialog: {dialog.type} {dialog.message}")
        dialog.dismiss()

    def sent(request: Any) -> None:
        where = urlsplit(request.url)
        if where.scheme not in ("data", "blob") and not is_loopback(where.hostname or ""):
            faults.found.append(f"asked elsewhere: {request.url}")

    page.on("console", said)
    page.on("request", sent)
    page.on("pageerror", lambda error: faults.found.append(f"uncaught: {error}"))
    page.on("requestfailed", failed)
    page.on("response", answered)
    page.on("dialog", asked)


@pytest.fixture(scope="module")
def serving() -> Iterator[Callable[[Settings], str]]:
    """Serves sites for the tests of one module: settings in, the site's address out (``http://127.0.0.1:PORT``)."""
    import uvicorn

    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def serve(settings: Settings) -> str:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            create_app(settings), log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        running.append((server, thread))
        deadline = time.monotonic() + 20
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            assert time.monotonic() < deadline, "the server did not start in time"
            time.sleep(0.01)
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield serve
    for server, _ in running:
        server.should_exit = True
    for _, thread in running:
        thread.join(20)


@pytest.fixture
def served(serving: Callable[[Settings], str], tmp_path: Path) -> Callable[..., str]:
    """Serves a site with settings of one's own, over a filled ledger of its own unless ``ledger`` names another.

    ``base = served(read_only=True)``; then ``browser_page.goto(f"{base}/people")``.
    """
    made: list[Path] = []

    def served(**settings: Any) -> str:
        path = settings.pop("ledger", None)
        if path is None:
            path = filled(tmp_path / f"served-{len(made)}.ledger")
            made.append(path)
        return serving(Settings(ledger=path, **settings))

    return served
