"""The site as an application: its routes, the guard in front of them, and what they share.

``app.state`` holds what a route needs: ``settings``, ``shelf`` (the ledger), ``readers`` (the model), and
``turns`` (the lines in which slow requests wait).
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Response
from starlette.types import ASGIApp

from onrecord.interfaces.web import failures
from onrecord.interfaces.web.api import routers as api_routers
from onrecord.interfaces.web.described import describe, sent
from onrecord.interfaces.web.drawing import static_files
from onrecord.interfaces.web.failures import Unknown
from onrecord.interfaces.web.guard import Guard
from onrecord.interfaces.web.keeping import Shelf
from onrecord.interfaces.web.pages import routers as page_routers
from onrecord.interfaces.web.readers import Readers
from onrecord.interfaces.web.settings import Settings
from onrecord.interfaces.web.turns import Turns
from onrecord.version import __version__

__all__ = ["create_app"]

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "txt": "text/plain"}
_FOR_EVER = "public, max-age=31536000, immutable"


def create_app(settings: Settings) -> ASGIApp:
    """The site of ``settings``, as an ASGI application. Raises LedgerError where its ledger cannot be opened."""
    app = FastAPI(title="On Record", version=__version__, openapi_url=None, docs_url=None, redoc_url=None)
    app.state.settings = settings
    app.state.shelf = Shelf(settings.ledger, read_only=settings.read_only)
    app.state.readers = Readers(settings)
    app.state.turns = Turns(settings.read_seconds)
    failures.register(app)
    for router in api_routers():
        app.include_router(router, prefix="/api/v1")
    for router in page_routers():
        app.include_router(router, include_in_schema=False)

    @app.get("/static/{fingerprint}/{name}", include_in_schema=False)
    def static(fingerprint: str, name: str) -> Response:
        content = static_files().get(name)
        if content is None:
            raise Unknown(f"the site has no file {name[:100]!r}")
        kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
        return Response(content, headers={"Cache-Control": _FOR_EVER}, media_type=kind)

    @app.get("/api/v1/openapi.json", include_in_schema=False)
    def description() -> Response:
        described: dict[str, Any] = describe(app)
        return sent(described)

    return Guard(app, settings)
