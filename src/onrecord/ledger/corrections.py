"""Corrections of readings, kept in the ledger beside them: by whom, when, and whether they were taken back.

A correction belongs to one text. When its page gets a new version, that is another text with a reading of its own, and
the correction stays with the old one: what stood there was wrong, and nobody has looked at what stands here. Nothing
is ever removed: one that is withdrawn stays, with who withdrew it and when. Searches and figures count what was read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import msgspec

from onrecord.errors import LedgerDamaged, OptionError
from onrecord.ledger.connection import reading, transaction, translated
from onrecord.ledger.correcting import Correction, CorrectionKind, check, corrected, in_force, said_by
from onrecord.ledger.fitting import fitting
from onrecord.ledger.ledger import Ledger
from onrecord.record.types import Record, SpanRecord

__all__ = [
    "Correction",
    "CorrectionKind",
    "add",
    "corrected",
    "corrections",
    "corrections_of",
    "find_correction",
    "in_force",
    "with_corrections",
    "withdraw",
]

_COLUMNS = "correction_id, document_id, attribution, kind, value, who, made, note, withdrawn"


class _Value(msgspec.Struct, frozen=True):
    """What of a correction depends on its kind, and who took it back, as JSON in the column ``value``."""

    spans: tuple[SpanRecord, ...] | None = None
    entity: str | None = None
    name: str | None = None
    withdrawn_by: str | None = None


_decoder = msgspec.json.Decoder(_Value)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def add(
    ledger: Ledger,
    document: int,
    attribution: str,
    kind: CorrectionKind,
    *,
    who: str,
    spans: Sequence[tuple[int, int]] | None = None,
    entity: str | None = None,
    name: str | None = None,
    note: str = "",
) -> Correction:
    """Keep a correction of one attribution's reading; see :class:`Correction` for what each kind takes.

    Raises OptionError where the ledger has no such document, the document no such attribution, or where it makes no
    sense there.
    """
    made = Correction(
        correction=0,
        document=document,
        attribution=attribution,
        kind=kind,
        spans=None if spans is None else tuple(SpanRecord(start, end) for start, end in spans),
        entity=entity,
        name=None if name is None else " ".join(name.split()),
        who=who.strip(),
        made=_now(),
        note=note.strip(),
    )
    check(ledger.record(document), made)
    connection = ledger.connection
    value = msgspec.json.encode(_Value(made.spans, made.entity, made.name)).decode()
    with translated(ledger.path), transaction(connection):
        number: int = connection.execute("SELECT coalesce(max(correction_id), 0) + 1 FROM correction").fetchone()[0]
        connection.execute(
            f"INSERT INTO correction ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",  # noqa: S608 -- our columns
            (number, document, attribution, kind, value, made.who, made.made, made.note),
        )
    return replace(made, correction=number)


def withdraw(ledger: Ledger, correction: int, *, who: str) -> Correction:
    """Take a correction back; it stays in the ledger, with who took it back and when.

    Raises OptionError for one that is not there, or was withdrawn already.
    """
    who = said_by(who)
    connection = ledger.connection
    with translated(ledger.path), transaction(connection):
        found = find_correction(ledger, correction)
        if found.withdrawn is not None:
            by = found.withdrawn_by or "somebody"
            raise OptionError(f"correction {correction} was withdrawn already, by {by} on {found.withdrawn[:10]}")
        value = msgspec.json.encode(_Value(found.spans, found.entity, found.name, who)).decode()
        withdrawn = replace(found, withdrawn=_now(), withdrawn_by=who)
        connection.execute(
            "UPDATE correction SET value = ?, withdrawn = ? WHERE correction_id = ?",
            (value, withdrawn.withdrawn, correction),
        )
    return withdrawn


def find_correction(ledger: Ledger, correction: int) -> Correction:
    """One correction, by its number. Raises OptionError where there is none."""
    with reading(ledger.path):
        found = next(_read(ledger.connection, "correction_id = ?", correction), None)
    if found is None:
        raise OptionError(f"the ledger {ledger.path} has no correction {correction}")
    return found


def corrections(ledger: Ledger) -> list[Correction]:
    """All corrections of a ledger in the order in which they were made, withdrawn ones too."""
    with reading(ledger.path):
        return list(_read(ledger.connection, "TRUE"))


def corrections_of(ledger: Ledger, document: int) -> list[Correction]:
    """Those of one text, by its number in the ledger. Raises OptionError where there is none."""
    connection = ledger.connection
    with reading(ledger.path):
        if connection.execute("SELECT 1 FROM document WHERE document_id = ?", (document,)).fetchone() is None:
            raise OptionError(
                f"the ledger {ledger.path} has no article {document}; `onrecord search` gives the numbers"
            )
        return list(_read(connection, "document_id = ?", document))


def with_corrections(ledger: Ledger, document: int, record: Record) -> Record:
    """The record of a document with its corrections. Raises LedgerDamaged where one is none of this record."""
    with reading(ledger.path):
        found = list(_read(ledger.connection, "document_id = ?", document))
    try:
        return corrected(record, found)
    except OptionError as error:
        raise LedgerDamaged(f"a correction of article {document} in the ledger does not fit it: {error}") from error


def _read(connection: sqlite3.Connection, where: str, *values: int) -> Iterator[Correction]:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM correction WHERE {where} ORDER BY correction_id",  # noqa: S608 -- our own conditions
        values,
    )
    for number, document, attribution, kind, stored, who, made, note, withdrawn in rows:
        try:
            value = _decoder.decode(stored)
        except (msgspec.DecodeError, UnicodeDecodeError, TypeError) as error:
            raise LedgerDamaged(f"correction {number} of the ledger is damaged ({error}); restore a copy") from error
        if kind not in get_args(CorrectionKind):
            raise LedgerDamaged(f"correction {number} of the ledger is of no kind that there is; restore a copy")
        yield fitting(
            Correction(
                correction=number,
                document=document,
                attribution=attribution,
                kind=kind,
                spans=value.spans,
                entity=value.entity,
                name=value.name,
                who=who,
                made=made,
                note=note,
                withdrawn=withdrawn,
                withdrawn_by=value.withdrawn_by,
            )
        )
