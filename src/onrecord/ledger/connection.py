"""One SQLite file, opened so that it is safe: what is switched on, and what SQLite's errors mean to a person.

The journal is a write-ahead log, so that readers see the last whole transaction while a writer is at work, and a
process killed at any instant leaves the ledger as it was after that transaction. A ledger may come from anywhere:
nothing in its schema is run that this program did not write (``schema.check`` and ``trusted_schema``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from onrecord.errors import (
    LedgerDamaged,
    LedgerError,
    LedgerUnwritable,
    NoLedger,
    NotALedger,
)
from onrecord.ledger.schema import check, is_new, migrate

__all__ = ["connect", "reading", "transaction", "translated"]

#: Milliseconds to wait for another writer before giving up: longer than a batch takes to be written.
_PATIENCE = 20_000
#: Kibibytes of pages kept in memory (SQLite's convention: negative is a size, not a count).
_CACHE = -65_536

_UNREADABLE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _meaning(path: Path, error: sqlite3.Error) -> LedgerError:
    """The error of ours for one of SQLite's; its primary code is the low byte (sqlite.org/rescode.html)."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_NOTADB:
        return NotALedger(f"{path} is no ledger: not an SQLite file; name the file that `onrecord index` wrote")
    if code in _DAMAGED:
        return LedgerDamaged(
            f"the ledger {path} is damaged ({error}); nothing was changed. Restore a copy, or index the articles anew "
            "into another file"
        )
    if code == sqlite3.SQLITE_FULL:
        return LedgerUnwritable(
            f"the disk is full: {path} could not be written. What was indexed before is kept; make room and run the "
            "command again, it goes on where it stopped"
        )
    if code == sqlite3.SQLITE_READONLY:
        return LedgerUnwritable(f"the ledger {path} may only be read; change its permissions or copy it")
    if code in _BUSY:
        return LedgerUnwritable(f"another program is writing to the ledger {path}; wait until it has finished")
    if code in _UNREADABLE:
        return NoLedger(f"the ledger {path} could not be opened ({error}); check the path and its permissions")
    if code == sqlite3.SQLITE_IOERR:
        return LedgerUnwritable(f"reading or writing the ledger {path} failed ({error}); check the disk and its room")
    return LedgerError(f"the ledger {path}: {error}")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of SQLite within are raised as errors of ours that name the ledger."""
    try:
        yield
    except sqlite3.Error as error:
        raise _meaning(path, error) from error


#: What rows that this program never wrote do to code that trusts them: their types are others, they lead nowhere.
_UNFIT = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError)


@contextmanager
def reading(ledger: Path | sqlite3.Connection) -> Iterator[None]:
    """:func:`translated`, for what is done with rows as they come out: where one fits nothing, the ledger is damaged.

    ``ledger`` is its path, or what is connected to it. Not for writing, where what does not fit may be the caller's.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _meaning(_path_of(ledger), error) from error
    except _UNFIT as error:
        raise LedgerDamaged(
            f"the ledger {_path_of(ledger)} is damaged: it holds what this program never wrote ({error}). Restore a "
            "copy, or index the articles anew into another file"
        ) from error


def _path_of(ledger: Path | sqlite3.Connection) -> Path:
    if isinstance(ledger, Path):
        return ledger
    return Path(ledger.execute("PRAGMA database_list").fetchone()[2])


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written within, or, where it raises, none of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _address(path: Path, mode: str, *, immutable: bool = False) -> str:
    fixed = "&immutable=1" if immutable else ""
    return f"file:{quote(str(path.absolute()))}?mode={mode}{fixed}"


def _open(path: Path, mode: str, *, immutable: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(
        _address(path, mode, immutable=immutable), uri=True, timeout=_PATIENCE / 1000, isolation_level=None
    )
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA cache_size = {_CACHE}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _open_to_read(path: Path) -> sqlite3.Connection:
    try:
        return _open(path, "ro")
    except sqlite3.OperationalError:
        # On a medium that cannot be written no log can be made beside the file; where none is left over, none is
        # needed either.
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise
        return _open(path, "ro", immutable=True)


def connect(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """The ledger at ``path``: to read, or, where ``write``, to add to; then it is made where there is none.

    Raises NoLedger, NotALedger, LedgerVersion, LedgerDamaged, LedgerUnwritable.
    """
    if path.is_dir():
        raise NotALedger(f"{path} is a folder; a ledger is one file: give its name, for example {path / 'news.ledger'}")
    if not write and not path.exists():
        raise NoLedger(f"there is no ledger {path}; make one with `onrecord index ARTICLES --ledger {path}`")
    if write and not path.absolute().parent.is_dir():
        raise NoLedger(f"there is no folder {path.absolute().parent} to make a ledger in; make it, or check the path")
    with reading(path):
        connection = _open(path, "rwc") if write else _open_to_read(path)
        try:
            if write:
                if not is_new(connection):
                    check(connection, path, write=True)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                with transaction(connection):
                    migrate(connection)
            check(connection, path, write=False)
        except BaseException:
            connection.close()
            raise
    return connection
