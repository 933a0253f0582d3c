"""The only interval type of the project.

Offsets count Unicode code points in one document's text, start inclusive, end exclusive, so that
``text[span.start : span.end]`` is what the span says.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Span"]


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
