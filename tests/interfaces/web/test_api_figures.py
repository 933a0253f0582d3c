"""Who is quoted, and how outlets source, over the API: lists, one of each in detail, and tables."""

from __future__ import annotations

from inspect import signature

import msgspec
import pytest

from interfaces.web.api_answers import refusal, rows, walked
from ledger.articles import Said, article
from onrecord.interfaces.people_views import OUTLETS, SPEAKERS_TABLE
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.profile_details import outlet_detail, speaker_detail

ENTITIES = "/api/v1/entities"


def _as_json(value):
    return msgspec.json.decode(msgspec.json.encode(value))


def _names(told):
    return [each["name"] for each in told["entities"]]


def test_those_who_are_quoted_are_listed_with_their_figures(site, harbour):
    told = site.get(ENTITIES).json()
    with Ledger(harbour) as ledger:
        assert told["entities"] == _as_json(ledger.speakers())
    assert (told["count"], told["next"]) == (3, None)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"name": "ort"}, ["Maria Ortega"]),
        ({"name": "nobody"}, []),
        ({"name": ""}, []),
        ({"kind": "person"}, ["Maria Ortega", "Tomas Keller", "Ana Petrova"]),
        ({"kind": "organization"}, []),
        ({"standing": "document"}, []),
        ({"outlet": "lantern"}, ["Maria Ortega", "Ana Petrova"]),
        ({"since": "2023-04"}, ["Maria Ortega", "Tomas Keller"]),
        ({"until": "2023-03-14"}, ["Maria Ortega", "Tomas Keller"]),
        ({"once": True}, ["Maria Ortega", "Tomas Keller", "Ana Petrova"]),
        ({"sort": "name"}, ["Ana Petrova", "Maria Ortega", "Tomas Keller"]),
        ({"sort": "articles", "limit": 2}, ["Maria Ortega", "Tomas Keller"]),
    ],
)
def test_who_is_listed_is_narrowed_and_ordered(site, asked, names):
    assert _names(site.get(ENTITIES, params=asked).json()) == names


@pytest.mark.parametrize("sort", ["words", "attributions", "articles", "outlets", "name"])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_of_any_size_have_everybody_once_in_every_order(site, sort, limit):
    whole = _names(site.get(ENTITIES, params={"sort": sort}).json())
    pages = [answer.json() for answer in walked(site, f"{ENTITIES}?sort={sort}&limit={limit}")]
    assert [name for page in pages for name in _names(page)] == whole
    assert {page["count"] for page in pages} == {3}


def test_figures_are_a_table_too(site):
    table = rows(site.get(f"{ENTITIES}?format=csv"))
    assert list(table[0]) == [column.name for column in SPEAKERS_TABLE]
    assert [row["name"] for row in table] == ["Maria Ortega", "Tomas Keller", "Ana Petrova"]
    assert [row for answer in walked(site, f"{ENTITIES}?format=csv&limit=1") for row in rows(answer)] == table


def test_one_who_is_quoted_is_told_as_the_command_tells_it(site, harbour):
    with Ledger(harbour) as ledger:
        told = _as_json(speaker_detail(ledger, "1"))
    assert site.get(f"{ENTITIES}/1").json() == told
    assert told["speaker"]["name"] == "Maria Ortega"
    (row,) = rows(site.get(f"{ENTITIES}/1?format=csv"))
    assert (row["entity"], row["name"]) == ("1", "Maria Ortega")


def test_one_who_is_quoted_is_told_of_some_articles(site):
    asked = {"outlet": "gazette", "since": "2023-04", "standing": "named_person", "once": True}
    told = site.get(f"{ENTITIES}/1", params=asked).json()
    assert [each["outlet"] for each in told["quoted_by"]] == ["Harbour Gazette"]


def test_one_who_was_merged_is_found_where_they_went_with_the_same_question(site_of, tmp_path):
    path = tmp_path / "merged.ledger"
    with Ledger(path, write=True) as ledger:
        for name in ("Maria Ortega", "Mia Ortiz"):
            ledger.add([article(Said(name, "The quay will be repaired before the autumn storms"), title=name)])
        ledger.merge(1, 2)
    site = site_of(ledger=path)
    answer = site.get(f"{ENTITIES}/2?once=true&since=2023", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, f"{ENTITIES}/1?once=true&since=2023")
    assert site.get(f"{ENTITIES}/2").json()["speaker"]["attributions"] == 2


@pytest.mark.parametrize("number", [4, 2**63 - 1])
def test_nobody_of_a_number_is_not_found(site, number):
    assert refusal(site.get(f"{ENTITIES}/{number}")) == (404, "not_found")


