"""Sentences that nobody stands behind."""

from __future__ import annotations

import pytest

from attribution.marked import read_marked
from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.hedged import with_hedged
from onrecord.text.quotations import find_quotations

pytestmark = pytest.mark.bundle


def hedged(article: str) -> list[tuple[str, list[str]]]:
    """Cue and contents of what is found beside the marked attribution."""
    marked = read_marked(article)
    text = marked.document.text
    quotations = [q for b in marked.document.blocks for q in find_quotations(text, b.start, b.end)]
    complete = with_hedged([marked.found], marked.document, marked.words, quotations)
    return [
        (each.cue.of(text), [part.of(text) for part in each.content])
        for each in complete
        if each.source is None and each.cue != marked.found.cue
    ]


OTHER = "\n\n<s>Vell</s> <c>said</c> <t>it rained</t>."


@pytest.mark.parametrize(
    ("sentence", "cue", "content"),
    [
        ("This has reportedly led to delays.", "reportedly", ["This has", "led to delays"]),
        ("The mill was allegedly sold.", "allegedly", ["The mill was", "sold"]),
        ("Reportedly, the mill was sold.", "Reportedly", ["the mill was sold"]),
        ("The pier stood, and the boat reportedly sank.", "reportedly", ["the boat", "sank"]),
        ("The captain, who allegedly slept, has left.", "allegedly", ["who", "slept"]),
    ],
)
def test_a_hedge_that_no_attribution_has_is_one_by_itself(sentence: str, cue: str, content: list[str]):
    assert hedged(sentence + OTHER) == [(cue, content)]


@pytest.mark.parametrize(
    "article",
    [
        "<s>Vell</s> <c>said</c> <t>the mill was allegedly sold</t>.",
        "<s>Vell</s> <c>reportedly said</c> <t>it rained</t>.",
        "“It was allegedly sold.”" + OTHER,
        "The mill was probably sold." + OTHER,
    ],
)
def test_a_hedge_that_is_somebodys_or_no_report_makes_none(article: str):
    assert hedged(article) == []


def test_what_is_found_within_the_hedged_clause_lies_within_it():
    marked = read_marked("This has reportedly led <s>Vell</s> <c>to want</c> <t>to leave</t>.")
    (hedge, inner) = with_hedged([marked.found], marked.document, marked.words, [])
    assert isinstance(inner, FoundAttribution)
    assert inner.within in hedge.content


def test_what_was_found_of_a_hedged_clause_becomes_all_of_it():
    marked = read_marked("The mill (the old one) <c>reportedly</c> <t>closed</t> in May.")
    (hedge,) = with_hedged([marked.found], marked.document, marked.words, [])
    assert [part.of(marked.document.text) for part in hedge.content] == ["The mill (the old one)", "closed in May"]
