"""A page's chunks and compression are undone, whatever its site or its crawler made of them, and within a bound."""

from __future__ import annotations

import gzip
import io
import random
import tracemalloc
import zlib

import brotli
import pytest
import zstandard

from ingest.web_archives import PAGE, answer, by_record, outcomes, reasons, record, zipped
from onrecord.ingest.load import MAX_BYTES
from onrecord.ingest.offered import Offered, PassedOver
from onrecord.ingest.warc import read_warc

NOISE = random.Random(5).randbytes(100_000).hex().encode()
LONG = PAGE.replace(b"</html>", NOISE + b"</html>")


def raw_deflate(content: bytes) -> bytes:
    packing = zlib.compressobj(wbits=-15)
    return packing.compress(content) + packing.flush()


def chunked(content: bytes, size: int = 1000, extension: bytes = b"", end: bytes = b"\r\n") -> bytes:
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    lines = [b"%x" % len(piece) + extension + end + piece + end for piece in pieces]
    return b"".join(lines) + b"0" + end + b"X-Trailer: 1" + end + end


PACKED = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZIP": lambda content: gzip.compress(content[:50]) + gzip.compress(content[50:]),
    "deflate": zlib.compress,
    " deflate ": raw_deflate,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "gzip, br": lambda content: brotli.compress(gzip.compress(content)),
    "identity": bytes,
    "": bytes,
}


def content(body: bytes, *headers: bytes) -> bytes | str:
    """The page that comes of a body, or the reason why none does."""
    (found,) = outcomes(by_record(record(answer(body, *headers))))
    return found.page.content if isinstance(found, Offered) else found.reason


@pytest.mark.parametrize("page", [PAGE, LONG], ids=["short", "long"])
@pytest.mark.parametrize("coding", PACKED)
def test_compression_is_undone(coding, page):
    assert content(PACKED[coding](page), b"Content-Encoding: " + coding.encode()) == page


@pytest.mark.parametrize("page", [PAGE, LONG], ids=["short", "long"])
@pytest.mark.parametrize(
    ("size", "extension", "end"),
    [(1000, b"", b"\r\n"), (1, b"", b"\r\n"), (7, b";name=value", b"\r\n"), (65_536, b" ", b"\r\n"), (50, b"", b"\n")],
)
def test_chunks_are_joined(page, size, extension, end):
    page = page[:5000] if size == 1 else page
    assert content(chunked(page, size, extension, end), b"Transfer-Encoding: chunked") == page


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate"])
def test_chunks_lie_around_compression(coding):
    headers = (b"Content-Encoding: " + coding.encode(), b"Transfer-Encoding: chunked")
    assert content(chunked(PACKED[coding](LONG)), *headers) == LONG


@pytest.mark.parametrize("header", [b"Content-Encoding: gzip", b"Content-Encoding: deflate", b"Content-Encoding: br"])
def test_a_page_that_the_crawler_has_already_undone_is_taken_as_it_stands(header):
    assert content(LONG, header, b"Transfer-Encoding: chunked") == LONG
    assert content(b"\n  " + PAGE, header) == b"\n  " + PAGE


def test_a_coding_that_nobody_knows_is_no_matter_where_a_page_is_seen():
    assert content(PAGE, b"Content-Encoding: utf-8") == PAGE
    assert content(b"\x1f\x9d\x90" + NOISE, b"Content-Encoding: compress") == "coding"


@pytest.mark.parametrize("coding", ["gzip", "deflate", " deflate ", "br", "zstd"])
def test_compression_that_is_cut_short_or_damaged_is_a_page_that_cannot_be_undone(coding):
    packed = PACKED[coding](LONG)
    header = b"Content-Encoding: " + coding.encode()
    assert content(packed[:-100], header) == "coding"
    assert content(packed[:5], header) == "coding"
    if coding in {"gzip", "deflate", "br"}:  # the others carry no checksum, and need not show it
        assert content(packed[:1000] + b"\xff" * 1000 + packed[2000:], header) == "coding"


@pytest.mark.parametrize(
    "body",
    [
        b"5\r\nhello",
        b"5\r\nhello\r\n",
        b"ffffffffff\r\nhello",
        b"5\r\nhelloworld\r\n0\r\n\r\n",
        b"5\r\nhello\r\n-5\r\nhello\r\n",
        b"5\r\nhello\r\nFFFFFFFFFFFFFFFFFFFFFF\r\n",
        b"5\r\nhello\r\n" + b"1" * 100_000,
        b"\r\n\r\n",
    ],
)
def test_chunks_that_do_not_fit_are_a_page_that_cannot_be_undone(body):
    assert content(body, b"Transfer-Encoding: chunked") == "coding"


