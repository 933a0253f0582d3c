"""The two flat tables that CSV, Parquet and data frames share."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given

from any_record import any_records
from onrecord.export import csv
from onrecord.export.table import ATTRIBUTIONS, DOCUMENTS, attribution_rows, document_row
from onrecord.record.types import Record
from records import RECORD, TEXT, plain_record, through_hands


def row(attribution: str, record: Record = RECORD) -> dict[str, object]:
    (found,) = (each for each in attribution_rows(record, 7) if each["id"] == attribution)
    return found


@pytest.mark.parametrize("columns", [ATTRIBUTIONS, DOCUMENTS])
def test_every_column_has_a_name_of_its_own_and_a_meaning(columns):
    assert len({column.name for column in columns}) == len(columns)
    assert all(column.meaning.endswith(".") for column in columns)


def test_every_column_of_csv_is_one_of_the_table():
    assert set(csv.COLUMNS) <= {column.name for column in ATTRIBUTIONS}


def test_a_row_says_what_was_said_by_whom_to_whom_and_when():
    told = row("a6")
    assert (told["record"], told["document"], told["published"]) == (7, "sha256:5eed", "2023-03-15")
    assert (told["source"], told["entity"], told["entity_id"], told["entity_kind"]) == (
        "she", "Maria Ortega", "e1", "person",
    )  # fmt: skip
    assert told["content"] == "“No figure is final,” … “and nobody has been asked to go.”"
    assert told["words"] == 4 + 7
    assert (told["addressee"], told["addressee_entity"]) == ("the Courier", None)
    assert (told["time"], told["time_value"]) == ("on Tuesday", "2023-03-14")
    assert told["hops"] == 2
    assert told["chain"] == [
        {"entity_id": "e1", "entity": "Maria Ortega", "standing": "named_person"},
        {"entity_id": "e2", "entity": "The Tidewater Courier", "standing": "outlet"},
    ]


def test_what_nobody_says_has_no_source():
    told = row("a4")
    assert (told["source"], told["entity"], told["standing"]) == (None, None, "none")
    assert told["hedges"] == ["reportedly"]


def test_depth_counts_the_attributions_around():
    assert [row(each)["depth"] for each in ("a7", "a8", "a9", "a10")] == [0, 1, 2, 0]


def test_what_is_nested_in_itself_or_in_nothing_has_a_depth_all_the_same():
    first, second, third = RECORD.attributions[:3]
    bent = [
        msgspec.structs.replace(first, parent=second.id),
        msgspec.structs.replace(second, parent=first.id),
        msgspec.structs.replace(third, parent="gone"),
    ]
    depths = [each["depth"] for each in attribution_rows(msgspec.structs.replace(RECORD, attributions=bent))]
    assert depths == [1, 0, 0]


def test_a_document_is_counted():
    counted = document_row(RECORD, 3)
    assert counted["record"] == 3
    assert counted["length"] == len(TEXT)
    assert (counted["attributions"], counted["nested"]) == (14, 2)
    assert counted["direct"] + counted["indirect"] + counted["mixed"] == 14
    assert counted["words"] == sum(share.words for share in RECORD.shares())
    assert counted["share_named_group"] > 0
    shares = [value for name, value in counted.items() if name.startswith("share_")]
    assert sum(shares) == pytest.approx(1)
    assert len(shares) == 8


def test_a_document_without_words_has_no_shares():
    counted = document_row(plain_record(""))
    assert counted["words"] == 0
    assert {value for name, value in counted.items() if name.startswith("share_")} == {0.0}


@given(any_records(half_pairs=True))
def test_of_any_record_the_offsets_say_what_the_words_say(record: Record):
    text = record.document.text
    for told in attribution_rows(record):
        for column, joint in (("source", " "), ("cue", " "), ("content", " … "), ("addressee", " ")):
            parts = [text[span["start"] : span["end"]] for span in told[f"{column}_offsets"]]
            assert joint.join(parts) == (told[column] or "")
        assert [text[span["start"] : span["end"]] for span in told["hedge_offsets"]] == told["hedges"]
        assert told["depth"] <= len(record.attributions)
    assert document_row(record)["attributions"] == len(record.attributions)


def test_chains_have_their_hands_in_order():
    assert [hand["entity"] for hand in row("a9", through_hands())["chain"]] == [
        "Maria Ortega", None, "The Evening Lantern",
    ]  # fmt: skip
