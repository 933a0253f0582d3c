"""Which entity of a ledger an article's is: cases in ``cases/joining.toml``, and what holds of any names."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ledger.joining import (
    MOST_CANDIDATES,
    Companion,
    KnownRole,
    Profile,
    companion_key,
    decide,
    lookup_keys,
    merged,
    profiles_of,
    search_keys,
)
from onrecord.record.types import Entity, Mention, Record, Role
from records import RECORD, hostile_record, plain_record, through_hands

CASES = tomllib.loads((Path(__file__).parent / "cases" / "joining.toml").read_text(encoding="utf-8"))
EVERYWHERE = frozenset({companion_key("Anton Allwhere", "person")})


def profile_of(written: str) -> Profile:
    """The entity that a case writes down; see the top of the file of cases."""
    head, *parts = (part.strip() for part in written.split(";"))
    kind, names = (part.strip() for part in head.split(":", 1))
    forms = [name.strip() for name in names.split("/")]
    told: dict[str, Any] = {"kind": kind, "name": forms[0], "names": dict.fromkeys(forms, 1)}
    for part in parts:
        word, _, rest = part.partition(" ")
        several = [each.strip() for each in rest.split("/")]
        match word:
            case "is":
                pairs = (each.partition(" @ ") for each in several)
                told["roles"] = tuple(KnownRole(title, body or None) for title, _, body in pairs)
            case "with":
                told["company"] = tuple(Companion(companion_key(each, "person") or "", each) for each in several)
            case "in":
                told["articles"] = int(rest)
            case "outlet":
                told["outlets"] = (rest,)
            case "Mr.":
                told["men"] = 1
            case "Ms.":
                told["women"] = 1
            case _:
                raise ValueError(f"{part!r} says nothing of an entity")
    return Profile(**told)


def found(new: Profile, known: list[Profile]) -> list[tuple[int, Profile]]:
    """Those of ``known`` that a ledger would find, numbered from 1."""
    asked = set(search_keys(new))
    return [(number, each) for number, each in enumerate(known, 1) if asked & set(lookup_keys(each))]


def decided(new: str, known: list[str]) -> tuple[int | None, str]:
    candidates = found(profile_of(new), [profile_of(each) for each in known])
    decision = decide(profile_of(new), candidates, everywhere=EVERYWHERE)
    return decision.entity, decision.reason


@pytest.mark.parametrize(("shows", "new", "known"), [*CASES["wild"]["join"], *CASES["made_up"]["join"]])
def test_what_is_one_is_joined(shows: str, new: str, known: list[str]):
    entity, reason = decided(new, known)
    assert entity == 1, f"{shows}: {reason}"


@pytest.mark.parametrize(("shows", "new", "known"), CASES["wild"]["tie"])
def test_where_two_may_be_meant_none_is_taken(shows: str, new: str, known: list[str]):
    entity, reason = decided(new, known)
    assert entity is None, shows
    assert "may be meant" in reason


@pytest.mark.parametrize(("shows", "new", "known"), CASES["negative"]["apart"])
def test_what_is_not_one_stays_apart(shows: str, new: str, known: list[str]):
    entity, reason = decided(new, known)
    assert entity is None, f"{shows}: {reason}"


@pytest.mark.parametrize(("shows", "new", "known"), CASES["negative"]["apart"])
def test_what_stays_apart_does_so_when_every_candidate_is_handed_over(shows: str, new: str, known: list[str]):
    """Whatever an index finds, names decide."""
    candidates = list(enumerate(map(profile_of, known), 1))
    assert decide(profile_of(new), candidates, everywhere=EVERYWHERE).entity is None, shows


@pytest.mark.xfail(strict=True, reason="known failure")
@pytest.mark.parametrize(("shows", "new", "known"), CASES["known_failures"]["join"])
def test_what_is_one_and_is_missed(shows: str, new: str, known: list[str]):
    assert decided(new, known)[0] == 1, shows


@pytest.mark.xfail(strict=True, reason="known failure")
@pytest.mark.parametrize(("shows", "new", "known"), CASES["known_failures"]["apart"])
def test_what_is_not_one_and_is_joined(shows: str, new: str, known: list[str]):
    assert decided(new, known)[0] is None, shows


def test_the_reason_names_the_office_and_the_company():
    new = "person: Mara Vell; is mayor @ Harrow; with Joan Oake / Silas Brandt"
    _, reason = decided(new, [new])
    assert reason == "the same name; both are mayor (Harrow); both are named beside Joan Oake and Silas Brandt"


def test_the_reason_names_who_may_be_meant():
    new = "person: Vell; with Joan Oake / Silas Brandt"
    known = [f"person: {given} Vell; in 30; with Joan Oake / Silas Brandt" for given in ("Mara", "Tom")]
    assert decided(new, known) == (None, "2 of that name may be meant: Mara Vell and Tom Vell")


def test_the_reason_says_how_the_offices_differ():
    _, reason = decided("person: Lars Orme; is striker @ Harrow Rovers", ["person: Lars Orme; is mayor @ Alder"])
    assert "one is striker (Harrow Rovers), the other mayor (Alder)" in reason


def test_a_join_with_more_in_common_scores_higher():
    known = profile_of("person: Mara Vell; is mayor @ Harrow; with Joan Oake / Silas Brandt")
    more, less = (decide(each, [(1, known)]) for each in (known, profile_of("person: Mara Vell; with Joan Oake")))
    assert more.score > less.score > 0
    assert decide(known, []).score == 0


def test_a_little_known_bearer_is_not_taken_where_nothing_tells_who_is_everywhere():
    new, known = (profile_of(f"person: {name}; with Joan Oake / Silas Brandt") for name in ("Tarrow", "Lise Tarrow"))
    assert decide(new, [(1, known)], everywhere=frozenset()).entity == 1
    assert decide(new, [(1, known)]).entity is None


def test_of_a_crowd_of_bearers_only_who_is_known_best_by_far_is_taken():
    circle = "with Joan Oake / Silas Brandt / Ola Fenn"
    new = profile_of(f"person: Tarrow; {circle}")
    crowd = [(number, profile_of(f"person: {chr(64 + number)}na Tarrow")) for number in range(1, MOST_CANDIDATES)]
    little, well = (profile_of(f"person: Zoe Tarrow; in {articles}; {circle}") for articles in (5, 500))
    assert decide(new, [(99, little), *crowd[:5]], everywhere=EVERYWHERE).entity == 99
    assert decide(new, [(99, little), *crowd], everywhere=EVERYWHERE).entity is None
    assert decide(new, [(99, well), *crowd], everywhere=EVERYWHERE).entity == 99


def test_a_full_name_does_not_look_through_all_who_bear_the_last_name():
    smith = profile_of("person: Orla Smith / Smith")
    assert "surname:smith" in lookup_keys(smith)
    assert not any(key.startswith("surname:") for key in search_keys(smith))


def test_a_last_name_alone_is_not_kept_among_those_who_bear_it_in_full():
    alone = profile_of("person: Smith")
    assert lookup_keys(alone) == ("alone:smith",)
    assert search_keys(alone) == ("alone:smith", "surname:smith")


def test_what_has_no_proper_name_is_kept_under_no_key():
    for written in ("organization: the officials", "person: I", "place: Harrow", "document: Harbor Act", "other: War"):
        profile = profile_of(written)
        assert not profile.is_named
        assert lookup_keys(profile) == search_keys(profile) == ()


# Profiles of records.


def article(text: str, *entities: Entity, outlet: str | None = None) -> Record:
    return msgspec.structs.replace(plain_record(text, outlet=outlet), entities=list(entities))


def mentions(text: str, *names: str, form: str = "name") -> list[Mention]:
    """Each name's first place in the text behind the one before it."""
    places, at = [], 0
    for name in names:
        at = text.index(name, at)
        places.append(Mention(at, at + len(name), form))
        at += len(name)
    return places


