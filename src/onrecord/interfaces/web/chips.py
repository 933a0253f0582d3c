"""Filters in force, as a page shows them: each is a link to the page without it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Chip"]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in words, and the address of the page without it.

    ``found`` says how much there would be then, where that was asked.
    """

    label: str
    value: str
    address: str
    found: str = ""
