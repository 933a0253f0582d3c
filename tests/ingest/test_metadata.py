"""What a page says of itself: as the extraction library finds it, and not lost where one of its questions fails."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
import trafilatura
from lxml.html import HTMLParser, document_fromstring
from trafilatura import metadata as library

from benchmarks.pages import made_up_pages
from onrecord.ingest.metadata import _DATES, _asked, read_metadata

_EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.html"))
_HEAD = """<html lang="en-GB"><head><title>The ferry stays in port</title>
<meta property="og:title" content="The ferry stays in port">
<meta property="article:published_time" content="2024-03-14">
<meta name="author" content="Ruth Hale">
"""
_BODY = "</head><body><p>The ferry at Quillmouth will stay in port until Friday.</p></body></html>"
_ADDRESS = "https://www.quay.example/2024/03/14/ferry"


def _tree(page: bytes):
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    return document_fromstring(page, parser=parser)


def _read(head: str = "", address: str | None = _ADDRESS):
    return read_metadata(_tree((_HEAD + head + _BODY).encode()), address)


@pytest.mark.parametrize("address", [None, _ADDRESS])
def test_what_is_asked_is_what_the_library_finds(address):
    pages = [path.read_bytes() for path in _EXAMPLES] + [html for _, html in made_up_pages(9, 200, clutter=5_000)]
    assert len(pages) > 9
    for page in pages:
        whole = trafilatura.extract_metadata(
            _tree(page), default_url=address, date_config=dict(_DATES), extensive=False
        )
        asked = _asked(_tree(page), address)
        for name in ("title", "author", "url", "date", "sitename"):
            assert getattr(asked, name) == getattr(whole, name)


def test_all_of_it():
    found = _read('<meta property="og:site_name" content="Tidewater Courier">')
    assert (found.title, found.outlet, found.authors) == (
        "The ferry stays in port",
        "Tidewater Courier",
        ("Ruth Hale",),
    )
    assert (found.published, found.address, found.language) == ("2024-03-14", _ADDRESS, "en")


@pytest.mark.parametrize(
    ("given", "outlet"),
    [
        ("Tidewater Courier", "Tidewater Courier"),
        ("@TidewaterNews", "TidewaterNews"),
        ("tidewater courier", "Tidewater Courier"),
        ("courier.example", "courier.example"),
        ("@", "quay.example"),
        (None, "quay.example"),
    ],
)
def test_a_site_without_a_name_is_called_by_its_host(given, outlet):
    assert _read(f'<meta property="og:site_name" content="{given}">' if given else "").outlet == outlet


def _fails(*_, **__):
    raise RuntimeError("a fault of the library's")


def test_where_its_json_fails_the_rest_is_read(monkeypatch, caplog):
    monkeypatch.setattr(library, "extract_meta_json", _fails)
    with caplog.at_level(logging.WARNING, logger="onrecord.ingest.metadata"):
        found = _read()
    assert (found.title, found.published) == ("The ferry stays in port", "2024-03-14")
    assert "the JSON-LD of https://www.quay.example" in caplog.text


def test_where_another_question_fails_the_article_is_not_lost(monkeypatch, caplog):
    monkeypatch.setattr(library, "extract_url", _fails)
    with caplog.at_level(logging.WARNING, logger="onrecord.ingest.metadata"):
        found = _read()
    assert (found.title, found.address, found.language) == (None, _ADDRESS, "en")
    assert "the metadata of https://www.quay.example" in caplog.text
