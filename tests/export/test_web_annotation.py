"""Web annotations: what the model demands (https://www.w3.org/TR/annotation-model/), and words that are the text's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given

from any_record import any_records
from onrecord.export.web_annotation import annotations_of, collection, collection_text, lines
from onrecord.record.types import Record
from onrecord.text.document import Document
from records import RECORD, TEXT, hostile_record, plain_record, through_hands

MODEL = "http://www.w3.org/ns/anno.jsonld"
#: Section 3.3.5.
MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "tagging",
}  # fmt: skip
#: A scheme, and nothing that RFC 3987 keeps out of an IRI.
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f-\xa0<>\"{}|\\^`\ud800-\udfff]+")


def many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def check_context(value: dict[str, Any]) -> None:
    """3.1: one or more contexts, the model's among them; a string where it is the only one."""
    contexts = many(value["@context"])
    assert MODEL in contexts
    if len(contexts) == 1:
        assert isinstance(value["@context"], str)


def check_selector(selector: dict[str, Any]) -> None:
    if selector["type"] == "TextPositionSelector":  # 4.2.5: exactly one start and one end, not negative
        assert isinstance(selector["start"], int)
        assert isinstance(selector["end"], int)
        assert 0 <= selector["start"] <= selector["end"]
    else:  # 4.2.4: exactly one exact, at most one prefix and suffix
        assert selector["type"] == "TextQuoteSelector"
        assert all(isinstance(selector[key], str) for key in ("exact", "prefix", "suffix"))


def check_specific(resource: dict[str, Any]) -> None:
    """4: a specific resource has exactly one source."""
    assert resource["type"] == "SpecificResource"
    assert IRI.fullmatch(resource["source"])
    for selector in many(resource["selector"]):
        check_selector(selector)


def check_body(body: dict[str, Any]) -> None:
    assert body["purpose"] in MOTIVATIONS
    if body["type"] == "TextualBody":  # 3.2.4: exactly one value
        assert isinstance(body["value"], str)
        assert body["format"] == "text/plain"
    else:
        check_specific(body)


def check_annotation(annotation: dict[str, Any]) -> None:
    """3.1: exactly one id, an IRI; the type Annotation; one target or more."""
    assert IRI.fullmatch(annotation["id"])
    assert "Annotation" in many(annotation["type"])
    assert set(many(annotation["motivation"])) <= MOTIVATIONS
    assert annotation["generator"]["type"] == "Software"
    for body in annotation["body"]:
        check_body(body)
    targets = many(annotation["target"])
    assert targets
    for target in targets:
        if isinstance(target, str):
            assert IRI.fullmatch(target)
        else:
            check_specific(target)
    assert all(key.startswith("onrecord:") for key in set(annotation) - {
        "@context", "id", "type", "motivation", "generator", "body", "target",
    })  # fmt: skip


def check_collection(whole: dict[str, Any]) -> None:
    check_context(whole)
    assert IRI.fullmatch(whole["id"])
    assert whole["type"] == "AnnotationCollection"
    assert isinstance(whole["label"], str)
    if not whole["total"]:  # 5.1: what has annotations must have one first page
        assert "first" not in whole
        return
    page = whole["first"]
    assert IRI.fullmatch(page["id"])
    assert page["id"] == whole["last"]
    assert page["type"] == "AnnotationPage"
    assert page["partOf"] == whole["id"]
    assert page["startIndex"] == 0
    assert len(page["items"]) == whole["total"]
    for annotation in page["items"]:
        check_annotation(annotation)


def resources(annotation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in [*annotation["body"], *many(annotation["target"])]:
        if isinstance(each, dict) and each["type"] == "SpecificResource":
            yield each


def check_anchored(annotation: dict[str, Any], text: str) -> None:
    for resource in resources(annotation):
        position, quote = resource["selector"]
        start, end = position["start"], position["end"]
        assert quote["exact"] == text[start:end] != ""
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])


def bodies(annotation: dict[str, Any], part: str) -> list[str]:
    found = [body for body in annotation["body"] if body["onrecord:part"] == part]
    return [body["value"] if "value" in body else body["selector"][1]["exact"] for body in found]


def of(attribution: str, record: Record = RECORD) -> dict[str, Any]:
    (found,) = (each for each in annotations_of(record) if each["onrecord:attribution"] == attribution)
    return found


@pytest.mark.parametrize("record", [RECORD, through_hands(), hostile_record(), plain_record("Nobody speaks.")])
def test_what_is_written_keeps_to_the_model(record: Record):
    written = [json.loads(line) for line in lines(record)]
    assert len(written) == len(record.attributions)
    for annotation in written:
        check_context(annotation)
        check_annotation(annotation)
        check_anchored(annotation, record.document.text)
    check_collection(json.loads(collection_text(record)))


