"""An attribution as it is found: spans and what the model is sure of, before anything is said about it."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.span import Span

__all__ = ["FoundAttribution"]


@dataclass(frozen=True, slots=True)
class FoundAttribution:
    """One source or none, one cue, and one or more contents; code points, half-open, in the text's order.

    ``confidence`` is the calibrated probability that a reader would find this attribution in the text: cue and source
    meet theirs, and the contents share at least half of their words.
    """

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    confidence: float
    within: Span | None = None  #: the content of another attribution that it lies in
