"""Tables of figures: aligned for a person, and as JSON, JSON lines or CSV for a program, from the same columns.

On a terminal a table keeps within its width: a name that is too long is cut, and what has no room as a column stands
on a second, dim line below its row. In a pipe each row is one line with every column, nothing cut and nothing drawn.
Programs get raw numbers: shares from 0 to 1, no thousands signs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import click

from onrecord.export.csv import line_of, safe
from onrecord.export.wording import percent, visible
from onrecord.interfaces.cli_read import look_of
from onrecord.interfaces.output import Look

__all__ = [
    "FORMATS",
    "Column",
    "Written",
    "look_of_stdout",
    "table",
    "write_csv",
    "write_json",
    "write_text",
]

FORMATS = ("table", "json", "jsonl", "csv")
Written = Literal["table", "json", "jsonl", "csv"]

#: Between columns.
_GAP = "  "
#: The least room of a column of names, whatever else has to go.
_LEAST_NAME = 12
_UNKNOWN = "–"

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[_Row]):
    """A figure of each row: its name in CSV, its heading in a table, and how it is written there.

    ``below`` is for what a terminal shows on the second line of a row, and ``csv_only`` for what a table leaves out.
    """

    name: str
    heading: str
    value: Callable[[_Row], Any]
    kind: Literal["text", "count", "share", "day", "number"] = "text"
    below: bool = False
    csv_only: bool = False

    def cell(self, row: _Row) -> str:
        """The value as a person reads it."""
        value = self.value(row)
        if value is None:
            return _UNKNOWN
        match self.kind:
            case "count":
                return f"{value:,}"
            case "share":
                return percent(value)
        return visible("; ".join(value) if isinstance(value, tuple) else str(value))

    def raw(self, row: _Row) -> str:
        """The value as a cell of CSV; what is unknown is empty."""
        value = self.value(row)
        if value is None:
            return ""
        if self.kind == "share":
            return f"{value:.6g}"
        return safe("; ".join(value) if isinstance(value, tuple) else str(value))


def look_of_stdout(color: str = "auto") -> tuple[Look, bool]:
    """How standard output is drawn on, and whether a person looks at it."""
    on_screen = sys.stdout.isatty()
    return look_of(color, on_screen), on_screen


def table(
    columns: Sequence[Column[_Row]],
    rows: Sequence[_Row],
    look: Look,
    *,
    on_screen: bool,
    below: Callable[[_Row], str] | None = None,
) -> str:
    """The rows under their headings, numbers to the right; nothing for none. ``below`` writes a row's second line."""
    from rich.cells import cell_len, set_cell_size

    if not rows:
        return ""
    shown = [column for column in columns if not column.csv_only and not (on_screen and column.below)]
    cells = [[column.cell(row) for column in shown] for row in rows]
    headings = [column.heading for column in shown]
    widths = [max(map(cell_len, [heading, *(line[at] for line in cells)])) for at, heading in enumerate(headings)]
    if on_screen:
        _fit(shown, widths, look.width)
    lines = []
    for number, line in enumerate([headings, *cells]):
        parts = []
        for column, cell, width in zip(shown, line, widths, strict=True):
            short = cell if cell_len(cell) <= width else f"{set_cell_size(cell, width - 1).rstrip()}…"
            room = " " * (width - cell_len(short))
            parts.append(short + room if column.kind in {"text", "day"} else room + short)
        written = _GAP.join(parts).rstrip()
        lines.append(click.style(written, bold=True) if number == 0 and look.color else written)
        if number and on_screen and below is not None:
            lines += _second(below(rows[number - 1]), shown, widths, look)
    return "\n".join(lines) + "\n"


def _fit(columns: Sequence[Column[_Row]], widths: list[int], width: int) -> None:
    """Cut the columns of words, the widest first, until a line fits."""
    words = [at for at, column in enumerate(columns) if column.kind == "text"]
    over = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    while over > 0 and any(widths[at] > _LEAST_NAME for at in words):
        widest = max(words, key=lambda at: widths[at])
        widths[widest] -= 1
        over -= 1


def _second(text: str, columns: Sequence[Column[_Row]], widths: Sequence[int], look: Look) -> list[str]:
    """The line below a row, behind where its name begins, cut at the width."""
    from rich.cells import cell_len, set_cell_size

    if not text:
        return []
    first_words = next((at for at, column in enumerate(columns) if column.kind == "text"), 0)
    margin = " " * (sum(widths[:first_words]) + len(_GAP) * first_words)
    room = max(_LEAST_NAME, look.width - len(margin))
    short = text if cell_len(text) <= room else f"{set_cell_size(text, room - 1).rstrip()}…"
    return [margin + (click.style(short, dim=True) if look.color else short)]


def write_text(text: str) -> None:
    """Write to standard output, whatever the locale says."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def write_json(value: object, *, lines: bool) -> None:
    """Write a value as JSON; where ``lines``, a list as one line for each of its items."""
    import msgspec

    out = sys.stdout.buffer
    if lines:
        items: Iterable[object] = value if isinstance(value, list) else [value]
        out.writelines(msgspec.json.encode(item) + b"\n" for item in items)
    else:
        out.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    out.flush()


def write_csv(columns: Sequence[Column[_Row]], rows: Iterable[_Row]) -> None:
    """Write a header and a line for each row."""
    out = sys.stdout.buffer
    out.write(line_of([column.name for column in columns]))
    out.writelines(line_of([column.raw(row) for column in columns]) for row in rows)
    out.flush()
