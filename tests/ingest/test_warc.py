"""A web archive gives the pages that sites answered with, and says of everything else why it is none."""

from __future__ import annotations

import io

import pytest
import zstandard

from ingest.web_archives import PAGE, answer, by_record, outcomes, reasons, record, uris, zipped
from onrecord.errors import NotFound, OptionError
from onrecord.ingest.offered import REASONS, Offered, PassedOver
from onrecord.ingest.page import decode
from onrecord.ingest.warc import read_warc, warc_bounds

FIRST, SECOND, THIRD = (record(uri=b"https://news.example/" + name) for name in (b"1", b"2", b"3"))
ALL = ["https://news.example/1", "https://news.example/2", "https://news.example/3"]


def only(archive: bytes, **options: int) -> Offered | PassedOver:
    (found,) = outcomes(archive, **options)
    return found


def passed(archive: bytes, **options: int) -> PassedOver:
    found = only(archive, **options)
    assert isinstance(found, PassedOver)
    return found


def test_a_page_has_its_address_its_type_and_its_charset_and_its_place_in_the_file():
    found = outcomes(by_record(FIRST, SECOND))[1]
    assert isinstance(found, Offered)
    assert found.place == f"crawl.warc.gz@{len(zipped(FIRST))}"
    assert (found.page.content, found.page.media_type, found.page.charset) == (PAGE, "text/html", "utf-8")
    assert found.page.uri == found.listed.uri == "https://news.example/2"


def test_the_day_of_the_crawl_is_no_day_of_publication():
    found = only(by_record(FIRST))
    assert isinstance(found, Offered)
    assert found.listed.published is None


@pytest.mark.parametrize(
    "archive",
    [
        pytest.param(by_record(FIRST, SECOND, THIRD), id="a gzip member for each record"),
        pytest.param(zipped(FIRST + SECOND + THIRD), id="one gzip member"),
        pytest.param(zipped(FIRST + SECOND) + zipped(THIRD), id="records spread over members"),
        pytest.param(FIRST + SECOND + THIRD, id="not compressed"),
        pytest.param(zstandard.compress(FIRST) + zstandard.compress(SECOND + THIRD), id="zstd"),
        pytest.param((FIRST + SECOND + THIRD).replace(b"WARC/1.0", b"WARC/1.1"), id="version 1.1"),
        pytest.param(by_record(*(each.rstrip(b"\r\n") for each in (FIRST, SECOND, THIRD))), id="no line ends behind"),
    ],
)
def test_every_way_to_compress_an_archive_is_read_and_places_differ(archive):
    assert uris(archive) == ALL
    assert len({found.place for found in outcomes(archive)}) == 3


def test_members_that_end_within_records_are_read_as_one():
    whole = FIRST + SECOND + THIRD
    cut = len(FIRST) - 40
    assert uris(zipped(whole[:cut]) + zipped(whole[cut : cut + 300]) + zipped(whole[cut + 300 :])) == ALL


@pytest.mark.parametrize("kind", [b"request", b"warcinfo", b"metadata", b"revisit", b"resource", b"conversion"])
def test_other_records_are_no_answers(kind):
    assert passed(by_record(record(kind=kind))).reason == "not_a_response"


def test_an_answer_of_another_protocol_is_none():
    found = passed(by_record(record(b"20230315 192.0.2.7", b"dns:news.example", holds=b"text/dns")))
    assert (found.reason, found.uri) == ("not_a_response", "dns:news.example")


@pytest.mark.parametrize("uri", [b"file:///etc/passwd", b"javascript:alert(1)", b"//news.example/", b"http:///x"])
def test_an_address_that_is_not_of_the_web_is_not_believed(uri):
    assert passed(by_record(record(uri=uri))).reason == "not_a_response"


@pytest.mark.parametrize("status", [b"404 Not Found", b"301 Moved", b"206 Partial Content", b"500"])
def test_other_statuses_than_200_are_passed_over(status):
    found = passed(by_record(record(answer(status=b"HTTP/1.1 " + status))))
    assert (found.reason, found.detail) == ("status", f"HTTP status {status[:3].decode()}")


