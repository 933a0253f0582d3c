"""Answers of a search as a page shows them: by their articles, the words that were asked for marked.

The template escapes all of it; what an article has is put through ``visible`` here, for the places of the marks are
those of the text as it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from onrecord.export.wording import STANDINGS, long_date, visible
from onrecord.interfaces.search_views import marks_of
from onrecord.ledger.query import Words, find_matches
from onrecord.ledger.questions import Hit
from onrecord.span import Span

__all__ = ["Part", "Statement", "Told", "in_articles"]

#: Code points of a content that are shown: six lines of a wide page. The article has the rest.
_SHOWN = 600
#: Code points shown before the first of the words that were asked for, where a longer content is cut.
_LED_IN = 150
#: Code points of a content in which words are looked for: a page of print.
_LOOKED_THROUGH = 20_000
#: Code points of a name, a title and a cue: the longest that is one has fewer.
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a content; ``marked`` where it was asked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution: who says it by what cue, the ``parts`` of what is said, and what else is to be known of it.

    ``name`` is the speaker's, or the source's own words; ``source`` these words beside a name that is not in them.
    ``begun`` and ``ended`` tell whether ``parts`` have the content from its beginning and to its end.
    """

    document: int
    attribution: str
    entity: int | None
    name: str
    source: str
    standing: str
    cue: str
    parts: tuple[Part, ...]
    begun: bool
    ended: bool
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An article with the statements in it that were found, as they stand there."""

    document: int
    title: str
    outlet: str | None
    published: str
    replaced: bool
    statements: tuple[Statement, ...]


def _statements(hits: Sequence[Hit], words: Words) -> list[Statement]:
    """Each hit as a page shows it, in the order of the hits."""
    texts = [visible(hit.content[:_LOOKED_THROUGH]) for hit in hits]
    return [
        _statement(hit, text, spans) for hit, text, spans in zip(hits, texts, find_matches(texts, words), strict=True)
    ]


def in_articles(hits: Sequence[Hit], words: Words) -> list[Told]:
    """The hits by their articles, each article once in a row."""
    shown = {hit.attribution_id: said for hit, said in zip(hits, _statements(hits, words), strict=True)}
    told = []
    for document, of_article in groupby(hits, key=lambda hit: hit.document):
        inside = sorted(of_article, key=lambda hit: hit.attribution_id)
        first = inside[0]
        told.append(
            Told(
                document=document,
                title=_title(first),
                outlet=first.outlet,
                published=long_date(first.published),
                replaced=first.replaced,
                statements=tuple(shown[hit.attribution_id] for hit in inside),
            )
        )
    return told


def _title(hit: Hit) -> str:
    file_name = (hit.uri or "").rstrip("/").rpartition("/")[2]
    return _short(hit.title or "") or _short(file_name) or f"Article {hit.document}"


def _short(text: str) -> str:
    """What is a name or a title, on one line; of what is too long to be one, the beginning."""
    shown = visible(text[: 2 * _LONGEST])
    return shown if len(shown) <= _LONGEST and len(text) <= 2 * _LONGEST else f"{shown[:_LONGEST]} …"


def _statement(hit: Hit, text: str, spans: Sequence[Span]) -> Statement:
    source = _short(hit.source).strip(" ,;:")
    name = _short(hit.speaker.name) if hit.speaker else source
    standing = ""
    if not hit.speaker and source and hit.standing != "named_person":
        standing = STANDINGS.get(hit.standing, hit.standing)  # type: ignore[call-overload]
    cue = _short(hit.cue)
    start, end = _shown(text, spans)
    return Statement(
        document=hit.document,
        attribution=hit.attribution,
        entity=hit.speaker.entity_id if hit.speaker else None,
        name=name or "nobody named",
        source=source if hit.speaker and source and source.casefold() not in name.casefold() else "",
        standing=standing,
        cue=cue if any(map(str.isalpha, cue)) else "",
        parts=tuple(_parts(text, spans, start, end)),
        begun=start == 0,
        ended=end == len(text) and len(hit.content) <= _LOOKED_THROUGH,
        marks=tuple(marks_of(hit)),
    )


def _shown(text: str, spans: Sequence[Span]) -> tuple[int, int]:
    """From where to where a content is shown: all of it, or of a long one the part around the first match."""
    if len(text) <= _SHOWN:
        return 0, len(text)
    first = spans[0].start if spans else 0
    start = 0 if first <= _SHOWN - _LED_IN else text.rfind(" ", 0, first - _LED_IN) + 1
    end = start + _SHOWN
    return start, len(text) if end >= len(text) else max(text.rfind(" ", start, end), first + 1)


def _parts(text: str, spans: Sequence[Span], start: int, end: int) -> list[Part]:
    parts = []
    at = start
    for span in spans:
        begin, stop = max(span.start, at), min(span.end, end)
        if begin < stop:
            parts += [Part(text[at:begin])] if at < begin else []
            parts.append(Part(text[begin:stop], marked=True))
            at = stop
    return [*parts, Part(text[at:end])] if at < end else parts
