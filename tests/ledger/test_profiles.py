"""Whom the articles quote and how outlets source what they tell: each figure is the count that the docs define."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from ledger.articles import Said, article
from onrecord.errors import OptionError
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.profile_details import outlet_detail, speaker_detail
from onrecord.ledger.profiles import OUTLET_ORDERS, Articles, OutletFigures, outlets, speakers
from onrecord.record.types import Carrier, Record, Role

COURIER, LANTERN = "The Tidewater Courier", "The Evening Lantern"
ORTEGA = Said("Maria Ortega", "We will not pay the levy twice")
KELLER = Said("Tomas Keller", "the levy can wait until the spring", quoted=False)
AIDE = Said("an aide", "the sea wall has cracks", quoted=False, standing="unnamed_person", hops=2)
COMPANY = Said("Harrow Water Company", "the pumps are old", quoted=False, standing="named_group", kind="organization")
UNASKED = Said("Maria Ortega", "nobody asked us", quoted=False)
QUAYS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
STORY = " ".join(f"The {word} mooring of the harbour was counted again that week." for word in QUAYS)


def with_attribution(record: Record, at: int, **values: Any) -> Record:
    """The record with other values in one of its attributions."""
    changed = list(record.attributions)
    changed[at] = msgspec.structs.replace(changed[at], **values)
    return msgspec.structs.replace(record, attributions=changed)


def with_role(record: Record, name: str, role: Role) -> Record:
    """The record with an office for one of its entities."""
    entities = [msgspec.structs.replace(each, roles=[role]) if each.name == name else each for each in record.entities]
    return msgspec.structs.replace(record, entities=entities)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Four articles: 1 and 3 of the Courier, 2 of the Lantern, 4 of no outlet and no date."""
    ledger.add([
        article(ORTEGA, KELLER, published="2023-03-15"),
        article(AIDE, COMPANY, UNASKED, published="2023-04-17", outlet=LANTERN),
        article(Said("Maria Ortega", "No levy was paid"), published="2023-05-16"),
        article(Said("Tomas Keller", "Nobody dated this levy"), outlet=None, published=None),
    ])  # fmt: skip
    return ledger


def figures(ledger: Ledger, name: str | None = COURIER, articles: Articles | None = None) -> OutletFigures:
    return next(each for each in outlets(ledger, articles or Articles()) if each.name == name)


def test_a_speaker_has_words_attributions_articles_outlets_and_days(filled):
    found, every = speakers(filled)
    assert every == 3
    assert [
        (each.name, each.words, each.attributions, each.articles, each.outlets, each.first, each.last) for each in found
    ] == [
        ("Maria Ortega", 14, 3, 3, 2, "2023-03-15", "2023-05-16"),
        ("Tomas Keller", 11, 2, 2, 1, "2023-03-15", "2023-03-15"),
        ("Harrow Water Company", 4, 1, 1, 1, "2023-04-17", "2023-04-17"),
    ]


def test_direct_is_the_part_of_attributions_that_is_word_for_word(filled):
    found = {each.name: each.direct for each in speakers(filled)[0]}
    assert found["Maria Ortega"] == pytest.approx(2 / 3)
    assert found["Harrow Water Company"] == 0


def test_what_stands_within_anothers_words_adds_no_words_and_is_no_part_of_direct(ledger):
    ledger.add([with_attribution(article(ORTEGA, KELLER), 1, parent="a1")])
    keller = next(each for each in speakers(ledger)[0] if each.name == "Tomas Keller")
    assert (keller.attributions, keller.words, keller.direct) == (1, 0, None)
    assert figures(ledger).nested == 0.5
    assert figures(ledger).direct == 1.0


def test_an_older_text_of_a_page_does_not_count(ledger):
    ledger.add([article(ORTEGA, uri="https://courier.example/levy")])
    ledger.add([article(KELLER, uri="https://courier.example/levy")])
    assert [each.name for each in speakers(ledger)[0]] == ["Tomas Keller"]
    assert figures(ledger).articles == 1


