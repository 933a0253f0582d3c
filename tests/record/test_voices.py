"""Whose voice an attribution is in."""

from __future__ import annotations

import msgspec
import pytest

from onrecord.record.confident import keep_confident
from onrecord.record.types import Source, SpanRecord
from onrecord.record.voices import NOBODY, find_voices
from records import RECORD, attribution, plain_record


def voices_of(*sources: tuple[str, str]) -> list[str]:
    """The voices' names in a record of one attribution for each source (its words, its standing)."""
    text = " / ".join(words for words, _ in sources)
    made, at = [], 0
    for number, (words, standing) in enumerate(sources):
        span = SpanRecord(at, at + len(words))
        at += len(words) + 3
        blank = attribution(number, None, "say", "owners", lemma="say")
        source = Source(spans=[span] if words else [], standing=standing)
        made.append(msgspec.structs.replace(blank, source=source, content=[]))
    record = msgspec.structs.replace(plain_record(text), attributions=made)
    return [voice.name for voice in find_voices(record).values()]


PERSON = "named_person"

CASES = {
    "an apposition is no part of the name": ([("Maria Ortega, who chairs it,", PERSON)], ["Maria Ortega"]),
    "a possessor is not who speaks": ([("Ortega's predecessor, Jan Keller,", PERSON)], ["Jan Keller"]),
    "a first word is no name for its capital": ([("Former mayor Keller, who fishes", PERSON)], ["Keller"]),
    "nor is an article": ([("A lawyer for Maria Ortega", PERSON)], ["Maria Ortega"]),
    "an office with its place": ([("Mayor of Saltmere Jo Park", PERSON)], ["Mayor of Saltmere Jo Park"]),
    "a last name goes with the fuller name": (
        [("Maria Ortega", PERSON), ("Ortega", PERSON), ("Ms. Ortega", PERSON)],
        ["Maria Ortega"] * 3,
    ),
    "and with one that comes later": ([("Ortega", PERSON), ("Maria Ortega", PERSON)], ["Maria Ortega"] * 2),
    "but with neither of two": (
        [("Maria Ortega", PERSON), ("Luis Ortega", PERSON), ("Ortega", PERSON)],
        ["Maria Ortega", "Luis Ortega", "Ortega"],
    ),
    "a definite article changes nothing": (
        [("A spokesman", "unnamed_person"), ("the spokesman", "unnamed_person")],
        ["A spokesman"] * 2,
    ),
    "another source is another": (
        [("a source", "unnamed_person"), ("another source", "unnamed_person")],
        ["a source", "another source"],
    ),
    "a pronoun joins nobody": ([("Maria Ortega", PERSON), ("She", PERSON)], ["Maria Ortega", "she"]),
    "but itself, in any case": ([("She", PERSON), ("her", PERSON), ("I", PERSON)], ["she", "she", "I"]),
    "no source": ([("", "none")], [NOBODY.name]),
}  # fmt: skip


@pytest.mark.parametrize(("sources", "names"), CASES.values(), ids=CASES.keys())
def test_sources_without_entities_are_joined_by_their_words(sources: list[tuple[str, str]], names: list[str]):
    assert voices_of(*sources) == names


def test_an_entity_is_one_voice_under_its_own_name():
    voices = find_voices(RECORD)
    assert {voices[key].name for key in ("a5", "a6", "a9")} == {"Maria Ortega"}
    assert len({voices[key].key for key in ("a5", "a6", "a9")}) == 1


def test_a_pronoun_says_that_it_may_be_several_people():
    assert not find_voices(RECORD)["a14"].resolved


def test_dropping_the_unsure_keeps_the_rest_nested_in_what_is_left():
    unsure = [msgspec.structs.replace(a, confidence=0.1) if a.id in {"a8", "a1"} else a for a in RECORD.attributions]
    kept = keep_confident(msgspec.structs.replace(RECORD, attributions=unsure), 0.2)
    parents = {a.id: a.parent for a in kept.attributions}
    assert "a8" not in parents
    assert "a1" not in parents
    assert parents["a9"] == "a7"
    assert keep_confident(RECORD, 0.0) is RECORD
