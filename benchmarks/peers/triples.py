"""Triples of speaker, cue and content on a pipeline's tokens, as records with spans of the text's own characters.

The rules of textacy, and those of sayswho that grew out of them, give lists of tokens for who speaks and for the cue,
which need not touch, and one span of tokens for the content. Tokens side by side become one span; a gap begins another.
Their offsets are of the passage that the pipeline was given, ``offset`` code points into the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from onrecord.evaluation.forms import forms_of
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
from onrecord.text.document import Document

__all__ = ["Content", "Token", "Triple", "attribution_of", "record_of"]


class Token(Protocol):
    """What is needed of a spaCy token."""

    i: int  #: its place among the passage's tokens
    idx: int  #: its first code point in the passage

    def __len__(self) -> int: ...


class Content(Protocol):
    """What is needed of a spaCy span."""

    start_char: int
    end_char: int


class Triple(Protocol):
    """Who said what, by which words."""

    speaker: Sequence[Token]
    cue: Sequence[Token]
    content: Content


def _spans(tokens: Iterable[Token], offset: int) -> tuple[Span, ...]:
    spans: list[Span] = []
    last = None
    for token in sorted({token.i: token for token in tokens}.values(), key=lambda token: token.i):
        start, end = offset + token.idx, offset + token.idx + len(token)
        if spans and last is not None and token.i == last + 1:
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
        last = token.i
    return tuple(spans)


def attribution_of(triple: Triple, offset: int) -> AttributionSpans:
    """A triple of a passage that begins ``offset`` code points into the text, as spans of the text."""
    content = Span(offset + triple.content.start_char, offset + triple.content.end_char)
    return AttributionSpans(_spans(triple.speaker, offset), _spans(triple.cue, offset), (content,))


def record_of(text: str, found: Sequence[AttributionSpans], maker: ReaderRecord) -> Record:
    """A record that holds ``found`` in its order.

    Only the spans and the form are theirs: such programs say nothing of act, stance, standing or confidence, and the
    scores do not look at them.
    """
    forms = forms_of(text, found)
    return Record(
        document=DocumentRecord(id=Document(text, ()).id, text=text),
        attributions=[
            Attribution(
                id=f"a{number}",
                source=Source(
                    spans=[SpanRecord(span.start, span.end) for span in each.source],
                    standing="unnamed_person" if each.source else "none",
                ),
                cue=Cue([SpanRecord(span.start, span.end) for span in each.cue], "", "assertive", "neutral"),
                content=[ContentSpan(span.start, span.end, form == "direct") for span in each.content],
                form=form,
                confidence=1.0 if each.confidence is None else each.confidence,
            )
            for number, (each, form) in enumerate(zip(found, forms, strict=True), start=1)
        ],
        reader=maker,
    )
