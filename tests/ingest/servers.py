"""A server on this machine that answers as each test's script says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["Handler", "answering", "serving"]

Handler = BaseHTTPRequestHandler


@contextmanager
def serving(get: Callable[[Handler], None]) -> Iterator[str]:
    """Serve with ``get`` until the block ends; yields ``http://127.0.0.1:PORT``."""

    class Scripted(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.close_connection = True
            try:
                get(self)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the client has hung up, which is what some tests are about

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Scripted)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answering(content: bytes, status: int = 200, **headers: str) -> Callable[[Handler], None]:
    """One fixed answer; a header's name is given with ``_`` for ``-``."""

    def get(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return get
