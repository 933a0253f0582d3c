"""A quotation traced, and an article checked, over the API."""

from __future__ import annotations

import json
import threading

import msgspec
import pytest

from interfaces.web.api_answers import refusal, rows
from interfaces.web.ledgers import PLEDGE
from interfaces.web.served import nothing_is_found
from onrecord.interfaces import check_views, trace_views
from onrecord.interfaces.web.shapes import MOST_TRANSCRIPTS
from onrecord.ledger.ledger import Ledger
from onrecord.verify.check import check_record
from onrecord.verify.checks import transcripts_of
from onrecord.verify.labelled import read_labelled

TRACE, CHECK = "/api/v1/trace", "/api/v1/check"
SAID = (
    f"ORTEGA: {PLEDGE.replace('one crown', 'a single crown')}, I promise.\n\n"
    "KELLER: The levy can wait, and the quay cannot."
)
TRANSCRIPT = {"name": "2023-03-14 council.txt", "text": SAID}


def _as_json(value):
    return msgspec.json.decode(msgspec.json.encode(value))


def test_a_quotation_is_traced_as_the_command_traces_it(site, harbour):
    with Ledger(harbour) as ledger:
        told = _as_json(ledger.trace(PLEDGE))
    assert site.get(TRACE, params={"quotation": PLEDGE}).json() == told
    assert (told["articles"], len(told["wordings"])) == (3, 3)


@pytest.mark.parametrize(
    ("asked", "articles"),
    [({"outlet": "lantern"}, 1), ({"since": "2023-03-15"}, 2), ({"until": "2023-03-14"}, 1), ({"versions": True}, 4)],
)
def test_a_trace_is_narrowed(site, asked, articles):
    assert site.get(TRACE, params={"quotation": PLEDGE, **asked}).json()["articles"] == articles


def test_a_limit_is_of_wordings_and_of_the_appearances_of_each(site):
    told = site.get(TRACE, params={"quotation": PLEDGE, "versions": True, "limit": 1}).json()
    assert [len(wording["appearances"]) for wording in told["wordings"]] == [1]
    assert told["articles"] == 4


def test_a_trace_is_a_table_too(site, harbour):
    table = rows(site.get(TRACE, params={"quotation": PLEDGE, "format": "csv", "all": True}))
    assert tuple(table[0]) == trace_views.COLUMNS
    assert [row["outlet"] for row in table] == ["Tidewater Courier", "Evening Lantern", "Harbour Gazette"]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({}, "bad_request"),
        ({"quotation": ""}, "option_error"),
        ({"quotation": "two words"}, "option_error"),
        ({"quotation": "\x00 \x00 \x00"}, "option_error"),
        ({"quotation": "am " * 1_001}, "option_error"),
        ({"quotation": "a" * 5_001}, "bad_request"),
        ({"quotation": PLEDGE, "outlet": "nowhere"}, "option_error"),
        ({"quotation": PLEDGE, "since": "2024", "until": "2023"}, "option_error"),
        ({"quotation": PLEDGE, "after": "x"}, "option_error"),
        ({"quotation": PLEDGE, "limit": 0}, "bad_request"),
    ],
)
def test_what_cannot_be_traced_is_refused(site, asked, kind):
    assert refusal(site.get(TRACE, params=asked)) == (400, kind)


def _expected(harbour, number):
    index = transcripts_of(read_labelled(TRANSCRIPT["name"], SAID))
    with Ledger(harbour) as ledger:
        return _as_json(check_record(ledger.record(number), index))


def test_an_article_of_the_ledger_is_checked_as_the_command_checks_it(site, harbour):
    answer = site.post(CHECK, json={"article": {"document": 1}, "transcripts": [TRANSCRIPT]})
    assert answer.json() == _expected(harbour, 1)
    assert [each["verdict"] for each in answer.json()] == ["altered", "verbatim"]


def test_an_article_is_checked_by_its_record(site, harbour):
    record = site.get("/api/v1/documents/1").json()
    answer = site.post(CHECK, json={"article": {"record": record}, "transcripts": [TRANSCRIPT]})
    assert answer.json() == _expected(harbour, 1)


def test_a_check_is_a_table_too(site):
    answer = site.post(f"{CHECK}?format=csv", json={"article": {"document": 1}, "transcripts": [TRANSCRIPT]})
    table = rows(answer)
    assert tuple(table[0]) == check_views.COLUMNS
    assert [row["speaker"] for row in table] == ["ORTEGA", "KELLER"]


@pytest.mark.bundle
@pytest.mark.parametrize("way", ["text", "html"])
def test_an_article_that_was_not_read_is_read_first(site, way, monkeypatch):
    nothing_is_found(monkeypatch)
    words = (
        f"“{PLEDGE},” Maria Ortega said at the end of a long evening in the council’s great hall by the old harbour."
    )
    page = f"<html><body><article><h1>Levy</h1><p>{words}</p><p>{words}</p></article></body></html>"
    answer = site.post(CHECK, json={"article": {way: page if way == "html" else words}, "transcripts": [TRANSCRIPT]})
    assert {each["verdict"] for each in answer.json()} == {"altered"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.vtt",
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ortega>We will not ask the boats for one crown more this year",
        ),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nORTEGA: We will not ask the boats for one crown more this year\n"),
        ("a.csv", "speaker,text\nOrtega,We will not ask the boats for one crown more this year\n"),
        ("a.tsv", "speaker\ttext\nOrtega\tWe will not ask the boats for one crown more this year\n"),
        ("a", "ORTEGA: We will not ask the boats for one crown more this year"),
    ],
)
def test_the_end_of_a_name_tells_the_format(site, name, text):
    answer = site.post(CHECK, json={"article": {"document": 2}, "transcripts": [{"name": name, "text": text}]})
    assert answer.json()[0]["passages"][0]["speaker"].lower() == "ortega"


