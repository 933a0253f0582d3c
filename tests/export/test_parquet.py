"""Parquet: real types, what a column means in the file itself, whole files or none, and memory that does not grow."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from any_record import any_records
from onrecord.errors import OptionError, OutputError
from onrecord.export import parquet
from onrecord.export.parquet import FILES, write_parquet
from onrecord.export.table import ATTRIBUTIONS, DOCUMENTS, attribution_rows, document_row
from onrecord.record.types import Record
from records import RECORD, TEXT, hostile_record, plain_record, through_hands

ALL = [RECORD, through_hands(), hostile_record(), plain_record("Nobody speaks here.")]


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    write_parquet(ALL, tmp_path / "tables")
    return tmp_path / "tables"


def test_rows_come_back_as_they_went(tables: Path):
    expected = [row for number, record in enumerate(ALL) for row in attribution_rows(record, number)]
    for row in expected:
        row["published"] = datetime.date(2023, 3, 15)
    assert pq.read_table(tables / "attributions.parquet").to_pylist() == expected
    documents = pq.read_table(tables / "documents.parquet").to_pylist()
    assert [row["text"] for row in documents] == [record.document.text for record in ALL]
    assert documents[0] == {**document_row(RECORD, 0), "published": datetime.date(2023, 3, 15)}


def test_columns_have_their_types(tables: Path):
    schema = pq.read_schema(tables / "attributions.parquet")
    assert schema.names == [column.name for column in ATTRIBUTIONS]
    assert schema.field("published").type == pa.date32()
    assert schema.field("negated").type == pa.bool_()
    assert schema.field("confidence").type == pa.float64()
    assert schema.field("hedges").type == pa.list_(pa.string())
    assert pa.types.is_dictionary(schema.field("standing").type)
    spans = schema.field("source_offsets").type
    assert pa.types.is_list(spans)
    assert [(field.name, field.type) for field in spans.value_type] == [("start", pa.int32()), ("end", pa.int32())]
    assert [field.name for field in schema.field("chain").type.value_type] == ["entity_id", "entity", "standing"]


def test_what_a_column_means_stands_in_the_file(tables: Path):
    for name, columns in zip(FILES, (ATTRIBUTIONS, DOCUMENTS), strict=True):
        schema = pq.read_schema(tables / name)
        for column in columns:
            assert schema.field(column.name).metadata[b"description"].decode() == column.meaning
        about = pq.read_metadata(tables / name).metadata
        assert about[b"onrecord.format"] == b"onrecord/1"
        assert json.loads(about[b"onrecord.columns"]) == {column.name: column.meaning for column in columns}
        assert {"version": "0.1.0", "model": "made-by-hand"} in json.loads(about[b"onrecord.readers"])


def test_offsets_cut_the_words_out_of_the_text(tables: Path):
    text = {row["record"]: row["text"] for row in pq.read_table(tables / "documents.parquet").to_pylist()}
    for row in pq.read_table(tables / "attributions.parquet").to_pylist():
        cut = [text[row["record"]][span["start"] : span["end"]] for span in row["content_offsets"]]
        assert " … ".join(cut) == row["content"]


def ask(question: str, tables: Path) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(question.replace("TABLES", str(tables))).fetchall()


def test_duckdb_counts_by_standing(tables: Path):
    counted = dict(
        ask("SELECT standing, count(*) FROM 'TABLES/attributions.parquet' WHERE record = 0 GROUP BY standing", tables)
    )
    assert counted["named_person"] == 6
    assert sum(counted.values()) == len(RECORD.attributions)


def test_duckdb_joins_the_tables_and_cuts_the_text(tables: Path):
    """Its strings count from 1, and code points as we do: the fish before it is one."""
    question = """
        SELECT a.cue, substr(d.text, o.start + 1, o."end" - o.start)
        FROM 'TABLES/attributions.parquet' a
        JOIN 'TABLES/documents.parquet' d USING (record), unnest(a.cue_offsets) t(o)
        WHERE a.record = 0 AND a.id = 'a14'"""
    assert ask(question, tables) == [("asked", "asked")]
    assert TEXT.index("🐟") < TEXT.index("asked.")


def test_duckdb_unnests_chains_and_knows_dates(tables: Path):
    question = """
        SELECT c.entity, count(*) FROM 'TABLES/attributions.parquet', unnest(chain) t(c)
        WHERE published >= DATE '2023-01-01' AND hops > 1 GROUP BY ALL ORDER BY ALL"""
    assert dict(ask(question, tables))["The Evening Lantern"] == 3


def test_pandas_reads_the_tables(tables: Path):
    import pandas as pd

    frame = pd.read_parquet(tables / "attributions.parquet")
    assert frame.groupby("standing", observed=True)["words"].sum()["named_group"] > 0
    assert frame["standing"].dtype == "category"


@pytest.mark.parametrize(
    ("published", "day"),
    [("2023-03-15", datetime.date(2023, 3, 15)), ("2023-03-15T10:00:00Z", datetime.date(2023, 3, 15)),
     ("2023-02-30", None), ("2023-03", None), ("20230315", None), ("yesterday", None), (None, None)],
)  # fmt: skip
def test_only_a_whole_day_is_a_date(published: str | None, day: datetime.date | None, tmp_path: Path):
    write_parquet([plain_record("x", published=published)], tmp_path)
    assert pq.read_table(tmp_path / "documents.parquet")["published"].to_pylist() == [day]


def test_no_record_at_all_makes_two_empty_tables(tmp_path: Path):
    write_parquet([], tmp_path)
    assert [pq.read_table(tmp_path / name).num_rows for name in FILES] == [0, 0]


def test_half_a_surrogate_pair_is_replaced_and_offsets_stay(tmp_path: Path):
    broken = msgspec.structs.replace(
        RECORD, document=msgspec.structs.replace(RECORD.document, text=TEXT.replace("🐟", "\ud83d"))
    )
    write_parquet([broken], tmp_path)
    (document,) = pq.read_table(tmp_path / "documents.parquet").to_pylist()
    assert document["text"] == TEXT.replace("🐟", "\ufffd")


def test_row_groups_are_bounded_and_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(parquet, "_GROUP_ROWS", 20)
    monkeypatch.setattr(parquet, "_HELD_ROWS", 6)
    monkeypatch.setattr(parquet, "_GROUP_CHARACTERS", 5 * len(TEXT))
    write_parquet([RECORD] * 30, tmp_path)
    for name, rows in zip(FILES, (30 * len(RECORD.attributions), 30), strict=True):
        about = pq.read_metadata(tmp_path / name)
        assert about.num_rows == rows
        assert about.num_row_groups > 4
        sizes = [about.row_group(group).num_rows for group in range(about.num_row_groups)]
        assert max(sizes) < 20 + 6
    table = pq.read_table(tmp_path / "attributions.parquet")
    assert table["record"].to_pylist() == [n for n in range(30) for _ in RECORD.attributions]
    assert set(table["standing"].to_pylist()) == {a.source.standing for a in RECORD.attributions}


def test_records_are_written_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Between two row groups there is never more of the input held than a batch."""
    monkeypatch.setattr(parquet, "_GROUP_ROWS", 50)
    monkeypatch.setattr(parquet, "_HELD_ROWS", 10)
    sizes = []

    def records():
        for _ in range(60):
            sizes.append(sum(part.stat().st_size for part in tmp_path.glob(".attributions*.part")))
            yield RECORD

    write_parquet(records(), tmp_path)
    assert len(set(sizes)) > 8, "the file grows while records come"