def test_a_status_line_without_words_is_read():
    assert reasons(by_record(record(answer(status=b"HTTP/2 200")))) == ["offered"]


@pytest.mark.parametrize(
    "media_type", [b"application/pdf", b"image/png", b"text/plain", b"application/json", b"text/html+x"]
)
def test_what_is_said_to_be_no_html_is_passed_over_though_it_looks_like_it(media_type):
    found = passed(by_record(record(answer(media_type=media_type))))
    assert (found.reason, found.uri) == ("not_html", "https://news.example/ferry")


@pytest.mark.parametrize("media_type", [b"text/html", b"TEXT/HTML;charset=x", b"application/xhtml+xml ; q=1"])
def test_html_is_known_by_its_media_type(media_type):
    assert reasons(by_record(record(answer(media_type=media_type)))) == ["offered"]


def test_only_where_no_media_type_is_given_is_the_page_looked_at():
    assert reasons(by_record(record(answer(media_type=None)))) == ["offered"]
    assert reasons(by_record(record(answer(b"%PDF-1.4 ...", media_type=None)))) == ["not_html"]


def test_the_charset_of_the_header_decides_how_the_page_is_read():
    body = "<html><p>Der Fährmann sprach von Übermut, „und von Öl“.</p></html>".encode("cp1252")
    found = only(by_record(record(answer(body, media_type=b'text/html; charset="Windows-1252"'))))
    assert isinstance(found, Offered)
    assert found.page.charset == "windows-1252"
    assert "Fährmann sprach von Übermut, „und" in decode(found.page)


def test_a_page_that_was_cut_short_by_the_crawler_is_said_to_be():
    assert passed(by_record(record(None, b"https://a.example/", b"WARC-Truncated: length"))).reason == "cut_short"
    assert passed(by_record(record(None, b"https://a.example/", b"WARC-Segment-Number: 1"))).reason == "cut_short"


def test_a_page_that_is_too_large_is_passed_over_and_the_next_is_read():
    archive = by_record(record(answer(PAGE + b" " * 5000)), SECOND)
    assert reasons(archive, max_bytes=4000) == ["too_large", "offered"]
    assert reasons(archive, max_bytes=len(PAGE) + 5000) == ["offered", "offered"]


def test_a_record_without_an_address_is_damaged():
    found = passed(by_record(record(uri=None)))
    assert (found.reason, found.uri) == ("damaged", None)
    assert "WARC-Target-URI" in found.detail


def test_an_address_in_angle_brackets_is_read_without_them():
    assert uris(by_record(record(uri=b"<https://news.example/4>"))) == ["https://news.example/4"]


def test_what_is_no_web_archive_is_said_to_be_none():
    found = passed(b"From: ruth@news.example\r\n\r\nHello")
    assert (found.reason, found.place) == ("damaged", "crawl.warc.gz@0")
    assert "no web archive" in found.detail
    assert passed(zipped(b"not a record")).reason == "damaged"


def test_an_empty_file_has_no_records():
    assert outcomes(b"") == []
    assert warc_bounds(io.BytesIO(b""), name="empty.warc", at_least=1) == [0, 0]


def test_every_reason_is_documented():
    assert all(sentence.endswith(".") for sentence in REASONS.values())


def test_a_stream_that_fails_is_an_error_with_its_name():
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("the line is dead")

    with pytest.raises(NotFound, match=r"far\.warc\.gz could not be read to its end: the line is dead"):
        list(read_warc(Failing(by_record(FIRST)), name="far.warc.gz"))


def test_the_stream_is_left_open():
    stream = io.BytesIO(by_record(FIRST))
    list(read_warc(stream, name="crawl.warc.gz"))
    assert not stream.closed


def test_without_the_extra_an_error_names_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "brotli", None)
    with pytest.raises(OptionError, match=r"pip install 'onrecord\[archives\]'"):
        list(read_warc(io.BytesIO(b""), name="crawl.warc.gz"))


def test_a_part_of_no_size_makes_no_sense():
    with pytest.raises(OptionError, match="1 or more"):
        warc_bounds(io.BytesIO(b""), name="crawl.warc.gz", at_least=0)
