"""One part, from its pages to its tables. Runs in the child process; see ``child`` and ``worker``.

Pages are taken in one after another while the network reads those before: each is announced before anything touches
it, so that whoever watches knows where a process stood that does not answer any more.
"""

from __future__ import annotations

import collections
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from onrecord.errors import FormatError
from onrecord.export.part_tables import PartTables
from onrecord.ingest.archived import document_of
from onrecord.ingest.offered import Offered, PassedOver
from onrecord.interfaces.corpus.pages import pages_of
from onrecord.interfaces.corpus.spool import Spool
from onrecord.interfaces.corpus.types import At, Part, Progress, Report, Settings, Task
from onrecord.interfaces.incoming import has_more_words

if TYPE_CHECKING:
    from onrecord.record.types import Record
    from onrecord.text.document import Document

__all__ = ["Pipe", "article_of", "read_part"]

#: Pages between two words of how far the part is.
_PROGRESS_PAGES = 16


class Pipe(Protocol):
    """What reads documents into records, in their order: a Reader."""

    def pipe(self, documents: Iterable[Document]) -> Iterator[Record]:
        """The records of the documents."""
        ...


def article_of(offered: Offered, settings: Settings) -> Document | PassedOver:
    """The article on a page, or why there is none to be read."""
    document = document_of(offered, settings.language)
    if isinstance(document, PassedOver):
        return document
    if has_more_words(document, settings.max_words):
        why = f"the article has more than {settings.max_words:,} words and marks"
        return PassedOver(offered.place, offered.page.uri, "too_long", why)
    return document


class _Reading:
    def __init__(self, task: Task, tell: Callable[[At | Progress], None]) -> None:
        self.tables = PartTables(task.part.id)
        self.pages = self.articles = self.words = self.attributions = 0
        self.passed_over: Counter[str] = Counter()
        self._task, self._tell = task, tell
        self._waiting: collections.deque[tuple[str, str | None]] = collections.deque()
        self._spool = Spool(task.spool) if task.spool else None

    def pass_over(self, passed: PassedOver) -> None:
        if self._spool:
            self._spool.note(passed)
        self.passed_over[passed.reason] += 1
        self.tables.pass_over(passed.place, passed.uri, passed.reason, passed.detail)

    def documents(self, offers: Iterable[Offered | PassedOver]) -> Iterator[Document]:
        """The articles of a part in order; the pages that are none are noted."""
        for offer in offers:
            self.pages += 1
            if self.pages % _PROGRESS_PAGES == 0:
                self._tell(Progress(self.pages, self.articles, self.words))
            known = self._spool.known(offer.place) if self._spool else None
            if known is not None:
                self._take_again(known)
                continue
            found = self._looked_at(offer) if isinstance(offer, Offered) else offer
            if isinstance(found, PassedOver):
                self.pass_over(found)
                continue
            self._waiting.append((offer.place, found.uri))
            yield found

    def _looked_at(self, offered: Offered) -> Document | PassedOver:
        given_up = self._task.given_up.get(offered.place)
        if given_up is not None:
            return PassedOver(offered.place, offered.page.uri, given_up.reason, given_up.detail)
        self._tell(At(offered.place))
        return article_of(offered, self._task.settings)

    def take(self, record: Record) -> None:
        """The record of the first document that waits."""
        place, uri = self._waiting.popleft()
        try:
            self._count(record, place)
        except FormatError as error:
            self.pass_over(PassedOver(place, uri, "not_text", str(error)))
            return
        if self._spool:
            self._spool.note((place, record))

    def _count(self, record: Record, place: str) -> None:
        self.tables.add(record, place)
        self.articles += 1
        self.words += len(record.document.text.split())
        self.attributions += len(record.attributions)

    def _take_again(self, known: PassedOver | tuple[str, Record]) -> None:
        """What was read before the process died."""
        if isinstance(known, PassedOver):
            self.passed_over[known.reason] += 1
            self.tables.pass_over(known.place, known.uri, known.reason, known.detail)
        else:
            place, record = known
            self._count(record, place)

    def fail(self, error: Exception) -> None:
        """The reader failed on the document that waits, alone."""
        place, uri = self._waiting.popleft()
        self.pass_over(PassedOver(place, uri, "poison", f"the reader fails on it: {error!r}"))


def read_part(
    task: Task,
    reader: Pipe,
    tell: Callable[[At | Progress], None],
    pages: Callable[[Part], Iterator[Offered | PassedOver]] = pages_of,
) -> tuple[Report, dict[str, bytes]]:
    """Read a part: what it came to, and its tables as files of Parquet, by their names.

    ``tell`` hears the place of each page before it is looked at, and now and then how far the part is. With a spool a
    page is read to its end before the next is looked at, and one that the reader fails on is passed over; without, such
    a failure is raised. The tables are the same. ``pages`` is what the part offers.

    Raises InputError where the part's file cannot be read.
    """
    began = time.perf_counter()
    reading = _Reading(task, tell)
    documents = reading.documents(pages(task.part))
    if task.spool is None:
        for record in reader.pipe(documents):
            reading.take(record)
    else:
        for document in documents:
            try:
                record = next(iter(reader.pipe([document])))
            except Exception as error:  # whatever a page brings about, the others are to be read
                reading.fail(error)
            else:
                reading.take(record)
    tables = reading.tables.finish()
    report = Report(
        part=task.part,
        pages=reading.pages,
        articles=reading.articles,
        words=reading.words,
        attributions=reading.attributions,
        passed_over=dict(sorted(reading.passed_over.items())),
        bytes=sum(map(len, tables.values())),
        seconds=time.perf_counter() - began,
    )
    return report, tables
