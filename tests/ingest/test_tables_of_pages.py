"""Pages as rows and as lines: ranges give the whole, and what cannot be read costs no more than itself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pyarrow
import pyarrow.parquet
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.ingest.json_pages import read_json_pages
from onrecord.ingest.offered import Offered, PassedOver
from onrecord.ingest.page_tables import read_page_table, row_bounds

Outcome = Offered | PassedOver


def written(table: pyarrow.Table, rows_in_a_group: int = 1000) -> bytes:
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out, row_group_size=rows_in_a_group)
    return out.getvalue()


def rows(content: bytes, start: int = 0, end: int | None = None) -> list[Outcome]:
    return list(read_page_table(io.BytesIO(content), name="pages.parquet", start=start, end=end))


def lines(content: bytes, start: int = 0, end: int | None = None) -> list[Outcome]:
    return list(read_json_pages(io.BytesIO(content), name="pages.jsonl", start=start, end=end))


def told(outcomes: Sequence[Outcome]) -> list[Any]:
    """Places, and the texts of what is offered or the reasons why it is not."""
    return [(o.place, o.page.content if isinstance(o, Offered) else o.reason) for o in outcomes]


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.none() | st.text(st.characters(codec="utf-8"), max_size=5), max_size=300),
    group=st.integers(1, 200),
    cuts=st.lists(st.integers(0, 300), max_size=4),
)
def test_ranges_of_rows_give_the_whole_table_whatever_its_groups_are(texts, group, cuts):
    content = written(pyarrow.table({"text": pyarrow.array(texts, pyarrow.string())}), group)
    edges = sorted({0, len(texts), *(cut for cut in cuts if cut < len(texts))})
    assert [each for start, end in pairwise(edges) for each in rows(content, start, end)] == rows(content)
    assert told(rows(content)) == [
        (f"pages.parquet:{number}", "damaged" if text is None else text.encode())
        for number, text in enumerate(texts, 1)
    ]


@settings(max_examples=100, deadline=None)
@given(
    content=st.lists(st.sampled_from([b'{"text": "a"}', b"{", b"", b" ", b'{"text": 1}']) | st.binary(max_size=8)),
    cuts=st.lists(st.integers(0, 200), max_size=5),
)
def test_ranges_of_bytes_give_all_lines_once(content, cuts):
    content = b"\n".join(content)
    edges = sorted({0, len(content), *(cut for cut in cuts if cut < len(content))})
    assert [o for start, end in pairwise(edges) for o in lines(content, start, end)] == lines(content, 0, len(content))


def test_bounds_of_rows_are_from_the_first_to_the_last():
    content = written(pyarrow.table({"text": ["a"] * 103}))
    assert row_bounds(io.BytesIO(content), name="a", at_least_rows=50) == [0, 51, 103]
    assert row_bounds(io.BytesIO(content), name="a", at_least_rows=500) == [0, 103]


def test_a_day_that_no_calendar_has_costs_the_day_and_not_the_page():
    days = pyarrow.array([19_000, 2**31 - 1, None], pyarrow.int32()).cast(pyarrow.date32())
    content = written(pyarrow.table({"text": ["a", "b", "c"], "published": days}))
    found = rows(content)
    assert told(found) == [("pages.parquet:1", b"a"), ("pages.parquet:2", b"b"), ("pages.parquet:3", b"c")]
    assert [each.listed.published for each in found if isinstance(each, Offered)] == ["2022-01-08", None, None]


def test_a_text_that_is_no_utf_8_costs_its_own_row():
    bad = pyarrow.array([b"a", b"\xff\xfe", b"c"], pyarrow.binary())
    texts = pyarrow.StringArray.from_buffers(3, bad.buffers()[1], bad.buffers()[2])
    first, second, third = rows(written(pyarrow.table({"text": texts})))
    assert (first.page.content, third.page.content) == (b"a", b"c")
    assert second.reason == "damaged"
    assert "unreadable" in second.detail


def test_the_pages_of_an_array_on_one_line_have_places_of_their_own():
    found = lines(b'[{"text": "a"}, {"text": "b"}, {"html": 1},\n{"text": "d"}]')
    assert told(found) == [
        ("pages.jsonl:1", b"a"),
        ("pages.jsonl:1#2", b"b"),
        ("pages.jsonl:1#3", "not_a_page"),
        ("pages.jsonl:2", b"d"),
    ]


def test_no_more_than_a_few_rows_are_held_at_once():
    page = "The ferry sails again, said Ruth Vell. " * 100
    content = written(pyarrow.table({"text": [f"{number} {page}" for number in range(20_000)]}), 20_000)
    before, most = pyarrow.total_allocated_bytes(), 0
    for number, _ in enumerate(read_page_table(io.BytesIO(content), name="pages.parquet")):
        if number % 500 == 0:
            most = max(most, pyarrow.total_allocated_bytes() - before)
    assert most < 20_000 * len(page) / 4
