"""A reading is corrected over HTTP: what is answered, what is refused, and that the reading stays as it was."""

from __future__ import annotations

import csv
import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from interfaces.web.ledgers import filled
from onrecord.ledger.ledger import Ledger

HERE = "/api/v1/documents/1/corrections"
NAMED = {"attribution": "a3", "kind": "entity", "name": "Idris Quell", "who": "Jo Field"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "corrected.ledger")


@pytest.fixture
def mended(site_of, path):
    """A site whose ledger, at ``path``, may be written."""
    return site_of(ledger=path)


def complaint(answer) -> tuple[int, str]:
    assert list(answer.json()) == ["error"]
    assert sorted(answer.json()["error"]) == ["kind", "message", "where"]
    return answer.status_code, answer.json()["error"]["kind"]


def test_a_correction_is_answered_with_its_number_who_and_when_and_then_listed(mended):
    answer = mended.post(HERE, json={**NAMED, "note": "he signed it"})
    assert answer.status_code == 201
    made = answer.json()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", made.pop("made"))
    assert made == {
        "correction": 1, "document": 1, "attribution": "a3", "kind": "entity", "spans": None, "entity": None,
        "name": "Idris Quell", "who": "Jo Field", "note": "he signed it", "withdrawn": None, "withdrawn_by": None,
    }  # fmt: skip
    assert mended.get(HERE).json() == [answer.json()]
    assert mended.get("/api/v1/documents/2/corrections").json() == []


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "source", "spans": [{"start": 0, "end": 9}]},
        {"kind": "source", "spans": [{"start": 0, "end": 3}, {"start": 4, "end": 9}], "entity": None, "name": None},
        {"kind": "entity", "entity": "e2"},
        {"kind": "entity"},
        {"kind": "entity", "entity": None, "name": None, "spans": None},
        {"kind": "reject"},
    ],
)
def test_each_kind_is_kept_as_it_was_sent_and_leaves_the_reading_alone(mended, path, given):
    before = mended.get("/api/v1/documents/1").content
    answer = mended.post(HERE, json={"attribution": "a1", "who": "Jo Field", **given})
    assert answer.status_code == 201, answer.text
    assert {name: answer.json()[name] for name in given} == given
    assert mended.get("/api/v1/documents/1").content == before
    with Ledger(path) as ledger:
        assert ledger.record(1, corrected=True) != ledger.record(1)


def test_one_is_withdrawn_once_and_stays(mended):
    made = mended.post(HERE, json=NAMED).json()
    answer = mended.post("/api/v1/corrections/1/withdrawal", json={"who": "Al Marsh"})
    assert answer.status_code == 200
    withdrawn = answer.json()
    assert withdrawn["withdrawn"] >= made["made"]
    assert withdrawn == {**made, "withdrawn": withdrawn["withdrawn"], "withdrawn_by": "Al Marsh"}
    assert mended.get(HERE).json() == [withdrawn]
    again = mended.post("/api/v1/corrections/1/withdrawal", json={"who": "Al Marsh"})
    assert complaint(again) == (400, "option_error")
    assert "Al Marsh" in again.json()["error"]["message"]


def test_what_the_ledger_does_not_have_is_not_found(mended):
    assert complaint(mended.get("/api/v1/documents/99/corrections")) == (404, "not_found")
    assert complaint(mended.post("/api/v1/documents/99/corrections", json=NAMED)) == (404, "not_found")
    assert complaint(mended.post(HERE, json={**NAMED, "attribution": "a99"})) == (404, "not_found")
    assert complaint(mended.post("/api/v1/corrections/99/withdrawal", json={"who": "Jo"})) == (404, "not_found")


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", str(2**63)])
def test_what_is_no_number_is_refused(mended, number):
    assert complaint(mended.get(f"/api/v1/documents/{number}/corrections")) == (400, "bad_request")
    assert complaint(mended.post(f"/api/v1/documents/{number}/corrections", json=NAMED)) == (400, "bad_request")
    withdrawal = mended.post(f"/api/v1/corrections/{number}/withdrawal", json={"who": "Jo"})
    assert complaint(withdrawal) == (400, "bad_request")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 422),
        ({"attribution": "a1", "kind": "reject"}, 422),
        ({**NAMED, "kind": "typo"}, 422),
        ({**NAMED, "who": ""}, 422),
        ({**NAMED, "who": " "}, 422),
        ({**NAMED, "who": 7}, 422),
        ({**NAMED, "who": "J" * 201}, 422),
        ({**NAMED, "who": "\x00"}, 400),
        ({**NAMED, "name": ""}, 422),
        ({**NAMED, "note": "n" * 2001}, 422),
        ({**NAMED, "made": "2001-01-01T00:00:00Z"}, 422),
        ({**NAMED, "entity": "e1"}, 400),
        ({**NAMED, "kind": "reject"}, 400),
        ({"attribution": "a1", "kind": "entity", "entity": "e99", "who": "Jo"}, 400),
        ({"attribution": "a1", "kind": "source", "who": "Jo"}, 400),
        ({"attribution": "a1", "kind": "source", "spans": [], "who": "Jo"}, 422),
        ({"attribution": "a1", "kind": "source", "spans": [{"start": -1, "end": 2}], "who": "Jo"}, 422),
        ({"attribution": "a1", "kind": "source", "spans": [{"start": 2, "end": 2}], "who": "Jo"}, 400),
        ({"attribution": "a1", "kind": "source", "spans": [{"start": 0, "end": 10**25}], "who": "Jo"}, 400),
        ({"attribution": "a1", "kind": "source", "spans": [{"start": 0, "end": 1}] * 21, "who": "Jo"}, 422),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason_and_not_kept(mended, given: dict[str, Any], status: int):
    answer = mended.post(HERE, json=given)
    assert complaint(answer)[0] == status, answer.text
    assert answer.json()["error"]["message"]
    assert mended.get(HERE).json() == []


