"""A web archive that is broken, or that lies: the place is named, the rest is read, nobody's words change hands."""

from __future__ import annotations

import gzip
import zlib

import pytest
import zstandard

from ingest.web_archives import PAGE, answer, by_record, outcomes, reasons, record, uris, zipped
from onrecord.ingest.offered import Offered, PassedOver

FIRST, SECOND, THIRD = (record(uri=b"https://news.example/" + name) for name in (b"1", b"2", b"3"))
FORGED = record(answer(b"<html><p>I did it, said the mayor.</p></html>"), b"https://forged.example/")


def damage(archive: bytes) -> PassedOver:
    (found,) = (each for each in outcomes(archive) if isinstance(each, PassedOver))
    assert found.reason == "damaged"
    return found


def broken(content: bytes, at: int) -> bytes:
    """The same with one byte changed."""
    return content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(broken(zipped(SECOND), 60), id="compressed bytes"),
        pytest.param(broken(zipped(SECOND), -6), id="the checksum"),
        pytest.param(broken(zipped(SECOND), 2), id="the method"),
        pytest.param(zipped(SECOND)[:-40], id="a member cut short"),
        pytest.param(b"\0" * 512, id="zeros"),
        pytest.param(b"<html>no archive", id="other bytes"),
        pytest.param(SECOND, id="a record that is not compressed"),
    ],
)
def test_what_is_no_sound_member_is_one_damage_and_the_next_record_is_read(wrong):
    archive = zipped(FIRST) + wrong + zipped(THIRD)
    assert uris(archive) == ["https://news.example/1", "https://news.example/3"]
    found = damage(archive)
    assert found.place == f"crawl.warc.gz@{len(zipped(FIRST))}"
    assert f"the next record starts at byte {len(zipped(FIRST) + wrong):,}" in found.detail


@pytest.mark.parametrize("left", [1, 9, 20, 150])
def test_a_file_that_is_cut_short_is_said_to_be(left):
    whole = by_record(FIRST, SECOND)
    archive = whole[: len(zipped(FIRST)) + left]
    assert reasons(archive) == ["offered", "damaged"]
    assert f"{left:,} bytes are not read" in damage(archive).detail


@pytest.mark.parametrize("pack", [bytes, zipped, zstandard.compress])
def test_an_archive_in_one_piece_that_is_cut_short_is_said_to_be(pack):
    noise = b"".join(zlib.crc32(bytes([each])).to_bytes(4, "big") for each in range(256)).hex().encode()
    records = [record(answer(PAGE + noise * 8), b"https://news.example/" + name) for name in (b"1", b"2", b"3")]
    archive = pack(b"".join(records))
    assert reasons(archive[: int(len(archive) * 0.9)])[-1] == "damaged"
    assert len(uris(archive)) == 3


@pytest.mark.parametrize(
    ("length", "says"),
    [
        (b"90", "behind the 90 bytes"),
        (b"100000", "it is said to hold 100,000 bytes"),
        (b"-1", "the length '-1'"),
        (b"1e3", "the length '1e3'"),
        (b"9" * 40, "the length '9999"),
        (b"", "the length ''"),
        (b"0x10", "the length '0x10'"),
        ("٣".encode(), "the length '٣'"),
    ],
)
def test_a_length_that_lies_spoils_its_own_record_and_no_other(length, says):
    archive = by_record(FIRST, record(length=length), THIRD)
    assert uris(archive) == ["https://news.example/1", "https://news.example/3"]
    assert says in damage(archive).detail


def test_two_lengths_are_not_chosen_from():
    archive = by_record(record(None, b"https://news.example/2", b"Content-Length: 5"), THIRD)
    assert reasons(archive) == ["damaged", "offered"]
    assert "gives content-length twice" in damage(archive).detail


def test_behind_a_wrong_length_in_an_archive_that_is_not_compressed_nothing_is_guessed():
    lying = record(answer(b"<html>\r\n\r\n" + FORGED + b"</html>"), b"https://host.example/", length=b"70")
    assert uris(FIRST + lying + THIRD) == ["https://news.example/1"]
    assert "nothing is read" in damage(FIRST + lying + THIRD).detail
    assert uris(zipped(FIRST + lying + THIRD)) == ["https://news.example/1"]


@pytest.mark.parametrize("pack", [by_record, lambda *records: b"".join(records), lambda *r: zipped(b"".join(r))])
def test_a_record_inside_a_page_is_a_part_of_the_page(pack):
    host = record(answer(b"<html>\r\n\r\n" + FORGED + b"</html>"), b"https://host.example/")
    found = outcomes(pack(FIRST, host, THIRD))
    assert [each.page.uri for each in found if isinstance(each, Offered)] == [
        "https://news.example/1",
        "https://host.example/",
        "https://news.example/3",
    ]


