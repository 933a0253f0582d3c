"""What is said in the articles: the search, with all that can be asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

import msgspec
from fastapi import Query, Request, Response

from onrecord.attribution.terms import Act, Form, Stance, Standing
from onrecord.interfaces import search_views
from onrecord.interfaces.web.api.parameters import (
    LINK,
    After,
    As,
    Limit,
    Once,
    Outlet,
    Since,
    Until,
    link,
    router_of,
    table,
)
from onrecord.interfaces.web.days import period
from onrecord.interfaces.web.described import answers, sent, tried
from onrecord.interfaces.web.keeping import Shelf
from onrecord.interfaces.web.shapes import SearchPage
from onrecord.ledger.questions import MOST_HITS, Hits, Order, Question
from onrecord.ledger.search import search

__all__ = ["attributions", "router"]

router = router_of("attributions")

_SHOWN = 20
#: More hands than any chain has; from nine on all lengths are one.
_MOST_HOPS = 999_999_999
#: Values of one parameter; none has as many.
_MOST_VALUES = 10
_Hands = Annotated[int | None, Query(ge=0, le=_MOST_HOPS, description="Come through so many hands; 9 is 9 or more.")]


@router.get(
    "/attributions",
    summary="Search what is said",
    responses=answers(SearchPage, csv=True, headers=LINK),
    openapi_extra=tried("standing=unnamed_person&standing=unnamed_group&limit=3"),
)
def attributions(
    request: Request,
    words: Annotated[
        str,
        Query(
            max_length=4_000,
            description='Words that all occur, "in this order", -excluded, begin*, this OR that; none for everything.',
        ),
    ] = "",
    speaker: Annotated[
        str | None, Query(max_length=500, description="Who says it: a name, words of one, or a number as in #17.")
    ] = None,
    outlet: Outlet = None,
    standing: Annotated[
        list[Standing], Query(max_length=_MOST_VALUES, description="What kind of source; one of several.")
    ] = [],  # noqa: B006
    form: Annotated[
        list[Form], Query(max_length=_MOST_VALUES, description="Word for word, not, or partly; one of several.")
    ] = [],  # noqa: B006
    act: Annotated[
        list[Act], Query(max_length=_MOST_VALUES, description="What is done by saying it; one of several.")
    ] = [],  # noqa: B006
    stance: Annotated[
        list[Stance], Query(max_length=_MOST_VALUES, description="How the writer stands to it; one of several.")
    ] = [],  # noqa: B006
    hops: _Hands = None,
    min_hops: Annotated[
        int | None, Query(ge=0, le=_MOST_HOPS, description="Come through at least so many: 2 is hearsay.")
    ] = None,
    negated: Annotated[bool | None, Query(description="Only what is, or is not, said not to be said.")] = None,
    since: Since = "",
    until: Until = "",
    min_confidence: Annotated[
        float, Query(ge=0, le=1, description="Leave out what the reader is less sure of than this.")
    ] = 0.0,
    outer: Annotated[bool, Query(description="Leave out what stands within another’s words.")] = False,
    once: Once = False,
    versions: Annotated[bool, Query(description="Also the earlier texts of pages that have changed.")] = False,
    order: Annotated[Order, Query(description="Which comes first; by relevance there have to be words.")] = "newest",
    limit: Limit = None,
    after: After = None,
    written: As = "json",
) -> Response:
    """What `onrecord search --format json` prints; without a `limit` JSON has 20 answers, and CSV has all of them."""
    first, last = period(since, until)
    question = Question(
        words=words,
        speaker=speaker,
        outlet=outlet,
        standing=tuple(standing),
        form=tuple(form),
        act=tuple(act),
        stance=tuple(stance),
        hops=hops,
        min_hops=min_hops,
        negated=negated,
        since=first,
        until=last,
        min_confidence=min_confidence,
        outer=outer,
        once=once,
        versions=versions,
        order=order,
        limit=limit or (MOST_HITS if written == "csv" else _SHOWN),
        after=after,
    )
    shelf: Shelf = request.app.state.shelf
    with shelf.asked() as ledger:
        page = search(ledger, question, counting=written == "json")
    if written == "csv":
        whole = limit is None
        return table("attributions", _lines(shelf, question, page, whole), {} if whole else link(request, page.next))
    told = msgspec.convert(search_views.page_object(page), SearchPage)
    return sent(told, headers=link(request, page.next))


def _lines(shelf: Shelf, question: Question, page: Hits, whole: bool) -> Iterator[bytes]:
    """The table of a page, or where ``whole`` of all behind it too; memory does not grow with their number.

    Each page is asked for anew: the lines are sent from one thread after another, and a connection is one thread's.
    """
    yield search_views.header()
    yield b"".join(search_views.rows(page.hits))
    while whole and page.next is not None:
        with shelf.asked() as ledger:
            page = search(ledger, replace(question, after=page.next), counting=False)
        yield b"".join(search_views.rows(page.hits))
