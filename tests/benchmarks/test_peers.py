"""Other programs' triples become records whose spans are the text's own words, and what is missing is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from benchmarks.peers.listing import ENTRIES, Entry, entry_of, load
from benchmarks.peers.quotation_rules import load_pipeline
from benchmarks.peers.system import NotInstalled, Options, need
from benchmarks.peers.triples import attribution_of, record_of
from onrecord.evaluation.spans import from_record
from onrecord.record.json import decode, encode
from onrecord.record.types import ReaderRecord

TEXT = "The weir held.\n\n“We will not open the gate,” Mayor Ada Loom, in a raincoat, had often said."
PARAGRAPH = TEXT.index("“")
MAKER = ReaderRecord("1.0", "rules")


@dataclass
class Token:
    i: int
    idx: int
    text: str

    def __len__(self) -> int:
        return len(self.text)


@dataclass
class Content:
    start_char: int
    end_char: int


@dataclass
class Triple:
    speaker: Sequence[Token]
    cue: Sequence[Token]
    content: Content


def tokens(*words: str) -> list[Token]:
    """Tokens of the second paragraph, where white space parts them."""
    passage = TEXT[PARAGRAPH:]
    places = passage.split()
    return [Token(places.index(word), passage.index(word), word.strip(",.")) for word in words]


@pytest.fixture
def triple() -> Triple:
    return Triple(tokens("Ada", "Loom,"), tokens("said.", "had"), Content(0, len("“We will not open the gate,”")))


def test_spans_are_the_texts_own_words_though_the_passage_began_later(triple: Triple) -> None:
    found = attribution_of(triple, PARAGRAPH)

    assert [TEXT[span.start : span.end] for span in found.source] == ["Ada Loom"]
    assert [TEXT[span.start : span.end] for span in found.content] == ["“We will not open the gate,”"]


def test_tokens_with_others_between_them_are_spans_of_their_own_in_the_texts_order(triple: Triple) -> None:
    found = attribution_of(triple, PARAGRAPH)

    assert [TEXT[span.start : span.end] for span in found.cue] == ["had", "said"]


def test_a_token_that_is_given_twice_counts_once(triple: Triple) -> None:
    triple.speaker = [*triple.speaker, *triple.speaker]

    assert len(attribution_of(triple, PARAGRAPH).source) == 1


def test_the_record_is_one_that_can_be_written_and_scored(triple: Triple) -> None:
    found = attribution_of(triple, PARAGRAPH)
    record = decode(encode(record_of(TEXT, [found], MAKER)))

    assert [(a.source, a.cue, a.content) for a in from_record(record)] == [(found.source, found.cue, found.content)]
    assert record.attributions[0].form == "direct"


def test_a_library_that_is_not_there_is_named() -> None:
    with pytest.raises(NotInstalled, match="no_such_library"):
        need("no_such_library")


def test_a_pipeline_that_is_not_there_is_named() -> None:
    with pytest.raises(NotInstalled, match="no_such_pipeline"):
        load_pipeline("no_such_pipeline")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_what_a_program_is_held_against_is_measured_too(entry: Entry) -> None:
    assert entry.beside is None or entry_of(entry.beside).beside is None


@pytest.mark.bundle
@pytest.mark.parametrize("key", ["reader", "encoder"])
def test_ours_is_measured_in_the_form_of_the_others(key: str) -> None:
    system = load(entry_of(key), Options())
    results = system.read(system.prepare([TEXT]))
    records = system.records([TEXT], results)

    assert "bundle" in system.versions()
    assert [record.document.text for record in records or ()] == ([TEXT] if key == "reader" else [])