def test_an_export_that_fails_leaves_what_was_there(tables: Path):
    before = {path.name: path.read_bytes() for path in tables.iterdir()}

    def breaks():
        yield RECORD
        raise RuntimeError("the source of records broke")

    with pytest.raises(RuntimeError, match="broke"):
        write_parquet(breaks(), tables)
    assert {path.name: path.read_bytes() for path in tables.iterdir()} == before


_KILLED = """
import os, signal, sys
sys.path[:0] = {path!r}
from pathlib import Path
from onrecord.export import parquet
from records import RECORD
parquet._GROUP_ROWS = parquet._HELD_ROWS = 20
def records():
    for _ in range(40):
        yield RECORD
    os.kill(os.getpid(), signal.SIGKILL)
parquet.write_parquet(records(), Path(sys.argv[1]))
"""


def test_an_export_that_is_killed_leaves_what_was_there(tables: Path):
    before = {name: (tables / name).read_bytes() for name in FILES}
    script = _KILLED.format(path=[str(Path(__file__).parent.parent)])
    assert subprocess.run([sys.executable, "-c", script, str(tables)], check=False).returncode == -9
    assert {name: (tables / name).read_bytes() for name in FILES} == before
    assert sorted(path.name for path in tables.glob("*.parquet")) == sorted(FILES)
    assert sum(path.stat().st_size for path in tables.glob(".*.part")) > 1000


_LIMITED = """
import resource, sys
sys.path[:0] = {path!r}
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
from onrecord.errors import OutputError
from onrecord.export.parquet import write_parquet
from records import RECORD
try:
    write_parquet([RECORD] * 3, Path(sys.argv[1]))
except OutputError as error:
    print(error)
"""


def test_a_full_disk_is_one_error_and_leaves_nothing(tmp_path: Path):
    script = _LIMITED.format(path=[str(Path(__file__).parent.parent)])
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, str(tmp_path)], check=True, capture_output=True, text=True
    )
    assert "cannot be written: File too large" in run.stdout
    assert run.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(OutputError, match="taken: cannot be made a folder"):
        write_parquet([RECORD], tmp_path / "taken")
    with pytest.raises(OutputError, match="cannot be made a folder"):
        write_parquet([RECORD], tmp_path / "taken" / "below")


def test_files_have_the_rights_that_new_files_have(tables: Path):
    (tables / "other").write_text("x")
    rights = (tables / "other").stat().st_mode
    assert {(tables / name).stat().st_mode for name in FILES} == {rights}


def test_a_link_is_written_through(tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "tables").mkdir()
    os.symlink(tmp_path / "elsewhere" / "a.parquet", tmp_path / "tables" / "attributions.parquet")
    write_parquet([RECORD], tmp_path / "tables")
    assert (tmp_path / "tables" / "attributions.parquet").is_symlink()
    assert pq.read_table(tmp_path / "elsewhere" / "a.parquet").num_rows == len(RECORD.attributions)


def test_without_pyarrow_the_way_to_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OptionError, match=r"pip install 'onrecord\[parquet\]'"):
        write_parquet([RECORD], tmp_path / "tables")
    assert not (tmp_path / "tables").exists()


def test_the_same_records_give_the_same_bytes(tmp_path: Path):
    for name in ("one", "two"):
        write_parquet(ALL, tmp_path / name)
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(records=st.lists(any_records(half_pairs=True), max_size=3))
def test_any_records_come_back_anchored(records: list[Record], tmp_path: Path):
    write_parquet(records, tmp_path)
    texts = pq.read_table(tmp_path / "documents.parquet")["text"].to_pylist()
    assert [len(text) for text in texts] == [len(record.document.text) for record in records]
    rows = pq.read_table(tmp_path / "attributions.parquet").to_pylist()
    assert len(rows) == sum(len(record.attributions) for record in records)
    for row in rows:
        cut = [texts[row["record"]][span["start"] : span["end"]] for span in row["content_offsets"]]
        assert " … ".join(cut) == row["content"]
