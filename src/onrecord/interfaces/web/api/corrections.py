"""Corrections: what people have said against the reading of an article, and what one says now."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Annotated

from fastapi import Path, Request, Response
from starlette.concurrency import run_in_threadpool

from onrecord.interfaces.ledger_tables import Column
from onrecord.interfaces.web.api.parameters import As, DocumentNumber, column_lines, found, router_of, table
from onrecord.interfaces.web.correction_shapes import ToCorrect, ToWithdraw
from onrecord.interfaces.web.described import answers, body, json_body, sent
from onrecord.interfaces.web.failures import Unknown
from onrecord.interfaces.web.keeping import Shelf
from onrecord.interfaces.web.shapes import MOST_NUMBER
from onrecord.ledger.corrections import Correction, find_correction

__all__ = ["correct", "corrections", "router", "withdraw"]

router = router_of("corrections")

CorrectionNumber = Annotated[
    int, Path(ge=1, le=MOST_NUMBER, description="The correction's number in the ledger, as it was answered.")
]


def _offsets(correction: Correction) -> str | None:
    if correction.spans is None:
        return None
    return ";".join(f"{span.start}-{span.end}" for span in correction.spans)


_COLUMNS: tuple[Column[Correction], ...] = tuple(
    Column(field.name, field.name, _offsets if field.name == "spans" else attrgetter(field.name))
    for field in fields(Correction)
)


@router.get(
    "/documents/{document}/corrections",
    summary="The corrections of an article’s reading",
    responses=answers(list[Correction], csv=True, s404="the ledger has no such article"),
)
def corrections(request: Request, document: DocumentNumber, written: As = "json") -> Response:
    """In the order in which they were made, withdrawn ones too. They are of this text, and of no other of its page."""
    with request.app.state.shelf.asked() as ledger:
        made = found(lambda: ledger.corrections(document))
    if written == "csv":
        return table(f"corrections-{document}", column_lines(_COLUMNS, made))
    return sent(made)


@router.post(
    "/documents/{document}/corrections",
    summary="Correct an article’s reading",
    status_code=201,
    responses=answers(
        Correction,
        status=201,
        s404="the ledger has no such article, or its record no such attribution",
        s415="a body that is no JSON",
        s422="a body that is none of these, or lacks something",
    ),
    openapi_extra=body(
        ToCorrect, shown='{"attribution": "a1", "kind": "entity", "name": "Ana Petrova", "who": "Jo Field", "note": ""}'
    ),
)
async def correct(request: Request, document: DocumentNumber) -> Response:
    """Keep a correction beside the reading, which stays as it is; `onrecord export --corrected` applies it."""
    shelf: Shelf = request.app.state.shelf
    shelf.refuse_unless_writing()
    given: ToCorrect = await json_body(request, ToCorrect)
    return sent(await run_in_threadpool(_corrected, shelf, document, given), status=201)


def _corrected(shelf: Shelf, document: int, given: ToCorrect) -> Correction:
    with shelf.written() as ledger:
        record = found(lambda: ledger.record(document))
        if all(each.id != given.attribution for each in record.attributions):
            raise Unknown(f"the record of article {document} has no attribution {given.attribution[:100]!r}")
        return ledger.correct(
            document,
            given.attribution,
            given.kind,
            who=given.who,
            spans=None if given.spans is None else [(span.start, span.end) for span in given.spans],
            entity=given.entity,
            name=given.name,
            note=given.note,
        )


@router.post(
    "/corrections/{correction}/withdrawal",
    summary="Take a correction back",
    responses=answers(
        Correction,
        s404="the ledger has no such correction",
        s415="a body that is no JSON",
        s422="a body that does not say who",
    ),
    openapi_extra=body(ToWithdraw, shown='{"who": "Jo Field"}'),
)
async def withdraw(request: Request, correction: CorrectionNumber) -> Response:
    """It is kept, as withdrawn, and counts no more. One that was withdrawn already is refused."""
    shelf: Shelf = request.app.state.shelf
    shelf.refuse_unless_writing()
    given: ToWithdraw = await json_body(request, ToWithdraw)
    return sent(await run_in_threadpool(_withdrawn, shelf, correction, given))


def _withdrawn(shelf: Shelf, correction: int, given: ToWithdraw) -> Correction:
    with shelf.written() as ledger:
        found(lambda: find_correction(ledger, correction))
        return ledger.withdraw(correction, who=given.who)