def test_of_copies_the_first_by_date_counts_once_for_the_outlet_that_had_it(ledger):
    ledger.add([
        article(ORTEGA, opening=STORY, outlet=LANTERN, published="2023-03-16", uri="https://lantern.example/1"),
        article(ORTEGA, opening=STORY, outlet=COURIER, published="2023-03-15", uri="https://courier.example/1"),
    ])  # fmt: skip
    assert speakers(ledger)[0][0].attributions == 2
    once = Articles(once=True)
    assert [(each.attributions, each.outlets) for each in speakers(ledger, once)[0]] == [(1, 1)]
    assert [(each.name, each.articles) for each in outlets(ledger, once)] == [(COURIER, 1)]
    assert figures(ledger, LANTERN).copies == 1.0
    assert figures(ledger, COURIER).copies == 0.0


@pytest.mark.parametrize(
    ("articles", "names"),
    [
        (Articles(since=date(2023, 4, 18)), ["Maria Ortega"]),
        (Articles(until=date(2023, 3, 15)), ["Maria Ortega", "Tomas Keller"]),
        (Articles(since=date(2023, 4, 17), until=date(2023, 4, 17)), ["Harrow Water Company", "Maria Ortega"]),
        (Articles(since=date(2024, 1, 1)), []),
    ],
)
def test_articles_of_certain_days_alone_count_and_undated_ones_then_do_not(filled, articles, names):
    assert [each.name for each in speakers(filled, articles)[0]] == names


def test_speakers_are_asked_for_by_kind_and_by_standing(filled):
    assert [each.name for each in speakers(filled, kind="organization")[0]] == ["Harrow Water Company"]
    assert [each.name for each in speakers(filled, standing="named_group")[0]] == ["Harrow Water Company"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("words", "Maria Ortega"),
        ("attributions", "Maria Ortega"),
        ("articles", "Maria Ortega"),
        ("outlets", "Maria Ortega"),
        ("name", "Harrow Water Company"),
    ],
)
def test_a_list_cut_short_says_how_long_it_is(filled, sort, first):
    found, every = speakers(filled, sort=sort, limit=1)
    assert ([each.name for each in found], every) == ([first], 3)


def test_an_outlets_shares_are_those_of_the_words_and_attributions_of_its_stories(filled):
    lantern = figures(filled, LANTERN)
    assert lantern.standings == {"unnamed_person": 5, "named_group": 4, "named_person": 3, "page": 13}
    assert lantern.words == 25
    assert lantern.page == pytest.approx(13 / 25)
    assert lantern.unnamed == pytest.approx(5 / 12)
    assert lantern.attributions == 3
    assert lantern.hearsay == pytest.approx(1 / 3)
    assert lantern.direct == 0
    assert lantern.nested == 0
    assert lantern.speakers == 2
    assert lantern.top10 == 1
    assert [(each.name, each.words) for each in lantern.most_quoted] == [
        ("Harrow Water Company", 4),
        ("Maria Ortega", 3),
    ]


def test_the_ten_most_quoted_are_set_against_all_speakers(ledger):
    names = [f"{given} Vell" for given in ("Ada", "Bea", "Cas", "Dov", "Eva", "Flo", "Gil", "Hal", "Ida", "Jon", "Kim")]
    ledger.add([article(*[Said(name, "the quay is old", quoted=False) for name in names])])
    assert figures(ledger).speakers == 11
    assert figures(ledger).top10 == pytest.approx(10 / 11)


def test_a_share_of_nothing_is_not_known(ledger):
    ledger.add([article(opening=STORY)])
    found = figures(ledger)
    assert (found.page, found.unnamed, found.hearsay, found.direct, found.nested, found.top10) == (1, *[None] * 5)


def test_articles_without_an_outlet_are_listed_as_such(filled):
    assert figures(filled, None).articles == 1


@pytest.mark.parametrize("sort", OUTLET_ORDERS)
def test_outlets_come_in_the_order_that_was_asked_for(filled, sort):
    found = outlets(filled, sort=sort)
    if sort == "name":
        assert [each.name for each in found] == [LANTERN, COURIER, None]
    else:
        values = [getattr(each, sort) for each in found]
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=True)
        assert values[: len(known)] == known


def test_a_speaker_in_detail_has_the_figures_of_the_list(filled):
    for listed in speakers(filled)[0]:
        assert speaker_detail(filled, listed.name).speaker == listed
        assert speaker_detail(filled, str(listed.entity_id)).speaker == listed


