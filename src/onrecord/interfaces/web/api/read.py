"""Reading: an article in, its record out; nothing is kept unless that is asked for."""

from __future__ import annotations

import logging

import msgspec
from fastapi import FastAPI, Request, Response

from onrecord.errors import OnRecordError, TooLarge
from onrecord.interfaces.incoming import given_document
from onrecord.interfaces.web.api.lines import Line, Lines
from onrecord.interfaces.web.api.parameters import router_of
from onrecord.interfaces.web.described import NDJSON, answers, body, decoded, json_body, media_type_of, sent
from onrecord.interfaces.web.failures import failure_of, fault
from onrecord.interfaces.web.shapes import LineRead, ToRead, WrongLine
from onrecord.record.types import Record

__all__ = ["read", "router"]

_log = logging.getLogger(__name__)

router = router_of("read")

_SHOWN = '{"text": "Fees stay as they are.\\n\\n“We will not ask the boats for one crown more,” Maria Ortega said."}'


@router.post(
    "/read",
    summary="Read an article, or many",
    responses=answers(
        Record,
        lines=LineRead,
        headers={"Location": "where the record is, if it was to be kept"},
        s404="no such page",
        s415="a body that is said to be neither JSON nor lines of it",
        s422="no article, or a body that is none",
        s502="the address could not be read",
        s504="the address did not answer in time",
    ),
    openapi_extra=body(ToRead, lines=True, shown=_SHOWN),
)
async def read(request: Request) -> Response:
    """The record of one article, as `onrecord read --format json` prints it.

    With the header `Content-Type: application/x-ndjson` the body is an article a line, and the answer is a line for
    each, in order: its record, or the error that kept it from being read. Each is answered as soon as it is read, while
    later ones may still be on their way; there may be any number. 256 KiB are taken ahead of the answers: whoever does
    not read them while sending should send no more than that in one request.
    """
    app = request.app
    if media_type_of(request) == NDJSON:
        return Lines(lambda line: _answer(app, line), longest=app.state.settings.max_body)
    given: ToRead = await json_body(request, ToRead)
    record, number = await app.state.turns.take("read", lambda: _read(app, given))
    return sent(record, headers={} if number is None else {"Location": f"/api/v1/documents/{number}"})


async def _answer(app: FastAPI, line: Line) -> bytes:
    """What is told of one line of many: whatever is wrong with it, the others are read."""
    try:
        if line.content is None:
            most = app.state.settings.max_body
            raise TooLarge(f"the line is longer than {most:,} bytes, the most that this site takes at once")
        given: ToRead = decoded(line.content, ToRead)
        record, number = await app.state.turns.take("read", lambda: _read(app, given))
        return msgspec.json.encode(LineRead(line=line.number, record=record, document=number))
    except OnRecordError as error:
        failure = failure_of(error, app.state.settings.ledger)
    except Exception as error:
        _log.exception("a fault in line %d of a request", line.number)
        failure = fault(error)
    wrong = WrongLine(kind=failure.kind, message=failure.message, where=failure.where)
    return msgspec.json.encode(LineRead(line=line.number, error=wrong))


def _read(app: FastAPI, given: ToRead) -> tuple[Record, int | None]:
    """The record, and its number in the ledger where it is to be kept."""
    state = app.state
    if given.keep:
        state.shelf.refuse_unless_writing()
    document = given_document(
        text=given.text,
        html=given.html,
        address=given.address,
        uri=given.uri,
        max_bytes=state.settings.max_body,
        allow_private=state.settings.allow_private,
    )
    record: Record = state.readers.read(document)
    if not given.keep:
        return record, None
    (added,) = state.shelf.keep([record])
    return record, added.document_id
