"""Records out of a file: whichever way it is written, and whatever is wrong with some of it."""

from __future__ import annotations

import gzip
import io
import json
import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import NotFound
from onrecord.export.jsonlines import json_text, jsonl_line
from onrecord.record.lines import BadLine, read_records
from onrecord.record.types import Record
from records import RECORD, hostile_record, plain_record

BRACES = plain_record('He said "}{\\" and [then] {"\n\\', title='"}')
ALL = [RECORD, BRACES, hostile_record()]
LINES = b"".join(map(jsonl_line, ALL))
WRITTEN = {
    "lines": LINES,
    "lines without the last end": LINES.removesuffix(b"\n"),
    "lines with returns": LINES.replace(b"\n", b"\r\n"),
    "blank lines": b"\n\r\n" + LINES.replace(b"\n", b"\n  \n"),
    "a byte order mark": b"\xef\xbb\xbf" + LINES,
    "the array that read prints": b"[\n" + b",\n".join(map(json_text, ALL)) + b"\n]\n",
    "an array on one line": json.dumps([each.to_dict() for each in ALL]).encode(),
    "an array behind a mark and blanks": b"\xef\xbb\xbf\n\n [" + b",".join(map(json_text, ALL)) + b"]",
    "indented one below the other": b"\n".join(map(json_text, ALL)),
}


def read(data: bytes, **options: int) -> list[Record | BadLine]:
    return list(read_records(io.BytesIO(data), name="some.jsonl", **options))


def complaints(read: list[Record | BadLine]) -> list[str]:
    return [str(each) for each in read if isinstance(each, BadLine)]


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("compressed", [False, True])
def test_however_it_is_written_the_same_records_come_out(way: str, compressed: bool):
    assert read(gzip.compress(WRITTEN[way]) if compressed else WRITTEN[way]) == ALL


