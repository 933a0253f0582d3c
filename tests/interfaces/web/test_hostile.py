"""Articles and requests that are made to do harm: what they hold is shown as text, and is nothing else."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import time
from collections import deque
from urllib.parse import quote, urljoin, urlsplit

import pytest
from starlette.testclient import TestClient

from interfaces.web.dangers import dangers, links
from interfaces.web.hostile import CROOKED, PAGES, PAYLOADS, crooked_records, ill_willed
from ledger.articles import Said, article
from onrecord.interfaces.web.app import create_app
from onrecord.interfaces.web.settings import Settings
from onrecord.ledger.ledger import Ledger

PAGE = {"Accept": "text/html"}
#: Where a request's words come back on a page: {} is where they stand.
REFLECTING = [
    "/search?words={}",
    "/search?speaker={}",
    "/search?outlet={}",
    "/search?standing={}",
    "/search?since={}",
    "/search?hops={}",
    "/search?after={}",
    "/search?{}={}",
    "/trace?quotation={}",
    "/check?quotation={}",
    "/people/{}",
    "/people?words={}",
    "/people?after={}",
    "/outlets/{}",
    "/outlets?after={}",
    "/article/{}",
    "/article/1?attribution={}",
    "/article/1?{}=1",
    "/article/{}/sources",
    "/static/{}/site.css",
    "/static/x/{}",
    "/{}",
]
every_payload = pytest.mark.parametrize("name", PAYLOADS)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "hostile.ledger"
    return path, ill_willed(path)


@pytest.fixture(scope="module")
def numbers(ledger):
    """The articles' numbers by what is wrong with them."""
    return ledger[1]


@pytest.fixture(scope="module")
def hostile(ledger):
    """A site over the hostile ledger."""
    app = create_app(Settings(ledger=ledger[0], read_only=True))
    with TestClient(app, base_url="http://localhost", headers=PAGE, raise_server_exceptions=False) as client:
        yield client


def shown(client: TestClient, address: str) -> str:
    """A page's HTML; it is there, and it is a page."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address} answers {answer.status_code}: {answer.text[:300]}"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


@pytest.mark.parametrize(
    "name", [name for name, payload in PAYLOADS.items() if "window.hit" in payload or "x-hit" in payload]
)
def test_a_payload_that_is_not_escaped_would_be_found(name):
    payload = PAYLOADS[name]
    places = (f"<p>{payload}</p>", f'<p title="{payload}">', f"<p title='{payload}'>", f"<p title={payload}>")
    assert any(dangers(f"{place}<i class='a'>b</i>") for place in (*places, f'<a href="{payload}">'))
    assert not payload.isprintable() or dangers(f"<p title='{html.escape(payload)}'>{html.escape(payload)}</p>") == []


@every_payload
def test_an_article_of_payloads_is_text(hostile, numbers, ledger, name):
    number = numbers[name]
    with Ledger(ledger[0]) as opened:
        ids = [each.id for each in opened.record(number).attributions]
    for address in (f"/article/{number}", f"/article/{number}/sources", *(_asking(number, each) for each in ids)):
        assert dangers(shown(hostile, address)) == []


def _asking(number: int, attribution: str) -> str:
    return f"/article/{number}?attribution={quote(attribution, safe='')}"


@pytest.mark.parametrize("name", crooked_records())
def test_a_crooked_record_is_shown_as_far_as_it_goes(hostile, numbers, name):
    assert dangers(shown(hostile, f"/article/{numbers[name]}")) == []
    assert dangers(shown(hostile, f"/article/{numbers[name]}/sources")) == []


def test_whatever_is_linked_is_there_and_safe(hostile, numbers):
    """From the first page, the articles and the lists on: each kind of page often, and all of them once."""
    begin = ["/", "/search?words=levy", "/people", "/outlets", "/trace", "/check", "/api"]
    waiting = deque([*begin, *(f"/article/{number}" for number in numbers.values())])
    seen = set(waiting)
    most, wrong, kinds = 400, [], set()
    while waiting and len(seen) < most + len(waiting):
        address = waiting.popleft()
        answer = hostile.get(address)
        kind = answer.headers["content-type"].partition(";")[0]
        kinds.add(kind)
        if answer.status_code != 200:
            wrong.append(f"{address} answers {answer.status_code}: {answer.text[:200]}")
        elif kind == "text/html":
            wrong += [f"{address}: {each}" for each in dangers(answer.text)]
            for link in links(answer.text):
                target = urlsplit(urljoin(f"http://localhost{address}", link))
                found = target.path + (f"?{target.query}" if target.query else "")
                # An address's path has no room for the end of a line; and this client decodes a "%25" twice.
                if target.netloc == "localhost" and found not in seen and not re.search("%0A|%25", target.path):
                    seen.add(found)
                    waiting.append(found)
        elif kind == "application/json":
            json.loads(answer.content)
        elif kind == "text/csv":
            _check_table(answer.text)
    assert not wrong, "\n".join(wrong[:20])
    assert kinds >= {"text/html", "application/json", "text/csv"}


def _check_table(text: str) -> None:
    """Every row has as many cells as the head, and none begins as a formula does."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    formulas = [cell for row in rows for cell in row if re.match(r"[=+@\t\r]|-(?!\d)", cell)]
    assert formulas == []


