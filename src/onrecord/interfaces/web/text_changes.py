"""What changed between two texts of a page in who says what, as the site shows it: words beside words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from onrecord.export.wording import words_of
from onrecord.interfaces.show_views import ASPECTS, aspect_in_words, who_says
from onrecord.ledger.changes import Altered, Aspect, Changes
from onrecord.record.types import Attribution, Record
from onrecord.verify.align import align_words

__all__ = ["AlteredView", "ChangesView", "StatementView", "Stretch", "changes_in_words"]


class Stretch(NamedTuple):
    """Words of both texts, of the old one alone, or of the new one alone."""

    kind: Literal["same", "out", "in"]
    words: str


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement of one text: ``attribution`` is its id in that text's record."""

    attribution: str
    who: str
    cue: str
    content: str


@dataclass(frozen=True, slots=True)
class AlteredView:
    """A statement of both texts: as it is now, its words beside what they were, and what else differs."""

    old: StatementView
    new: StatementView
    content: list[Stretch]
    others: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class ChangesView:
    """All changes; ``kept`` counts what is as before."""

    altered: list[AlteredView]
    added: list[StatementView]
    removed: list[StatementView]
    kept: int


def changes_in_words(found: Changes, before: Record, after: Record) -> ChangesView:
    """The changes between two records, for a page."""
    return ChangesView(
        altered=[_altered(each, before, after) for each in found.altered],
        added=[_statement(each, after) for each in found.added],
        removed=[_statement(each, before) for each in found.removed],
        kept=len(found.kept),
    )


def _statement(attribution: Attribution, record: Record) -> StatementView:
    return StatementView(
        attribution.id,
        who_says(attribution, record),
        words_of(record, attribution.cue.spans, " … "),
        words_of(record, attribution.content, " … "),
    )


def _altered(altered: Altered, before: Record, after: Record) -> AlteredView:
    old, new = _statement(altered.old, before), _statement(altered.new, after)
    others: list[Aspect] = [aspect for aspect in altered.aspects if aspect != "content"]
    return AlteredView(
        old,
        new,
        list(_beside(old.content, new.content)),
        [
            (
                ASPECTS[aspect],
                aspect_in_words(aspect, altered.old, before),
                aspect_in_words(aspect, altered.new, after),
            )
            for aspect in others
        ],
    )


def _beside(old: str, new: str) -> Iterator[Stretch]:
    """The words of two contents, stretch by stretch, in the new one's order."""
    left, right = old.split(), new.split()
    for each in align_words(left, right):
        out, come = " ".join(left[each.left_start : each.left_end]), " ".join(right[each.right_start : each.right_end])
        if each.same:
            yield Stretch("same", come)
            continue
        if out:
            yield Stretch("out", out)
        if come:
            yield Stretch("in", come)
