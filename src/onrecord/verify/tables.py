"""Tables: one row a turn, with a column for who speaks and one for the words.

The columns are known by their names in the first row, since that is how people publish such tables; guessing by the
cells' looks would sometimes read speakers as speech.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from onrecord.verify.transcript import Transcript, joined, not_a_table

__all__ = ["read_table"]

_TEXT_COLUMNS = ("text", "utterance", "words", "speech", "content", "transcript", "quote", "statement", "line text")
_SPEAKER_COLUMNS = ("speaker", "speaker name", "name", "who", "person", "participant", "voice")
_TIME_COLUMNS = ("time", "timestamp", "start", "start time", "start_time", "date")
_DELIMITERS = ",\t;|"


def read_table(name: str, text: str) -> Transcript:
    """The transcript in a table: each row a turn; ``line`` is the file's line on which the row begins.

    Raises :class:`~onrecord.errors.InputError` where the first row names no column of words, or a row is broken.
    """
    rows = _rows(name, text)
    header = next(rows, (1, []))[1]
    names = [cell.strip().strip("\ufeff").casefold().replace("_", " ") for cell in header]
    words_at = _column(names, _TEXT_COLUMNS)
    if words_at is None:
        shown = ", ".join(cell.strip() for cell in header[:8]) or "nothing"
        raise not_a_table(name, f"no column is called text (the first row has {shown[:120]})")
    speaker_at, time_at = _column(names, _SPEAKER_COLUMNS), _column(names, _TIME_COLUMNS)

    def cell(row: Sequence[str], at: int | None) -> str:
        return " ".join(row[at].split()) if at is not None and at < len(row) else ""

    parts = (
        (cell(row, speaker_at) or None, cell(row, words_at), cell(row, time_at) or None, line) for line, row in rows
    )
    return joined(name, parts)


def _column(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    """The first of ``wanted`` that is a column."""
    return next((names.index(name) for name in wanted if name in names), None)


def _rows(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the lines on which they begin."""
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise not_a_table(name, f"line {reader.line_num} cannot be read ({error})") from error
        if row:
            yield line, row
        line = reader.line_num + 1
