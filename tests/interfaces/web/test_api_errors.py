"""Whatever goes wrong with a request to the API, whoever refuses it, the answer has one shape."""

from __future__ import annotations

import json

import pytest

from interfaces.web.api_answers import refusal
from onrecord.errors import LedgerDamaged, LedgerUnwritable

READ = "/api/v1/read"
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "path",
    ["/api/v1/nothing", "/api/v2/documents", "/api/v1/documents/1/nothing", "/api/v1/%00", "/api/v1/" + "a" * 9_000],
)
def test_an_address_that_is_not_there(site, path):
    assert refusal(site.get(path, headers={"Accept": "text/html"})) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/api/v1/documents", "GET"),
        ("DELETE", "/api/v1/documents/1", "GET"),
        ("PUT", "/api/v1/documents/1/corrections", "GET, POST"),
        ("GET", READ, "POST"),
        ("PATCH", "/api/v1/check", "POST"),
        ("OPTIONS", "/api/v1/attributions", "GET"),
        ("TRACE", "/api/v1/entities", "GET"),
        ("NONSENSE", "/api/v1/", "GET"),
    ],
)
def test_a_method_that_an_address_does_not_take(site, method, path, allowed):
    answer = site.request(method, path)
    assert refusal(answer) == (405, "method_not_allowed")
    assert answer.headers["allow"] == allowed


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"7",
        b'"text"',
        b'{"text": 7}',
        b'{"text": "a", "unknown": 1}',
        b'{"text": "a"} {"text": "b"}',
        b'{"text": "\\ud800"}',
        b'{"text": "\xed\xa0\x80"}',
        b'{"text": "\xff"}',
        b'{"text": 1e999}',
        b'{"keep": "yes", "text": "a"}',
        b"[" * 100_000,
        b'{"text":' * 5_000,
        "{'text': 'a'}".encode("utf-16"),
    ],
)
def test_a_body_that_is_not_what_a_route_takes(site, body):
    assert refusal(site.post(READ, content=body, headers=JSON)) == (422, "format_error")


@pytest.mark.parametrize(
    "given", [{}, {"text": "a", "html": "b"}, {"text": ""}, {"text": " \n\t"}, {"address": "a.txt"}]
)
def test_a_body_that_asks_for_nothing_or_too_much(site, given):
    assert refusal(site.post(READ, json=given)) == (400, "option_error")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://news.example/", "/etc/passwd", "javascript:alert(1)"])
def test_what_is_no_address_of_the_web_is_not_fetched(site, address):
    assert refusal(site.post(READ, json={"address": address})) == (400, "option_error")


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/", "http://[::1]/", "http://169.254.169.254/latest", "http://10.0.0.1/"]
)
def test_an_address_within_a_private_network_is_not_fetched(site, address):
    assert refusal(site.post(READ, json={"address": address})) == (400, "address_refused")


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json", "nonsense"],
)
@pytest.mark.parametrize("path", [READ, "/api/v1/check", "/api/v1/documents/1/corrections"])
def test_a_body_that_is_said_to_be_no_json(site_of, path, kind):
    answer = site_of().post(path, content=b'{"text": "a"}', headers={"Content-Type": kind})
    assert refusal(answer) == (415, "unsupported_media_type")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", ""])
def test_json_may_be_said_in_several_ways(site, kind):
    answer = site.post(READ, content=b'{"text": ""}', headers={"Content-Type": kind})
    assert refusal(answer) == (400, "option_error")  # it was read as JSON


def test_a_body_that_is_too_long(site_of):
    site = site_of(max_body=1_000)
    for path in (READ, "/api/v1/check"):
        assert refusal(site.post(path, json={"text": "a" * 1_000})) == (413, "too_large")


def test_an_article_with_too_many_words(site_of):
    answer = site_of(read_words=10).post(READ, json={"text": "word " * 11})
    assert refusal(answer) == (413, "too_large")
    assert "more than 10 words" in answer.json()["error"]["message"]


def test_a_site_that_asks_for_its_token(site_of):
    answer = site_of(token="secret").get("/api/v1/documents")
    assert refusal(answer) == (401, "not_allowed")


def test_a_site_that_only_reads(site):
    assert refusal(site.post(READ, json={"text": "a", "keep": True})) == (403, "refused")


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (LedgerUnwritable("another program is writing"), 503, "ledger_unwritable"),
        (LedgerDamaged("the ledger is damaged"), 500, "ledger_damaged"),
        (ZeroDivisionError("division by zero"), 500, "fault"),
    ],
)
def test_a_failure_of_ours(site, monkeypatch, error, status, kind):
    from onrecord.interfaces.web.api import documents

    def failing(*_, **__):
        raise error

    monkeypatch.setattr(documents, "articles", failing)
    answer = site.get("/api/v1/documents")
    assert refusal(answer) == (status, kind)
    assert ("retry-after" in answer.headers) == (status == 503)
    assert "division" not in answer.text  # what a fault is about stands in the log


def test_a_ledger_that_has_gone_away(site_of, tmp_path):
    site = site_of()
    (tmp_path / "0.ledger").unlink()
    status, kind = refusal(site.get("/api/v1/documents"))
    assert (status, kind) == (500, "no_ledger")


def test_hostile_headers(site):
    for headers in ({"Accept": "\x7f" * 9}, {"Cookie": "onrecord=" + "a" * 5_000}, {"Content-Type": ";;;="}):
        assert site.get("/api/v1/documents", headers=headers).status_code == 200


def test_messages_carry_what_was_sent_as_text_and_nothing_runs(site):
    answer = site.get("/api/v1/attributions", params={"speaker": "<script>alert(1)</script>"})
    assert refusal(answer) == (400, "option_error")
    assert json.loads(answer.text)["error"]["message"].startswith("nobody who speaks")
    assert answer.headers["x-content-type-options"] == "nosniff"
