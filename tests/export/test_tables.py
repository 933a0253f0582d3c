"""The plain ways out: JSON lines, CSV, brat standoff."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export import brat
from onrecord.export import csv as csv_export
from onrecord.export.jsonlines import json_text, jsonl_line
from onrecord.record.json import decode
from onrecord.record.types import ContentSpan, Cue, Record, Source, SpanRecord
from records import RECORD, TEXT, attribution, hostile_record, plain_record

Spans = list[tuple[int, int]]


def test_a_line_is_one_record():
    assert jsonl_line(RECORD).count(b"\n") == 1
    assert decode(jsonl_line(RECORD)) == RECORD


def test_json_for_people_is_the_same_record_indented():
    assert json.loads(json_text(RECORD)) == RECORD.to_dict()
    assert json_text(RECORD).startswith(b'{\n  "format": "onrecord/1",\n')


def read_table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_csv_has_a_row_an_attribution():
    table = read_table(csv_export.table(RECORD))
    assert [row["id"] for row in table] == [a.id for a in RECORD.attributions]
    told = table[5]
    assert told["content"] == "“No figure is final,” … “and nobody has been asked to go.”"
    assert (told["source"], told["entity"], told["addressee"]) == ("she", "Maria Ortega", "the Courier")
    assert (told["time"], told["time_value"], told["negated"]) == ("on Tuesday", "2023-03-14", "false")
    assert told["chain"] == "Maria Ortega > The Tidewater Courier"
    assert table[4]["negated"] == "true"
    assert table[8]["parent"] == "a8"
    assert table[13]["content"] == "“Who has ever\nmoored a council?”"


def test_csv_offsets_say_what_the_cells_say():
    for row in read_table(csv_export.table(RECORD)):
        for column, joint in (("source", " "), ("cue", " "), ("content", " … ")):
            spans = [tuple(map(int, part.split("-"))) for part in row[f"{column}_offsets"].split(";") if part]
            assert joint.join(TEXT[start:end] for start, end in spans) == row[column]


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\ufeff=1"])
def test_no_cell_is_a_formula(cell: str):
    record = plain_record("x", title=cell)
    record = msgspec.structs.replace(
        record, attributions=[attribution(1, None, "say", "owners", lemma=cell)], document=RECORD.document
    )
    assert read_table(csv_export.table(record))[0]["lemma"] == f"'{cell}"


def spans_in(standoff: bytes) -> tuple[list[dict[str, Spans]], dict[str, str]]:
    """The events of an .ann file as spans by role, and the words of each annotation."""
    texts, spans, events = {}, {}, []
    for line in standoff.decode().split("\n")[:-1]:
        if found := re.fullmatch(r"(T\d+)\t(\S+) ([\d ;]+)\t(.*)", line):
            spans[found[1]] = [tuple(map(int, part.split())) for part in found[3].split(";")]
            texts[found[1]] = found[4]
        elif found := re.fullmatch(r"E\d+\t(\S+):(T\d+) (.*)", line):
            events.append({role: spans[t] for role, t in (part.split(":") for part in found[3].split())})
        else:
            assert re.fullmatch(r"A\d+\t(Nested E\d+ E\d+|Negated E\d+|Form E\d+ \w+)", line), line
    return events, texts


def spans_of(record: Record) -> list[dict[str, Spans]]:
    parts = [{"Source": a.source.spans, "Cue": a.cue.spans, "Content": a.content} for a in record.attributions]
    return [{role: [(s.start, s.end) for s in spans] for role, spans in part.items() if spans} for part in parts]


def test_standoff_reads_back_as_the_same_spans():
    events, _ = spans_in(brat.standoff(RECORD))
    assert events == spans_of(RECORD)


def test_standoff_keeps_the_habits_of_the_corpus():
    lines = brat.standoff(RECORD).decode().split("\n")
    assert lines[0] == "T1\tSource 39 45\towners"
    assert "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1" in lines
    assert any(line.endswith("\tAttribution-no-source 370 380\treportedly".partition("\t")[2]) for line in lines)
    assert any(
        re.fullmatch(r"T\d+\tContent \d+ \d+;\d+ \d+\tthe harbour master has been asked to resign", x) for x in lines
    )
    assert any("“Who has ever moored a council?”" in line for line in lines)


def test_standoff_marks_what_the_corpus_has_no_sign_for():
    lines = brat.standoff(RECORD).decode().split("\n")
    assert any(line.endswith("\tNested E8 E7") for line in lines)
    assert any(line.endswith("\tNegated E5") for line in lines)
    assert any(line.endswith("\tForm E6 direct") for line in lines)


@given(
    st.text(min_size=3, max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=6),
)
def test_standoff_of_any_text_reads_back(text: str, places: Spans):
    spans = [SpanRecord(*sorted((min(a, len(text)), min(b, len(text))))) for a, b in places]
    spans = [s for s in spans if s.start < s.end]
    made = attribution(1, None, "say", "owners", lemma="say")
    made = msgspec.structs.replace(
        made,
        source=Source(spans=spans[:1], standing="none"),
        cue=Cue(spans=spans[1:2], lemma="", act="assertive", stance="neutral"),
        content=[ContentSpan(s.start, s.end, quoted=False) for s in spans[2:]],
    )
    record = msgspec.structs.replace(plain_record(text), attributions=[made])
    events, words = spans_in(brat.standoff(record))
    if made.cue.spans or made.content:
        assert events == spans_of(record)
    else:
        assert events == []
    assert all("\n" not in w and "\r" not in w for w in words.values())


def test_hostile_words_stay_words():
    assert spans_in(brat.standoff(hostile_record()))[0]
    assert len(read_table(csv_export.table(hostile_record()))) == 1


@pytest.mark.shared
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # the scorer's
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_scorer_beside_the_checkout_reads_the_same_spans(shared_data: Path, tmp_path: Path):
    tool = shared_data.parent / "tools" / "score.py"
    if not tool.exists():
        pytest.skip("the scorer is not beside the checkout")
    spec = importlib.util.spec_from_file_location("score", tool)
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    (tmp_path / "x.ann").write_bytes(brat.standoff(RECORD))
    read = score.read_ann(tmp_path / "x.ann")
    expected = [
        {role: sorted(part.get(role, [])) for role in ("Source", "Cue", "Content")} for part in spans_of(RECORD)
    ]
    assert read == expected
