"""What is left of readings when only quotations count: to be fair to programs that claim to find nothing else.

Two views of the same gold. *Direct*: those attributions all of whose content stands in quotation marks. *Quotations*:
each quotation of at least :data:`LEAST_WORDS` words that an attribution's content holds most of, with that
attribution's source and cue, whatever else is in the content. The second also asks for what is quoted within a mixed
attribution ("he called it “a plan that nobody has read”"), and does not mind where a content ends around its marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.evaluation.forms import forms_of
from onrecord.evaluation.spans import AttributionSpans
from onrecord.ingest.text import find_blocks
from onrecord.span import Span
from onrecord.text.quotations import find_quotations

__all__ = ["LEAST_WORDS", "direct_only", "quotations_only"]

#: Fewer are words in marks more often than somebody's words: “dossier”, “The Hill”.
LEAST_WORDS = 4

_WORD = re.compile(r"\w+")


def direct_only(text: str, found: Sequence[AttributionSpans]) -> list[AttributionSpans]:
    """Those whose content is a quotation from end to end."""
    forms = forms_of(text, found)
    return [each for each, form in zip(found, forms, strict=True) if form == "direct"]


def _words(text: str, span: Span) -> int:
    return sum(1 for _ in _WORD.finditer(text, span.start, span.end))


def _shared(text: str, one: Span, other: Span) -> int:
    start, end = max(one.start, other.start), min(one.end, other.end)
    return _words(text, Span(start, end)) if start < end else 0


def quotations_only(
    text: str, found: Sequence[AttributionSpans], *, all_are_quotations: bool = False
) -> list[AttributionSpans]:
    """Each quotation that is attributed, once for each attribution that holds at least half of its words.

    Attributions without one are left out. Where a program says of everything that it is a quotation, what is none
    counts all the same: ``all_are_quotations`` keeps it, to be wrong.
    """
    quotations = [
        quotation.span
        for block in find_blocks(text)
        for quotation in find_quotations(text, block.start, block.end)
        if quotation.depth == 0
    ]
    kept: list[AttributionSpans] = []
    for each in found:
        held = [
            quotation
            for quotation in quotations
            if 2 * sum(_shared(text, quotation, span) for span in each.content) >= max(_words(text, quotation), 1)
        ]
        kept += [
            AttributionSpans(each.source, each.cue, (quotation,), each.confidence)
            for quotation in held
            if _words(text, quotation) >= LEAST_WORDS
        ]
        if not held and all_are_quotations:
            kept.append(each)
    return kept
