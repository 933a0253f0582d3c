"""Joins mended by hand: two of the ledger's entities made one, one made two, and either taken back.

Each decision keeps what it changed: the articles' entities that changed hands with the reasons they had, and what was
known of both before. So undoing it restores the ledger row for row. Where articles have come in since, what is known
of an entity is put together from its articles' records anew, and those stay where they joined; only a parted entity
takes all that joined it back with it. Two decisions that concern one entity are undone in the reverse of their order.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import msgspec

from onrecord.errors import LedgerDamaged, OptionError
from onrecord.ledger.connection import reading, transaction, translated
from onrecord.ledger.entities import read_profile, write_profile
from onrecord.ledger.fitting import fitting
from onrecord.ledger.indexed_words import move_attributions
from onrecord.ledger.joining import Profile, merged, profiles_of
from onrecord.ledger.ledger import Ledger

__all__ = ["HandDecision", "decisions", "merge", "split", "undo"]

MERGE, SPLIT = "merge", "split"


@dataclass(frozen=True, slots=True)
class HandDecision:
    """A join or a parting by hand: of ``other_id`` into ``entity_id``, or out of it; ``articles`` changed hands."""

    decision_id: int
    action: str
    entity_id: int
    name: str
    other_id: int
    other_name: str
    articles: tuple[int, ...]
    undone: bool


class _Known(msgspec.Struct, frozen=True):
    """A row of ``entity`` and its keys, as they were."""

    name: str
    kind: str
    articles: int
    profile: bytes
    keys: list[str]


class _Kept(msgspec.Struct, frozen=True):
    """What a decision keeps, as JSON in its column ``moved``."""

    moved: list[tuple[int, str, str]]  #: document, the record's id of the entity, the reason it had
    entity: int
    name: str
    other: int
    other_name: str
    before: _Known
    before_other: _Known | None  #: None for a parting, before which the other was not
    after: str  #: digest of the profile that the decision wrote for the entity
    after_other: str


_decoder = msgspec.json.Decoder(_Kept)


def merge(ledger: Ledger, entity: int, others: Sequence[int]) -> list[HandDecision]:
    """Make ``others`` one with ``entity``, whose number stays: a decision for each, and all of them or none.

    Later articles of either's names join the kept one. Two of one article may be made one: a person may know better.
    Raises OptionError for an entity that is not there, was merged already, or is to be merged with itself.
    """
    with translated(ledger.path), transaction(ledger.connection):
        return [_merge(ledger.connection, entity, other) for other in dict.fromkeys(others)]


def split(ledger: Ledger, entity: int, articles: Sequence[int]) -> HandDecision:
    """Make what ``articles`` have of ``entity`` an entity of its own.

    Raises OptionError for an entity or an article that is not there, and where nothing would be left.
    """
    connection = ledger.connection
    with translated(ledger.path), transaction(connection):
        before = _known(connection, entity)
        _refuse_merged(connection, entity)
        wanted = sorted(set(articles))
        rows = _article_entities(connection, entity)
        there = {document for document, _, _ in rows}
        missing = [document for document in wanted if document not in there]
        if missing or not wanted:
            told = f"articles {', '.join(map(str, missing[:10]))}" if missing else "no article at all"
            raise OptionError(
                f"{before.name} ({entity}) is not in {told}; `onrecord entities {entity}` lists where it is"
            )
        moved = [row for row in rows if row[0] in set(wanted)]
        left = [row for row in rows if row[0] not in set(wanted)]
        if not left:
            raise OptionError(
                f"these are all {len(there):,} articles of {before.name} ({entity}): there is nothing to part"
            )
        own = _rebuilt(ledger, moved)
        other: int = connection.execute("SELECT max(entity_id) + 1 FROM entity").fetchone()[0]
        connection.execute(
            "INSERT INTO entity VALUES (?, ?, ?, ?, ?, NULL)", (other, own.name, own.kind, own.articles, b"")
        )
        write_profile(connection, other, own)
        write_profile(connection, entity, _rebuilt(ledger, left))
        number = _next_decision(connection)
        _hand_over(connection, _for(moved, f"parted from {before.name} by hand (decision {number})"), entity, other)
        return _write(connection, number, SPLIT, entity, other, moved, before, None)


def undo(ledger: Ledger, decision: int) -> HandDecision:
    """Take a decision back: the ledger is as it would be without it.

    Raises OptionError for a decision that is not there, was undone already, or was built upon by a later one.
    """
    connection = ledger.connection
    with translated(ledger.path), transaction(connection):
        made, kept = _decision(connection, decision)
        if made.undone:
            raise OptionError(f"decision {decision} was undone already")
        later = connection.execute(
            "SELECT min(decision_id) FROM decision WHERE decision_id > :this AND NOT undone AND "
            "(entity_id IN (:one, :other) OR other_id IN (:one, :other))",
            {"this": decision, "one": made.entity_id, "other": made.other_id},
        ).fetchone()[0]
        if later is not None:
            raise OptionError(f"decision {later} came after {decision} and concerns the same entity; undo it first")
        connection.execute("UPDATE decision SET undone = 1 WHERE decision_id = ?", (decision,))
        if made.action == MERGE:
            _undo_merge(ledger, made, kept)
        else:
            _undo_split(ledger, made, kept)
        return _decision(connection, decision)[0]


def decisions(ledger: Ledger) -> list[HandDecision]:
    """All decisions by hand in their order, those that were undone too."""
    with reading(ledger.path):
        numbers = ledger.connection.execute("SELECT decision_id FROM decision ORDER BY decision_id").fetchall()
        return [_decision(ledger.connection, number)[0] for (number,) in numbers]


def _merge(connection: sqlite3.Connection, entity: int, other: int) -> HandDecision:
    if entity == other:
        raise OptionError(f"{entity} is to be merged with itself; give the number of another entity")
    before, before_other = _known(connection, entity), _known(connection, other)
    _refuse_merged(connection, entity)
    _refuse_merged(connection, other)
    moved = _article_entities(connection, other)
    both = _joined(read_profile(before.profile), read_profile(before_other.profile))
    write_profile(connection, entity, both)
    connection.execute("DELETE FROM entity_key WHERE entity_id = ?", (other,))
    connection.execute("UPDATE entity SET merged_into = ? WHERE entity_id = ?", (entity, other))
    number = _next_decision(connection)
    _hand_over(connection, _for(moved, f"joined to {before.name} by hand (decision {number})"), other, entity)
    return _write(connection, number, MERGE, entity, other, moved, before, before_other)


def _undo_merge(ledger: Ledger, made: HandDecision, kept: _Kept) -> None:
    connection = ledger.connection
    entity, other = made.entity_id, made.other_id
    unchanged = _digest(connection, entity) == kept.after
    connection.execute("UPDATE entity SET merged_into = NULL WHERE entity_id = ?", (other,))
    _hand_over(connection, kept.moved, entity, other)
    if kept.before_other is not None:
        _restore(connection, other, kept.before_other)
    if unchanged:
        _restore(connection, entity, kept.before)
    else:
        write_profile(connection, entity, _rebuilt(ledger, _article_entities(connection, entity)))


def _undo_split(ledger: Ledger, made: HandDecision, kept: _Kept) -> None:
    connection = ledger.connection
    entity, other = made.entity_id, made.other_id
    unchanged = (_digest(connection, entity), _digest(connection, other)) == (kept.after, kept.after_other)
    known = {(document, key) for document, key, _ in kept.moved}
    joined_since = [row for row in _article_entities(connection, other) if (row[0], row[1]) not in known]
    _hand_over(connection, [*kept.moved, *joined_since], other, entity)
    connection.execute("DELETE FROM entity_key WHERE entity_id = ?", (other,))
    # Decisions, this one and undone ones, still name the entity that goes; each keeps its number in what it keeps.
    connection.execute("UPDATE decision SET other_id = ? WHERE other_id = ?", (entity, other))
    connection.execute("UPDATE decision SET entity_id = ? WHERE entity_id = ?", (entity, other))
    connection.execute("DELETE FROM entity WHERE entity_id = ?", (other,))
    if unchanged:
        _restore(connection, entity, kept.before)
    else:
        write_profile(connection, entity, _rebuilt(ledger, _article_entities(connection, entity)))


def _known(connection: sqlite3.Connection, entity: int) -> _Known:
    row = connection.execute(
        "SELECT name, kind, articles, profile FROM entity WHERE entity_id = ?", (entity,)
    ).fetchone()
    if row is None:
        raise OptionError(f"the ledger has no entity {entity}; `onrecord entities NAME` gives the numbers")
    keys = connection.execute("SELECT key FROM entity_key WHERE entity_id = ? ORDER BY key", (entity,))
    name, kind, articles, profile = row
    return _Known(name, kind, articles, profile, [key for (key,) in keys])


def _restore(connection: sqlite3.Connection, entity: int, known: _Known) -> None:
    connection.execute(
        "UPDATE entity SET name = ?, kind = ?, articles = ?, profile = ? WHERE entity_id = ?",
        (known.name, known.kind, known.articles, known.profile, entity),
    )
    connection.execute("DELETE FROM entity_key WHERE entity_id = ?", (entity,))
    connection.executemany("INSERT INTO entity_key VALUES (?, ?)", [(key, entity) for key in known.keys])


def _refuse_merged(connection: sqlite3.Connection, entity: int) -> None:
    into = connection.execute("SELECT merged_into FROM entity WHERE entity_id = ?", (entity,)).fetchone()[0]
    if into is not None:
        raise OptionError(f"entity {entity} was merged into {into} already; give {into}, or undo that decision")


def _digest(connection: sqlite3.Connection, entity: int) -> str:
    profile = connection.execute("SELECT profile FROM entity WHERE entity_id = ?", (entity,)).fetchone()[0]
    return hashlib.sha256(profile).hexdigest()


def _article_entities(connection: sqlite3.Connection, entity: int) -> list[tuple[int, str, str]]:
    return connection.execute(
        "SELECT document_id, key, reason FROM article_entity WHERE entity_id = ? ORDER BY document_id, key", (entity,)
    ).fetchall()


def _rebuilt(ledger: Ledger, rows: Iterable[tuple[int, str, str]]) -> Profile:
    """What articles' records tell of one entity, put together as the joining and the merges that stand did it."""
    merges = _merges(ledger.connection)
    parts: dict[int, Profile] = {}
    for document, key, _ in rows:
        told = profiles_of(ledger.record(document))[key]
        part = merges.get((document, key), 0)
        parts[part] = merged(parts[part], told) if part in parts else told
    return reduce(_joined, (parts[part] for part in sorted(parts)))


