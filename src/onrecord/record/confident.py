"""A record without what the reader was not sure of."""

from __future__ import annotations

import msgspec

from onrecord.record.types import Record

__all__ = ["keep_confident"]


def keep_confident(record: Record, minimum: float) -> Record:
    """The record with those attributions only whose confidence is at least ``minimum``, 0 to 1.

    One that was nested in a dropped attribution is now nested in the nearest outer one that is kept, if any.
    """
    kept = {attribution.id for attribution in record.attributions if attribution.confidence >= minimum}
    if len(kept) == len(record.attributions):
        return record
    parents = {attribution.id: attribution.parent for attribution in record.attributions}

    def outer(parent: str | None) -> str | None:
        while parent is not None and parent not in kept:
            parent = parents.get(parent)
        return parent

    attributions = [
        msgspec.structs.replace(attribution, parent=outer(attribution.parent))
        for attribution in record.attributions
        if attribution.id in kept
    ]
    return msgspec.structs.replace(record, attributions=attributions)
