"""From a news page to its article: what is kept, what is left, and what no page can do."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError, NoArticle, NotText, TooLarge
from onrecord.ingest import html
from onrecord.ingest.html import read_html
from onrecord.ingest.page import Page
from onrecord.text.document import Document

STORY = (
    "The council of Harrow voted on Monday to close the ferry. Residents were told the next morning, on paper.",
    "“We were not asked,” said Jo Roe, who has rowed the harbor for thirty years, and she left the room.",
    "Nobody on the council would say who had asked for the vote, or what it would cost the town to undo it.",
)


def page(body: str, head: str = "", **more: str) -> Page:
    return Page(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), **more)


def article(*extra: str, before: str = "") -> str:
    return f"<article>{before}{''.join(f'<p>{text}</p>' for text in STORY)}{''.join(extra)}</article>"


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(document.text)) for block in document.blocks]


def read_or_refused(content: bytes) -> Document | None:
    """The document, or nothing where the page is refused with one of the errors that are documented."""
    try:
        return read_html(Page(content))
    except InputError:
        return None


def is_anchored(document: Document) -> bool:
    r"""Whether blocks are in order, two newlines apart, and hold all of the text, none of it white space at an edge."""
    texts = [block.span.of(document.text) for block in document.blocks]
    return "\n\n".join(texts) == document.text and all(text and text == text.strip() for text in texts)


def test_the_example_is_read_as_a_person_reads_it(repo: Path):
    found = read_html(Page((repo / "examples/harbor-inquiry.html").read_bytes(), "examples/harbor-inquiry.html"))
    told = kinds(found)
    assert told[:3] == [
        ("credit", "Tomas Wren / Coastal Pictures"),
        ("caption", "Ruth Hale at the north lock of Port Calder last May."),
        ("notice", "Audio of this article is sponsored by Bellwether Marine Insurance"),
    ]
    assert [kind for kind, _ in told].count("blockquote") == 2
    assert ("heading", "‘Freelancing for a year’") in told
    assert told[-1][1].startswith("Hale said she had no plans to leave.")
    assert "cookies" not in found.text
    assert "Spring tires" not in found.text
    assert found.title == "Harbor chief resists pressure to quit as dredging inquiry widens"
    assert (found.outlet, found.authors, found.published) == ("The Meridian Daily", ("Priya Landon",), "2024-03-14")
    assert (found.sponsor, found.language) == ("Bellwether Marine Insurance", "en")
    assert found.uri == "examples/harbor-inquiry.html"
    assert is_anchored(found)


def test_the_canonical_address_is_the_pages_where_it_came_from_an_address():
    head = '<link rel="canonical" href="https://harrow-post.example/ferry">'
    assert read_html(page(article(), head, uri="https://harrow-post.example/ferry?from=feed")).uri == (
        "https://harrow-post.example/ferry"
    )
    assert read_html(page(article(), head, uri="saved/ferry.html")).uri == "saved/ferry.html"


def test_markup_within_words_and_sentences_cuts_nothing():
    sentence = "<p>The <b>fer</b>ry closes <time>at noon</time>, <i>she</i> <a href=x>said</a>.</p>"
    told = read_html(page(article(sentence)))
    assert told.text.endswith("The ferry closes at noon, she said.")


def test_scripts_styles_and_comments_are_no_text():
    told = read_html(page(article("<script>steal()</script><style>p{}</style><!-- off the record -->")))
    assert not re.search("steal|p{}|off the record", told.text)


def test_a_block_quotation_and_a_list_keep_their_kinds():
    extra = "<blockquote><p>The ferry is the town, and the town is the ferry, as everybody here knows.</p></blockquote>"
    extra += "<ul><li>It runs from six in the morning until nine in the evening.</li></ul>"
    told = kinds(read_html(page(article(extra))))
    assert told[-2][0] == "blockquote"
    assert told[-1][0] == "list_item"


def test_unclosed_and_crossed_markup_is_read():
    broken = f"<div><article><p>{STORY[0]}<p>{STORY[1]}<b><i></b>and left.<p>{STORY[2]}<table><tr><p></span>"
    told = read_html(Page(broken.encode()))
    assert all(text in told.text for text in (STORY[0], STORY[2]))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "empty page|no text at all"),
        ("   \n ", "empty page|no text at all"),
        ("<div id=app></div><script>render()</script>", "no text at all"),
        ("<nav><a href=/a>State</a> <a href=/b>Sport</a></nav>", "no article"),
        (
            "<form><input type=password><p>Please sign in to go on reading this article.</p></form>",
            "no article|password",
        ),
        ("<h1>404</h1><p>Not found.</p>", "no article"),
    ],
)
def test_a_page_without_an_article_is_told_from_one(body: str, message: str):
    with pytest.raises(NoArticle, match=message) as told:
        read_html(page(body, uri="x.html"))
    assert "x.html" in str(told.value)


def test_a_page_beyond_all_pages_of_news_is_too_large(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(html, "_ELEMENTS", 50)
    with pytest.raises(TooLarge, match="elements"):
        read_html(page(article("<p>And so on it went.</p>" * 60)))
    monkeypatch.setattr(html, "_CHARACTERS", 100)
    with pytest.raises(TooLarge, match="characters"):
        read_html(page(article()))


def test_deep_nesting_is_survived():
    deep = "<div>" * 50_000 + "".join(f"<p>{text}</p>" for text in STORY)
    told = read_or_refused(deep.encode())
    assert told is None or is_anchored(told)


def test_bytes_that_are_no_page_are_no_page():
    with pytest.raises(NotText, match="PDF"):
        read_html(Page(b"%PDF-1.7 ...", "x.pdf"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "iso8859-15"])
def test_words_are_the_same_in_every_encoding(encoding: str):
    text = (
        f'<html><head><meta charset="{encoding}"></head><body>{article("<p>Señora Núñez said so.</p>")}</body></html>'
    )
    told = read_html(Page(text.encode(encoding, "xmlcharrefreplace")))
    assert "Señora Núñez said so." in told.text


def test_the_same_page_gives_the_same_document(repo: Path):
    content = (repo / "examples/harbor-inquiry.html").read_bytes()
    assert read_html(Page(content)) == read_html(Page(content))


PIECES = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<article>", "<blockquote>", "</blockquote>", "<figure><figcaption>", "<li>",
     "<br>", "<b>", "</b>", "<a href='javascript:x'>", "</a>", "<h2>", "</h2>", "<table><td>", "<pre>", "<title>",
     "<script>", "</script>", "<!--", "-->", "<![CDATA[", "&#0;", "&nbsp;", "&#x202e;", "&lt;p&gt;", "<svg><math>",
     "<template>", "<time datetime='x'>", "<meta charset=utf-7>", "<base href='//x'>", "\x00", "\r\n", "\u2028",
     *STORY, "“", "said", "Sponsored by Roe & Sons", "Photo: Jo Roe"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=12), max_size=40))
def test_any_markup_gives_an_anchored_document_or_says_why_not(pieces: list[str]):
    content = "".join(pieces).encode("utf-8", "replace")
    told = read_or_refused(content)
    assert told is None or is_anchored(told)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_a_mangled_page_gives_an_anchored_document_or_says_why_not(seed: int):
    hand = random.Random(seed)
    content = bytearray((Path(__file__).parents[2] / "examples/harbor-inquiry.html").read_bytes())
    for _ in range(hand.randrange(1, 30)):
        at = hand.randrange(len(content))
        cut = hand.randrange(1, 200)
        content[at : at + hand.choice([0, 1, cut])] = hand.choice(
            [b"", b"<", b">", b"</div>", b"<p>", b'"', hand.randbytes(3), bytes(content[at : at + cut])]
        )
    told = read_or_refused(bytes(content))
    assert told is None or is_anchored(told)
