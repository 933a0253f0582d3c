"""The API, under /api/v1: each module is one kind of thing that can be asked for, with a ``router``."""

from __future__ import annotations

from fastapi import APIRouter

__all__ = ["routers"]


def routers() -> list[APIRouter]:
    """The routes of the whole API."""
    from onrecord.interfaces.web.api import (
        about,
        attributions,
        check,
        corrections,
        documents,
        entities,
        explanation,
        outlets,
        read,
        trace,
    )

    kinds = (about, read, documents, attributions, entities, outlets, trace, check, corrections, explanation)
    return [each.router for each in kinds]
