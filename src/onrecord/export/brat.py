"""Brat standoff, with the names and habits of PolNeAR's annotation files.

Each span is a text-bound annotation (``T2``: Source, Cue, Content), a span in parts is one annotation with its parts
joined by ``;``, and an event (``E1``), anchored in an Attribution over the cue's words, joins them; one without a
source is an ``Attribution-no-source``. The words of an annotation stand on its line with line breaks as spaces, the
parts joined by a space, as brat wants them. Offsets are code points of the document's text, half-open, which brat
expects in a ``.txt`` of the same name beside the ``.ann``.

PolNeAR annotates neither nesting nor description. They are brat attributes of the event (``A1``), which a reader of
spans passes over: ``Nested`` with the outer event's name, ``Negated``, and ``Form``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.record.types import ContentSpan, Record, SpanRecord

__all__ = ["standoff"]

#: Every character that some program takes for a line's end (``str.splitlines``), and the tab, which parts the columns.
_BREAK = re.compile(r"\r\n|[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def _filled(spans: Sequence[SpanRecord | ContentSpan]) -> Sequence[SpanRecord | ContentSpan]:
    return [span for span in spans if span.start < span.end]


def _column(text: str, spans: Sequence[SpanRecord | ContentSpan]) -> str:
    """The offsets and the words of one annotation, tab between; one space for each character of a break."""
    offsets = ";".join(f"{span.start} {span.end}" for span in spans)
    words = " ".join(text[span.start : span.end] for span in spans)
    return f"{offsets}\t{_BREAK.sub(lambda found: ' ' * len(found.group()), words)}"


def standoff(record: Record) -> bytes:
    """The record's attributions as an ``.ann`` file, UTF-8.

    An attribution without a cue's span is anchored in its content's first. One with no span at all cannot be written
    down here and is left out, as are empty spans, which brat refuses.
    """
    text = record.document.text
    annotations: list[str] = []
    attributes: list[str] = []
    anchors = {a.id: _filled(a.cue.spans) or _filled(a.content)[:1] for a in record.attributions}
    events = {key: f"E{number}" for number, key in enumerate((k for k, anchor in anchors.items() if anchor), 1)}
    count = 0

    def annotate(kind: str, spans: Sequence[SpanRecord | ContentSpan]) -> str:
        nonlocal count
        count += 1
        annotations.append(f"T{count}\t{kind} {_column(text, spans)}")
        return f"{kind}:T{count}"

    for attribution in record.attributions:
        event = events.get(attribution.id)
        if event is None:
            continue
        source = _filled(attribution.source.spans)
        roles = (("Source", source), ("Cue", _filled(attribution.cue.spans)), ("Content", _filled(attribution.content)))
        arguments = [annotate(kind, spans) for kind, spans in roles if spans]
        trigger = annotate("Attribution" if source else "Attribution-no-source", anchors[attribution.id])
        annotations.append(f"{event}\t{' '.join([trigger, *reversed(arguments)])}")
        for name, value in (
            ("Nested", events.get(attribution.parent or "")),
            ("Negated", "" if attribution.negated else None),
            ("Form", attribution.form),
        ):
            if value is not None:
                attributes.append(f"A{len(attributes) + 1}\t{name} {event} {value}".rstrip())
    return "".join(f"{line}\n" for line in annotations + attributes).encode("utf-8", "replace")
