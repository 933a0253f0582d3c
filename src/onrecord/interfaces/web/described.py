"""The API's description (OpenAPI), with the types that the program really sends.

The framework describes types of its own kind. Records are msgspec's, and so are all answers here: they are encoded by
the library that defines them, and their JSON Schema comes from it too. So the description cannot say anything else than
what is sent.

A route notes its types where it is declared; which names they have is settled when the whole is described, since two
modules may each have a type called Difference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException

from onrecord.errors import FormatError
from onrecord.interfaces.web.failures import Problem
from onrecord.version import __version__

__all__ = ["CSV", "NDJSON", "answers", "body", "decoded", "describe", "json_body", "media_type_of", "sent", "tried"]

CSV = "text/csv"
NDJSON = "application/x-ndjson"
_JSON = "application/json"

_TEMPLATE = "#/components/schemas/{name}"
#: Where a type is noted until its name is known.
_NOTED = "#/noted/"
_KINDS: list[Any] = [Problem]
#: What any route may answer beside its own: the guard in front of all, a wrong parameter, a ledger in use.
_ALWAYS = {
    400: "a parameter that makes no sense",
    401: "the site asks for a token",
    403: "the site is read-only, or another site's page asked",
    413: "more than the site takes at once",
    421: "a host that the site is not served under",
    500: "a fault, or a ledger that is damaged",
    503: "the ledger or the reader is busy; try again",
}
_INTRODUCTION = (
    "Answers are JSON, and CSV where a table makes sense and `format=csv` asks for it. A list has at most `limit` "
    "items; `next` is the cursor of the page behind it, for `after`, and the header Link has its address. Offsets are "
    "code points of a document's text, half-open. Whatever is no success has the body `Problem`. "
    "A site may ask for a token, in the header `Authorization: Bearer TOKEN`."
)


def _reference(kind: Any) -> dict[str, Any]:
    """A type, noted so that the description has it."""
    if kind not in _KINDS:
        _KINDS.append(kind)
    return {"$ref": f"{_NOTED}{_KINDS.index(kind)}"}


def answers(
    kind: Any,
    *,
    status: int = 200,
    csv: bool = False,
    lines: Any = None,
    headers: Mapping[str, str] | None = None,
    **others: str,
) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route whose success is a ``kind``; ``others`` as ``s404="no such article"``.

    ``status`` is that of a success, and ``headers`` are its headers, with what they say. ``csv`` is whether a table can
    be asked for instead, ``lines`` the type of each line where many can be sent.
    """
    refused = {**_ALWAYS, **{int(name[1:]): reason for name, reason in others.items()}}
    problem = {_JSON: {"schema": _reference(Problem)}}
    told: dict[int | str, dict[str, Any]] = {
        number: {"description": reason, "content": problem} for number, reason in sorted(refused.items())
    }
    content: dict[str, Any] = {_JSON: {"schema": _reference(kind)}}
    if csv:
        content[CSV] = {"schema": {"type": "string"}}
    if lines is not None:
        content[NDJSON] = {"schema": {"type": "string"}, "x-line": _reference(lines)}
    told[status] = {"description": "as asked", "content": content}
    if headers:
        told[status]["headers"] = {
            name: {"description": about, "schema": {"type": "string"}} for name, about in headers.items()
        }
    return told


def tried(query: str) -> dict[str, Any]:
    """The ``openapi_extra`` of a route that is best tried with a ``query``."""
    return {"x-query": query}


def body(kind: Any, *, lines: bool = False, shown: str | None = None) -> dict[str, Any]:
    """The ``openapi_extra`` of a route that takes a ``kind``, or where ``lines`` many of it, one a line.

    ``shown`` is a body with which the route can be tried.
    """
    content: dict[str, Any] = {_JSON: {"schema": _reference(kind)}}
    if shown is not None:
        content[_JSON]["example"] = msgspec.json.decode(shown)
    if lines:
        content[NDJSON] = {"schema": {"type": "string"}, "x-line": _reference(kind)}
    return {"requestBody": {"required": True, "content": content}}


def media_type_of(request: Request) -> str:
    """What a request says that its body is; JSON where it says nothing."""
    return request.headers.get("content-type", _JSON).partition(";")[0].strip().lower() or _JSON


def decoded(content: bytes, kind: Any) -> Any:
    """JSON as ``kind``. Raises FormatError for what is none."""
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(f"what was sent is not what this takes: {error}") from error


async def json_body(request: Request, kind: Any) -> Any:
    """The request's body as ``kind``. Raises FormatError for one that is none, and refuses what is said to be no JSON.

    A page of another site can send anything but JSON without being asked about it by the browser.
    """
    if media_type_of(request) != _JSON:
        raise HTTPException(415, f"the body is to be JSON: send it with the header Content-Type: {_JSON}")
    return decoded(await request.body(), kind)


def sent(value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """``value`` as JSON."""
    return Response(msgspec.json.encode(value), status, headers=dict(headers or {}), media_type=_JSON)


def describe(app: FastAPI) -> dict[str, Any]:
    """The description of ``app``; made once."""
    if app.openapi_schema:
        return app.openapi_schema
    told: dict[str, Any] = get_openapi(
        title="On Record",
        version=__version__,
        summary="Who said what, to whom, and on whose word.",
        description=_INTRODUCTION,
        routes=app.routes,
    )
    schemas, components = msgspec.json.schema_components(_KINDS, ref_template=_TEMPLATE)
    told = _named(told, schemas)
    held = told.setdefault("components", {}).setdefault("schemas", {})
    held.update(_in_plain_words(components))
    for name in ("HTTPValidationError", "ValidationError"):  # the framework's shape of an error, which is never sent
        held.pop(name, None)
    told["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    told["security"] = [{}, {"token": []}]  # of sites that ask for none, and of those that do
    for path in told.get("paths", {}).values():
        for operation in path.values():
            if not _declares_unreadable(operation):
                operation["responses"].pop("422", None)
            # "entities_api_v1_entities_get", the framework's own, is no name for a method of a client.
            operation["operationId"] = operation["operationId"].partition("_api_v1")[0]
    app.openapi_schema = told
    return told


def _named(value: Any, schemas: tuple[dict[str, Any], ...]) -> Any:
    """``value`` with each noted type put in."""
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str) and reference.startswith(_NOTED):
            return schemas[int(reference.removeprefix(_NOTED))]
        return {key: _named(inner, schemas) for key, inner in value.items()}
    return [_named(inner, schemas) for inner in value] if isinstance(value, list) else value


def _in_plain_words(components: dict[str, Any]) -> dict[str, Any]:
    """The types with their docstrings as Markdown on one line, which is how descriptions are read."""
    for schema in components.values():
        if "description" in schema:
            schema["description"] = re.sub(r"\s+", " ", schema["description"].replace("``", "`")).strip()
    return components


def _declares_unreadable(operation: dict[str, Any]) -> bool:
    """Whether an operation's 422 is one that a route declared, and not the framework's."""
    content = operation["responses"].get("422", {}).get("content", {})
    return bool(content.get(_JSON, {}).get("schema", {}).get("$ref", "").endswith("/Problem"))
