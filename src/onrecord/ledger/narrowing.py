"""By what an answer could be narrowed: how its statements part among kinds of source, forms and outlets.

An exact count for every value would walk the lists of the index to their ends: ten milliseconds for the word "the" in
a thousand articles, and a second in a hundred thousand. So the newest of the answers are counted, which takes two
microseconds for each, whatever the ledger's size; whether these are all of them is told.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from onrecord.ledger.connection import reading
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.questions import Question, check
from onrecord.ledger.search import newest_rows

__all__ = ["LOOKED_AT", "Narrowing", "narrowing"]

#: The newest answers that are counted: 10 ms on a slow machine.
LOOKED_AT = 5_000

#: What is counted, and the question without it: with one standing asked for, the others' counts are still of use.
_FIELDS: dict[str, dict[str, Any]] = {
    "standing": {"standing": ()},
    "form": {"form": ()},
    "outlet": {"outlet": None},
}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Answers by the standing of their source, by form, and by outlet, the most frequent first.

    Each is counted as if the question asked for none of its own values. ``counted_all`` tells whether every answer was
    counted, or the newest ``LOOKED_AT`` alone.
    """

    standings: dict[str, int]
    forms: dict[str, int]
    outlets: dict[str, int]
    counted_all: bool


def narrowing(ledger: Ledger, question: Question) -> Narrowing:
    """How the newest answers to a question part. Raises OptionError as a search for it does."""
    check(question)
    whole = replace(question, after=None)
    with reading(ledger.path):
        ledger.connection.execute("BEGIN")
        try:
            counted = _counted(ledger.connection, whole)
            found: dict[str, tuple[dict[str, int], bool]] = {}
            for field, without in _FIELDS.items():
                wider = replace(whole, **without)
                counts, every = counted if wider == whole else _counted(ledger.connection, wider)
                found[field] = counts[field], every
        finally:
            ledger.connection.execute("ROLLBACK")
    standings, forms, outlets = (found[field][0] for field in _FIELDS)
    return Narrowing(standings, forms, outlets, all(every for _, every in found.values()))


def _counted(connection: sqlite3.Connection, question: Question) -> tuple[dict[str, dict[str, int]], bool]:
    """The newest answers by each field's values, and whether they are all."""
    newest = newest_rows(connection, question, LOOKED_AT)
    counts: dict[str, Counter[str]] = {field: Counter() for field in _FIELDS}
    looked_at = 0
    for standing, form, outlet, answers, count in connection.execute(
        "SELECT parted.standing, parted.form, outlet.name, answers, count FROM ("  # noqa: S608 -- marks alone
        f"SELECT standing, form, outlet_id, {newest.answers} AS answers, count(*) AS count {newest.rows} "
        "GROUP BY standing, form, outlet_id, answers) AS parted LEFT JOIN outlet USING (outlet_id)",
        (*newest.answers_values, *newest.values),
    ):
        looked_at += count
        for field, value in (("standing", standing), ("form", form), ("outlet", outlet)):
            if answers and value is not None:
                counts[field][value] += count
    ordered = {
        field: dict(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))) for field, counter in counts.items()
    }
    return ordered, looked_at < LOOKED_AT
