"""Outlets: how each sources what it tells, and one of them in detail."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Request, Response

from onrecord.interfaces.people_views import OUTLETS
from onrecord.interfaces.web.api.parameters import (
    LINK,
    After,
    As,
    Limit,
    Once,
    Since,
    Until,
    column_lines,
    found,
    link,
    place,
    router_of,
    table,
)
from onrecord.interfaces.web.days import period
from onrecord.interfaces.web.described import answers, sent, tried
from onrecord.interfaces.web.shapes import OutletPage
from onrecord.ledger.finding import outlet_meant
from onrecord.ledger.profile_details import OutletDetail, outlet_detail
from onrecord.ledger.profiles import Articles, OutletOrder
from onrecord.ledger.profiles import outlets as figures_of_outlets

__all__ = ["outlet", "outlets", "router"]

router = router_of("outlets")

_SHOWN = 50


@router.get(
    "/outlets",
    summary="How outlets source",
    responses=answers(OutletPage, csv=True, headers=LINK),
    openapi_extra=tried("sort=unnamed&format=csv"),
)
def outlets(
    request: Request,
    since: Since = "",
    until: Until = "",
    once: Once = False,
    sort: Annotated[OutletOrder, Query(description="The most first; names from A to Z.")] = "articles",
    limit: Limit = None,
    after: After = None,
    written: As = "json",
) -> Response:
    """The figures of `onrecord outlets`; without a `limit` JSON has 50 of them, and CSV has all."""
    first, last = period(since, until)
    behind = place(after, sort)
    with request.app.state.shelf.asked() as ledger:
        every = figures_of_outlets(ledger, Articles(None, first, last, once), sort=sort)
    most = limit or (len(every) if written == "csv" else _SHOWN)
    listed = every[behind : behind + most]
    following = f"{sort}:{behind + most}" if behind + most < len(every) else None
    headers = link(request, following)
    if written == "csv":
        return table("outlets", column_lines(OUTLETS, listed), headers)
    return sent(OutletPage(listed, len(every), following), headers=headers)


@router.get(
    "/outlets/{name:path}",
    summary="How one outlet sources, in detail",
    responses=answers(OutletDetail, csv=True, s404="no outlet has this name, or several have"),
)
def outlet(
    request: Request,
    name: Annotated[str, Path(max_length=500, description="The outlet’s name, percent-encoded; a part of it will do.")],
    since: Since = "",
    until: Until = "",
    once: Once = False,
    written: As = "json",
) -> Response:
    """What `onrecord outlets NAME --format json` prints; as CSV the row that the list has."""
    first, last = period(since, until)
    with request.app.state.shelf.asked() as ledger:
        _, meant = found(lambda: outlet_meant(ledger.connection, name))
        detail = outlet_detail(ledger, meant, Articles(None, first, last, once))
    if written == "csv":
        return table("outlet", column_lines(OUTLETS, [detail.figures]))
    return sent(detail)