def test_a_profile_counts_names_and_no_pronouns():
    text = "Mara Vell came.\nVell sat down. She spoke. Then Vell left."
    told = [*mentions(text, "Mara Vell", "Vell", "Vell"), *mentions(text, "She", form="pronoun")]
    profile = profiles_of(article(text, Entity(id="e1", name="Mara Vell", kind="person", mentions=told)))["e1"]
    assert dict(profile.names) == {"Vell": 2, "Mara Vell": 1}
    assert profile.is_full_name


def test_a_name_broken_over_lines_is_one():
    text = "Mara\n Vell came."
    entity = Entity(id="e1", name="Mara Vell", kind="person", mentions=[Mention(0, 10, "name")])
    assert dict(profiles_of(article(text, entity))["e1"].names) == {"Mara Vell": 1}


def test_a_profile_takes_roles_company_and_outlet_from_the_article():
    text = "Mayor Mara Vell of Harrow met Joan Oake, the Ferry League, Chris and the officials."
    vell = Entity(
        id="e1",
        name="Mara Vell",
        kind="person",
        roles=[Role(title="Mayor", organization="e2", start=0, end=5)],
        mentions=mentions(text, "Mara Vell"),
    )
    beside = [
        Entity(id=f"e{number}", name=name, kind=kind, mentions=mentions(text, name))
        for number, (name, kind) in enumerate(
            [
                ("Harrow", "place"), ("Joan Oake", "person"), ("Ferry League", "organization"),
                ("Chris", "person"), ("officials", "group"),
            ],
            2,
        )
    ]  # fmt: skip
    profile = profiles_of(article(text, vell, *beside, outlet="Harbor Tribune"))["e1"]
    assert profile.roles == (KnownRole("Mayor", "Harrow"),)
    assert {each.name for each in profile.company} == {"Joan Oake", "Ferry League"}
    assert profile.outlets == ("Harbor Tribune",)


