"""HTML: from a news page to its article, with its blocks and what the page says about itself.

Two readings of one page meet here. The extraction library chooses what is the article, which it does better than rules
of our own would; the page's own runs give the words, their order and their kinds (:mod:`onrecord.ingest.flow`), and
what the library leaves out though a careful reader needs it: captions, photo credits, and the line that says who pays.

The page's headline is ``Document.title``. It is a heading block of the text too only where the library keeps it: most
pages hold it several times over, in several versions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.errors import NoArticle, TooLarge
from onrecord.ingest.asides import sponsor_in
from onrecord.ingest.attributes import most_attributes
from onrecord.ingest.choice import Chosen, choose
from onrecord.ingest.flow import Run, find_runs
from onrecord.ingest.metadata import Metadata, read_metadata
from onrecord.ingest.page import Page, decode, name_of
from onrecord.text.document import STORY_KINDS, Block, Document

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

__all__ = ["read_html"]

#: The library's settings, in the order in which they are tried. Measured by ``python -m evaluation.pages`` on its 181
#: pages, as F1 of the story's words and quotations kept of 612 (the library's plain output: 0.9525, 602): precision
#: alone 0.9681, 606; balanced 0.9641, 612; balanced and fast 0.9667, 612; recall 0.956, 602 before kin were added;
#: precision, then balanced where precision is short, 0.9728, 612, and no worse for looking twice below 1,500.
_CAREFUL: dict[str, Any] = {"include_comments": False, "favor_precision": True}
_BALANCED: dict[str, Any] = {"include_comments": False}
#: A careful choice below so many characters is weighed against a balanced one, which wins if so many times longer.
_SHORT, _MUCH_LONGER = 600, 2.0

#: The longest page and the most elements that are read. The longest pages of news hold 5 million characters and 50,000
#: elements; the library's work grows faster than the page.
_CHARACTERS, _ELEMENTS = 20_000_000, 250_000
#: What a tree may hold and the libraries cannot write into one again: controls, as they are or by number, and the two
#: characters that are none. A browser shows nothing for any of them.
_UNWRITABLE = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|"
    r"&\#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF])|0*6553[45])(?![0-9a-fA-F]);?"
)
#: The most attributes of one element, for which the parser's work grows faster than their number, too.
_ATTRIBUTES = 2_000

#: An article has at least so many words in sentences outside links. The shortest briefs that wires send are two
#: sentences; a form, a notice of consent or an error says less.
_FEWEST_WORDS = 20
#: On a page that asks for a password, so many: what a form says about itself is prose too.
_FEWEST_WORDS_BESIDE_PASSWORD = 60
#: A stretch is a sentence from so many words on, with an end to it; and no more than this share of it in links.
_SENTENCE_WORDS, _MOST_LINKED = 6, 0.6
#: Chinese, Japanese, Thai, Lao, Burmese and Khmer.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
_SENTENCE_END = re.compile(r"[.!?…:;।؟](?:[\"'”’»)\]]|\s|$)|[。！？]")

#: So many paragraphs of at least so many code points show how the article's paragraphs are marked up.
_KIN, _KIN_LENGTH = 3, 80

#: How many runs before the article's first a caption, a credit or a sponsor's line may stand: the picture at its head.
_RUNS_ABOVE = 12
#: The longest caption that is taken, in code points: a longer one is a story of its own, in a gallery.
_CAPTION_LENGTH = 1_500
#: Captions that begin with the same so many characters are the same, once for a phone and once for a wide screen.
_SAME_FROM = 60
#: What players and galleries say of themselves where captions stand.
_LABEL = re.compile(
    r"(?:image|photo|slide|picture|video)? ?\d+ ?(?:of|/) ?\d+|"
    r"(?:(?:hide|show|toggle|view|open) )?captions?|close|next|previous|enlarge(?: this)?(?: image| photo)?|"
    r"(?:view|open|expand) (?:image|photo|gallery|fullscreen)|photos?|images?|videos?|play(?: video)?|more on:|share|"
    r"media playback is (?:un|not )supported on (?:your|this) device",
    re.I,
)


def read_html(page: Page) -> Document:
    r"""The document of a news page.

    ``text`` is the blocks' texts joined by ``"\n\n"``, so each block starts two code points after the one before ends.
    ``uri`` is the canonical address where the page came from an address (or from standard input), the path where it
    came from a file.

    Raises :class:`~onrecord.errors.NotText` for bytes that are no text, :class:`~onrecord.errors.TooLarge` for a page
    beyond all pages of news, and :class:`~onrecord.errors.NoArticle` for a page without an article.
    """
    tree = _parse(decode(page), page)
    runs = find_runs(tree)
    if not runs:
        raise NoArticle(f"{name_of(page)} shows no text at all: it may be built by scripts in a browser; save it there")
    address = page.uri if page.uri and page.uri.startswith(("http://", "https://")) else None
    metadata = read_metadata(tree, address)
    chosen = _trimmed(_with_kin(choose(runs, _extracted(tree, page)), runs))
    _check_article(chosen, tree, page)
    chosen = _with_asides(chosen, runs, metadata)
    sponsors = (sponsor_in(one.text, labelled=True) for one in chosen if one.kind == "notice")
    text, blocks = _put_together(chosen)
    return Document(
        text,
        blocks,
        uri=page.uri if page.uri and not address else metadata.address or page.uri,
        title=metadata.title,
        outlet=metadata.outlet,
        authors=metadata.authors,
        published=metadata.published,
        sponsor=metadata.sponsor or next(filter(None, sponsors), None),
        language=metadata.language,
    )


def _parse(text: str, page: Page) -> HtmlElement:
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    if len(text) > _CHARACTERS:
        raise TooLarge(
            f"{name_of(page)} is a page of {len(text):,} characters; the most that is read is {_CHARACTERS:,}"
        )
    text = _UNWRITABLE.sub(" ", text.replace("\x00", ""))
    attributes = most_attributes(text)
    if attributes > _ATTRIBUTES:
        raise TooLarge(
            f"{name_of(page)} has an element of {attributes:,} attributes; the most that are read are {_ATTRIBUTES:,}"
        )
    # The parser cuts what is nested deeper than 256 elements (its own bound), so nothing below recurses further.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree: HtmlElement = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except LxmlError as error:  # nothing but white space, or nothing that can be a page
        raise NoArticle(f"{name_of(page)} is an empty page; give one with an article on it") from error
    elements = int(tree.xpath("count(//*)"))
    if elements > _ELEMENTS:
        raise TooLarge(f"{name_of(page)} is a page of {elements:,} elements; the most that are read are {_ELEMENTS:,}")
    return tree


def _extracted(tree: HtmlElement, page: Page) -> _Element:
    """The library's choice, as its own small tree."""
    careful = _extraction(tree, page, _CAREFUL)
    length = _length(careful)
    if length < _SHORT:
        balanced = _extraction(tree, page, _BALANCED)
        if _length(balanced) > _MUCH_LONGER * length:
            careful = balanced
    if careful is None:
        raise NoArticle(f"{name_of(page)} has no article on it that can be found; give the page of one article")
    return careful


