"""How a record shows itself in a notebook: a place for the layer above to say so.

A notebook asks the value itself for its picture, and the record is below the pages that draw it, which it may not
import. So the package, when it is imported, leaves here the function that draws (see ``onrecord/__init__.py``), and the
record asks for it. The alternative, a formatter registered with IPython, would show nothing in other notebooks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["show", "show_with"]

_drawers: list[Callable[[Any], str]] = []


def show_with(draw: Callable[[Any], str]) -> None:
    """Let ``draw`` (a record to HTML) show records from now on."""
    _drawers[:] = [draw]


def show(record: object) -> str | None:
    """The record as HTML, or ``None`` where nothing draws records: the notebook then falls back to ``repr``."""
    return _drawers[0](record) if _drawers else None
