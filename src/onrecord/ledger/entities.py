"""The ledger's entities: each article's people and bodies joined to those that are known, with the reason kept.

What may be joined is decided in ``ledger.joining``, from values alone; here candidates are fetched and what was
decided is written down.
"""

from __future__ import annotations

import sqlite3
import zlib
from bisect import bisect_right
from collections.abc import Iterable

import msgspec

from onrecord.errors import LedgerDamaged
from onrecord.ledger.joining import (
    MOST_CANDIDATES,
    Decision,
    Profile,
    companion_key,
    decide,
    lookup_keys,
    merged,
    profiles_of,
    search_keys,
)
from onrecord.record.types import Record

__all__ = ["Joiner", "read_profile", "stored_profile", "write_profile"]

#: Company that is everywhere tells nothing: entities in this part of the articles, and in so many at least. In a month
#: of an election half of all articles name the candidates.
_EVERYWHERE, _AT_LEAST = 0.02, 20
#: The numbers of articles at which it is counted anew: a quarter more each time.
_REFRESHED = [0, *(int(100 * 1.25**step) for step in range(100))]

#: The most bytes of a profile, inflated; the largest among a year of election news has 10,000.
_MAX_BYTES = 4_000_000

_decoder = msgspec.json.Decoder(Profile)


def read_profile(stored: bytes) -> Profile:
    """The profile in a row of ``entity``. Raises LedgerDamaged."""
    inflater = zlib.decompressobj()
    try:
        return _decoder.decode(inflater.decompress(stored, _MAX_BYTES))
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError, TypeError) as error:
        raise LedgerDamaged(f"what the ledger knows of an entity is damaged ({error}); restore a copy") from error


def stored_profile(profile: Profile) -> bytes:
    """The profile as a row of ``entity`` keeps it: JSON, deflated; the names of its company are most of it."""
    return zlib.compress(msgspec.json.encode(profile), 6)


def write_profile(connection: sqlite3.Connection, entity: int, profile: Profile) -> None:
    """Put down what is known of an entity, and under which keys it is found."""
    connection.execute(
        "UPDATE entity SET name = ?, kind = ?, articles = ?, profile = ? WHERE entity_id = ?",
        (profile.name, profile.kind, profile.articles, stored_profile(profile), entity),
    )
    _write_keys(connection, entity, profile)


def _write_keys(connection: sqlite3.Connection, entity: int, profile: Profile) -> None:
    connection.execute("DELETE FROM entity_key WHERE entity_id = ?", (entity,))
    connection.executemany(
        "INSERT OR IGNORE INTO entity_key VALUES (?, ?)", [(key, entity) for key in lookup_keys(profile)]
    )


class Joiner:
    """Joins the entities of records to those of a ledger.

    Within a batch, what is known of an entity is kept here and written down at its end; what candidates are found and
    ordered by is written at once, so that joins do not depend on where a batch ends.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._profiles: dict[int, Profile] = {}
        self._changed: set[int] = set()
        self._as_of = -1
        self._met_everywhere: frozenset[str] = frozenset()

    def join(self, record: Record, document: int) -> dict[str, int]:
        """The ledger's number of each of the record's named entities, by the record's id; written with its reason.

        Two entities of one article are never joined: the article itself keeps them apart.
        """
        joined: dict[str, int] = {}
        for key, profile in profiles_of(record).items():
            if not profile.is_named:
                continue
            decision = self._decide(profile, joined.values(), document)
            entity = self._add(profile) if decision.entity is None else decision.entity
            if decision.entity is not None:
                self._learn(entity, profile)
            joined[key] = entity
            self._connection.execute(
                "INSERT INTO article_entity VALUES (?, ?, ?, ?, ?, ?)",
                (document, key, profile.name, profile.kind, entity, decision.reason),
            )
        return joined

    def begin(self) -> None:
        """Begin a batch: another program may have written since the last one."""
        self._profiles.clear()
        self._changed.clear()

    def write(self) -> None:
        """Write down what the batch has told of entities."""
        self._connection.executemany(
            "UPDATE entity SET profile = ? WHERE entity_id = ?",
            [(stored_profile(self._profiles[entity]), entity) for entity in sorted(self._changed)],
        )
        self._changed.clear()

    def _profile(self, entity: int) -> Profile:
        known = self._profiles.get(entity)
        if known is None:
            row = self._connection.execute("SELECT profile FROM entity WHERE entity_id = ?", (entity,)).fetchone()
            known = self._profiles[entity] = read_profile(row[0])
        return known

    def _learn(self, entity: int, profile: Profile) -> None:
        before = self._profile(entity)
        after = self._profiles[entity] = merged(before, profile)
        self._changed.add(entity)
        self._connection.execute(
            "UPDATE entity SET name = ?, kind = ?, articles = ? WHERE entity_id = ?",
            (after.name, after.kind, after.articles, entity),
        )
        if lookup_keys(before) != lookup_keys(after):
            _write_keys(self._connection, entity, after)

    def _decide(self, profile: Profile, taken: Iterable[int], document: int) -> Decision:
        apart = set(taken)
        found: set[int] = set()
        for key in search_keys(profile):
            rows = self._connection.execute(
                "SELECT entity_id FROM entity_key JOIN entity USING (entity_id) WHERE key = ? "
                "ORDER BY articles DESC, entity_id LIMIT ?",
                (key, MOST_CANDIDATES + len(apart)),
            )
            found.update([row[0] for row in rows if row[0] not in apart][:MOST_CANDIDATES])
        candidates = [(entity, self._profile(entity)) for entity in sorted(found)]
        return decide(profile, candidates, everywhere=self._everywhere(document))

    def _everywhere(self, document: int) -> frozenset[str]:
        """The company that is everywhere, as of a number of articles that depends on ``document`` alone.

        So the same articles in the same order are joined alike, wherever the writing was broken off.
        """
        asked = _REFRESHED[bisect_right(_REFRESHED, document - 1) - 1]
        if asked != self._as_of:
            rows = self._connection.execute(
                "SELECT name, kind FROM article_entity WHERE document_id <= ? GROUP BY name, kind HAVING count(*) >= ?",
                (asked, max(_AT_LEAST, _EVERYWHERE * asked)),
            )
            keys = (companion_key(name, kind) for name, kind in rows)
            self._as_of, self._met_everywhere = asked, frozenset(key for key in keys if key)
        return self._met_everywhere

    def _add(self, profile: Profile) -> int:
        number: int = self._connection.execute("SELECT coalesce(max(entity_id), 0) + 1 FROM entity").fetchone()[0]
        self._connection.execute(
            "INSERT INTO entity VALUES (?, ?, ?, ?, ?, NULL)",
            (number, profile.name, profile.kind, profile.articles, stored_profile(profile)),
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO entity_key VALUES (?, ?)", [(key, number) for key in lookup_keys(profile)]
        )
        self._profiles[number] = profile
        return number
