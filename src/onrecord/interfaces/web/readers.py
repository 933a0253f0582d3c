"""The model, loaded when it is first needed, for one request after another.

A reader uses all cores for one article; two at once would only share them. So requests wait in a line, and one that
would wait too long is told so.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from onrecord.entities.resolve import ResolvedAttribution
from onrecord.errors import LedgerUnwritable
from onrecord.interfaces.incoming import bounded
from onrecord.interfaces.web.settings import Settings
from onrecord.reader import Reader
from onrecord.record.types import Record
from onrecord.text.document import Document

__all__ = ["Busy", "Readers"]


class Busy(LedgerUnwritable):
    """Others' articles are being read, and the wait would be too long."""


#: Documents whose reasons are remembered: who asks for one explanation of an article asks for more of them.
_REMEMBERED = 4


class Readers:
    """One reader, from any thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._line = threading.Lock()
        self._reader: Reader | None = None
        self._reasons: OrderedDict[Document, tuple[Record, list[ResolvedAttribution]]] = OrderedDict()

    @contextmanager
    def _turn(self) -> Iterator[Reader]:
        if not self._line.acquire(timeout=self._settings.read_seconds):
            raise Busy("other articles are being read; try again in a while")
        try:
            self._reader = self._reader or self._settings.model.reader()
            yield self._reader
        finally:
            self._line.release()

    def read(self, document: Document) -> Record:
        """The record of one document. Raises TooLarge for one with too many words, Busy where the wait is too long."""
        bounded(document, self._settings.read_words)
        with self._turn() as reader:
            return reader.read(document)

    def read_with_reasons(self, document: Document) -> tuple[Record, list[ResolvedAttribution]]:
        """The record of one document, and what each of its attributions was made from; raises as ``read`` does.

        The last few are remembered.
        """
        bounded(document, self._settings.read_words)
        with self._turn() as reader:
            told = self._reasons.pop(document, None) or reader.read_with_reasons(document)
            self._reasons[document] = told
            while len(self._reasons) > _REMEMBERED:
                self._reasons.popitem(last=False)
            return told