@pytest.mark.parametrize(
    ("given", "status", "kind"),
    [
        ({}, 422, "format_error"),
        ([], 422, "format_error"),
        ({"article": {"document": 1}}, 422, "format_error"),
        ({"article": {"document": 1}, "transcripts": []}, 422, "format_error"),
        ({"article": {"document": 1}, "transcripts": [TRANSCRIPT] * (MOST_TRANSCRIPTS + 1)}, 422, "format_error"),
        ({"article": {"document": 1}, "transcripts": [{"name": "", "text": "x"}]}, 422, "format_error"),
        ({"article": {"document": 1}, "transcripts": [TRANSCRIPT], "more": 1}, 422, "format_error"),
        ({"article": {"document": 2**63}, "transcripts": [TRANSCRIPT]}, 422, "format_error"),
        ({"article": {"document": 0}, "transcripts": [TRANSCRIPT]}, 422, "format_error"),
        ({"article": {"record": {"format": "onrecord/2"}}, "transcripts": [TRANSCRIPT]}, 422, "format_error"),
        ({"article": {"document": 99}, "transcripts": [TRANSCRIPT]}, 404, "not_found"),
        ({"article": {}, "transcripts": [TRANSCRIPT]}, 400, "option_error"),
        ({"article": {"document": 1, "text": "x"}, "transcripts": [TRANSCRIPT]}, 400, "option_error"),
        ({"article": {"text": " \n"}, "transcripts": [TRANSCRIPT]}, 400, "option_error"),
        ({"article": {"html": "<p>"}, "transcripts": [TRANSCRIPT]}, 422, "no_article"),
        ({"article": {"document": 1}, "transcripts": [{"name": "a.txt", "text": " "}]}, 422, "no_article"),
        ({"article": {"document": 1}, "transcripts": [{"name": "a.csv", "text": "no columns"}]}, 422, "input_error"),
        ({"article": {"document": 1}, "transcripts": [{"name": "a.txt", "text": "\x00" * 99}]}, 422, "not_text"),
    ],
)
def test_what_cannot_be_checked_is_refused(site, given, status, kind):
    assert refusal(site.post(CHECK, json=given)) == (status, kind)


def test_a_record_whose_spans_lie_outside_of_its_text_is_refused(site):
    record = site.get("/api/v1/documents/1").json()
    record["attributions"][0]["content"][0]["end"] = 10_000
    answer = site.post(CHECK, json={"article": {"record": record}, "transcripts": [TRANSCRIPT]})
    assert refusal(answer) == (422, "format_error")
    assert "runs past the text" in answer.json()["error"]["message"]


def test_a_name_is_no_path(site, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("The boats pay nothing, and nobody is to know it.", encoding="utf-8")
    answer = site.post(
        CHECK,
        json={"article": {"document": 1}, "transcripts": [{"name": str(secret), "text": "KELLER: Good evening."}]},
    )
    assert "nobody is to know" not in answer.text


def test_checks_come_one_by_one_and_do_not_keep_questions_waiting(site_of, monkeypatch):
    from onrecord.interfaces.web.api import check

    site = site_of()
    at_work = threading.Semaphore(1)
    begun, may_end = threading.Event(), threading.Event()

    def slow(*_):
        assert at_work.acquire(blocking=False), "two checks at once"
        begun.set()
        may_end.wait(20)
        at_work.release()
        return []

    monkeypatch.setattr(check, "check_record", slow)
    given = json.dumps({"article": {"document": 1}, "transcripts": [TRANSCRIPT]})
    headers = {"Content-Type": "application/json"}
    answers = []
    with site:  # one loop for all requests, as in a server
        threads = [
            threading.Thread(
                target=lambda: answers.append(site.post(CHECK, content=given, headers=headers).status_code)
            )
            for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        assert begun.wait(20)
        assert site.get("/api/v1/documents").status_code == 200
        assert answers == []
        may_end.set()
        for thread in threads:
            thread.join(20)
    assert answers == [200, 200, 200]


def test_who_would_wait_too_long_is_told_so(site_of, monkeypatch):
    from onrecord.interfaces.web.api import check

    begun, may_end = threading.Event(), threading.Event()
    monkeypatch.setattr(check, "check_record", lambda *_: (begun.set(), may_end.wait(20), [])[-1])
    given = {"article": {"document": 1}, "transcripts": [TRANSCRIPT]}
    with site_of(read_seconds=0.05) as site:
        first = threading.Thread(target=lambda: site.post(CHECK, json=given))
        first.start()
        assert begun.wait(20)
        second = site.post(CHECK, json=given)
        may_end.set()
        first.join(20)
    assert refusal(second) == (503, "busy")
    assert second.headers["retry-after"] == "5"