def test_a_form_of_address_before_a_last_name_alone_tells_a_man_or_a_woman():
    text = "Ms. Vell came. Mrs. Vell sat. The mayor left Vell there."
    alone = Entity(id="e1", name="Vell", kind="person", mentions=mentions(text, "Vell", "Vell", "Vell"))
    assert (profiles_of(article(text, alone))["e1"].women, profiles_of(article(text, alone))["e1"].men) == (2, 0)


def test_a_form_of_address_before_a_last_name_alone_is_not_held_against_a_full_name():
    text = "Ivona Vell came. Mr. Vell, her brother, sat."
    sister = Entity(id="e1", name="Ivona Vell", kind="person", mentions=mentions(text, "Ivona Vell", "Vell"))
    assert profiles_of(article(text, sister))["e1"].gender is None


def test_another_persons_name_that_an_article_gives_to_an_entity_is_left_out():
    text = "Joseph R. Tarn Jr and Joseph F. Dunn Jr came."
    told = mentions(text, "Joseph R. Tarn Jr", "Joseph F. Dunn Jr")
    profile = profiles_of(article(text, Entity(id="e1", name="Joseph R. Tarn Jr", kind="person", mentions=told)))["e1"]
    assert set(profile.names) == {"Joseph R. Tarn Jr"}


@pytest.mark.parametrize("record", [RECORD, through_hands(), hostile_record(), plain_record("")])
def test_any_record_has_profiles(record: Record):
    profiles = profiles_of(record)
    assert list(profiles) == [entity.id for entity in record.entities]
    for profile in profiles.values():
        if profile.is_named:
            assert decide(profile, [(7, profile)]).reason
            assert set(search_keys(profile)) & set(lookup_keys(profile))


def test_a_profile_survives_being_written_down():
    for profile in profiles_of(RECORD).values():
        assert msgspec.json.decode(msgspec.json.encode(profile), type=Profile) == profile


def test_an_article_of_many_names_keeps_its_company_small():
    people = [Entity(id=f"e{n}", name=f"Mara V{'e' * (n % 7)}ll{'abcdefghij'[n % 10]}o{n // 10 * 'n'}", kind="person")
              for n in range(2000)]  # fmt: skip
    profiles = profiles_of(article("", *people))
    assert max(len(profile.company) for profile in profiles.values()) <= 60


# What is known after a join.


