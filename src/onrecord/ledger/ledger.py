"""The ledger: the records of many articles in one file, and every question that can be asked of them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from onrecord.errors import OptionError
from onrecord.ledger.connection import connect, reading, transaction, translated
from onrecord.ledger.rows import inflate
from onrecord.ledger.store import Added, Writer, find_document
from onrecord.record.types import Record

if TYPE_CHECKING:
    from onrecord.ledger.changes import Changes
    from onrecord.ledger.correcting import Correction, CorrectionKind
    from onrecord.ledger.decisions import HandDecision
    from onrecord.ledger.pages import Version
    from onrecord.ledger.profiles import OutletOrder, Outlets, SpeakerOrder, Speakers
    from onrecord.ledger.questions import Hits
    from onrecord.ledger.tracing_types import Trace
    from onrecord.verify.checks import Against, Checks

__all__ = ["Ledger"]


class Ledger:
    """A ledger, opened to be asked or, where ``write``, to be added to; use it in a ``with``, from one thread.

    >>> with onrecord.Ledger("news.ledger") as ledger:  # doctest: +SKIP
    ...     ledger.search("levy", speaker="Maria Ortega")
    """

    def __init__(self, path: str | os.PathLike[str], *, write: bool = False) -> None:
        """Open the ledger at ``path``; one that is to be written is made where there is none.

        Raises NoLedger, NotALedger, LedgerVersion, LedgerDamaged, LedgerUnwritable.
        """
        self.path = Path(path)
        self.connection: sqlite3.Connection = connect(self.path, write=write)
        self._write = write

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was added is in it."""
        self.connection.close()

    @cached_property
    def writer(self) -> Writer:
        """What adds records. Raises OptionError where the ledger was opened to be asked only."""
        self._refuse_unless_writing()
        return Writer(self.connection)

    def _refuse_unless_writing(self) -> None:
        if not self._write:
            raise OptionError(f"the ledger {self.path} is open for reading only; open it with write=True to add to it")

    def add(self, records: Sequence[Record]) -> list[Added]:
        """Add records, in one transaction: all of them or, where the ledger cannot be written, none."""
        writer = self.writer
        with translated(self.path), transaction(self.connection):
            return writer.add(records)

    def knows(self, digest: str, uri: str | None) -> bool:
        """Whether a text is in the ledger: by its hash, a record's ``document.id``, and its address if it has one."""
        with reading(self.path):
            return find_document(self.connection, digest, uri) is not None

    def input_done(self, path: str, size: int, modified: int) -> tuple[bool, int]:
        """Whether the file, unchanged since, was read to its end, and how many of its lines were."""
        with reading(self.path):
            row = self.connection.execute(
                "SELECT done, items FROM input WHERE path = ? AND size = ? AND modified = ?", (path, size, modified)
            ).fetchone()
        return (bool(row[0]), row[1]) if row else (False, 0)

    def note_input(self, path: str, size: int, modified: int, items: int, *, done: bool) -> None:
        """Note how far a file has been read, within the transaction that writes what was in it."""
        self.connection.execute(
            "INSERT OR REPLACE INTO input VALUES (?, ?, ?, ?, ?)", (path, size, modified, items, done)
        )

    def record(self, document: int, *, corrected: bool = False) -> Record:
        """The record of a document, by its number in the ledger; where ``corrected``, with its corrections by hand.

        Raises OptionError where there is none.
        """
        with reading(self.path):
            row = self.connection.execute("SELECT content FROM record WHERE document_id = ?", (document,)).fetchone()
            record = inflate(row[0]) if row else None
        if record is None:
            raise OptionError(f"the ledger {self.path} has no article {document}; `onrecord search` gives the numbers")
        return self._as_asked(document, record, corrected)

    def records(self, *, corrected: bool = False) -> Iterator[Record]:
        """All records, in the order in which they came, as ``record`` gives them; memory does not grow with them."""
        last = 0
        while True:
            with reading(self.path):
                row = self.connection.execute(
                    "SELECT document_id, content FROM record WHERE document_id > ? ORDER BY document_id LIMIT 1",
                    (last,),
                ).fetchone()
                record = inflate(row[1]) if row else None
            if record is None:
                return
            last = row[0]
            yield self._as_asked(last, record, corrected)

    def _as_asked(self, document: int, record: Record, corrected: bool) -> Record:
        if not corrected:
            return record
        from onrecord.ledger.corrections import with_corrections

        return with_corrections(self, document, record)

    def search(self, words: str = "", **asked: Any) -> Hits:
        """What is said in the articles, the newest first: ``speaker``, ``outlet``, ``since`` … as in ``Question``.

        Raises OptionError for a question that makes no sense, or a speaker or outlet that the ledger does not know.
        """
        from onrecord.ledger.questions import Question
        from onrecord.ledger.search import search

        return search(self, Question(words=words, **asked))

    def trace(
        self,
        quotation: str,
        *,
        since: date | None = None,
        until: date | None = None,
        outlet: str | None = None,
        versions: bool = False,
    ) -> Trace:
        """Every appearance of a quotation, the earliest first; see ``ledger.tracing``."""
        from onrecord.ledger.tracing import trace

        return trace(self, quotation, since=since, until=until, outlet=outlet, versions=versions)

    def check(self, against: Against) -> Checks:
        """What transcripts say of each quotation of all articles; iterate over it. See ``verify.checks``.

        Raises InputError where a transcript cannot be read.
        """
        from onrecord.verify.checks import Checks, transcripts_of

        return Checks(self.records, transcripts_of(against))

    def article(self, given: str) -> int:
        """The number of an article, by its number, its address, or the beginning of its hash. Raises OptionError."""
        from onrecord.ledger.pages import find_article

        return find_article(self, given)

    def versions(self, document: int) -> list[Version]:
        """The texts that were found under one article's address or path, the oldest first."""
        from onrecord.ledger.pages import versions_of

        return versions_of(self, document)

    def changes(self, old: int, new: int) -> Changes:
        """What changed in the attributions between two articles, by their numbers."""
        from onrecord.ledger.changes import changes

        return changes(self.record(old), self.record(new))

    def speakers(
        self,
        *,
        outlet: str | None = None,
        since: date | None = None,
        until: date | None = None,
        once: bool = False,
        kind: str | None = None,
        standing: str | None = None,
        sort: SpeakerOrder = "words",
        limit: int | None = None,
    ) -> Speakers:
        """Whom the articles quote, with figures; see ``ledger.profiles``. Raises OptionError for an unknown outlet."""
        from onrecord.ledger.finding import outlet_meant
        from onrecord.ledger.profiles import Articles, Speakers, speakers

        number = None if outlet is None else outlet_meant(self.connection, outlet)[0]
        articles = Articles(number, since, until, once)
        return Speakers(speakers(self, articles, kind=kind, standing=standing, sort=sort, limit=limit)[0])

    def outlets(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        once: bool = False,
        sort: OutletOrder = "articles",
    ) -> Outlets:
        """How each outlet sources what it tells, in figures; see ``ledger.profiles``."""
        from onrecord.ledger.profiles import Articles, Outlets, outlets

        return Outlets(outlets(self, Articles(None, since, until, once), sort=sort))

    def merge(self, entity: int, *others: int) -> list[HandDecision]:
        """Make others of the ledger's entities one with ``entity``; see ``ledger.decisions``. Raises OptionError."""
        from onrecord.ledger.decisions import merge

        self._refuse_unless_writing()
        return merge(self, entity, others)

    def split(self, entity: int, articles: Sequence[int]) -> HandDecision:
        """Make what ``articles`` have of ``entity`` an entity of its own. Raises OptionError."""
        from onrecord.ledger.decisions import split

        self._refuse_unless_writing()
        return split(self, entity, articles)

    def undo(self, decision: int) -> HandDecision:
        """Take a decision by hand back, by its number. Raises OptionError."""
        from onrecord.ledger.decisions import undo

        self._refuse_unless_writing()
        return undo(self, decision)

    def correct(
        self,
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
        """Keep a correction of one attribution beside its reading; see ``ledger.corrections``. Raises OptionError."""
        from onrecord.ledger.corrections import add

        self._refuse_unless_writing()
        return add(self, document, attribution, kind, who=who, spans=spans, entity=entity, name=name, note=note)

    def withdraw(self, correction: int, *, who: str) -> Correction:
        """Take a correction back, by its number; it is kept as withdrawn. Raises OptionError."""
        from onrecord.ledger.corrections import withdraw

        self._refuse_unless_writing()
        return withdraw(self, correction, who=who)

    def corrections(self, document: int | None = None) -> list[Correction]:
        """The corrections of one document, or all, in their order; withdrawn ones too. Raises OptionError."""
        from onrecord.ledger.corrections import corrections, corrections_of

        return corrections(self) if document is None else corrections_of(self, document)
