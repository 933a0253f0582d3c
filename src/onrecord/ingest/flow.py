"""A page's own text, run by run: what its markup sets apart, in reading order, nothing chosen yet.

The extractor of news text is good at choosing what is the article, but the text that it hands back is not the page's:
it trims inside inline markup, drops ``<time>`` out of sentences, and forgets captions. So the page is read here once,
by HTML's own rules of blocks and white space, and the extractor's choice is then looked up in it
(:mod:`onrecord.ingest.choice`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from onrecord.ingest.asides import ASIDE_LIMIT, aside_kind
from onrecord.text.document import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Run", "find_runs"]


@dataclass(frozen=True, slots=True)
class Run:
    r"""A stretch of the page's text with no block's edge inside it, white space collapsed as a browser does.

    ``text`` is never empty and has no white space at its ends; a line break within a paragraph is ``\n``. ``level`` is
    a heading's, 1 to 6, and 0 for all else. ``linked`` counts the code points that stand in links. ``aside`` says that
    the run is in a part of the page that its markup sets apart from the article: navigation, a footer, a box of related
    stories. ``markup`` is the run's innermost elements, with their classes: what paragraphs of one part have in common.
    """

    text: str
    kind: BlockKind
    level: int
    linked: int
    aside: bool
    markup: tuple[str, ...]


class _Place(NamedTuple):
    """What the elements around a stretch of text make of it."""

    kind: BlockKind
    level: int = 0
    linked: bool = False
    aside: bool = False
    in_figure: bool = False
    preformatted: bool = False
    markup: tuple[str, ...] = ()


def _named(names: str) -> frozenset[str]:
    return frozenset(names.split())


#: Elements whose edges end a run: those with ``display: block`` and the like in the HTML Standard's rendering section.
_BLOCKS = _named(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table
    tbody td tfoot th thead tr ul"""
)
#: Elements whose content no reader sees as text, or that is no text of the page.
_UNSEEN = _named(
    """area audio base button canvas datalist embed frame frameset head iframe input link map math meta noembed noframes
    noscript object option param picture progress script select source style svg template textarea title track
    video"""
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LIST_ITEMS = _named("li dd dt")
_SET_APART = _named("aside nav footer dialog")
_ROLES_APART = _named("navigation complementary contentinfo search dialog banner")

#: Names in ``class``, ``id``, ``itemprop`` and ``data-testid`` by which pages mark a picture's caption:
#: wp-caption-text, media__caption, imageCaption, figcaption__text. Not: closed-captions, which are a video player's.
_CAPTION_NAME = re.compile(r"(?<!closed-)(?<!closed_)caption(?!s\b)", re.I)
#: photo-credit, imageCredit, copyrightHolder, media__copyright, photographer, wp-media-credit.
_CREDIT_NAME = re.compile(
    r"(?:photo|image|img|media|picture|caption|figure|fig|visual|video)[-_]*"
    r"(?:credits?|byline|copyright|source|agency|author|attribution)|copyright-?holder|photographer|photog\b",
    re.I,
)
#: Names that mean a picture's credit only where a picture is: inside a figure or a caption.
_CREDIT_NAME_IN_FIGURE = re.compile(r"credit|copyright|attribution|\bsource\b|byline|agency|author", re.I)
#: sponsor-label, sponsored-by, article-sponsor.
_SPONSOR_NAME = re.compile(r"sponsor(?:ed)?(?![a-df-z])", re.I)
#: Names of the parts of a page that lie beside its article.
_APART_NAME = re.compile(
    r"related|recirc|promo|teaser|newsletter|subscribe|most-?(?:read|popular)|trending|recommend|sidebar|outbrain|"
    r"taboola|comments?(?:-|_|\b)|disqus|read-?(?:more|next)|more-?(?:from|on|stories|news)|carousel|up-?next",
    re.I,
)

#: A sentence of a dozen words or more: no credit is one.
_PROSE = re.compile(r"(?:\S+\s+){11}\S+[.!?…][\"'”’)]*(?:\s|$)")

#: How many elements, from the innermost outwards, are the markup of a run: see :class:`Run`.
_MARKUP_DEPTH = 3

#: Hidden within a sentence: a tooltip, a note on a name. Hidden blocks are kept, since some pages hide their article
#: until a script shows it.
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)

#: What stands for ``<br>`` while a run is gathered; no such character is left in a page's own text by then.
_BREAK = "\x1e"
_PARAGRAPH_BREAK = re.compile(rf"\s*{_BREAK}(?:\s*{_BREAK})+\s*")
_LINE_BREAK = re.compile(rf"\s*{_BREAK}\s*")
_WHITE_SPACE = re.compile(r"[^\S\n]+")
#: A page's invisible characters: controls, the soft hyphen, zero-width space and no-break space, word joiner. They
#: would split words for a reader of text. Joiners and direction marks stay: scripts need them.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")


def find_runs(body: _Element) -> list[Run]:
    """Every run of text under ``body``, in the page's order; comments are not to be in the tree.

    A no-break space counts as white space and becomes one plain space with its neighbours; two line breaks in a row end
    a run. Scripts, styles, buttons and other content that is no text of the page are left out. Time and memory are
    linear in the page; nothing recurses.
    """
    return list(_Gathering().walk(body))


