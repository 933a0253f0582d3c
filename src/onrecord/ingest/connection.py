"""One HTTP exchange with one machine, under a deadline.

The standard library's client and not a friendlier one, because three things must be ours: the connection goes to the
very IP address that was checked (a name looked up twice can answer differently the second time), every read counts
against one deadline (a server that sends a byte a second never times out otherwise), and what is decompressed is
bounded as it grows.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.errors import FetchError, TooLarge

__all__ = ["Answer", "Deadline", "Target", "exchange"]

_CHUNK = 65_536


class Deadline:
    """The moment by which all must be done, and the longest wait for any one read."""

    def __init__(self, seconds: float, read_seconds: float) -> None:
        self.at = time.monotonic() + seconds
        self.read_seconds = read_seconds

    def left(self) -> float:
        """Seconds that the next step may take; raises :class:`TimeoutError` if none are left."""
        left = min(self.at - time.monotonic(), self.read_seconds)
        if left <= 0:
            raise TimeoutError("the time limit is over")
        return left


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to ask for what: ``host`` as named in the address, ``ip`` as checked, ``path`` with the query."""

    secure: bool
    host: str
    ip: str
    port: int
    path: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, its headers by name in lower case, and the content without its compression; empty unless status 200."""

    status: int
    reason: str
    headers: dict[str, str]
    content: bytes


def exchange(target: Target, headers: dict[str, str], deadline: Deadline, max_bytes: int) -> Answer:
    """Send one GET and read the answer.

    Raises :class:`TimeoutError` past the deadline, :class:`OSError` (``ssl.SSLError`` among it) and
    :class:`http.client.HTTPException` as the standard library does, :class:`~onrecord.errors.TooLarge` and
    :class:`~onrecord.errors.FetchError` for content that is too long or wrongly compressed.
    """
    connection = _PinnedConnection(target, deadline)
    try:
        connection.request("GET", target.path, headers=headers)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        content = b""
        if response.status == http.client.OK:
            content = b"".join(_bounded(_decompressed(_chunks(response), found, max_bytes), max_bytes))
        return Answer(response.status, response.reason, found, content)
    finally:
        connection.hang_up()


class _PinnedConnection(http.client.HTTPConnection):
    """A connection to the target's IP that speaks, and proves, the target's host name."""

    def __init__(self, target: Target, deadline: Deadline) -> None:
        # The library adds the port to the Host header unless it is the scheme's own.
        self.default_port = 443 if target.secure else 80
        super().__init__(target.host, target.port)
        self.target = target
        self.deadline = deadline
        self.wire: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the checked address; in TLS, hold the certificate to the host's name."""
        plain = socket.create_connection((self.target.ip, self.target.port), timeout=self.deadline.left())
        try:
            plain.settimeout(self.deadline.left())
            wire = _tls().wrap_socket(plain, server_hostname=self.target.host) if self.target.secure else plain
        except BaseException:
            plain.close()
            raise
        self.wire = wire
        self.sock = _TimedSocket(wire, self.deadline)

    def hang_up(self) -> None:
        """Close the connection, whatever state it is in."""
        self.close()
        if self.wire is not None:
            self.wire.close()


class _TimedSocket:
    """What ``http.client`` needs of a socket, with every wait measured against the deadline."""

    def __init__(self, wire: socket.socket, deadline: Deadline) -> None:
        self.wire = wire
        self.deadline = deadline

    def sendall(self, data: bytes) -> None:
        self.wire.settimeout(self.deadline.left())
        self.wire.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self))

    def close(self) -> None:
        """Nothing: the client closes its socket as soon as it has the headers, while the body is still to be read."""


class _TimedReader(io.RawIOBase):
    def __init__(self, source: _TimedSocket) -> None:
        self.source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        self.source.wire.settimeout(self.source.deadline.left())
        return self.source.wire.recv_into(buffer)


def _tls() -> ssl.SSLContext:
    """The machine's own authorities, and the ones that Mozilla trusts where a machine has none of its own."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _chunks(response: http.client.HTTPResponse) -> Iterator[bytes]:
    while chunk := response.read1(_CHUNK):
        yield chunk
    if response.length:  # the server said more than it sent
        raise http.client.IncompleteRead(b"", response.length)


def _decompressed(chunks: Iterator[bytes], headers: dict[str, str], max_bytes: int) -> Iterator[bytes]:
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip"):
        raise FetchError(f"it is compressed as {encoding!r}, which was not asked for")
    inflater = zlib.decompressobj(wbits=31)
    limit = min(_CHUNK, max_bytes + 1)
    for chunk in chunks:
        rest = chunk
        while not inflater.eof:
            try:
                piece = inflater.decompress(rest, limit)
            except zlib.error as error:
                raise FetchError(f"its compression is damaged ({error})") from error
            yield piece
            rest = inflater.unconsumed_tail
            if not rest and len(piece) < limit:
                break
    if not inflater.eof:
        raise FetchError("its compression is cut short")


def _bounded(chunks: Iterator[bytes], max_bytes: int) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > max_bytes:
            raise TooLarge(f"it is longer than {max_bytes:,} bytes")
        yield chunk
