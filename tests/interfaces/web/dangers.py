"""What could run, load, or mislead in a page's HTML, wherever it came from."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

__all__ = ["dangers", "links"]

_ADDRESSES = frozenset(
    {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset", "ping", "cite"}
)
_FOREIGN = frozenset(
    {"iframe", "frame", "object", "embed", "applet", "base", "style", "portal", "math", "foreignobject", "x-hit"}
)
#: Elements that load what their address names.
_LOADING = frozenset({"script", "link", "img", "source", "audio", "video", "image", "use"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
#: Controls, and marks that turn text round: the site shows them, and never sends them.
_ACTING = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.links: list[str] = []
        self._within: list[str] = []
        self._data: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        shown = f"<{tag} {attributes}>"[:300]
        given = {name: value or "" for name, value in attributes}
        if tag in _FOREIGN:
            self.found.append(f"element: {shown}")
        if tag == "meta" and "http-equiv" in given:
            self.found.append(f"meta: {shown}")
        if len(given) != len(attributes):
            self.found.append(f"an attribute twice: {shown}")
        for name, value in given.items():
            if name.startswith("on") or name in ("style", "x-hit", "srcdoc", "autofocus"):
                self.found.append(f"attribute {name}: {shown}")
            if name in _ADDRESSES and not self._may_be(tag, name, value):
                self.found.append(f"address in {name}: {shown}")
            if name not in ("value", "href") and not name.startswith("data-") and _ACTING.search(value):
                self.found.append(f"acting characters in {name}: {shown}")
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "script":
            self._within.append("data" if given.get("type") == "application/json" else tag)
        elif tag == "textarea":
            self._within.append(tag)

    def _may_be(self, tag: str, name: str, value: str) -> bool:
        """Whether an address is one of ours, or a link that a person follows to a page of the web."""
        bare = re.sub(r"[\t\r\n]", "", value.strip("".join(map(chr, range(33)))))
        if tag in _LOADING:
            return bare.startswith("/static/") or (tag == "use" and bare.startswith("#"))
        if bare.startswith(("//", "\\", "/\\")):
            return False
        if _SCHEME.match(bare):
            return tag == "a" and name == "href" and bare.lower().startswith(("http://", "https://"))
        return True

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("script", "textarea") or not self._within:
            return
        if self._within.pop() == "data":
            json.loads("".join(self._data))
            self._data.clear()

    def handle_data(self, text: str) -> None:
        within = self._within[-1] if self._within else None
        if within == "script" and text.strip():
            self.found.append(f"inline script: {text[:200]!r}")
        elif within == "data":
            self._data.append(text)
        elif within is None and (acting := _ACTING.search(text)):
            self.found.append(f"acting character U+{ord(acting[0]):04X} in {text[:100]!r}")

    def handle_comment(self, text: str) -> None:
        self.found.append(f"comment: {text[:200]!r}")

    def unknown_decl(self, text: str) -> None:
        self.found.append(f"declaration: {text[:200]!r}")

    def handle_pi(self, text: str) -> None:
        self.found.append(f"instruction: {text[:200]!r}")


def _parsed(html: str) -> _Page:
    page = _Page()
    page.feed(html)
    page.close()
    return page


def dangers(html: str) -> list[str]:
    """What a page holds that none of ours should; nothing is the best answer."""
    return _parsed(html).found


def links(html: str) -> list[str]:
    """Where a page's links lead, as they are written in it."""
    return _parsed(html).links
