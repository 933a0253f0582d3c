"""The ledger's tables, in ordered steps.

Each step is run once, within the transaction that opens a ledger for writing, and never changed afterwards: a ledger
of any earlier version is brought to this one by the steps it has not had. The number of steps is the file's
``user_version``; ``application_id`` tells a ledger from other programs' files.

Two choices carry the searches. An attribution's id holds its article's day in its high bits (``ledger.ids``), so that
the full-text index, which keeps its rows in the order of their ids, gives the newest first and cuts by date without
a sort. And what can be asked for beside words (standing, form, speaker, outlet …) stands in that index as words of a
column of its own, so that any mixture of questions is one intersection of sorted lists.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from onrecord.errors import LedgerVersion, NotALedger

__all__ = ["APPLICATION_ID", "STEPS", "check", "is_new", "migrate"]

#: "OnRe" in ASCII.
APPLICATION_ID = 0x4F6E5265

_FIRST = """
CREATE TABLE outlet (
    outlet_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE document (
    document_id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,                 -- of the text: record.document.id
    address TEXT NOT NULL,              -- of the page on the web; '' where it is not known
    uri TEXT,                           -- path or address as it was given
    title TEXT,
    outlet_id INTEGER REFERENCES outlet,
    published TEXT,                     -- ISO 8601 date
    words INTEGER NOT NULL,             -- of the story
    version INTEGER NOT NULL,           -- 1, 2 … of the texts that were found under one uri
    replaces INTEGER REFERENCES document,
    replaced_by INTEGER REFERENCES document,
    copy_of INTEGER NOT NULL REFERENCES document,  -- the first with nearly this text, or itself
    signature BLOB NOT NULL,            -- MinHash, see ledger.copies
    model TEXT NOT NULL,
    UNIQUE (hash, address)
);
CREATE INDEX document_by_uri ON document (uri, version);
CREATE INDEX document_by_outlet ON document (outlet_id);
CREATE INDEX document_by_copy ON document (copy_of);

CREATE TABLE record (
    document_id INTEGER PRIMARY KEY REFERENCES document,
    content BLOB NOT NULL               -- onrecord/1 as JSON, deflated
);

CREATE TABLE share (                    -- the story's words by whose they are
    document_id INTEGER NOT NULL REFERENCES document,
    standing TEXT NOT NULL,             -- of the source; 'page' for the page's own
    words INTEGER NOT NULL,
    PRIMARY KEY (document_id, standing)
) WITHOUT ROWID;

CREATE TABLE copy_band (                -- documents whose signatures agree in a band may be copies
    band INTEGER NOT NULL,
    document_id INTEGER NOT NULL REFERENCES document,
    PRIMARY KEY (band, document_id)
) WITHOUT ROWID;

CREATE TABLE entity (                   -- who or what, across articles
    entity_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    articles INTEGER NOT NULL,
    profile BLOB NOT NULL,              -- what is known of it: see ledger.joining
    merged_into INTEGER REFERENCES entity
);
CREATE TABLE entity_key (               -- joining.lookup_keys, asked by joining.search_keys
    key TEXT NOT NULL,
    entity_id INTEGER NOT NULL REFERENCES entity,
    PRIMARY KEY (key, entity_id)
) WITHOUT ROWID;

CREATE TABLE article_entity (           -- who or what, in one article
    document_id INTEGER NOT NULL REFERENCES document,
    key TEXT NOT NULL,                  -- the record's id of it
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    entity_id INTEGER REFERENCES entity,
    reason TEXT NOT NULL,               -- for the join
    PRIMARY KEY (document_id, key)
) WITHOUT ROWID;
CREATE INDEX article_entity_by_entity ON article_entity (entity_id);

CREATE TABLE decision (                 -- joins and partings by hand, in order
    decision_id INTEGER PRIMARY KEY,
    action TEXT NOT NULL,
    entity_id INTEGER NOT NULL REFERENCES entity,
    other_id INTEGER NOT NULL REFERENCES entity,
    moved TEXT NOT NULL,                -- JSON: what changed hands, and what was known before
    undone INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE attribution (
    attribution_id INTEGER PRIMARY KEY, -- day and number, see ledger.ids
    document_id INTEGER NOT NULL REFERENCES document,
    key TEXT NOT NULL,                  -- the record's id of it
    parent TEXT,
    source TEXT NOT NULL,               -- the source's words; '' where there is none
    article_entity TEXT,                -- the record's id of its entity
    standing TEXT NOT NULL,
    cue TEXT NOT NULL,
    lemma TEXT NOT NULL,
    act TEXT NOT NULL,
    stance TEXT NOT NULL,
    form TEXT NOT NULL,
    negated INTEGER NOT NULL,
    hops INTEGER NOT NULL,
    time TEXT,                          -- when it was said, as ISO 8601
    content TEXT NOT NULL,
    words INTEGER NOT NULL,
    confidence REAL NOT NULL
);
CREATE INDEX attribution_by_document ON attribution (document_id);

CREATE VIRTUAL TABLE attribution_text USING fts5(
    content, source, facets, content = '', tokenize = "unicode61 remove_diacritics 2"
);

CREATE TABLE quotation (
    quotation_id INTEGER PRIMARY KEY,   -- day and number
    document_id INTEGER NOT NULL REFERENCES document,
    start INTEGER NOT NULL,             -- code points of the document's text, within the marks
    end INTEGER NOT NULL,
    attribution_id INTEGER REFERENCES attribution,  -- the innermost whose content holds it
    text TEXT NOT NULL
);
CREATE INDEX quotation_by_document ON quotation (document_id);

CREATE VIRTUAL TABLE quotation_shingles USING fts5(
    shingles, content = '', detail = none, columnsize = 0, tokenize = "ascii"
);

CREATE TABLE input (                    -- files that were read to their end, or to an item
    path TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,          -- nanoseconds
    items INTEGER NOT NULL,             -- lines done, of a file with many articles
    done INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO counter VALUES ('row', 0);
"""

_CORRECTIONS = """
CREATE TABLE correction (               -- of readings, by hand; see ledger.corrections
    correction_id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document,
    attribution TEXT NOT NULL,          -- the record's id of it
    kind TEXT NOT NULL,
    value TEXT NOT NULL,                -- JSON
    who TEXT NOT NULL,
    made TEXT NOT NULL,                 -- ISO 8601, UTC
    note TEXT NOT NULL,
    withdrawn TEXT                      -- when it was taken back
);
CREATE INDEX correction_by_document ON correction (document_id);
CREATE INDEX document_by_day ON document (published, document_id);
"""

#: Statements of each version, in order; see the module's docstring before adding one.
STEPS: tuple[str, ...] = (_FIRST, _CORRECTIONS)


def _statements(step: str) -> list[str]:
    """A step's statements: ``executescript`` would commit the transaction it stands in."""
    statements, waiting = [], ""
    for line in step.splitlines(keepends=True):
        waiting += line
        if sqlite3.complete_statement(waiting):
            statements.append(waiting.strip())
            waiting = ""
    return statements


def is_new(connection: sqlite3.Connection) -> bool:
    """Whether the file holds nothing at all yet."""
    tables: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return not tables and not _pragma(connection, "application_id") and not _pragma(connection, "user_version")


def migrate(connection: sqlite3.Connection, steps: Sequence[str] = STEPS) -> None:
    """Run the steps that this ledger has not had; the caller holds the transaction."""
    for number in range(_pragma(connection, "user_version"), len(steps)):
        for statement in _statements(steps[number]):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number + 1}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def check(connection: sqlite3.Connection, path: Path, *, write: bool) -> None:
    """Raise NotALedger or LedgerVersion unless this is a ledger with nothing in it that the steps did not make.

    One to be written may be of an earlier version.
    """
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise NotALedger(f"{path} is an SQLite file but no ledger; name the file that `onrecord index` wrote")
    version = _pragma(connection, "user_version")
    if version > len(STEPS):
        raise LedgerVersion(
            f"the ledger {path} is of version {version}, this program knows {len(STEPS)}; install a newer onrecord"
        )
    if version < len(STEPS) and not write:
        raise LedgerVersion(
            f"the ledger {path} is of version {version}, older than this program's {len(STEPS)}; `onrecord index "
            f"--ledger {path}` with any input brings it up to date"
        )
    strange = _things(connection) - _made_by(version)
    if strange:
        named = ", ".join(sorted(strange))[:200]
        raise NotALedger(
            f"{path} has things in it that no ledger has ({named}): another program changed it, so it is not opened"
        )


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


_COMMENT = re.compile(r"--[^\n]*")
#: Tables that SQLite's planner may add.
_PLANNERS = frozenset({"sqlite_stat1", "sqlite_stat4"})


def _things(connection: sqlite3.Connection) -> set[str]:
    """Every table, index, view and trigger with the statement that makes it; the index's own tables by name alone.

    Those are made by SQLite itself, and one version of it words them otherwise than another.
    """
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    virtual = tuple(f"{name}_" for _, name, sql in rows if (sql or "").startswith("CREATE VIRTUAL TABLE"))
    things = set()
    for kind, name, sql in rows:
        own = kind == "table" and name.startswith(virtual)
        if name not in _PLANNERS:
            things.add(f"{kind} {name}" if own or not sql else " ".join(_COMMENT.sub("", sql).split()))
    return things


def _made_by(version: int) -> set[str]:
    """What the first ``version`` steps make, as a new database in memory has it."""
    model = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(model, STEPS[:version])
        return _things(model)
    finally:
        model.close()
