"""Standoff files are read whole or not at all: a line that is not understood is an error with its place."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistaken import attribution
from onrecord.errors import FormatError, NotFound
from onrecord.evaluation.standoff import parse_standoff, read_standoff

SPANS = "T1\tSource 0 3\tAda\nT2\tCue 4 8\tsaid\nT3\tContent 9 14\tmaybe\n"


def test_an_event_joins_its_spans() -> None:
    (found,) = parse_standoff(SPANS + "E1\tCue:T2 Content:T3 Source:T1\n", "x.ann")
    assert found == attribution([(0, 3)], [(4, 8)], [(9, 14)])


@pytest.mark.parametrize(
    ("label", "standoff", "expected"),
    [
        ("fragments of a span are spans of the role",
         "T1\tCue 1 3;8 9\tab c\nT2\tContent 4 7\txyz\nE1\tCue:T1 Content:T2\n",
         [attribution(cue=[(1, 3), (8, 9)], content=[(4, 7)])]),
        ("a numbered role is the role", SPANS + "T4\tContent 20 22\tno\nE1\tCue:T2 Content:T4 Content2:T3\n",
         [attribution(cue=[(4, 8)], content=[(9, 14), (20, 22)])]),
        ("a source may be absent", SPANS + "E1\tCue:T2 Content:T3\n", [attribution([], [(4, 8)], [(9, 14)])]),
        ("a cue may be absent", SPANS + "E1\tSource:T1 Content:T3\n", [attribution([(0, 3)], [], [(9, 14)])]),
        ("an event without content is none", SPANS + "E1\tSource:T1 Cue:T2\n", []),
        ("an event with content alone is none", SPANS + "E1\tContent:T3\n", []),
        ("a trigger of another type is passed over",
         SPANS + "T4\tAttribution-no-source 4 8\tsaid\nE1\tAttribution-no-source:T4 Cue:T2 Content:T3\n",
         [attribution([], [(4, 8)], [(9, 14)])]),
        ("an event inside another is passed over",
         SPANS + "E1\tCue:T2 Content:T3\nE2\tSource:T1 Content:E1\n", [attribution([], [(4, 8)], [(9, 14)])]),
        ("events keep their order", SPANS + "E2\tCue:T2 Content:T3\nE1\tSource:T1 Content:T3\n",
         [attribution([], [(4, 8)], [(9, 14)]), attribution([(0, 3)], [], [(9, 14)])]),
        ("events may stand before their spans", "E1\tCue:T2 Content:T3\n" + SPANS,
         [attribution([], [(4, 8)], [(9, 14)])]),
        ("words may run over lines", "T1\tContent 0 14\tit was\n\n“fine”\nT2\tCue 15 19\tsaid\nE1\tCue:T2 Content:T1\n",
         [attribution([], [(15, 19)], [(0, 14)])]),
        ("notes, relations and attributes carry no span",
         SPANS + "#1\tAnnotatorNotes T1\tsure?\nR1\tSame Arg1:T1 Arg2:T2\nA1\tNegated E1\n*\tAlias T1 T2\n"
         "E1\tCue:T2 Content:T3\n", [attribution([], [(4, 8)], [(9, 14)])]),
        ("lines may end as on Windows", (SPANS + "E1\tCue:T2 Content:T3\n").replace("\n", "\r\n"),
         [attribution([], [(4, 8)], [(9, 14)])]),
        ("words may be left out", "T1\tCue 0 4\nT2\tContent 5 9\nE1\tCue:T1 Content:T2\n",
         [attribution([], [(0, 4)], [(5, 9)])]),
        ("an empty file has no attributions", "", []),
    ],
)  # fmt: skip
def test_reads(label: str, standoff: str, expected: list[object]) -> None:
    assert list(parse_standoff(standoff, "x.ann")) == expected, label


@pytest.mark.parametrize(
    ("label", "standoff", "line", "words"),
    [
        ("a stray line", SPANS + "hello\n", 4, "no line of brat standoff"),
        ("spaces for tabs", "T1 Source 0 3 Ada\n", 1, "no line of brat standoff"),
        ("an offset that is no number", "T1\tSource 0 x\tAda\n", 1, "no line of brat standoff"),
        ("a half fragment", "T1\tSource 0 3;5\tAda\n", 1, "no line of brat standoff"),
        ("an argument without a target", SPANS + "E1\tCue Content:T3\n", 4, "no line of brat standoff"),
        ("a span that ends before it starts", "T1\tSource 3 1\tAda\n", 1, "covers nothing"),
        ("a span behind the text", "T1\tSource 0 999\tAda\n", 1, "past the text, 50 code points"),
        ("an event whose span is not there", SPANS + "\nE1\tCue:T2 Content:T9\n", 5, "E1 points to T9"),
        ("an id given twice", SPANS + "T1\tSource 0 3\tAda\n", 4, "T1 names a second span"),
    ],
)
def test_says_what_is_wrong_and_where(label: str, standoff: str, line: int, words: str) -> None:
    with pytest.raises(FormatError, match=rf"^x\.ann, line {line}: .*{words}"):
        parse_standoff(standoff, "x.ann", text_length=50)


def test_a_file_that_is_not_there_and_one_that_is_no_text_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"gone\.ann"):
        read_standoff(tmp_path / "gone.ann")
    (tmp_path / "latin.ann").write_bytes("T1\tSource 0 3\tZoë".encode("latin-1"))
    with pytest.raises(FormatError, match="not UTF-8"):
        read_standoff(tmp_path / "latin.ann")


@given(st.text() | st.text(alphabet="TE12 \t:;\nSCource#*R"))
def test_any_text_is_read_or_refused(standoff: str) -> None:
    with contextlib.suppress(FormatError):
        parse_standoff(standoff, "x.ann")
