"""Whom the articles quote, page by page; and one of them, with all that the ledger has of it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest

from interfaces.web.trees import PAGE, got, select, words_of
from ledger.articles import Said, article
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.profile_details import speaker_detail
from onrecord.record.types import Addressee, Record, Role, SpanRecord

#: The numbers of two of the harbour town's.
ORTEGA, KELLER = 1, 2


def query_of(link):
    return dict(parse_qsl(urlsplit(link.get("href")).query))


def names(page):
    return words_of(select(page, "tbody th > a"))


def sections(page):
    """The words of each section by its heading."""
    return {
        words_of(select(each, "h2"))[0]: " ".join(each.text_content().split()) for each in select(page, "main section")
    }


def told_to(record: Record, words: str) -> Record:
    """The record with whom its first attribution was told."""
    start = record.document.text.index(words)
    addressee = Addressee(spans=[SpanRecord(start, start + len(words))])
    first, *rest = record.attributions
    return msgspec.structs.replace(record, attributions=[msgspec.structs.replace(first, addressee=addressee), *rest])


def filled_with(path: Path, *records: Record) -> Path:
    with Ledger(path, write=True) as ledger:
        ledger.add(list(records))
    return path


@pytest.fixture
def town(tmp_path):
    """Eleven outlets that quote Maria Ortega, each in its own month; three offices, and an article without a date."""
    records = [
        article(
            Said("Maria Ortega", f"Levy number {number}"), Said("Tomas Keller", f"Toll number {number}"),
            outlet=f"Paper {number:02}", published=f"2023-{number:02}-11",
        )
        for number in range(1, 12)
    ]  # fmt: skip
    for at, title in ((0, "mayor"), (10, "former mayor"), (4, "chair")):
        entities = [
            msgspec.structs.replace(each, roles=[Role(title=title, start=0, end=1)])
            if each.name == "Maria Ortega"
            else each
            for each in records[at].entities
        ]
        records[at] = msgspec.structs.replace(records[at], entities=entities)
    undated = article(Said("Maria Ortega", "So it is"), opening="Reporters came.", published=None)
    return filled_with(tmp_path / "town.ledger", *records, told_to(undated, "Reporters"))


def test_everybody_who_is_quoted_is_listed_with_figures(site):
    page = got(site, "/people")
    assert names(page) == ["Maria Ortega", "Tomas Keller", "Ana Petrova"]
    assert words_of(select(page, ".sum")) == ["3 people and bodies"]
    rows = [words_of(select(row, "td")) for row in select(page, "tbody > tr")]
    assert rows[0] == ["30", "3", "3", "3", "100%", "14 March 2023 – 2 April 2023"]
    assert rows[2][-1] == "15 March 2023"
    assert words_of(select(page, "tbody .below")) == ["mayor", "person", "person"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sort=name", ["Ana Petrova", "Maria Ortega", "Tomas Keller"]),
        ("outlet=lantern", ["Maria Ortega", "Ana Petrova"]),
        ("name=ort", ["Maria Ortega"]),
        ("since=2023-04", ["Maria Ortega", "Tomas Keller"]),
        ("until=2023-03-14", ["Maria Ortega", "Tomas Keller"]),
        ("kind=person&sort=articles&once=true", ["Maria Ortega", "Tomas Keller", "Ana Petrova"]),
        ("kind=organization", []),
    ],
)
def test_the_list_is_narrowed_and_put_in_order(site, query, found):
    assert names(got(site, f"/people?{query}")) == found


def test_each_filter_of_the_list_can_be_taken_away_and_empty_fields_are_dropped(site):
    page = got(site, "/people?name=ort&kind=person&once=true&sort=name")
    assert {words_of([each])[0]: each.get("href") for each in select(page, ".chip")} == {
        "Take away: name ort×": "/people?kind=person&once=true&sort=name",
        "Take away: people×": "/people?name=ort&once=true&sort=name",
        "Take away: of copies, the first only×": "/people?name=ort&kind=person&sort=name",
    }
    answer = site.get("/people?name=&kind=person&outlet=&sort=words", headers=PAGE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/people?kind=person")


def test_a_heading_puts_the_list_in_order_and_says_which_it_is(site):
    page = got(site, "/people?kind=person&sort=articles")
    (sorted_by,) = select(page, "th[aria-sort]")
    assert (sorted_by.text_content().strip(), sorted_by.get("aria-sort")) == ("articles", "descending")
    link = next(each for each in select(page, "th .order") if each.text == "speaker")
    assert query_of(link) == {"kind": "person", "sort": "name"}
    assert select(got(site, link.get("href")), "th[aria-sort=ascending]")


def test_an_attributions_figure_leads_to_a_search_for_as_many(site):
    page = got(site, "/people?since=2023-03-15&outlet=Evening Lantern")
    link = select(page, "td > a")[0]
    assert query_of(link) == {"speaker": "#1", "outlet": "Evening Lantern", "since": "2023-03-15"}
    assert len(select(got(site, link.get("href")), ".said")) == int(link.text)


def test_a_long_list_has_pages(site_of, tmp_path):
    letters = [f"{one}{other}" for one in "abcdefgh" for other in "abcdefghijklmno"]
    people = [Said(f"{first.title()}na {first.title()}son", f"Word {first}") for first in letters]
    site = site_of(ledger=filled_with(tmp_path / "many.ledger", article(*people)))
    page = got(site, "/people?sort=name")
    assert words_of(select(page, ".sum")) == ["120 people and bodies, 1 to 50"]
    met, address, seen = [], "/people?sort=name", []
    while address:
        page = got(site, address)
        met += names(page)
        seen.append(address)
        address = next((each.get("href") for each in select(page, "a[rel=next]")), None)
    assert met == sorted(met)
    assert len(set(met)) == 120
    for before in reversed(seen[:-1]):
        address = select(page, "a[rel=prev]")[0].get("href")
        assert address == before
        page = got(site, address)
    behind = got(site, "/people?after=words:1000")
    assert select(behind, "main p > a")[0].get("href") == "/people"


def test_one_who_is_named_and_not_quoted_is_told_where_nobody_else_is_found(site_of, tmp_path):
    record = article(Said("Maria Ortega", "No levy"), Said("Tomas Keller", "It waits"))
    unquoted = msgspec.structs.replace(record, attributions=record.attributions[:1])
    site = site_of(ledger=filled_with(tmp_path / "named.ledger", unquoted))
    page = got(site, "/people?name=Keller")
    (link,) = [each for each in select(page, "main li > a") if each.text == "Tomas Keller"]
    person = got(site, link.get("href"))
    assert "Named in 1 article, and quoted in none of them." in words_of(select(person, "main"))[0]
    assert select(person, "table[data-chart]") == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sort=size", "is no order of speakers"),
        ("kind=place", "is no kind of speaker"),
        ("outlet=Nonsense", "no outlet"),
        ("since=soon", "is no date"),
        ("once=perhaps", "neither true nor false"),
        ("after=sideways", "does not continue"),
    ],
)
def test_a_list_that_makes_no_sense_is_told_on_the_page(site, query, said):
    page = got(site, f"/people?name=ort&{query}", 400)
    assert said in words_of(select(page, "[role=alert]"))[0]
    assert select(page, "input[name=name]")[0].get("value") == "ort"


def test_the_data_of_the_list_and_of_a_person_is_asked_for_by_the_same_question(site):
    page = got(site, "/people?kind=person&sort=articles")
    links = {each.text: each.get("href") for each in select(page, ".downloads > a")}
    assert links == {
        "as JSON": "/api/v1/entities?kind=person&sort=articles",
        "as CSV": "/api/v1/entities?kind=person&sort=articles&format=csv",
    }
    assert [each["name"] for each in site.get(links["as JSON"]).json()["entities"]] == names(page)
    person = got(site, "/people/1?since=2023-04&joins=all")
    links = {each.text: each.get("href") for each in select(person, ".downloads > a")}
    assert links["as JSON"] == "/api/v1/entities/1?since=2023-04"
    assert site.get(links["as JSON"]).json()["speaker"]["attributions"] == 1
    assert site.get(links["as CSV"]).text.startswith("entity,name")


def test_an_empty_ledger_says_what_to_do(site_of, tmp_path):
    page = got(site_of(ledger=tmp_path / "new.ledger"), "/people")
    assert "Read an article" in words_of(select(page, "main"))[0]


def test_a_person_has_figures_a_timeline_and_the_newest_statements(site):
    page = got(site, f"/people/{ORTEGA}")
    assert words_of(select(page, "h1")) == ["Maria Ortega"]
    assert words_of(select(page, ".lead")) == ["person #1 · mayor"]
    tiles = dict(zip(words_of(select(page, ".tiles dt")), words_of(select(page, ".tiles dd")), strict=True))
    assert tiles == {
        "attributions": "3", "articles that quote": "3", "articles that name": "3", "outlets": "3", "words": "30",
        "word for word": "100%", "from – to": "14 March 2023 – 2 April 2023",
    }  # fmt: skip
    (chart,) = select(page, "table[data-chart=months]")
    assert words_of(select(chart, "th[data-series]")) == ["Evening Lantern", "Harbour Gazette", "Tidewater Courier"]
    assert [words_of(row) for row in select(chart, "tbody > tr")] == [
        ["March 2023", "1", "0", "1"],
        ["April 2023", "0", "1", "0"],
    ]
    assert words_of(select(page, ".results h3"))[0] == "Levy to double after all"
    assert words_of(select(page, ".results .who"))[0] == "said · through 2 hands"
    assert select(page, ".results .who > a") == []


def test_a_month_leads_to_what_was_said_in_it(site):
    link = select(got(site, f"/people/{ORTEGA}?outlet=lantern"), "table[data-chart] tbody a")[0]
    assert query_of(link) == {"speaker": "#1", "outlet": "lantern", "since": "2023-03", "until": "2023-03"}
    assert len(select(got(site, link.get("href")), ".said")) == 1


def test_outlets_without_a_colour_of_their_own_share_one(site_of, town):
    (chart,) = select(got(site_of(ledger=town), "/people/1"), "table[data-chart=months]")
    heads = select(chart, "thead th")
    assert words_of(heads) == ["month", *(f"Paper {number:02}" for number in range(1, 8)), "other outlets"]
    assert heads[-1].get("data-series") == "cn"
    rows = {words_of(row)[0]: words_of(row)[1:] for row in select(chart, "tbody > tr")}
    assert rows["November 2023"] == ["0"] * 7 + ["1"]
    assert rows["February 2023"] == ["0", "1"] + ["0"] * 6
    assert list(rows)[-1] == "undated"


def test_offices_stand_along_the_time_in_which_they_were_given(site_of, town):
    page = got(site_of(ledger=town), "/people/1")
    offices = select(page, ".offices > li")
    assert words_of(select(page, ".offices b")) == ["former mayor", "chair", "mayor"]
    assert "1 article, 11 January 2023" in words_of(offices)[2]
    places = [float(each.get("x").rstrip("%")) for each in select(page, ".offices rect.own")]
    assert places == sorted(places, reverse=True)
    assert places[-1] == 0
    for each in select(page, ".offices rect.own"):
        assert float(each.get("x").rstrip("%")) + float(each.get("width").rstrip("%")) <= 100


def test_who_carried_it_to_whom_by_which_cues_and_beside_whom_is_told(site_of, town):
    told = sections(got(site_of(ledger=town), "/people/1"))
    assert told["By which cues"] == "By which cues neutral say 12"
    assert "straight to the outlet 12 (100%)" in told["Who carried it"]
    assert told["To whom"] == "To whom Reporters 1"
    assert told["Named beside"] == "Named beside Tomas Keller 11"
    assert "Source named person 12 (100%)" in told["How it is told"]
    assert "Form word for word 12 (100%)" in told["How it is told"]
    assert "Paper 01" in told["Quoted by"]


def test_where_no_addressee_is_told_the_page_says_so(site):
    assert "The articles do not say." in sections(got(site, f"/people/{KELLER}"))["To whom"]


def test_when_not_all_records_were_read_the_page_says_so(site_of, town, monkeypatch):
    from onrecord.ledger import profile_records

    site = site_of(ledger=town)
    assert "are from the newest" not in words_of(select(got(site, "/people/1"), "main"))[0]
    monkeypatch.setattr(profile_records, "_RECORDS_READ", 3)
    told = words_of(select(got(site, "/people/1"), "main"))[0]
    assert "Offices, hands and addressees are from the newest 3 of the 12 articles." in told


def test_a_person_is_narrowed_by_outlet_and_days(site):
    page = got(site, f"/people/{ORTEGA}?since=2023-04")
    assert words_of(select(page, ".tiles dd"))[0] == "1"
    assert words_of(select(page, ".chip")) == ["Take away: since 2023-04×"]
    assert select(page, "a.chip")[0].get("href") == "/people/1"
    assert query_of(select(page, ".tiles a")[0]) == {"speaker": "#1", "since": "2023-04"}
    empty = got(site, f"/people/{ORTEGA}?since=2024")
    assert "Named in 0 articles of those asked about, and quoted in none" in words_of(select(empty, "main"))[0]


def test_a_wrong_filter_of_a_person_is_told_and_the_person_shown_without_it(site):
    page = got(site, f"/people/{ORTEGA}?outlet=Nonsense", 400)
    assert "no outlet" in words_of(select(page, "[role=alert]"))[0]
    assert words_of(select(page, ".tiles dd"))[0] == "3"
    assert select(page, "input[name=outlet]")[0].get("value") == "Nonsense"


def test_how_the_articles_were_joined_is_told_with_the_reasons(site):
    page = got(site, f"/people/{ORTEGA}")
    joined = select(page, "section[aria-labelledby=joined]")[0]
    rows = [words_of(select(row, "td")) for row in select(joined, "tbody > tr")]
    assert len(rows) == 4  # the older text of the page that changed, too
    assert rows[0][0].startswith("Mayor rules out a second harbour levy 14 March 2023 · Tidewater Courier")
    assert rows[0][2] == "the first of that name"
    assert all(row[1] == "Maria Ortega" for row in rows)


def test_of_many_joins_the_first_are_shown_and_all_where_they_are_asked_for(site_of, tmp_path):
    records = [article(Said("Maria Ortega", f"Levy {number}")) for number in range(15)]
    site = site_of(ledger=filled_with(tmp_path / "joins.ledger", *records))
    page = got(site, "/people/1")
    assert len(select(page, "section[aria-labelledby=joined] tbody > tr")) == 12
    (link,) = [each for each in select(page, "section[aria-labelledby=joined] p > a") if "joins" in each.get("href")]
    assert link.text == "All 15 articles"
    every = got(site, link.get("href").partition("#")[0])
    assert len(select(every, "section[aria-labelledby=joined] tbody > tr")) == 15


def test_one_that_was_merged_leads_to_whom_it_is_in_and_the_decision_is_told(site_of, tmp_path):
    path = filled_with(
        tmp_path / "merged.ledger", article(Said("Maria Ortega", "No levy")), article(Said("Ana Petrova", "It waits"))
    )
    with Ledger(path, write=True) as ledger:
        kept, other = (speaker_detail(ledger, name).speaker.entity_id for name in ("Maria Ortega", "Ana Petrova"))
        ledger.merge(kept, other)
    site = site_of(ledger=path)
    answer = site.get(f"/people/{other}?since=2023", headers=PAGE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/people/{kept}?since=2023")
    page = got(site, f"/people/{other}")
    told = sections(page)["Who is meant"]
    assert f"Ana Petrova (#{other}) is now one with Maria Ortega (#{kept}): 1 article changed hands" in told
    assert "joined to Maria Ortega by hand (decision 1)" in told


def test_one_that_was_parted_is_linked_from_whom_it_was(site_of, tmp_path):
    records = [article(Said("Maria Ortega", f"Levy {number}")) for number in range(3)]
    path = filled_with(tmp_path / "parted.ledger", *records)
    with Ledger(path, write=True) as ledger:
        parted = ledger.split(1, [3])
    page = got(site_of(ledger=path), "/people/1")
    links = [each.get("href") for each in select(page, "section[aria-labelledby=joined] li > a")]
    assert links == [f"/people/{parted.other_id}"]
    assert words_of(select(got(site_of(ledger=path), links[0]), ".tiles dd"))[0] == "1"


@pytest.mark.parametrize("entity", ["999", "0", "nobody", "1.5", "-1", "²", "9" * 30])
def test_a_number_that_nobody_has_is_not_found(site, entity):
    page = got(site, f"/people/{entity}", 404)
    assert "nobody of the number" in words_of(select(page, "[role=alert]"))[0]


def test_another_way_to_write_a_number_leads_to_the_one_address(site):
    answer = site.get("/people/001?since=&outlet=lantern", headers=PAGE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/people/1?outlet=lantern")


def test_names_are_no_markup_and_a_day_that_is_none_breaks_nothing(site_of, tmp_path):
    name = "Mallory \u202eOr<script>alert</script>tega"
    record = article(Said(name, "No <b>levy</b>"), published="soon", outlet="<i>Paper</i>")
    role = Role(title="<u>mayor</u> \u2066", start=0, end=1)
    record = msgspec.structs.replace(
        record, entities=[msgspec.structs.replace(each, roles=[role]) for each in record.entities]
    )
    site = site_of(ledger=filled_with(tmp_path / "hostile.ledger", record))
    for address in ("/people", "/people/1"):
        answer = site.get(address, headers=PAGE)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<u>" not in answer.text
        assert "\u202e" not in answer.text
        assert "\u2066" not in answer.text


def test_a_persons_page_has_one_of_each_id_and_headings_in_order(site):
    page = got(site, f"/people/{ORTEGA}")
    ids = [each.get("id") for each in select(page, "[id]")]
    assert len(ids) == len(set(ids))
    levels = [int(each.tag[1]) for each in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
