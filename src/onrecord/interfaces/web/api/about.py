"""The site itself: which program and model answer, what its ledger holds, and how much it takes at once."""

from __future__ import annotations

from functools import cache

from fastapi import Request, Response

from onrecord.interfaces.web.api.parameters import router_of
from onrecord.interfaces.web.described import answers, sent
from onrecord.interfaces.web.shapes import MOST_TRANSCRIPTS, About, SiteLimits
from onrecord.ledger.listing import counts
from onrecord.model.bundle import bundle_folder, load_bundle
from onrecord.version import __version__

__all__ = ["about", "router"]

router = router_of("about")


@cache
def _model(bundle: str | None) -> str:
    """The name of the model that the site reads with; its files are checked once, and not run."""
    return load_bundle(bundle_folder(bundle)).manifest.name


@router.get("", include_in_schema=False)
@router.get("/", summary="What answers here", responses=answers(About))
def about(request: Request) -> Response:
    """The program's version, its model, what the ledger holds, and the limits on what is sent."""
    settings = request.app.state.settings
    with request.app.state.shelf.asked() as ledger:
        held = counts(ledger)
    limits = SiteLimits(
        body_bytes=settings.max_body,
        article_words=settings.read_words,
        read_seconds=settings.read_seconds,
        transcripts=MOST_TRANSCRIPTS,
    )
    return sent(
        About(
            version=__version__,
            model=_model(settings.model.bundle),
            ledger=held,
            kept=settings.kept,
            read_only=settings.read_only,
            limits=limits,
        )
    )
