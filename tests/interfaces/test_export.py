"""``onrecord export``: every way out of records that are there, and bad lines that stop nothing but themselves."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from any_record import any_records
from onrecord.errors import OptionError, OutputError
from onrecord.export import csv as csv_export
from onrecord.export.brat import standoff
from onrecord.export.jsonlines import json_text, jsonl_line
from onrecord.export.web_annotation import lines
from onrecord.interfaces.cli import main
from onrecord.interfaces.cli_export import command
from onrecord.ledger.ledger import Ledger
from onrecord.record.json import decode, encode
from onrecord.record.types import Record
from records import RECORD, hostile_record, plain_record, through_hands

ALL = [RECORD, through_hands(), hostile_record(), plain_record("Nobody speaks here.", "pages/quiet.html")]
FORMATS = ["parquet", "csv", "jsonl", "web-annotation", "brat"]


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    path.write_bytes(b"".join(map(jsonl_line, ALL)))
    return path


def export(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(command, [*map(str, arguments)], input=stdin)


def test_csv_of_a_file_is_the_table_of_its_records(records: Path):
    result = export(records, "-f", "csv")
    assert result.exit_code == 0
    assert result.stdout_bytes == csv_export.header() + b"".join(row for each in ALL for row in csv_export.rows(each))
    assert result.stderr.startswith("4 records: 29 attributions to standard output; ")


def test_json_lines_are_the_same_records(records: Path):
    assert export(records, "-f", "jsonl").stdout_bytes == records.read_bytes()


def test_web_annotations_are_one_a_line(records: Path):
    assert export(records, "-f", "web-annotation").stdout_bytes == b"".join(
        line for each in ALL for line in lines(each)
    )


def test_parquet_is_two_files_in_a_folder(records: Path, tmp_path: Path):
    result = export(records, "-f", "parquet", "-o", tmp_path / "tables")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == [
        "attributions.parquet", "documents.parquet",
    ]  # fmt: skip
    assert pq.read_table(tmp_path / "tables" / "documents.parquet")["record"].to_pylist() == [0, 1, 2, 3]


def test_standoff_has_its_texts_beside_it(records: Path, tmp_path: Path):
    assert export(records, "-f", "brat", "-o", tmp_path / "brat").exit_code == 0
    assert (tmp_path / "brat" / "courier.example-harbour-levy.ann").read_bytes() == standoff(RECORD)
    assert len(list((tmp_path / "brat").iterdir())) == 8


def test_web_annotations_in_a_folder_are_a_collection_for_each_article(records: Path, tmp_path: Path):
    assert export(records, "-f", "web-annotation", "-o", f"{tmp_path}/notes/").exit_code == 0
    written = {path.name: json.loads(path.read_bytes()) for path in (tmp_path / "notes").iterdir()}
    assert sorted(name.removesuffix(".jsonld") for name in written) == [
        "courier.example-harbour-levy",
        "courier.example-harbour-levy-2",
        "javascript-alert-document",
        "quiet",
    ]
    assert [each["type"] for each in written.values()] == ["AnnotationCollection"] * 4


@pytest.mark.parametrize("form", ["csv", "jsonl", "web-annotation"])
def test_a_file_holds_what_standard_output_would(records: Path, tmp_path: Path, form: str):
    assert export(records, "-f", form, "-o", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out").read_bytes() == export(records, "-f", form).stdout_bytes


def test_standard_input_compressed_files_and_arrays_are_inputs(records: Path, tmp_path: Path):
    (tmp_path / "r.jsonl.gz").write_bytes(gzip.compress(records.read_bytes()))
    (tmp_path / "r.json").write_bytes(b"[\n" + b",\n".join(map(json_text, ALL)) + b"\n]\n")
    result = export("-", tmp_path / "r.jsonl.gz", tmp_path / "r.json", "-f", "jsonl", stdin=records.read_bytes())
    assert result.stdout_bytes == records.read_bytes() * 3


def test_a_bad_line_is_named_with_its_place_and_the_rest_is_exported(tmp_path: Path):
    path = tmp_path / "records.jsonl"
    path.write_bytes(jsonl_line(RECORD) + b"nonsense\n" + jsonl_line(hostile_record()))
    result = export(path, "-f", "jsonl")
    assert result.exit_code == 1
    assert result.stdout_bytes == jsonl_line(RECORD) + jsonl_line(hostile_record())
    complaint, summary = result.stderr.splitlines()
    assert complaint.startswith(f"onrecord: {path}:2: this is no record")
    assert summary.startswith("2 records, 1 not exported: 15 attributions to standard output")


def test_a_missing_file_is_named_and_the_others_are_exported(records: Path, tmp_path: Path):
    result = export(tmp_path / "none.jsonl", records, "-f", "jsonl", "-q")
    assert result.exit_code == 1
    assert result.stderr == f"onrecord: there is no file {tmp_path / 'none.jsonl'}; check the path\n"
    assert result.stdout_bytes == records.read_bytes()


@pytest.mark.parametrize("form", FORMATS)
def test_where_nothing_can_be_exported_what_was_there_stays(records: Path, tmp_path: Path, form: str):
    out = tmp_path / "out"
    if form in {"parquet", "brat"}:
        export(records, "-f", form, "-o", out)
        before = {path: path.read_bytes() for path in out.iterdir()}
    else:
        out.write_text("as it was")
        before = {out: out.read_bytes()}
    result = export(tmp_path / "none.jsonl", "-f", form, "-o", out)
    assert isinstance(result.exception, OutputError)
    assert {path: path.read_bytes() for path in before} == before


def test_an_empty_input_makes_an_empty_table(tmp_path: Path):
    (tmp_path / "none.jsonl").write_bytes(b"")
    result = export(tmp_path / "none.jsonl", "-f", "csv")
    assert (result.exit_code, result.stdout_bytes) == (0, csv_export.header())
    assert export(tmp_path / "none.jsonl", "-f", "parquet", "-o", tmp_path / "t").exit_code == 0
    assert pq.read_table(tmp_path / "t" / "attributions.parquet").num_rows == 0


@pytest.mark.parametrize("form", FORMATS)
def test_unsure_attributions_can_be_left_out(records: Path, tmp_path: Path, form: str):
    """RECORD's a2 is, at 0.41."""
    out = tmp_path / ("out/" if form in {"parquet", "brat"} else "out")
    assert export(records, "-f", form, "-o", out, "--min-confidence", "0.5").exit_code == 0
    words = "We fish, we don"
    kept = sum(len([a for a in record.attributions if a.confidence >= 0.5]) for record in ALL)
    if form == "parquet":
        assert pq.read_table(out / "attributions.parquet").num_rows == kept
    elif form == "brat":
        assert words not in (out / "courier.example-harbour-levy.ann").read_text(encoding="utf-8")
    elif form == "csv":
        assert len(list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"), newline="")))) == kept
    elif form == "jsonl":
        assert sum(len(decode(line).attributions) for line in out.read_bytes().splitlines()) == kept
    else:
        assert len(out.read_bytes().splitlines()) == kept


@pytest.mark.parametrize("form", ["parquet", "brat"])
@pytest.mark.parametrize("output", [[], ["-o", "-"], ["-o", "one.parquet"], ["-o", "one.ann"]])
def test_what_needs_a_folder_says_so(records: Path, form: str, output: list[str]):
    result = export(records, "-f", form, *output)
    assert isinstance(result.exception, OptionError)
    assert "FOLDER" in str(result.exception)


@pytest.mark.parametrize("arguments", [["-f", "yaml"], ["-f", "csv", "--min-confidence", "2"], []])
def test_wrong_options_are_usage_errors(records: Path, arguments: list[str]):
    assert export(records, *arguments).exit_code == 2


def test_an_input_is_never_written_over(records: Path, tmp_path: Path):
    before = records.read_bytes()
    assert isinstance(export(records, "-f", "jsonl", "-o", records).exception, OptionError)
    os.symlink(records, tmp_path / "link")
    assert isinstance(export(tmp_path / "link", "-f", "jsonl", "-o", records).exception, OptionError)
    assert records.read_bytes() == before


def test_a_place_that_cannot_be_written_is_an_output_error(records: Path, tmp_path: Path):
    result = export(records, "-f", "csv", "-o", tmp_path / "no" / "such" / "x.csv")
    assert isinstance(result.exception, OutputError)
    assert "cannot be written" in str(result.exception)


SCRIPT = "import sys; from onrecord.interfaces.cli_export import command; command()"


def in_a_process(*arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", SCRIPT, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    )


def test_records_are_written_as_they_come():
    """Each comes out of the pipe before the next goes in."""
    with in_a_process("-", "-f", "jsonl", "-q") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for record in ALL:
            process.stdin.write(jsonl_line(record))
            process.stdin.flush()
            assert process.stdout.readline() == jsonl_line(record)
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def test_output_is_utf8_whatever_the_locale(records: Path):
    out, err = in_a_process(records, "-f", "csv", "-q").communicate(timeout=60)
    assert "“No figure is final,”" in out.decode("utf-8")
    assert err == b""


def test_an_export_loads_neither_the_model_nor_what_its_format_does_not_need(records: Path):
    program = (
        "import sys; from click.testing import CliRunner; from onrecord.interfaces.cli_export import command;"
        f"CliRunner().invoke(command, [{str(records)!r}, '-f', 'csv'], catch_exceptions=False);"
        "print([n for n in ('onnxruntime', 'pyarrow', 'spacy', 'trafilatura', 'jinja2', 'rich') if n in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout == b"[]\n"


def written(form: str, records: Iterable[Record], folder: Path) -> Result:
    source = folder / "in.jsonl"
    source.write_bytes(b"".join(map(jsonl_line, records)))
    return export(source, "-f", form, "-o", folder / form if form in {"parquet", "brat"} else folder / f"{form}.out")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(some=st.lists(any_records(), max_size=3))
def test_any_records_go_every_way(some: list[Record], tmp_path: Path):
    for form in FORMATS:
        result = written(form, some, tmp_path)
        assert result.exit_code == 0, result.stderr


def test_a_ledger_is_exported_as_its_records_are(tmp_path: Path) -> None:
    with Ledger(tmp_path / "news.ledger", write=True) as ledger:
        ledger.add([RECORD])
    done = CliRunner().invoke(main, ["export", "--ledger", str(tmp_path / "news.ledger"), "-f", "jsonl"])
    assert done.exit_code == 0, done.output
    assert done.stdout_bytes == encode(RECORD) + b"\n"


def test_nothing_to_export_is_an_error_that_says_what_to_give() -> None:
    done = CliRunner().invoke(main, ["export", "-f", "jsonl"])
    assert done.exit_code == 2
    assert "--ledger FILE" in done.stderr
