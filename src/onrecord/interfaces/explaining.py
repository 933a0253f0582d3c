"""Why an attribution is as it is, for a program or a notebook: what ``onrecord explain`` prints."""

from __future__ import annotations

import os

from onrecord.export.explain import explain as explanations
from onrecord.reader import Reader
from onrecord.text.document import Document

__all__ = ["explain"]


def explain(source: str | os.PathLike[str] | Document, attribution_id: str | None = None) -> str:
    """What :func:`onrecord.explain` gives."""
    record, resolved = Reader().read_with_reasons(source)
    return "\n".join(explanations(record, resolved, attribution_id))
