"""Pages as JSON: an object for each, with its text or HTML and what is known of it.

The names of the fields are those that crawlers and news APIs use.
"""

from __future__ import annotations

import os
from typing import Annotated, Any

import msgspec

from onrecord.errors import NoArticle, NotText
from onrecord.ingest.listing import Listed, with_listed
from onrecord.ingest.load import to_document
from onrecord.ingest.page import Page
from onrecord.text.document import Document

__all__ = ["JSON_SUFFIXES", "format_of", "is_json", "page_of_json"]

#: Suffixes of files with many articles, each also with ``.gz`` after it.
JSON_SUFFIXES = frozenset({".jsonl", ".ndjson", ".json"})


def is_json(name: str) -> bool:
    """Whether a file's name says that it holds articles as JSON."""
    stem = name[:-3] if name.lower().endswith(".gz") else name
    return os.path.splitext(stem)[1].lower() in JSON_SUFFIXES


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


def page_of_json(value: bytes) -> Document:
    """The document of a JSON object: "text" or "html", and "uri", "title", "outlet", "published", "authors".

    What the object says of the page stands before what the page says of itself. Raises NotText for what is not such an
    object, NoArticle where it has neither text nor HTML, and what ``ingest.load.to_document`` raises.
    """
    try:
        page = msgspec.json.decode(value, type=_PageObject)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotText(f"not a page as JSON: {error}") from error
    content = page.text if page.text is not None else page.html
    if content is None:
        raise NoArticle('it has neither "text" nor "html"; one of them must hold the article')
    uri = page.uri or page.url
    kind = "text/plain" if page.text is not None else "text/html"
    document = to_document(Page(content.encode("utf-8", "replace"), uri, media_type=kind, charset="utf-8"))
    listed = Listed(uri, page.title, page.outlet, page.published, tuple(page.authors or ()))
    return with_listed(document, listed)
