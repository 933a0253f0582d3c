"""The spaCy component: records on Docs, spans on their tokens, and all of it through whatever a Doc goes through."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest
import spacy
from hypothesis import given
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from any_record import any_records
from onrecord.errors import OptionError
from onrecord.interfaces import spacy_component
from onrecord.interfaces.spacy_component import PARTS, RecordKeeper, put_record
from onrecord.record.types import DocumentRecord, Record, SpanRecord
from onrecord.text.document import Document
from records import RECORD, TEXT, attribution, hostile_record, plain_record, through_hands


class ScriptedReader:
    """Reads TEXT as RECORD, and in any other text nobody."""

    def pipe(self, documents: Iterable[Document]) -> Iterator[Record]:
        for document in documents:
            read = DocumentRecord(id=document.id, text=document.text)
            made = RECORD if document.text == TEXT else plain_record(document.text)
            yield msgspec.structs.replace(made, document=read)


@pytest.fixture
def nlp(monkeypatch: pytest.MonkeyPatch) -> Language:
    monkeypatch.setattr(RecordKeeper, "_loaded", lambda self: ScriptedReader())
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord")
    return nlp


def test_a_doc_gets_its_record(nlp: Language):
    doc = nlp(TEXT)
    assert doc._.onrecord.document.text == TEXT
    assert doc._.onrecord.attributions == RECORD.attributions


def test_a_doc_that_was_not_read_has_none():
    assert spacy.blank("en")("He said so.")._.onrecord is None


def test_every_span_is_there_with_its_part_and_its_attribution(nlp: Language):
    doc = nlp(TEXT)
    spans = doc.spans["onrecord"]
    told = [(span.label_, span.text, span.kb_id_) for span in spans if span.id_ == "a6"]
    assert told == [
        ("source", "she", "e1"),
        ("cue", "told", ""),
        ("content", "“No figure is final,”", ""),
        ("content", "“and nobody has been asked to go.”", ""),
        ("addressee", "the Courier", ""),
        ("time", "on Tuesday", ""),
    ]
    assert spans.attrs["attributions"] == [span.id_ for span in spans]
    assert {span.label_ for span in spans} == set(PARTS)


def test_sources_cues_and_contents_have_groups_of_their_own(nlp: Language):
    doc = nlp(TEXT)
    for part, key in spacy_component.GROUPS.items():
        group = doc.spans[key]
        assert [span.text for span in group] == [s.text for s in doc.spans["onrecord"] if s.label_ == part]
        assert group.attrs["attributions"] == [span.id_ for span in group]
    assert doc.spans["onrecord_source"][0].text == "owners"


def test_a_span_that_ends_within_a_token_takes_all_of_it(nlp: Language):
    """The record keeps the exact offsets."""
    nlp.tokenizer.add_special_case("(Reuters)said", [{"ORTH": "(Reuters)said"}])
    doc = nlp.make_doc("Ada Loom (Reuters)said so.")
    record = msgspec.structs.replace(plain_record(doc.text), attributions=[in_text(doc.text, "said")])
    put_record(doc, record)
    (cue,) = doc.spans["onrecord_cue"]
    assert cue.text == "(Reuters)said"
    (exact,) = doc._.onrecord.attributions[0].cue.spans
    assert doc.text[exact.start : exact.end] == "said"


def in_text(text: str, cue: str):
    made = attribution(1, None, "say", "owners", lemma="say")
    start = text.index(cue)
    spans = [{"start": start, "end": start + len(cue)}]
    return msgspec.convert(
        {**msgspec.to_builtins(made), "cue": {**msgspec.to_builtins(made.cue), "spans": spans}, "content": []},
        type(made),
    )


def test_many_docs_keep_their_order(nlp: Language):
    texts = [TEXT, "Nobody speaks.", "", TEXT]
    docs = list(nlp.pipe(texts))
    assert [doc.text for doc in docs] == texts
    assert [len(doc._.onrecord.attributions) for doc in docs] == [14, 0, 0, 14]


def test_unsure_attributions_can_be_left_out(nlp: Language):
    nlp.add_pipe("onrecord", name="surely", config={"min_confidence": 0.5})
    doc = nlp(TEXT)
    assert "a2" not in {each.id for each in doc._.onrecord.attributions}
    assert "a2" not in {span.id_ for span in doc.spans["onrecord"]}


@pytest.mark.parametrize("way", ["bytes", "docbin", "pickle", "disk"])
def test_a_doc_keeps_its_record_and_spans_on_its_way(nlp: Language, way: str, tmp_path: Path):
    doc = nlp(TEXT)
    if way == "bytes":
        back = Doc(spacy.blank("en").vocab).from_bytes(doc.to_bytes())
    elif way == "docbin":
        kept = DocBin(store_user_data=True, docs=[doc]).to_bytes()
        (back,) = DocBin().from_bytes(kept).get_docs(spacy.blank("en").vocab)
    elif way == "disk":
        doc.to_disk(tmp_path / "doc")
        back = Doc(spacy.blank("en").vocab).from_disk(tmp_path / "doc")
    else:
        back = pickle.loads(pickle.dumps(doc))
    assert back._.onrecord == doc._.onrecord

    def seen(doc: Doc) -> list[tuple[str, ...]]:
        return [(span.text, span.label_, span.id_, span.kb_id_) for span in doc.spans["onrecord"]]

    assert seen(back) == seen(doc)
    assert back.spans["onrecord"].attrs == doc.spans["onrecord"].attrs


def test_a_pipeline_keeps_its_options_on_disk(nlp: Language, tmp_path: Path):
    nlp.add_pipe("onrecord", name="surely", config={"min_confidence": 0.5, "threads": 1})
    nlp.to_disk(tmp_path / "pipeline")
    back = spacy.load(tmp_path / "pipeline")
    assert back.pipe_names == ["onrecord", "surely"]
    assert [each.id for each in back(TEXT)._.onrecord.attributions] == [
        each.id for each in RECORD.attributions if each.confidence >= 0.5
    ]


@pytest.mark.parametrize(
    ("wrong", "said"), [({"min_confidence": 2.0}, "min_confidence is 2.0"), ({"threads": 0}, "threads is 0")]
)
def test_options_that_make_no_sense_are_refused(nlp: Language, wrong: dict[str, float], said: str):
    with pytest.raises(OptionError, match=said):
        nlp.add_pipe("onrecord", name="another", config=wrong)


def test_a_record_that_is_there_can_be_put_on_a_doc_of_its_text():
    doc = spacy.blank("en")(TEXT)
    doc._.onrecord = through_hands()
    assert doc._.onrecord == through_hands()
    assert doc.spans["onrecord_source"][0].text == "owners"
    with pytest.raises(OptionError, match="not of this Doc's text"):
        put_record(spacy.blank("en")("Something else."), RECORD)


def test_putting_another_record_replaces_the_first():
    doc = spacy.blank("en")(TEXT)
    put_record(doc, RECORD)
    put_record(doc, msgspec.structs.replace(RECORD, attributions=[]))
    assert [len(doc.spans[key]) for key in ("onrecord", *spacy_component.GROUPS.values())] == [0, 0, 0, 0]


def test_displacy_draws_the_spans(nlp: Language):
    drawn = spacy.displacy.render(nlp(TEXT), style="span", options={"spans_key": "onrecord"}, jupyter=False)
    assert "source" in drawn


BLANK = spacy.blank("en")


@given(any_records())
def test_of_any_record_each_span_of_tokens_holds_the_exact_one(record: Record):
    doc = BLANK.make_doc(record.document.text)
    put_record(doc, record)
    assert doc._.onrecord == record
    exact = [
        (attribution.id, part, place.start, place.end)
        for attribution in record.attributions
        for part, places, _ in spacy_component._parts(attribution)
        for place in places
        if place.start < place.end
    ]
    spans = list(doc.spans["onrecord"])
    covered = [each for each in exact if any(token.idx < each[3] and each[2] < token.idx + len(token) for token in doc)]
    assert [(span.id_, span.label_) for span in spans] == [(owner, part) for owner, part, _, _ in covered]
    for span, (_, _, start, end) in zip(spans, covered, strict=True):
        inside = [token for token in doc if token.idx < end and start < token.idx + len(token)]
        assert (span.start, span.end) == (inside[0].i, inside[-1].i + 1)


def test_a_span_of_the_space_between_two_tokens_is_left_out():
    doc = BLANK.make_doc(TEXT)
    at = TEXT.index(" said")
    (first, *_) = RECORD.attributions
    put_record(
        doc,
        msgspec.structs.replace(
            RECORD, attributions=[msgspec.structs.replace(first, hedges=[SpanRecord(start=at, end=at + 1)])]
        ),
    )
    assert "hedge" not in {span.label_ for span in doc.spans["onrecord"]}


def test_hostile_words_stay_words():
    doc = BLANK.make_doc(hostile_record().document.text)
    put_record(doc, hostile_record())
    assert [span.label_ for span in doc.spans["onrecord"]] == ["source", "cue", "content"]


@pytest.mark.bundle
def test_the_shipped_model_reads_any_pipeline():
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord", config={"threads": 1})
    doc = nlp("“We will not sell,” Ada Loom said on Tuesday.")
    assert [span.text for span in doc.spans["onrecord_source"]] == ["Ada Loom"]
    assert [len(each.spans["onrecord_source"]) for each in nlp.pipe([doc.text] * 3)] == [1, 1, 1]


_FORKED = """
import spacy
import onrecord.interfaces.spacy_component
nlp = spacy.blank("en")
nlp.add_pipe("onrecord", config={"threads": 1})
text = "“We will not sell,” Ada Loom said on Tuesday."
if __name__ == "__main__":
    nlp(text)
    print([len(doc.spans["onrecord_source"]) for doc in nlp.pipe([text] * 4, n_process=2, batch_size=2)])
"""


@pytest.mark.bundle
def test_processes_that_are_forked_load_a_model_of_their_own(tmp_path: Path):
    """One that took over its parent's would wait for threads that it does not have."""
    (tmp_path / "forked.py").write_text(_FORKED, encoding="utf-8")
    run = subprocess.run([sys.executable, tmp_path / "forked.py"], capture_output=True, timeout=120, check=True)
    assert run.stdout == b"[1, 1, 1, 1]\n"


def test_the_factory_is_found_by_its_entry_point(tmp_path: Path):
    """As an installed package names it; nothing of ours is imported first."""
    about = tmp_path / "pretended-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: pretended\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(
        "[spacy_factories]\nonrecord = onrecord.interfaces.spacy_component:create\n", encoding="utf-8"
    )
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import spacy; nlp = spacy.blank('en');"
        "nlp.add_pipe('onrecord'); print(nlp.pipe_names, nlp.get_pipe_meta('onrecord').assigns)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=120)
    assert run.stdout == b"['onrecord'] ['doc._.onrecord', 'doc.spans']\n"
