"""The ledger's people and bodies, and why each article's was taken for one of them.

This is what a person looks at before mending a join by hand, so every text counts here, the older ones of a page that
changed as well: each of them was joined.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.ledger.connection import reading
from onrecord.ledger.entities import read_profile
from onrecord.ledger.facets import entity_facet
from onrecord.ledger.finding import find_entities
from onrecord.ledger.fitting import fitting
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.profiles import roles_known

__all__ = ["Join", "ListedEntity", "entity_listed", "joins_of", "known_entities"]

#: Forms of a name that a listing gives.
_NAMES_LISTED = 6


@dataclass(frozen=True, slots=True)
class ListedEntity:
    """A person or body: its number, in how many texts it is, the forms of its name and the offices it was given."""

    entity_id: int
    name: str
    kind: str
    articles: int
    attributions: int
    names: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """One article's person or body, by the name that the article has for it, and why it is the ledger's entity."""

    document_id: int
    key: str
    name: str
    published: str | None
    outlet: str | None
    title: str | None
    reason: str


def known_entities(
    ledger: Ledger, name: str | None = None, *, limit: int | None = None
) -> tuple[list[ListedEntity], int]:
    """The entities that ``name`` fits, or all, those in most articles first; and how many there are in all."""
    connection = ledger.connection
    with reading(ledger.path):
        if name is not None:
            found = [each.entity_id for each in find_entities(connection, name)]
            return [_listed(connection, entity) for entity in found[:limit]], len(found)
        every: int = connection.execute("SELECT count(*) FROM entity WHERE merged_into IS NULL").fetchone()[0]
        rows = connection.execute(
            "SELECT entity_id FROM entity WHERE merged_into IS NULL ORDER BY articles DESC, entity_id LIMIT ?",
            (-1 if limit is None else limit,),
        ).fetchall()
        return [_listed(connection, entity) for (entity,) in rows], every


def _listed(connection: sqlite3.Connection, entity: int) -> ListedEntity:
    name, kind, profile = connection.execute(
        "SELECT name, kind, profile FROM entity WHERE entity_id = ?", (entity,)
    ).fetchone()
    articles = connection.execute(
        "SELECT count(DISTINCT document_id) FROM article_entity WHERE entity_id = ?", (entity,)
    ).fetchone()[0]
    attributions = connection.execute(
        "SELECT count(*) FROM attribution_text WHERE attribution_text MATCH ?", (f"facets : {entity_facet(entity)}",)
    ).fetchone()[0]
    names = sorted(read_profile(profile).names.items(), key=lambda pair: (-pair[1], pair[0]))
    return fitting(
        ListedEntity(
            entity_id=entity,
            name=name,
            kind=kind,
            articles=articles,
            attributions=attributions,
            names=tuple(each for each, _ in names[:_NAMES_LISTED]),
            roles=roles_known(connection, entity),
        )
    )


def entity_listed(ledger: Ledger, entity: int) -> ListedEntity:
    """One entity of the ledger, which has it, as the listing has it."""
    with reading(ledger.path):
        return _listed(ledger.connection, entity)


def joins_of(ledger: Ledger, entity: int) -> Iterator[Join]:
    """Each article's join, in the order in which they were made: a later one rests on the earlier."""
    with reading(ledger.path):
        for row in ledger.connection.execute(
            "SELECT document_id, joined.key, joined.name, published, outlet.name, title, reason "
            "FROM article_entity AS joined JOIN document USING (document_id) LEFT JOIN outlet USING (outlet_id) "
            "WHERE entity_id = ? ORDER BY document_id, joined.key",
            (entity,),
        ):
            yield fitting(Join(*row))
