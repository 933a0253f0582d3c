"""Articles read over the API: one, and many as lines, each answered before the next is read."""

from __future__ import annotations

import http.client
import json
import threading
import time
from urllib.parse import urlsplit

import msgspec
import pytest

from interfaces.web.api_answers import refusal
from interfaces.web.served import nothing_is_found, served
from onrecord.errors import OnRecordError
from onrecord.interfaces.model_options import Model
from onrecord.interfaces.web.api import read as read_route
from onrecord.interfaces.web.settings import Settings
from onrecord.interfaces.web.shapes import AHEAD
from onrecord.ledger.ledger import Ledger
from onrecord.model.bundle import bundle_folder, load_bundle
from onrecord.record.json import decode

READ = "/api/v1/read"
LINES = {"Content-Type": "application/x-ndjson"}
SAID = "“We will not sell,” Ada Loom said."

pytestmark = pytest.mark.bundle


@pytest.fixture
def quick(monkeypatch):
    """Articles are read in no time, and nothing is found in them."""
    nothing_is_found(monkeypatch)


def _told(answer):
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson")
    assert answer.text.endswith("\n")
    return [json.loads(line) for line in answer.text.splitlines()]


def test_an_article_is_read_as_the_command_reads_it(site):
    answer = site.post(READ, json={"text": SAID, "uri": "letter.txt"})
    record = decode(answer.content)
    (attribution,) = record.attributions
    assert [SAID[span.start : span.end] for span in attribution.source.spans] == ["Ada Loom"]
    assert (record.document.uri, record.document.text) == ("letter.txt", SAID)
    assert "location" not in answer.headers


@pytest.mark.parametrize("bundle", [None, "small"])
def test_the_site_names_the_model_that_it_reads_with(site_of, bundle):
    site = site_of(model=Model(bundle))
    named = site.get("/api/v1/").json()["model"]
    assert named == load_bundle(bundle_folder(bundle)).manifest.name
    assert decode(site.post(READ, json={"text": SAID}).content).reader.model == named


def test_what_is_to_be_kept_is_in_the_ledger_and_where_is_told(site_of, quick):
    site = site_of()
    answer = site.post(READ, json={"text": SAID, "keep": True})
    assert answer.headers["location"] == "/api/v1/documents/6"
    assert site.get(answer.headers["location"]).content == answer.content


def test_many_articles_are_read_line_by_line_and_a_bad_one_stops_none(site_of, quick, tmp_path):
    site = site_of()
    sent = [
        {"text": SAID},
        "no JSON at all",
        {"text": ""},
        {"text": "Second.", "keep": True},
        {"html": "<p>"},
        {"text": 7},
        {"address": "http://127.0.0.1:1/"},
        {"text": "Last.", "uri": "last.txt"},
    ]
    body = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in sent)
    told = _told(site.post(READ, content=body, headers=LINES))
    assert [each["line"] for each in told] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [each.get("record", {}).get("document", {}).get("text") for each in told] == [
        SAID, None, None, "Second.", None, None, None, "Last.",
    ]  # fmt: skip
    assert [each["error"]["kind"] for each in told if "error" in each] == [
        "format_error", "option_error", "no_article", "format_error", "address_refused",
    ]  # fmt: skip
    assert [each.get("document") for each in told] == [None, None, None, 6, None, None, None, None]
    with Ledger(tmp_path / "0.ledger") as ledger:
        assert ledger.record(6).document.text == "Second."


def test_lines_without_a_word_are_passed_over_but_counted(site, quick):
    body = '\n\r\n{"text": "a"}\r\n  \n\n{"text": "b"}\n\n'
    assert [each["line"] for each in _told(site.post(READ, content=body, headers=LINES))] == [3, 6]
    nothing = site.post(READ, content="\n\n", headers=LINES)
    assert (nothing.status_code, nothing.content) == (200, b"")


@pytest.mark.parametrize("size", [1, 2, 7, 1_000])
def test_lines_may_come_in_any_pieces(site, quick, size):
    body = "\n".join(json.dumps({"text": f"Ærø {number}"}, ensure_ascii=False) for number in range(5)).encode()
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    told = _told(site.post(READ, content=pieces, headers=LINES))
    assert [each["record"]["document"]["text"] for each in told] == [f"Ærø {number}" for number in range(5)]


def test_a_line_that_is_too_long_is_told_so_and_the_others_are_read(site_of, quick):
    site = site_of(max_body=1_000)
    body = "\n".join(json.dumps({"text": text}) for text in ("a", "b" * 5_000, "c" * 900, "d" * 2_000, "e"))
    told = _told(site.post(READ, content=body, headers=LINES))
    assert [each.get("error", {}).get("kind") for each in told] == [None, "too_large", None, "too_large", None]


def test_lines_may_be_more_in_all_than_one_body_may_be(site_of, quick):
    site = site_of(max_body=1_000)
    body = "\n".join(json.dumps({"text": "word " * 100}) for _ in range(20))
    assert len(body) > 10_000
    assert [each["line"] for each in _told(site.post(READ, content=body, headers=LINES))] == list(range(1, 21))
    assert refusal(site.post(READ, content=body, headers={"Content-Type": "application/json"})) == (413, "too_large")
    assert refusal(site.post("/api/v1/check", content=body, headers=LINES)) == (413, "too_large")


