"""Any text and any date of publication: expressions of time lie in the text, and their values are what they claim."""

from __future__ import annotations

import re

from fuzzing.parts import Parts
from fuzzing.promise import promise
from onrecord.attribution.dates import find_dates, value_of

__all__ = ["check"]

_VALUE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?|-W\d\d)?|FY\d{4}", re.ASCII)
_PUBLISHED = (None, "2024-03-14", "2024-02-29", "0001-01-01", "9999-12-31", "2023-02-30", "2024-3-1", "")
#: Pieces of what the grammar knows, so that the fuzzer need not spell them.
_SAID = (
    " ", " ", "on ", "in ", "early ", "late ", "last ", "this ", "next ", "Monday", "Sunday", "Jan. ", "February ",
    "May ", "Sept. ", "Dec. ", "29", "31", "30", "0", "1", "2", "st", ", ", "1999", "2024", "2000", "yesterday",
    "today", "tonight", "this morning", "week", "weekend", "month", "year", "fiscal year", "FY ", "the ",
    "the next day",
    "the day before", "the same week", "the previous afternoon", "-", "old", "by ", "March", "current ", "\n", "٣", "é",
)  # fmt: skip


def check(data: bytes) -> None:
    """Read every date of a text, each as it would be behind the one before."""
    parts = Parts(data)
    known = parts.byte()
    published = _PUBLISHED[known] if known < len(_PUBLISHED) else parts.text()
    text = "".join(_SAID[byte % len(_SAID)] for byte in parts.rest()) if known & 1 else parts.remaining()
    at, anchor = 0, None
    for found in find_dates(text, 0, len(text)):
        start, end = found.span()
        promise(at <= start < end <= len(text), f"{found!r} is out of order or bounds")
        at = end
        value = value_of(found, published, anchor)
        promise(value is None or _VALUE.fullmatch(value) is not None, f"{found.group()!r} is {value!r}, no date")
        if value is not None and len(value) == 10:
            anchor = value
