"""Quotations of one article or of many against transcripts, as a program asks for them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from onrecord.errors import NoArticle
from onrecord.reader import Reader
from onrecord.record.types import Record
from onrecord.text.document import Document
from onrecord.verify.check import check_record
from onrecord.verify.index import TranscriptIndex
from onrecord.verify.transcript import Transcript, open_transcripts
from onrecord.verify.types import CheckedQuotation

__all__ = ["Against", "Checks", "check", "transcripts_of"]

#: A path, an address or ``-``; a transcript at hand; several of these; or an index of them, made before.
Against = str | os.PathLike[str] | Transcript | TranscriptIndex | Iterable[str | os.PathLike[str] | Transcript]


class Checks(Iterable[CheckedQuotation]):
    """Checked quotations, article by article: checked when they are asked for, and anew each time."""

    def __init__(self, records: Callable[[], Iterable[Record]], index: TranscriptIndex) -> None:
        self._records = records
        self._index = index

    def __iter__(self) -> Iterator[CheckedQuotation]:
        for record in self._records():
            yield from check_record(record, self._index)


def transcripts_of(against: Against) -> TranscriptIndex:
    """Transcripts, ready to be asked; make it once for many checks, and give it as ``against``.

    Raises InputError where one cannot be read, NoArticle where there is none.
    """
    if isinstance(against, TranscriptIndex):
        return against
    several = [against] if isinstance(against, (str, os.PathLike, Transcript)) else list(against)
    index = TranscriptIndex(_opened(several))
    if not index.transcripts:
        raise NoArticle("no transcript is given, so that nothing can be checked")
    return index


def _opened(several: Iterable[str | os.PathLike[str] | Transcript]) -> Iterator[Transcript]:
    for each in several:
        if isinstance(each, Transcript):
            yield each
        else:
            yield from open_transcripts([each])


def check(
    article: str | os.PathLike[str] | Document | Record, against: Against, *, reader: Reader | None = None
) -> list[CheckedQuotation]:
    """What transcripts say of each quotation of an article, in the article's order.

    ``article`` is a record, or what :func:`onrecord.read` takes; it is read with ``reader``, or with a new one.
    ``against`` is a transcript's path or address, a folder of transcripts, several of these, or what
    :func:`transcripts_of` made of them. :func:`onrecord.verify.check.check_record` says how it is decided.

    Raises the InputErrors of :func:`onrecord.read` and of :func:`transcripts_of`.
    """
    index = transcripts_of(against)
    record = article if isinstance(article, Record) else (reader or Reader()).read(article)
    return check_record(record, index)
