"""Pages as JSON: an object for each, with its text or HTML and what is known of it.

The names of the fields are those that crawlers and news APIs use.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, BinaryIO

import msgspec

from onrecord.errors import InputError, NoArticle, NotText
from onrecord.ingest.json_values import MAX_BYTES, read_values
from onrecord.ingest.listing import Listed, with_listed
from onrecord.ingest.load import suffix_of, to_document
from onrecord.ingest.offered import Offered, PassedOver
from onrecord.ingest.page import Page
from onrecord.text.document import Document

__all__ = ["JSON_SUFFIXES", "format_of", "is_json", "page_of_json", "read_json_pages"]

#: Suffixes of files with many articles, each also with ``.gz`` after it.
JSON_SUFFIXES = frozenset({".jsonl", ".ndjson", ".json"})


def is_json(name: str) -> bool:
    """Whether a file's name says that it holds articles as JSON."""
    return suffix_of(name) in JSON_SUFFIXES


#: Bytes of a line that are let go at once.
_CHUNK = 1_048_576


class _Head(msgspec.Struct):
    format: Any = None


def format_of(value: bytes) -> str | None:
    """The ``format`` that an object names, if it names one. Raises NotText where it is no JSON object."""
    try:
        named = msgspec.json.decode(value, type=_Head).format
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotText(f"not a JSON object: {error}") from error
    return named if isinstance(named, str) else None


class _PageObject(msgspec.Struct):
    """A page as JSON."""

    text: str | None = None
    html: str | None = None
    uri: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    authors: Annotated[list[str], msgspec.Meta(max_length=1000)] | None = None


def _page_of(value: bytes) -> tuple[Page, Listed]:
    try:
        page = msgspec.json.decode(value, type=_PageObject)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotText(f"not a page as JSON: {error}") from error
    content = page.text if page.text is not None else page.html
    if content is None:
        raise NoArticle('it has neither "text" nor "html"; one of them must hold the article')
    uri = page.uri or page.url
    kind = "text/plain" if page.text is not None else "text/html"
    listed = Listed(uri, page.title, page.outlet, page.published, tuple(page.authors or ()))
    return Page(content.encode("utf-8", "replace"), uri, media_type=kind, charset="utf-8"), listed


def page_of_json(value: bytes) -> Document:
    """The document of a JSON object: "text" or "html", and "uri", "title", "outlet", "published", "authors".

    What the object says of the page stands before what the page says of itself. Raises NotText for what is not such an
    object, NoArticle where it has neither text nor HTML, and what ``ingest.load.to_document`` raises.
    """
    page, listed = _page_of(value)
    return with_listed(to_document(page), listed)


def read_json_pages(
    stream: BinaryIO, *, name: str, start: int = 0, end: int | None = None
) -> Iterator[Offered | PassedOver]:
    """The pages of a file of JSON in order, and what is passed over.

    A place is the line, and for the second page that begins on it and those behind, ``#2`` and so on after it. A range,
    ``start`` to ``end`` in bytes, is for lines that are not compressed: it has those lines that begin in it.
    Places are then bytes too. Raises InputError where the stream cannot be read.
    """
    if start == 0 and end is None:
        last, of_last = 0, 0
        for value in read_values(stream, name=name):
            last, of_last = value.line, of_last + 1 if value.line == last else 1
            place = f"{name}:{last}" if of_last == 1 else f"{name}:{last}#{of_last}"
            yield PassedOver(place, None, "damaged", value.error) if value.error else _offered(value.content, place)
        return
    try:
        stream.seek(max(0, start - 1))
        at = start
        if start and stream.read(1) != b"\n":
            at += _rest_of_line(stream)
        while end is None or at < end:
            line = stream.readline(MAX_BYTES + 1)
            if not line:
                return
            place, length = f"{name}@{at}", len(line)
            if length > MAX_BYTES:
                length += 0 if line.endswith(b"\n") else _rest_of_line(stream)
                yield PassedOver(place, None, "too_large", f"the line is longer than {MAX_BYTES:,} bytes")
            elif line.strip():
                yield _offered(line, place)
            at += length
    except OSError as error:
        raise InputError(f"{name} cannot be read to its end: {error}") from error


def _rest_of_line(stream: BinaryIO) -> int:
    """Bytes up to the next line's beginning, read and let go."""
    count = 0
    while piece := stream.readline(_CHUNK):
        count += len(piece)
        if piece.endswith(b"\n"):
            break
    return count


def _offered(value: bytes, place: str) -> Offered | PassedOver:
    try:
        if format_of(value) is not None:
            return PassedOver(place, None, "a_record", "it is a record and no page; give it to onrecord index")
        page, listed = _page_of(value)
    except (NotText, NoArticle) as error:
        return PassedOver(place, None, "not_a_page", str(error))
    return Offered(place, page, listed)
