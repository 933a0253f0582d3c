"""Web archives written by hand, byte for byte, so that each can be as wrong as a test needs it."""

from __future__ import annotations

import gzip
import io

from onrecord.ingest.offered import Offered, PassedOver
from onrecord.ingest.warc import read_warc

PAGE = b"<!doctype html><html lang=en><title>Ferries</title><p>The ferry sails again, said Ruth Vell.</p></html>"


def answer(
    body: bytes = PAGE,
    *headers: bytes,
    status: bytes = b"HTTP/1.1 200 OK",
    media_type: bytes | None = b"text/html; charset=utf-8",
) -> bytes:
    """An HTTP answer."""
    declared = [b"Content-Type: " + media_type] if media_type is not None else []
    return b"\r\n".join([status, *declared, *headers, b"", body])


def record(
    block: bytes | None = None,
    uri: bytes | None = b"https://news.example/ferry",
    *headers: bytes,
    kind: bytes = b"response",
    holds: bytes = b"application/http; msgtype=response",
    length: bytes | None = None,
    version: bytes = b"WARC/1.0",
) -> bytes:
    """A record of a web archive, with the two line ends that close it."""
    block = answer() if block is None else block
    fields = [
        version,
        b"WARC-Type: " + kind,
        b"WARC-Date: 2023-03-15T09:00:00Z",
        b"Content-Type: " + holds,
        *([b"WARC-Target-URI: " + uri] if uri is not None else []),
        *headers,
        b"Content-Length: " + (str(len(block)).encode() if length is None else length),
    ]
    return b"\r\n".join([*fields, b"", block]) + b"\r\n\r\n"


def by_record(*records: bytes) -> bytes:
    """An archive in which each record is a gzip member of its own, as crawlers write it."""
    return b"".join(map(zipped, records))


def zipped(content: bytes) -> bytes:
    """A gzip member, the same on every day."""
    return gzip.compress(content, mtime=0)


def outcomes(archive: bytes, **options: int) -> list[Offered | PassedOver]:
    """What reading an archive comes to."""
    return list(read_warc(io.BytesIO(archive), name="crawl.warc.gz", **options))


def uris(archive: bytes, **options: int) -> list[str | None]:
    """The addresses of the pages that are offered."""
    return [found.page.uri for found in outcomes(archive, **options) if isinstance(found, Offered)]


def reasons(archive: bytes, **options: int) -> list[str]:
    """Why what is passed over is; "offered" for what is not."""
    return ["offered" if isinstance(found, Offered) else found.reason for found in outcomes(archive, **options)]
