"""Plain text is kept to the last character; its blocks are found in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError, NoArticle
from onrecord.ingest.page import Page
from onrecord.ingest.text import find_blocks, read_text
from onrecord.text.document import Document

LONG = (
    "The council met on Monday and heard, for the third time this year, that the old bridge would not last the winter."
)
SAVED = """AP Images
Jo Roe
Article audio sponsored by The Harrow Society

Jo Roe, who leads the council, said the bridge would stay open.

“It holds,” she said.
"""


def blocks_of(text: str) -> list[str]:
    return [block.span.of(text) for block in find_blocks(text)]


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(document.text)) for block in document.blocks]


def test_paragraphs_stand_between_blank_lines() -> None:
    assert blocks_of("One\nwrapped.\n\n  \nTwo. \n\n\nThree.\n") == ["One\nwrapped.", "Two.", "Three."]


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\x85", "\u2028"])
def test_every_kind_of_newline_parts_lines(newline: str) -> None:
    text = "One\nwrapped.\n\nTwo.".replace("\n", newline)
    assert blocks_of(text) == [f"One{newline}wrapped.", "Two."]


def test_unicodes_paragraph_separator_parts_paragraphs_by_itself() -> None:
    assert blocks_of("One.\u2029Two.") == ["One.", "Two."]


def test_long_lines_without_blank_ones_are_paragraphs() -> None:
    assert blocks_of(f"{LONG}\n{LONG}\nShort.") == [LONG, LONG, "Short."]


def test_short_lines_without_blank_ones_are_one_wrapped_paragraph_where_each_is_full() -> None:
    text = "The council met on Monday and heard, for the\nthird time this year, that the old bridge\nwould not last."
    assert blocks_of(text) == [text]


def test_a_short_line_that_ends_early_ends_its_paragraph() -> None:
    first = "The council met on Monday and heard\nof the bridge."
    second = "“It holds,” said Jo Roe, who leads it,\nand went home."
    assert blocks_of(f"{first}\n{second}") == [first, second]


def test_the_text_is_the_files_own() -> None:
    text = "  One.\r\n\r\nTwo “quoted”.\t\n"
    document = read_text(Page(text.encode(), "story.txt"))
    assert document.text == text
    assert document.uri == "story.txt"
    assert (document.title, document.outlet, document.authors, document.published, document.language) == (
        (None, None, (), None, None)
    )


def test_a_saved_pages_head_is_set_apart() -> None:
    document = read_text(Page(SAVED.encode()))
    assert document.text == SAVED
    assert document.sponsor == "The Harrow Society"
    assert kinds(document) == [
        ("credit", "AP Images"),
        ("caption", "Jo Roe"),
        ("notice", "Article audio sponsored by The Harrow Society"),
        ("paragraph", "Jo Roe, who leads the council, said the bridge would stay open."),
        ("paragraph", "“It holds,” she said."),
    ]


def test_a_credit_alone_in_a_paragraph_is_one_anywhere() -> None:
    document = read_text(Page(b"It holds, said Roe.\n\nJo Roe/AP\n\nShe left."))
    assert [kind for kind, _ in kinds(document)] == ["paragraph", "credit", "paragraph"]


def test_without_a_blank_line_no_caption_is_supposed() -> None:
    document = read_text(Page(f"AP Images\nBridge to stay\n{LONG}".encode()))
    assert [kind for kind, _ in kinds(document)] == ["credit", "paragraph", "paragraph"]


def test_a_first_paragraph_of_prose_stays_whole() -> None:
    text = "The council met.\nJo Roe spoke.\n\nShe left."
    assert kinds(read_text(Page(text.encode())))[0] == ("paragraph", "The council met.\nJo Roe spoke.")


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", "\ufeff\u2029".encode()])
def test_nothing_but_white_space_is_no_article(content: bytes) -> None:
    with pytest.raises(NoArticle, match=r"empty\.txt has no words"):
        read_text(Page(content, "empty.txt"))


@given(st.text(alphabet=st.one_of(st.sampled_from(" \n\r\t\u2028\u2029\x85\x0bab.”"), st.characters()), max_size=400))
def test_blocks_are_anchored_ordered_and_stripped(text: str) -> None:
    at = 0
    for block in find_blocks(text):
        assert at <= block.start < block.end <= len(text)
        assert text[at : block.start].strip() == ""
        words = block.span.of(text)
        assert words == words.strip()
        at = block.end
    assert text[at:].strip() == ""


@given(st.binary(max_size=400))
def test_any_bytes_are_a_document_or_a_clear_error(content: bytes) -> None:
    try:
        document = read_text(Page(content))
    except InputError:
        return
    assert all(block.span.of(document.text).strip() for block in document.blocks)
