"""What is said about an attribution from its words: cases in ``cases/described.toml``, and what holds of any text."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.marked import described, unmark
from onrecord.attribution.cues import read_cue
from onrecord.attribution.describe import describe_all
from onrecord.attribution.form import QuotedWords
from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.lexicon import lexicon, listed
from onrecord.attribution.words import read_words
from onrecord.ingest.text import find_blocks
from onrecord.model.labels import NAME_CLASSES, SPEECH_TAGS
from onrecord.model.reading import WordReading
from onrecord.model.wordpiece import find_words
from onrecord.span import Span
from onrecord.text.document import Document
from onrecord.text.quotations import find_quotations

CASES = tomllib.loads((Path(__file__).parent / "cases" / "described.toml").read_text(encoding="utf-8"))

ADDRESSEES = tomllib.loads((Path(__file__).parent / "cases" / "addressees.toml").read_text(encoding="utf-8"))

TIMES = tomllib.loads((Path(__file__).parent / "cases" / "times.toml").read_text(encoding="utf-8"))


def by_label(table: str) -> list[tuple[str, str]]:
    return [(article, label) for label, articles in CASES[table].items() for article in articles]


@pytest.mark.bundle
@pytest.mark.parametrize(("article", "lemma", "act", "stance"), CASES["cues"])
def test_a_cue_has_its_lemma_act_and_stance(article: str, lemma: str, act: str, stance: str):
    found = described(article)
    assert (found.lemma, found.act, found.stance) == (lemma, act, stance)


@pytest.mark.bundle
@pytest.mark.parametrize("article", CASES["negated"])
def test_a_negated_cue_is_told(article: str):
    assert described(article).negated


@pytest.mark.bundle
@pytest.mark.parametrize("article", CASES["affirmed"])
def test_a_negation_elsewhere_does_not_negate_the_cue(article: str):
    assert not described(article).negated


@pytest.mark.bundle
@pytest.mark.parametrize(("article", "hedges"), CASES["hedges"])
def test_hedges_are_those_of_the_writer(article: str, hedges: list[str]):
    text = unmark(article).text
    assert [hedge.of(text) for hedge in described(article).hedges] == hedges


@pytest.mark.bundle
@pytest.mark.parametrize(("article", "form"), by_label("form"))
def test_form_is_by_what_stands_between_marks(article: str, form: str):
    assert described(article).form == form


@pytest.mark.bundle
@pytest.mark.parametrize(("article", "standing"), by_label("standing"))
def test_standing_is_told_from_the_sources_words(article: str, standing: str):
    assert described(article).standing == standing


@pytest.mark.bundle
@pytest.mark.parametrize(("article", "addressee"), ADDRESSEES["heard"])
def test_who_hears_it_is_told(article: str, addressee: str):
    found = described(article).addressee
    assert found is not None
    assert found.of(unmark(article).text) == addressee


@pytest.mark.bundle
@pytest.mark.parametrize("article", ADDRESSEES["unheard"])
def test_nobody_hears_it_where_nobody_is_told(article: str):
    assert described(article).addressee is None


@pytest.mark.bundle
@pytest.mark.parametrize(("article", "words", "value"), TIMES["told"])
def test_when_it_was_said_is_told_with_its_date(article: str, words: str, value: str):
    time = described(article, published="2024-03-14").time
    assert time is not None
    assert (time.span.of(unmark(article).text), time.value or "") == (words, value)


@pytest.mark.bundle
def test_a_weekday_has_no_date_on_a_page_without_one():
    time = described("<s>Vell</s> <c>said</c> on Tuesday that <t>it rained</t>.").time
    assert time is not None
    assert time.value is None


@pytest.mark.bundle
@pytest.mark.parametrize("article", TIMES["untold"])
def test_a_date_of_something_else_is_not_when_it_was_said(article: str):
    assert described(article, published="2024-03-14").time is None


@pytest.mark.bundle
def test_the_pages_own_name_is_an_outlet():
    assert described("<s>Harrow Voice</s> <c>learned</c> <t>it rained</t>.", outlet="Harrow Voice").standing == "outlet"


def test_a_lemma_stands_in_one_class_only():
    classes = tomllib.loads((files("onrecord.attribution") / "cues.toml").read_text(encoding="utf-8"))["class"]
    for kind in ("verbs", "nouns", "adjectives", "phrases"):
        lemmas = [lemma for entry in classes for lemma in listed(entry.get(kind, ""))]
        assert sorted(lemmas) == sorted(set(lemmas)), kind


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("said", "say"), ("told", "tell"), ("thought", "think"), ("tweeted", "tweet"), ("denies", "deny"),
     ("quipped", "quip"), ("agreeing", "agree"), ("wrote", "write"), ("swore", "swear"), ("argues", "argue")],
)  # fmt: skip
def test_a_verb_is_found_by_its_forms(form: str, lemma: str):
    assert lexicon().verb(form) == lemma


def reading_of(text: str, seed: int) -> WordReading:
    """Any tags and names at all, for the words of a text."""
    words = [word for block in find_blocks(text) for word in find_words(text, block.start, block.end)]
    blocks = [i for i, block in enumerate(find_blocks(text)) for _ in find_words(text, block.start, block.end)]
    hand = np.random.default_rng(seed)
    return WordReading(
        np.array([word[0] for word in words], np.int64),
        np.array([word[1] for word in words], np.int64),
        np.array(blocks, np.int64),
        hand.integers(0, len(NAME_CLASSES), len(words)),
        hand.integers(0, len(SPEECH_TAGS), len(words)),
    )


NEWS = st.lists(
    st.sampled_from(
        ["said", "did", "n't", "not", "“", "”", '"', "’s", "'", "who", ",", "the", "mayor", "Vell", "yet", "to", "no",
         "reportedly", "is", "believed", "\n\n", "-", "according", "made", "it", "clear", ".", "—", "(", "é", "İ", "ß"]
    ),
    max_size=40,
).map(" ".join)  # fmt: skip


@given(st.data(), st.one_of(NEWS, st.text(max_size=80)), st.integers(0, 99))
def test_whatever_is_tagged_and_found_can_be_described(data: st.DataObject, text: str, seed: int):
    document = Document(text, find_blocks(text))
    reading = reading_of(text, seed)
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda ab: Span(min(ab), max(ab)))
    attribution = FoundAttribution(
        data.draw(st.none() | spans), data.draw(spans), tuple(data.draw(st.lists(spans, max_size=3))), 1.0
    )
    quotations = [q for block in document.blocks for q in find_quotations(text, block.start, block.end)]
    words, quoted = read_words(text, reading), QuotedWords(document, quotations)
    (told,) = describe_all([attribution], document, words, quoted)
    assert len(told.quoted) == len(attribution.content)
    assert told.lemma == told.lemma.lower().strip()
    assert told.addressee is None or 0 <= told.addressee.start < told.addressee.end <= len(text)
    assert told.time is None or 0 <= told.time.span.start < told.time.span.end <= len(text)
    assert all(0 <= hedge.start < hedge.end <= len(text) for hedge in told.hedges)
    assert describe_all([attribution], document, words, quoted) == (told,)


@given(NEWS, st.integers(0, 99))
def test_words_are_in_order_and_anchored(text: str, seed: int):
    words = read_words(text, reading_of(text, seed))
    ends = [0, *words.ends]
    for word, before in zip(words.all, ends, strict=False):
        assert before <= word.start < word.end <= len(text)
    whole = words.within(Span(0, len(text)))
    assert len(whole) == len(words)
    if whole:
        assert whole.start <= read_cue(words, whole, has_source=False).head < whole.stop


@pytest.mark.bundle
def test_who_that_asks_stands_for_nobody_who_was_named():
    assert described("Mara Vell came. What matters is <s>who</s> <c>wanted</c> <t>it</t>.").standing == "unnamed_person"
