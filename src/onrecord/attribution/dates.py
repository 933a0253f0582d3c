"""Expressions of time in news, and the calendar dates that they mean on a page of a known date.

A grammar of the few ways in which news dates what people say, and not a parser of all dates: "on Tuesday", "Nov. 9",
"last week", "earlier this month", "in March 2016". Values are ISO 8601: a day, a week (``2022-W45``), a month, a year;
a fiscal year is ``FY2022``. A weekday is the last one on or before the page's date, which is how news uses it: next
Tuesday is called that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

__all__ = ["find_dates", "value_of"]

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = (
    r"(?P<month>(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|Mar\.|April|Apr\.|May|June|July|Aug(?:ust|\.)|Sept?(?:ember|\.)"
    r"|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.)))"
)
_PART = r"(?: (?:morning|afternoon|evening|night))?"
_DATE = re.compile(
    r"(?<![\w-])(?:(?:[Ee]arl(?:y|ier)|[Ll]ater?|[Ee]arlier on|[Ll]ate on) )?(?:(?:[Oo]n|[Ii]n|[Bb]y) )?(?:"
    r"(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext) )?(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)" + _PART + r"|"
    + _MONTH + r" (?P<number>[0-3]?[0-9])(?:st|nd|rd|th)?(?!\d)(?:, (?P<year>(?:19|20)[0-9]{2}))?|"
    r"(?P<near>[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]his (?:morning|afternoon|evening))|"
    r"(?P<when>[Ll]ast|[Tt]his|[Nn]ext) (?P<unit>week(?:end)?|month|year)|"
    r"(?:(?:[Tt]he )?(?:[Ll]ast|[Tt]his|[Nn]ext|[Cc]urrent|[Pp]revious) )?"
    r"[Ff]iscal year(?: (?P<fiscal>(?:19|20)[0-9]{2}))?|"
    r"(?:FY ?|[Ff]iscal )(?P<fiscal_year>(?:19|20)[0-9]{2})|"
    + _MONTH.replace("month", "of_month") + r"(?:,? (?P<of_year>(?:19|20)[0-9]{2}))?|"
    r"(?P<only_year>(?:19|20)[0-9]{2})|"
    r"(?P<relative>[Tt]he (?:next|same|following|previous) (?:day|week|month|year|morning|afternoon|evening)"
    r"|[Tt]he day (?:before|after))"
    r")(?![\w])(?!-(?!old))"
)  # fmt: skip


_PUBLISHED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def find_dates(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The expressions of time in ``text[start:end]``, in order; offsets are the text's."""
    for found in _DATE.finditer(text, start, end):
        lead = found.group().lower()
        bare = found["of_month"] is not None and found["of_year"] is None
        if bare and not lead.startswith(("in ", "earl", "late", "by ")):
            continue  # May, March: also a name, a verb
        if found["only_year"] and not lead.startswith(("in ", "earl", "late", "by ")):
            continue
        yield found


def _month(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def _shifted(day: date, months: int) -> str:
    total = day.year * 12 + day.month - 1 + months
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


def _published(written: str | None) -> date | None:
    """The page's date; none for what is no date, or has no year before it or after it in the calendar."""
    if not written or not _PUBLISHED.fullmatch(written):
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:  # 30 February
        return None
    return day if date.min.year < day.year < date.max.year else None


def _weekday(found: re.Match[str], published: date) -> str:
    back = (published.weekday() - _DAYS.index(found["day"].lower())) % 7
    if (found["which"] or "").lower() == "next":
        return (published + timedelta(days=7 - back)).isoformat()
    if (found["which"] or "").lower() == "last" and back == 0:
        back = 7
    return (published - timedelta(days=back)).isoformat()


def _of_unit(found: re.Match[str], published: date) -> str | None:
    step = {"last": -1, "this": 0, "next": 1}[found["when"].lower()]
    if found["unit"] == "week":
        year, week, _ = (published + timedelta(weeks=step)).isocalendar()
        return f"{year:04d}-W{week:02d}"
    if found["unit"] == "month":
        return _shifted(published, step)
    return f"{published.year + step:04d}" if found["unit"] == "year" else None


def _day_of_month(found: re.Match[str], published: date | None) -> str | None:
    month, number = _month(found["month"]), int(found["number"])
    year = int(found["year"]) if found["year"] else None
    if year is None and published is None:
        return None
    try:
        if year is not None:
            return date(year, month, number).isoformat()
        told = date(published.year, month, number) if published else None
        if told and published and told > published + timedelta(days=180):
            told = date(published.year - 1, month, number)
    except ValueError:  # 31 June, 0 May: no day
        return None
    return told.isoformat() if told else None


def _from_anchor(relative: str, anchor: str | None) -> str | None:
    """The day that "the next day" is, and the like, behind a day that was named; weeks and months are not told."""
    said = relative.lower()
    if anchor is None or not said.endswith(("day", "morning", "afternoon", "evening", "before", "after")):
        return None
    step = 0 if "same" in said else -1 if "previous" in said or "before" in said else 1
    try:
        return (date.fromisoformat(anchor) + timedelta(days=step)).isoformat()
    except OverflowError:  # a day behind the last of the calendar, or before the first
        return None


def value_of(found: re.Match[str], published: str | None, anchor: str | None = None) -> str | None:
    """The ISO 8601 value of an expression that :func:`find_dates` gave, on a page of the date ``published``.

    ``anchor`` is the day that was named before it, which "the next day" follows. A fiscal year is ``FY2022`` where the
    text numbers it: which one "last fiscal year" is depends on whose it is. ``None`` where the expression needs a date
    that the page does not have, or another event's.
    """
    day = _published(published)
    if found["month"]:
        return _day_of_month(found, day)
    if found["of_month"] and found["of_year"]:
        return f"{found['of_year']}-{_month(found['of_month']):02d}"
    if found["only_year"]:
        return found["only_year"]
    if (fiscal := found["fiscal"] or found["fiscal_year"]) is not None:
        return f"FY{fiscal}"
    if found["relative"]:
        return _from_anchor(found["relative"], anchor)
    if day is None or not any(found[part] for part in ("day", "near", "of_month", "when")):
        return None
    if found["day"]:
        return _weekday(found, day)
    if found["near"]:
        return (day - timedelta(days=found["near"].lower() == "yesterday")).isoformat()
    if found["of_month"]:
        month = _month(found["of_month"])
        return f"{day.year - (month > day.month):04d}-{month:02d}"
    return _of_unit(found, day)
