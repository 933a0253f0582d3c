"""Articles over the API: listed page by page, one by one as records, and the texts that a page has had."""

from __future__ import annotations

import json

import pytest

from interfaces.web.api_answers import rows, walked
from onrecord.ledger.ledger import Ledger
from onrecord.record.json import decode

NEWEST_FIRST = [3, 2, 5, 4]  # the first text of article 5's page is article 1; article 4 has no date


def test_articles_are_listed_newest_first_without_texts_that_were_replaced(site):
    told = site.get("/api/v1/documents").json()
    assert [each["document"] for each in told["documents"]] == NEWEST_FIRST
    assert told["next"] is None
    assert told["documents"][2] == {
        "document": 5,
        "title": "Mayor rules out a second harbour levy",
        "outlet": "Tidewater Courier",
        "published": "2023-03-14",
        "uri": "https://courier.example/levy",
        "words": 28,
        "attributions": 2,
        "version": 2,
        "replaced_by": None,
        "copy_of": 5,
    }


def test_earlier_texts_are_listed_where_they_are_asked_for(site):
    told = site.get("/api/v1/documents", params={"versions": True}).json()["documents"]
    assert {each["document"]: each["replaced_by"] for each in told} == {1: 5, 2: None, 3: None, 4: None, 5: None}


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"outlet": "gazette"}, [3]),
        ({"since": "2023-03-15"}, [3, 2]),
        ({"until": "2023-03"}, [2, 5]),
        ({"since": "2023-03-15", "until": "2023-03-15"}, [2]),
        ({"since": "2024"}, []),
    ],
)
def test_articles_are_narrowed_by_outlet_and_day(site, asked, numbers):
    assert [each["document"] for each in site.get("/api/v1/documents", params=asked).json()["documents"]] == numbers


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 500])
def test_pages_of_any_size_have_every_article_once(site, limit):
    pages = [answer.json() for answer in walked(site, f"/api/v1/documents?limit={limit}")]
    assert [each["document"] for page in pages for each in page["documents"]] == NEWEST_FIRST
    assert all(len(page["documents"]) == limit for page in pages[:-1])


def test_articles_are_a_table_too_all_of_them_unless_a_limit_is_set(site):
    table = rows(site.get("/api/v1/documents?format=csv"))
    assert [int(row["document"]) for row in table] == NEWEST_FIRST
    assert table[0]["title"] == "Levy to double after all"
    assert table[-1]["published"] == ""
    paged = [row for answer in walked(site, "/api/v1/documents?format=csv&limit=3") for row in rows(answer)]
    assert paged == table


def test_a_table_of_more_articles_than_a_page_has_them_all(site, monkeypatch):
    from onrecord.interfaces.web.api import documents

    monkeypatch.setattr(documents, "MOST_LISTED", 1)
    assert [int(row["document"]) for row in rows(site.get("/api/v1/documents?format=csv"))] == NEWEST_FIRST


def test_an_article_is_its_record_as_the_ledger_has_it(site, harbour):
    answer = site.get("/api/v1/documents/2")
    with Ledger(harbour) as ledger:
        assert decode(answer.content) == ledger.record(2)
    assert answer.headers["content-type"] == "application/json"


def test_an_article_is_a_table_of_its_attributions(site):
    table = rows(site.get("/api/v1/documents/2?format=csv"))
    assert [row["entity"] for row in table] == ["Maria Ortega", "Ana Petrova"]


def test_an_article_can_be_had_with_its_corrections(site_of):
    site = site_of()
    made = {"attribution": "a2", "kind": "reject", "who": "Jo Field"}
    assert site.post("/api/v1/documents/2/corrections", json=made).status_code == 201
    read = site.get("/api/v1/documents/2").json()
    corrected = site.get("/api/v1/documents/2?corrected=true").json()
    assert [each["id"] for each in read["attributions"]] == ["a1", "a2"]
    assert [each["id"] for each in corrected["attributions"]] == ["a1"]


def test_the_texts_of_a_page_are_told_whichever_is_asked(site):
    of_first, of_second = (site.get(f"/api/v1/documents/{number}/versions").json() for number in (1, 5))
    assert of_first == of_second
    assert [(each["document"], each["version"], each["replaced_by"]) for each in of_first] == [(1, 1, 5), (5, 2, None)]
    assert [each["document"] for each in site.get("/api/v1/documents/2/versions").json()] == [2]


def test_what_changed_is_told_from_a_text_to_the_next_or_to_one_that_is_named(site):
    told = site.get("/api/v1/documents/1/changes").json()
    assert (told["from"]["document"], told["to"]["document"]) == (1, 5)
    assert told["kept"] == [{"old": "a1", "new": "a1"}]
    assert [(each["aspects"], each["old"]["id"], each["new"]["id"]) for each in told["altered"]] == [
        (["content"], "a2", "a2")
    ]
    assert (told["added"], [each["id"] for each in told["removed"]]) == ([], ["a3"])
    assert site.get("/api/v1/documents/1/changes?to=5").json() == told


def test_changes_are_told_as_the_command_tells_them(site, harbour, capsysbinary):
    from onrecord.interfaces.cli import main

    asked = ["show", "1", "--ledger", str(harbour), "--changes", "--format", "json"]
    main(asked, standalone_mode=False)
    assert site.get("/api/v1/documents/1/changes").json() == json.loads(capsysbinary.readouterr().out)


@pytest.mark.parametrize("path", ["", "/versions", "/changes", "/corrections"])
@pytest.mark.parametrize("number", [99, 2**63 - 1])
def test_an_article_that_is_not_there_is_not_found(site, path, number):
    answer = site.get(f"/api/v1/documents/{number}{path}")
    assert (answer.status_code, answer.json()["error"]["kind"]) == (404, "not_found")
    assert str(number) in answer.json()["error"]["message"]


@pytest.mark.parametrize("number", ["0", "-1", "a", "1.5", "9223372036854775808", "1" * 400, "%00", "1%00", "١"])
def test_what_is_no_number_of_an_article_is_refused(site, number):
    answer = site.get(f"/api/v1/documents/{number}")
    assert (answer.status_code, answer.json()["error"]["where"]) == (400, "document")


def test_a_text_without_a_later_one_has_no_changes(site):
    assert site.get("/api/v1/documents/5/changes").status_code == 404
    wrong = site.get("/api/v1/documents/1/changes?to=2")
    assert (wrong.status_code, wrong.json()["error"]["message"]) == (
        400,
        "article 2 is no later text of the page of article 1; later ones are 5",
    )


def test_nobody_is_told_where_the_ledgers_file_lies(site, harbour):
    said = site.get("/api/v1/documents/99").json()["error"]["message"]
    assert harbour.name in said
    assert str(harbour.parent) not in said
