"""What articles' records alone tell of an entity: the offices it was given, and the hands its words went through.

No table has either, since no search asks for them. So records are read, the newest first, and no more of them than a
person waits for; how many is told with the answer.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from onrecord.ledger.joining_names import plain_words
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.profiles import role_in_words
from onrecord.record.types import Record

__all__ = ["RoleTold", "Through", "Told", "newest_records"]

#: Records that are read for one entity: at .36 ms each (measured on PolNeAR's) under half a second.
_RECORDS_READ = 1_000
#: Offices and hands that are told: more are a list that nobody reads.
_TOLD = 12


@dataclass(frozen=True, slots=True)
class RoleTold:
    """An office that articles gave, in how many, and on which days first and last."""

    role: str
    articles: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Through:
    """A hand that a speaker's words went through: its name, or else its standing ("unnamed_person")."""

    entity_id: int | None
    name: str | None
    standing: str
    attributions: int


@dataclass
class _Office:
    """An office as the articles write it, and the days on which they give it."""

    written: Counter[str] = field(default_factory=Counter)
    days: list[str] = field(default_factory=list)
    articles: int = 0


def newest_records(
    connection: sqlite3.Connection, ledger: Ledger, entity: int
) -> Iterator[tuple[Record, dict[str, int], set[str]]]:
    """The newest records that name an entity, with the ledger's number of each of theirs, and the entity's own ids."""
    rows = connection.execute(
        "SELECT document_id, key FROM article_entity JOIN chosen USING (document_id) WHERE entity_id = ? "
        "ORDER BY published DESC, document_id DESC, key",
        (entity,),
    ).fetchall()
    for count, (document, of_document) in enumerate(groupby(rows, key=lambda row: row[0])):
        if count == _RECORDS_READ:
            return
        joined = connection.execute("SELECT key, entity_id FROM article_entity WHERE document_id = ?", (document,))
        yield ledger.record(document), dict(joined.fetchall()), {key for _, key in of_document}


@dataclass
class Told:
    """What records tell of one entity: its offices, and the hands that its words went through."""

    entity: int
    standing: str | None
    offices: dict[tuple[object, ...], _Office] = field(default_factory=dict)
    hands: Counter[tuple[int | str | None, str]] = field(default_factory=Counter)  #: ledger's number, name or neither
    read: int = 0

    def add(self, record: Record, joined: dict[str, int], own: set[str]) -> None:
        """Count a record; ``joined`` are the ledger's numbers by the record's ids, ``own`` the entity's ids in it."""
        self.read += 1
        names = {each.id: " ".join(each.name.split()) for each in record.entities}
        given: dict[tuple[object, ...], str] = {}
        for role in (role for each in record.entities if each.id in own for role in each.roles):
            body, title = names.get(role.organization or ""), " ".join(role.title.split())
            given[plain_words(title), plain_words(body or ""), role.status] = role_in_words(title, body, role.status)
        for office_key, words in given.items():
            office = self.offices.setdefault(office_key, _Office())
            office.articles += 1
            office.written[words] += 1
            office.days += [record.document.published[:10]] if record.document.published else []
        for attribution in record.attributions:
            if attribution.source.entity in own and self.standing in (None, attribution.source.standing):
                for hand in attribution.chain[1:]:
                    who = joined.get(hand.entity or "", names.get(hand.entity or ""))
                    self.hands[(who, hand.standing)] += who != self.entity

    def told_offices(self) -> tuple[RoleTold, ...]:
        """Those that most articles give, the last given first."""
        told = [
            RoleTold(
                max(sorted(office.written), key=lambda words: office.written[words]),
                office.articles,
                min(office.days, default=None),
                max(office.days, default=None),
            )
            for office in self.offices.values()
        ]
        told.sort(key=lambda each: (-each.articles, each.role))
        return tuple(sorted(told[:_TOLD], key=lambda each: (each.last or "", each.articles), reverse=True))

    def told_hands(self, connection: sqlite3.Connection) -> tuple[Through, ...]:
        """The most frequent, by the ledger's names where it has them."""
        most = sorted(self.hands.items(), key=lambda pair: (-pair[1], str(pair[0])))[:_TOLD]
        through = []
        for (who, standing), count in most:
            name = who
            if isinstance(who, int):
                name = connection.execute("SELECT name FROM entity WHERE entity_id = ?", (who,)).fetchone()[0]
            if count:
                number = who if isinstance(who, int) else None
                through.append(Through(number, None if name is None else str(name), standing, count))
        return tuple(through)
