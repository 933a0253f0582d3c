"""Any bytes with anything that a carrier may say of them, as a page, a text, or a table beside a folder of them."""

from __future__ import annotations

import gzip
import io
import logging
import re
from datetime import date

from fuzzing.parts import Parts
from fuzzing.promise import check_document, promise
from onrecord.errors import InputError, NoArticle, NotText, TooLarge
from onrecord.ingest import html, metadata  # noqa: F401 -- here, while what is imported is instrumented
from onrecord.ingest.load import load_page, to_document
from onrecord.ingest.page import Page, decode
from onrecord.text.document import Document

__all__ = ["check"]

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)
logging.getLogger("onrecord.ingest.metadata").setLevel(logging.CRITICAL)
logging.getLogger("charset_normalizer").setLevel(logging.CRITICAL)

_URIS = (None, "a.txt", "a.html", "a", "https://quay.example/a", "https://quay.example/a.txt", "http://[", "a.html.gz")
_TYPES = (None, "text/html", "text/plain", "application/xhtml+xml", "image/png", "")
_CHARSETS = (
    None, "utf-8", "latin-1", "utf-16", "utf-7", "iso-2022-jp", "hz", "gbk", "big5", "euc-kr", "shift_jis", "base64",
    "rot13", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "cp037", "utf-32-be", "x\x00y",
    "utf-8-sig", "mbcs", "utf-16-le", "unknown",
)  # fmt: skip
#: Pieces of pages, so that the fuzzer need not spell them.
_PIECES = (
    "<p>", "</p>", "<div>", "</div>", "<article>", "</article>", "<h1>", "<h2>", "<blockquote>", "<ul><li>", "</ul>",
    "<figure><figcaption>", "</figure>", '<span class="photo-credit">', "</span>", "<br>", "<br><br>", "<pre>",
    "</pre>",
    "<table><tr><td>", "</table>", "<a href='/x'>", "</a>", "<aside>", "</aside>", "<b>", "</b>", "<time>", "</time>",
    "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml version='1.0'?>", "<!DOCTYPE html>",
    "<html lang=en>", "<body>", "</body>", "<svg>", "<math>", "<template>", "<noscript>", "<form><input type=password>",
    "&amp;", "&#0;", "&#xD800;", "&#x1F41F;", "&nbsp;", "&lt;", "\x00", "\x1e", "\u202e", "\u00ad", "\ufeff", "\n", " ",
    "The north quay at Quillmouth will stay shut until the spring, the harbour board said on Thursday in a letter. ",
    "“Nobody has asked the pilots what they think of it,” Ruth Hale told reporters on Tuesday, and walked away. ",
    "Photo: Odile Vance/AP", "Sponsored by Roe & Sons", "Advertisement", " hidden", '<div class="related">',
    '<div style="display:none">', "<main>", "<p class=x>", "<p data-x='", "'>", "<li>", "<dl><dd>", "</h1>",
)  # fmt: skip


def _content(parts: Parts) -> bytes:
    made = parts.number(4)
    if made == 0:
        return parts.rest()
    text = "".join(_PIECES[byte % len(_PIECES)] for byte in parts.rest())
    encoding = ("utf-8", "utf-8", "utf-16", "cp1252")[made]
    return text.encode(encoding, "replace")


def _check_told(document: Document, page: Page) -> None:
    check_document(document)
    promise(bool(document.blocks), "a document has no words")
    promise(not any("\ud800" <= sign <= "\udfff" for sign in document.text), "half a surrogate pair is in a text")
    if document.published is not None:
        promise(date.fromisoformat(document.published).isoformat() == document.published, "a day is none")
    promise(document.language is None or re.fullmatch("[a-z]{2,3}", document.language) is not None, "no language")
    if page.uri == "a.txt" and page.media_type not in {"text/html", "application/xhtml+xml"}:
        promise(document.text == decode(page), "a text was changed")


def check(data: bytes) -> None:
    """Read a page, by itself and as a file that may be compressed."""
    parts = Parts(data)
    uri, media_type, charset = parts.choice(_URIS), parts.choice(_TYPES), parts.choice(_CHARSETS)
    packed = parts.number(8)
    content = _content(parts)
    try:
        if packed == 1:
            content = gzip.compress(content[: len(content) // 2], 1) + gzip.compress(content[len(content) // 2 :], 1)
        if packed in {1, 2}:
            loaded = load_page("-", stdin=io.BytesIO(content), max_bytes=1_000)
            promise(len(loaded.content) <= 1_000, "more is loaded than is allowed")
            content = loaded.content
        page = Page(content, uri, media_type, charset)
        _check_told(to_document(page), page)
    except InputError as error:
        promise(bool(str(error)), "an error says nothing")
        promise(isinstance(error, NotText | NoArticle | TooLarge), f"bytes that are there are told as {error!r}")