@pytest.mark.parametrize("address", [ENTITIES, f"{ENTITIES}/1", "/api/v1/outlets", "/api/v1/outlets/Evening Lantern"])
@pytest.mark.parametrize(
    "asked",
    ["since=yesterday", "since=2023&until=2022", "once=perhaps", "limit=0", "after=x", "sort=size", "format=xml", "x="],
)
def test_a_question_that_makes_no_sense_is_refused(site, address, asked):
    status, kind = refusal(site.get(f"{address}?{asked}"))
    assert (status, kind in {"bad_request", "option_error"}) == (400, True)


@pytest.mark.parametrize("after", ["words:x", "name:1", "words:-1", "words:" + "9" * 13, "words:١", "words", ""])
@pytest.mark.parametrize("address", [ENTITIES, "/api/v1/outlets"])
def test_what_is_no_cursor_is_refused(site, address, after):
    answer = site.get(address, params={"after": after, "sort": "words"})
    assert refusal(answer) == (400, "option_error")


def test_behind_the_last_there_is_nobody(site):
    told = site.get(ENTITIES, params={"after": "words:" + "9" * 12}).json()
    assert (told["entities"], told["next"]) == ([], None)


def test_outlets_are_listed_with_their_figures(site, harbour):
    told = site.get("/api/v1/outlets").json()
    with Ledger(harbour) as ledger:
        assert told["outlets"] == _as_json(ledger.outlets())
    assert (told["count"], told["next"]) == (4, None)
    assert [each["name"] for each in told["outlets"]][-1] is None  # of the article that names none


@pytest.mark.parametrize("sort", ["articles", "words", "page", "unnamed", "hearsay", "speakers", "top10", "name"])
@pytest.mark.parametrize("limit", [1, 3])
def test_pages_of_any_size_have_every_outlet_once(site, sort, limit):
    whole = [each["name"] for each in site.get("/api/v1/outlets", params={"sort": sort}).json()["outlets"]]
    pages = [answer.json() for answer in walked(site, f"/api/v1/outlets?sort={sort}&limit={limit}")]
    assert [each["name"] for page in pages for each in page["outlets"]] == whole


def test_outlets_are_a_table_too(site):
    table = rows(site.get("/api/v1/outlets?format=csv&sort=name"))
    assert list(table[0]) == [column.name for column in OUTLETS]
    assert [row["outlet"] for row in table] == [
        "Evening Lantern",
        "Harbour Gazette",
        "Tidewater Courier",
        "no outlet named",
    ]
    assert [row for a in walked(site, "/api/v1/outlets?format=csv&sort=name&limit=3") for row in rows(a)] == table


@pytest.mark.parametrize("name", ["Harbour Gazette", "harbour gazette", "gazette", " Gazette "])
def test_one_outlet_is_told_as_the_command_tells_it(site, harbour, name):
    with Ledger(harbour) as ledger:
        told = _as_json(outlet_detail(ledger, "Harbour Gazette"))
    assert site.get(f"/api/v1/outlets/{name}").json() == told
    (row,) = rows(site.get(f"/api/v1/outlets/{name}?format=csv"))
    assert row["outlet"] == "Harbour Gazette"


@pytest.mark.parametrize(
    "name", ["Morning/Evening Post", "../outlets", "50% Off?", "#1 Paper", "Ærø Tidende", "a+b&c=d"]
)
def test_an_outlet_of_any_name_has_an_address(site_of, tmp_path, name):
    from urllib.parse import quote

    path = tmp_path / "named.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([article(Said("Maria Ortega", "The quay will be repaired"), outlet=name)])
    answer = site_of(ledger=path).get(f"/api/v1/outlets/{quote(name, safe='')}")
    assert answer.json()["figures"]["name"] == name


@pytest.mark.parametrize("name", ["nowhere", "e", "", "%00", "%FF", "a" * 300])
def test_no_outlet_and_several_are_not_found(site, name):
    assert refusal(site.get(f"/api/v1/outlets/{name}")) == (404, "not_found")


def test_what_the_command_can_be_asked_of_speakers_can_be_asked_here():
    from onrecord.interfaces.cli_outlets import command as outlets_command
    from onrecord.interfaces.cli_speakers import command as speakers_command
    from onrecord.interfaces.web.api import entities, outlets

    for command, route in ((speakers_command, entities.entities), (outlets_command, outlets.outlets)):
        options = {option.name for option in command.params} - {"ledger", "color", "written"}
        assert options - set(signature(route).parameters) - {"name"} == set()
