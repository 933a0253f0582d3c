"""Who is meant: cases in ``cases/sources.toml``, and what holds of any text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.marked import read_marked
from attribution.test_describe import NEWS, reading_of
from onrecord.attribution.describe import describe_all
from onrecord.attribution.form import QuotedWords
from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.words import read_words
from onrecord.entities.resolve import resolve
from onrecord.ingest.text import find_blocks
from onrecord.span import Span
from onrecord.text.document import Document
from onrecord.text.quotations import find_quotations

CASES = tomllib.loads((Path(__file__).parent / "cases" / "sources.toml").read_text(encoding="utf-8"))


def entity_of(article: str) -> str:
    """The name of the marked source's entity, empty where it has none."""
    marked = read_marked(article)
    described = describe_all([marked.found], marked.document, marked.words, marked.quoted)
    entities, (resolved,) = resolve(described, marked.document, marked.words, marked.quoted, marked.antecedents)
    return "" if resolved.source.entity is None else entities[resolved.source.entity].name


@pytest.mark.bundle
@pytest.mark.parametrize(("article", "name"), CASES["resolved"])
def test_a_source_is_given_to_who_is_meant(article: str, name: str):
    assert entity_of(article) == name


@pytest.mark.bundle
@pytest.mark.parametrize("article", CASES["nobody"])
def test_a_source_is_given_to_nobody_where_that_is_not_known(article: str):
    assert entity_of(article) == ""


@pytest.mark.bundle
def test_two_bearers_of_one_last_name_stay_two():
    marked = read_marked("Joan Oake and Martin Oake came. <s>Oake</s> <c>said</c> <t>it rained</t>.")
    described = describe_all([marked.found], marked.document, marked.words, marked.quoted)
    entities, _ = resolve(described, marked.document, marked.words, marked.quoted, marked.antecedents)
    assert [entity.name for entity in entities if entity.kind == "person"] == ["Joan Oake", "Martin Oake"]


def chain_of(article: str, outlet: str | None = None) -> list[tuple[str | None, str]]:
    """The marked attribution's chain, as names and standings."""
    marked = read_marked(article, outlet)
    described = describe_all([marked.found], marked.document, marked.words, marked.quoted)
    entities, (resolved,) = resolve(described, marked.document, marked.words, marked.quoted, marked.antecedents)
    return [(None if c.entity is None else entities[c.entity].name, c.standing) for c in resolved.chain]


TOLD = "Mara Vell came to the Harrow Post. “<t>It rained</t>,” <s>she</s> <c>told</c> the newspaper."


@pytest.mark.bundle
def test_the_outlet_that_was_told_is_a_hand_on_the_way():
    assert chain_of(TOLD) == [("Mara Vell", "named_person"), ("Harrow Post", "outlet")]


@pytest.mark.bundle
def test_the_page_itself_is_no_hand_on_the_way():
    assert chain_of(TOLD, outlet="The Harrow Post") == [("Mara Vell", "named_person")]


@pytest.mark.bundle
def test_a_chain_without_a_source_begins_with_nobody():
    assert chain_of("The rain <c>reportedly</c> <t>stopped</t>.") == [(None, "none")]


@pytest.mark.bundle
def test_a_pronoun_that_hears_is_not_the_one_who_speaks():
    marked = read_marked("Martin Brandt met Silas Roe. <s>Roe</s> <c>told</c> him <t>it rained</t>.")
    described = describe_all([marked.found], marked.document, marked.words, marked.quoted)
    entities, (resolved,) = resolve(described, marked.document, marked.words, marked.quoted, marked.antecedents)
    assert resolved.addressee.entity is not None
    assert entities[resolved.addressee.entity].name == "Martin Brandt"


@given(st.data(), NEWS | st.text(max_size=80), st.integers(0, 99))
def test_any_tags_give_entities_that_are_anchored(data: st.DataObject, text: str, seed: int):
    document = Document(text, find_blocks(text))
    words = read_words(text, reading_of(text, seed))
    quoted = QuotedWords(document, [q for b in document.blocks for q in find_quotations(text, b.start, b.end)])
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda ab: Span(min(ab), max(ab)))
    found = [
        FoundAttribution(data.draw(st.none() | spans), data.draw(spans), (data.draw(spans),), 1.0) for _ in range(3)
    ]
    described = describe_all(found, document, words, quoted)
    entities, resolved = resolve(described, document, words, quoted)
    assert len(resolved) == len(found)
    for entity in entities:
        assert entity.name
        assert entity.mentions
        assert all(0 <= each.span.start <= each.span.end <= len(text) for each in entity.mentions)
        starts = [each.span.start for each in entity.mentions]
        assert starts == sorted(starts)
    assert all(each.source.entity is None or 0 <= each.source.entity < len(entities) for each in resolved)
    again, resolved_again = resolve(described, document, words, quoted)
    assert ([e.name for e in again], resolved_again) == ([e.name for e in entities], resolved)
