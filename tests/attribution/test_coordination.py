"""Contents that go on behind "and"."""

from __future__ import annotations

import pytest

from attribution.marked import read_marked
from onrecord.attribution.coordination import with_coordinated
from onrecord.attribution.found import FoundAttribution
from onrecord.span import Span

pytestmark = pytest.mark.bundle


def contents(article: str) -> list[str]:
    marked = read_marked(article)
    (found,) = with_coordinated([marked.found], marked.words)
    return [part.of(marked.document.text) for part in found.content]


def test_the_same_auxiliary_again_is_the_contents_own_verb():
    article = "<s>One</s> <c>said</c> <t>he has been “missing in action,”</t> and has not been as loud as others."
    assert contents(article) == ["he has been “missing in action,” and has not been as loud as others"]


@pytest.mark.parametrize(
    "article",
    [
        "<s>Vell</s> <c>said</c> <t>it had rained</t> and left the room.",
        "<s>Vell</s> <c>has said</c> <t>it has rained</t> and has left the room.",
        "<s>Vell</s> <c>said</c> <t>it had rained</t>, and she was wet.",
        "<s>Vell</s> <c>said</c> <t>it had rained</t>. And had she known?",
    ],
)
def test_another_verb_is_the_speakers(article: str):
    marked = read_marked(article)
    assert with_coordinated([marked.found], marked.words) == [marked.found]


def test_what_is_repeated_by_another_is_told_by_who_told_it():
    marked = read_marked("<s>Vell</s> <c>said</c> <t>it had rained</t>, and it was repeated by Oake on Monday.")
    text = marked.document.text

    def span(words: str, after: int = 0) -> Span:
        start = text.index(words, after)
        return Span(start, start + len(words))

    repeated = FoundAttribution(span("Oake"), span("was repeated"), (span("it", text.index("and")),), 0.5)
    said, again = with_coordinated([marked.found, repeated], marked.words)
    assert said.content[0].of(text) == "it had rained, and it was repeated by Oake on Monday"
    assert again.within == said.content[0]
