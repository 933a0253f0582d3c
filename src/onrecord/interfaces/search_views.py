"""Answers of a search: for a person at a terminal, as JSON, and as a table for a spreadsheet."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from onrecord.export.csv import line_of, safe
from onrecord.export.wording import STANDINGS, UNSURE, long_date, visible
from onrecord.interfaces.drawing import Drawing, counted
from onrecord.ledger.query import Words, find_matches
from onrecord.ledger.questions import Hit, Hits

if TYPE_CHECKING:
    from rich.text import Text

    from onrecord.interfaces.output import Look

__all__ = [
    "COLUMNS",
    "as_object",
    "count_in_words",
    "flat",
    "header",
    "marks_of",
    "page_object",
    "rows",
    "summary",
    "view",
]

#: Code points of a content that are shown at once: five lines of a terminal. The words that were asked for are among
#: them; "onrecord show" has the rest.
_SHOWN = 360
#: Code points shown before the first of those words, where a longer content is cut.
_LED_IN = 100
#: Of the speakers that a name was taken for, so many are told.
_SPEAKERS_TOLD = 5

COLUMNS = (
    "document", "attribution", "published", "outlet", "title", "uri", "speaker", "entity", "source", "standing", "cue",
    "content", "form", "act", "stance", "negated", "nested", "hops", "time", "confidence",
)  # fmt: skip


def as_object(hit: Hit) -> dict[str, Any]:
    """A hit as JSON's own types. ``id`` is in quotation marks: it has more digits than JavaScript's numbers keep."""
    return {
        "document": hit.document,
        "attribution": hit.attribution,
        "published": hit.published,
        "outlet": hit.outlet,
        "title": hit.title,
        "uri": hit.uri,
        "speaker": {"entity": hit.speaker.entity_id, "name": hit.speaker.name} if hit.speaker else None,
        "source": hit.source,
        "standing": hit.standing,
        "cue": hit.cue,
        "content": hit.content,
        "form": hit.form,
        "act": hit.act,
        "stance": hit.stance,
        "negated": hit.negated,
        "nested": hit.nested,
        "hops": hit.hops,
        "time": hit.time,
        "confidence": hit.confidence,
        "replaced": hit.replaced,
        "id": str(hit.attribution_id),
    }


def page_object(page: Hits) -> dict[str, Any]:
    """A page of answers as JSON's own types."""
    return {
        "hits": [as_object(hit) for hit in page.hits],
        "count": page.count,
        "count_is_exact": page.counted_all,
        "articles": page.articles,
        "more": page.more,
        "next": page.next,
        "speakers": [{"entity": each.entity_id, "name": each.name} for each in page.speakers],
    }


def header() -> bytes:
    """The first line of a table."""
    return line_of(COLUMNS)


def flat(hit: Hit) -> dict[str, Any]:
    """A hit as a row of the table, by the names of its columns."""
    said = as_object(hit)
    said |= {
        "speaker": hit.speaker.name if hit.speaker else None,
        "entity": hit.speaker.entity_id if hit.speaker else None,
    }
    return {name: said[name] for name in COLUMNS}


def rows(hits: Iterable[Hit]) -> Iterator[bytes]:
    """A line of the table for each hit; what is unknown is an empty cell, and no cell is a formula."""
    for hit in hits:
        said = flat(hit)
        said |= {
            "negated": str(hit.negated).lower(),
            "nested": str(hit.nested).lower(),
            "confidence": f"{hit.confidence:.4g}",
        }
        yield line_of(["" if cell is None else safe(str(cell)) for cell in said.values()])


def view(hits: Sequence[Hit], words: Words, look: Look) -> str:
    """The hits by their articles, each article once in a row; the words that were asked for stand out in bold."""
    drawing = Drawing(look)
    contents = {hit.attribution_id: _content(hit, []) for hit in hits}
    texts = [visible(hit.content) for hit in hits]
    for hit, spans in zip(hits, find_matches(texts, words), strict=True):
        contents[hit.attribution_id] = _content(hit, [(span.start, span.end) for span in spans])
    width = max((len(str(hit.document)) for hit in hits), default=1)
    margin = " " * (width + 2)
    for document, of_article in groupby(hits, key=lambda hit: hit.document):
        told = sorted(of_article, key=lambda hit: hit.attribution_id)  # as they stand in the article
        article = told[0]
        drawing.add()
        about = [long_date(article.published), visible(article.outlet or ""), "an earlier text" * article.replaced]
        number = f"{document:>{width}}  "
        file_name = (article.uri or "").rstrip("/").rpartition("/")[2]
        drawing.add(_joined(about, visible(article.title or "") or visible(file_name)), number, margin)
        for hit in told:
            drawing.add(_head(hit), margin, f"{margin}  ")
            drawing.add(contents[hit.attribution_id], f"{margin}│ ")
    if hits:
        drawing.add()
    return drawing.drawn()


