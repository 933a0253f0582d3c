"""Any bytes as a web archive, and archives of records that lie, swallow one another and are cut: nothing has the place
of another, the parts together are what the whole is, and no page puts words under an address of its own choice.

A page may hold a whole archive with another address in it. Where the archive's own lengths are true, and damage shows
because each record has a checksum, that address must never be told. The first byte says how all is packed.
"""

from __future__ import annotations

import gzip
import io
from itertools import pairwise

import zstandard

from fuzzing.parts import Parts
from fuzzing.promise import check_offers, promise
from onrecord.errors import InputError
from onrecord.ingest.offered import Offered, PassedOver
from onrecord.ingest.warc import read_warc, warc_bounds

__all__ = ["check"]

_MOST = 4_000
_FORGED = b"https://forged.example/"
_KINDS = (b"response", b"response", b"response", b"warcinfo", b"request", b"revisit", b"RESPONSE", b"", b"\xff")
_HOLDS = (b"application/http; msgtype=response", b"application/http", b"text/html", b"", b"application/http\r\n x")
_STATUS = (b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 404 Not Found", b"HTTP/1.1 2000 OK", b"", b"HTTP/1.1  200 ")
_HEADERS = (
    b"Content-Type: text/html", b"Content-Type: text/html; charset=latin-1", b"Content-Type: image/png",
    b"Transfer-Encoding: chunked", b"Content-Encoding: gzip", b"Content-Encoding: br", b"Content-Encoding: zstd",
    b"Content-Encoding: deflate, gzip, gzip", b"Content-Length: 5", b"WARC-Truncated: length", b"X", b": x", b" folded",
    b"Content-Type: text/html\r\nContent-Type: text/plain", b"Content-Encoding: identity", b"WARC-Segment-Number: 2",
)  # fmt: skip
_BODIES = (
    b"<html><p>The north quay will stay shut until the spring, the harbour board said on Thursday.</p></html>",
    b"", b"\r\n\r\n", b"WARC/1.0\r\n", b"5\r\n<p>no\r\n0\r\n\r\n", b"ffffffff\r\n", b"\x1f\x8b\x08\x00",
    b"\x28\xb5\x2f\xfd",
    b"\x00" * 200,
)  # fmt: skip
_LENGTHS = (b"0", b"-1", b"99999999999999999999", b"", b"1_0", b"0x10", b"5\r\nContent-Length: 6", b" 7 ", b"\xd9\xa3")


def _zipped(content: bytes, level: int = 9) -> bytes:
    return gzip.compress(content, compresslevel=level, mtime=0)


def _squeezed(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_content_size=False).compress(content)


def _record(uri: bytes, block: bytes, length: bytes, kind: bytes, holds: bytes) -> bytes:
    head = (b"WARC/1.0", b"WARC-Type: " + kind, b"WARC-Target-URI: " + uri, b"Content-Type: " + holds,
            b"Content-Length: " + length)  # fmt: skip
    return b"\r\n".join([*head, b"", block]) + b"\r\n\r\n"


def _whole(uri: bytes, body: bytes) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    return _record(uri, block, str(len(block)).encode(), _KINDS[0], _HOLDS[0])


def _body(parts: Parts) -> bytes:
    chosen = parts.number(len(_BODIES) + 4)
    forged = _whole(_FORGED, _BODIES[0])
    made = (forged, _zipped(forged), b"\r\n\r\n" + forged, parts.take(parts.number(40)))
    body = _BODIES[chosen] if chosen < len(_BODIES) else made[chosen - len(_BODIES)]
    return (body, _zipped(body), _squeezed(body), body * 3)[parts.number(4)]


def _made_record(parts: Parts, number: int, *, honest: bool) -> bytes:
    uri = b"https://quay.example/%d" % number
    if parts.flag():
        return _whole(uri, _body(parts))
    headers = [parts.choice(_HEADERS) for _ in range(parts.number(4))]
    block = b"\r\n".join([parts.choice(_STATUS), *headers, b"", _body(parts)])
    length = str(len(block)).encode() if honest or parts.flag() else parts.choice(_LENGTHS)
    return _record(uri, block, length, parts.choice(_KINDS), parts.choice(_HOLDS))


def _packed(parts: Parts, packing: int, *, honest: bool) -> bytes:
    records = [_made_record(parts, number, honest=honest) for number in range(1 + parts.number(5))]
    if packing == 0:
        return b"".join(records)
    if packing == 1:
        return b"".join(_zipped(record, 0 if parts.flag() else 9) for record in records)
    if packing == 2:
        return _zipped(b"".join(records))
    return b"".join(map(_squeezed, records)) if packing == 3 else _squeezed(b"".join(records))


def _spoiled(parts: Parts, archive: bytes) -> bytes:
    for _ in range(parts.number(3)):
        at, gone = parts.number(len(archive) + 1), parts.number(24)
        archive = archive[:at] + parts.take(parts.number(6)) + archive[at + gone :]
    return archive


def _read(archive: bytes, start: int = 0, end: int | None = None) -> list[Offered | PassedOver]:
    found = read_warc(io.BytesIO(archive), name="a.warc.gz", start=start, end=end, max_bytes=_MOST)
    return list(found)


def check(data: bytes) -> None:
    """Read an archive whole and in parts."""
    parts = Parts(data)
    packing, honest = parts.number(6), parts.flag()
    if packing == 5:
        archive, forgeable = parts.rest(), True
    else:
        packed = _packed(parts, packing, honest=honest)
        archive = _spoiled(parts, packed)
        forgeable = not honest or (archive != packed and packing != 1)
    whole = _read(archive)
    check_offers(whole)
    for each in whole:
        if isinstance(each, Offered):
            promise(len(each.page.content) <= _MOST, f"{len(each.page.content)} bytes of a page are held")
            promise(forgeable or each.page.uri != _FORGED.decode(), "a page has chosen its own address")
    for at_least in (1, 300):
        try:
            bounds = warc_bounds(io.BytesIO(archive), name="a.warc.gz", at_least=at_least)
        except InputError as error:
            promise(bool(str(error)), "an error says nothing")
            continue
        promise(bounds[0] == 0 and bounds[-1] == len(archive), f"the parts {bounds} are not all of {len(archive)}")
        told = [each for start, end in pairwise(bounds) for each in _read(archive, start, end)]
        promise(told == whole, f"the parts {bounds} say another thing than the whole")
