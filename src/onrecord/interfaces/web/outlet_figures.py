"""The figures of outlets in the words of the page: what each one means, and one outlet's beside those of the others.

The table of the command has the same figures; here each has its meaning beside it, and is told in a sentence, since a
share by itself says nothing to a reader who does not know what is usual.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from onrecord.export.wording import percent
from onrecord.ledger.profiles import OutletFigures, OutletOrder

__all__ = ["FIGURES", "Beside", "Figure", "beside_others"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of each outlet: ``of`` says in a few words what it is a part of, ``meaning`` what it counts.

    ``sort`` is the order that puts the largest of it first, where there is one.
    """

    name: str
    heading: str
    of: str
    meaning: str
    kind: Literal["count", "share"] = "share"
    sort: OutletOrder | None = None

    def value(self, outlet: OutletFigures) -> float | None:
        """The figure of one outlet; None where it is not known."""
        value: float | None = getattr(outlet, self.name)
        return value

    def written(self, value: float | None) -> str:
        """A value as a person reads it."""
        if value is None:
            return "not known"
        return percent(value) if self.kind == "share" else f"{value:,.0f}"


FIGURES: tuple[Figure, ...] = (
    Figure("articles", "articles", "counted", "articles of the outlet that count here", "count", "articles"),
    Figure(
        "words", "words", "of stories", "words of its stories: headings, paragraphs, quotations and lists; no captions",
        "count", "words",
    ),
    Figure(
        "page", "page’s own", "of all words", "words that it says on its own word, of all its words", sort="page",
    ),
    Figure(
        "unnamed", "unnamed", "of others’ words",
        "words whose source has no name, or is none, of the words that are not the page’s own", sort="unnamed",
    ),
    Figure(
        "hearsay", "hearsay", "of attributions",
        "attributions that came through a second hand and more, of those whose hands are known", sort="hearsay",
    ),
    Figure(
        "direct", "direct", "of attributions", "attributions that are word for word, of those that are not nested",
        sort="direct",
    ),
    Figure(
        "nested", "nested", "of attributions", "attributions that stand within another’s words, of all",
        sort="nested",
    ),
    Figure("speakers", "speakers", "quoted", "named people and bodies that it quotes", "count", "speakers"),
    Figure(
        "top10", "top 10", "of speakers’ words",
        "words of the ten speakers with most, of the words of all its speakers; with ten and fewer it is 100%",
        sort="top10",
    ),
    Figure("copies", "copies", "of articles", "articles that are copies of an earlier one, of all its articles"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """One figure of an outlet, and the least, the middle (median) and the most of the ``others``.

    ``place`` says where it stands among them, ``told`` what they have. The places on the line from 0 to 100 are for a
    picture of it; they are None where there is nothing to draw.
    """

    figure: Figure
    value: float | None
    others: int
    least: float | None
    middle: float | None
    most: float | None
    place: str
    told: str = ""
    at: float | None = None
    least_at: float | None = None
    middle_at: float | None = None
    most_at: float | None = None


def beside_others(outlet: OutletFigures, others: Sequence[OutletFigures]) -> list[Beside]:
    """Each figure of ``outlet`` beside those of the others, in the order of the table."""
    return [_beside(figure, figure.value(outlet), [figure.value(each) for each in others]) for figure in FIGURES]


def _beside(figure: Figure, value: float | None, others: Sequence[float | None]) -> Beside:
    known = sorted(each for each in others if each is not None)
    place = _place(value, known, counts=figure.kind == "count")
    if not known:
        return Beside(figure, value, 0, None, None, None, place)
    least, middle, most = known[0], float(median(known)), known[-1]
    told = _told(figure, least, middle, most, len(known))
    longest = max(most, value or 0)
    if value is None or not longest:
        return Beside(figure, value, len(known), least, middle, most, place, told)
    # The dot of the largest needs room on the right for the half of it.
    at, least_at, middle_at, most_at = (round(96 * each / longest + 2, 2) for each in (value, least, middle, most))
    return Beside(figure, value, len(known), least, middle, most, place, told, at, least_at, middle_at, most_at)


def _told(figure: Figure, least: float, middle: float, most: float, others: int) -> str:
    """What the others have, in words."""
    if others == 1:
        return f"the other has {figure.written(most)}"
    if least == most:
        return f"the others have {figure.written(most)} each"
    told = f"the others: {figure.written(least)} to {figure.written(most)}"
    return told if others == 2 else f"{told}, {figure.written(middle)} in the middle"


def _place(value: float | None, known: Sequence[float], *, counts: bool) -> str:
    """Where a value stands among others', in words; ``counts`` is for what is counted, of which there are fewer."""
    less, little, much = ("fewer", "few", "many") if counts else ("less", "little", "much")
    if value is None:
        return "there is nothing to count it by"
    if not known:
        return "no other outlet to compare it with"
    below, above = sum(each < value for each in known), sum(each > value for each in known)
    if not below and not above:
        return "the same as every other" if len(known) > 1 else "the same as the other"
    if below == len(known):
        return "more than any other" if len(known) > 1 else "more than the other"
    if above == len(known):
        return f"{less} than any other" if len(known) > 1 else f"{less} than the other"
    if not below:
        return f"as {little} as the least of the others"
    if not above:
        return f"as {much} as the most of the others"
    return f"more than {below} of the {len(known)} others"
