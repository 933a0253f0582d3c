"""Whom one article's people and bodies are in the ledger."""

from __future__ import annotations

from onrecord.ledger.connection import reading
from onrecord.ledger.finding import kept_entity
from onrecord.ledger.ledger import Ledger

__all__ = ["entities_of"]


def entities_of(ledger: Ledger, document: int) -> dict[str, int]:
    """The ledger's number of each entity that it keeps of a document, by the record's id of it."""
    with reading(ledger.path):
        rows = ledger.connection.execute(
            "SELECT key, entity_id FROM article_entity WHERE document_id = ? AND entity_id IS NOT NULL", (document,)
        ).fetchall()
        kept = {key: kept_entity(ledger.connection, entity) for key, entity in rows}
    return {key: entity for key, entity in kept.items() if entity is not None}
