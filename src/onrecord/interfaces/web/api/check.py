"""An article's quotations against transcripts of what was said."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI, Request, Response

from onrecord.errors import OptionError
from onrecord.ingest.page import Page
from onrecord.interfaces.check_views import header, rows
from onrecord.interfaces.incoming import from_html, from_text
from onrecord.interfaces.web.api.parameters import As, found, router_of, table
from onrecord.interfaces.web.described import answers, body, json_body, sent
from onrecord.interfaces.web.shapes import GivenArticle, GivenTranscript, ToCheck
from onrecord.record.json import decode, encode
from onrecord.record.types import Record
from onrecord.verify.check import check_record
from onrecord.verify.index import TranscriptIndex
from onrecord.verify.transcript import read_transcript
from onrecord.verify.types import CheckedQuotation

__all__ = ["check", "router"]

router = router_of("check")

_SHOWN = (
    '{"article": {"text": "Harbour fees stay as they are, the mayor told the council.\\n\\n'
    '“We will not ask the boats for one crown more this year,” Maria Ortega said."}, '
    '"transcripts": [{"name": "2024-05-04 council.txt", "text": '
    '"ORTEGA: We will not ask the boats for a single crown more this year. Thank you."}]}'
)


@router.post(
    "/check",
    summary="Check an article’s quotations",
    responses=answers(
        list[CheckedQuotation], csv=True, s404="the ledger has no such article",
        s415="a body that is said to be no JSON", s422="no article, or a transcript or a body that is none",
    ),
    openapi_extra=body(ToCheck, shown=_SHOWN),
)  # fmt: skip
async def check(request: Request, written: As = "json") -> Response:
    """What the transcripts say of each quotation, in the article's order: what `onrecord check --format json` prints.

    All is sent in one body, and nothing of it is kept. Checks come one by one; an article that is no record is read
    first.
    """
    given: ToCheck = await json_body(request, ToCheck)
    checked = await request.app.state.turns.take("check", lambda: _checked(request.app, given))
    if written == "csv":
        return table("checked", [header(), *rows(checked)])
    return sent(checked)


def _checked(app: FastAPI, given: ToCheck) -> Sequence[CheckedQuotation]:
    index = TranscriptIndex([read_transcript(_page(each)) for each in given.transcripts])
    return check_record(_record(app, given.article), index)


def _page(given: GivenTranscript) -> Page:
    return Page(given.text.encode(), uri=given.name, charset="utf-8")


def _record(app: FastAPI, given: GivenArticle) -> Record:
    ways = (given.document, given.text, given.html, given.record)
    if sum(each is not None for each in ways) != 1:
        raise OptionError("the article is to be exactly one of document, text, html and record")
    if given.record is not None:
        return decode(encode(given.record))  # its spans and references are checked, which its types do not tell
    if given.document is not None:
        number = given.document
        with app.state.shelf.asked() as ledger:
            kept: Record = found(lambda: ledger.record(number))
            return kept
    record: Record = app.state.readers.read(
        from_text(given.text) if given.text is not None else from_html(given.html or "")
    )
    return record
