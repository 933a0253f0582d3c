"""A record as the ledger's rows: what of it can be asked for.

The record itself is kept whole beside them; a row holds no more than searches, profiles and traces need.
"""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.errors import FormatError, LedgerDamaged
from onrecord.record.json import decode, encode
from onrecord.record.types import Attribution, ContentSpan, Record, SpanRecord
from onrecord.span import Span
from onrecord.text.comparing import keys_of
from onrecord.text.quotations import find_quotations

__all__ = ["AttributionRow", "QuotationRow", "attribution_rows", "deflate", "inflate", "inflated", "quotation_rows"]

#: The fewest words of a quotation that can be traced: one run (``ledger.shingles``).
_LEAST_WORDS = 3
#: The most bytes that a stored record may hold, inflated: five times the longest input's, see ``ingest.load``.
_MAX_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class AttributionRow:
    """One attribution, in words; ``entity`` is the record's id."""

    key: str
    parent: str | None
    source: str
    entity: str | None
    standing: str
    cue: str
    lemma: str
    act: str
    stance: str
    form: str
    negated: bool
    hops: int
    time: str | None
    content: str
    words: int
    confidence: float


@dataclass(frozen=True, slots=True)
class QuotationRow:
    """Words between quotation marks at ``span`` of the text; ``attribution`` is the innermost that holds them."""

    span: Span
    attribution: str | None
    text: str
    keys: tuple[str, ...]  #: its words as they are compared


def _clean(text: str) -> str:
    """``text`` as SQLite can keep it: a lone surrogate or a zero byte is no character."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")


def _words_at(text: str, spans: Sequence[SpanRecord | ContentSpan], joint: str = " ") -> str:
    return _clean(joint.join(text[span.start : span.end] for span in spans))


def attribution_rows(record: Record) -> list[AttributionRow]:
    """A row for each attribution, in the record's order."""
    text = record.document.text
    return [
        AttributionRow(
            key=each.id,
            parent=each.parent,
            source=_words_at(text, each.source.spans),
            entity=each.source.entity,
            standing=each.source.standing,
            cue=_words_at(text, each.cue.spans),
            lemma=_clean(each.cue.lemma),
            act=each.cue.act,
            stance=each.cue.stance,
            form=each.form,
            negated=each.negated,
            hops=len(each.chain),
            time=each.time.value if each.time else None,
            content=_words_at(text, each.content, " … "),
            words=sum(len(text[span.start : span.end].split()) for span in each.content),
            confidence=each.confidence,
        )
        for each in record.attributions
    ]


#: Contents that lie around one quotation and are looked at; nobody's words go through more mouths than these.
_DEEPEST = 64


class _Holders:
    """Which attribution's content is the innermost around a span; asked in the text's order."""

    def __init__(self, attributions: Iterable[Attribution]) -> None:
        parts = ((Span(part.start, part.end), each.id) for each in attributions for part in each.content)
        self._waiting = deque(sorted(parts, key=lambda pair: (pair[0].start, -pair[0].end, pair[1])))
        self._open: list[tuple[Span, str]] = []

    def around(self, span: Span) -> str | None:
        """The id of the attribution with the shortest content that contains ``span``."""
        while self._waiting and self._waiting[0][0].start <= span.start:
            self._open.append(self._waiting.popleft())
        self._open = [pair for pair in self._open if pair[0].end > span.start][-_DEEPEST:]
        held = [pair for pair in self._open if pair[0].contains(span)]
        return min(held, key=lambda pair: len(pair[0]), default=(span, None))[1]


def quotation_rows(record: Record) -> Iterator[QuotationRow]:
    """What stands between quotation marks and is long enough to be traced, in the text's order.

    A quotation within another is part of it, and has no row of its own.
    """
    text = record.document.text
    holders = _Holders(record.attributions)
    for block in sorted(record.document.blocks, key=lambda block: block.start):
        for quotation in find_quotations(text, block.start, block.end):
            inner = quotation.inner
            keys = tuple(keys_of(text[inner.start : inner.end])) if quotation.depth == 0 else ()
            if len(keys) >= _LEAST_WORDS:
                yield QuotationRow(inner, holders.around(inner), _clean(text[inner.start : inner.end]), keys)


def deflate(record: Record) -> bytes:
    """The record as it is stored. Raises FormatError for text that UTF-8 cannot carry."""
    return zlib.compress(encode(record), 6)


def inflated(stored: bytes) -> bytes:
    """The JSON of the record that :func:`deflate` stored. Raises LedgerDamaged."""
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(stored, _MAX_BYTES)
    except (zlib.error, TypeError) as error:  # a TypeError: SQLite keeps any value in any column
        raise LedgerDamaged(
            f"a record in the ledger is damaged ({error}); index its article into a new ledger"
        ) from error
    if not inflater.eof:
        raise LedgerDamaged("a record in the ledger is cut short, or longer than any that is written")
    return content


def inflate(stored: bytes) -> Record:
    """The record that :func:`deflate` stored, checked anew. Raises LedgerDamaged."""
    content = inflated(stored)
    try:
        return decode(content)
    except FormatError as error:
        raise LedgerDamaged(
            f"a record in the ledger is damaged ({error}); index its article into a new ledger"
        ) from error
