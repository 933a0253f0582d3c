"""Any head of a page: what is believed of it has the form that a document promises."""

from __future__ import annotations

import logging
import re
from datetime import date

from lxml.etree import LxmlError
from lxml.html import HTMLParser, document_fromstring

from fuzzing.parts import Parts
from fuzzing.promise import promise
from onrecord.ingest.metadata import read_metadata

__all__ = ["check"]

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)
logging.getLogger("onrecord.ingest.metadata").setLevel(logging.CRITICAL)

_NAMES = (
    "og:title", "og:site_name", "og:url", "og:locale", "article:author", "article:published_time", "author", "date",
    "dc.creator", "description", "content-language", "citation_author", "twitter:site", "application-name",
)  # fmt: skip
_LINKED = (
    '{"@context": "https://schema.org", "@type": "NewsArticle", "publisher": ', '{"name": ', '"sponsor": ', "[", "]",
    "}", ", ", '"author": ', '"datePublished": ', '"2024-03-14"', '"The Courier"', "null", "1e999", '"headline": ', "{",
    '"@graph": ', '"\\ud800"', "[[[[[[[[[[[[[[[[", "true", '"', "\\",
)  # fmt: skip
_ADDRESSES = (None, "https://quay.example/2024/03/14/shut", "http://[", "https://quay.example:99999/", "https://x/")


def _tag(parts: Parts) -> str:
    kind = parts.number(6)
    if kind == 0:
        attribute = parts.choice(("name", "property", "itemprop", "http-equiv"))
        return f'<meta {attribute}="{parts.choice(_NAMES)}" content="{parts.text()}">'
    if kind == 1:
        return f"<title>{parts.text()}</title>"
    if kind == 2:
        return f'<link rel="canonical" href="{parts.text()}">'
    if kind == 3:
        pieces = "".join(parts.choice(_LINKED) for _ in range(parts.number(16)))
        return f'<script type="application/ld+json">{pieces}{parts.text()}</script>'
    if kind == 4:
        return f'<time datetime="{parts.text()}">x</time><span class="byline author" rel="author">{parts.text()}</span>'
    return parts.text()


def check(data: bytes) -> None:
    """Read what a page of some tags says about itself."""
    parts = Parts(data)
    address, language = parts.choice(_ADDRESSES), parts.number(4)
    opening = ("<html>", '<html lang="en-GB">', '<html xml:lang="x">', '<html lang="٣٣">')[language]
    tags: list[str] = []
    while parts and len(tags) < 12:
        tags.append(_tag(parts))
    page = f"{opening}<head>{''.join(tags)}</head><body><p>The quay is shut.</p></body></html>"
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except LxmlError:
        return
    found = read_metadata(tree, address)
    if found.published is not None:
        promise(date.fromisoformat(found.published).isoformat() == found.published, f"{found.published!r} is no date")
    promise(found.language is None or re.fullmatch("[a-z]{2,3}", found.language) is not None, "a language has no code")
    for line in (found.title, found.outlet, found.sponsor, *found.authors):
        promise(line is None or (bool(line) and line == " ".join(line.split())), f"{line!r} is not one line")
    promise(len(found.authors) <= 20 and all(len(author) <= 80 for author in found.authors), "there are too many names")
    promise(found.address is None or found.address.startswith(("http://", "https://")), f"{found.address!r} is read")
