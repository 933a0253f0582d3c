"""What somebody gives to be read: one thing, of a size that can be read at once."""

from __future__ import annotations

import gzip

import pytest

from onrecord.errors import NoArticle, OptionError, TooLarge
from onrecord.ingest.text import find_blocks
from onrecord.interfaces.assistant.reading import MOST_WORDS, Readings
from onrecord.interfaces.incoming import bounded, from_file, from_text, given_document
from onrecord.text.document import Document

NOTHING = {"text": None, "html": None, "address": None, "uri": None, "max_bytes": 1_000, "allow_private": False}


def document(text: str) -> Document:
    return Document(text, find_blocks(text))


@pytest.mark.parametrize("text", ["word " * 11, "," * 11, "a," * 6, "“no”" * 4])
def test_words_and_marks_are_bounded_whatever_stands_between_them(text: str) -> None:
    with pytest.raises(TooLarge, match="more than 10 words and marks"):
        bounded(document(text), 10)


def test_an_article_within_the_bound_is_handed_on() -> None:
    short = document("word " * 10)
    assert bounded(short, 10) is short


def test_an_assistants_reader_is_not_loaded_for_a_line_of_commas() -> None:
    def new_reader() -> None:
        raise AssertionError("nothing is to be read")

    with pytest.raises(TooLarge):
        Readings(new_reader).read(document("," * (MOST_WORDS + 1)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given", [{}, {"text": "a", "html": "<p>b</p>"}, {"text": "a", "address": "https://a.example"}]
)
def test_exactly_one_article_is_given(given: dict[str, str]) -> None:
    with pytest.raises(OptionError, match="exactly one of text, html and address"):
        given_document(**{**NOTHING, **given})


def test_an_address_is_one_of_the_web() -> None:
    with pytest.raises(OptionError, match="no address of the web"):
        given_document(**{**NOTHING, "address": "file:///etc/passwd"})


def test_a_file_is_unfolded_within_its_bound_and_has_no_address() -> None:
    words = b"The mayor said that the wall would hold.\n"
    found = from_file("folder\\story.txt.gz", gzip.compress(words), max_bytes=1_000)
    assert (found.text, found.uri) == (words.decode(), None)
    with pytest.raises(TooLarge):
        from_file("story.txt.gz", gzip.compress(words * 1_000), max_bytes=1_000)
    with pytest.raises(NoArticle, match=r"story\.txt"):
        from_file("story.txt", b"   ", max_bytes=1_000)


def test_the_line_ends_of_a_browser_are_those_of_what_was_pasted() -> None:
    assert from_text("One.\r\n\r\nTwo.").text == "One.\n\nTwo."
