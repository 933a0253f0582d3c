"""The only interval type of the project.

Offsets count Unicode code points in one document's text, start inclusive, end exclusive, so that
``text[span.start : span.end]`` is what the span says.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Cover", "Span"]


class Span(NamedTuple):
    """A half-open interval of code points, ``start <= end``.

    A named tuple rather than a dataclass: spans are made by the million, compared, sorted and hashed, and a tuple
    does each of these in C.
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of ``text`` that this span covers."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        """Code points covered."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether every code point of ``other`` is in this span."""
        return self.start <= other.start and other.end <= self.end


class Cover:
    """What many spans cover together, asked in logarithmic time."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Join the spans that overlap or touch."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def overlaps(self, span: Span) -> bool:
        """Whether a code point of ``span`` is covered."""
        before = bisect_right(self._starts, span.end - 1) - 1
        return before >= 0 and self._ends[before] > span.start

    def contains(self, span: Span) -> bool:
        """Whether every code point of ``span`` is covered."""
        before = bisect_right(self._starts, span.start) - 1
        return before >= 0 and span.end <= self._ends[before]
