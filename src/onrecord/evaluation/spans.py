"""An attribution as the scores see it: three lists of spans and, where a model found it, a confidence.

Why not score records as they are: a human's reading has no lemma, act or chain, and should not be given made-up ones
to be compared. Both sides are brought to this value, and everything behind it treats them alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from onrecord.span import Span

if TYPE_CHECKING:
    from onrecord.record.types import Record

__all__ = ["ROLES", "AttributionSpans", "Role", "from_record"]

Role = Literal["source", "cue", "content"]
ROLES: tuple[Role, ...] = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class AttributionSpans:
    """One attribution; the spans of each role are code points, half-open, sorted, each once.

    A part of the attribution that stands in several pieces has a span for each; a source that nobody names has none.
    ``confidence`` is the model's, 0 to 1, and ``None`` where a human annotated.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float | None = None

    def of(self, role: Role) -> tuple[Span, ...]:
        """The spans of one role."""
        spans: tuple[Span, ...] = getattr(self, role)
        return spans


class _HasOffsets(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def _spans(found: Iterable[_HasOffsets], shift: int) -> tuple[Span, ...]:
    return tuple(sorted({Span(span.start + shift, span.end + shift) for span in found}))


def from_record(record: Record, shift: int = 0) -> list[AttributionSpans]:
    """A record's attributions in its order, without the nested ones, each offset moved by ``shift`` code points.

    PolNeAR annotates no attribution inside another's content, so one that the record has there (``parent`` is set) can
    be neither right nor wrong.
    """
    return [
        AttributionSpans(
            _spans(attribution.source.spans, shift),
            _spans(attribution.cue.spans, shift),
            _spans(attribution.content, shift),
            attribution.confidence,
        )
        for attribution in record.attributions
        if attribution.parent is None
    ]