def test_lines_are_refused_to_whom_an_article_would_be(site_of, quick):
    site = site_of(token="secret")
    assert refusal(site.post(READ, content="{}", headers=LINES)) == (401, "not_allowed")
    site = site_of()
    assert refusal(site.post(READ, content="{}", headers={**LINES, "Origin": "https://evil.example"})) == (
        403,
        "refused",
    )


def test_a_site_that_only_reads_keeps_no_line(site, quick):
    told = _told(site.post(READ, content='{"text": "a", "keep": true}\n{"text": "b"}', headers=LINES))
    assert [each.get("error", {}).get("kind") for each in told] == ["refused", None]


def test_a_fault_in_a_line_is_told_and_logged_and_stops_no_other(site, quick, monkeypatch, caplog):
    read = read_route._read

    def failing(app, given):
        if given.text == "bad":
            raise ZeroDivisionError("division by zero")
        return read(app, given)

    monkeypatch.setattr(read_route, "_read", failing)
    told = _told(site.post(READ, content='{"text": "a"}\n{"text": "bad"}\n{"text": "c"}', headers=LINES))
    assert [each.get("error", {}).get("kind") for each in told] == [None, "fault", None]
    assert "division" not in json.dumps(told)
    assert "ZeroDivisionError" in caplog.text


class _Sending:
    """A request whose lines are sent one by one, over a real connection, and whose answers are read one by one."""

    def __init__(self, address: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
        self.connection.putrequest("POST", READ)
        self.connection.putheader("Content-Type", LINES["Content-Type"])
        self.connection.putheader("Transfer-Encoding", "chunked")
        self.connection.endheaders()

    def send(self, *texts: str) -> None:
        body = b"".join(msgspec.json.encode({"text": text}) + b"\n" for text in texts)
        self.connection.send(b"%x\r\n%s\r\n" % (len(body), body))

    def end(self) -> None:
        self.connection.send(b"0\r\n\r\n")


def test_each_line_is_answered_before_the_next_is_sent(tmp_path, quick):
    with served(Settings(ledger=tmp_path / "a.ledger")) as address:
        request = _Sending(address)
        request.send("first")
        answer = request.connection.getresponse()
        assert json.loads(answer.readline())["record"]["document"]["text"] == "first"
        request.send("second")
        assert json.loads(answer.readline())["record"]["document"]["text"] == "second"
        request.end()
        assert answer.readline() == b""
        request.connection.close()


def _slowly(monkeypatch, *, seconds: float) -> list[str]:
    """Let articles be read slowly; the list grows with them."""
    begun: list[str] = []

    def slow(app, given):
        begun.append(given.text)
        time.sleep(seconds)
        raise OnRecordError("read enough")

    monkeypatch.setattr(read_route, "_read", slow)
    return begun


@pytest.mark.parametrize("is_whole", [True, False], ids=["all was sent", "more was to come"])
def test_a_client_that_goes_away_stops_the_work(tmp_path, monkeypatch, is_whole):
    begun = _slowly(monkeypatch, seconds=0.05)
    with served(Settings(ledger=tmp_path / "a.ledger")) as address:
        request = _Sending(address)
        request.send(*map(str, range(400)))
        if is_whole:
            request.end()
        answer = request.connection.getresponse()
        assert json.loads(answer.readline())["line"] == 1
        answer.close()
        request.connection.close()
        time.sleep(0.5)
        stopped_at = len(begun)
        time.sleep(0.3)
        assert len(begun) == stopped_at < 30


def test_no_more_is_taken_ahead_than_is_said(tmp_path, monkeypatch):
    """A client that sends without end to a reader that is slow is made to wait: nothing grows."""
    begun = _slowly(monkeypatch, seconds=0.2)
    sent = 0
    with served(Settings(ledger=tmp_path / "a.ledger")) as address:
        request = _Sending(address)
        request.connection.sock.settimeout(1.0)
        text = "word " * 2_000
        stuck = False
        while not stuck and sent < 200_000_000:
            try:
                request.send(text)
                sent += len(text)
            except TimeoutError:
                stuck = True
        request.connection.close()
    assert stuck
    # What the system keeps of a connection (some megabytes on this machine) and what is taken ahead, and no more.
    assert sent < 50_000_000
    assert len(begun) < 60


def test_as_much_as_is_taken_ahead_can_be_sent_before_any_answer_is_read(tmp_path, quick):
    texts = ["w" * 1_000] * (AHEAD // 2 // 1_020)
    with served(Settings(ledger=tmp_path / "a.ledger")) as address:
        request = _Sending(address)
        request.send(*texts)
        request.end()
        answer = request.connection.getresponse()
        assert len(answer.read().splitlines()) == len(texts)
        request.connection.close()


def test_two_who_send_many_have_their_turns_and_questions_are_answered_between(tmp_path, monkeypatch):
    begun = _slowly(monkeypatch, seconds=0.02)
    with served(Settings(ledger=tmp_path / "a.ledger")) as address:
        requests = [_Sending(address), _Sending(address)]
        for name, request in zip("ab", requests, strict=True):
            request.send(*[name] * 20)
            request.end()
        done: list[int] = []
        threads = [
            threading.Thread(target=lambda request=request: done.append(len(request.connection.getresponse().read())))
            for request in requests
        ]
        for thread in threads:
            thread.start()
        asking = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
        asking.request("GET", "/api/v1/")
        assert asking.getresponse().status == 200
        for thread in threads:
            thread.join(20)
        asking.close()
        for request in requests:
            request.connection.close()
    assert len(done) == 2
    assert set(begun[:10]) == {"a", "b"}