@pytest.mark.parametrize("body", [b"", b"nonsense", b"[]", b"\xff", b'{"who": "\\ud800"}', b"[" * 5_000])
def test_a_body_that_is_none_is_refused(mended, body):
    sent = {"content": body, "headers": {"Content-Type": "application/json"}}
    assert complaint(mended.post(HERE, **sent)) == (422, "format_error")
    assert complaint(mended.post("/api/v1/corrections/1/withdrawal", **sent)) == (422, "format_error")


def test_a_site_that_only_reads_refuses_and_still_lists(site):
    assert complaint(site.post(HERE, json=NAMED)) == (403, "refused")
    assert complaint(site.post("/api/v1/corrections/1/withdrawal", json={"who": "Jo"})) == (403, "refused")
    assert site.get(HERE).json() == []


def test_another_sites_page_corrects_nothing(mended):
    answer = mended.post(HERE, json=NAMED, headers={"Origin": "https://evil.example"})
    assert complaint(answer) == (403, "refused")
    assert mended.get(HERE).json() == []


def test_they_are_a_table_for_a_spreadsheet_in_which_nothing_is_a_formula(mended):
    mended.post(HERE, json={**NAMED, "who": "=HYPERLINK(1)"})
    spans = [{"start": 0, "end": 3}, {"start": 4, "end": 9}]
    mended.post(HERE, json={"attribution": "a1", "kind": "source", "spans": spans, "who": "Jo Field"})
    answer = mended.get(HERE, params={"format": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    first, second = csv.DictReader(io.StringIO(answer.text))
    assert (first["name"], first["who"], first["spans"]) == ("Idris Quell", "'=HYPERLINK(1)", "")
    assert (second["spans"], second["withdrawn"]) == ("0-3;4-9", "")


def test_many_at_once_are_all_kept(mended):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: mended.post(HERE, json={**NAMED, "who": f"Jo {n}"}), range(24)))
    assert [answer.status_code for answer in answers] == [201] * 24
    kept = mended.get(HERE).json()
    assert [each["correction"] for each in kept] == list(range(1, 25))
    assert {each["who"] for each in kept} == {f"Jo {n}" for n in range(24)}


def test_what_is_sent_and_answered_is_as_the_description_says(mended):
    told = mended.get("/api/v1/openapi.json").json()
    post = told["paths"]["/api/v1/documents/{document}/corrections"]["post"]
    assert {"201", "400", "403", "404", "415", "422"} <= set(post["responses"])
    assert "200" not in post["responses"]

    def fits(value: object, schema: dict[str, Any]) -> None:
        jsonschema.validate(value, {**schema, "components": told["components"]})

    fits(NAMED, post["requestBody"]["content"]["application/json"]["schema"])
    made = mended.post(HERE, json=NAMED).json()
    fits(made, post["responses"]["201"]["content"]["application/json"]["schema"])
    listed = told["paths"]["/api/v1/documents/{document}/corrections"]["get"]["responses"]["200"]
    fits([made], listed["content"]["application/json"]["schema"])
    with pytest.raises(jsonschema.ValidationError):
        fits({**made, "kind": "typo"}, post["responses"]["201"]["content"]["application/json"]["schema"])
    withdrawal = told["paths"]["/api/v1/corrections/{correction}/withdrawal"]["post"]
    assert withdrawal["requestBody"]["content"]["application/json"]["example"] == {"who": "Jo Field"}
