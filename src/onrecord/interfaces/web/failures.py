"""What went wrong, in the one shape in which the site says it: to a program as JSON, to a person as a page.

Every answer that is no success has this body, whoever refused: a route, a guard in front of it, or the framework.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from onrecord.errors import (
    AddressRefused,
    FetchError,
    FetchTimeout,
    FormatError,
    InputError,
    LedgerError,
    LedgerUnwritable,
    NotFound,
    OnRecordError,
    OptionError,
    TooLarge,
)
from onrecord.interfaces.web.drawing import draw

__all__ = [
    "Failure",
    "Problem",
    "Refused",
    "Unknown",
    "answer",
    "failure_of",
    "fault",
    "register",
    "status_of",
    "wants_page",
]


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """What was wrong: ``kind`` for a program, ``message`` for a person, ``where`` in the request if that is known."""

    kind: str
    message: str
    where: str | None = None


class Problem(msgspec.Struct, frozen=True):
    """The body of every answer that is no success."""

    error: Failure


class Unknown(OnRecordError):
    """The site has nothing under this address."""


class Refused(OnRecordError):
    """The site does not do this: it is served read-only, or was not asked by its own pages."""


#: The first class that an error is of gives its status.
_STATUS: Sequence[tuple[type[OnRecordError], int]] = (
    (Unknown, 404),
    (Refused, 403),
    (TooLarge, 413),
    (FetchTimeout, 504),
    (AddressRefused, 400),
    (FetchError, 502),
    (NotFound, 404),
    (InputError, 422),
    (FormatError, 422),
    (OptionError, 400),
    (LedgerUnwritable, 503),
    (LedgerError, 500),
)
_NAMES = {
    400: "bad_request", 401: "not_allowed", 403: "refused", 404: "not_found", 405: "method_not_allowed",
    406: "not_acceptable", 413: "too_large", 415: "unsupported_media_type", 421: "wrong_host", 422: "not_readable",
    429: "too_many", 503: "busy", 504: "timed_out",
}  # fmt: skip
_TITLES = {401: "This site asks for its token", 404: "There is nothing here", 503: "The ledger is busy"}


def status_of(error: OnRecordError) -> int:
    """The status of an error's answer."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def _kind_of(error: OnRecordError, status: int) -> str:
    """An error's class in small letters with underscores: ``too_large``; of the site's own, the status's name."""
    if isinstance(error, (Unknown, Refused)):
        return _NAMES[status]
    name = type(error).__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def failure_of(error: OnRecordError, ledger: Path) -> Failure:
    """An error of ours, in the shape in which it is told: with the ledger's name, and not where its file lies."""
    message = str(error).replace(str(ledger), ledger.name)
    return Failure(kind=_kind_of(error, status_of(error)), message=message)


def fault(error: Exception) -> Failure:
    """A fault of the program's, in the same shape; the server's log has its trace."""
    return Failure(kind="fault", message=f"a fault of the program ({type(error).__name__}); the server's log says more")


def wants_page(request: Request) -> bool:
    """Whether a person asks: for a page of the site, with a browser."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def answer(request: Request, status: int, failure: Failure, headers: dict[str, str] | None = None) -> Response:
    """A failure as a page for a browser, as JSON for all others."""
    if wants_page(request):
        title = _TITLES.get(status, "This did not work")
        return draw(request, "failure.html", {"title": title, "failure": failure}, status=status, headers=headers)
    return Response(msgspec.json.encode(Problem(failure)), status, headers=headers, media_type="application/json")


def _raised(request: Request, error: Exception) -> Response:
    assert isinstance(error, OnRecordError)
    status = status_of(error)
    headers = {"Retry-After": "5"} if status == 503 else None
    return answer(request, status, failure_of(error, request.app.state.settings.ledger), headers)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = _NAMES.get(error.status_code, "error")
    message = {
        404: f"nothing is at {request.url.path[:200]}",
        405: f"{request.url.path[:200]} does not take {request.method}",
    }.get(error.status_code, str(error.detail))
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = _allowed(request)
    return answer(request, error.status_code, Failure(kind=kind, message=message), headers)


def _allowed(request: Request) -> str:
    """The methods that an address takes: the framework tells those of one of its routes, and it may have two."""
    scope = {key: request.scope[key] for key in ("type", "path", "root_path", "headers")}
    routes = request.app.routes
    taken = [
        method
        for method in ("GET", "POST")
        if any(route.matches({**scope, "method": method})[0] is Match.FULL for route in routes)
    ]
    return ", ".join(taken)


def _invalid(request: Request, error: Exception) -> Response:
    """A parameter that is none: the first complaint, with the parameter's name."""
    assert isinstance(error, RequestValidationError)
    first: dict[str, Any] = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part not in ("query", "path", "body"))
    message = f"{where or 'the request'}: {first['msg']}"
    return answer(request, 400, Failure(kind="bad_request", message=message, where=where or None))


def _unforeseen(request: Request, error: Exception) -> Response:
    """A fault of ours; the server's log has its trace."""
    return answer(request, 500, fault(error))


def register(app: FastAPI) -> None:
    """Let ``app`` answer every error in this shape."""
    app.add_exception_handler(OnRecordError, _raised)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unforeseen)
