"""Days as they stand in an address of the site: a day, or a month or a year for all of its days, as in the command."""

from __future__ import annotations

from datetime import date

from onrecord.errors import OptionError
from onrecord.interfaces.days import days_written

__all__ = ["period"]


def period(since: str, until: str) -> tuple[date | None, date | None]:
    """The first and the last day that are asked for; ``None`` for what is empty. Raises OptionError for no date."""
    first, last = _day(since, "since", 0), _day(until, "until", 1)
    if first and last and first > last:
        raise OptionError(f"no day is from {first} on and until {last}; give the earlier date as the first")
    return first, last


def _day(written: str, name: str, end: int) -> date | None:
    written = written.strip()
    if not written:
        return None
    try:
        return days_written(written)[end]
    except ValueError as error:
        raise OptionError(
            f"{name}: {written[:40]!r} is no date; give a day, a month or a year: 2023-03-15, 2023-03, 2023"
        ) from error
