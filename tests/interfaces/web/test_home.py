"""The first page: what the ledger holds, and reading an article into it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from ledger.articles import Said, article
from onrecord.interfaces.web.app import create_app
from onrecord.ledger.ledger import Ledger

PAGE = {"Accept": "text/html"}
TEXT = "Ferry crews ask for a night berth\n\n“Nobody sleeps in the channel,” said Ana Petrova, who speaks for them."


def test_it_says_what_the_ledger_holds_and_lists_the_newest_first(site):
    page = site.get("/").text
    assert "5 articles" in page
    titles = ["Levy to double after all", "Skippers doubt the mayor’s word", "The year in words"]
    assert [page.find(each) > 0 for each in titles] == [True, True, True]
    assert sorted(titles, key=page.find) == titles


def test_one_article_and_one_attribution_are_told_in_the_singular(site_of, tmp_path):
    path = tmp_path / "one.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([article(Said("Ada Loom", "We will not sell"), title="No sale")])
    page = site_of(ledger=path).get("/").text
    assert "1 article with" in page
    assert "1 attribution." in page


def test_an_article_without_a_title_is_known_by_its_first_words(site_of, tmp_path):
    path = tmp_path / "untitled.ledger"
    long = "The crews of all the ferries that cross the channel between the islands and the town at night, and of some"
    records = [
        article(Said("Ada Loom", "We will not sell"), opening=long),
        article(Said("Ada Loom", "We may sell"), opening="Short"),
    ]
    nothing = article(uri="https://news.example/empty")
    with Ledger(path, write=True) as ledger:
        ledger.add([*records, replace(nothing, document=replace(nothing.document, text="", blocks=[]))])
    page = site_of(ledger=path).get("/").text
    assert ">The crews of all the ferries that cross the channel between the islands and the town at …</a>" in page
    assert ">Short</a>" in page
    assert ">https://news.example/empty</a>" in page


def test_a_site_that_only_reads_has_no_form_and_takes_none(site):
    assert "<textarea" not in site.get("/").text
    answer = site.post("/read", data={"text": TEXT}, headers=PAGE)
    assert answer.status_code == 403
    assert "read only" in answer.text


def test_a_ledger_that_will_be_gone_says_so_on_every_page(site_of):
    site = site_of(kept=False)
    assert all("gone when the server stops" in site.get(page).text for page in ("/", "/people", "/search"))
    assert "gone when the server stops" not in site_of().get("/").text


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ({}, 400, "nothing was given to read"),
        ({"text": "  \n "}, 400, "nothing was given to read"),
        ({"address": "example.com/story"}, 400, "begins with https:// or http://"),
        ({"address": "file:///etc/hosts"}, 400, "begins with https:// or http://"),
        ({"address": "http://127.0.0.1/story"}, 400, "refused"),
        ({"address": "http://169.254.169.254/latest"}, 400, "refused"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(site_of, given, status, said):
    answer = site_of().post("/read", data=given, headers=PAGE)
    assert answer.status_code == status
    assert said in answer.text


@pytest.mark.bundle
def test_what_was_pasted_is_read_and_kept_and_its_page_shown(site_of):
    site = site_of()
    answer = site.post("/read", data={"text": TEXT}, headers=PAGE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/article/6")
    assert "Nobody sleeps in the channel" in site.get("/article/6").text
    assert "Ferry crews ask for a night berth" in site.get("/").text


@pytest.mark.bundle
def test_the_same_text_again_leads_to_the_article_that_is_there(site_of):
    site = site_of()
    for _ in range(2):
        answer = site.post("/read", data={"text": TEXT}, headers=PAGE, follow_redirects=False)
        assert answer.headers["location"] == "/article/6"
    assert "6 articles" in site.get("/").text


@pytest.mark.bundle
def test_lines_that_a_browser_ends_in_two_characters_count_as_one(site_of):
    site = site_of()
    site.post("/read", data={"text": TEXT.replace("\n", "\r\n")}, headers=PAGE)
    assert site.get("/api/v1/documents/6").json()["document"]["text"] == TEXT


@pytest.mark.bundle
def test_a_file_is_read_by_its_name_and_content(site_of):
    site = site_of()
    for name, content in (("ferry.txt", TEXT.encode()), ("ferry.text", TEXT.encode("utf-16"))):
        answer = site.post("/read", files={"file": (name, content)}, headers=PAGE)
        assert answer.status_code == 200
        assert "Nobody sleeps in the channel" in answer.text


def test_the_ledger_is_made_where_there_is_none(tmp_path):
    from onrecord.interfaces.web.settings import Settings

    create_app(Settings(ledger=tmp_path / "new.ledger"))
    assert (tmp_path / "new.ledger").is_file()