def _merges(connection: sqlite3.Connection) -> dict[tuple[int, str], int]:
    """The first of the merges that stand by which each article's entity changed hands."""
    rows = connection.execute(
        "SELECT decision_id FROM decision WHERE action = ? AND NOT undone ORDER BY decision_id", (MERGE,)
    ).fetchall()
    merges: dict[tuple[int, str], int] = {}
    for (number,) in rows:
        for document, key, _ in _decision(connection, number)[1].moved:
            merges.setdefault((document, key), number)
    return merges


def _joined(profile: Profile, other: Profile) -> Profile:
    """What is known of two that a person made one.

    The names of the lesser known get half the weight of the better known's: the joining takes a name that is a small
    part of all for a slip, and would give the next article that has it to nobody.
    """
    return merged(_weighted(profile, _weight(other)), _weighted(other, _weight(profile)))


def _weight(profile: Profile) -> int:
    """How often an entity stands in the texts under the name that it is called by."""
    return profile.names.get(profile.name) or max(profile.names.values(), default=1)


def _weighted(profile: Profile, other: int) -> Profile:
    times = other // (2 * _weight(profile))
    return (
        replace(profile, names={name: count * times for name, count in profile.names.items()}) if times > 1 else profile
    )


def _hand_over(connection: sqlite3.Connection, moved: Sequence[tuple[int, str, str]], before: int, after: int) -> None:
    """Give articles' entities from one of the ledger's to another, each with the reason that is to stand there."""
    connection.executemany(
        "UPDATE article_entity SET entity_id = ?, reason = ? WHERE document_id = ? AND key = ?",
        [(after, reason, document, key) for document, key, reason in moved],
    )
    move_attributions(connection, ((document, key) for document, key, _ in moved), before, after)