@pytest.mark.parametrize("address", REFLECTING)
def test_what_a_request_says_comes_back_as_text(hostile, address):
    for payload in PAYLOADS.values():
        asked = address.replace("{}", quote(payload, safe=""))
        answer = hostile.get(asked)
        assert answer.status_code < 500, f"{asked} answers {answer.status_code}: {answer.text[:300]}"
        if answer.headers["content-type"].startswith("text/html"):
            assert dangers(answer.text) == [], asked


@pytest.mark.parametrize("address", REFLECTING)
@pytest.mark.parametrize("raw", ["%00", "%ED%A0%80", "%FF%FE", "%E2%80%AE", "%F0%9F", "%", "%zz", "%c0%af", "a%0d%0ab"])
def test_bytes_that_are_no_text_are_asked_for_in_vain(hostile, address, raw):
    answer = hostile.get(address.replace("{}", raw))
    assert answer.status_code < 500
    if answer.headers["content-type"].startswith("text/html"):
        assert dangers(answer.text) == []


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_check_shows_what_was_pasted_as_text(hostile, payload):
    answer = hostile.post("/check", data={"quotation": payload, "transcript": payload, "name": payload})
    assert answer.status_code < 500
    assert dangers(answer.text) == []


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_programs_get_json_whatever_is_in_it(hostile, payload):
    asked = quote(payload, safe="")
    for address in (
        f"/api/v1/attributions?words={asked}",
        f"/api/v1/attributions?outlet={asked}",
        f"/api/v1/entities?words={asked}",
        f"/api/v1/outlets/{asked}",
        f"/api/v1/trace?quotation={asked}",
        f"/api/v1/documents/{asked}",
    ):
        answer = hostile.get(address)
        assert answer.status_code < 500, address
        assert answer.headers["content-type"] == "application/json"
        told = json.loads(answer.content)
        assert ("error" in told) == (answer.status_code >= 400)


@pytest.mark.parametrize("name", [*PAYLOADS, *crooked_records()])
def test_programs_get_hostile_records_whole(hostile, ledger, numbers, name):
    answer = hostile.get(f"/api/v1/documents/{numbers[name]}")
    with Ledger(ledger[0]) as opened:
        assert answer.json() == opened.record(numbers[name]).to_dict()


