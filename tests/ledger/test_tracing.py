"""A quotation is followed through the ledger: every appearance, who printed it first, and whom they credit."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.articles import Said, article
from onrecord.errors import OptionError
from onrecord.ledger import tracing_candidates
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.tracing import LEAST_WORDS, MOST_WORDS, trace
from onrecord.ledger.tracing_types import Trace
from onrecord.record.types import Attribution, Carrier, ContentSpan, Entity, Record
from onrecord.text.comparing import keys_of

QUOTE = "We will never pay the harbour levy of this council"
#: Words enough for near copies to be known by, and none of them within marks.
STORY = " ".join(
    f"The {word} of the boats was counted again on the {word} quay that week, in the rain." for word in
    ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
)  # fmt: skip


def told(
    words: str = QUOTE,
    *,
    by: str = "Maria Ortega",
    day: str | None = "2023-03-15",
    outlet: str = "The Courier",
    **more: Any,
) -> Record:
    uri = more.pop("uri", f"https://news.example/{outlet}/{day}/{by}/{len(words)}")
    return article(Said(by, words), published=day, outlet=outlet, title=f"{outlet} of {day}", uri=uri, **more)


def in_pieces(before: str, between: str, after: str, day: str = "2023-03-15") -> Record:
    """An article whose one attribution holds two quotations, with the speaker between them."""
    whole = told(f"{before},” she {between}, “{after}", day=day)
    [made] = whole.attributions
    text = whole.document.text
    contents = []
    for words in (before, after):
        start = text.index(words)
        contents.append(ContentSpan(start - 1, text.index("”", start) + 1, True))
    return msgspec.structs.replace(whole, attributions=[msgspec.structs.replace(made, content=contents)])


def kinds(found: Trace) -> list[tuple[str, str | None]]:
    return [(each.kind.value, each.published) for wording in found.wordings for each in wording.appearances]


def test_every_appearance_is_found_the_earliest_first_and_undated_ones_last(ledger):
    ledger.add([
        told(day="2023-03-17"),
        told(day=None, outlet="The Almanac"),
        told("We will never pay the harbour tax of this council", day="2023-03-16"),
        told("I have said it before: we will never pay the harbour levy of this council", day="2023-03-14"),
        told("never pay the harbour levy", day="2023-03-18"),
        told("We will never pay … levy of this council", day="2023-03-19"),
        told("The gulls were loud this morning", day="2023-03-13"),
    ])  # fmt: skip
    found = trace(ledger, QUOTE)
    assert kinds(found) == [
        ("longer", "2023-03-14"),
        ("altered", "2023-03-16"),
        ("same", "2023-03-17"),
        ("same", None),
        ("part", "2023-03-18"),
        ("cut", "2023-03-19"),
    ]
    assert (found.articles, found.outlets, found.complete, found.base) == (6, 2, True, QUOTE)


def test_spans_are_those_of_the_words_in_the_document(ledger):
    ledger.add([told(opening="The levy 🐟 rises."), told("never pay the harbour levy", day="2023-04-01")])
    for wording in trace(ledger, QUOTE).wordings:
        for each in wording.appearances:
            text = ledger.record(each.document).document.text
            assert [text[piece.start : piece.end] for piece in each.pieces] == [piece.words for piece in each.pieces]


def test_the_same_words_are_one_wording_however_they_are_printed(ledger):
    ledger.add(
        [told(), told("we will never pay the harbour levy of this council!", day="2023-03-20", outlet="The Lantern")]
    )
    [wording] = trace(ledger, QUOTE).wordings
    assert (wording.words, wording.articles, wording.outlets) == (QUOTE, 2, 2)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We will never", "pay the harbour levy of this council"),
        ("We will", "never pay the harbour levy of this council"),
    ],
)
def test_pieces_of_one_attribution_are_one_appearance_be_they_ever_so_short(ledger, before, after):
    ledger.add([in_pieces(before, "said", after)])
    [wording] = trace(ledger, QUOTE).wordings
    [appearance] = wording.appearances
    assert appearance.kind == "same"
    assert [piece.words.strip(",") for piece in appearance.pieces] == [before, after]


def test_pieces_with_words_left_out_between_them_are_stitched(ledger):
    ledger.add([in_pieces("We will never pay", "said", "levy of this council")])
    [wording] = trace(ledger, QUOTE).wordings
    assert wording.kind == "stitched"
    assert [each.base for each in wording.differences if each.kind == "left_out"] == ["the harbour"]


def test_a_piece_with_nothing_of_the_quotation_is_no_part_of_the_appearance(ledger):
    ledger.add([in_pieces("The gulls were loud", "said", QUOTE)])
    [wording] = trace(ledger, QUOTE).wordings
    assert [piece.words for piece in wording.appearances[0].pieces] == [QUOTE]
    assert wording.kind == "same"


def test_words_that_an_attribution_repeats_are_two_appearances(ledger):
    ledger.add([in_pieces(QUOTE, "said", QUOTE)])
    [wording] = trace(ledger, QUOTE).wordings
    assert (wording.articles, len(wording.appearances)) == (1, 2)


def test_where_nobody_printed_what_was_asked_the_earliest_full_wording_is_the_base(ledger):
    ledger.add([
        told(day="2023-03-17"),
        told("never pay the harbour levy", day="2023-03-13"),
        told("We will never pay the harbour toll of this council", day="2023-03-18"),
    ])  # fmt: skip
    found = trace(ledger, "We shall never pay the harbour levy of this council")
    assert found.base == QUOTE
    assert [(each.kind, each.base, each.words) for each in found.asked_differs if each.kind != "same"] == [
        ("replaced", "will", "shall")
    ]
    assert kinds(found) == [("part", "2023-03-13"), ("same", "2023-03-17"), ("altered", "2023-03-18")]


def test_who_is_credited_is_counted_and_disagreement_is_seen(ledger):
    nobody = told(day="2023-03-20", outlet="The Gazette")
    ledger.add([
        told(),
        told(day="2023-03-16", outlet="The Lantern"),
        told(day="2023-03-17", by="Tomas Keller"),
        msgspec.structs.replace(nobody, attributions=[]),
    ])  # fmt: skip
    found = trace(ledger, QUOTE)
    assert [(each.name, each.articles, each.outlets) for each in found.credits] == [
        ("Maria Ortega", 2, 2), ("Tomas Keller", 1, 1), (None, 1, 1),
    ]  # fmt: skip
    assert found.credits[0].entity is not None


def test_an_article_that_credits_somebody_once_does_not_count_for_nobody(ledger):
    twice = article(Said("Maria Ortega", QUOTE), opening=f"“{QUOTE}”")
    ledger.add([twice])
    found = trace(ledger, QUOTE)
    assert [(each.name, each.articles) for each in found.credits] == [("Maria Ortega", 1)]
    assert [each.credit is None for each in found.wordings[0].appearances] == [True, False]


def _through_tribune(attribution: Attribution) -> Attribution:
    chain = [Carrier(entity="e1", standing="named_person"), Carrier(entity="e9", standing="outlet")]
    return msgspec.structs.replace(attribution, chain=chain)


def test_by_whose_hands_words_came_is_named(ledger):
    made = told()
    tribune = Entity("e9", "The Tribune", "outlet")
    through = [_through_tribune(each) for each in made.attributions]
    ledger.add([msgspec.structs.replace(made, entities=[*made.entities, tribune], attributions=through)])
    credit = trace(ledger, QUOTE).wordings[0].appearances[0].credit
    assert credit is not None
    assert (credit.hops, credit.via) == (2, ["The Tribune"])


def test_copies_of_one_story_are_folded_behind_the_earliest(ledger):
    ledger.add([
        told(day="2023-03-17", outlet="The Gazette", uri="https://gazette.example/levy", opening=STORY),
        told(day="2023-03-16", outlet="The Wire", uri="https://wire.example/levy", opening=STORY),
        told(day="2023-03-18", outlet="The Lantern", uri="https://lantern.example/levy", opening=STORY),
        told(day="2023-03-19", outlet="The Almanac", uri="https://almanac.example/levy"),
    ])  # fmt: skip
    found = trace(ledger, QUOTE)
    [wording] = found.wordings
    assert [(each.outlet, each.copies, each.folded) for each in wording.appearances] == [
        ("The Wire", 2, False), ("The Gazette", 0, True), ("The Lantern", 0, True), ("The Almanac", 0, False),
    ]  # fmt: skip
    assert (found.articles, found.stories, found.credits[0].stories) == (4, 2, 2)


def test_earlier_versions_of_a_page_are_looked_through_where_asked(ledger):
    address = "https://courier.example/levy"
    ledger.add([told(uri=address), told("We will pay if we must, and not before", uri=address)])
    assert trace(ledger, QUOTE).articles == 0
    [wording] = trace(ledger, QUOTE, versions=True).wordings
    assert wording.appearances[0].superseded


def test_dates_and_outlets_narrow_a_trace(ledger):
    ledger.add([told(day=f"2023-03-{day}", outlet=outlet) for day, outlet in ((14, "A"), (15, "The Bee"), (16, "C"))])
    ledger.add([told(day=None, outlet="D")])
    days = {"since": date(2023, 3, 15), "until": date(2023, 3, 15)}
    assert kinds(trace(ledger, QUOTE, **days)) == [("same", "2023-03-15")]
    assert kinds(trace(ledger, QUOTE, since=date(2023, 3, 15))) == [("same", "2023-03-15"), ("same", "2023-03-16")]
    assert kinds(trace(ledger, QUOTE, until=date(2023, 3, 14))) == [("same", "2023-03-14")]
    assert kinds(trace(ledger, QUOTE, until=date.max))[-1] == ("same", "2023-03-16")
    assert kinds(trace(ledger, QUOTE, outlet="bee")) == [("same", "2023-03-15")]
    with pytest.raises(OptionError, match="no outlet 'Nowhere'"):
        trace(ledger, QUOTE, outlet="Nowhere")
    with pytest.raises(OptionError, match="earlier date"):
        trace(ledger, QUOTE, since=date(2023, 3, 16), until=date(2023, 3, 15))


@pytest.mark.parametrize(
    ("quotation", "reason"),
    [
        ("", "0 words; at least 3"),
        ("“…”", "0 words; at least 3"),
        ("never", "1 word; at least 3"),
        ("never pay", "2 words; at least 3"),
        ("pay " * (MOST_WORDS + 1), "1,001 words, at most 1,000"),
        ("x" * 1_000_000, "1,000,000 characters"),
    ],
)
def test_a_quotation_that_cannot_be_traced_says_why(ledger, quotation, reason):
    with pytest.raises(OptionError, match=reason):
        trace(ledger, quotation)


def test_words_that_stand_everywhere_are_traced_from_the_earliest_on(ledger, monkeypatch):
    for name in ("_RARE", "_COMMON", "MOST_READ"):
        monkeypatch.setattr(tracing_candidates, name, 5)
    days = [f"2023-03-{day:02}" for day in range(1, 29)]
    shuffled = random.Random(1).sample(days, len(days))
    ledger.add([told("I do not think so", day=day, outlet=f"The {day}") for day in [None, *shuffled]])
    found = trace(ledger, "I do not think so")
    assert not found.complete
    assert [day for _, day in kinds(found)] == days[:5]


def test_a_run_that_stands_everywhere_does_not_hide_rarer_ones(ledger, monkeypatch):
    for name in ("_RARE", "_COMMON"):
        monkeypatch.setattr(tracing_candidates, name, 3)
    ledger.add(
        [told(f"We are going to be number {word} on the quay", outlet=word) for word in ("one", "two", "six", "ten")]
    )
    ledger.add([told("We are going to be the sorrow of every skipper", day="2023-04-01")])
    found = trace(ledger, "we are going to be the sorrow of every skipper")
    assert kinds(found) == [("same", "2023-04-01")]
    assert not found.complete


ARTICLES = st.lists(
    st.tuples(
        st.sampled_from([
            QUOTE, "never pay the harbour levy", "We will never pay the harbour tax of this council",
            "levy of this council, and we will never pay the harbour", "The gulls were loud this morning",
        ]),
        st.sampled_from(["2023-03-14", "2023-03-15", None]),
        st.sampled_from(["The Courier", "The Lantern"]),
        st.sampled_from(["Maria Ortega", "Tomas Keller"]),
    ),
    max_size=6,
    unique=True,
)  # fmt: skip


def _without_numbers(found: Trace) -> Any:
    """A trace as plain values, but for the ledger's numbers of articles and entities."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bare(each) for key, each in value.items() if key not in {"document", "entity", "copy_group"}}
        return [bare(each) for each in value] if isinstance(value, list) else value

    return bare(found.to_dict())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ARTICLES, st.randoms(use_true_random=False))
def test_the_order_in_which_articles_came_says_nothing(tmp_path_factory, articles, chance):
    def traced(order: Sequence[tuple[str, str | None, str, str]]) -> Any:
        with Ledger(tmp_path_factory.mktemp("ledgers") / "news.ledger", write=True) as made:
            made.add([told(words, day=day, outlet=outlet, by=by) for words, day, outlet, by in order])
            return _without_numbers(trace(made, QUOTE))

    assert traced(articles) == traced(chance.sample(articles, len(articles)))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(), st.lists(st.sampled_from([*QUOTE.split(), '"', "AND", "NOT", "*", "\x00", "\ud800"])).map(" ".join)
    )
)
def test_any_text_gives_a_trace_or_a_clear_error(ledger, text):
    ledger.add([told(), told("never pay the harbour levy", day="2023-03-16")])
    try:
        found = trace(ledger, text)
    except OptionError:
        assert len(keys_of(text)) < LEAST_WORDS
        return
    msgspec.json.encode(found)
    for wording in found.wordings:
        for each in wording.appearances:
            record = ledger.record(each.document).document.text
            assert all(record[piece.start : piece.end] == piece.words for piece in each.pieces)
