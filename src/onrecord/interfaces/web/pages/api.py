"""For people who write programs: what the API offers, from its description, with a line for each that can be tried.

The description is made of what the routes declare, so this page cannot lag behind them. The numbers and names in the
lines are this ledger's own.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from onrecord.interfaces.web.described import describe
from onrecord.interfaces.web.drawing import draw
from onrecord.ledger.ledger import Ledger

__all__ = ["Offer", "Parameter", "api", "examples", "router"]

router = APIRouter()

_PREFIX = "/api/v1"
_JSON = "application/json"
#: A limit from here on is one of the machine's, and says nothing to a person.
_LARGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a route, as a person reads it."""

    name: str
    place: str
    kind: str
    about: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """One route: what it does, what it takes and gives, and how it can be tried."""

    name: str
    method: str
    path: str
    summary: str
    about: str
    parameters: tuple[Parameter, ...]
    gives: tuple[str, ...]
    statuses: tuple[tuple[str, str], ...]
    example: str


@router.get("/api")
def api(request: Request) -> Response:
    """What the API offers."""
    description = describe(request.app)
    with request.app.state.shelf.asked() as ledger:
        known = _known(ledger)
    base = str(request.base_url).rstrip("/")
    token = request.app.state.settings.token is not None
    kinds: dict[str, list[Offer]] = {}
    for kind, offer in _offers(description, known, base, token=token):
        kinds.setdefault(kind, []).append(offer)
    told = {
        "introduction": description["info"]["description"],
        "kinds": kinds,
        "base": f"{base}{_PREFIX}",
        "token": token,
    }
    return draw(request, "api.html", told)


def examples(description: Mapping[str, Any], ledger: Ledger, base: str) -> dict[str, str]:
    """For each route, by its operation's id, the line of a shell by which it can be tried."""
    return {offer.name: offer.example for _, offer in _offers(description, _known(ledger), base, token=False)}


def _known(ledger: Ledger) -> dict[str, str]:
    """What the ledger has to be asked for, by the names of the parameters; of an empty one what another would have.

    ``document`` and ``attribution`` are of one article; ``replaced`` is an earlier text of a page, where there is one.
    """
    usual = {
        "document": "1", "attribution": "a1", "replaced": "1", "entity": "1", "name": "Tidewater Courier",
        "correction": "1",
    }  # fmt: skip
    questions = {
        ("document", "attribution"): "SELECT document_id, key FROM attribution ORDER BY document_id DESC LIMIT 1",
        ("replaced",): "SELECT replaces FROM document WHERE version > 1 ORDER BY document_id DESC LIMIT 1",
        ("entity",): "SELECT entity_id FROM entity WHERE merged_into IS NULL ORDER BY articles DESC, entity_id LIMIT 1",
        ("name",): "SELECT name FROM outlet ORDER BY outlet_id LIMIT 1",
        ("correction",): "SELECT correction_id FROM correction ORDER BY correction_id DESC LIMIT 1",
    }
    found = dict(usual)
    for names, question in questions.items():
        row = ledger.connection.execute(question).fetchone() or ()
        found.update({name: str(value) for name, value in zip(names, row, strict=False) if value is not None})
    return found


def _offers(
    description: Mapping[str, Any], known: Mapping[str, str], base: str, *, token: bool
) -> Iterator[tuple[str, Offer]]:
    """Every route with the kind of thing that it is about."""
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            answered = {
                status: told for status, told in operation["responses"].items() if status.startswith(("2", "3"))
            }
            yield (
                operation["tags"][0],
                Offer(
                    name=operation["operationId"],
                    method=method.upper(),
                    path=path,
                    summary=operation["summary"],
                    about=operation.get("description", ""),
                    parameters=tuple(_parameter(each) for each in operation.get("parameters", ())),
                    gives=tuple(kind for told in answered.values() for kind in told.get("content", ())),
                    statuses=tuple((status, told["description"]) for status, told in operation["responses"].items()),
                    example=_example(method, path, operation, known, base, token=token),
                ),
            )


def _parameter(given: Mapping[str, Any]) -> Parameter:
    return Parameter(
        name=given["name"],
        place=given["in"],
        kind=_kind(given["schema"]),
        about=given.get("description", ""),
        is_required=given.get("required", False),
    )


def _kind(schema: Mapping[str, Any]) -> str:
    """The values that a parameter takes, in words."""
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"] if each.get("type") != "null")
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"several of {_kind(schema['items'])}"
    if schema.get("type") == "boolean":
        return "true, false"
    if schema.get("type") == "string":
        return "text"
    least, most = schema.get("minimum"), schema.get("maximum")
    return f"{least:,} to {most:,}" if least is not None and most is not None and most < _LARGE else "a number"


def _example(
    method: str, path: str, operation: Mapping[str, Any], known: Mapping[str, str], base: str, *, token: bool
) -> str:
    """A line of a shell that asks for the route, with values that the ledger has."""
    filled = path.replace("{document}/changes", "{replaced}/changes")
    for name, value in known.items():
        filled = filled.replace(f"{{{name}}}", quote(value, safe=""))
    query = operation.get("x-query")
    parts = ["curl", "-s"]
    if token:
        parts += ["-H", '"Authorization: Bearer $TOKEN"']
    sent = operation.get("requestBody", {}).get("content", {}).get(_JSON, {}).get("example")
    if sent is not None:
        body = json.dumps(sent, ensure_ascii=False)
        parts += ["-H", shlex.quote(f"Content-Type: {_JSON}"), "-d", shlex.quote(body)]
    parts.append(shlex.quote(f"{base}{filled}{f'?{query}' if query else ''}"))
    return " ".join(parts)