@pytest.mark.parametrize(
    "body",
    [
        *(json.dumps({"text": f"“We wait,” said {half}."}).encode() for half in CROOKED[:2]),
        '{"text": "“We wait,” said \ud800."}'.encode("utf-8", "surrogatepass"),
        b'{"text": "\xff\xfe"}',
        b'{"text": "a\x00b"}',
        b'{"text": 1}',
        b'{"text": "We wait", "x-hit": 1}',
        b"[" * 100_000,
        b'{"text": ' * 10_000,
        b"",
        b"\x00",
        b"null",
        b'"text"',
    ],
    ids=lambda body: repr(body[:40]),
)
def test_a_body_that_is_no_question_is_refused(hostile, body):
    answer = hostile.post("/api/v1/read", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["error"]["message"]


@pytest.mark.bundle
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("how", ["file", "program"])
def test_a_page_that_wants_to_be_more_is_read(site_of, name, how):
    site = site_of()
    if how == "file":
        file = {"file": ("<img src=x onerror=window.hit=1>.html", PAGES[name].encode(), "text/html")}
        answer = site.post("/read", files=file, headers=PAGE)
        assert answer.status_code == 200
        assert answer.url.path.startswith("/article/")
        assert dangers(answer.text) == []
    else:
        answer = site.post("/api/v1/read", json={"html": PAGES[name], "uri": "javascript:window.hit=1"})
        assert answer.status_code == 200
        assert "Maria Ortega" in answer.json()["document"]["text"]


@pytest.mark.bundle
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_pasted_payload_is_read_and_shown(site_of, payload):
    site = site_of()
    text = f"{payload}\n\n“{payload},” said Maria Ortega, the mayor.\n\nTomas Keller said that {payload}."
    answer = site.post("/read", data={"text": text}, headers=PAGE)
    assert answer.status_code == 200
    assert dangers(answer.text) == []
    assert dangers(site.get("/", headers=PAGE).text) == []


def test_a_line_of_ten_megabytes_is_shown(site_of, tmp_path):
    path = tmp_path / "line.ledger"
    with Ledger(path, write=True) as opened:
        opened.add([article(Said("Maria Ortega", "x" * 10_000_000), Said("Tomas Keller", "The levy waits"))])
    site = site_of(ledger=path, read_only=True)
    for address in ("/", "/article/1", "/article/1/sources", "/search?standing=named_person", "/people/1"):
        assert dangers(shown(site, address)) == []
    assert len(site.get("/search?standing=named_person").content) < 100_000  # the lists cut it


@pytest.mark.bundle
@pytest.mark.parametrize(
    "line",
    ["a" * 10_000_000, "e\u0301" * 1_000_000, "\u200b" * 1_000_000, "\x00" * 5_000_000],
    ids=lambda line: ascii(line[0]),
)
def test_one_line_of_megabytes_is_one_long_word(site_of, line):
    site = site_of(read_words=2_000)
    answer = site.post("/api/v1/read", json={"text": f"Levy waits\n\n{line}\n\n“We wait,” said Maria Ortega."})
    assert answer.status_code in (200, 413)
    if answer.status_code == 200:
        assert answer.json()["attributions"]


@pytest.mark.parametrize("unit", [",", "a ", "a,", "“", "“a” ", "\u4e00", "\n", "a\n\n"], ids=ascii)
def test_megabytes_of_short_words_are_refused_before_they_are_read(site_of, unit):
    """The site counts what the model would read one by one, so that nobody's line holds the others up for an hour."""
    site = site_of(read_words=2_000)
    begun = time.monotonic()
    answer = site.post("/api/v1/read", json={"text": f"Levy waits{unit * (3_000_000 // len(unit))}x"})
    if unit == "\n":
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer.json()["error"]["kind"]) == (413, "too_large")
    assert time.monotonic() - begun < 60  # a second or two; reading them would take half an hour


def test_a_file_that_is_no_text_is_refused(site_of):
    site = site_of()
    for content in (b"\x00" * 1_000, bytes(range(256)) * 20, b"\x1f\x8b\x08\x00broken", b"%PDF-1.7\n\x00\x01\x02"):
        answer = site.post("/read", files={"file": ("x.html", content, "text/html")}, headers=PAGE)
        assert answer.status_code == 422
        assert dangers(answer.text) == []


def test_a_form_of_many_parts_is_refused(site_of):
    site = site_of()
    many = site.post("/read", data={f"field{number}": "x" for number in range(3_000)}, headers=PAGE)
    assert many.status_code == 400
    files = [("file", (f"{number}.txt", b"x", "text/plain")) for number in range(2_000)]
    assert site.post("/read", files=files, headers=PAGE).status_code == 400


@every_payload
def test_a_correction_is_text(site_of, name):
    site = site_of()
    payload = PAYLOADS[name]
    given = {"attribution": "a1", "kind": "entity", "name": payload, "who": payload, "note": payload}
    answer = site.post("/api/v1/documents/1/corrections", json=given)
    assert answer.status_code in (201, 400, 422)
    page = site.get("/article/1", headers=PAGE).text
    assert dangers(page) == []
    assert answer.status_code != 201 or "correct" in page.lower()


def test_names_that_look_alike_are_not_taken_for_one(hostile):
    found = {
        name: hostile.get("/api/v1/attributions", params={"speaker": PAYLOADS[name]}).json()
        for name in ("lookalike", "lookalike's original")
    }
    speakers = [{each["entity"] for each in answer.get("speakers", [])} for answer in found.values()]
    assert all(speakers)
    assert not speakers[0] & speakers[1]
