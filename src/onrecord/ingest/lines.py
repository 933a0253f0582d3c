"""Files that hold an article a line: JSON lines, of pages or of ready records, compressed or not.

Lines are taken one after another, so that a file of any length needs the memory of its longest line, and that is
bounded. A line that is no good is handed on as such, and the next one is read.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, BinaryIO, cast

import msgspec

from onrecord.errors import InputError, NoArticle, NotFound, NotText, TooLarge
from onrecord.ingest.listing import Listed, with_listed
from onrecord.ingest.load import MAX_BYTES, to_document
from onrecord.ingest.page import Page
from onrecord.text.document import Document

__all__ = ["LINE_SUFFIXES", "Line", "format_of", "is_lines", "page_of_line", "read_lines"]

#: Suffixes of files with an article a line, each also with ``.gz`` after it.
LINE_SUFFIXES = frozenset({".jsonl", ".ndjson"})
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, counted from 1, without its end; ``error`` says why it was not read, and then it has no content."""

    number: int
    content: bytes
    error: InputError | None = None


def is_lines(name: str) -> bool:
    """Whether a file's name says that it has an article a line."""
    stem = name[:-3] if name.lower().endswith(".gz") else name
    return os.path.splitext(stem)[1].lower() in LINE_SUFFIXES


def _opened(path: Path, stack: ExitStack) -> BinaryIO:
    try:
        file = stack.enter_context(path.open("rb"))
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {path}; check the path") from error
    except (OSError, ValueError) as error:
        raise NotFound(f"{str(path)!r} could not be opened: {error}") from error
    if file.peek(2)[:2] != _GZIP:
        return file
    return cast(BinaryIO, stack.enter_context(gzip.open(file)))


def read_lines(path: Path, *, behind: int = 0, max_bytes: int = MAX_BYTES) -> Iterator[Line]:
    """The lines of a file that are not empty, but for the first ``behind``.

    One of more than ``max_bytes`` is handed on with TooLarge. Raises NotFound, and NotText where the compression is
    damaged: what came before has been handed on.
    """
    with ExitStack() as stack:
        file = _opened(path, stack)
        number = 0
        try:
            while content := file.readline(max_bytes + 1):
                number += 1
                too_long = len(content) > max_bytes and not content.endswith(b"\n")
                if too_long:
                    _skip_line(file)
                if number <= behind:
                    continue
                if too_long:
                    yield Line(number, b"", TooLarge(f"{path}:{number}: the line is longer than {max_bytes:,} bytes"))
                    continue
                content = (content.removeprefix(_BOM) if number == 1 else content).strip()
                if content:
                    yield Line(number, content)
        except (EOFError, OSError, zlib.error) as error:
            raise NotText(f"{path}: the file breaks off or is damaged behind line {number}: {error}") from error


def _skip_line(file: BinaryIO) -> None:
    while (rest := file.readline(1 << 20)) and not rest.endswith(b"\n"):
        pass


class _Head(msgspec.Struct):
    format: Any = None


def format_of(line: bytes) -> str | None:
    """The ``format`` that a line's object names, if it names one. Raises NotText where the line is no JSON object."""
    try:
        named = msgspec.json.decode(line, type=_Head).format
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotText(f"not a JSON object: {error}") from error
    return named if isinstance(named, str) else None


class _PageLine(msgspec.Struct):
    """A page as a line of JSON; the names are those that crawlers and news APIs use."""

    text: str | None = None
    html: str | None = None
    uri: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    authors: Annotated[list[str], msgspec.Meta(max_length=1000)] | None = None


def page_of_line(line: bytes) -> Document:
    """The document of a line of JSON: "text" or "html", and "uri", "title", "outlet", "published", "authors".

    What the line says of the page stands before what the page says of itself. Raises NotText for what is not such an
    object, NoArticle where it has neither text nor HTML, and what ``ingest.load.to_document`` raises.
    """
    try:
        page = msgspec.json.decode(line, type=_PageLine)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotText(f"not a page as a line of JSON: {error}") from error
    content = page.text if page.text is not None else page.html
    if content is None:
        raise NoArticle('the line has neither "text" nor "html"; one of them must hold the article')
    uri = page.uri or page.url
    kind = "text/plain" if page.text is not None else "text/html"
    document = to_document(Page(content.encode("utf-8", "replace"), uri, media_type=kind, charset="utf-8"))
    listed = Listed(uri, page.title, page.outlet, page.published, tuple(page.authors or ()))
    return with_listed(document, listed)
