"""Parts of a web archive, read on their own, come to exactly what the whole comes to."""

from __future__ import annotations

import gzip
import io
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.web_archives import PAGE, answer, by_record, outcomes, record, uris, zipped
from onrecord.ingest.warc import warc_bounds


def bounds(archive: bytes, at_least: int) -> list[int]:
    return warc_bounds(io.BytesIO(archive), name="crawl.warc.gz", at_least=at_least)


def in_parts(archive: bytes, at_least: int) -> list[object]:
    parts = pairwise(bounds(archive, at_least))
    return [found for start, end in parts for found in outcomes(archive, start=start, end=end)]


RECORDS = st.lists(
    st.builds(
        lambda size, kind, seed: record(
            answer(PAGE + seed * size), b"https://news.example/" + seed.hex().encode(), kind=kind
        ),
        st.integers(0, 3000),
        st.sampled_from([b"response", b"request"]),
        st.binary(min_size=1, max_size=3),
    ),
    min_size=1,
    max_size=12,
)
PACKS = {
    "by record": by_record,
    "plain": lambda *records: b"".join(records),
    "whole": lambda *records: zipped(b"".join(records)),
}


@pytest.mark.parametrize("pack", PACKS)
@settings(max_examples=60, deadline=None)
@given(records=RECORDS, at_least=st.integers(1, 8000))
def test_parts_give_the_whole_and_are_large_enough(pack, records, at_least):
    archive = PACKS[pack](*records)
    found = bounds(archive, at_least)
    assert (found[0], found[-1]) == (0, len(archive))
    assert all(end - start >= at_least for start, end in pairwise(found)) or found == [0, len(archive)]
    assert in_parts(archive, at_least) == outcomes(archive)


@settings(max_examples=150, deadline=None)
@given(records=RECORDS, at_least=st.integers(1, 2000), data=st.data())
def test_parts_of_a_damaged_archive_give_the_whole_of_it(records, at_least, data):
    archive = bytearray(PACKS[data.draw(st.sampled_from(sorted(PACKS)))](*records))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(archive) - 1))
        archive[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
        if not archive:
            return
    assert in_parts(bytes(archive), at_least) == outcomes(bytes(archive))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"]))
def test_any_bytes_are_read_without_an_error(content, beginning):
    archive = beginning + content
    assert len({found.place for found in outcomes(archive)}) == len(outcomes(archive))
    assert bounds(archive, 1)[-1] == len(archive)


def test_parts_that_start_at_no_record_of_the_survey_hold_only_records_that_start_in_them():
    archive = by_record(*(record(uri=b"https://news.example/%d" % number) for number in range(9)))
    cut = len(archive) // 2
    before = uris(archive, end=cut)
    assert before == [f"https://news.example/{number}" for number in range(len(before))]
    behind = uris(archive, start=cut)
    assert behind == [f"https://news.example/{number}" for number in range(len(before), 9)]


def test_a_bound_is_never_inside_a_record_though_a_page_holds_a_whole_archive():
    forged = by_record(*[record(uri=b"https://forged.example/")] * 50)
    host = record(answer(forged), b"https://host.example/")
    archive = zipped(record()) + gzip.compress(host, compresslevel=0, mtime=0) + zipped(record())
    first = len(zipped(record()))
    assert bounds(archive, 1) == [0, first, len(archive) - first, len(archive)]
    plain = record() + record(answer(b"\r\n\r\n" + record(uri=b"https://forged.example/") * 50)) + record()
    assert bounds(plain, 1) == [0, len(record()), len(plain) - len(record()), len(plain)]
    for each in (archive, plain):
        assert "https://forged.example/" not in [
            uri for start, end in pairwise(bounds(each, 1)) for uri in uris(each, start=start, end=end)
        ]


def test_an_archive_that_cannot_be_entered_is_one_part_and_read_by_the_part_at_its_start():
    archive = zipped(record() * 20)
    assert bounds(archive, 1) == [0, len(archive)]
    assert len(uris(archive, end=1)) == 20
    assert uris(archive, start=1) == []


def test_a_range_behind_the_end_or_of_no_size_holds_nothing():
    archive = by_record(record())
    assert outcomes(archive, start=len(archive)) == outcomes(archive, start=5, end=5) == []
    assert len(outcomes(archive, end=10 * len(archive))) == 1
