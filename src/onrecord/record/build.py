"""Put together the record of one document."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.entities.entity import Entity as FoundEntity
from onrecord.entities.resolve import ResolvedAttribution
from onrecord.record.types import (
    Addressee,
    Attribution,
    BlockSpan,
    Carrier,
    ContentSpan,
    Cue,
    DocumentRecord,
    Entity,
    Mention,
    ReaderRecord,
    Record,
    Role,
    Source,
    SpanRecord,
    TimeSpan,
)
from onrecord.span import Span
from onrecord.text.document import Block, Document

__all__ = ["build_record", "document_of"]


def _span(span: Span) -> SpanRecord:
    return SpanRecord(span.start, span.end)


def _entity(number: int, found: FoundEntity) -> Entity:
    return Entity(
        id=f"e{number}",
        name=found.name,
        kind=found.kind,
        roles=[
            Role(
                title=role.title,
                organization=_id(role.organization),
                status=role.status,
                start=role.span.start,
                end=role.span.end,
            )
            for role in found.roles
        ],
        mentions=[Mention(each.span.start, each.span.end, each.form) for each in found.mentions],
    )


def _attribution(number: int, resolved: ResolvedAttribution) -> Attribution:
    described = resolved.described
    found = described.found
    return Attribution(
        id=f"a{number}",
        parent=None if resolved.parent is None else f"a{resolved.parent + 1}",
        source=Source(
            spans=[_span(found.source)] if found.source else [],
            entity=_id(resolved.source.entity),
            standing=resolved.standing,
        ),
        cue=Cue(spans=[_span(found.cue)], lemma=described.lemma, act=described.act, stance=described.stance),
        content=[
            ContentSpan(part.start, part.end, quoted)
            for part, quoted in zip(found.content, described.quoted, strict=True)
        ],
        form=described.form,
        confidence=found.confidence,
        negated=described.negated,
        hedges=[_span(hedge) for hedge in described.hedges],
        addressee=_addressee(resolved),
        time=None if described.time is None else TimeSpan(*described.time.span, described.time.value),
        chain=[Carrier(entity=_id(each.entity), standing=each.standing) for each in resolved.chain],
    )


def _addressee(resolved: ResolvedAttribution) -> Addressee | None:
    span = resolved.described.addressee
    return None if span is None else Addressee([_span(span)], _id(resolved.addressee.entity))


def _id(entity: int | None) -> str | None:
    return None if entity is None else f"e{entity + 1}"


def build_record(
    document: Document,
    entities: Sequence[FoundEntity],
    attributions: Sequence[ResolvedAttribution],
    reader: ReaderRecord,
) -> Record:
    """The record of ``document``; entities are numbered from ``e1`` and attributions from ``a1``, as they are given."""
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
        entities=[_entity(number, entity) for number, entity in enumerate(entities, 1)],
        attributions=[_attribution(number, resolved) for number, resolved in enumerate(attributions, 1)],
    )


def document_of(record: Record) -> Document:
    """The document that a record was made of."""
    kept = record.document
    return Document(
        text=kept.text,
        blocks=tuple(Block(block.kind, block.start, block.end) for block in kept.blocks),
        uri=kept.uri,
        title=kept.title,
        outlet=kept.outlet,
        authors=tuple(kept.authors),
        published=kept.published,
        sponsor=kept.sponsor,
        language=kept.language,
        id=kept.id,
    )
