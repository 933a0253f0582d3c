"""What a page says about itself: title, outlet, authors, date, address, language, sponsor.

Most is read by the extraction library, which knows the many ways pages have of saying it (Open Graph, JSON-LD, Dublin
Core, bylines). Here its answers are held to this project's rule that nothing is guessed: a part of the ``<title>`` is
no outlet, a link is no author's name, a date is read where the page states one and not looked for in its prose.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["Metadata", "read_metadata"]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Metadata:
    """A page's word about itself; ``None`` or empty where it gives none.

    ``published`` is ``YYYY-MM-DD``; ``address`` the canonical one, absolute; ``language`` a primary subtag as "en".
    """

    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    address: str | None = None
    language: str | None = None
    sponsor: str | None = None


#: The latest date that is believed. Fixed, and not today's, so that a page gives the same document on every day.
_LATEST_DATE = "2099-12-31"
#: ``extensive_search=False``: only what the page states as its date, in metadata, address or a marked element; the
#: extensive search takes the likeliest date in the text, which is often that of an event. ``original_date``: first
#: published rather than last changed.
_DATES: dict[str, Any] = {"original_date": True, "extensive_search": False, "max_date": _LATEST_DATE}

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*$|,)")
_HOST = re.compile(r"https?://(?:www\.|w[0-9]+\.)?([^/]+)")
_NO_OUTLET = re.compile(r"https?:|copyright|©|\(c\)", re.I)
#: Not a name: an address, a handle, digits.
_NO_AUTHOR = re.compile(r"https?:|www\.|@|\d{3}|[<>{}|]")
_BY = re.compile(r"(?:(?:[Bb]y|BY|[Ww]ritten by|[Ww]ords by|Analysis|Opinion|Commentary)(?: by)?:? +)+")
#: What bylines run into: a date, an update, a sentence about the author.
_AFTER_NAME = re.compile(
    r"(?:^| )(?:Published|Updated|Posted|is an?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|"
    r"August|September|October|November|December|(?:(?:news|staff|senior) )?reporter)(?: .*|$)",
    re.I,
)
#: A post beside a name is no second author.
_POST = re.compile(r".*\b(?:[Ww]riter|[Ee]ditor(?:-at-large)?|[Rr]eporter|[Cc]orrespondent|[Cc]olumnist)|[Aa]dmin\w*")
#: The longest author's name and the most authors that are believed.
_AUTHOR_LENGTH, _AUTHORS = 80, 20
#: JSON-LD beyond this many characters in all is not read for a publisher: it is a shop's catalogue.
_JSON_LIMIT = 500_000
#: How deep, and through how many values, JSON-LD is searched.
_JSON_DEPTH, _JSON_VALUES = 12, 5_000


def read_metadata(tree: HtmlElement, address: str | None) -> Metadata:
    """What the page parsed as ``tree`` says about itself; ``address`` is where it came from, where that is known."""
    try:
        found = _asked(tree, address)
    except Exception:  # heuristics over anything that the web holds; an article is not lost for its byline
        _LOG.warning("the metadata of %s could not be read", address or "a page", exc_info=True)
        return Metadata(address=address, language=_language(tree))
    linked = tuple(_linked_data(tree))
    return Metadata(
        title=_line(found.title),
        outlet=_outlet(found.sitename, _named(linked, "publisher"), tree),
        authors=_authors(found.author),
        published=found.date if found.date and _DATE.fullmatch(found.date) else None,
        address=_address(found.url),
        language=_language(tree),
        sponsor=_line(_named(linked, "sponsor")),
    )


def _asked(tree: HtmlElement, address: str | None) -> Any:
    """What the library's ``extract_metadata`` finds, by the same questions in its order, without those not wanted here.

    These are its categories, tags and licence: it looks for links within every footer, header and so on. Where such
    elements lie in one another, libxml2 looks for each node of each among all that it has found before: 3,553 links,
    129 deep, held it for a minute.
    """
    from htmldate import find_date
    from trafilatura import metadata as library

    found = library.examine_meta(tree)
    if found.author and " " not in found.author:
        found.author = None
    try:
        found = library.extract_meta_json(tree, found)
    except Exception:  # as above
        _LOG.warning("the JSON-LD of %s could not be read", address or "a page", exc_info=True)
    found.title = found.title or library.extract_title(tree)
    found.author = found.author or library.extract_author(tree)
    found.url = found.url or library.extract_url(tree, address)
    found.date = find_date(tree, url=found.url, **_DATES)
    found.sitename = _site_name(found.sitename or library.extract_sitename(tree), found.url)
    found.clean_and_trim()
    return found


def _site_name(name: str | None, url: str | None) -> str | None:
    """A site's name with a capital and without a handle's @; where the page gives none, its address's host."""
    name = (name or "").lstrip("@")
    if name:
        return name if "." in name or name[0].isupper() else name.title()
    host = _HOST.match(url or "")
    return host[1] if host else None


