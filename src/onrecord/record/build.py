"""Put together the record of one document."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.attribution.described import DescribedAttribution
from onrecord.record.types import (
    Attribution,
    BlockSpan,
    ContentSpan,
    Cue,
    DocumentRecord,
    ReaderRecord,
    Record,
    Source,
    SpanRecord,
)
from onrecord.span import Span
from onrecord.text.document import Document

__all__ = ["build_record"]


def _span(span: Span) -> SpanRecord:
    return SpanRecord(span.start, span.end)


def _attribution(number: int, described: DescribedAttribution) -> Attribution:
    found = described.found
    return Attribution(
        id=f"a{number}",
        source=Source(spans=[_span(found.source)] if found.source else [], standing=described.standing),
        cue=Cue(spans=[_span(found.cue)], lemma=described.lemma, act=described.act, stance=described.stance),
        content=[
            ContentSpan(part.start, part.end, quoted)
            for part, quoted in zip(found.content, described.quoted, strict=True)
        ],
        form=described.form,
        confidence=found.confidence,
        negated=described.negated,
        hedges=[_span(hedge) for hedge in described.hedges],
    )


def build_record(document: Document, attributions: Sequence[DescribedAttribution], reader: ReaderRecord) -> Record:
    """The record of ``document``; attributions are numbered from ``a1`` in the order of the text."""

    def place(described: DescribedAttribution) -> tuple[int, int]:
        found = described.found
        parts = [found.cue, *found.content, *([found.source] if found.source else [])]
        return min(part.start for part in parts), found.cue.start

    ordered = sorted(attributions, key=place)
    return Record(
        document=DocumentRecord(
            id=document.id,
            text=document.text,
            uri=document.uri,
            title=document.title,
            outlet=document.outlet,
            authors=list(document.authors),
            published=document.published,
            sponsor=document.sponsor,
            language=document.language,
            blocks=[BlockSpan(block.kind, block.start, block.end) for block in document.blocks],
        ),
        reader=reader,
        attributions=[_attribution(number, described) for number, described in enumerate(ordered, 1)],
    )
