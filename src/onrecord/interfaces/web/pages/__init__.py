"""Pages for a person: each module is one of the site's views, with a ``router``."""

from __future__ import annotations

from fastapi import APIRouter

__all__ = ["routers"]


def routers() -> list[APIRouter]:
    """The routes of all pages."""
    from onrecord.interfaces.web.pages import (
        api,
        article,
        article_changes,
        article_sources,
        check,
        home,
        outlets,
        people,
        search,
        trace,
    )

    return [
        home.router,
        article.router,
        article_sources.router,
        article_changes.router,
        search.router,
        people.router,
        outlets.router,
        trace.router,
        check.router,
        api.router,
    ]
