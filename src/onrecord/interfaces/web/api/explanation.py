"""Why an attribution is as it is: the words that it rests on, and the rules that told it.

A record does not keep what it was made from, so the article is read again. Where another model, or another version of
the program, made the record, the reading of now need not be that of then, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import Path, Request, Response

from onrecord.export.explain import parts_of
from onrecord.interfaces.web.api.parameters import DocumentNumber, found, router_of
from onrecord.interfaces.web.described import answers, sent
from onrecord.interfaces.web.explanation_shapes import ExplainedPart, Explanation
from onrecord.interfaces.web.failures import Unknown
from onrecord.record.build import document_of
from onrecord.record.types import Attribution, ReaderRecord

__all__ = ["explanation", "router"]

router = router_of("documents")

AttributionId = Annotated[str, Path(max_length=100, description="The attribution's id in the article's record.")]


@router.get(
    "/documents/{document}/attributions/{attribution}/explanation",
    summary="Why an attribution is as it is",
    responses=answers(Explanation, s404="the ledger has no such article, or its record no such attribution"),
)
def explanation(request: Request, document: DocumentNumber, attribution: AttributionId) -> Response:
    """The article is read again for it, which takes as long as reading it did, and once for several of its own."""
    with request.app.state.shelf.asked() as ledger:
        record = found(lambda: ledger.record(document))
    asked = next((each for each in record.attributions if each.id == attribution), None)
    if asked is None:
        raise Unknown(f"the record of article {document} has no attribution {attribution[:100]!r}")
    now, resolved = request.app.state.readers.read_with_reasons(document_of(record))
    index = _same(asked, now.attributions)
    same_reader = now.reader == record.reader
    return sent(
        Explanation(
            document=document,
            attribution=asked.id,
            found_as=None if index is None else now.attributions[index].id,
            parts=[] if index is None else [
                ExplainedPart(part.label, part.lines)
                for part in parts_of(now, now.attributions[index], resolved[index])
            ],
            reader=record.reader,
            read_now_by=now.reader,
            same_reader=same_reader,
            note=_note(record.reader, now.reader, is_found=index is not None),
        )
    )  # fmt: skip


def _same(asked: Attribution, others: Sequence[Attribution]) -> int | None:
    """Which of another reading's attributions is the one that was asked for: by its cue and contents, or by either."""
    cue, content = asked.cue.spans, [(span.start, span.end) for span in asked.content]
    best: tuple[int, int] | None = None
    for index, other in enumerate(others):
        likeness = 2 * (other.cue.spans == cue) + ([(span.start, span.end) for span in other.content] == content)
        if likeness and (best is None or likeness > best[0]):
            best = likeness, index
    return None if best is None else best[1]


def _note(then: ReaderRecord, now: ReaderRecord, *, is_found: bool) -> str | None:
    if then == now:
        return None if is_found else "The reading of now has no such attribution."
    made = f"The reading shown was made by On Record {then.version}, model {then.model}"
    if is_found:
        return f"{made}; this explains one made now, by {now.version}, model {now.model}."
    return f"{made}; read now, by {now.version}, model {now.model}, the article has no such attribution."
