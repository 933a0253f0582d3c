"""By what an answer could be narrowed is counted for each value, as if none of its kind was asked for."""

from __future__ import annotations

import pytest

from ledger.articles import Said, article
from onrecord.errors import OptionError
from onrecord.ledger import narrowing as narrowed
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.narrowing import Narrowing, narrowing
from onrecord.ledger.questions import Question

COURIER, LANTERN = "The Tidewater Courier", "The Evening Lantern"
AIDE = Said("an aide", "the levy has cracks", quoted=False, standing="unnamed_person", hops=2)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Two articles of the Courier, one of which has had another text, and one each of the Lantern and of no outlet."""
    ledger.add([
        article(Said("Maria Ortega", "No levy twice"), published="2023-03-15", uri="https://courier.example/a"),
        article(Said("Maria Ortega", "The levy waits"), AIDE, published="2023-03-17", outlet=LANTERN),
        article(Said("Tomas Keller", "the levy is paid", quoted=False), published="2023-03-18"),
        article(Said("Tomas Keller", "Nobody dated this"), outlet=None, published=None),
    ])  # fmt: skip
    ledger.add(
        [article(Said("Ana Petrova", "No levy at all"), published="2023-03-16", uri="https://courier.example/a")]
    )
    return ledger


def test_answers_are_counted_by_source_form_and_outlet(filled):
    assert narrowing(filled, Question(words="levy")) == Narrowing(
        standings={"named_person": 3, "unnamed_person": 1},
        forms={"direct": 2, "indirect": 2},
        outlets={LANTERN: 2, COURIER: 2},
        counted_all=True,
    )


def test_a_filter_does_not_count_against_its_own_kind_and_does_against_the_others(filled):
    asked = Question(words="levy", standing="unnamed_person", outlet="lantern")
    assert narrowing(filled, asked) == Narrowing(
        standings={"named_person": 1, "unnamed_person": 1},
        forms={"indirect": 1},
        outlets={LANTERN: 1},
        counted_all=True,
    )


def test_without_words_everything_is_counted(filled):
    assert narrowing(filled, Question()).standings == {"named_person": 4, "unnamed_person": 1}
    assert narrowing(filled, Question(versions=True)).standings == {"named_person": 5, "unnamed_person": 1}


def test_of_many_answers_the_newest_are_counted_and_that_is_told(filled, monkeypatch):
    monkeypatch.setattr(narrowed, "LOOKED_AT", 2)
    found = narrowing(filled, Question(words="levy"))
    assert (found.outlets, found.counted_all) == ({COURIER: 1, LANTERN: 1}, False)


def test_a_page_further_on_has_the_same_counts(filled):
    assert narrowing(filled, Question(words="levy", after="newest:1")) == narrowing(filled, Question(words="levy"))


def test_what_a_search_refuses_is_refused(filled):
    with pytest.raises(OptionError, match="no outlet"):
        narrowing(filled, Question(outlet="Gazette"))
    with pytest.raises(OptionError, match="needs words"):
        narrowing(filled, Question(order="relevance"))
