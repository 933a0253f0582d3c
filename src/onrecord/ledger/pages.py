"""Articles of the ledger by what a person has of them, and the texts that one page has had."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from onrecord.errors import OptionError
from onrecord.ledger.connection import reading
from onrecord.ledger.fitting import fitting
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.store import address_of

__all__ = ["Version", "find_article", "versions_of"]

_SCHEME = "sha256:"
#: Hexadecimal digits that tell a hash: six of them are shared by one in sixteen million.
_LEAST_DIGITS = 6
_HASH = re.compile(rf"(?:{_SCHEME})?([0-9a-f]{{{_LEAST_DIGITS},64}})", re.IGNORECASE)
#: SQLite's numbers of rows have up to nineteen digits, those of articles far fewer.
_MOST_DIGITS = 18
_TOLD = 6


@dataclass(frozen=True, slots=True)
class Version:
    """One of the texts that were found under one address: ``version`` counts from 1, ``document`` is its number."""

    document: int
    version: int
    title: str | None
    outlet: str | None
    published: str | None
    words: int
    attributions: int
    hash: str
    replaced_by: int | None


def _by_hash(connection: sqlite3.Connection, digits: str) -> list[int]:
    begin = f"{_SCHEME}{digits.lower()}"
    rows = connection.execute(
        "SELECT document_id FROM document WHERE hash >= ? AND hash < ? ORDER BY document_id LIMIT ?",
        (begin, f"{begin}g", _TOLD + 1),
    )
    return [row[0] for row in rows]


def _by_address(connection: sqlite3.Connection, given: str) -> list[int]:
    """The newest texts under a path or an address; one with another fragment than the ledger's is the same page."""
    newest = connection.execute(
        "SELECT document_id FROM document WHERE uri = ? ORDER BY version DESC LIMIT 1", (given,)
    ).fetchone()
    if newest:
        return [newest[0]]
    rows = connection.execute(
        "SELECT document_id FROM document WHERE address <> '' AND address = ? AND replaced_by IS NULL LIMIT ?",
        (address_of(given), _TOLD + 1),
    )
    return [row[0] for row in rows]


def find_article(ledger: Ledger, given: str) -> int:
    """The number of the article that ``given`` means: its number, its path or address, or how its hash begins.

    An address means the page's newest text. Raises OptionError where none or several fit.
    """
    given = given.strip()
    connection = ledger.connection
    with reading(ledger.path):
        if given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS:
            known = connection.execute("SELECT 1 FROM document WHERE document_id = ?", (int(given),)).fetchone()
            if known:
                return int(given)
        digits = _HASH.fullmatch(given)
        found = _by_hash(connection, digits[1]) if digits else []
        found = found or _by_address(connection, given.replace("\x00", "").encode("utf-8", "replace").decode())
    if len(found) == 1:
        return found[0]
    if found:
        numbers = ", ".join(map(str, found[:_TOLD])) + (", …" if len(found) > _TOLD else "")
        raise OptionError(f"{given[:80]!r} fits several articles; give the number of one: {numbers}")
    raise OptionError(
        f"the ledger {ledger.path} has no article {given[:200]!r}; give its number, as `onrecord search` shows it, its "
        f"path or address as it was indexed, or {_LEAST_DIGITS} and more digits of its hash"
    )


def versions_of(ledger: Ledger, document: int) -> list[Version]:
    """The texts of the page that an article is of, by its number, the oldest first. Raises OptionError for none."""
    with reading(ledger.path):
        rows = ledger.connection.execute(
            "SELECT document.document_id, document.version, document.title, outlet.name, document.published, "
            "document.words, (SELECT count(*) FROM attribution WHERE attribution.document_id = document.document_id), "
            "document.hash, document.replaced_by "
            "FROM document AS given "
            "JOIN document ON document.document_id = given.document_id OR document.uri = given.uri "
            "LEFT JOIN outlet ON outlet.outlet_id = document.outlet_id WHERE given.document_id = ? "
            "ORDER BY document.version, document.document_id",
            (document,),
        ).fetchall()
        versions = [fitting(Version(*row)) for row in rows]
    if not versions:
        raise OptionError(f"the ledger {ledger.path} has no article {document}; `onrecord search` gives the numbers")
    return versions
