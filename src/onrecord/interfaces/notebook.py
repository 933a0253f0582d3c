"""A record as a notebook shows it: the article's own page, in a frame.

A frame rather than the page's elements, because a page brings a style sheet and a policy of its own, and a notebook
full of other outputs should get neither. The frame's sandbox lets the page's few lines run and nothing else: no access
to the notebook, no forms, no navigation of it.
"""

from __future__ import annotations

from html import escape

from onrecord.export.html import page
from onrecord.record.types import Record

__all__ = ["show"]


def show(record: Record) -> str:
    """HTML for one cell's output; called by ``Record._repr_html_`` through ``onrecord.record.display``."""
    title = escape(record.document.title or record.document.outlet or "An article’s record")
    return (
        f'<iframe title="{title}" sandbox="allow-scripts allow-popups" loading="lazy" '
        f'style="width:100%;height:42rem;border:0;border-radius:6px" srcdoc="{escape(page(record))}"></iframe>'
    )
