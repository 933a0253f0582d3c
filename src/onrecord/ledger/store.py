"""Records into the ledger: known ones passed over, changed ones as versions, copies grouped, entities joined.

A document is known by the hash of its text, and where it has an address on the web by that too: one agency's text at
two papers' addresses is two articles, one file in two folders is one. All that a batch of records brings is written in
one transaction. Nothing of the clock is written, so that the same articles in the same order give the same ledger,
row for row, however often the writing was broken off.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from onrecord.errors import FormatError
from onrecord.ledger import copies
from onrecord.ledger.entities import Joiner
from onrecord.ledger.ids import day_of, row_id
from onrecord.ledger.indexed_words import IndexedWords, indexed_words
from onrecord.ledger.rows import AttributionRow, QuotationRow, attribution_rows, deflate, quotation_rows
from onrecord.ledger.shingles import shingles
from onrecord.record.types import Record

__all__ = ["Added", "Writer", "address_of", "find_document"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a record: ``new``, ``known`` already, a ``version`` of a page with other words, or ``refused``.

    ``document_id`` is its number in the ledger, ``copy_of`` that of the first article with nearly its text, and
    ``reason`` why it was refused.
    """

    outcome: Literal["new", "known", "version", "refused"]
    document_id: int | None = None
    copy_of: int | None = None
    reason: str = ""


@dataclass
class _Waiting:
    """Rows that are written at the batch's end, sorted: the full-text index takes them best in their order."""

    attributions: list[tuple[int, int, AttributionRow, IndexedWords]] = field(default_factory=list)
    quotations: list[tuple[int, int, int | None, QuotationRow]] = field(default_factory=list)


def address_of(uri: str | None) -> str:
    """The address of a page on the web, without its fragment; nothing for a path."""
    if uri is None or not uri.lower().startswith(("http://", "https://")):
        return ""
    return uri.partition("#")[0]


def find_document(connection: sqlite3.Connection, digest: str, uri: str | None) -> int | None:
    """The number of the document that is known by this hash, and this address where it has one."""
    address = address_of(uri)
    found = connection.execute(
        "SELECT document_id FROM document WHERE hash = ? AND (address = ? OR ? = '') ORDER BY document_id LIMIT 1",
        (digest, address, address),
    ).fetchone()
    return found[0] if found else None


