"""The API's description says what the API does, and the page for people who write programs says what it says."""

from __future__ import annotations

import html
import json
import re
import shlex
from urllib.parse import urlsplit

import msgspec
import pytest
from fastapi.routing import APIRoute

from interfaces.web.ledgers import filled
from interfaces.web.served import nothing_is_found
from onrecord.interfaces import search_views, show_views
from onrecord.interfaces.web import shapes
from onrecord.interfaces.web.api import routers
from onrecord.interfaces.web.pages.api import examples
from onrecord.ledger.ledger import Ledger

ROUTES = [route for router in routers() for route in router.routes if isinstance(route, APIRoute)]
#: What the guard, the parameters and the ledger may answer to anything.
ALWAYS = {"400", "401", "403", "413", "421", "500", "503"}


@pytest.fixture
def description(site):
    return site.get("/api/v1/openapi.json").json()


def _operations(description):
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_every_route_is_described(description):
    described = {(method.upper(), path) for path, method, _ in _operations(description)}
    routes = {(method, f"/api/v1{route.path}") for route in ROUTES for method in route.methods}
    assert {(method, path.replace(":path}", "}") if path != "/api/v1" else "/api/v1/") for method, path in routes} == (
        described
    )


def test_nothing_but_the_api_is_described(description):
    assert all(path.startswith("/api/v1/") for path in description["paths"])


def test_every_route_says_what_it_is_for_what_it_takes_and_what_it_gives(description):
    for path, method, operation in _operations(description):
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["tags"], path
        assert set(operation["responses"]) >= ALWAYS, path
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description") or "enum" in json.dumps(parameter["schema"]), (path, parameter["name"])
        success = [told for status, told in operation["responses"].items() if status.startswith("2")]
        assert len(success) == 1, path
        assert "$ref" in json.dumps(success[0]["content"]["application/json"]["schema"]), path
        assert (method == "post") == ("requestBody" in operation), path


def test_a_route_with_a_number_or_a_name_in_its_path_may_find_nothing(description):
    for path, _, operation in _operations(description):
        assert ("{" not in path) or "404" in operation["responses"]


def test_what_is_no_success_has_one_shape(description):
    for _, _, operation in _operations(description):
        for status, told in operation["responses"].items():
            if status.startswith(("4", "5")):
                assert told["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_every_type_that_is_named_is_there_and_every_type_that_is_there_is_explained(description):
    schemas = description["components"]["schemas"]
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(description)))
    assert named == set(schemas)
    assert "#/noted" not in json.dumps(description)
    assert [name for name, schema in schemas.items() if "properties" in schema and "description" not in schema] == []
    assert not any("``" in schema.get("description", "") for schema in schemas.values())


def test_names_of_operations_are_names_for_methods(description):
    names = [operation["operationId"] for _, _, operation in _operations(description)]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)


def test_the_description_is_openapi(description):
    import jsonschema

    assert description["openapi"].startswith("3.1")
    for schema in description["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_types_have_what_the_command_prints(harbour):
    """Answers are filled from the command's own objects: what it printed beside would be left out."""
    with Ledger(harbour) as ledger:
        page = search_views.page_object(ledger.search("levy", speaker="Keller"))
        old, new = ledger.versions(1)
        records = ledger.record(1), ledger.record(5)
        changed = show_views.changes_object(old, new, records, ledger.changes(1, 5))
    for told, kind in ((page, shapes.SearchPage), (changed, shapes.TextChanges)):
        as_sent = msgspec.json.decode(msgspec.json.encode(msgspec.convert(told, kind)))
        assert as_sent == msgspec.json.decode(msgspec.json.encode(told))


def _asked(line):
    """What curl is told by a line of a shell: method, address, headers and body."""
    words = shlex.split(line)
    assert words[:2] == ["curl", "-s"]
    headers = dict(
        words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H" and "Bearer" not in words[at + 1]
    )
    body = words[words.index("-d") + 1] if "-d" in words else None
    return "GET" if body is None else "POST", words[-1], headers, body


@pytest.mark.bundle
def test_every_line_on_the_page_works_on_the_site_that_shows_it(site_of, monkeypatch, tmp_path):
    nothing_is_found(monkeypatch)
    path = filled(tmp_path / "tried.ledger")
    with Ledger(path, write=True) as ledger:
        ledger.correct(1, "a1", "reject", who="Jo Field")
    site = site_of(ledger=path)
    page = site.get("/api", headers={"Accept": "text/html"}).text
    lines = [html.unescape(line) for line in re.findall(r"<code>(curl [^<]+)</code>", page)]
    assert len(lines) == len(list(_operations(site.get("/api/v1/openapi.json").json())))
    for line in lines:
        method, address, headers, body = _asked(line)
        assert urlsplit(address).netloc == "localhost"
        answer = site.request(method, address, headers=headers, content=body and body.encode())
        assert answer.is_success, (line, answer.text)


def test_lines_name_what_the_ledger_has(description, harbour):
    with Ledger(harbour) as ledger:
        lines = examples(description, ledger, "http://localhost:8400")
    assert lines["record"] == "curl -s http://localhost:8400/api/v1/documents/5"
    assert lines["outlet"] == "curl -s http://localhost:8400/api/v1/outlets/Tidewater%20Courier"


def test_a_site_with_a_token_shows_lines_that_send_it_and_not_what_it_is(site_of):
    page = site_of(token="a long secret").get("/api", headers={"Authorization": "Bearer a long secret"}).text
    assert page.count("Authorization: Bearer $TOKEN") >= len(ROUTES) - 1
    assert "a long secret" not in page


def test_the_page_of_an_empty_ledger_is_there(site_of, tmp_path):
    page = site_of(ledger=tmp_path / "empty.ledger").get("/api")
    assert page.status_code == 200
    assert "documents/1/versions" in page.text


def test_names_from_the_ledger_are_text_on_the_page(site_of, tmp_path):
    from ledger.articles import Said, article

    path = tmp_path / "named.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([article(Said("Maria Ortega", "The quay will be repaired"), outlet="'</code><script>alert(1)//")])
    page = site_of(ledger=path).get("/api").text
    assert "<script>alert" not in page
