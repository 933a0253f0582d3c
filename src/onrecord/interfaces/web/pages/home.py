"""The first page: what the ledger holds, and a place to read an article."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import State, UploadFile
from starlette.responses import RedirectResponse

from onrecord.errors import FormatError, OptionError
from onrecord.export.wording import visible
from onrecord.interfaces.incoming import from_address, from_file, from_text
from onrecord.interfaces.web.drawing import draw
from onrecord.interfaces.web.settings import Settings
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.listing import articles, counts

__all__ = ["router"]

router = APIRouter()
_NEWEST = 12
#: Characters: a long headline.
_OPENING = 90


@router.get("/")
def _home(request: Request) -> Response:
    """What the ledger holds."""
    with request.app.state.shelf.asked() as ledger:
        newest = [
            (each, each.title or _opening(ledger, each.document)) for each in articles(ledger, limit=_NEWEST).articles
        ]
        told = {"counts": counts(ledger), "newest": newest}
    return draw(request, "home.html", told)


def _opening(ledger: Ledger, document: int) -> str:
    """The first words of an article that has no title, by which whoever pasted it will know it."""
    told = ledger.record(document).document
    end = told.blocks[0].end if told.blocks else len(told.text)
    words = visible(told.text[: min(end, 10 * _OPENING)])
    return words if len(words) <= _OPENING else f"{words[:_OPENING].rpartition(' ')[0] or words[:_OPENING]} …"


@router.post("/read")
async def _read(request: Request) -> Response:
    """Read what was pasted, dropped or named, keep it in the ledger, and show it."""
    settings: Settings = request.app.state.settings
    async with request.form(max_files=1, max_fields=4, max_part_size=settings.max_body) as form:
        file = form.get("file")
        name, content = (file.filename or "", await file.read()) if isinstance(file, UploadFile) else ("", b"")
        address, text = str(form.get("address") or ""), str(form.get("text") or "")
    number = await run_in_threadpool(_kept, request.app.state, address.strip(), text, name, content)
    return RedirectResponse(f"/article/{number}", status_code=303)


def _kept(state: State, address: str, text: str, name: str, content: bytes) -> int:
    """The number in the ledger of what was given: an address before a file, a file before a text."""
    state.shelf.refuse_unless_writing()
    if address:
        document = from_address(address, max_bytes=state.settings.max_body, allow_private=state.settings.allow_private)
    elif content:
        document = from_file(name, content, max_bytes=state.settings.max_body)
    elif text.strip():
        document = from_text(text)
    else:
        raise OptionError("nothing was given to read; give an address, paste a text, or choose a file")
    (added,) = state.shelf.keep([state.readers.read(document)])
    if added.document_id is None:
        raise FormatError(added.reason)
    number: int = added.document_id
    return number