def test_a_speaker_in_detail_is_counted_by_each_value(filled):
    detail = speaker_detail(filled, "Maria Ortega")
    assert detail.forms == {"direct": 2, "indirect": 1}
    assert detail.standings == {"named_person": 3}
    assert detail.hops == {1: 3}
    assert [(each.lemma, each.attributions) for each in detail.cues] == [("say", 3)]
    assert [(each.outlet, each.articles, each.words) for each in detail.quoted_by] == [
        (COURIER, 2, 11),
        (LANTERN, 1, 3),
    ]
    assert [(each.month, each.attributions) for each in detail.months] == [
        ("2023-03", 1),
        ("2023-04", 1),
        ("2023-05", 1),
    ]
    assert [(each.name, each.articles) for each in detail.company] == [
        ("Tomas Keller", 1),
        ("Harrow Water Company", 1),
    ]


def test_a_speakers_offices_are_told_with_their_days(ledger):
    chair, director = Role(title="chair", start=0, end=1), Role(title="director", status="former", start=0, end=1)
    ledger.add([
        with_role(article(ORTEGA, published="2023-03-15"), "Maria Ortega", chair),
        with_role(article(Said("Maria Ortega", "Again"), published="2023-06-01"), "Maria Ortega", chair),
        with_role(article(Said("Maria Ortega", "No more"), published="2024-01-01"), "Maria Ortega", director),
    ])  # fmt: skip
    assert [(each.role, each.articles, each.first, each.last) for each in speaker_detail(ledger, "Ortega").offices] == [
        ("former director", 1, "2024-01-01", "2024-01-01"),
        ("chair", 2, "2023-03-15", "2023-06-01"),
    ]


def test_through_whom_a_speakers_words_came_is_told_by_the_name_that_the_ledger_has(ledger):
    record = article(ORTEGA, KELLER)
    chain = [*record.attributions[0].chain, Carrier(entity="e2", standing="named_person"), Carrier(standing="outlet")]
    ledger.add([with_attribution(record, 0, chain=chain)])
    through = speaker_detail(ledger, "Maria Ortega").through
    assert sorted((each.name or "", each.standing, each.attributions) for each in through) == [
        ("", "outlet", 1),
        ("Tomas Keller", "named_person", 1),
    ]
    assert figures(ledger).hearsay == 0.5


def test_a_name_that_fits_several_is_an_error_that_lists_them(ledger):
    ledger.add([article(ORTEGA, Said("Pablo Ortega", "that is my sister"))])
    with pytest.raises(OptionError, match=r"fits 2; give the number of one: .*Maria Ortega.*Pablo Ortega"):
        speaker_detail(ledger, "Ortega")


@pytest.mark.parametrize("name", ["Nadia Quill", "", "%", "' OR 1 --", "9999", "9" * 40])
def test_a_name_that_nobody_has_is_an_error(filled, name):
    with pytest.raises(OptionError, match="the ledger has"):
        speaker_detail(filled, name)


def test_an_outlet_in_detail_has_the_figures_of_the_list_and_what_they_are_made_of(filled):
    detail = outlet_detail(filled, "lantern")
    assert detail.figures == figures(filled, LANTERN)
    assert detail.forms == {"indirect": 3}
    assert detail.hops == {1: 2, 2: 1}
    assert [(each.month, each.articles, each.attributions) for each in detail.months] == [("2023-04", 1, 3)]


def test_an_outlet_without_an_article_among_those_asked_about_has_no_figures(filled):
    detail = outlet_detail(filled, "lantern", Articles(since=date(2024, 1, 1)))
    assert (detail.figures.articles, detail.figures.page, detail.months) == (0, None, ())


@pytest.mark.parametrize(
    ("name", "told"), [("The Harbour Bell", "no outlet"), ("the", "fits 2 outlets"), ("", "no outlet")]
)
def test_an_outlet_that_is_not_there_or_not_the_only_one_is_an_error(filled, name, told):
    with pytest.raises(OptionError, match=told):
        outlet_detail(filled, name)


def test_asking_leaves_nothing_behind_and_works_twice(filled):
    assert outlets(filled) == outlets(filled)
    assert filled.connection.execute("SELECT name FROM sqlite_temp_master").fetchall() == []


def test_the_ledger_itself_can_be_asked(filled):
    assert [each.name for each in filled.speakers(outlet="lantern", sort="name")] == [
        "Harrow Water Company",
        "Maria Ortega",
    ]
    assert [each.name for each in filled.outlets(sort="name")] == [LANTERN, COURIER, None]
