"""A ledger from anywhere: bytes that are none, a real one with bytes changed, and one whose rows say what none says.

Whatever it holds, opening it and asking it gives answers that can be shown, or a LedgerError. SQLite itself would open
many of these; so what is asked of here is what this program does with the rows that it gets.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from pathlib import Path

from fuzzing.made_up import small_ledger, workplace
from fuzzing.parts import Parts
from fuzzing.promise import promise
from onrecord.errors import FormatError, LedgerError, OptionError
from onrecord.interfaces.output import Look, render
from onrecord.interfaces.search_views import page_object, rows, view
from onrecord.interfaces.show_views import versions_object, versions_view
from onrecord.interfaces.trace_views import view as trace_view
from onrecord.ledger.decisions import decisions
from onrecord.ledger.joins import joins_of, known_entities
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.listing import articles, counts
from onrecord.ledger.pages import find_article, versions_of
from onrecord.ledger.profile_details import outlet_detail, speaker_detail
from onrecord.ledger.profile_timeline import said_by_month
from onrecord.ledger.query import parse_words
from onrecord.record.json import decode, encode

__all__ = ["check"]

_LOOK = Look()
_TABLES = (
    "document", "record", "attribution", "entity", "article_entity", "entity_key", "outlet", "share", "copy_band",
    "quotation", "decision", "correction", "input", "counter",
)  # fmt: skip
_VALUES = (
    None, -1, 0, 1, 2, 3, 2**62, -(2**63), 0.5, float("inf"), "", "x", "2024-02-30", b"", b"\xff\xfe", b"x\x9c\x03\x00",
    "\x00", "9999-12-31", "named_person", "e1", "[]", "{}", "null", '{"spans": [{"start": 5, "end": 2}]}',
)  # fmt: skip


def _raw(parts: Parts) -> bytes:
    return parts.rest()


def _with_bytes_changed(parts: Parts) -> bytes:
    """The real ledger, written over at some places, cut, or with one page in the place of another."""
    content = bytearray(small_ledger())
    while parts:
        what, at = parts.number(8), parts.number(len(content) or 1)
        if what == 0:
            del content[at:]
        elif what == 1:
            page = parts.number(256) * 512
            content[at - at % 512 : at - at % 512 + 512] = content[page : page + 512]
        elif what == 2:
            content[at % 100 : at % 100 + 1] = parts.take(1)  # of the file's head
        else:
            new = parts.take(parts.number(9))
            content[at : at + len(new)] = new
    return bytes(content)


def _with_rows_changed(parts: Parts) -> bytes:
    """The real ledger, with values in its rows that this program never wrote, and rows taken out."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.deserialize(small_ledger())
        connection.execute("PRAGMA foreign_keys = OFF")
        while parts:
            table = parts.choice(_TABLES)
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            column, value, row = parts.choice(columns), parts.choice(_VALUES), parts.number(4)
            chosen = f"{columns[0]} = (SELECT {columns[0]} FROM {table} LIMIT 1 OFFSET {row})"
            try:
                if parts.number(8) == 0:
                    connection.execute(f"DELETE FROM {table} WHERE {chosen}")
                else:
                    connection.execute(f"UPDATE {table} SET {column} = ? WHERE {chosen}", (value,))
            except sqlite3.Error:  # a value that SQLite itself keeps out, such as none in the place of a key
                continue
        return connection.serialize()
    finally:
        connection.close()


def _searched(ledger: Ledger) -> None:
    for asked in ({}, {"words": "quay"}, {"speaker": "Vance"}, {"outlet": "courier"}, {"once": True, "versions": True}):
        page = ledger.search(**asked)
        page_object(page)
        list(rows(page.hits))
        view(page.hits, parse_words("quay"), _LOOK)


def _shown(ledger: Ledger) -> None:
    for given in ("1", "2", "3", "https://quil.example/a"):
        number = find_article(ledger, given)
        known = versions_of(ledger, number)
        versions_object(known)
        versions_view(known, _LOOK)
        for corrected in (False, True):
            render(ledger.record(number, corrected=corrected), "text", _LOOK)


def _listed(ledger: Ledger) -> None:
    counts(ledger)
    for versions in (False, True):
        articles(ledger, versions=versions, limit=2)


def _people(ledger: Ledger) -> None:
    list(ledger.speakers())
    list(ledger.outlets())
    ledger.corrections()
    decisions(ledger)


def _known(ledger: Ledger) -> None:
    outlet_detail(ledger, "courier")
    for each in known_entities(ledger)[0]:
        list(joins_of(ledger, each.entity_id))
        speaker_detail(ledger, str(each.entity_id))
        said_by_month(ledger, each.entity_id)


def _traced(ledger: Ledger) -> None:
    found = ledger.trace("the north quay will stay shut until the spring")
    trace_view(found, limit=10, every=True, width=80, color=False, plain=True)


def _read_through(ledger: Ledger) -> None:
    for record in ledger.records(corrected=True):
        promise(decode(encode(record)) == record, "a record that was read is another after JSON")


_QUESTIONS: tuple[Callable[[Ledger], None], ...] = (
    _searched, _shown, _listed, _people, _known, _traced, _read_through,
)  # fmt: skip
_MAKERS: tuple[Callable[[Parts], bytes], ...] = (_raw, _with_bytes_changed, _with_rows_changed)


def _asked(path: Path, questions: tuple[Callable[[Ledger], None], ...]) -> None:
    try:
        with Ledger(path) as ledger:
            for question in questions:
                try:
                    question(ledger)
                except (LedgerError, OptionError) as error:
                    promise(bool(str(error)), "an error says nothing")
                except FormatError as error:
                    promise("surrogate" in str(error), f"a damaged record is none of the ledger's errors: {error}")
    except LedgerError as error:
        promise(bool(str(error)), "an error says nothing")


def check(data: bytes) -> None:
    """Write a ledger, open it, and ask it one kind of question, or all."""
    parts = Parts(data)
    maker, asked = parts.choice(_MAKERS), parts.number(len(_QUESTIONS) + 1)
    path = workplace() / f"onrecord-fuzzing-{secrets.token_hex(8)}"
    path.write_bytes(maker(parts))
    try:
        _asked(path, _QUESTIONS if asked == len(_QUESTIONS) else _QUESTIONS[asked : asked + 1])
    finally:
        for made in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            made.unlink(missing_ok=True)
