"""One article as one self-contained page, in which every voice has its colour.

The page asks the network for nothing and runs nothing but its own few lines: its policy names them by their hash, so
that words of the article could not run even if one escaped. It reads without a script too: the filter is the style
sheet's, each cue links to its entry in the record below the story, and a script only brings that entry beside the text.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from onrecord.export.chains import THIS_PAGE, Hand, find_chains
from onrecord.export.segments import Mark, Segment, cut
from onrecord.export.wording import (
    ACTS,
    FORMS,
    SPEAKERS,
    STANCES,
    STANDINGS,
    UNSURE,
    long_date,
    percent,
    standing_in_words,
    visible,
    words_of,
)
from onrecord.record.shares import StandingShare, shares_by_standing, shares_of_words
from onrecord.record.types import Attribution, Entity, Record, SpanRecord
from onrecord.record.voices import NOBODY, PAGE, Voice, find_voices

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["page"]

#: Colours in the style sheet; from the ninth voice on they come again with another pattern.
_COLOURS = 8
_PATTERNS = 4
#: Voices that the legend shows before the rest is folded away.
_LEGEND_OPEN = 12

_TAGS = {"heading": "h2", "paragraph": "p", "blockquote": "blockquote", "list_item": "li"}


@dataclass(frozen=True, slots=True)
class _VoiceView:
    """A voice with its number on the page (0 is the page's own) and the classes that colour it."""

    number: int
    name: str
    standing: str
    note: str
    words: int
    percent: str
    colour: str
    line: str


@dataclass(frozen=True, slots=True)
class _Run:
    """A segment ready to be drawn: ``entry`` is the attribution that a click opens, ``parts`` all it belongs to."""

    text: str
    classes: str
    entry: int | None
    parts: str
    link: bool


@dataclass(frozen=True, slots=True)
class _BlockView:
    kind: str
    tag: str
    runs: list[_Run]


def _colour_classes(order: int, letter: str) -> str:
    pattern = (order // _COLOURS) % _PATTERNS
    return f"{letter}{order % _COLOURS}" + (f" x{pattern}" if pattern and letter == "v" else "")


def _voice_views(record: Record) -> dict[str, _VoiceView]:
    """The page's voices by key: its own first, the others by their words."""
    views: dict[str, _VoiceView] = {}
    order = 0
    shares = shares_of_words(record)
    voices, entities = find_voices(record), {entity.id: entity for entity in record.entities}
    speaking = {voices[attribution.id].key: attribution.source for attribution in reversed(record.attributions)}
    own = next(share for share in shares if share.voice is PAGE)
    for number, share in enumerate([own, *(share for share in shares if share.voice is not PAGE)]):
        voice = share.voice
        if voice is PAGE:
            colour = line = "vp"
        elif voice is NOBODY:
            colour, line = "vn", "un"
        else:
            colour, line = _colour_classes(order, "v"), _colour_classes(order, "u")
            order += 1
        note = "" if voice.resolved else "a pronoun: may be several people"
        standing = "attributed to no one" if voice is PAGE else STANDINGS[voice.standing]
        if voice.key in speaking:
            standing = standing_in_words(entities, speaking[voice.key])
        views[voice.key] = _VoiceView(
            number, visible(voice.name), standing, note, share.words, percent(share.part), colour, line
        )
    return views


def _standing_shares(record: Record) -> list[StandingShare]:
    """Whose words by kind of source: first the page's own, as in the bar by voice above, then the largest."""
    shares = sorted(shares_by_standing(record), key=lambda share: share.standing != "page")
    return [share for share in shares if share.words]


def _run(text: str, segment: Segment, views: list[_VoiceView], unsure: set[int], linked: set[int]) -> _Run:
    """One segment's words and classes; the first of an attribution's cue becomes the link to its entry."""
    words = text[segment.start : segment.end]
    if not segment.marks:
        return _Run(words, "", None, "", link=False)
    contents = [mark for mark in segment.marks if mark.part == "content"]
    named = [mark for mark in segment.marks if mark.part in ("cue", "source")]
    others = [mark for mark in segment.marks if mark.part not in ("cue", "source", "content")]
    classes = ["s"]
    if contents:
        classes += ["q", views[contents[-1].number].colour]
        outer = views[contents[0].number]
        if outer.number != views[contents[-1].number].number:
            classes += ["in", outer.line.replace("u", "o")]
        if contents[-1].number in unsure:
            classes.append("lo")
    entry = _entry(segment.marks)
    if named:
        classes += [part for part in ("source", "cue") if any(mark.part == part for mark in named)]
        classes.append(views[entry].line)
    classes += sorted({mark.part for mark in others})
    classes += [f"w{number}" for number in sorted({views[mark.number].number for mark in contents + named})]
    link = any(mark.part == "cue" and mark.number == entry for mark in named) and entry not in linked
    if link:
        linked.add(entry)
    parts = " ".join(str(index) for index in sorted({mark.number for mark in segment.marks}))
    return _Run(words, " ".join(classes), entry, parts, link)


def _entry(marks: tuple[Mark, ...]) -> int:
    """Which attribution a click on a segment opens: that whose cue it is, then source, then the innermost content."""
    rank = {"cue": 3, "source": 2, "content": 1}
    return max(marks, key=lambda mark: (rank.get(mark.part, 0), mark.depth, -mark.number)).number


def _borders(record: Record) -> Iterator[tuple[str, int, int]]:
    """The blocks, and as paragraphs whatever text lies between them, so that nothing of the article is left out."""
    text = record.document.text
    at = 0
    for block in sorted(record.document.blocks, key=lambda block: block.start):
        if text[at : block.start].strip():
            yield "paragraph", at, block.start
        start = max(at, block.start)
        if start < block.end:
            yield block.kind, start, block.end
        at = max(at, block.end)
    if text[at:].strip():
        yield "paragraph", at, len(text)


def _card(
    record: Record, index: int, attribution: Attribution, view: _VoiceView, entities: Mapping[str, Entity]
) -> Any:
    """What the entry of one attribution says, as the template asks for it."""
    source, cue, addressee, time = attribution.source, attribution.cue, attribution.addressee, attribution.time
    hearer = entities.get((addressee.entity if addressee else None) or "")
    return {
        "index": index,
        "view": view,
        "source": words_of(record, source.spans),
        "standing": standing_in_words(entities, source),
        "cue": words_of(record, cue.spans, " … "),
        "lemma": cue.lemma,
        "act": ACTS[cue.act],
        "stance": STANCES[cue.stance],
        "content": [words_of(record, [span]) for span in attribution.content],
        "form": FORMS[attribution.form],
        "form_term": attribution.form,
        "negated": attribution.negated,
        "addressee": words_of(record, addressee.spans) if addressee else "",
        "addressee_name": visible(hearer.name) if hearer else "",
        "time": words_of(record, [SpanRecord(time.start, time.end)]) if time else "",
        "time_value": long_date(time.value) if time else "",
        "hedges": [words_of(record, [hedge]) for hedge in attribution.hedges],
        "chain": [],
        "carries": [],
        "confidence": round(attribution.confidence * 100),
        "unsure": attribution.confidence < UNSURE,
    }


def _chain(
    hands: Sequence[Hand], view: _VoiceView, by_key: Mapping[str, _VoiceView], numbers: Mapping[str, int]
) -> list[dict[str, Any]]:
    """The hands that lead to this page, each in its voice's colour where it has one here.

    A hand leads to the entry of what it tells, where the attribution lies within that; ``view`` is the origin's own.
    """
    links = []
    for place, hand in enumerate(hands):
        voice = by_key.get(f"entity:{hand.entity}") if place else view
        entry = numbers.get(hand.within or "")
        links.append({"name": hand.name, "colour": voice.colour if voice else "", "entry": entry})
    return [*links, {"name": THIS_PAGE, "colour": "vp", "entry": None}] if links else []


def _unsaid_sponsor(record: Record) -> str:
    """The sponsor, unless a notice within the article names it anyway."""
    sponsor, text = record.document.sponsor or "", record.document.text
    notices = (text[block.start : block.end] for block in record.document.blocks if block.kind == "notice")
    return "" if any(sponsor in notice for notice in notices) else visible(sponsor)


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


def _page_style(views: list[_VoiceView], standings: list[StandingShare]) -> str:
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
    by_key = _voice_views(record)
    voices: dict[str, Voice] = find_voices(record)
    of_attribution = [by_key[voices[attribution.id].key] for attribution in record.attributions]
    unsure = {i for i, attribution in enumerate(record.attributions) if attribution.confidence < UNSURE}
    linked: set[int] = set()
    borders = list(_borders(record))
    blocks = [
        _BlockView(kind, _TAGS.get(kind, "p"), [_run(document.text, s, of_attribution, unsure, linked) for s in cuts])
        for (kind, _, _), cuts in zip(borders, cut(record, [(s, e) for _, s, e in borders]), strict=True)
    ]
    title = visible(document.title or "")
    headline = None
    if blocks and blocks[0].kind == "heading":
        first = visible("".join(run.text for run in blocks[0].runs))
        if not title or first.casefold() == title.casefold():
            headline, title = blocks.pop(0).runs, first
    entities = {entity.id: entity for entity in record.entities}
    numbers = {attribution.id: index for index, attribution in enumerate(record.attributions)}
    cards = [
        _card(record, i, attribution, of_attribution[i], entities) for i, attribution in enumerate(record.attributions)
    ]
    chains, standings = find_chains(record), _standing_shares(record)
    for card, attribution in zip(cards, record.attributions, strict=True):
        card["chain"] = _chain(chains[attribution.id], card["view"], by_key, numbers)
        card["within"] = numbers.get(attribution.parent or "")
        if card["within"] is not None:
            cards[card["within"]]["carries"].append(card["index"])
    views = sorted(by_key.values(), key=lambda view: view.number)
    own, others = views[0], views[1:]
    total = sum(view.words for view in views)
    style = _asset("article.css") + _page_style(views, standings)
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
            title=title or "An article",
            headline=headline,
            outlet=visible(document.outlet or ""),
            authors=[visible(author) for author in document.authors],
            published=long_date(document.published),
            published_value=document.published or "",
            sponsor=_unsaid_sponsor(record),
            address=address if address.startswith(("https://", "http://")) else "",
            groups=[(kind == "list_item", list(run)) for kind, run in groupby(blocks, key=lambda block: block.kind)],
            voices=[own, *others],
            legend=[own, *others[: _LEGEND_OPEN - 1]],
            folded=others[_LEGEND_OPEN - 1 :],
            standings=[(share.standing, SPEAKERS[share.standing], percent(share.part)) for share in standings],
            attributed=percent(1 - own.words / total) if total else "0%",
            cards=cards,
            reader=record.reader,
        )
    )
