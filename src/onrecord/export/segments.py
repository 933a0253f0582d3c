"""Cutting a text wherever a marked part begins or ends, so that overlapping and nested parts can be drawn side by side.

HTML elements nest and attributions do not: a cue lies within another's content, two contents share half of their
words. Each segment here lies wholly inside or outside of every part, and names the parts that it lies in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from onrecord.record.types import ContentSpan, Record, SpanRecord

__all__ = ["Mark", "Part", "Segment", "cut"]

Part = Literal["source", "cue", "content", "hedge", "addressee", "time"]


class Mark(NamedTuple):
    """A part of the record's attribution ``number``, from 0; ``depth`` counts the attributions around it."""

    number: int
    part: Part
    depth: int


class Segment(NamedTuple):
    """Code points ``start`` to ``end`` of the text and the marks that cover all of them, the outermost first."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def _depths(record: Record) -> list[int]:
    """How many attributions are around each one."""
    parents = {attribution.id: attribution.parent for attribution in record.attributions}
    depths = []
    for attribution in record.attributions:
        depth, at = 0, attribution.parent
        while at is not None and depth < len(parents):
            depth, at = depth + 1, parents.get(at)
        depths.append(depth)
    return depths


def cut(record: Record, borders: Sequence[tuple[int, int]]) -> list[list[Segment]]:
    """The segments of each of ``borders`` (runs of code points, in order, apart from each other), which they fill."""
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}

    def mark(index: int, part: Part, depth: int, spans: Sequence[SpanRecord | ContentSpan]) -> None:
        for span in spans:
            if span.start < span.end:
                opening.setdefault(span.start, []).append(Mark(index, part, depth))
                closing.setdefault(span.end, []).append(Mark(index, part, depth))

    for index, (attribution, depth) in enumerate(zip(record.attributions, _depths(record), strict=True)):
        mark(index, "content", depth, attribution.content)
        mark(index, "source", depth, attribution.source.spans)
        mark(index, "cue", depth, attribution.cue.spans)
        mark(index, "hedge", depth, attribution.hedges)
        mark(index, "addressee", depth, attribution.addressee.spans if attribution.addressee else [])
        if attribution.time:
            mark(index, "time", depth, [SpanRecord(attribution.time.start, attribution.time.end)])

    points = sorted(opening.keys() | closing.keys())
    active: list[Mark] = []
    cuts: list[list[Segment]] = []
    at = 0
    for start, end in borders:
        segments: list[Segment] = []
        begin = start
        while at < len(points) and points[at] < end:
            point = points[at]
            if begin < point:
                segments.append(Segment(begin, point, tuple(active)))
                begin = point
            for closed in closing.get(point, ()):
                active.remove(closed)
            active += opening.get(point, ())
            active.sort(key=lambda mark: (mark.depth, mark.number))
            at += 1
        if begin < end:
            segments.append(Segment(begin, end, tuple(active)))
        cuts.append(segments)
    return cuts