def test_a_joined_profile_has_both_names_and_is_called_by_the_commoner():
    one = profile_of("person: Hillary Orme Vell / Vell; in 2; with Joan Oake")
    other = profile_of("person: Hillary Vell; in 3; with Joan Oake / Silas Brandt")
    both = merged(merged(one, other), profile_of("person: Hillary Vell"))
    assert set(both.names) == {"Hillary Orme Vell", "Vell", "Hillary Vell"}
    assert both.name == "Hillary Vell"
    assert both.articles == 6
    assert {each.name: each.articles for each in both.company} == {"Joan Oake": 2, "Silas Brandt": 1}


def test_a_profile_of_many_articles_stays_small():
    both = profile_of("person: Mara Vell")
    for number in range(400):
        letters = "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")
        both = merged(both, profile_of(f"person: Mara Vell; is {letters} chief; with Joan Oake / Ola {letters}x"))
    assert both.articles == 401
    assert both.company[0] == Companion("joan oake", "Joan Oake", 400)
    assert len(msgspec.json.encode(both)) < 20_000


GIVEN = st.sampled_from(["Mara", "Tom", "Bill", "William", "Mary", "J.", ""])
MIDDLE = st.sampled_from(["", "J.", "Rosalind", "K."])
SURNAME = st.sampled_from(["Vell", "Smith", "Tarrow", "Oake Vell"])
GENERATION = st.sampled_from(["", "Jr.", "III"])
PERSON_NAMES = st.tuples(GIVEN, MIDDLE, SURNAME, GENERATION).map(lambda parts: " ".join(filter(None, parts)))
BODY_NAMES = st.sampled_from(
    ["Alder Transit Authority", "ATA", "Harbor Tribune", "Tribune", "Department of Ferries", "City Council", "Tidewell"]
)
COMPANY = st.lists(st.sampled_from(["Joan Oake", "Silas Brandt", "Ola Fenn", "Anton Allwhere"]), unique=True)
ROLES = st.lists(
    st.builds(
        KnownRole, st.sampled_from(["mayor", "striker", "President"]), st.sampled_from([None, "Harrow", "Alder"])
    ),
    max_size=2,
    unique=True,
)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    kind = draw(st.sampled_from(["person", "organization", "outlet", "group", "place", "other"]))
    names = draw(
        st.dictionaries(PERSON_NAMES if kind == "person" else BODY_NAMES, st.integers(1, 9), min_size=1, max_size=6)
    )
    company = sorted(draw(COMPANY))
    return Profile(
        kind=kind,
        name=next(iter(names)),
        names=names,
        roles=tuple(draw(ROLES)),
        company=tuple(Companion(companion_key(each, "person") or "", each) for each in company),
        men=draw(st.integers(0, 1)),
        women=draw(st.integers(0, 1)),
        articles=draw(st.sampled_from([1, 2, 30, 500])),
    )


@given(profiles(), st.lists(profiles(), max_size=6), st.randoms())
def test_what_is_decided_does_not_hang_on_the_order_of_the_candidates(new, known, shuffled):
    candidates = list(enumerate(known, 1))
    expected = decide(new, candidates, everywhere=EVERYWHERE)
    shuffled.shuffle(candidates)
    assert decide(new, candidates, everywhere=EVERYWHERE) == expected
    assert expected.entity is None or expected.entity in dict(candidates)
    assert expected.reason


@given(profiles(), profiles())
def test_what_is_known_after_a_join_does_not_hang_on_who_was_first(one, other):
    both = merged(one, other)
    assert both == merged(other, one)
    assert set(both.names) == {*one.names, *other.names}
    assert both.articles == one.articles + other.articles


@given(profiles(), profiles())
def test_what_is_joined_was_to_be_found(one, other):
    """No join depends on a candidate that the keys would not have brought."""
    if decide(one, [(1, other)], everywhere=EVERYWHERE).entity is not None:
        assert set(search_keys(one)) & set(lookup_keys(other))


@given(st.text(max_size=60), st.sampled_from(["person", "organization", "outlet", "group", "place", "other"]))
def test_no_name_is_too_odd(name, kind):
    profile = Profile(kind=kind, name=name, names={name: 1})
    decision = decide(profile, [(1, profile)])
    assert decision.entity in {None, 1}
    assert bool(search_keys(profile)) == profile.is_named
