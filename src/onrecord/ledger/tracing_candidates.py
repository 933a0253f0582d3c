"""Which quotations may be the one that is traced: those with a run of three of its words, told by the index alone.

The work is bounded whatever the ledger holds. Most runs of a quotation stand in few others, and their lists are read
whole. A run that stands in very many ("going to be a") tells little and is set aside, unless there is nothing rarer:
then the earliest quotations with all of the runs, and after them those with any, are taken, because who said it first
is what a trace is for.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.ledger.ids import UNDATED, first_id, row_id
from onrecord.ledger.shingles import shingles

__all__ = ["MOST_READ", "Candidates", "find_candidates"]

#: Quotations of a run that is rare: these are read at once.
_RARE = 100
#: Quotations of a run that is still looked up. At 400,000 quotations the commonest run of the PolNeAR articles ("a lot
#: of", in 2 of 100 quotations) stands in some 8,500, and some ten others in more than this.
_COMMON = 2_000
#: Numbers of quotations that are taken from the lists of common runs, all together: about 20 ms of SQLite's time.
_MOST_NUMBERS = 20_000
#: Candidates whose words are read and compared, those with the most runs first.
MOST_READ = 800
#: Runs in one question to the index for all of them.
_MOST_TOGETHER = 32

_FIRST_DATED = row_id(UNDATED + 1, 0)
_END = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Candidates:
    """Numbers of quotations, ascending (undated ones, then the earliest), and whether none was set aside."""

    numbers: tuple[int, ...]
    complete: bool


class _Index:
    """The lists of quotations by run, within a range of dates; dated ones first, in their order."""

    def __init__(self, connection: sqlite3.Connection, since: date | None, until: date | None) -> None:
        self._connection = connection
        self._ranges = [(_FIRST_DATED, _END), (0, _FIRST_DATED)]
        if since or until:
            last = first_id(until + timedelta(days=1)) if until and until < date.max else _END
            self._ranges = [(max(_FIRST_DATED, first_id(since) if since else 0), last)]

    def earliest(self, words: str, most: int) -> list[int]:
        """The earliest ``most`` quotations for which the index's question ``words`` holds."""
        found: list[int] = []
        for start, end in self._ranges:
            rows = self._connection.execute(
                "SELECT rowid FROM quotation_shingles WHERE quotation_shingles MATCH ? AND rowid >= ? AND rowid < ? "
                "ORDER BY rowid LIMIT ?",
                (words, start, end, most - len(found)),
            )
            found += [row[0] for row in rows]
        return found


def find_candidates(
    connection: sqlite3.Connection, keys: Sequence[str], *, since: date | None = None, until: date | None = None
) -> Candidates:
    """Quotations that share a run of three words with ``keys``, of articles from ``since`` to ``until``, both included.

    Articles without a date are left out where a date is asked for.
    """
    index = _Index(connection, since, until)
    runs = list(dict.fromkeys(shingles(keys)))
    shared: Counter[int] = Counter()
    common = []
    for run in runs:
        found = index.earliest(run, _RARE + 1)
        if len(found) > _RARE:
            common.append(run)
        else:
            shared.update(found)
    aside, left = [], _MOST_NUMBERS
    for run in _spread(common):
        found = index.earliest(run, min(_COMMON, left) + 1) if left > 0 else []
        if not found or len(found) > min(_COMMON, left):
            aside.append(run)
        else:
            shared.update(found)
        left -= len(found)
    if len(aside) == len(runs):
        together = index.earliest(" AND ".join(aside[:_MOST_TOGETHER]), MOST_READ)
        others = index.earliest(" OR ".join(aside[:_MOST_TOGETHER]), MOST_READ)
        chosen = list(dict.fromkeys([*together, *others]))[:MOST_READ]
        return Candidates(tuple(sorted(chosen)), complete=False)
    ranked = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0] < _FIRST_DATED, pair[0]))
    # One that shares half of the runs is most likely an appearance; of the others, unread, nothing is missed.
    unread = ranked[MOST_READ] if len(ranked) > MOST_READ else None
    complete = not aside and (unread is None or unread[1] * 2 < len(runs))
    return Candidates(tuple(sorted(number for number, _ in ranked[:MOST_READ])), complete)


def _spread(runs: Sequence[str]) -> list[str]:
    """The runs in an order in which the first few come from all over the quotation: steps of the golden section."""
    order = sorted(range(len(runs)), key=lambda at: at * 0.618033988749895 % 1)
    return [runs[at] for at in order]
