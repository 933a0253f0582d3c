"""Why an attribution is as it is, as the API says it; apart from the routes, so that a client needs no framework."""

from __future__ import annotations

import msgspec

from onrecord.record.types import ReaderRecord

__all__ = ["ExplainedPart", "Explanation"]


class ExplainedPart(msgspec.Struct, frozen=True):
    """One thing that is explained, and lines that say how it is and why; places are code points of the text."""

    label: str
    lines: tuple[str, ...]


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why an attribution is as it is.

    ``found_as`` is its id in the reading of now, which ``parts`` explain; without one that reading has it not, and
    ``parts`` is empty. ``same_reader`` is whether the program and the model are those that made the record
    (``reader``), and ``note`` says in words what is to be known of the difference, if there is any.
    """

    document: int
    attribution: str
    found_as: str | None
    parts: list[ExplainedPart]
    reader: ReaderRecord
    read_now_by: ReaderRecord
    same_reader: bool
    note: str | None = None
