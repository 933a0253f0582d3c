"""Pages and files that are made to swell, to nest or to repeat until whoever reads them gives in."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib

import pytest

from onrecord.errors import InputError, NoArticle, NotText, TooLarge
from onrecord.ingest.attributes import most_attributes
from onrecord.ingest.load import load_page, to_document
from onrecord.ingest.page import Page
from onrecord.ingest.text import find_blocks
from onrecord.text.document import Document
from onrecord.text.quotations import find_quotations

STORY = "The harbour master has left the town, and nobody at the quay expects another one before the spring. " * 6


def _bomb(unfolded: int) -> bytes:
    """A gzip file of zeros, a thousandth as long as what it unfolds to."""
    packer = zlib.compressobj(9, wbits=31)
    piece = bytes(1 << 20)
    return b"".join(packer.compress(piece) for _ in range(unfolded >> 20)) + packer.flush()


def _read(content: bytes, uri: str = "a.html") -> Document:
    return to_document(Page(content, uri))


def test_a_file_that_unfolds_to_a_quarter_of_a_gigabyte_is_refused_before_it_has() -> None:
    bomb = _bomb(1 << 28)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge, match="holds more than 20,000,000 bytes"):
            load_page("-", stdin=io.BytesIO(bomb))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 100_000_000


def test_a_file_of_a_hundred_thousand_small_members_is_read_up_to_a_bound() -> None:
    member = gzip.compress(b"x", mtime=0)
    page = load_page("-", stdin=io.BytesIO(member * 100_000))
    assert len(page.content) <= 1000


def test_compression_within_compression_is_no_text() -> None:
    content = gzip.compress(gzip.compress(gzip.compress(STORY.encode())))
    page = load_page("-", stdin=io.BytesIO(content))
    with pytest.raises(NotText, match="gzip"):
        to_document(page)


def test_entities_that_double_at_each_step_are_not_unfolded() -> None:
    steps = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 40))
    page = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "boom ">{steps}]><html><body><article><p>{STORY} &e39;</p>'
        "</article></body></html>"
    )
    assert len(_read(page.encode()).text) < 3 * len(STORY)


def test_an_entity_that_names_a_file_brings_nothing_of_it() -> None:
    page = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY told SYSTEM "file:///etc/passwd">]><html><body><article>'
        f"<p>{STORY} &told;</p></article></body></html>"
    )
    assert "root:" not in _read(page.encode()).text


@pytest.mark.parametrize("element", ["div", "b", "blockquote", "ul><li", "table><tr><td"])
def test_elements_nested_a_hundred_thousand_deep_are_read_or_refused(element: str) -> None:
    page = f"<html><body>{f'<{element}>' * 100_000}<p>{STORY}</p></body></html>"
    try:
        document = _read(page.encode())
    except (NoArticle, TooLarge):
        return
    assert document.text.count("harbour") <= 6


def test_a_page_of_more_elements_than_any_has_is_refused() -> None:
    with pytest.raises(TooLarge, match="elements"):
        _read(f"<html><body><p>{STORY}</p>{'<i></i>' * 300_000}</body></html>".encode())


def _with_attributes(count: int, before: str = "", behind: str = "") -> bytes:
    attributes = " ".join(f'a{number}="{number}"' for number in range(count))
    return f"<html><body>{before}<article {attributes}>{behind}<p>{STORY}</p></article></body></html>".encode()


def test_an_element_of_a_thousand_attributes_is_read() -> None:
    assert STORY.strip() in _read(_with_attributes(1_000)).text


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("", ""),
        ("<!-->", "-->"),
        ("<!-- <script> -->", "<!-- </script> -->"),
        ("<script><!-- </script>", "<script>--></script>"),
        ("<p title='>'>", ""),
        ('<p a=b"c>', ""),
    ],
)
def test_an_element_of_a_hundred_thousand_attributes_is_refused_wherever_it_hides(before: str, behind: str) -> None:
    with pytest.raises(TooLarge, match=r"has an element of 100,00\d attributes"):
        _read(_with_attributes(100_000, before, behind))


def test_a_script_that_looks_like_an_element_of_many_attributes_is_read() -> None:
    script = "for (i = 0; i <n; i++) { " + "a b c d e f g h " * 10_000 + " }"
    page = f"<html><head><script>{script}</script></head><body><article><p>{STORY}</p></article></body></html>"
    assert STORY.strip() in _read(page.encode()).text


@pytest.mark.parametrize("piece", ["<a x='", '<a x="', "<script>", "<!--", "<a b=", "</", "<a/", "<title "])
def test_counting_attributes_takes_one_pass(piece: str) -> None:
    assert most_attributes(piece * 500_000) >= 0


def test_a_comment_that_never_ends_ends_the_page() -> None:
    with pytest.raises(NoArticle):
        _read(f"<html><body><!-- {'<p>x</p>' * 100_000} <p>{STORY}</p></body></html>".encode())


@pytest.mark.parametrize("mark", ['"', "“", "”", "‘", "'", "«", "''", "“”", "„“"])
def test_as_many_quotation_marks_as_there_is_room_for_are_quotations_in_bounds(mark: str) -> None:
    text = (mark + " ") * 100_000
    at = 0
    for quotation in find_quotations(text, 0, len(text)):
        assert 0 <= quotation.span.start < quotation.span.end <= len(text)
        assert quotation.span.start >= at or quotation.depth > 0
        at = quotation.span.start


def test_a_line_of_millions_of_letters_is_one_paragraph() -> None:
    text = "x" * 5_000_000
    (block,) = find_blocks(text)
    assert (block.start, block.end) == (0, len(text))


@pytest.mark.parametrize(
    "content", [b"\x00" * 100_000, b"\xff\xfe" * 50_000, bytes(range(256)) * 400, b"<" * 1_000_000]
)
def test_bytes_that_are_no_page_are_an_error_of_ours(content: bytes) -> None:
    with pytest.raises(InputError):
        _read(content)


@pytest.mark.parametrize(
    "control", ["\x01", "\x0b", "\x0c", "\x1f", "&#0;", "&#1;", "&#x1F;", "&#12;", "\ufffe", "&#xFFFF;"]
)
def test_what_cannot_be_written_loses_neither_the_story_nor_the_byline(control: str) -> None:
    page = (
        f"<html><head><title>Ferry</title><meta name='author' content='Ann Vell'></head><body>{control}<article>"
        f"<script>x</script>{control}<p>{STORY}{control}</p><style>y</style> {control}</article></body></html>"
    )
    document = _read(page.encode())
    assert document.authors == ("Ann Vell",)
    assert STORY.strip() in document.text
    assert control not in document.text


def test_white_space_and_letters_by_number_stay() -> None:
    page = f"<html><body><article><p>{STORY} It&#8217;s&#32;shut&#x21;&#10;Again&#110;.</p></article></body></html>"
    assert "It’s shut! Againn." in _read(page.encode()).text


def _links_in_footers(count: int, deep: int) -> bytes:
    opened = "".join(f'<div class="footer"><a href="/{n}">more</a>' for n in range(deep))
    rest = "".join(f'<a href="/x{n}">more</a>' for n in range(count - deep))
    head = "<head><title>The harbour master leaves</title></head>"
    return f"<html>{head}<body><article><p>{STORY}</p></article>{opened}{rest}{'</div>' * deep}</body></html>".encode()


@pytest.mark.parametrize(("count", "deep"), [(4000, 200), (400, 10)])
def test_links_in_footers_in_footers_are_not_looked_through(
    count: int, deep: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trafilatura import metadata as library

    def never(*_: object) -> None:
        raise AssertionError("this holds such a page for a minute")

    for question in ("extract_catstags", "extract_license"):
        monkeypatch.setattr(library, question, never)
    document = _read(_links_in_footers(count, deep))
    assert document.text.startswith("The harbour master")
    assert document.title == "The harbour master leaves"
