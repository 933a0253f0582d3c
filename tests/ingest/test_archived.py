"""The article on a page of an archive, or why there is none; and what an archive is, by its name."""

from __future__ import annotations

import pytest

from onrecord.errors import OptionError
from onrecord.ingest import archived
from onrecord.ingest.archived import document_of, is_archive
from onrecord.ingest.listing import Listed
from onrecord.ingest.offered import Offered, PassedOver
from onrecord.ingest.page import Page
from onrecord.text.document import Document

STORY = b"The harbour master has left the town, and nobody at the quay expects another one before the spring. " * 3


def _offered(content: bytes = STORY) -> Offered:
    return Offered("crawl@1", Page(content, "https://news.example/a", "text/plain", "utf-8"), Listed(title="Gone"))


def test_an_article_has_what_is_listed_of_it() -> None:
    document = document_of(_offered())
    assert isinstance(document, Document)
    assert document.title == "Gone"


def test_what_nobody_foresaw_of_a_page_is_told_of_that_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Page) -> Document:
        raise ZeroDivisionError("why")

    monkeypatch.setattr(archived, "to_document", fails)
    passed = document_of(_offered())
    assert isinstance(passed, PassedOver)
    assert (passed.reason, passed.place) == ("poison", "crawl@1")
    assert "ZeroDivisionError" in passed.detail


def test_a_library_that_is_missing_is_no_fault_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(page: Page, wanted: str) -> str | None:
        raise OptionError("install it")

    monkeypatch.setattr(archived, "foreign_language", missing)
    with pytest.raises(OptionError):
        document_of(_offered())


@pytest.mark.parametrize("name", ["a.warc", "A.WARC.GZ", "a.warc.zst", "a.parquet", "/x/a.b.warc.gz"])
def test_archives_are_known_by_their_names(name: str) -> None:
    assert is_archive(name)


@pytest.mark.parametrize("name", ["a.html.zst", "a.warc.txt", "warc", "a.jsonl.gz", "a.parquet.html"])
def test_other_names_are_none(name: str) -> None:
    assert not is_archive(name)
