"""An HTTP answer's body as the site meant it: chunks joined and compression undone, within a bound.

A page of a few kilobytes may unfold into gigabytes. So everything here goes by pieces: each layer asks the one below
for a piece when it needs one, no layer may hand out more than the bound in all, and whoever asks stops there.

Crawlers do not agree whether an archive holds the answer as it was sent or as it was undone, and many keep the headers
of the one with the bytes of the other. What is said to be chunked or compressed, is not, and begins like a page is
taken as it stands.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator

from onrecord.errors import InputError, TooLarge
from onrecord.ingest.zstd_frames import CutShortError, FrameError, decompressed

__all__ = ["CodingError", "undone"]

_PIECE = 65_536
#: The most codings, one over the other, that are undone. Servers use one; two happen where a proxy compresses again.
_LAYERS = 3
#: The widest window that a page may ask for: RFC 9659 allows no more in HTTP.
_ZSTD_WINDOW = 8 * 1024 * 1024

_SIZE = re.compile(rb"[0-9A-Fa-f]{1,15}")
#: The longest line with a chunk's size; what may stand behind the size is of no use to anybody.
_SIZE_LINE = 4_096
#: So many bytes are tried, to see whether they are compressed at all. Deflate has no mark of its own to be known by.
_TRIED = 512
_PAGE_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")


class CodingError(InputError):
    """A body whose chunks or compression cannot be undone, with what is wrong in words."""


class _CutShortError(CodingError):
    """A body that ends within what is compressed, or within a chunk."""


def undone(pieces: Iterator[bytes], *, transfer: str, content: str, max_bytes: int) -> bytes:
    """The body whose bytes come in ``pieces``, by its ``Transfer-Encoding`` and ``Content-Encoding`` as they are given.

    Raises TooLarge where more than ``max_bytes`` come out, of any layer, and CodingError.
    """
    layers = [*_names(content), *_names(transfer)]
    if len(layers) > _LAYERS:
        raise CodingError(f"it has {len(layers)} codings one over the other; at most {_LAYERS} are undone")
    pieces = _bounded(pieces, max_bytes)
    for layer in reversed(layers):
        pieces = _bounded(_layer(layer, pieces), max_bytes)
    return b"".join(pieces)


def _names(given: str) -> list[str]:
    names = (name.strip().lower().removeprefix("x-") for name in given.split(","))
    return [name for name in names if name not in {"", "identity", "none"}]


def _bounded(pieces: Iterator[bytes], max_bytes: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > max_bytes:
            raise TooLarge(f"the page holds more than {max_bytes:,} bytes")
        yield piece


def _layer(name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """One layer less. Where the layer is not there, and a page is, the page is handed on as it stands."""
    first = b""
    for piece in pieces:
        first += piece
        if len(first) >= _TRIED:
            break
    if not first:
        return
    together = _after(first, pieces)
    if name == "chunked":
        yield from together if _no_chunk(first) else _joined(together)
        return
    undoing = _UNDOING.get(name)
    if undoing is None:
        if not _PAGE_START.match(first):
            raise CodingError(f"its coding {name[:40]!r} is not known")
        yield from together
        return
    if _PAGE_START.match(first) and not _may_be(undoing, first):
        yield from together
    else:
        yield from undoing(together)


def _may_be(undoing: Callable[[Iterator[bytes]], Iterator[bytes]], first: bytes) -> bool:
    """Whether a body so compressed may begin with these bytes."""
    try:
        next(undoing(iter([first])), None)
    except _CutShortError:
        return True
    except CodingError:
        return False
    return True


def _after(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces


def _no_chunk(first: bytes) -> bool:
    line = first.split(b"\n", 1)[0]
    return not _SIZE.fullmatch(line.split(b";", 1)[0].strip()) and _PAGE_START.match(first) is not None


def _joined(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Chunks (RFC 9112, 7.1) joined. What follows the last one is left alone."""
    held = b""
    while True:
        while b"\n" not in held:
            if len(held) > _SIZE_LINE:
                raise CodingError("a chunk's size is missing")
            piece = next(pieces, b"")
            if not piece:
                raise _CutShortError("its chunks are cut short")
            held += piece
        line, held = held.split(b"\n", 1)
        size = line.split(b";", 1)[0].strip()
        if not _SIZE.fullmatch(size):
            raise CodingError(f"a chunk's size is no number: {size[:40]!r}")
        left = int(size, 16)
        if not left:
            return
        while left:
            held = held or next(pieces, b"")
            if not held:
                raise _CutShortError("its chunks are cut short")
            found, held = held[:left], held[left:]
            left -= len(found)
            yield found
        while len(held) < 2 and (piece := next(pieces, b"")):
            held += piece
        end = 2 if held.startswith(b"\r\n") else 1
        if held[end - 1 : end] != b"\n":
            raise CodingError("a chunk is longer or shorter than its size says")
        held = held[end:]


def _inflated(pieces: Iterator[bytes], wbits: int) -> Iterator[bytes]:
    """gzip (``wbits`` 31), zlib's own wrapping (15) or deflate without any (-15), as zlib numbers them."""
    inflater = zlib.decompressobj(wbits)
    begun = False
    for piece in pieces:
        waiting = piece
        while waiting:
            if inflater.eof:
                if wbits != 31 or not waiting.startswith(b"\x1f\x8b"):
                    return  # browsers leave alone what follows, too
                inflater, begun = zlib.decompressobj(wbits), False
            try:
                found = inflater.decompress(waiting, _PIECE)
            except zlib.error as error:
                raise CodingError(f"its compression cannot be undone ({error})") from error
            begun = True
            waiting = inflater.unconsumed_tail or inflater.unused_data
            if found:
                yield found
    while not inflater.eof:
        found = inflater.decompress(b"", _PIECE)
        if not found:
            if begun and not inflater.eof:
                raise _CutShortError("its compression is cut short")
            return
        yield found


def _gzip(pieces: Iterator[bytes]) -> Iterator[bytes]:
    return _inflated(pieces, 31)


def _deflate(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The standard means zlib's wrapping by it; some servers send deflate without, and browsers read both."""
    first = next(pieces, b"")
    wrapped = len(first) > 1 and first[0] & 15 == 8 and (first[0] * 256 + first[1]) % 31 == 0
    return _inflated(_after(first, pieces), 15 if wrapped else -15)


def _brotli(pieces: Iterator[bytes]) -> Iterator[bytes]:
    import brotli

    decompressor = brotli.Decompressor()
    try:
        for piece in pieces:
            found = decompressor.process(piece, output_buffer_limit=_PIECE)
            while True:
                if found:
                    yield found
                elif decompressor.can_accept_more_data():
                    break
                if decompressor.is_finished():
                    return
                found = decompressor.process(b"", output_buffer_limit=_PIECE)
    except brotli.error as error:
        raise CodingError(f"its compression cannot be undone ({error})") from error
    raise _CutShortError("its compression is cut short")


def _zstd(pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from decompressed(pieces, window=_ZSTD_WINDOW)
    except CutShortError as error:
        raise _CutShortError(str(error)) from error
    except FrameError as error:
        raise CodingError(str(error)) from error


_UNDOING = {"gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}