def _line(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None


def _outlet(site: str | None, publisher: str | None, tree: HtmlElement) -> str | None:
    """The outlet's name: as the page's site name, else as its JSON-LD publisher; its domain where it gives no name."""
    site, publisher = _line(site), _line(publisher)
    if site and (_NO_OUTLET.match(site) or (" " in site and "." in site and site in _head_title(tree))):
        site = None
    if publisher and (site is None or _DOMAIN.fullmatch(site)):
        return publisher
    return site


def _head_title(tree: HtmlElement) -> str:
    return " ".join((tree.findtext(".//head/title") or "").split())


def _authors(names: str | None) -> tuple[str, ...]:
    authors = (_AFTER_NAME.sub("", _BY.sub("", " ".join(name.split()), count=1)) for name in (names or "").split(";"))
    kept = (name for name in authors if name and len(name) <= _AUTHOR_LENGTH and not _NO_AUTHOR.search(name))
    return tuple(dict.fromkeys(name for name in kept if not _POST.fullmatch(name)))[:_AUTHORS]


def _address(url: str | None) -> str | None:
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else None
    except ValueError:  # a malformed host in the page's own link
        return None


def _language(tree: HtmlElement) -> str | None:
    declared = [tree.get("lang"), tree.get("xml:lang")]
    declared += tree.xpath(".//head/meta[@property='og:locale']/@content")[:1]
    declared += tree.xpath(".//head/meta[@http-equiv='content-language' or @http-equiv='Content-Language']/@content")[
        :1
    ]
    for value in declared:
        found = _LANGUAGE.match(value or "")
        if found:
            return found[1].lower()
    return None


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object in the page's JSON-LD, outermost first."""
    scripts = [script.text or "" for script in tree.iterfind('.//script[@type="application/ld+json"]')]
    if sum(map(len, scripts)) > _JSON_LIMIT:
        return
    left = _JSON_VALUES
    for script in scripts:
        try:
            values: list[tuple[Any, int]] = [(json.loads(script, strict=False), 0)]
        except (ValueError, RecursionError):  # written by hand, cut, or nested to do harm
            continue
        while values and left:
            value, depth = values.pop(0)
            left -= 1
            if depth > _JSON_DEPTH:
                continue
            if isinstance(value, dict):
                yield value
                values += ((inner, depth + 1) for inner in value.values() if isinstance(inner, dict | list))
            elif isinstance(value, list):
                values += ((inner, depth + 1) for inner in value if isinstance(inner, dict | list))


def _named(objects: tuple[dict[str, Any], ...], what: str) -> str | None:
    """The name of the first ``what`` of ``objects`` that has one; schema.org's ``publisher`` and ``sponsor``."""
    for data in objects:
        values = data.get(what)
        for value in values if isinstance(values, list) else [values]:
            name = value.get("name") if isinstance(value, dict) else value
            if isinstance(name, str) and name.strip() and len(name) <= 120 and not name.startswith("http"):
                return name
    return None
