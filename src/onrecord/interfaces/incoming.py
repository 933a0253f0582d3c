"""What somebody gives the site or an assistant to read, as a document: text, a page's HTML, an address, or a file."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import islice

from onrecord.errors import InputError, OptionError, TooLarge
from onrecord.ingest.load import load_page, open_document, to_document
from onrecord.ingest.page import Page
from onrecord.ingest.text import find_blocks
from onrecord.model.wordpiece import find_words
from onrecord.text.document import Document

__all__ = ["bounded", "from_address", "from_file", "from_html", "from_text", "given_document", "has_more_words"]


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


def from_address(address: str, *, max_bytes: int, allow_private: bool = False) -> Document:
    """The page at an address on the web. Raises FetchError, NoArticle, and OptionError for anything but an address."""
    address = address.strip()
    if not address.lower().startswith(("http://", "https://")):
        raise OptionError(f"{address[:100]!r} is no address of the web; it begins with https:// or http://")
    return open_document(address, max_bytes=max_bytes, allow_private=allow_private)


def given_document(
    *, text: str | None, html: str | None, address: str | None, uri: str | None, max_bytes: int, allow_private: bool
) -> Document:
    """The one article that is given. Raises OptionError for none or several, and InputError for one without words."""
    if sum(each is not None for each in (text, html, address)) != 1:
        raise OptionError("give exactly one of text, html and address")
    if text is not None:
        return from_text(text, uri=uri)
    if html is not None:
        return from_html(html, uri=uri)
    return from_address(address or "", max_bytes=max_bytes, allow_private=allow_private)


def has_more_words(document: Document, most: int) -> bool:
    """Whether an article has more words than ``most``; of one that has, no more are counted.

    Marks count as words, as the model takes them: a line of ten million commas has no white space in it.
    """
    return sum(1 for _ in islice(find_words(document.text, 0, len(document.text)), most + 1)) > most


def bounded(document: Document, most: int) -> Document:
    """``document``, if it may be read at once. Raises TooLarge for one with more words and marks than ``most``."""
    if has_more_words(document, most):
        raise TooLarge(
            f"the article has more than {most:,} words and marks, the most that is read here at once; give a part of "
            "it, or read it with `onrecord read`, which takes any number"
        )
    return document


def from_file(name: str, content: bytes, *, max_bytes: int) -> Document:
    """A file, compressed (``.gz``) or not, by its name's suffix, or by what it begins with.

    The document has no address: two files of one name are not two versions of one page. Raises NotText, NoArticle,
    TooLarge for one that unfolds to more than ``max_bytes``.
    """
    name = name.replace("\\", "/").rpartition("/")[2].removesuffix(".gz")
    try:
        page = load_page("-", stdin=BytesIO(content), max_bytes=max_bytes)
        return replace(to_document(replace(page, uri=name or None)), uri=None)
    except InputError as error:
        raise type(error)(str(error).replace("standard input", name or "the file")) from error
