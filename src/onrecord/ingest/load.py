"""From whatever a person names, a path, an address or ``-``, to a document.

The one door that the rest of the project uses: what a source is, and whether its bytes are HTML or plain text, is
decided here and nowhere else.
"""

from __future__ import annotations

import os
import re
import sys
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from onrecord.errors import NoArticle, NotFound, NotText, TooLarge
from onrecord.ingest.page import Page, name_of
from onrecord.text.document import Document

__all__ = [
    "MAX_BYTES",
    "SUFFIXES",
    "find_inputs",
    "load_page",
    "looks_like_html",
    "open_document",
    "page_of",
    "suffix_of",
    "to_document",
]

#: The most bytes that are read of one input, decompressed: as much as from an address.
MAX_BYTES = 20_000_000

_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
_TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
#: What is read out of a folder, each also with ``.gz`` after it. Markdown is read as the text it is.
SUFFIXES = _HTML_SUFFIXES | _TEXT_SUFFIXES

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
#: What may stand before a page's first element. Atomic, so that no beginning takes more than one pass.
_BEFORE = rb"(?>\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?>\s*)(?>(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*)"
#: HTML by the look of its beginning, for what has neither media type nor suffix: a declaration, or an element of a
#: page before any other text.
_HTML_START = re.compile(
    _BEFORE + rb"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|meta|title|section)\b", re.I | re.S
)
_FEED_START = re.compile(_BEFORE + rb"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.S)
_SNIFFED = 5_000
_GZIP = b"\x1f\x8b\x08"
_CHUNK = 1_048_576
#: The most parts of a gzip file: joined logs have a few, and each costs a copy of the rest.
_PARTS = 100


def load_page(
    source: str | os.PathLike[str],
    *,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
    max_bytes: int = MAX_BYTES,
) -> Page:
    """The page that ``source`` names: an ``http`` or ``https`` address, ``-`` for standard input, or a file's path.

    A gzip-compressed file is decompressed. ``stdin`` stands in for the process's own. ``allow_private`` is for
    addresses, see :func:`onrecord.ingest.fetch.fetch`. ``max_bytes`` bounds what is read, decompressed.

    Raises :class:`~onrecord.errors.NotFound`, :class:`~onrecord.errors.TooLarge`, :class:`~onrecord.errors.NotText` for
    damaged compression, and for an address what ``fetch`` raises.
    """
    name = os.fspath(source)
    if isinstance(source, str):
        if name == "-":
            stream = stdin if stdin is not None else sys.stdin.buffer
            return replace(page_of(stream, "standard input", max_bytes=max_bytes), uri=None)
        if name.lower().startswith(("http://", "https://")):
            from onrecord.ingest.fetch import fetch

            return fetch(name, allow_private=allow_private, max_bytes=max_bytes)
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", name):
            raise NotFound(f"{name} is neither a file nor an address that is read; only http and https are")
    try:
        with Path(name).open("rb") as file:
            return page_of(file, name, max_bytes=max_bytes)
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {name}; check the path") from error
    except IsADirectoryError as error:
        raise NotFound(f"{name} is a folder; give a file, or read the folder's files one by one") from error
    except PermissionError as error:
        raise NotFound(f"{name} may not be read by this user; change its permissions or copy it") from error
    except (OSError, ValueError) as error:  # a name too long, a device gone, a zero byte in the path
        raise NotFound(f"{name!r} could not be opened: {error}") from error


def page_of(stream: BinaryIO, name: str, *, max_bytes: int = MAX_BYTES) -> Page:
    """The page in an open stream, decompressed; ``name`` is its path or address.

    Raises TooLarge, and NotText for damaged compression; errors of the stream itself are its own.
    """
    return Page(_unzipped(_read(stream, name, max_bytes), name, max_bytes), name)


def to_document(page: Page) -> Document:
    """The document of ``page``: HTML by its media type, its suffix or its beginning, in this order; else plain text.

    Raises :class:`~onrecord.errors.NotText` and :class:`~onrecord.errors.NoArticle`; for HTML,
    :class:`~onrecord.errors.TooLarge` too.
    """
    if _is_html(page):
        from onrecord.ingest.html import read_html

        return read_html(page)
    from onrecord.ingest.text import read_text

    return read_text(page)


def open_document(
    source: str | os.PathLike[str],
    *,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
    max_bytes: int = MAX_BYTES,
) -> Document:
    """:func:`load_page`, then :func:`to_document`."""
    return to_document(load_page(source, stdin=stdin, allow_private=allow_private, max_bytes=max_bytes))


def find_inputs(paths: Iterable[str], suffixes: Collection[str] = SUFFIXES) -> Iterator[str]:
    """``paths``, with each folder replaced by the pages and texts in it and below it, sorted by name.

    Addresses, ``-`` and files are handed on as they are, whatever their suffix. In folders, files whose suffix is in
    ``suffixes`` (or that and ``.gz``) are taken; hidden ones are skipped, and no folder is entered twice.

    Raises :class:`~onrecord.errors.NotFound` for a folder with nothing to read in it, or that may not be read.
    """
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        inside = iter(_inside(path, suffixes))
        first = next(inside, None)
        if first is None:
            raise NotFound(f"the folder {path} holds no page or text ({', '.join(sorted(suffixes))}, or .gz of those)")
        yield first
        yield from inside


def _inside(folder: str, suffixes: Collection[str]) -> Iterator[str]:
    waiting, entered = [folder], set()
    while waiting:
        path = waiting.pop()
        if not os.path.isdir(path):
            yield path
            continue
        try:
            status = os.stat(path)
            if (status.st_dev, status.st_ino) in entered:  # a link back to a folder above
                continue
            entered.add((status.st_dev, status.st_ino))
            names = sorted(os.listdir(path), reverse=True)
        except OSError as error:
            raise NotFound(f"the folder {path} may not be read: {error.strerror}") from error
        for name in names:
            inner = os.path.join(path, name)
            if not name.startswith(".") and (os.path.isdir(inner) or _is_readable(inner, suffixes)):
                waiting.append(inner)


def _is_readable(path: str, suffixes: Collection[str]) -> bool:
    return suffix_of(path) in suffixes and os.path.isfile(path)


def suffix_of(name: str) -> str:
    """A file's suffix in lower case, without the compression's behind it: ``.gz``, and of a web archive ``.zst``."""
    stem = name.lower()
    stem = stem.removesuffix(".zst") if stem.endswith(".warc.zst") else stem.removesuffix(".gz")
    return os.path.splitext(stem)[1]


def _path_of(uri: str) -> str:
    """The path in an address, or the path that ``uri`` is. A page may say of itself what is no address: "http://["."""
    if not uri.startswith(("http://", "https://")):
        return uri
    try:
        return urlsplit(uri).path
    except ValueError:
        return uri


def _is_html(page: Page) -> bool:
    if page.media_type in _HTML_TYPES:
        return True
    suffix = suffix_of(_path_of(page.uri or ""))
    if suffix in _TEXT_SUFFIXES or page.media_type == "text/plain":
        return False
    beginning = page.content[:_SNIFFED].replace(b"\x00", b"")  # UTF-16 has one beside each letter
    if _FEED_START.match(beginning):
        raise NoArticle(f"{name_of(page)} is a feed or a site map, a list of pages; give the page of one article")
    return suffix in _HTML_SUFFIXES or looks_like_html(page.content)


def looks_like_html(content: bytes) -> bool:
    """Whether these are a page's bytes by the look of their beginning."""
    return _HTML_START.match(content[:_SNIFFED].replace(b"\x00", b"")) is not None


def _read(stream: BinaryIO, name: str, max_bytes: int) -> bytes:
    pieces, total = [], 0
    while piece := stream.read(min(_CHUNK, max_bytes + 1 - total)):
        pieces.append(piece)
        total += len(piece)
        if total > max_bytes:
            raise TooLarge(f"{name} is longer than {max_bytes:,} bytes; give one article at a time")
    return b"".join(pieces)


def _unzipped(content: bytes, name: str, max_bytes: int) -> bytes:
    """``content`` without gzip compression, of one part or of several after each other."""
    if not content.startswith(_GZIP):
        return content
    pieces: list[bytes] = []
    total, rest = 0, content
    while rest.startswith(_GZIP) and len(pieces) < _PARTS:
        inflater = zlib.decompressobj(wbits=31)
        try:
            piece = inflater.decompress(rest, max_bytes + 1 - total)
        except zlib.error as error:
            raise NotText(f"{name} is damaged: its gzip compression cannot be undone ({error})") from error
        pieces.append(piece)
        total += len(piece)
        if total > max_bytes:
            raise TooLarge(f"{name} holds more than {max_bytes:,} bytes; give one article at a time")
        if not inflater.eof:
            raise NotText(f"{name} is damaged: its gzip compression is cut short")
        rest = inflater.unused_data
    return b"".join(pieces)