def test_the_target_is_what_was_said_and_the_bodies_are_who_and_how():
    told = of("a6")
    assert [target["selector"][1]["exact"] for target in told["target"]] == [
        "“No figure is final,”",
        "“and nobody has been asked to go.”",
    ]
    said = {part: bodies(told, part) for part in ("source", "cue", "addressee", "time", "time_value", "entity")}
    assert said == {
        "source": ["she"], "cue": ["told"], "addressee": ["the Courier"], "time": ["on Tuesday"],
        "time_value": ["2023-03-14"], "entity": ["Maria Ortega"],
    }  # fmt: skip
    assert [bodies(told, part) for part in ("standing", "act", "stance", "form", "negated")] == [
        ["named_person"], ["assertive"], ["neutral"], ["direct"], [],
    ]  # fmt: skip
    assert bodies(of("a5"), "negated") == ["negated"]
    assert bodies(of("a4"), "hedge") == ["reportedly"]


def test_a_sentence_says_it_for_people():
    assert bodies(of("a5"), "sentence") == ["Maria Ortega (chairs): denied (not said)"]
    assert bodies(of("a4"), "sentence") == ["no source: reportedly"]
    assert bodies(of("a9", through_hands()), "sentence") == [
        "Maria Ortega (chairs): believed; by way of Maria Ortega → unnamed person → The Evening Lantern"
    ]


def test_positions_count_code_points_as_the_model_demands():
    asked = of("a14")
    position, quote = asked["target"]["selector"]
    assert quote["exact"] == "“Who has ever\nmoored a council?”"
    before = TEXT[: position["start"]]
    assert "🐟" in before, "one code point, two UTF-16 units, four bytes"
    assert position["start"] == len(before) < len(before.encode("utf-16-le")) // 2


def test_what_is_nested_leads_to_the_annotation_around_it():
    assert of("a9")["onrecord:parent"] == of("a8")["id"]
    assert of("a8")["onrecord:parent"] == of("a7")["id"]
    assert "onrecord:parent" not in of("a7")


@pytest.mark.parametrize(
    ("uri", "source"),
    [
        ("https://courier.example/a", "https://courier.example/a"),
        ("https://courier.example/é?q=a b|c", "https://courier.example/é?q=a%20b%7Cc"),
        ("HTTP://courier.example/", "HTTP://courier.example/"),
        ("urn:isbn:0", "urn:isbn:0"),
        ("pages/a.html", "urn:sha256:5eed"),
        ("javascript:alert(1)", "urn:sha256:5eed"),
        ("http:", "urn:sha256:5eed"),
        (None, "urn:sha256:5eed"),
    ],
)
def test_the_source_is_the_address_or_else_the_hash_of_the_text(uri: str | None, source: str):
    record = msgspec.structs.replace(RECORD, document=msgspec.structs.replace(RECORD.document, uri=uri))
    for annotation in annotations_of(record):
        assert {resource["source"] for resource in resources(annotation)} == {source}
        assert annotation.get("onrecord:path") == (uri if uri and source.startswith("urn:sha256") else None)


def test_an_id_that_is_no_hash_gives_way_to_the_hash_of_the_text():
    """As a record of another program may have."""
    named = msgspec.structs.replace(RECORD.document, uri=None, id="number seven")
    (first, *_) = annotations_of(msgspec.structs.replace(RECORD, document=named))
    assert first["target"]["source"] == f"urn:{Document(TEXT, ()).id}"
    assert first["onrecord:document"] == "number seven"


def test_copies_of_one_text_at_two_addresses_have_annotations_of_their_own():
    other = msgspec.structs.replace(
        RECORD, document=msgspec.structs.replace(RECORD.document, uri="https://lantern.example/copy")
    )
    ids = [annotation["id"] for record in (RECORD, other) for annotation in annotations_of(record)]
    assert len(set(ids)) == 2 * len(RECORD.attributions)


def test_the_same_record_gives_the_same_bytes():
    assert collection_text(RECORD) == collection_text(msgspec.structs.replace(RECORD))
    assert [*lines(RECORD)] == [*lines(msgspec.structs.replace(RECORD))]


def test_what_has_no_content_is_about_its_cue_or_else_about_the_text():
    first = msgspec.structs.replace(RECORD.attributions[4], content=[])
    second = msgspec.structs.replace(
        first,
        id="a15",
        cue=msgspec.structs.replace(first.cue, spans=[]),
        source=msgspec.structs.replace(first.source, spans=[]),
    )
    record = msgspec.structs.replace(RECORD, attributions=[first, second])
    assert of("a5", record)["target"]["selector"][1]["exact"] == "denied"
    assert of("a15", record)["target"] == RECORD.document.uri


def test_a_record_without_attributions_is_an_empty_collection():
    assert collection(plain_record("Nobody speaks."))["total"] == 0
    assert list(lines(plain_record("Nobody speaks."))) == []


@given(any_records(half_pairs=True))
def test_any_record_keeps_to_the_model_and_stays_anchored(record: Record):
    shown = re.sub(r"[\ud800-\udfff]", "\ufffd", record.document.text)
    written = list(lines(record))
    assert len(written) == len(record.attributions)
    for line in written:
        annotation = json.loads(line)
        check_context(annotation)
        check_annotation(annotation)
        check_anchored(annotation, shown)
    check_collection(json.loads(collection_text(record)))
