"""Entities held against coreference chains: what is counted, and as what."""

from __future__ import annotations

from evaluation.coreference import chains_of, compare
from onrecord.record.types import (
    Attribution,
    ContentSpan,
    Cue,
    DocumentRecord,
    Entity,
    ReaderRecord,
    Record,
    Source,
    SpanRecord,
)

TEXT = "Ada Loom left. She said it rained. He agreed."
ROW = {
    "tokens": [
        [0, 3, "NNP", "PERSON", "Ada"], [4, 8, "NNP", "PERSON", "Loom"], [9, 13, "VBD", "O", "leave"],
        [13, 14, ".", "O", "."], [15, 18, "PRP", "O", "she"], [19, 23, "VBD", "O", "say"],
        [24, 26, "PRP", "O", "it"], [27, 33, "VBD", "O", "rain"], [35, 37, "PRP", "O", "he"],
    ],
    "coref": [[[0, 2], [4, 5]], [[6, 7], [8, 9]]],
}  # fmt: skip


def record(entity: str | None) -> Record:
    return Record(
        document=DocumentRecord(id="x", text=TEXT),
        reader=ReaderRecord("0", "none"),
        entities=[Entity("e1", "Ada Loom", "person"), Entity("e2", "Bo Tern", "person")],
        attributions=[
            Attribution(
                id="a1",
                source=Source(spans=[SpanRecord(15, 18)], entity=entity, standing="named_person"),
                cue=Cue([SpanRecord(19, 23)], "say", "assertive", "neutral"),
                content=[ContentSpan(24, 33, False)],
                form="indirect",
                confidence=0.9,
            )
        ],
    )


def test_only_chains_with_a_persons_name_count():
    assert chains_of(ROW) == {(0, 8): frozenset({"loom"}), (15, 18): frozenset({"loom"})}


def test_a_source_agrees_differs_or_is_unresolved():
    outcomes = [next(compare(record(entity), ROW)).outcome for entity in ("e1", "e2", None)]
    assert outcomes == ["agrees", "differs", "unresolved"]
    assert next(compare(record("e1"), ROW)).kind == "pronoun"
