"""Records as JSON: written in the format's order with nothing left out, read with everything checked.

Why not leave it to msgspec alone: it would pass a record whose spans point outside its text, and whoever slices by
them would get empty strings far from the cause. Spans and references are checked once, here, where a record comes in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from onrecord.errors import FormatError
from onrecord.record.types import FORMAT, ContentSpan, Record, SpanRecord

__all__ = ["decode", "encode", "schema"]

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Record)


class _Head(msgspec.Struct):
    """The one field that says whether the rest can be read."""

    format: Any = None


_head_decoder = msgspec.json.Decoder(_Head)


def encode(record: Record) -> bytes:
    """The record as compact JSON in UTF-8, without a line's end; what is unknown stands there as ``null`` or ``[]``.

    Raises FormatError for text that holds half a surrogate pair, which UTF-8 cannot carry.
    """
    try:
        return _encoder.encode(record)
    except UnicodeEncodeError as error:
        raise FormatError(
            f"the record of {record.document.uri or record.document.id} cannot be written as UTF-8: it holds the "
            f"lone surrogate U+{ord(error.object[error.start]):04X}. Replace it in the text before reading"
        ) from error


def decode(data: bytes | str) -> Record:
    """The record in ``data``, checked: its format, its types, and that spans and references point at something.

    Fields that ``onrecord/1`` does not have are passed over; optional ones that are missing are taken as unknown.
    Raises FormatError, which says what is wrong and where (a path such as ``$.attributions[3].cue``).
    """
    try:
        head = _head_decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FormatError(f"this is no record: not a JSON object ({error})") from error
    if head.format != FORMAT:
        named = "names no format" if head.format is None else f"is in format {head.format!r}"
        raise FormatError(f"the record {named} at `$.format`; this program reads {FORMAT!r}")
    try:
        record = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FormatError(f"not a record in format {FORMAT!r}: {error}") from error
    for wrong in _faults(record):
        raise FormatError(f"not a record in format {FORMAT!r}: {wrong}")
    return record


def _spans(record: Record) -> Iterator[tuple[str, int, int]]:
    """Every span of a record with its place."""
    for i, block in enumerate(record.document.blocks):
        yield f"$.document.blocks[{i}]", block.start, block.end
    for i, entity in enumerate(record.entities):
        for j, role in enumerate(entity.roles):
            yield f"$.entities[{i}].roles[{j}]", role.start, role.end
        for j, mention in enumerate(entity.mentions):
            yield f"$.entities[{i}].mentions[{j}]", mention.start, mention.end
    for i, attribution in enumerate(record.attributions):
        at = f"$.attributions[{i}]"
        addressee = attribution.addressee.spans if attribution.addressee else []
        parts: tuple[tuple[str, Sequence[SpanRecord | ContentSpan]], ...] = (
            ("source.spans", attribution.source.spans),
            ("cue.spans", attribution.cue.spans),
            ("content", attribution.content),
            ("addressee.spans", addressee),
            ("hedges", attribution.hedges),
        )
        for name, spans in parts:
            for j, span in enumerate(spans):
                yield f"{at}.{name}[{j}]", span.start, span.end
        if attribution.time:
            yield f"{at}.time", attribution.time.start, attribution.time.end


def _entity_references(record: Record) -> Iterator[tuple[str, str | None]]:
    """Every mention of an entity's id with its place."""
    for i, entity in enumerate(record.entities):
        for j, role in enumerate(entity.roles):
            yield f"$.entities[{i}].roles[{j}].organization", role.organization
    for i, attribution in enumerate(record.attributions):
        yield f"$.attributions[{i}].source.entity", attribution.source.entity
        if attribution.addressee:
            yield f"$.attributions[{i}].addressee.entity", attribution.addressee.entity
        for j, carrier in enumerate(attribution.chain):
            yield f"$.attributions[{i}].chain[{j}].entity", carrier.entity


def _faults(record: Record) -> Iterator[str]:
    """What is wrong with a record whose types are right."""
    length = len(record.document.text)
    for place, start, end in _spans(record):
        if start > end:
            yield f"the span {start} to {end} ends before it starts - at `{place}`"
        if end > length:
            yield f"the span {start} to {end} runs past the text, {length} code points long - at `{place}`"
    entities: set[str] = set()
    for i, entity in enumerate(record.entities):
        if entity.id in entities:
            yield f"the id {entity.id!r} is an earlier entity's - at `$.entities[{i}].id`"
        entities.add(entity.id)
    for place, reference in _entity_references(record):
        if reference is not None and reference not in entities:
            yield f"no entity has the id {reference!r} - at `{place}`"
    parents: dict[str, str | None] = {}
    for i, attribution in enumerate(record.attributions):
        if attribution.id in parents:
            yield f"the id {attribution.id!r} is an earlier attribution's - at `$.attributions[{i}].id`"
        parents[attribution.id] = attribution.parent
    settled: set[str] = set()
    for i, attribution in enumerate(record.attributions):
        path: set[str] = set()
        at: str | None = attribution.id
        while at is not None and at not in settled:
            if at in path:
                yield f"the attribution {at!r} is nested in itself - at `$.attributions[{i}].parent`"
                break
            path.add(at)
            parent = parents[at]
            if parent is not None and parent not in parents:
                yield f"no attribution has the id {parent!r} - at `$.attributions[{i}].parent`"
                break
            at = parent
        settled |= path


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record as ``encode`` writes it.

    Generated from the types. Every field is required, since every field is written; fields that a later program adds
    are allowed.
    """
    (reference,), definitions = msgspec.json.schema_components([Record], ref_template="#/$defs/{name}")
    for definition in definitions.values():
        if definition.get("type") == "object":
            definition["required"] = list(definition["properties"])
            for described in definition["properties"].values():
                described.pop("default", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A record in format {FORMAT}",
        **reference,
        "$defs": definitions,
    }
