"""The source sheet of an article: all its sources, whether they are named, how far away, and what each says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.export.article_view import ArticleView, Entry, VoiceView
from onrecord.interfaces.web.correction_wording import CorrectionView
from onrecord.record.types import Record, Standing

__all__ = ["SheetSource", "hands_of", "source_sheet"]

#: Whether a source of a standing is named, as the sheet says it.
_NAMED: dict[Standing, str] = {
    "named_person": "named",
    "named_group": "named",
    "outlet": "named",
    "document": "a document",
    "unnamed_person": "not named",
    "unnamed_group": "not named",
    "none": "nobody",
}


@dataclass(frozen=True, slots=True)
class SheetSource:
    """One source: its entries in the text's order, and its ledger's number where it has one.

    ``named`` is one of four: named, not named, a document, nobody.
    """

    view: VoiceView
    named: str
    person: int | None
    entries: list[Entry]
    corrections: dict[int, list[CorrectionView]]

    @property
    def hands(self) -> str:
        """How many hands away it is: one where it speaks to the page itself."""
        every = sorted({hands_of(entry) for entry in self.entries})
        return str(every[0]) if len(every) == 1 else f"{every[0]} to {every[-1]}"

    @property
    def quoted(self) -> int:
        """How many of its statements are word for word, in whole or in part."""
        return sum(entry.form_term != "indirect" for entry in self.entries)


def hands_of(entry: Entry) -> int:
    """The hands between who said it and this page; one for who spoke to the page itself."""
    return max(1, len(entry.chain) - 1)


def source_sheet(
    article: ArticleView,
    record: Record,
    entities: Mapping[str, int],
    corrections: Mapping[str, list[CorrectionView]],
) -> list[SheetSource]:
    """The sources of ``article``, those with most words first, as among its voices.

    ``entities`` are the ledger's numbers by the record's ids, ``corrections`` those of each attribution.
    """
    said: dict[str, list[Entry]] = {}
    for entry in article.entries:
        said.setdefault(entry.view.key, []).append(entry)
    return [
        SheetSource(
            view=view,
            named=_named(entry.standing_term for entry in said[view.key]),
            person=next((entities[key] for key in _keys(record, said[view.key]) if key in entities), None),
            entries=said[view.key],
            corrections={entry.index: corrections[entry.id] for entry in said[view.key] if entry.id in corrections},
        )
        for view in article.voices
        if view.key in said
    ]


def _keys(record: Record, entries: Iterable[Entry]) -> list[str]:
    return [record.attributions[entry.index].source.entity or "" for entry in entries]


def _named(standings: Iterable[Standing]) -> str:
    """Somebody who is named once is named."""
    told = {_NAMED[standing] for standing in standings}
    return next(each for each in ("named", "a document", "not named", "nobody") if each in told)
