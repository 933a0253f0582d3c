"""The form of a gold attribution, which no annotator wrote down: direct, indirect or mixed.

It follows from where the content stands towards the text's quotation marks, and is found by the rule that the reader
applies to its own attributions, so that both are called by the same names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from onrecord.attribution.form import QuotedWords, form_of
from onrecord.attribution.terms import Form
from onrecord.evaluation.spans import AttributionSpans
from onrecord.ingest.text import find_blocks
from onrecord.text.document import Document
from onrecord.text.quotations import find_quotations

__all__ = ["FORMS", "forms_of"]

FORMS: tuple[Form, ...] = get_args(Form)

_WORD = re.compile(r"\w+")


def forms_of(text: str, attributions: Sequence[AttributionSpans]) -> list[Form]:
    """The form of each attribution, see :func:`onrecord.attribution.form.form_of`."""
    blocks = find_blocks(text)
    quotations = [each for block in blocks for each in find_quotations(text, block.start, block.end)]
    quoted = QuotedWords(Document(text, blocks), quotations)
    forms: list[Form] = []
    for attribution in attributions:
        words = [[word.start() for word in _WORD.finditer(text, span.start, span.end)] for span in attribution.content]
        cue = min((span.start for span in attribution.cue), default=0)
        forms.append(form_of(words, cue, quoted)[1])
    return forms
