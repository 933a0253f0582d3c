"""Numbers of rows that keep their order in time: an article's day in the high bits, a running number in the low.

SQLite's full-text index keeps its rows by number. With the day in it, the newest come first without a sort, and a
range of dates is a range of numbers.
"""

from __future__ import annotations

from datetime import date

__all__ = ["UNDATED", "day_of", "first_id", "row_id"]

#: Bits of the running number: seventeen million million rows, beside days of eleven hundred years.
_NUMBER_BITS = 44
#: Day 1; no article was published before the first newspaper (the Relation of Strasbourg, 1605).
_FIRST_DAY = date(1600, 1, 1).toordinal() - 1
_LAST_DAY = (1 << (63 - _NUMBER_BITS)) - 1
#: The day of an article that does not say when it was published: before all others.
UNDATED = 0


def day_of(published: str | None) -> tuple[int, str | None]:
    """The day's number and its ISO 8601 date, of a date with or without a time behind it; UNDATED and none else."""
    try:
        day = date.fromisoformat((published or "")[:10])
    except ValueError:
        return UNDATED, None
    number = day.toordinal() - _FIRST_DAY
    return (number, day.isoformat()) if 0 < number <= _LAST_DAY else (UNDATED, None)


def row_id(day: int, number: int) -> int:
    """The id of the ``number``-th row, of an article of ``day``."""
    return (day << _NUMBER_BITS) | number


def first_id(day: date) -> int:
    """The least id of a day: rows from ``first_id(a)`` on and below ``first_id(b)`` are of day a or later, before b."""
    return max(0, day.toordinal() - _FIRST_DAY) << _NUMBER_BITS
