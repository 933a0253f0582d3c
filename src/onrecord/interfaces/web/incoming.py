"""What somebody gives the site to read, as a document: text, a page's HTML, an address, or a file."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from onrecord.errors import InputError, OptionError
from onrecord.ingest.load import load_page, open_document, to_document
from onrecord.ingest.page import Page
from onrecord.ingest.text import find_blocks
from onrecord.interfaces.web.settings import Settings
from onrecord.text.document import Document

__all__ = ["from_address", "from_file", "from_html", "from_text"]


def from_text(text: str, *, uri: str | None = None) -> Document:
    """Plain text as it is, its blocks found in it. Raises OptionError where there is none."""
    # A browser sends line ends as CR LF whatever was pasted; what was pasted had one of them.
    text = text.replace("\r\n", "\n")
    if not text.strip():
        raise OptionError("there is no text to read; paste an article")
    return Document(text, find_blocks(text), uri=uri)


def from_html(html: str, *, uri: str | None = None) -> Document:
    """A page. Raises NoArticle where it has none."""
    return to_document(Page(html.encode("utf-8", "replace"), uri=uri, media_type="text/html", charset="utf-8"))


def from_address(address: str, settings: Settings) -> Document:
    """The page at an address on the web. Raises FetchError, NoArticle, and OptionError for anything but an address."""
    address = address.strip()
    if not address.lower().startswith(("http://", "https://")):
        raise OptionError(f"{address[:100]!r} is no address of the web; it begins with https:// or http://")
    return open_document(address, max_bytes=settings.max_body, allow_private=settings.allow_private)


def from_file(name: str, content: bytes, settings: Settings) -> Document:
    """A file, compressed (``.gz``) or not, by its name's suffix, or by what it begins with.

    The document has no address: two files of one name are not two versions of one page. Raises NotText, NoArticle,
    TooLarge for one that unfolds to more than the site takes.
    """
    name = name.replace("\\", "/").rpartition("/")[2].removesuffix(".gz")
    try:
        page = load_page("-", stdin=BytesIO(content), max_bytes=settings.max_body)
        return replace(to_document(replace(page, uri=name or None)), uri=None)
    except InputError as error:
        raise type(error)(str(error).replace("standard input", name or "the file")) from error
