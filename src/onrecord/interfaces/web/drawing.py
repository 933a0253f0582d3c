"""Pages, drawn from templates: everything that comes from articles or requests is escaped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from fastapi import Request, Response

from onrecord.export.wording import long_date, percent, visible
from onrecord.version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["draw", "static_files"]

_PACKAGE = "onrecord.interfaces.web"
#: What an article's page here has in common with the self-contained one.
_SHARED = ("voices.css",)


@cache
def static_files() -> dict[str, bytes]:
    """The site's style sheets, scripts and pictures, by their names."""
    folder = resources.files(_PACKAGE) / "static"
    shared = resources.files("onrecord.export") / "templates"
    files = [*folder.iterdir(), *(shared / name for name in _SHARED)]
    return {each.name: each.read_bytes() for each in files if each.is_file()}


@cache
def _fingerprint(name: str) -> str:
    """Digits that change when a file does, so that a browser may keep it for ever."""
    return hashlib.sha256(static_files()[name]).hexdigest()[:12]


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = visible
    environment.filters["long_date"] = long_date
    environment.filters["percent"] = percent
    environment.filters["thousands"] = lambda number: f"{number:,}"
    environment.filters["urlencode"] = _encoded
    environment.globals["version"] = __version__
    environment.globals["static"] = lambda name: f"/static/{_fingerprint(name)}/{name}"
    return environment


def _encoded(value: str | Mapping[str, object]) -> str:
    """A part of an address, or a question's parameters, percent-encoded.

    A slash too, which the library's own filter leaves alone: a browser would take an outlet's name of "../" for a way.
    """
    if isinstance(value, str):
        return quote(value, safe="", errors="replace")
    return urlencode(value, errors="replace")


def draw(
    request: Request,
    template: str,
    values: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A page: ``template`` with ``values``, and with ``site`` (its Settings) and ``path``, the page's own.

    In front of the application, where the guard answers, there is no ``site``: it is None.
    """
    app = request.scope.get("app")
    settings = app.state.settings if app is not None else None
    told = {"site": settings, "path": request.url.path, **values}
    page = _environment().get_template(template).render(told)
    return Response(page.encode("utf-8", "replace"), status, headers=dict(headers or {}), media_type="text/html")
