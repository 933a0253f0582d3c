"""Records made of gold: as an annotator left it, or with the mistakes that a model makes, from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from onrecord.evaluation.spans import AttributionSpans
from onrecord.record.types import (
    Attribution,
    ContentSpan,
    Cue,
    DocumentRecord,
    ReaderRecord,
    Record,
    Source,
    SpanRecord,
)
from onrecord.span import Span


def attribution(
    source: Iterable[tuple[int, int]] = (),
    cue: Iterable[tuple[int, int]] = (),
    content: Iterable[tuple[int, int]] = (),
    confidence: float | None = None,
) -> AttributionSpans:
    parts = (tuple(Span(*span) for span in spans) for spans in (source, cue, content))
    return AttributionSpans(*parts, confidence)


def record_of(text: str, attributions: Sequence[AttributionSpans], nested: Sequence[int] = ()) -> Record:
    """A record that holds these attributions; those whose indices are in ``nested`` are inside the first one."""
    return Record(
        document=DocumentRecord(id="sha256:0", text=text),
        attributions=[
            Attribution(
                id=f"a{i}",
                parent="a0" if i in nested else None,
                source=Source(spans=[SpanRecord(*span) for span in found.source], standing="unnamed_person"),
                cue=Cue(
                    spans=[SpanRecord(*span) for span in found.cue], lemma="say", act="assertive", stance="neutral"
                ),
                content=[ContentSpan(*span, quoted=False) for span in found.content],
                form="indirect",
                confidence=1.0 if found.confidence is None else found.confidence,
            )
            for i, found in enumerate(attributions)
        ],
        reader=ReaderRecord(version="0", model="made-up"),
    )


def _shifted(span: Span, length: int, chance: random.Random) -> Span:
    start = min(max(0, span.start + chance.randint(-9, 9)), length)
    return Span(start, min(max(start, span.end + chance.randint(-9, 9)), length))


def mistaken(text: str, gold: Sequence[AttributionSpans], seed: int) -> list[AttributionSpans]:
    """The gold with attributions dropped, doubled, merged, cut, shifted and out of order."""
    chance = random.Random(seed)
    made: list[AttributionSpans] = []
    for found in gold:
        roles = {"source": found.source, "cue": found.cue, "content": found.content}
        mistake = chance.choice(["none", "none", "drop", "double", "merge", "cut", "shift", "empty", "no source"])
        if mistake == "drop":
            continue
        if mistake == "merge" and made:
            roles["content"] = tuple(sorted({*made[-1].content, *found.content}))
        elif mistake == "cut":
            roles["content"] = tuple(Span(s.start, s.start + max(1, len(s) // 2)) for s in found.content)
        elif mistake == "shift":
            role = chance.choice(["source", "cue", "content"])
            roles[role] = tuple(_shifted(span, len(text), chance) for span in roles[role])
        elif mistake == "empty":
            roles["cue"] = tuple(Span(span.end, span.end) for span in found.cue)
        elif mistake == "no source":
            roles["source"] = ()
        made += [AttributionSpans(**roles, confidence=round(chance.random(), 2))] * (2 if mistake == "double" else 1)
    if chance.random() < 0.3:
        chance.shuffle(made)
    return made
