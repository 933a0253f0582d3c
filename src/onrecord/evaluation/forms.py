"""The form of a gold attribution, which no annotator wrote down: direct, indirect or mixed.

It follows from where the content stands towards the text's quotation marks, and is found by the rule that the reader
applies to its own attributions, so that both are called by the same names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from onrecord.attribution.terms import Form
from onrecord.evaluation.spans import AttributionSpans
from onrecord.ingest.text import find_blocks
from onrecord.text.quotations import find_quotations

__all__ = ["FORMS", "forms_of"]

FORMS: tuple[Form, ...] = get_args(Form)

_WORD = re.compile(r"\w+")


def _quoted(text: str) -> bytearray:
    """One byte a code point: 1 where it stands within quotation marks."""
    quoted = bytearray(len(text))
    for block in find_blocks(text):
        for quotation in find_quotations(text, block.start, block.end):
            quoted[quotation.span.start : quotation.span.end] = b"\x01" * len(quotation.span)
    return quoted


def forms_of(text: str, attributions: Sequence[AttributionSpans]) -> list[Form]:
    """The form of each attribution (O'Keefe et al. 2012).

    ``direct`` where all words of its content are in quotation marks, ``indirect`` where none is, ``mixed`` between.
    """
    quoted = _quoted(text)
    forms: list[Form] = []
    for attribution in attributions:
        words = {
            bool(quoted[word.start()])
            for span in attribution.content
            for word in _WORD.finditer(text, span.start, span.end)
        }
        forms.append("mixed" if len(words) == 2 else "direct" if words == {True} else "indirect")
    return forms