def _for(moved: Iterable[tuple[int, str, str]], reason: str) -> list[tuple[int, str, str]]:
    return [(document, key, reason) for document, key, _ in moved]


def _next_decision(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("SELECT coalesce(max(decision_id), 0) + 1 FROM decision").fetchone()[0]
    return number


def _write(
    connection: sqlite3.Connection,
    number: int,
    action: str,
    entity: int,
    other: int,
    moved: list[tuple[int, str, str]],
    before: _Known,
    before_other: _Known | None,
) -> HandDecision:
    other_name = before_other.name if before_other else _known(connection, other).name
    kept = _Kept(
        moved=moved,
        entity=entity,
        name=before.name,
        other=other,
        other_name=other_name,
        before=before,
        before_other=before_other,
        after=_digest(connection, entity),
        after_other=_digest(connection, other),
    )
    connection.execute(
        "INSERT INTO decision VALUES (?, ?, ?, ?, ?, 0)",
        (number, action, entity, other, msgspec.json.encode(kept).decode()),
    )
    return _decision(connection, number)[0]


def _decision(connection: sqlite3.Connection, number: int) -> tuple[HandDecision, _Kept]:
    row = connection.execute("SELECT action, moved, undone FROM decision WHERE decision_id = ?", (number,)).fetchone()
    if row is None:
        raise OptionError(f"there is no decision {number}; `onrecord entities decisions` lists them")
    action, stored, undone = row
    try:
        kept = _decoder.decode(stored)
        articles = tuple(dict.fromkeys(document for document, _, _ in kept.moved))
        made = HandDecision(number, action, kept.entity, kept.name, kept.other, kept.other_name, articles, bool(undone))
        return fitting(made), kept
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError) as error:
        raise LedgerDamaged(f"decision {number} of the ledger is damaged ({error}); restore a copy") from error
