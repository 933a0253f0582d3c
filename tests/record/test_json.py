"""The record's JSON: everything in it, in order, checked on the way in."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import FormatError
from onrecord.record.json import decode, encode, schema
from onrecord.record.types import Record
from records import RECORD, hostile_record, plain_record


def as_json() -> dict[str, Any]:
    return json.loads(encode(RECORD))


def test_what_is_written_is_read_back_the_same():
    assert decode(encode(RECORD)) == RECORD
    assert decode(encode(hostile_record())) == hostile_record()


def test_keys_stand_in_the_order_of_the_format():
    written = as_json()
    assert list(written) == ["format", "document", "entities", "attributions", "reader"]
    assert list(written["document"]) == [
        "id", "uri", "title", "outlet", "authors", "published", "sponsor", "language", "text", "blocks",
    ]  # fmt: skip
    assert list(written["attributions"][0]) == [
        "id", "parent", "source", "cue", "content", "form", "negated", "addressee", "hedges", "time", "chain",
        "confidence",
    ]  # fmt: skip
    assert list(written["attributions"][0]["source"]) == ["spans", "entity", "standing"]
    assert list(written["entities"][0]["roles"][0]) == ["title", "organization", "status", "start", "end"]


def test_what_is_unknown_is_written_as_null_or_an_empty_list():
    written = json.loads(encode(plain_record("Nobody speaks.")))
    document = written["document"]
    assert {document[key] for key in ("uri", "title", "outlet", "published", "sponsor", "language")} == {None}
    assert (document["authors"], written["entities"], written["attributions"]) == ([], [], [])
    first = as_json()["attributions"][0]
    assert (first["parent"], first["addressee"], first["time"]) == (None, None, None)
    assert (first["hedges"], first["chain"], first["negated"]) == ([], [], False)


@pytest.mark.parametrize("record", [RECORD, hostile_record(), plain_record("")], ids=["rich", "hostile", "empty"])
def test_records_fit_the_schema(record: Record):
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(json.loads(encode(record)))


@pytest.mark.parametrize("missing", ["format", "document", "entities", "attributions", "reader"])
def test_the_schema_asks_for_every_field(missing: str):
    written = as_json()
    del written[missing]
    assert not jsonschema.Draft202012Validator(schema()).is_valid(written)


def test_the_schema_and_the_reader_let_later_fields_pass():
    written = as_json()
    written["later"] = written["attributions"][0]["later"] = {"anything": 1}
    jsonschema.Draft202012Validator(schema()).validate(written)
    assert decode(json.dumps(written)) == RECORD


FAULTS: dict[str, tuple[list[str | int], Any, str]] = {
    "another format": (["format"], "onrecord/2", r"'onrecord/2' at `\$\.format`"),
    "no format": (["format"], None, r"names no format"),
    "a word for a number": (["attributions", 3, "confidence"], "high", r"\$\.attributions\[3\]\.confidence"),
    "more than certain": (["attributions", 3, "confidence"], 1.5, r"\$\.attributions\[3\]\.confidence"),
    "an unknown standing": (["attributions", 0, "source", "standing"], "ghost", r"\$\.attributions\[0\]\.source"),
    "a negative offset": (["document", "blocks", 0, "start"], -1, r"\$\.document\.blocks\[0\]\.start"),
    "a span past the text": (["attributions", 5, "content", 1, "end"], 10**6, r"\$\.attributions\[5\]\.content\[1\]"),
    "a span turned round": (
        ["attributions", 5, "time", "end"],
        0,
        r"ends before it starts - at `\$\.attributions\[5\]",
    ),
    "a role past the text": (["entities", 0, "roles", 0, "end"], 10**6, r"\$\.entities\[0\]\.roles\[0\]"),
    "a mention past the text": (["entities", 0, "mentions", 0, "end"], 10**6, r"\$\.entities\[0\]\.mentions\[0\]"),
    "an entity that is not there": (["attributions", 4, "source", "entity"], "e9", r"'e9' - at `\$\.attributions\[4\]"),
    "a parent that is not there": (["attributions", 4, "parent"], "a99", r"'a99' - at `\$\.attributions\[4\]\.parent"),
    "its own parent": (["attributions", 4, "parent"], "a5", r"'a5' is nested in itself"),
    "a ring of parents": (["attributions", 6, "parent"], "a9", r"nested in itself"),
    "one id twice": (["attributions", 4, "id"], "a1", r"'a1' is an earlier attribution's"),
    "one entity twice": (["entities", 1, "id"], "e1", r"'e1' is an earlier entity's"),
}


@pytest.mark.parametrize(("path", "value", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_faulty_record_is_refused_with_the_place_of_its_fault(path: list[str | int], value: Any, message: str):
    written: Any = as_json()
    at = written
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(FormatError, match=message):
        decode(json.dumps(written))


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff\xfe", b"null", '"onrecord/1"', b'{"format":"onrecord/1"}'])
def test_what_is_no_record_is_refused(data: bytes | str):
    with pytest.raises(FormatError):
        decode(data)


@given(st.binary(max_size=60))
def test_bytes_of_any_kind_raise_nothing_but_a_format_error(data: bytes):
    with pytest.raises(FormatError):
        decode(data)


def test_half_a_surrogate_pair_is_an_error_with_the_address():
    with pytest.raises(FormatError, match="U\\+D83D"):
        encode(plain_record("half \ud83d"))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_text_survives(text: str):
    assert decode(encode(plain_record(text))).document.text == text


def test_a_record_is_no_larger_than_its_parts_ask_for():
    assert b"\n" not in encode(RECORD)
    assert msgspec.json.decode(encode(RECORD)) == RECORD.to_dict()
