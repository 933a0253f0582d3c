"""Bytes become text in whatever encoding they are, or are said to be none."""

from __future__ import annotations

import gzip
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import NotText
from onrecord.ingest.page import Page, decode

SENTENCE = "“It was déjà vu,” said Zoë Núñez – the café’s owner – on Friday. "


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_with_or_without_its_mark(encoding: str) -> None:
    assert decode(Page(SENTENCE.encode(encoding))) == SENTENCE


def test_a_byte_order_mark_is_left_out_but_only_at_the_start() -> None:
    assert decode(Page("\ufeffone\ufefftwo".encode())) == "one\ufefftwo"


def test_newlines_stay_as_they_stand() -> None:
    assert decode(Page(b"one\r\ntwo\rthree\n")) == "one\r\ntwo\rthree\n"


def test_the_carriers_word_is_taken() -> None:
    assert decode(Page("Škoda said žádný".encode("iso8859-2"), charset="ISO-8859-2")) == "Škoda said žádný"


def test_latin_1_means_what_browsers_take_it_for() -> None:
    assert decode(Page("“Yes,” said Roe".encode("cp1252"), charset="iso-8859-1")) == "“Yes,” said Roe"


def test_a_page_that_is_utf_8_is_utf_8_whatever_it_is_called() -> None:
    assert decode(Page(SENTENCE.encode(), charset="iso-8859-1")) == SENTENCE


@pytest.mark.parametrize(
    "declaration",
    ['<meta charset="windows-1251">', '<META http-equiv=Content-Type content="text/html; charset=windows-1251">'],
)
def test_the_pages_own_word_is_taken(declaration: str) -> None:
    page = f"<html><head>{declaration}</head><body>Мэр сказал: «Нет».</body></html>"
    assert decode(Page(page.encode("cp1251"))) == page


def test_an_unknown_or_absurd_declaration_is_passed_over() -> None:
    for label in ("no-such-thing", "base64", "rot13", "x" * 500, "\x00"):
        assert decode(Page("Мэр сказал: «Нет, мост будет закрыт».".encode("cp1251"), charset=label)) == decode(
            Page("Мэр сказал: «Нет, мост будет закрыт».".encode("cp1251"))
        )


def test_undeclared_text_is_detected() -> None:
    text = "Мэр города сказал, что мост будет закрыт. Жители ответили, что не согласны с этим решением. " * 10
    assert decode(Page(text.encode("cp1251"))) == text


def test_japanese_mail_encoding_is_not_mistaken_for_ascii() -> None:
    text = "市長は「いいえ」と言った。"
    assert decode(Page(text.encode("iso2022_jp"), charset="iso-2022-jp")) == text


def test_a_rare_broken_byte_is_shown_as_broken() -> None:
    content = (SENTENCE * 40).encode() + b"\xff" + SENTENCE.encode()
    assert decode(Page(content)) == SENTENCE * 40 + "\ufffd" + SENTENCE


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\x00", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"PK\x03\x04\x14\x00", "zip archive"),
        (b"\x00\x00\x00\x20ftypisom", "video"),
        (b"{\\rtf1\\ansi", "RTF"),
        (gzip.compress(b"text"), "gzip"),
    ],
)
def test_what_is_no_text_is_called_by_its_name(content: bytes, name: str) -> None:
    with pytest.raises(NotText, match=name) as caught:
        decode(Page(content, "story.bin"))
    assert "story.bin" in str(caught.value)


def test_noise_is_no_text() -> None:
    noise = random.Random(1).randbytes(5000)
    with pytest.raises(NotText, match="standard input"):
        decode(Page(b"\x01\x00" + noise))


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=12)))
def test_any_bytes_are_text_or_said_not_to_be(content: bytes, charset: str | None) -> None:
    try:
        assert isinstance(decode(Page(content, charset=charset)), str)
    except NotText:
        pass


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_text_in_utf_8_comes_back_as_it_was(text: str) -> None:
    content = text.encode()
    marked = text.removeprefix("\ufeff")
    try:
        assert decode(Page(content)) == marked
    except NotText:  # a text that begins like a file of another kind, such as "GIF89a" or "BZh"
        assert text.startswith(("GIF8", "%PDF", "BZh", "ID3", "OggS", "fLaC", "{\\rtf", "RIFF")) or text[4:8] == "ftyp"