def _joined(about: Sequence[str], title: str) -> Text:
    from rich.text import Text

    line = Text(" · ".join(filter(None, about)), "dim")
    if title:
        line.append(" · " if line else "", "dim").append(title, "bold")
    return line


def _head(hit: Hit) -> Text:
    """Who says it, by what cue, and what is to be known about it."""
    from rich.text import Text

    source = visible(hit.source).strip(" ,;:")
    name = visible(hit.speaker.name) if hit.speaker else source
    head = Text()
    head.append(name or "nobody named", "underline")
    if hit.speaker and source and source.casefold() not in name.casefold():
        head.append(f" “{source}”", "dim")
    if not hit.speaker and source and hit.standing != "named_person":
        head.append(f" ({STANDINGS.get(hit.standing, hit.standing)})", "dim")  # type: ignore[call-overload]
    cue = visible(hit.cue)
    if any(map(str.isalpha, cue)):
        head.append(" — ", "dim").append(cue, "italic")
    return head.append("".join(f" · {mark}" for mark in marks_of(hit)), "dim")


def marks_of(hit: Hit) -> list[str]:
    """What is to be known of a statement beside who makes it, where it is not the ordinary."""
    marks = []
    if hit.negated:
        marks.append("negated")
    if hit.nested:
        marks.append("within another’s words")
    if hit.hops > 1:
        marks.append(f"through {hit.hops} hands")
    if hit.act == "mental":
        marks.append("thought or felt, not said")
    if hit.stance != "neutral":
        marks.append("told at a distance" if hit.stance == "distancing" else "told as true")
    if hit.confidence < UNSURE:
        marks.append(f"{hit.confidence:.0%} sure: check this one")
    return marks


def _content(hit: Hit, matches: Sequence[tuple[int, int]]) -> Text:
    """The content on one line, its matches in bold; of a long one the part around the first of them."""
    from rich.text import Text

    text = visible(hit.content)
    whole = Text(text)
    for start, end in matches:
        whole.stylize("bold", start, end)
    if len(text) <= _SHOWN:
        return whole
    first = matches[0][0] if matches else 0
    start = 0 if first <= _SHOWN - _LED_IN else text.rfind(" ", 0, first - _LED_IN) + 1
    end = start + _SHOWN
    end = len(text) if end >= len(text) else max(text.rfind(" ", start, end), first + 1)
    return Text("… " if start else "") + whole[start:end] + Text(" …" if end < len(text) else "")


def count_in_words(page: Hits) -> str:
    """How many answers there are, and in how many articles where that was counted."""
    count = counted(page.count, "attribution")
    if not page.counted_all:
        return f"more than {count}"
    return f"{count} in {counted(page.articles, 'article')}" if page.articles is not None and page.count else count


def summary(page: Hits, shown: int, ledger: str, order: str) -> Iterator[str]:
    """What is said beside the answers: whom the speaker's name meant, how many there are, and how to look on."""
    if page.speakers:
        told = [f"{visible(each.name)} (#{each.entity_id})" for each in page.speakers[:_SPEAKERS_TOLD]]
        more = len(page.speakers) - len(told)
        yield f"speaker: {', '.join(told)}{f' and {more:,} more' if more else ''}"
    count = count_in_words(page)
    if shown < page.count or not page.counted_all:
        best = "most relevant" if order == "relevance" else order
        count += f"; the {best}{f' {shown:,}' if shown != 1 else ''} shown, --limit N shows more"
    yield count
    if page.hits:
        yield f"onrecord show {page.hits[0].document} --ledger {shlex.quote(ledger)} shows the first one’s article"
