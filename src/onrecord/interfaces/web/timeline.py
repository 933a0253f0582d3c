"""Where and when a quotation stands, as a picture: a line of days for each outlet, and a mark for each wording on it.

Drawn on the server, as SVG whose places are parts of its width: it needs no script, fits any width, prints, and each
mark is a link that a keyboard reaches. A chart on a canvas would be none of these, and this is no chart: what counts
is which mark stands first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.ledger.tracing_types import Appearance, Trace

__all__ = ["Line", "Mark", "Tick", "Timeline", "draw_timeline"]

#: The line's beginning and end, in hundredths of the width; days are spread between them, and what has no date stands
#: behind ``_UNDATED``.
_FROM, _TO, _TO_BEFORE_UNDATED, _UNDATED = 4.0, 96.0, 84.0, 93.0
#: Marks nearer to each other than this, in hundredths, stand below each other.
_APART = 3.5
#: Of a line: the room for its name, for each row of marks, and below them, in pixels.
_NAME, _ROW, _BELOW = 22, 26, 8
#: Lines; what stands in more outlets than that is drawn in one line for all others.
_MOST_LINES = 25
#: Ticks that have room beside each other on a narrow screen.
_MOST_TICKS = 4
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Mark:
    """Appearances of one wording in one outlet on one day: ``x`` in hundredths of the width, ``y`` in pixels.

    ``wording`` is its number in the trace, from 1, ``first`` the document that stands for it, ``articles`` how many.
    """

    x: float
    y: int
    wording: int
    kind: str
    day: str | None
    articles: int
    first: int


@dataclass(frozen=True, slots=True)
class Line:
    """One outlet's marks; ``outlet`` is None for articles that name none, and ``others`` counts the outlets of one line
    for several.
    """

    outlet: str | None
    others: int
    top: int
    height: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the scale."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture: its lines from top to bottom, in the order of their first marks; ``height`` in pixels.

    ``undated`` is where what has no date begins, in hundredths of the width, or None.
    """

    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    height: int
    undated: float | None


def draw_timeline(trace: Trace) -> Timeline:
    """The picture of a trace; copies of one story are counted with the mark of their own outlet and day."""
    placed = [(number, each) for number, wording in enumerate(trace.wordings, 1) for each in wording.appearances]
    days = [day for day in (_day(each) for _, each in placed) if day]
    undated = len(days) < len(placed)
    scale = _Scale(min(days), max(days), _TO_BEFORE_UNDATED if undated else _TO) if days else None
    lines: list[Line] = []
    top = 0
    for outlet, others, of_line in _by_outlet(placed):
        marks, rows = _marks(of_line, scale)
        height = _NAME + rows * _ROW + _BELOW
        lines.append(Line(outlet, others, top, height, marks))
        top += height
    ticks = tuple(Tick(scale.place(day), label) for day, label in _ticks(scale)) if scale else ()
    return Timeline(tuple(lines), ticks, top, _TO_BEFORE_UNDATED + 4 if undated and days else None)


def _day(appearance: Appearance) -> date | None:
    """The day of an appearance. A page may give anything as its date."""
    try:
        return date.fromisoformat(appearance.published or "")
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date
    end: float

    def place(self, day: date) -> float:
        days = (self.last - self.first).days
        if not days:
            return round((_FROM + self.end) / 2, 2)
        return round(_FROM + (self.end - _FROM) * (day - self.first).days / days, 2)


def _by_outlet(
    placed: Sequence[tuple[int, Appearance]],
) -> list[tuple[str | None, int, list[tuple[int, Appearance]]]]:
    """Appearances by their outlet, those that printed the words first at the top; behind many, one for all others."""
    counts = Counter(each.outlet for _, each in placed)
    # Those with most of them have lines of their own, where there are too many for all.
    most = {outlet for outlet, _ in counts.most_common(_MOST_LINES)}
    groups: dict[str | None, list[tuple[int, Appearance]]] = defaultdict(list)
    rest: list[tuple[int, Appearance]] = []
    for pair in sorted(placed, key=lambda pair: (pair[1].published is None, pair[1].published or "", pair[0])):
        (groups[pair[1].outlet] if pair[1].outlet in most else rest).append(pair)
    lines = [(outlet, 0, of_line) for outlet, of_line in groups.items()]
    return [*lines, (None, len(counts) - len(most), rest)] if rest else lines


def _marks(placed: Iterable[tuple[int, Appearance]], scale: _Scale | None) -> tuple[tuple[Mark, ...], int]:
    """The marks of one line, and in how many rows they stand so that none covers another."""
    together: dict[tuple[int, date | None], list[Appearance]] = defaultdict(list)
    for number, each in placed:
        together[number, _day(each)].append(each)
    ends: list[float] = []  # row -> where its last mark stands
    marks = []
    for (number, day), held in sorted(together.items(), key=lambda pair: (pair[0][1] or date.max, pair[0][0])):
        x = scale.place(day) if scale and day else _UNDATED
        row = next((row for row, end in enumerate(ends) if x - end >= _APART), len(ends))
        ends[row : row + 1] = [x]
        articles = len({each.document for each in held})
        y = _NAME + row * _ROW + _ROW // 2
        told = day.isoformat() if day else None
        marks.append(Mark(x, y, number, held[0].kind.value, told, articles, held[0].document))
    return tuple(marks), len(ends)


def _ticks(scale: _Scale) -> list[tuple[date, str]]:
    """Days for the scale: the first of years or months where there are several, or else the first and the last day."""
    first, last = scale.first, scale.last
    if first == last:
        return [(first, _label(first))]
    for months in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200):
        found = _firsts_of_months(first, last, months)
        if len(found) < 2:
            break
        if len(found) <= _MOST_TICKS:
            return [(day, str(day.year) if months >= 12 else f"{_MONTHS[day.month - 1]} {day.year}") for day in found]
    middle = first + timedelta(days=(last - first).days // 2)
    days = [first, middle, last] if (last - first).days > 1 else [first, last]
    return [(day, _label(day)) for day in days]


def _firsts_of_months(first: date, last: date, step: int) -> list[date]:
    """The first days of every ``step``-th month between two days, counted from January of the year 0."""
    month = first.year * 12 + first.month - 1 + (first.day > 1)
    month += -month % step
    found = []
    while (year := month // 12) <= 9999 and (day := date(year, month % 12 + 1, 1)) <= last:
        found.append(day)
        month += step
    return found


def _label(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
