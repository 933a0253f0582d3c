"""One article as one self-contained page, in which every voice has its colour.

The page asks the network for nothing and runs nothing but its own few lines: its policy names them by their hash, so
that words of the article could not run even if one escaped. It reads without a script too: the filter is the style
sheet's, each cue links to its entry in the record below the story, and a script only brings that entry beside the text.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from onrecord.export.article_view import VoiceView, article_view, unsaid_sponsor
from onrecord.export.wording import SPEAKERS, long_date, percent, visible
from onrecord.record.shares import StandingShare
from onrecord.record.types import Record

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["page"]

#: Voices that the legend shows before the rest is folded away.
_LEGEND_OPEN = 12


def _hash(code: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() + "'"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("onrecord.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _asset(name: str) -> str:
    source, _, _ = _environment().loader.get_source(_environment(), name)  # type: ignore[union-attr]
    return source


def _page_style(views: Sequence[VoiceView], standings: Sequence[StandingShare]) -> str:
    """The rules that depend on the article: how wide each part of a bar is, and which words a filter leaves bright."""
    rules = [f"#k-{share.standing}{{flex-grow:{share.words}}}" for share in standings]
    for view in views:
        n = view.number
        bright = ".story,body:has(#f0:checked) .story h1" if n == 0 else f".w{n}"
        rules.append(f"#b{n}{{flex-grow:{view.words}}}")
        rules.append(f"body:has(#f{n}:checked) {bright}{{color:var(--ink);opacity:1}}")
        rules.append(f"body:has(#f{n}:checked) .entry.y{n}{{display:block}}")
    return "\n".join(rules)


def page(record: Record) -> str:
    """The article as a whole HTML document; write it as UTF-8. Every word of the record is escaped."""
    from markupsafe import Markup

    document = record.document
    shown = article_view(record)
    style = _asset("voices.css") + _asset("article.css") + _page_style(shown.voices, shown.standings)
    script = _asset("article.js")
    address = document.uri or ""
    return (
        _environment()
        .get_template("article.html.j2")
        .render(
            policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; "
            "form-action 'none'",
            style=Markup(style),  # noqa: S704 -- ours, and numbers
            script=Markup(script),  # noqa: S704 -- ours
            language=document.language or "",
            title=shown.title or "An article",
            headline=shown.headline.runs if shown.headline else None,
            outlet=visible(document.outlet or ""),
            authors=[visible(author) for author in document.authors],
            published=long_date(document.published),
            published_value=document.published or "",
            sponsor=unsaid_sponsor(record),
            address=address if address.startswith(("https://", "http://")) else "",
            groups=[
                (kind == "list_item", list(run)) for kind, run in groupby(shown.blocks, key=lambda block: block.kind)
            ],
            voices=shown.voices,
            legend=shown.voices[:_LEGEND_OPEN],
            folded=shown.voices[_LEGEND_OPEN:],
            standings=[(share.standing, SPEAKERS[share.standing], percent(share.part)) for share in shown.standings],
            attributed=shown.attributed,
            cards=shown.entries,
            reader=record.reader,
        )
    )
