"""Which of the ledger's people, bodies and outlets a person means by a name or a number.

A name that fits several is an error that lists them, and not the best known of them: a table of figures would not show
that they are somebody else's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.errors import LedgerDamaged, OptionError
from onrecord.ledger.connection import reading
from onrecord.ledger.fitting import fitting
from onrecord.ledger.joining import Profile, search_keys
from onrecord.ledger.joining_names import plain_words

__all__ = ["FoundEntity", "entity_meant", "find_entities", "kept_entity", "outlet_meant"]

#: Of several that a name fits, so many are told.
_TOLD = 6


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity of the ledger, and in how many articles it is."""

    entity_id: int
    name: str
    kind: str
    articles: int


def kept_entity(connection: sqlite3.Connection, entity: int) -> int | None:
    """The entity of that number, or the one that it was merged into; None where there is none.

    Raises LedgerDamaged where one is merged into itself by way of others, which this program never writes.
    """
    passed = set()
    with reading(connection):
        while entity not in passed:
            passed.add(entity)
            row = connection.execute("SELECT merged_into FROM entity WHERE entity_id = ?", (entity,)).fetchone()
            if row is None:
                return None
            if row[0] is None:
                return entity
            entity = row[0]
    raise LedgerDamaged(f"entity {entity} of the ledger is merged into itself by way of others; restore a copy")


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _bearing(connection: sqlite3.Connection, name: str, words: Sequence[str]) -> set[int]:
    """Entities in whose name every word begins one: "clint" is in Bill Clinton, "art" not in Jimmy Carter."""
    parts = name.split()
    condition = " AND ".join(r"name LIKE ? ESCAPE '\'" for _ in parts)
    rows = connection.execute(
        f"SELECT entity_id, name FROM entity WHERE merged_into IS NULL AND {condition}",  # noqa: S608 -- marks alone
        [f"%{_escaped(part)}%" for part in parts],
    )
    return {
        entity
        for entity, name in rows
        if all(any(other.startswith(word) for other in plain_words(name)) for word in words)
    }


def _known_as(connection: sqlite3.Connection, name: str) -> set[int]:
    """Entities that the joining finds by this name: without its accents, by initials, by a last name alone."""
    keys: dict[str, None] = {}
    for kind in ("person", "organization", "group"):
        keys |= dict.fromkeys(search_keys(Profile(kind=kind, name=name, names={name: 1})))
    rows = (connection.execute("SELECT entity_id FROM entity_key WHERE key = ?", (key,)) for key in keys)
    return {entity for found in rows for (entity,) in found}


def _counted(connection: sqlite3.Connection, entity: int) -> FoundEntity:
    row = connection.execute(
        "SELECT entity_id, name, kind, (SELECT count(DISTINCT document_id) FROM article_entity AS joined "
        "WHERE joined.entity_id = entity.entity_id) FROM entity WHERE entity_id = ?",
        (entity,),
    ).fetchone()
    return fitting(FoundEntity(*row))


def find_entities(connection: sqlite3.Connection, name: str) -> list[FoundEntity]:
    """The entities that a name fits, those in most articles first."""
    name = name.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate is no character, and in no name
    words = plain_words(name)
    if not words:
        return []
    with reading(connection):
        found = _bearing(connection, name, words) | _known_as(connection, " ".join(name.split()))
        counted = [_counted(connection, entity) for entity in sorted(found)]
    return sorted(counted, key=lambda each: (-each.articles, each.entity_id))


def entity_meant(connection: sqlite3.Connection, given: str) -> int:
    """The one entity that a person means by its number, by its whole name, or by a part of it that no other has.

    The number of one that was merged means what it was merged into. Raises OptionError where none or several fit.
    """
    number = given.strip().removeprefix("#")
    if number.isascii() and number.isdigit():
        kept = kept_entity(connection, int(number)) if len(number) < 19 else None
        if kept is None:
            raise OptionError(f"the ledger has no entity {number[:40]}; `onrecord entities NAME` gives the numbers")
        return kept
    found = find_entities(connection, given)
    whole = [each for each in found if plain_words(each.name) == plain_words(given)]
    if len(whole) == 1 or len(found) == 1:
        return (whole or found)[0].entity_id
    if not found:
        raise OptionError(f"the ledger has nobody of the name {given[:80]!r}; `onrecord speakers` lists whom it has")
    several = whole or found
    told = [
        f"{each.entity_id} {each.name} ({each.kind}, {each.articles:,} article{'s' if each.articles != 1 else ''})"
        for each in several[:_TOLD]
    ]
    more = f", and {len(several) - _TOLD:,} more" if len(several) > _TOLD else ""
    raise OptionError(f"{given[:80]!r} fits {len(several):,}; give the number of one: {', '.join(told)}{more}")


def outlet_meant(connection: sqlite3.Connection, given: str) -> tuple[int, str]:
    """The number and the name of the outlet of that name, or the one whose name it is a part of; case says nothing.

    Raises OptionError where none or several fit.
    """
    wanted = given.casefold().strip()
    with reading(connection):
        every = connection.execute("SELECT outlet_id, name FROM outlet ORDER BY name").fetchall()
        whole = [row for row in every if row[1] == given] or [row for row in every if row[1].casefold() == wanted]
        found = whole or [row for row in every if wanted and wanted in row[1].casefold()]
    if len(found) == 1:
        number, name = found[0]
        return number, name
    names = ", ".join(name for _, name in (found or every)[:_TOLD])
    if not found:
        known = f"it has {names}" if names else "no article in it names an outlet"
        more = ", …" if len(every) > _TOLD else ""
        raise OptionError(f"the ledger has no outlet {given[:80]!r}; {known}{more}")
    raise OptionError(f"{given[:80]!r} fits {len(found):,} outlets; give the whole name of one: {names}")