class Writer:
    """Adds records to a ledger, within a transaction that the caller holds."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run: Callable[..., sqlite3.Cursor] = connection.execute
        self._connection = connection
        self._joiner = Joiner(connection)

    def add(self, records: Sequence[Record]) -> list[Added]:
        """Add records in their order. One that cannot be stored is refused with its reason, and the rest go on."""
        waiting = _Waiting()
        self._joiner.begin()
        self._next = self._run("SELECT value FROM counter WHERE name = 'row'").fetchone()[0]
        outcomes = [self._add(record, waiting) for record in records]
        self._joiner.write()
        self._write(waiting)
        self._run("UPDATE counter SET value = ? WHERE name = 'row'", (self._next,))
        return outcomes

    def _add(self, record: Record, waiting: _Waiting) -> Added:
        known = find_document(self._connection, record.document.id, record.document.uri)
        if known is not None:
            return Added("known", known)
        try:
            content = deflate(record)
        except FormatError as error:
            return Added("refused", reason=str(error))
        day, published = day_of(record.document.published)
        document, before, copy_of = self._add_document(record, published)
        self._run("INSERT INTO record VALUES (?, ?)", (document, content))
        outlet = self._outlet(record.document.outlet)
        entities = self._joiner.join(record, document)
        names = {entity.id: entity.name for entity in record.entities}
        numbers: dict[str, int] = {}
        for row in attribution_rows(record):
            numbers[row.key] = self._number(day)
            words = indexed_words(
                content=row.content,
                source=row.source,
                speaker=names.get(row.entity or "", ""),
                standing=row.standing,
                form=row.form,
                act=row.act,
                stance=row.stance,
                hops=row.hops,
                negated=row.negated,
                nested=row.parent is not None,
                entity=entities.get(row.entity or ""),
                outlet=outlet,
            )
            waiting.attributions.append((numbers[row.key], document, row, words))
        for quotation in quotation_rows(record):
            held = numbers.get(quotation.attribution or "")
            waiting.quotations.append((self._number(day), document, held, quotation))
        return Added("new" if before is None else "version", document, copy_of if copy_of != document else None)

    def _number(self, day: int) -> int:
        self._next += 1
        return row_id(day, self._next)

    def _outlet(self, name: str | None) -> int | None:
        if not name:
            return None
        found = self._run("SELECT outlet_id FROM outlet WHERE name = ?", (name,)).fetchone()
        return found[0] if found else self._run("INSERT INTO outlet (name) VALUES (?)", (name,)).lastrowid

    def _add_document(self, record: Record, published: str | None) -> tuple[int, int | None, int]:
        """The document's number, that of the version before, and that of the first with nearly its text."""
        document = record.document
        shares = record.shares_by_standing()
        number = self._run("SELECT coalesce(max(document_id), 0) + 1 FROM document").fetchone()[0]
        before, version = self._run(
            "SELECT document_id, version FROM document WHERE uri = ? ORDER BY version DESC LIMIT 1", (document.uri,)
        ).fetchone() or (None, 0)
        signature = copies.signature(document.text)
        copy_of = self._copy_of(number, signature)
        self._run(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?)",
            (
                number, document.id, address_of(document.uri), document.uri, document.title,
                self._outlet(document.outlet), published, sum(share.words for share in shares), version + 1, before,
                copy_of, copies.pack(signature), record.reader.model,
            ),
        )  # fmt: skip
        if before is not None:
            self._run("UPDATE document SET replaced_by = ? WHERE document_id = ?", (number, before))
        self._connection.executemany(
            "INSERT INTO share VALUES (?, ?, ?)", [(number, share.standing, share.words) for share in shares]
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO copy_band VALUES (?, ?)", [(band, number) for band in copies.bands(signature)]
        )
        return number, before, copy_of

    def _copy_of(self, number: int, signature: copies.Signature | None) -> int:
        met: dict[int, None] = {}
        for band in copies.bands(signature):
            rows = self._run("SELECT document_id FROM copy_band WHERE band = ? ORDER BY document_id LIMIT 50", (band,))
            met.update(dict.fromkeys(row[0] for row in rows))
        for candidate in sorted(met):
            stored, first = self._run(
                "SELECT signature, copy_of FROM document WHERE document_id = ?", (candidate,)
            ).fetchone()
            other = copies.unpack(stored)
            if (
                signature is not None
                and other is not None
                and copies.likeness(signature, other) >= copies.LEAST_LIKENESS
            ):
                return int(first)
        return number

    def _write(self, waiting: _Waiting) -> None:
        attributions = sorted(waiting.attributions, key=lambda each: each[0])
        self._connection.executemany(
            "INSERT INTO attribution VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    number, document, row.key, row.parent, row.source, row.entity, row.standing, row.cue, row.lemma,
                    row.act, row.stance, row.form, row.negated, row.hops, row.time, row.content, row.words,
                    row.confidence,
                )
                for number, document, row, _ in attributions
            ],
        )  # fmt: skip
        self._connection.executemany(
            "INSERT INTO attribution_text (rowid, content, source, facets) VALUES (?, ?, ?, ?)",
            [(number, words.content, words.source, words.facets) for number, _, _, words in attributions],
        )
        quotations = sorted(waiting.quotations, key=lambda each: each[0])
        self._connection.executemany(
            "INSERT INTO quotation VALUES (?, ?, ?, ?, ?, ?)",
            [
                (number, document, row.span.start, row.span.end, held, row.text)
                for number, document, held, row in quotations
            ],
        )
        self._connection.executemany(
            "INSERT INTO quotation_shingles (rowid, shingles) VALUES (?, ?)",
            [(number, " ".join(shingles(row.keys))) for number, _, _, row in quotations],
        )
