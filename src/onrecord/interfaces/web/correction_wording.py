"""Corrections of a reading in words, as they stand beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.export.wording import long_date, visible, words_of
from onrecord.ledger.correcting import Correction, in_force
from onrecord.record.types import Record

__all__ = ["CorrectionView", "corrections_in_words"]

#: What a correction says, before the words or the name that it gives.
_SAYING = {
    "source": "The words of the source are",
    "entity": "The source is",
    "nobody": "Nobody who is known is meant",
    "reject": "Nothing is attributed here",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """One correction: what it says, of which words or whom, who made it and when; ``counts`` where it is in force."""

    number: int
    attribution: str
    saying: str
    words: str
    who: str
    made: str
    day: str
    note: str
    withdrawn: bool
    counts: bool


def corrections_in_words(record: Record, corrections: Iterable[Correction]) -> dict[str, list[CorrectionView]]:
    """The corrections of each attribution by its id, the latest first."""
    every = list(corrections)
    names = {entity.id: entity.name for entity in record.entities}
    counting = {each.correction for each in in_force(every)}
    told: dict[str, list[CorrectionView]] = {}
    for each in sorted(every, key=lambda each: -each.correction):
        told.setdefault(each.attribution, []).append(
            CorrectionView(
                number=each.correction,
                attribution=each.attribution,
                saying=_SAYING[_saying(each)],
                words=_words(record, each, names),
                who=visible(each.who),
                made=each.made,
                day=long_date(each.made[:10]),
                note=visible(each.note),
                withdrawn=each.withdrawn is not None,
                counts=each.correction in counting,
            )
        )
    return told


def _saying(correction: Correction) -> str:
    known = correction.name is not None or correction.entity is not None
    return "nobody" if correction.kind == "entity" and not known else correction.kind


def _words(record: Record, correction: Correction, names: dict[str, str]) -> str:
    if correction.kind == "source":
        return f"“{words_of(record, correction.spans or (), ' … ')}”"
    return visible(correction.name or names.get(correction.entity or "", ""))
