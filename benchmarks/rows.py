"""All that a ledger holds, as lines that can be compared."""

from __future__ import annotations

import sqlite3

__all__ = ["all_rows"]


def all_rows(connection: sqlite3.Connection) -> list[str]:
    """Every row of every table, and every word of the full-text indexes with its row and place, as lines.

    The pages of the indexes are left out: they depend on how the batches fell.
    """
    lines = []
    names = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    indexes = {"attribution_text": "instance", "quotation_shingles": "instance"}
    for name in names:
        if not name.startswith(tuple(indexes)):
            rows = connection.execute(f"SELECT * FROM {name}")
            lines += sorted(f"{name}: {row!r}" for row in rows)
    for name, kind in indexes.items():
        connection.execute(f"CREATE VIRTUAL TABLE temp.{name}_words USING fts5vocab(main, {name}, {kind})")
        lines += sorted(f"{name}: {row!r}" for row in connection.execute(f"SELECT * FROM {name}_words"))
        connection.execute(f"DROP TABLE temp.{name}_words")
    return lines
