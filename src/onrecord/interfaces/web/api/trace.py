"""A quotation through the ledger: where it stands, in which words, since when, and to whom it is credited."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import Query, Request, Response

from onrecord.interfaces.trace_views import shown
from onrecord.interfaces.trace_views import table as trace_table
from onrecord.interfaces.web.api.parameters import As, Limit, Outlet, Since, Until, router_of, table
from onrecord.interfaces.web.days import period
from onrecord.interfaces.web.described import answers, sent, tried
from onrecord.ledger.tracing import trace as trace_quotation
from onrecord.ledger.tracing_types import Trace

__all__ = ["router", "trace"]

router = router_of("trace")

#: Characters of a quotation: as many as an address of 64 KiB, the most that servers take, can hold of any script.
_LONGEST = 5_000


@router.get(
    "/trace",
    summary="Trace a quotation",
    responses=answers(Trace, csv=True),
    openapi_extra=tried("quotation=we+will+not+ask+the+boats"),
)
def trace(
    request: Request,
    quotation: Annotated[
        str, Query(max_length=_LONGEST, description="At least three of its words, and at most a thousand.")
    ],
    outlet: Outlet = None,
    since: Since = "",
    until: Until = "",
    versions: Annotated[bool, Query(description="Also in earlier texts of pages that have changed.")] = False,
    copies: Annotated[
        bool, Query(alias="all", description="A table has copies of one story too; JSON always has them.")
    ] = False,
    limit: Limit = None,
    written: As = "json",
) -> Response:
    """What `onrecord trace --format json` prints; `limit` is of wordings, and of the appearances of each."""
    first, last = period(since, until)
    with request.app.state.shelf.asked() as ledger:
        told = trace_quotation(ledger, quotation, since=first, until=last, outlet=outlet, versions=versions)
    if written == "csv":
        return table("trace", trace_table(told, limit=limit, every=copies))
    wordings = [
        msgspec.structs.replace(wording, appearances=list(held)) for _, wording, held in shown(told, limit, every=True)
    ]
    return sent(msgspec.structs.replace(told, wordings=wordings))
