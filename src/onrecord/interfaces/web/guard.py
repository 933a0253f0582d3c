"""What stands in front of every route: whether a request may come in at all, and how much of it.

Plain ASGI, outside of the framework's own middleware, so that an answer of the framework's carries the same headers and
a body is never read to be refused.

The site listens on this machine, and that alone protects it from nobody: any page in the same browser can send
requests here. So a request must name a host of ours (or a page of the web could point its own name at this machine and
read the answers: DNS rebinding), and one that changes something must come from the site's own pages.
"""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import Request, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.interfaces.web.failures import Failure, answer
from onrecord.interfaces.web.settings import Settings, is_loopback

__all__ = ["COOKIE", "HEADERS", "Guard"]

COOKIE = "onrecord"
#: Nothing runs, loads or is sent to that is not the site's own; no inline script or style; no frame around it.
HEADERS: dict[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not "no-referrer": under that, a browser calls the origin of the site's own forms "null" as well.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Lets requests through to ``app``, or answers for it."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; of other kinds of connection, the server's own start and end are let through."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        request = Request(scope)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with_headers(message["headers"])
            await send(message)

        refused = self._refusal(request)
        if refused is not None:
            await refused(scope, receive, sending)
        else:
            await self._app(scope, receive if _is_stream(request) else self._bounded(receive), sending)

    def _bounded(self, receive: Receive) -> Receive:
        """``receive``, which raises for a body that turns out too long; the framework answers for it."""
        size = 0

        async def bounded() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._settings.max_body:
                raise HTTPException(413, self._too_long())
            return message

        return bounded

    def _refusal(self, request: Request) -> Response | None:
        """The answer to a request that may not come in; ``None`` for one that may."""
        if not self._is_ours(request.headers.get("host", "")):
            message = "the request names a host that this site is not served under; see the option --host"
            return answer(request, 421, Failure(kind="wrong_host", message=message, where="Host"))
        declared = request.headers.get("content-length", "0")
        if not declared.isascii() or not declared.isdigit():
            message = "the length of the request's body is no number"
            return answer(request, 400, Failure(kind="bad_request", message=message, where="Content-Length"))
        if len(declared) > 18 or (int(declared) > self._settings.max_body and not _is_stream(request)):
            return self._too_large(request)
        if request.method not in _SAFE and not _is_from_here(request):
            message = "the request came from another site's page, and it would change something here"
            return answer(request, 403, Failure(kind="refused", message=message, where="Origin"))
        return self._identified(request)

    def _too_large(self, request: Request) -> Response:
        return answer(request, 413, Failure(kind="too_large", message=self._too_long()), {"Connection": "close"})

    def _too_long(self) -> str:
        return f"the request is longer than {self._settings.max_body:,} bytes, the most that this site takes at once"

    def _is_ours(self, host: str) -> bool:
        name = _host_name(host)
        return name is not None and (is_loopback(name) or name in self._settings.hosts)

    def _identified(self, request: Request) -> Response | None:
        """Whether the request has the site's token, where it asks for one: in a header, a cookie, or once in a link."""
        token = self._settings.token
        if token is None:
            return None
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and _same(given.strip(), token):
            return None
        if _same(_cookie(request.headers.get("cookie", "")), token):
            return None
        query = parse_qsl(request.url.query, keep_blank_values=True)
        if request.method == "GET" and any(name == "token" and _same(value, token) for name, value in query):
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            # One slash: "//" at the beginning would be another host's address.
            path = "/" + request.url.path.lstrip("/\\")
            welcome = Response(status_code=303, headers={"Location": path + (f"?{rest}" if rest else "")})
            welcome.set_cookie(COOKIE, token, httponly=True, samesite="strict")
            return welcome
        message = (
            "this site asks for a token: open it by the link that `onrecord serve` printed, or send the header "
            "Authorization: Bearer TOKEN"
        )
        return answer(
            request, 401, Failure(kind="not_allowed", message=message, where="Authorization"),
            {"WWW-Authenticate": "Bearer"},
        )  # fmt: skip


def _is_stream(request: Request) -> bool:
    """Whether the body is an article a line: its route takes any number, and none that is longer than a body."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/x-ndjson" and request.url.path == "/api/v1/read"


def _with_headers(headers: Any) -> list[tuple[bytes, bytes]]:
    """The answer's headers with ours, which a route may have set otherwise."""
    had = {name.lower() for name, _ in headers}
    added = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in had]
    if b"cache-control" not in had:
        added.append((b"cache-control", b"no-store"))
    return [*headers, *added]


def _host_name(host: str) -> str | None:
    """The name in a Host header, without its port, in small letters; ``None`` where it is none."""
    if not host or any(character in host for character in "/\\@?# \t"):
        return None
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    return parts.hostname


def _is_from_here(request: Request) -> bool:
    """Whether a request that changes something was sent by a page of the site, or by a program and not a page.

    Browsers say where a page's request comes from (Origin, and Sec-Fetch-Site); programs say nothing.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())
