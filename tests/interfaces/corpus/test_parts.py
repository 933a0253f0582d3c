"""Inputs are cut into parts by what they hold, and not by who reads them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.interfaces.corpus.parts import gathered, known_bounds, parts_of
from onrecord.interfaces.corpus.types import Input


def _page(number: int) -> Input:
    return Input(f"/pages/{number:06d}.html", "pages", 10, "1")


@given(st.sets(st.integers(0, 5000), max_size=400), st.integers(1, 60))
def test_every_page_is_in_one_part_and_parts_are_of_a_size(numbers: set[int], part_pages: int) -> None:
    pages = [_page(number) for number in sorted(numbers)]
    parts = list(gathered(pages, part_pages))
    assert [page for part in parts for page in part.inputs] == pages
    assert all(len(part.inputs) <= 2 * part_pages for part in parts)
    assert all(len(part.inputs) >= part_pages / 2 for part in parts[:-1])
    assert len({part.id for part in parts}) == len(parts)


def test_a_page_more_changes_few_parts() -> None:
    before = list(gathered([_page(number) for number in range(2000) if number != 700], 50))
    after = list(gathered([_page(number) for number in range(2000)], 50))
    assert len([part for part in after if part not in before]) <= 3


def test_json_lines_are_cut_without_a_look_into_them() -> None:
    bounds = known_bounds(Input("a.jsonl", "json_lines", 60_000_000, "1"), 1000)
    assert bounds is not None
    assert (bounds[0], bounds[-1], len(bounds)) == (0, 60_000_000, 11)


def test_what_has_to_be_read_from_its_beginning_is_one_part() -> None:
    for uri in ("a.jsonl.gz", "b.json"):
        kind = "json" if uri == "b.json" else "json_lines"
        assert known_bounds(Input(uri, kind, 60_000_000, "1"), 10) == [0, 60_000_000]  # type: ignore[arg-type]


def test_a_large_web_archive_is_looked_through_and_a_small_one_is_not() -> None:
    assert known_bounds(Input("a.warc.gz", "warc", 1_000_000_000, "1"), 1000) is None
    assert known_bounds(Input("a.warc.gz", "warc", 1_000_000, "1"), 1000) == [0, 1_000_000]


def test_parts_of_one_archive_are_named_for_it_and_lie_side_by_side() -> None:
    one, two = (Input(uri, "warc", 30, "1") for uri in ("a.warc.gz", "b.warc.gz"))
    parts = [*parts_of(one, [0, 10, 30]), *parts_of(two, [0, 30])]
    assert [(part.start, part.end) for part in parts] == [(0, 10), (10, 30), (0, 30)]
    assert len({part.id for part in parts}) == 3
    assert parts[0].id[:16] == parts[1].id[:16]
