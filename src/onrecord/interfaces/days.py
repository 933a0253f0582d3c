"""Days as a person writes them on the command line: a day, or a month or a year for all of its days."""

from __future__ import annotations

import calendar
import re
from datetime import date

import click

__all__ = ["day_of_option", "days_written"]

_WRITTEN_DAY = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")


def days_written(written: str) -> tuple[date, date]:
    """The first and the last day of what is written: 2023-03-15, 2023-03, 2023. Raises ValueError."""
    found = _WRITTEN_DAY.fullmatch(written)
    if found is None:
        raise ValueError(written)
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    last_month = month or 12
    last_day = day or (calendar.monthrange(year, last_month)[1] if 1 <= last_month <= 12 else 1)
    return date(year, month or 1, day or 1), date(year, last_month, last_day)


def day_of_option(_: click.Context, param: click.Parameter, written: str | None) -> date | None:
    """The first day that --since names, or the last one that --until does."""
    if written is None:
        return None
    try:
        return days_written(written)[param.name == "until"]
    except ValueError as error:
        wrong = f"{written!r} is no date; give a day, a month or a year: 2023-03-15, 2023-03, 2023"
        raise click.BadParameter(wrong) from error
