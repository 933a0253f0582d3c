"""One person's figures as its page draws them: months by outlet, offices along a line of time, cues by stance."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from onrecord.attribution.terms import Stance
from onrecord.export.wording import long_date
from onrecord.ledger.ids import day_of
from onrecord.ledger.profile_counts import Cued
from onrecord.ledger.profile_records import RoleTold
from onrecord.ledger.profile_timeline import SaidInMonth

__all__ = ["MonthRow", "Months", "OfficeLine", "cues_by_stance", "months_by_outlet", "office_lines"]

#: Outlets with a colour of their own in the picture; there are eight colours, and the rest of the outlets have one.
_OUTLETS = 7
#: The least width of an office's line, in hundredths: a day is seen as a dot.
_LEAST = 1.5


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month ("2023-03", or None without a date) in words, its first and last day, and a count for each column."""

    month: str | None
    words: str
    first: str
    last: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Months:
    """Attributions by month and outlet; ``others`` tells that the last column is of all outlets without their own.

    ``columns`` are the outlets with most attributions; None is of articles that name no outlet.
    """

    columns: tuple[str | None, ...]
    others: bool
    rows: tuple[MonthRow, ...]


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office, and where on the line of time the articles that give it begin and end, in hundredths.

    ``start`` is None where none of them has a date.
    """

    office: RoleTold
    start: float | None
    width: float


def months_by_outlet(said: Sequence[SaidInMonth]) -> Months:
    """A row for each month, with the outlets that quote most in columns and the rest of them in one."""
    whole: Counter[str | None] = Counter()
    by_month: dict[str | None, Counter[str | None]] = {}
    for each in said:
        whole[each.outlet] += each.attributions
        by_month.setdefault(each.month, Counter())[each.outlet] += each.attributions
    ranked = sorted(whole, key=lambda outlet: (-whole[outlet], outlet is None, outlet or ""))
    others = len(ranked) > _OUTLETS + 1
    columns = tuple(ranked[:_OUTLETS] if others else ranked)
    return Months(columns, others, tuple(_row(month, counts, columns, others) for month, counts in by_month.items()))


def _row(month: str | None, counts: Mapping[str | None, int], columns: Sequence[str | None], others: bool) -> MonthRow:
    figures = [counts.get(outlet, 0) for outlet in columns]
    if others:
        figures.append(sum(counts.values()) - sum(figures))
    if month is None:
        return MonthRow(None, "undated", "", "", tuple(figures))
    year, number = int(month[:4]), int(month[5:7])
    last = calendar.monthrange(year, number)[1]
    name = long_date(f"{month}-01").removeprefix("1 ")
    return MonthRow(month, name, f"{month}-01", f"{month}-{last:02}", tuple(figures))


def office_lines(offices: Sequence[RoleTold], first: str | None, last: str | None) -> list[OfficeLine]:
    """Offices along the time from the first to the last day that is known of the person."""
    days = [first, last, *(day for office in offices for day in (office.first, office.last))]
    known = [number for number in map(_day, days) if number is not None]
    begin, end = min(known, default=0), max(known, default=0)
    whole = max(end - begin, 1)
    lines = []
    for office in offices:
        from_day, to_day = _day(office.first), _day(office.last)
        if from_day is None or to_day is None:
            lines.append(OfficeLine(office, None, 0))
            continue
        width = max(100 * (to_day - from_day) / whole, _LEAST)
        lines.append(OfficeLine(office, round(min(100 * (from_day - begin) / whole, 100 - width), 2), round(width, 2)))
    return lines


def _day(written: str | None) -> int | None:
    """A day's number; None for what an article has in a day's place and is none."""
    number, day = day_of(written)
    return number if day else None


def cues_by_stance(cues: Sequence[Cued]) -> dict[str, list[Cued]]:
    """The cues of each stance that has any, the neutral ones first."""
    parted = {stance: [cue for cue in cues if cue.stance == stance] for stance in get_args(Stance)}
    return {stance: used for stance, used in parted.items() if used}