@pytest.mark.parametrize("at", [30, -6])
def test_a_member_inside_a_damaged_page_is_not_taken_for_the_next_record(at):
    # A page that is itself a file of gzip: compression keeps it as it is, byte for byte, in the archive.
    host = record(answer(zipped(FORGED) * 3), b"https://host.example/")
    member = gzip.compress(host, compresslevel=0, mtime=0)
    assert zipped(FORGED) in member
    archive = zipped(FIRST) + broken(member, at) + zipped(THIRD)
    assert uris(archive) == ["https://news.example/1", "https://news.example/3"]


def test_a_member_that_swallows_the_end_of_the_one_around_it_is_not_believed_either():
    # Its header has a field long enough for the last bytes around it and the next header: what follows is the next
    # record's compressed bytes, with the right checksum, and so on to the end of the file.
    tail = b"\r\n\r\n" + b"\0" * 8  # the host's own end, and its checksum and length
    swallowing = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff" + (len(tail) + 10).to_bytes(2, "little")
    host = record(answer(b"<html>" + zipped(FORGED) + swallowing), b"https://host.example/")
    member = gzip.compress(host, compresslevel=0, mtime=0)
    archive = zipped(FIRST) + broken(member, 30) + zipped(THIRD)
    begins = archive.index(zipped(FORGED))
    # Read from there, as if it were the start of an archive, the forgery is sound to the last byte.
    assert gzip.decompress(archive[begins:]) == FORGED + THIRD
    assert uris(archive) == ["https://news.example/1", "https://news.example/3"]


def test_between_two_damaged_places_nothing_can_be_told_for_certain_and_that_is_said():
    wrong = broken(zipped(SECOND), 60)
    archive = zipped(FIRST) + wrong + zipped(SECOND) + wrong + zipped(THIRD)
    assert uris(archive) == ["https://news.example/1", "https://news.example/3"]
    assert f"the next record starts at byte {len(archive) - len(zipped(THIRD)):,}" in damage(archive).detail


def test_headers_of_the_answer_say_nothing_about_the_record():
    block = answer(PAGE, b"WARC-Target-URI: https://forged.example/", b"WARC-Type: request", b"Content-Length: 3")
    assert uris(by_record(record(block))) == ["https://news.example/ferry"]


@pytest.mark.parametrize("between", [b"\r", b"\0", b"\x0b", b"\x1f", b"\x7f"])
def test_a_line_hidden_in_an_address_is_no_line_and_no_address(between):
    uri = b"https://news.example/" + between + b"WARC-Target-URI: https://forged.example/"
    archive = by_record(record(uri=uri), THIRD)
    assert reasons(archive) == ["damaged", "offered"]
    assert "control characters" in damage(archive).detail


def test_two_addresses_are_not_chosen_from():
    archive = by_record(record(None, b"https://a.example/", b"WARC-Target-URI: https://b.example/"))
    assert "gives warc-target-uri twice" in damage(archive).detail


def test_a_header_without_an_end_is_not_held():
    archive = by_record(b"WARC/1.0\r\n" + b"X: y\r\n" * 100_000, THIRD)
    assert reasons(archive) == ["damaged", "offered"]
    assert "longer than" in damage(archive).detail


def test_an_answer_whose_header_has_no_end_is_broken_and_the_next_is_read():
    archive = by_record(record(b"HTTP/1.1 200 OK\r\nContent-Type: text/html"), THIRD)
    assert reasons(archive) == ["damaged", "offered"]
    assert "the HTTP answer in it is broken" in damage(archive).detail


def test_an_answer_that_is_none_is_broken():
    assert reasons(by_record(record(b"<html>hello</html>\r\n\r\n"), THIRD)) == ["damaged", "offered"]


def test_a_version_that_is_none_is_not_read():
    assert "no version of WARC" in damage(by_record(record(version=b"WARC/x.y"))).detail


def test_each_damage_is_reported_once_whatever_part_it_lies_in():
    archive = zipped(FIRST) + broken(zipped(SECOND), 60) + zipped(THIRD)
    cut = len(archive) - len(zipped(THIRD))
    whole = outcomes(archive)
    assert outcomes(archive, end=cut) + outcomes(archive, start=cut) == whole
    assert outcomes(archive, end=len(zipped(FIRST))) + outcomes(archive, start=len(zipped(FIRST))) == whole
