"""What articles' records alone tell of an entity: its offices, the hands its words went through, and who was told.

No table has these, since no search asks for them. So records are read, the newest first, and no more of them than a
person waits for; how many is told with the answer. Of each only the parts that tell are decoded, in a third of the
time: a stored record was checked whole when it came in.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

import msgspec

from onrecord.errors import LedgerDamaged
from onrecord.ledger.joining_names import plain_words
from onrecord.ledger.profiles import role_in_words
from onrecord.ledger.rows import inflated
from onrecord.record.types import Addressee, Carrier, Role, Source

__all__ = ["Addressed", "RecordRead", "RoleTold", "Through", "Told", "newest_records"]

#: Records that are read for one entity: at .2 ms each (measured on PolNeAR's) under a quarter of a second.
_RECORDS_READ = 1_000
#: Offices, hands and addressees that are told: more are a list that nobody reads.
_TOLD = 12
#: Words that are nobody's name: where the record does not say whom they mean, nothing is known of who was told.
_PRONOUNS = frozenset({
    "me", "us", "you", "him", "her", "it", "them", "myself", "yourself", "himself", "herself", "itself", "ourselves",
    "themselves", "everyone", "anyone",
})  # fmt: skip


class _DocumentRead(msgspec.Struct, frozen=True):
    """Of a record's document, its text and day."""

    text: str
    published: str | None = None


class _EntityRead(msgspec.Struct, frozen=True):
    """Of a record's entity, its name and offices."""

    id: str
    name: str
    roles: list[Role] = []


class _AttributionRead(msgspec.Struct, frozen=True):
    """Of a record's attribution, who speaks to whom, and through which hands."""

    source: Source
    addressee: Addressee | None = None
    chain: list[Carrier] = []


class RecordRead(msgspec.Struct, frozen=True):
    """The parts of a record that tell of an entity what no table has."""

    document: _DocumentRead
    entities: list[_EntityRead] = []
    attributions: list[_AttributionRead] = []


_decoder = msgspec.json.Decoder(RecordRead)


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


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a speaker told something: by the ledger's number and name, or else in the articles' own words."""

    entity_id: int | None
    name: str
    attributions: int


@dataclass
class _Office:
    """An office as the articles write it, and the days on which they give it."""

    written: Counter[str] = field(default_factory=Counter)
    days: list[str] = field(default_factory=list)
    articles: int = 0


def newest_records(
    connection: sqlite3.Connection, entity: int
) -> Iterator[tuple[RecordRead, dict[str, int], set[str]]]:
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
        yield _read(connection, document), dict(joined.fetchall()), {key for _, key in of_document}


def _read(connection: sqlite3.Connection, document: int) -> RecordRead:
    row = connection.execute("SELECT content FROM record WHERE document_id = ?", (document,)).fetchone()
    if row is None:
        raise LedgerDamaged(f"the ledger has no record of its article {document}; index it into a new ledger")
    try:
        return _decoder.decode(inflated(row[0]))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LedgerDamaged(f"the record of article {document} is damaged ({error}); index it anew") from error


@dataclass
class Told:
    """What records tell of one entity: its offices, the hands that its words went through, and whom it told."""

    entity: int
    standing: str | None
    offices: dict[tuple[object, ...], _Office] = field(default_factory=dict)
    hands: Counter[tuple[int | str | None, str]] = field(default_factory=Counter)  #: ledger's number, name or neither
    hearers: Counter[int | str] = field(default_factory=Counter)  #: the ledger's number, or words as they are compared
    written: dict[int | str, Counter[str]] = field(default_factory=dict)  #: hearers as the articles write them
    read: int = 0

    def add(self, record: RecordRead, joined: dict[str, int], own: set[str]) -> None:
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
                self._hear(attribution.addressee, record.document.text, joined, names)

    def _hear(self, addressee: Addressee | None, text: str, joined: dict[str, int], names: dict[str, str]) -> None:
        """Count who was told; ``names`` are by the record's ids, for whom the ledger has no number."""
        if addressee is None:
            return
        words = " ".join(" ".join(text[span.start : span.end] for span in addressee.spans).split())
        words = names.get(addressee.entity or "", words)
        plain = " ".join(plain_words(words))
        who = joined.get(addressee.entity or "", plain)
        if who and who not in _PRONOUNS:
            self.hearers[who] += 1
            self.written.setdefault(who, Counter())[words] += 1

    def told_hearers(self, connection: sqlite3.Connection) -> tuple[Addressed, ...]:
        """Who was told most often, by the ledger's names where it has them."""
        most = sorted(self.hearers.items(), key=lambda pair: (-pair[1], str(pair[0])))[:_TOLD]
        told = []
        for who, count in most:
            if isinstance(who, int):
                name = connection.execute("SELECT name FROM entity WHERE entity_id = ?", (who,)).fetchone()[0]
                told.append(Addressed(who, name, count))
            else:
                written = self.written[who]
                told.append(Addressed(None, max(sorted(written), key=lambda words: written[words]), count))
        return tuple(told)

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
