"""An article's quotations held against transcripts: did they say that, in these words?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from onrecord.errors import FormatError, InputError, OptionError
from onrecord.interfaces.check_views import VERDICTS, header, marked, rows
from onrecord.interfaces.incoming import from_text
from onrecord.interfaces.web.drawing import draw
from onrecord.interfaces.web.failures import status_of
from onrecord.interfaces.web.shapes import MOST_TRANSCRIPTS
from onrecord.interfaces.web.transcripts import PASTED, Unread, read_transcripts
from onrecord.record.types import Record
from onrecord.verify.check import check_record
from onrecord.verify.index import TranscriptIndex
from onrecord.verify.transcript import SUFFIXES, Transcript
from onrecord.verify.types import CheckedQuotation, Verdict

__all__ = ["MEANINGS", "router"]

router = APIRouter()

#: Characters of what was pasted that stand in the form again behind the answer.
_PASTED_AGAIN = 200_000
MEANINGS: dict[Verdict, str] = {
    Verdict.VERBATIM: "every word, in this order",
    Verdict.TRIMMED: "words left out, by an ellipsis or without a mark",
    Verdict.EDITED: "the same words but for brackets, another form of a word, a contraction, a hesitation",
    Verdict.STITCHED: "parts from different places, run together as if said at once",
    Verdict.ALTERED: "other words than were said",
    Verdict.SPEAKER_DIFFERS: "the words are another’s than whom the article names",
    Verdict.NOT_FOUND: "in none of these transcripts, which never means that it was not said",
    Verdict.TOO_SHORT: "too few words to tell",
}


@dataclass(frozen=True, slots=True)
class _Given:
    """What the form sent: an article of the ledger or its text, and transcripts by name."""

    document: str = ""
    text: str = ""
    said: str = ""
    files: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of it; ``document`` is the article's number, where it is one of the ledger's."""

    record: Record
    document: int | None
    transcripts: tuple[Transcript, ...]
    words: int
    unread: tuple[Unread, ...]
    checked: list[CheckedQuotation]


@router.get("/check")
def _form(request: Request, document: str = "") -> Response:
    """The form; with the number or the address of an article, for that one."""
    given = _Given(document=document.strip())
    if not given.document:
        return _drawn(request, given)
    try:
        with request.app.state.shelf.asked() as ledger:
            number = ledger.article(given.document)
            found = ledger.record(number).document
    except OptionError as error:
        return _drawn(request, given, problem=error)
    return _drawn(request, given, known={"number": number, "title": found.title, "outlet": found.outlet})


@router.post("/check")
async def _check(request: Request) -> Response:
    """The verdicts. What is wrong with the form is said beside it, and what was pasted stays in it."""
    # Not the framework's own form parameters, which take a megabyte of pasted text and no more.
    settings = request.app.state.settings
    async with request.form(max_files=MOST_TRANSCRIPTS, max_part_size=settings.max_body) as sent:

        def field(name: str) -> str:
            value = sent.get(name)
            # A browser sends line ends as CR LF whatever was pasted; lines are counted by what was pasted.
            return value.replace("\r\n", "\n") if isinstance(value, str) else ""

        uploads = [each for each in sent.getlist("files") if isinstance(each, UploadFile) and each.filename]
        given = _Given(field("document").strip(), field("text"), field("said"))
        answer: Response = await request.app.state.turns.take("check", lambda: _checked(request, given, uploads))
        return answer


@router.post("/check/download")
async def _download(request: Request) -> Response:
    """An answer as a file. The page sends it back for that: it has no address under which it could be asked for again,
    and the transcripts are gone.
    """
    async with request.form(max_files=0, max_part_size=request.app.state.settings.max_body) as sent:
        answer, written = sent.get("checked"), sent.get("format")
    try:
        checked = msgspec.json.decode(answer if isinstance(answer, str) else "", type=list[CheckedQuotation])
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeEncodeError) as error:
        raise FormatError(f"this is no answer of a check: {error}") from error
    if written == "csv":
        content, kind = header() + b"".join(rows(checked)), "text/csv"
    elif written == "json":
        content, kind = msgspec.json.format(msgspec.json.encode(checked), indent=2), "application/json"
    else:
        raise OptionError("the answer of a check can be had as csv or json")
    return Response(
        content, headers={"Content-Disposition": f'attachment; filename="checked.{written}"'}, media_type=kind
    )


def _checked(request: Request, given: _Given, uploads: Sequence[UploadFile]) -> Response:
    given = replace(given, files=tuple((each.filename or "", each.file.read()) for each in uploads))
    try:
        answer = _answer(request, given)
    except (InputError, OptionError) as error:
        return _drawn(request, given, problem=error)
    return _drawn(request, given, answer=answer)


def _answer(request: Request, given: _Given) -> _Answer:
    """The check itself. Raises OptionError and InputError for what cannot be checked, or against nothing."""
    state = request.app.state
    if bool(given.document) == bool(given.text.strip()):
        raise OptionError("give one article: the number or address of one in the ledger, or its text")
    pasted = [(PASTED, given.said.encode("utf-8", "replace"))] if given.said.strip() else []
    if not pasted and not given.files:
        raise OptionError("give a transcript of what was said: paste it, or choose files")
    transcripts, unread = read_transcripts([*pasted, *given.files], max_bytes=state.settings.max_body)
    if not transcripts:
        told = "; ".join(each.reason for each in unread)
        raise InputError(f"no transcript could be read, so that nothing can be checked: {told}")
    document = None
    if given.document:
        with state.shelf.asked() as ledger:
            document = ledger.article(given.document)
            record = ledger.record(document, corrected=True)
    else:
        record = state.readers.read(from_text(given.text))
    index = TranscriptIndex(transcripts)
    return _Answer(record, document, transcripts, len(index), unread, check_record(record, index))


def _drawn(
    request: Request,
    given: _Given,
    *,
    answer: _Answer | None = None,
    problem: InputError | OptionError | None = None,
    known: dict[str, Any] | None = None,
) -> Response:
    """The page: the form, and an answer or what was wrong."""
    again = replace(
        given,
        text=given.text if len(given.text) <= _PASTED_AGAIN else "",
        said=given.said if len(given.said) <= _PASTED_AGAIN else "",
    )
    told: dict[str, Any] = {
        "given": again,
        "problem": str(problem) if problem else None,
        "answer": None,
        "known": known,
        "meanings": [(verdict, VERDICTS[verdict], meaning) for verdict, meaning in MEANINGS.items()],
        "names": VERDICTS,
        "accepted": ",".join(sorted({*SUFFIXES, ".gz"})),
        "most_files": MOST_TRANSCRIPTS,
        "most_bytes": request.app.state.settings.max_body,
    }
    if answer:
        counts = Counter(each.verdict for each in answer.checked)
        told |= {
            "answer": answer,
            "article": answer.record.document,
            "counts": [(verdict, counts[verdict]) for verdict in VERDICTS if counts[verdict]],
            "quotations": [(each, list(marked(each))) for each in answer.checked],
            "as_sent": msgspec.json.encode(answer.checked).decode(),
        }
    return draw(request, "check.html", told, status=status_of(problem) if problem else 200)
