"""One article's way through every stage: anchored on any text, the same in any company, and in the documents' order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.errors import BundleError, OptionError
from onrecord.ingest.text import find_blocks
from onrecord.model.bundle import load_bundle
from onrecord.reader import Reader
from onrecord.record.json import decode, encode
from onrecord.record.types import Record
from onrecord.text.document import Document
from scripted import ScriptedEncoder

pytestmark = pytest.mark.bundle

ARTICLE = """The harbour at Quillmouth will close for two weeks, Mayor Odile Farrant said on Tuesday.

“We have no choice,” Farrant told the Quillmouth Courier. “The north wall [of the basin] is moving.”

According to two engineers, the wall was reportedly inspected in March. A spokesman for the port denied that anyone \
had been warned."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(threads=2)


def document(text: str) -> Document:
    return Document(text, find_blocks(text))


def spans_of(record: Record) -> Iterator[tuple[int, int]]:
    for attribution in record.attributions:
        for part in (*attribution.source.spans, *attribution.cue.spans, *attribution.content, *attribution.hedges):
            yield part.start, part.end


def assert_anchored(record: Record) -> None:
    """Every span holds words of the text; encoding and decoding, which check the rest, change nothing."""
    text = record.document.text
    for start, end in spans_of(record):
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
    by_id = {attribution.id: attribution for attribution in record.attributions}
    for attribution in record.attributions:
        if attribution.parent is not None:
            outer = by_id[attribution.parent]
            assert list(by_id).index(outer.id) < list(by_id).index(attribution.id)
            parts = (*attribution.source.spans, *attribution.cue.spans, *attribution.content)
            assert any(all(o.start <= p.start and p.end <= o.end for p in parts) for o in outer.content)


#: Any string: words that attribute, marks, line ends and every code point, lone surrogates too.
pieces_of_text = st.one_of(
    st.sampled_from(
        [
            "said",
            "Mayor Farrant",
            "according to",
            "“",
            "”",
            '"',
            "‘",
            "’",
            "\n\n",
            "\n",
            ":",
            "[sic]",
            "he",
            " ",
            "told",
        ]
    ),
    st.text(st.characters(exclude_categories=()), max_size=12),
)
any_text = st.lists(pieces_of_text, max_size=60).map(" ".join)


def test_an_article_is_read(reader: Reader) -> None:
    record = reader.read_text(ARTICLE)
    said = {(text_of(record, a.source.spans), text_of(record, a.cue.spans), a.form) for a in record.attributions}
    assert ("Farrant", "told the Quillmouth Courier", "direct") in said or ("Farrant", "told", "direct") in said
    assert any(source == "Mayor Odile Farrant" and form == "indirect" for source, _, form in said)
    assert_anchored(record)


def text_of(record: Record, spans: list[onrecord.record.types.SpanRecord]) -> str:
    return " ".join(record.document.text[span.start : span.end] for span in spans)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=any_text)
def test_any_text_gives_a_record_whose_spans_are_anchored(reader: Reader, text: str) -> None:
    record = reader.read_text(text)
    assert record.document.text == text
    assert_anchored(record)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.one_of(any_text, st.just(ARTICLE), st.just(ARTICLE * 5)), max_size=6), data=st.data())
def test_a_record_is_the_same_in_any_company_order_and_number_of_threads(
    reader: Reader, texts: list[str], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(texts))))
    together = list(reader.pipe(document(texts[i]) for i in order))
    alone = Reader(threads=1)
    for i, record in zip(order, together, strict=True):
        assert record == alone.read_text(texts[i])


def test_a_paragraph_of_a_megabyte_is_read_to_its_end(reader: Reader) -> None:
    line = "The mayor of Quillmouth said that the wall would hold, and an engineer denied it. "
    record = reader.read_text(line * (1_000_000 // len(line)) + "“It is done,” said Odile Farrant.")
    assert_anchored(record)
    assert max(end for _, end in spans_of(record)) > 999_000
    assert len(record.attributions) > 10_000


@pytest.mark.parametrize("words", ["Document {} says nothing.", "{}", ""])
def test_records_come_in_the_order_of_the_documents_and_documents_are_taken_as_they_are_needed(words: str) -> None:
    taken = 0

    def documents() -> Iterator[Document]:
        nonlocal taken
        for number in range(400):
            taken += 1
            yield document(words.format(number))

    reader = Reader(threads=2, encoder=ScriptedEncoder({}))
    for number, record in enumerate(reader.pipe(documents())):
        assert record.document.text == words.format(number)
        assert taken - number < 40


def test_the_shape_of_links_and_spans_holds_with_a_scripted_encoder() -> None:
    word = load_bundle().vocabulary.pieces_of
    encoder = ScriptedEncoder({word("farrant")[0]: "U-source", word("said")[0]: "U-cue", word("yes")[0]: "U-content"})
    record = Reader(threads=1, encoder=encoder).read_text("Farrant said yes.")
    (attribution,) = record.attributions
    assert text_of(record, attribution.source.spans) == "Farrant"
    assert (attribution.id, attribution.form, attribution.cue.lemma) == ("a1", "indirect", "say")


def test_a_record_goes_through_json_and_back(reader: Reader) -> None:
    record = reader.read_text(ARTICLE)
    assert decode(encode(record)) == record
    assert json.loads(encode(record))["reader"]["model"] == load_bundle().manifest.name


def test_a_voice_within_a_voice_is_told_with_the_chain_of_both(reader: Reader, repo: Path) -> None:
    record = reader.read(repo / "examples/harbor-inquiry.html")
    by_id = {attribution.id: attribution for attribution in record.attributions}
    names = {entity.id: entity.name for entity in record.entities}
    nested = [
        (
            text_of(record, by_id[inner.parent].cue.spans),
            text_of(record, inner.cue.spans),
            [names.get(carrier.entity or "") for carrier in inner.chain],
        )
        for inner in record.attributions
        if inner.parent
    ]
    carried = [names for outer, _, names in nested if outer == "reported"]
    assert carried
    assert all(names[0] and names[-1] == "Calder Tribune" for names in carried)
    assert len(max((names for _, _, names in nested), key=len)) > 2, "a voice within a voice within a voice"
    assert_anchored(record)


def test_an_empty_text_has_an_empty_record(reader: Reader) -> None:
    assert reader.read_text("").attributions == []


def test_the_package_reads_with_one_shared_reader() -> None:
    assert onrecord.read_text(ARTICLE) == onrecord.read(document(ARTICLE))


@pytest.mark.parametrize("threads", [0, -2])
def test_fewer_threads_than_one_are_refused(threads: int) -> None:
    with pytest.raises(OptionError, match="must be 1 or more"):
        Reader(threads=threads)


def test_a_bundle_that_is_not_there_is_named(tmp_path: object) -> None:
    with pytest.raises(BundleError, match="no bundle"):
        Reader(bundle=tmp_path / "none")  # type: ignore[operator]
