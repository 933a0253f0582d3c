"""What is sent to correct a reading, as types; apart from the routes, so that a client needs no framework for them."""

from __future__ import annotations

from typing import Annotated

import msgspec

from onrecord.ledger.correcting import MOST_CHARACTERS, MOST_SPANS, NOTE_CHARACTERS, CorrectionKind
from onrecord.record.types import SpanRecord

__all__ = ["ToCorrect", "ToWithdraw"]

#: Words of a person: not empty, and not white space alone.
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_CHARACTERS, pattern=r"\S")]
_Note = Annotated[str, msgspec.Meta(max_length=NOTE_CHARACTERS)]
_Spans = Annotated[list[SpanRecord], msgspec.Meta(min_length=1, max_length=MOST_SPANS)]


class ToCorrect(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A correction of one attribution, with ``who`` makes it and a ``note`` on why.

    Of the kind ``source`` it needs ``spans``, the words that name the source. Of the kind ``entity`` it takes
    ``entity``, the record's id of whom the source means, or the ``name`` of somebody whom the record does not have, or
    neither where nobody is known. ``reject`` says that nothing is attributed there.
    """

    attribution: str
    kind: CorrectionKind
    spans: _Spans | None = None
    entity: str | None = None
    name: _Name | None = None
    who: _Name
    note: _Note = ""


class ToWithdraw(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who takes a correction back."""

    who: _Name
