"""Many inputs into a ledger: opened, read, and written down in batches that can be broken off at any instant.

An input is known to be finished by its path, size and time of change, so that going on after a break opens none of
those again; within a file of many articles the lines that are done are counted. Both are written in the transaction
that writes the articles. What has no path (an address, standard input) is known by its text alone.
"""

from __future__ import annotations

import collections
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Protocol

import msgspec

from onrecord.errors import FormatError, InputError, NotText, OnRecordError
from onrecord.ingest.archived import ARCHIVE_SUFFIXES, document_of, is_archive, offers_of
from onrecord.ingest.json_pages import JSON_SUFFIXES, format_of, is_json, page_of_json
from onrecord.ingest.json_values import JsonValue, open_values, read_values
from onrecord.ingest.listing import Listed, Listing, told_by, with_listed
from onrecord.ingest.load import SUFFIXES, find_inputs, open_document
from onrecord.ingest.offered import Offered, PassedOver
from onrecord.ingest.record_tables import corpus_tables, is_record_table, read_record_table
from onrecord.ledger.connection import transaction, translated
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.store import Added
from onrecord.record.json import decode
from onrecord.record.types import Record
from onrecord.text.document import Document

__all__ = ["Indexed", "Pipe", "index", "inputs_of"]

#: Why a page of an archive is passed over that its reader should hear of: the archive, or the program, is at fault.
_TOLD = frozenset({"damaged", "not_a_page", "cut_short", "poison", "memory"})
#: Records written in one transaction: enough that the disk is not waited for, few enough that a break loses seconds.
_BATCH = 64
#: Items that may wait for a document that is being read: a file of ready records holds any number.
_MOST_WAITING = 512
#: Seconds after which a batch is written though it is not full.
_LONGEST = 10.0


class Pipe(Protocol):
    """What reads documents into records, in their order: a Reader."""

    def pipe(self, documents: Iterable[Document]) -> Iterator[Record]:
        """The records of the documents."""
        ...