def test_more_codings_than_any_site_uses_are_not_undone():
    assert content(PAGE, b"Content-Encoding: gzip, gzip", b"Content-Encoding: gzip, gzip") == "coding"


def test_a_page_that_cannot_be_undone_does_not_hide_the_next():
    wrong = record(answer(b"\x1f\x8b\x08 no", b"Content-Encoding: gzip"))
    assert reasons(by_record(wrong, record())) == ["coding", "offered"]


class Counting(io.BytesIO):
    """A stream that knows the most that was asked of it at once."""

    most = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size > 0
        self.most = max(self.most, size)
        return super().read(size)


def bomb(pack: str, size: int) -> bytes:
    """``size`` zeros, compressed; made a piece at a time."""
    zeros = bytes(1_048_576)
    packing = {"gzip": lambda: zlib.compressobj(wbits=31), "zstd": lambda: zstandard.ZstdCompressor().compressobj()}
    if pack == "br":
        brotli_packing = brotli.Compressor(quality=1)
        return b"".join(brotli_packing.process(zeros) for _ in range(size >> 20)) + brotli_packing.finish()
    packed = packing[pack]()
    return b"".join(packed.compress(zeros) for _ in range(size >> 20)) + packed.flush()


def most_held(archive: bytes, max_bytes: int) -> tuple[list[Offered | PassedOver], int]:
    """What reading comes to, and the most bytes that it held."""
    stream = Counting(archive)
    tracemalloc.start()
    try:
        found = list(read_warc(stream, name="crawl.warc.gz", max_bytes=max_bytes))
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert stream.most <= 1_048_576
    return found, held


@pytest.mark.parametrize(("pack", "piece"), [("gzip", 1_000_000), ("br", 1_000_000), ("zstd", 18_000_000)])
def test_a_bomb_is_let_go_when_it_passes_the_bound(pack, piece):
    body = bomb(pack, 1 << 27)
    archive = by_record(record(answer(body, b"Content-Encoding: " + pack.encode())), record())
    (first, second), held = most_held(archive, max_bytes=2_000_000)
    assert isinstance(first, PassedOver)
    assert first.reason == "too_large"
    assert isinstance(second, Offered)
    assert held < 2 * 2_000_000 + len(body) + piece


def test_a_gigabyte_of_a_few_kilobytes_is_never_held():
    packed = zlib.compressobj(1, wbits=31)
    zeros = bytes(1 << 20)
    once = b"".join(packed.compress(zeros) for _ in range(1 << 10)) + packed.flush()
    twice = gzip.compress(once, mtime=0)
    assert len(twice) < 50_000
    archive = by_record(record(answer(twice, b"Content-Encoding: gzip, gzip")), record())
    (first, second), held = most_held(archive, MAX_BYTES)
    assert isinstance(first, PassedOver)
    assert (first.reason, isinstance(second, Offered)) == ("too_large", True)
    assert held < 2 * MAX_BYTES + 2_000_000


def test_a_record_that_unfolds_by_the_archives_own_compression_is_not_held():
    size = 1 << 27
    head = record(b"", length=str(size + len(answer(b""))).encode()).rstrip(b"\r\n") + b"\r\n\r\n" + answer(b"")
    packing = zlib.compressobj(wbits=31)
    member = [packing.compress(head), *(packing.compress(bytes(1 << 20)) for _ in range(size >> 20))]
    archive = b"".join([*member, packing.compress(b"\r\n\r\n"), packing.flush()]) + zipped(record())
    (first, second), held = most_held(archive, max_bytes=1_000_000)
    assert isinstance(first, PassedOver)
    assert (first.reason, isinstance(second, Offered)) == ("too_large", True)
    assert held < 2_000_000


def test_ten_thousand_records_take_the_memory_of_a_few():
    def held(count: int) -> int:
        archive = by_record(record(), record(kind=b"request")) * (count // 2)
        tracemalloc.start()
        try:
            assert sum(1 for _ in read_warc(io.BytesIO(archive), name="crawl.warc.gz")) == count
            return tracemalloc.get_traced_memory()[1] - len(archive)
        finally:
            tracemalloc.stop()

    assert held(10_000) < held(100) + 100_000
