"""The search over the API: all that can be asked for, page by page, as JSON and as a table."""

from __future__ import annotations

from dataclasses import fields
from inspect import signature

import pytest

from interfaces.web.api_answers import refusal, rows, walked
from onrecord.interfaces.search_views import COLUMNS, page_object
from onrecord.interfaces.web.api import attributions
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.questions import Question


def _ids(told):
    return [(each["document"], each["attribution"]) for each in told["hits"]]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"words": "levy"},
        {"words": "levy -double", "order": "relevance"},
        {"speaker": "Ortega", "order": "oldest"},
        {"words": "nobody ever said this"},
        {"versions": True, "limit": 3},
    ],
)
def test_answers_are_those_of_the_command(site, harbour, asked):
    with Ledger(harbour) as ledger:
        told = page_object(ledger.search(**asked))
    assert site.get("/api/v1/attributions", params=asked).json() == told


def test_everything_that_a_search_knows_can_be_asked_for():
    asked = set(signature(attributions.attributions).parameters) - {"request", "written"}
    assert asked == {field.name for field in fields(Question)}


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("words=levy", 3),
        ("words=levy+-double*", 2),
        ("speaker=Keller", 2),
        ("speaker=%231", 3),
        ("outlet=lantern", 2),
        ("standing=document", 1),
        ("standing=document&standing=named_person", 7),
        ("form=direct", 5),
        ("form=indirect&form=mixed", 2),
        ("act=assertive", 7),
        ("act=directive", 0),
        ("stance=distancing", 0),
        ("hops=2", 1),
        ("min_hops=1", 7),
        ("negated=true", 0),
        ("negated=false", 7),
        ("since=2023-04", 2),
        ("until=2023-03-14", 2),
        ("min_confidence=0.95", 0),
        ("outer=true", 7),
        ("versions=true", 10),
    ],
)
def test_each_parameter_narrows_the_answer(site, asked, count):
    told = site.get(f"/api/v1/attributions?{asked}").json()
    assert (told["count"], len(told["hits"]), told["count_is_exact"]) == (count, count, True)


@pytest.mark.parametrize("order", ["newest", "oldest", "relevance"])
@pytest.mark.parametrize("limit", [1, 2, 6, 7])
def test_pages_of_any_size_have_every_answer_once_in_every_order(site, order, limit):
    address = f"/api/v1/attributions?words=levy+OR+boats&order={order}"
    whole = _ids(site.get(address).json())
    pages = [answer.json() for answer in walked(site, f"{address}&limit={limit}")]
    assert [each for page in pages for each in _ids(page)] == whole
    assert len(set(whole)) == len(whole) == 6
    assert {page["count"] for page in pages} == {6}


def test_a_table_has_all_answers_unless_a_limit_is_set(site, monkeypatch):
    monkeypatch.setattr(attributions, "MOST_HITS", 2)  # so that it takes several pages
    table = rows(site.get("/api/v1/attributions?format=csv"))
    assert tuple(table[0]) == COLUMNS
    assert [(int(row["document"]), row["attribution"]) for row in table] == _ids(
        site.get("/api/v1/attributions").json()
    )
    paged = [row for answer in walked(site, "/api/v1/attributions?format=csv&limit=3") for row in rows(answer)]
    assert paged == table


def test_the_next_page_asks_the_same_question(site):
    first = site.get("/api/v1/attributions?standing=document&standing=named_person&words=%22boats%22&limit=1")
    link = first.headers["link"]
    assert "standing=document&standing=named_person&words=%22boats%22&limit=1&after=newest%3A" in link
    assert next(iter(walked(site, link.partition(">")[0][1:]))).json()["hits"]


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=ten", "limit"),
        (f"limit={2**64}", "limit"),
        ("hops=-1", "hops"),
        (f"min_hops={10**30}", "min_hops"),
        ("min_confidence=2", "min_confidence"),
        ("min_confidence=nan", "min_confidence"),
        ("min_confidence=inf", "min_confidence"),
        ("standing=nobody", "standing.0"),
        ("form=direct&form=verse", "form.1"),
        ("order=random", "order"),
        ("negated=perhaps", "negated"),
        ("format=xml", "format"),
        ("words=" + "a" * 4001, "words"),
        ("speaker=" + "a" * 501, "speaker"),
        ("outlet=" + "%F0%9F%97%9E" * 501, "outlet"),
        ("since=" + "1" * 11, "since"),
        ("after=" + "1" * 101, "after"),
    ],
)
def test_a_value_that_a_parameter_does_not_take_is_refused_by_its_name(site, asked, where):
    answer = site.get(f"/api/v1/attributions?{asked}")
    assert refusal(answer) == (400, "bad_request")
    assert answer.json()["error"]["where"] == where


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("speaker=Nobody+Whatsoever", "nobody who speaks in the ledger is called"),
        ("speaker=%00", "names no speaker"),
        ("speaker=%23" + "9" * 18, "no entity"),
        ("outlet=Nowhere", "no outlet 'Nowhere'"),
        ("outlet=", "no outlet ''"),
        ("outlet=%00", "no outlet"),
        ("outlet=e", "fits 3 outlets"),
        ("since=2023-02-30", "since: '2023-02-30' is no date"),
        ("until=soon", "until: 'soon' is no date"),
        ("since=0000", "is no date"),
        ("since=2023&until=2022", "no day is from 2023-01-01 on and until 2022-12-31"),
        ("order=relevance", "needs words"),
        ("words=ab*", "a star needs at least 3 letters"),
        ("words=%00", "there is no word in"),
        ("words=" + "a+" * 65, "65 words"),
        ("after=newest:x", "does not continue"),
        ("after=oldest:5", "does not continue"),
        ("after=newest:" + "9" * 60, "does not continue"),
        ("words=a&order=relevance&after=relevance:-1", "does not continue"),
        ("speeker=Ortega", "'speeker' is no parameter"),
        ("words=levy&Words=levy", "'Words' is no parameter"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_with_the_reason(site, asked, said):
    answer = site.get(f"/api/v1/attributions?{asked}")
    assert refusal(answer) == (400, "option_error")
    assert said in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "asked",
    [
        f"after=newest:{2**63 - 2}",
        f"after=newest:{2**63 - 1}",
        f"after=newest:{2**63}",
        f"after=oldest:{2**63 - 2}&order=oldest",
        f"after=oldest:{2**63 - 1}&order=oldest",
        f"after=relevance:{2**63 - 2}&order=relevance&words=levy",
        "after=newest:" + "0" * 80 + "1",
        "words=%ED%A0%80%ED%B0%80",
        "words=%FF%FE",
        "words=levy%00NEAR(levy)",
        "words=" + "%22" * 99 + "levy",
        "words=a%3Bdrop+table+attribution",
        "speaker=" + "%22)+OR+(%22" + "ortega",
        "since=9999&until=9999",
        "since=0001&until=9999",
        "hops=999999999",
        "limit=1000",
    ],
)
def test_hostile_values_are_answered_or_refused(site, asked):
    assert site.get(f"/api/v1/attributions?{asked}").status_code in (200, 400)