class _Gathering:
    """The run being gathered: the state of one walk over one page."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.linked = 0
        self.place = _Place("paragraph")

    def walk(self, body: _Element) -> Iterator[Run]:
        from lxml.etree import iterwalk

        outer: list[_Place] = []
        walker = iterwalk(body, events=("start", "end"))
        for event, element in walker:
            tag = str(element.tag)
            if event == "start":
                if tag in _UNSEEN or (tag not in _BLOCKS and _is_hidden(element)):
                    walker.skip_subtree()
                    outer.append(self.place)
                    continue
                place = _place_of(element, tag, self.place)
                if tag in _BLOCKS or place.kind != self.place.kind:
                    yield from self._flush()
                outer.append(self.place)
                self.place = place
                if tag == "br":
                    self.pieces.append(_BREAK)
                self._add(element.text)
            else:
                if tag in _BLOCKS or outer[-1].kind != self.place.kind:
                    yield from self._flush()
                self.place = outer.pop()
                if element is not body:
                    self._add(element.tail)
        yield from self._flush()

    def _add(self, text: str | None) -> None:
        if not text:
            return
        text = _INVISIBLE.sub("", text)
        if self.place.preformatted:
            text = text.replace("\r\n", "\n").replace("\n", _BREAK)
        self.pieces.append(text)
        if self.place.linked:
            self.linked += len(text.strip())

    def _flush(self) -> Iterator[Run]:
        if not self.pieces:
            return
        gathered, linked, place = "".join(self.pieces), self.linked, self.place
        self.pieces.clear()
        self.linked = 0
        parts = _PARAGRAPH_BREAK.split(gathered) if _BREAK in gathered else [gathered]
        for part in parts:
            text = _WHITE_SPACE.sub(" ", _LINE_BREAK.sub("\n", part.replace("\n", " "))).strip()
            if text:
                share = round(linked * len(part) / len(gathered))
                kind = _kind_by_words(text, place, share)
                yield Run(text, kind, place.level, min(share, len(text)), place.aside, place.markup)


def _kind_by_words(text: str, place: _Place, linked: int) -> BlockKind:
    """The kind that the markup gives, where the words do not contradict it; or by the words alone."""
    kind = place.kind
    if kind == "credit" and _PROSE.search(text[: 10 * ASIDE_LIMIT]):
        # A class's name such as "credit" can be any element's; that it is no sentence's is sure.
        return "caption" if place.in_figure else "paragraph"
    if kind == "blockquote" or len(text) > ASIDE_LIMIT:
        return "paragraph" if kind == "notice" else kind
    return kind if linked >= len(text) else aside_kind(text) or kind


def _place_of(element: _Element, tag: str, around: _Place) -> _Place:
    """The place inside ``element``, which stands in ``around``."""
    names = " ".join(filter(None, map(element.get, ("class", "id", "itemprop", "data-testid", "data-component"))))
    kind, level = around.kind, around.level
    in_figure = around.in_figure or tag == "figure"
    if tag == "h1":
        kind, level = "heading", 1
    elif kind in ("caption", "credit"):
        if kind == "caption" and names and (_CREDIT_NAME.search(names) or _CREDIT_NAME_IN_FIGURE.search(names)):
            kind = "credit"
    elif tag == "figcaption" or (names and _is_caption(element, names)):
        kind = "credit" if tag != "figcaption" and _CREDIT_NAME.search(names) else "caption"
        in_figure = True
    elif names and _is_credit(element, names, in_figure=in_figure):
        kind = "credit"
    elif names and _SPONSOR_NAME.search(names) and _is_short(element):
        kind = "notice"
    elif tag in _HEADINGS:
        kind, level = "heading", _HEADINGS[tag]
    elif tag == "blockquote":
        kind = "blockquote"
    elif tag in _LIST_ITEMS and kind != "blockquote":
        kind = "list_item"
    return _Place(
        kind,
        level,
        around.linked or tag == "a",
        around.aside
        or tag in _SET_APART
        or element.get("role") in _ROLES_APART
        or (tag in _BLOCKS and tag != "body" and bool(_APART_NAME.search(names))),
        in_figure,
        (around.preformatted or tag == "pre") and tag != "p",
        (*around.markup[1 - _MARKUP_DEPTH :], f"{tag}.{element.get('class', '')}") if tag in _BLOCKS else around.markup,
    )


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")) is not None


def _is_caption(element: _Element, names: str) -> bool:
    return (
        _CAPTION_NAME.search(names) is not None
        and _is_short(element, 6 * ASIDE_LIMIT)
        and element.find(".//h1") is None  # the page's head, with a picture's caption in it
    )


def _is_credit(element: _Element, names: str, *, in_figure: bool) -> bool:
    named = _CREDIT_NAME.search(names) or (in_figure and _CREDIT_NAME_IN_FIGURE.search(names))
    return bool(named) and _is_short(element)


def _is_short(element: _Element, limit: int = ASIDE_LIMIT) -> bool:
    """Whether all the text in ``element`` is at most ``limit`` code points, looking no further than that."""
    length = 0
    for number, text in enumerate(element.itertext()):
        length += len(text.strip())
        if length > limit or number > 100:
            return False
    return True
