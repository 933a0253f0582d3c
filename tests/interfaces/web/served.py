"""A site served over a real connection on this machine, for what a test in one process cannot show."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn

from onrecord.interfaces.model_options import Model
from onrecord.interfaces.web.app import create_app
from onrecord.interfaces.web.settings import Settings
from onrecord.reader import Reader
from scripted import ScriptedEncoder

__all__ = ["nothing_is_found", "served"]


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The address of a site that is served while the block runs."""
    # Of that protocol by its name: for others the event loop leaves it on to hold small packets back.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="error", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        until = time.monotonic() + 20
        while not server.started:
            assert thread.is_alive()
            assert time.monotonic() < until
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


def nothing_is_found(patch: pytest.MonkeyPatch) -> None:
    """Let sites read with an encoder that finds nothing, in no time."""
    patch.setattr(Model, "reader", lambda model: Reader(threads=1, encoder=ScriptedEncoder({})))
