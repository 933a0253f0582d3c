"""The site's ledger: a connection for each request that asks, and one writer at a time.

A connection costs two milliseconds to open, is used by one thread, and sees one state of the ledger. A pool would save
that, and would have to know when a file was replaced, and by whom a connection is held.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from onrecord.interfaces.web.failures import Refused
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.store import Added
from onrecord.record.types import Record

__all__ = ["Shelf"]


class Shelf:
    """The ledger of a site, from any thread."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """The ledger at ``path``, which is made where there is none, unless the site only reads.

        Raises LedgerError where it cannot be.
        """
        self.path = path
        self.read_only = read_only
        self._writing = threading.Lock()
        with Ledger(path, write=not read_only):
            pass

    @contextmanager
    def asked(self) -> Iterator[Ledger]:
        """The ledger, to be asked."""
        with Ledger(self.path) as ledger:
            yield ledger

    @contextmanager
    def written(self) -> Iterator[Ledger]:
        """The ledger, to be written; others who want to write wait. Raises Refused where the site only reads."""
        self.refuse_unless_writing()
        with self._writing, Ledger(self.path, write=True) as ledger:
            yield ledger

    def refuse_unless_writing(self) -> None:
        """Raise Refused where the site only reads."""
        if self.read_only:
            raise Refused("this site is served to be read only; start it without --read-only to keep or change things")

    def keep(self, records: Sequence[Record]) -> list[Added]:
        """Write records into the ledger: all of them or none."""
        with self.written() as ledger:
            return ledger.add(records)