def _extraction(tree: HtmlElement, page: Page, settings: dict[str, Any]) -> _Element | None:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as Found

    try:
        found = bare_extraction(tree, with_metadata=False, **settings)
    except Exception as error:  # heuristics over anything that the web holds: what can fail in them is not listed
        raise NoArticle(
            f"{name_of(page)} is a page that the extractor fails on ({error!r}); save its text as .txt"
        ) from error
    return found.body if isinstance(found, Found) else None


def _length(body: _Element | None) -> int:
    return 0 if body is None else sum(len(text.strip()) for text in body.itertext())


def _with_kin(chosen: list[Chosen], runs: Sequence[Run]) -> list[Chosen]:
    """With the paragraphs that the library missed though they are marked up as those that it chose.

    An article cut in parts by advertisements is in several containers, of which the library may take one.
    """
    own = {one.run for one in chosen if one.own}
    alike = Counter(runs[index].markup for index in own if _is_kin(runs[index]))
    added = [
        Chosen(run.text, run.kind, index, run.linked)
        for index, run in enumerate(runs)
        if index not in own and alike[run.markup] >= _KIN and _is_kin(run)
    ]
    return sorted([*chosen, *added], key=lambda one: (one.run, not one.own))


def _is_kin(run: Run) -> bool:
    return run.kind == "paragraph" and not run.aside and len(run.text) >= _KIN_LENGTH and 2 * run.linked < len(run.text)