@dataclass
class Indexed:
    """What a run has come to, so far."""

    new: int = 0  #: articles
    versions: int = 0  #: of which the ledger has another text under the same address or path
    known: int = 0  #: articles that were in the ledger
    passed: int = 0  #: files that were finished before, and not opened again
    failed: int = 0  #: inputs, lines and records that were not read or written
    unlisted: int = 0  #: articles without a row in the table beside them
    copies: int = 0  #: of the new articles, those with nearly the text of another
    attributions: int = 0
    words: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)  #: pages of archives, by reason
    inputs: int = 0  #: files and addresses, finished in this run or before
    started: float = field(default_factory=time.perf_counter)

    @property
    def articles(self) -> int:
        """Articles that the run has added."""
        return self.new + self.versions


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A file as it was when it was opened."""

    path: str
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class _Item:
    """One article on its way: a document that is read, a record, or neither, where only the input's end is to be noted.

    ``items`` of its input are done with it, and where ``last`` the whole input is.
    """

    source: str
    stamp: _Stamp | None
    items: int = 1
    last: bool = True
    document: Document | None = None
    record: Record | None = None


def inputs_of(paths: Iterable[str]) -> Iterator[str]:
    """The files and addresses that ``paths`` stand for, folders looked through, of a corpus its tables of records.

    Raises NotFound for an empty folder.
    """
    for path in paths:
        tables = corpus_tables(path)
        yield from find_inputs([path], SUFFIXES | JSON_SUFFIXES | ARCHIVE_SUFFIXES) if tables is None else tables


def _stamp(source: str) -> _Stamp | None:
    try:
        status = os.stat(source)
    except (OSError, ValueError):
        return None
    return _Stamp(os.path.abspath(source), status.st_size, status.st_mtime_ns)


class _Run:
    def __init__(self, ledger: Ledger, listing: Listing | None, fail: Callable[[str, Exception], None]) -> None:
        self.ledger = ledger
        self.listing = listing
        self.so_far = Indexed()
        self._fail = fail
        self._waiting: collections.deque[_Item] = collections.deque()
        self._ready: list[_Item] = []
        self._written = time.perf_counter()

    def fail(self, source: str, error: Exception) -> None:
        self.so_far.failed += 1
        self._fail(source, error)

    def documents(self, paths: Iterable[str], *, allow_private: bool) -> Iterator[Document | None]:
        """The documents that are to be read; every item, read or not, goes to the ones that wait, in order.

        None is handed on between them where nothing waits for the reader, or where so much does, behind a document,
        that the reader should finish what it has begun.
        """
        for path in paths:
            try:
                for source in inputs_of([path]):
                    yield from self._items(source, allow_private=allow_private)
            except InputError as error:
                self.fail(path, error)

    def _items(self, source: str, *, allow_private: bool) -> Iterator[Document | None]:
        stamp = _stamp(source)
        done, items = self.ledger.input_done(stamp.path, stamp.size, stamp.modified) if stamp else (False, 0)
        if done:
            self.so_far.passed += 1
            self.so_far.inputs += 1
            return
        try:
            if stamp and is_json(source):
                yield from self._values(source, read_values(source, name=source), stamp, items)
                return
            if stamp and is_record_table(source):
                yield from self._values(source, read_record_table(source), stamp, items)
                return
            if stamp and is_archive(source):
                yield from self._offers(source, stamp, items)
                return
            document = open_document(source, allow_private=allow_private)
        except InputError as error:
            self.so_far.inputs += 1
            self.fail(source, error)
        else:
            yield from self._wait(_Item(source, stamp, document=self._listed(document, source)))

    def _offers(self, source: str, stamp: _Stamp, behind: int) -> Iterator[Document | None]:
        """The articles of an archive of pages, but for its first ``behind`` items."""
        number = 0
        with open_values(source) as stream:
            for number, offer in enumerate(offers_of(stream, source), 1):
                if number <= behind:
                    continue
                found = document_of(offer) if isinstance(offer, Offered) else offer
                if isinstance(found, PassedOver):
                    self.so_far.passed_over[found.reason] += 1
                    if found.reason in _TOLD:
                        self.fail(found.place, NotText(found.detail))
                    continue
                item = _Item(offer.place, stamp, items=number, last=False)
                yield from self._wait(replace(item, document=self._listed(found, found.uri or source)))
        yield from self._wait(_Item(source, stamp, items=number, last=True))

    def _values(
        self, source: str, values: Iterable[JsonValue], stamp: _Stamp, behind: int
    ) -> Iterator[Document | None]:
        """The articles of a file of JSON, or of a table of records, but for the first ``behind``."""
        number, whole = 0, True
        self.so_far.known += behind
        for number, value in enumerate(values, 1):
            if number <= behind:
                continue
            item = _Item(f"{source}:{value.line}", stamp if whole else None, items=number, last=False)
            try:
                if value.error:
                    raise FormatError(value.error)
                if format_of(value.content) is None:
                    page = page_of_json(value.content)
                    item = replace(item, document=self._listed(page, page.uri or source))
                else:
                    item = replace(item, record=self._listed_record(decode(value.content), source))
            except (InputError, FormatError) as error:
                whole = False
                self.fail(item.source, error)
                continue
            yield from self._wait(item)
        # A file with a bad value is read anew the next time, when it may have been mended; what was good is known then.
        yield from self._wait(_Item(source, stamp if whole else None, items=number, last=True))

    def _row(self, source: str) -> Listed:
        """What the table beside the articles says of one; nothing where it has no row."""
        if self.listing is None:
            return Listed()
        row = self.listing.of(source)
        self.so_far.unlisted += row is None
        return row or Listed()

    def _listed(self, document: Document, source: str) -> Document:
        return with_listed(document, self._row(source))

    def _listed_record(self, record: Record, source: str) -> Record:
        told = told_by(self._row(record.document.uri or source))
        named = {**told, "authors": list(told["authors"])} if "authors" in told else told
        return msgspec.structs.replace(record, document=msgspec.structs.replace(record.document, **named))

    def _wait(self, item: _Item) -> Iterator[Document | None]:
        document = item.document
        if document is not None and self.ledger.knows(document.id, document.uri):
            self.so_far.known += 1
            item = replace(item, document=None)
        self._waiting.append(item)
        if item.document is not None:
            yield item.document
        elif self._waiting[0].document is None:
            self.take(None)
            yield None
        elif len(self._waiting) > _MOST_WAITING:
            yield None

    def take(self, record: Record | None) -> None:
        """The record of the first document that waits; with it go the items before and behind that need no reading."""
        while self._waiting:
            item = self._waiting[0]
            if item.document is not None:
                if record is None:
                    break
                item, record = replace(item, document=None, record=record), None
            self._waiting.popleft()
            self._ready.append(item)
        if len(self._ready) >= _BATCH or time.perf_counter() - self._written > _LONGEST:
            self.write()

    def write(self) -> None:
        """Write what is ready, in one transaction."""
        ready, self._ready = self._ready, []
        records = [item.record for item in ready if item.record is not None]
        with translated(self.ledger.path), transaction(self.ledger.connection):
            added = iter(self.ledger.writer.add(records))
            outcomes = [(item, next(added) if item.record is not None else None) for item in ready]
            refused = {item.stamp for item, outcome in outcomes if outcome and outcome.outcome == "refused"}
            for item, _ in outcomes:
                if item.stamp is not None and item.stamp not in refused:
                    self.ledger.note_input(
                        item.stamp.path,
                        item.stamp.size,
                        item.stamp.modified,
                        item.items,
                        done=item.last,
                    )
        for item, outcome in outcomes:
            self.so_far.inputs += item.last
            if outcome is not None and item.record is not None:
                self._count(item, item.record, outcome)
        self._written = time.perf_counter()

    def _count(self, item: _Item, record: Record, outcome: Added) -> None:
        if outcome.outcome == "refused":
            self.fail(item.source, FormatError(outcome.reason))
            return
        if outcome.outcome == "known":
            self.so_far.known += 1
            return
        self.so_far.new += outcome.outcome == "new"
        self.so_far.versions += outcome.outcome == "version"
        self.so_far.copies += outcome.copy_of is not None
        self.so_far.attributions += len(record.attributions)
        self.so_far.words += len(record.document.text.split())


def _up_to_none(documents: Iterator[Document | None]) -> Iterator[Document]:
    for document in documents:
        if document is None:
            return
        yield document


def index(
    ledger: Ledger,
    paths: Iterable[str],
    new_reader: Callable[[], Pipe],
    *,
    listing: Listing | None = None,
    allow_private: bool = False,
    fail: Callable[[str, Exception], None] = lambda source, error: None,
) -> Iterator[Indexed]:
    """Read ``paths`` into ``ledger``, which is open for writing; after each article, what the run has come to so far.

    A path is a file of text, HTML, or JSON lines (of pages, or of records in format onrecord/1), a folder of them, an
    address, or ``-``. ``new_reader`` is called when the first article has to be read. ``fail`` is told of each input or
    line that could not be read, with its error; the rest goes on. Where the run is broken off, what was read and is not
    yet written is written first.

    Raises LedgerError where the ledger cannot be written.
    """
    run = _Run(ledger, listing, fail)
    documents = run.documents(paths, allow_private=allow_private)
    broken: OnRecordError | None = None
    try:
        reader: Pipe | None = None
        for document in documents:
            if document is not None:
                reader = reader or new_reader()
                for record in reader.pipe(chain([document], _up_to_none(documents))):
                    run.take(record)
                    yield run.so_far
            yield run.so_far
    except OnRecordError as error:
        broken = error
        raise
    finally:
        if broken is None:
            run.take(None)
            run.write()
    yield run.so_far
