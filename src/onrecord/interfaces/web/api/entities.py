"""Who is quoted: people and bodies with their figures, and one of them in detail."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Query, Request, Response
from starlette.responses import RedirectResponse

from onrecord.attribution.terms import Standing
from onrecord.interfaces.people_views import SPEAKERS_TABLE
from onrecord.interfaces.web.api.parameters import (
    LINK,
    MOST_ROWS,
    After,
    As,
    EntityNumber,
    Limit,
    Once,
    Outlet,
    Since,
    Until,
    column_lines,
    link,
    outlet_number,
    place,
    router_of,
    table,
)
from onrecord.interfaces.web.days import period
from onrecord.interfaces.web.described import answers, sent, tried
from onrecord.interfaces.web.failures import Unknown
from onrecord.interfaces.web.shapes import EntityPage
from onrecord.ledger.finding import kept_entity
from onrecord.ledger.profile_details import SpeakerDetail, speaker_detail
from onrecord.ledger.profiles import Articles, SpeakerOrder, speakers

__all__ = ["entities", "entity", "router"]

router = router_of("entities")

_SHOWN = 50
_Standing = Annotated[Standing | None, Query(description="Only attributions to sources of this standing.")]


@router.get(
    "/entities",
    summary="Who is quoted",
    responses=answers(EntityPage, csv=True, headers=LINK),
    openapi_extra=tried("sort=articles&limit=3"),
)
def entities(
    request: Request,
    name: Annotated[
        str | None, Query(max_length=500, description="Only whom a name fits, or how its words begin.")
    ] = None,
    kind: Annotated[Literal["person", "organization", "outlet", "group"] | None, Query()] = None,
    standing: _Standing = None,
    outlet: Outlet = None,
    since: Since = "",
    until: Until = "",
    once: Once = False,
    sort: Annotated[SpeakerOrder, Query(description="The most first; names from A to Z.")] = "words",
    limit: Limit = None,
    after: After = None,
    written: As = "json",
) -> Response:
    """The figures of `onrecord speakers`; without a `limit` JSON has 50 of them, and CSV has 10,000."""
    first, last = period(since, until)
    behind = place(after, sort)
    most = limit or (MOST_ROWS if written == "csv" else _SHOWN)
    with request.app.state.shelf.asked() as ledger:
        articles = Articles(outlet_number(ledger, outlet), first, last, once)
        listed, every = speakers(
            ledger, articles, kind=kind, standing=standing, named=name, sort=sort, limit=most, offset=behind
        )
    following = f"{sort}:{behind + most}" if behind + most < every else None
    headers = link(request, following)
    if written == "csv":
        return table("entities", column_lines(SPEAKERS_TABLE, listed), headers)
    return sent(EntityPage(listed, every, following), headers=headers)


@router.get(
    "/entities/{entity}",
    summary="One who is quoted, in detail",
    responses={
        **answers(SpeakerDetail, csv=True, s404="the ledger has nobody of this number"),
        307: {
            "description": "merged into another, at the address in the header Location",
            "headers": {"Location": {"schema": {"type": "string"}}},
        },
    },
)
def entity(
    request: Request,
    entity: EntityNumber,
    standing: _Standing = None,
    outlet: Outlet = None,
    since: Since = "",
    until: Until = "",
    once: Once = False,
    written: As = "json",
) -> Response:
    """What `onrecord speakers NUMBER --format json` prints; as CSV the row that the list has."""
    first, last = period(since, until)
    with request.app.state.shelf.asked() as ledger:
        kept = kept_entity(ledger.connection, entity)
        if kept is None:
            raise Unknown(f"the ledger has nobody of the number {entity}; the list of entities gives the numbers")
        if kept != entity:
            query = urlencode(request.query_params.multi_items())
            return RedirectResponse(f"/api/v1/entities/{kept}{f'?{query}' if query else ''}")
        articles = Articles(outlet_number(ledger, outlet), first, last, once)
        detail = speaker_detail(ledger, str(entity), articles, standing=standing)
    if written == "csv":
        return table(f"entity-{entity}", column_lines(SPEAKERS_TABLE, [detail.speaker]))
    return sent(detail)