def _trimmed(chosen: list[Chosen]) -> list[Chosen]:
    """Without the headings at the end: with nothing under them, they head what the page shows after the article."""
    last = len(chosen)
    while last and chosen[last - 1].kind == "heading":
        last -= 1
    return chosen[:last]


def _check_article(chosen: Sequence[Chosen], tree: HtmlElement, page: Page) -> None:
    words = sum(
        _count_words(one.text) for one in chosen if one.kind in STORY_KINDS and one.kind != "heading" and _is_prose(one)
    )
    if words < _FEWEST_WORDS:
        raise NoArticle(
            f"{name_of(page)} has no article on it, only links, labels or a form "
            f"({words} words in sentences; the fewest are {_FEWEST_WORDS}); give the page of one article"
        )
    if words < _FEWEST_WORDS_BESIDE_PASSWORD and tree.xpath("//input[@type='password']"):
        raise NoArticle(f"{name_of(page)} asks for a password and shows no article; save the page after signing in")


def _is_prose(one: Chosen) -> bool:
    return (
        one.linked <= _MOST_LINKED * len(one.text)
        and _count_words(one.text) >= _SENTENCE_WORDS
        and _SENTENCE_END.search(one.text) is not None
    )


def _count_words(text: str) -> int:
    """Words, where spaces part them; two characters are one word in scripts that write without spaces."""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2


def _with_asides(chosen: list[Chosen], runs: Sequence[Run], metadata: Metadata) -> list[Chosen]:
    """The captions, credits and sponsors' lines that stand by the article put in where they stand."""
    own = [one for one in chosen if one.own]
    if not own:
        return chosen
    first, last = own[0].run, own[-1].run
    told = {_words_of(one.text) for one in chosen}
    beginnings: set[str] = set()
    story = " ".join(map(_words_of, (one.text for one in chosen)))
    # A site may wrap all of its page in what looks like a box beside the article: then the mark means nothing.
    marked = 2 * sum(runs[one.run].aside for one in own) > len(own)
    added = []
    for index in range(_head(runs, first, metadata), last):
        run = runs[index]
        words = _words_of(run.text)
        if not _stands_by(run) or (run.aside and not marked) or words in told:
            continue
        if run.kind == "caption" and len(words) > _SAME_FROM and (words in story or words[:_SAME_FROM] in beginnings):
            continue
        told.add(words)
        beginnings.add(words[:_SAME_FROM])
        added.append(Chosen(run.text, run.kind, index, run.linked))
    return sorted([*chosen, *added], key=lambda one: one.run)


def _head(runs: Sequence[Run], first: int, metadata: Metadata) -> int:
    """The index of the run at which the article's page begins: its headline, or a few runs before the first."""
    lowest = max(first - _RUNS_ABOVE, 0)
    title = _words_of(metadata.title or "")
    for index in range(first, lowest - 1, -1):
        if runs[index].level == 1 or (title and _words_of(runs[index].text) == title):
            return max(index - 2, 0)
    return lowest


def _stands_by(run: Run) -> bool:
    if run.kind == "notice":
        return sponsor_in(run.text, labelled=True) is not None
    return (
        run.kind in ("caption", "credit")
        and len(run.text) <= _CAPTION_LENGTH
        and run.linked < len(run.text)
        and not _LABEL.fullmatch(run.text)
    )


def _words_of(text: str) -> str:
    """``text`` as compared with other text: letters and digits only, without case."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _put_together(chosen: Iterable[Chosen]) -> tuple[str, tuple[Block, ...]]:
    texts, blocks, at = [], [], 0
    for one in chosen:
        texts.append(one.text)
        blocks.append(Block(one.kind, at, at + len(one.text)))
        at += len(one.text) + 2
    return "\n\n".join(texts), tuple(blocks)