class Drops(io.RawIOBase):
    """A stream that gives a few bytes at a time, as a pipe may."""

    def __init__(self, data: bytes, seed: int) -> None:
        self._data, self._at, self._random = data, 0, random.Random(seed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = min(len(buffer), self._random.randint(1, 7))
        piece = self._data[self._at : self._at + size]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("seed", [1, 2])
def test_what_comes_in_drops_is_the_same(way: str, seed: int):
    assert list(read_records(io.BufferedReader(Drops(WRITTEN[way], seed), 8))) == ALL


def test_one_record_pretty_printed_in_another_way_is_known_by_its_suffix(tmp_path: Path):
    (tmp_path / "one.json").write_bytes(json_text(RECORD).replace(b"{\n  ", b"{ ", 1))
    assert list(read_records(tmp_path / "one.json")) == [RECORD]


def test_a_bad_line_is_named_and_the_others_are_read():
    found = read(jsonl_line(RECORD) + b'{"format": "onrecord/1"}\n\nnonsense\n' + jsonl_line(BRACES))
    assert [each for each in found if isinstance(each, Record)] == [RECORD, BRACES]
    missing, nonsense = complaints(found)
    assert missing.startswith("some.jsonl:2: not a record in format 'onrecord/1': Object missing required field")
    assert nonsense.startswith("some.jsonl:4: this is no record: not a JSON object")


def test_a_record_of_a_later_format_is_named():
    (complaint,) = complaints(read(b'{"format":"onrecord/2"}\n'))
    assert (
        complaint == "some.jsonl:1: the record is in format 'onrecord/2' at `$.format`; this program reads 'onrecord/1'"
    )


def test_a_bad_record_in_an_array_is_named_by_the_line_on_which_it_begins():
    found = read(b"[\n" + json_text(RECORD) + b',\n{"format": 3},\n' + json_text(BRACES) + b"\n]")
    assert [each for each in found if isinstance(each, Record)] == [RECORD, BRACES]
    line = 3 + json_text(RECORD).count(b"\n")
    assert complaints(found)[0].startswith(f"some.jsonl:{line}: the record is in format 3")


def test_what_is_no_object_in_an_array_is_named():
    found = read(b'[1,\n"a {word}",' + json_text(RECORD) + b"}, null]")
    assert [each for each in found if isinstance(each, Record)] == [RECORD]
    first, second, *_ = complaints(found)
    assert first == "some.jsonl:1: a record should begin here, not '[1'"
    assert second.startswith('some.jsonl:2: a record should begin here, not \'"a {word}",{')
    assert complaints(found)[-1].endswith("a record should begin here, not 'null]'")


def test_a_file_that_was_cut_short_is_named():
    cut = b"[" + json_text(RECORD) + b"," + json_text(RECORD)[:500]
    found = read(cut)
    assert found[0] == RECORD
    assert "the file ends within this record" in complaints(found)[0]
    (complaint,) = complaints(read(jsonl_line(RECORD)[:-100]))
    assert complaint.startswith("some.jsonl:1: this is no record")


@pytest.mark.parametrize("way", ["lines", "the array that read prints", "an array on one line"])
def test_a_record_that_is_too_long_is_passed_over(way: str):
    limit = max(len(json_text(each)) for each in ALL[1:])
    found = read(WRITTEN[way], max_bytes=limit)
    assert [each for each in found if isinstance(each, Record)] == ALL[1:]
    assert f"longer than {limit:,} bytes" in complaints(found)[0]


def test_the_limit_itself_is_not_too_long():
    line = jsonl_line(RECORD)
    assert read(line * 2, max_bytes=len(line) - 1) == [RECORD, RECORD]
    assert len(complaints(read(line * 2, max_bytes=len(line) - 2))) == 2


def test_a_line_without_an_end_is_never_held_whole():
    class Endless(io.RawIOBase):
        left = 300

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            self.left -= 1
            if self.left < 0:
                return 0
            buffer[:] = b"x" * len(buffer)
            return len(buffer)

    tracemalloc.start()
    found = list(read_records(io.BufferedReader(Endless(), 1_000_000), name="endless", max_bytes=2_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert complaints(found) == ["endless:1: the value is longer than 2,000,000 bytes, the most that one may take"]
    assert peak < 20_000_000


def test_records_are_handed_on_before_the_next_is_read():
    def pieces() -> Iterator[bytes]:
        yield from (jsonl_line(RECORD), jsonl_line(BRACES))
        raise AssertionError("read on")

    class Slow(io.RawIOBase):
        source = pieces()

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            piece = next(self.source)
            buffer[: len(piece)] = piece
            return len(piece)

    coming = read_records(io.BufferedReader(Slow(), 1_000_000))
    assert next(coming) == RECORD
    assert next(coming) == BRACES


def test_damaged_compression_is_named_behind_what_could_be_read():
    many = gzip.compress(jsonl_line(RECORD) * 50, compresslevel=0)
    for damaged in (many[:-5_000], many[:60_000] + b"\xff" * 60_000, many + b"\x00garbage"):
        found = read(damaged)
        assert found[0] == RECORD
        assert "the gzip compression is damaged" in complaints(found)[-1]


def test_two_compressed_files_after_each_other_are_one():
    assert read(gzip.compress(LINES) + gzip.compress(LINES)) == ALL * 2


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"[]", b"[\n]\n", gzip.compress(b"")])
def test_nothing_is_no_record_and_no_error(data: bytes):
    assert read(data) == []


def test_another_encoding_is_named_once():
    (complaint,) = complaints(read(LINES.decode().encode("utf-16")))
    assert "UTF-16" in complaint


def test_a_line_that_is_no_utf8_is_named():
    found = read(jsonl_line(RECORD).replace("☕".encode(), b"\xe9") + jsonl_line(BRACES))
    assert isinstance(found[0], BadLine)
    assert found[1] == BRACES


def test_a_missing_file_and_a_folder_are_said_to_be_so(tmp_path: Path):
    with pytest.raises(NotFound, match="there is no file"):
        next(read_records(tmp_path / "none.jsonl"))
    with pytest.raises(NotFound, match="is a folder"):
        next(read_records(tmp_path))


def test_a_stream_stays_open(tmp_path: Path):
    path = tmp_path / "records.jsonl.gz"
    path.write_bytes(gzip.compress(LINES))
    with path.open("rb") as file:
        assert list(read_records(file)) == ALL
        assert not file.closed
    stream = io.BytesIO(LINES)
    assert next(read_records(stream)) == RECORD
    assert not stream.closed


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_stop_nothing(data: bytes):
    for start in (b"", b"[", b"{\n"):
        for each in read(start + data):
            assert isinstance(each, BadLine)


@given(st.lists(st.text(max_size=40), max_size=6), st.sampled_from(["lines", "array", "indented"]))
def test_any_texts_come_back(texts: list[str], way: str):
    records = [plain_record(text, title=text) for text in texts]
    if way == "lines":
        data = b"".join(map(jsonl_line, records))
    elif way == "array":
        data = msgspec.json.encode(records)
    else:
        data = b"\n".join(map(json_text, records))
    assert read(data) == records
