"""One article as pages show it: its voices, its words cut into runs, and what is known of each attribution.

Two pages show an article by its voices: the self-contained one that ``onrecord read`` writes, and the site's. What they
show is made here, so that a voice has one colour, one share and one name in both; each draws it in its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.export.chains import THIS_PAGE, Hand, find_chains
from onrecord.export.segments import Mark, Segment, cut
from onrecord.export.wording import (
    ACTS,
    FORMS,
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
from onrecord.record.types import Attribution, Entity, Form, Record, SpanRecord, Standing
from onrecord.record.voices import NOBODY, PAGE, Voice, find_voices

__all__ = ["ArticleView", "BlockView", "Entry", "Hop", "Run", "VoiceView", "article_view", "unsaid_sponsor"]

#: Colours in the style sheet; from the ninth voice on they come again with another pattern.
_COLOURS = 8
_PATTERNS = 4

_TAGS = {"heading": "h2", "paragraph": "p", "blockquote": "blockquote", "list_item": "li"}


@dataclass(frozen=True, slots=True)
class VoiceView:
    """A voice with its number on the page (0 is the page's own) and the classes that colour it.

    ``standing`` is its office, or else its kind of source, in words; ``part`` of the story's words are its own, 0 to 1.
    """

    key: str
    number: int
    name: str
    standing: str
    note: str
    words: int
    part: float
    percent: str
    colour: str
    line: str


@dataclass(frozen=True, slots=True)
class Run:
    """A segment ready to be drawn: ``entry`` is the attribution that a click opens, ``parts`` all it belongs to.

    ``link`` is true for the first run of each attribution's cue. ``voice`` is the number of the voice in which it is
    said, where it is within somebody's content, and ``opens`` whether that content begins here: on paper the number
    says in black what the colour says on a screen.
    """

    text: str
    classes: str
    entry: int | None
    parts: str
    link: bool
    voice: int | None = None
    opens: bool = False


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block of the article: ``start`` is the place of its first code point in the text."""

    kind: str
    tag: str
    start: int
    runs: list[Run]


@dataclass(frozen=True, slots=True)
class Hop:
    """One hand of a chain: the colour of its voice where it has one here, and the entry of what it tells."""

    name: str
    colour: str
    entry: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is said of one attribution, in words for a reader; ``index`` counts from 0, ``id`` is the record's.

    ``within`` is the entry of the attribution around it, ``carries`` are those within it. ``confidence`` is in
    hundredths.
    """

    index: int
    id: str
    view: VoiceView
    source: str
    standing: str
    standing_term: Standing
    cue: str
    lemma: str
    act: str
    stance: str
    content: list[str]
    form: str
    form_term: Form
    negated: bool
    addressee: str
    addressee_name: str
    time: str
    time_value: str
    hedges: list[str]
    chain: list[Hop]
    within: int | None
    carries: list[int]
    confidence: int
    unsure: bool


@dataclass(frozen=True, slots=True)
class ArticleView:
    """A whole article: ``headline`` is the first block where that is the title, and then not among ``blocks``.

    ``voices`` begin with the page's own; ``standings`` as well, and have those alone whose share is not empty.
    """

    title: str
    headline: BlockView | None
    blocks: list[BlockView]
    voices: list[VoiceView]
    standings: list[StandingShare]
    entries: list[Entry]

    @property
    def attributed(self) -> str:
        """The part of the words that is somebody's and not the page's own, in hundredths."""
        total = sum(view.words for view in self.voices)
        return percent(1 - self.voices[0].words / total) if total else "0%"


def article_view(record: Record, as_shown: Callable[[str], str] = str) -> ArticleView:
    """What a page shows of ``record``; the words of its runs are put through ``as_shown``.

    Nothing is escaped here: whoever draws it does that.
    """
    document = record.document
    by_key = _voice_views(record)
    voices: dict[str, Voice] = find_voices(record)
    of_attribution = [by_key[voices[attribution.id].key] for attribution in record.attributions]
    blocks = _blocks(record, of_attribution, as_shown)
    title = visible(document.title or "")
    headline = None
    if blocks and blocks[0].kind == "heading":
        first = visible("".join(run.text for run in blocks[0].runs))
        if not title or first.casefold() == title.casefold():
            headline, title = blocks.pop(0), first
    return ArticleView(
        title=title,
        headline=headline,
        blocks=blocks,
        voices=sorted(by_key.values(), key=lambda view: view.number),
        standings=_standing_shares(record),
        entries=_entries(record, of_attribution, by_key),
    )


def unsaid_sponsor(record: Record) -> str:
    """The sponsor, unless a notice within the article names it anyway."""
    sponsor, text = record.document.sponsor or "", record.document.text
    notices = (text[block.start : block.end] for block in record.document.blocks if block.kind == "notice")
    return "" if any(sponsor in notice for notice in notices) else visible(sponsor)


def _colour_classes(order: int, letter: str) -> str:
    pattern = (order // _COLOURS) % _PATTERNS
    return f"{letter}{order % _COLOURS}" + (f" x{pattern}" if pattern and letter == "v" else "")


def _voice_views(record: Record) -> dict[str, VoiceView]:
    """The page's voices by key: its own first, the others by their words."""
    views: dict[str, VoiceView] = {}
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
        views[voice.key] = VoiceView(
            voice.key, number, visible(voice.name), standing, note, share.words, share.part, percent(share.part),
            colour, line,
        )  # fmt: skip
    return views


def _standing_shares(record: Record) -> list[StandingShare]:
    """Whose words by kind of source: first the page's own, as in the bar by voice above, then the largest."""
    shares = sorted(shares_by_standing(record), key=lambda share: share.standing != "page")
    return [share for share in shares if share.words]


class _Runs:
    """Makes runs of segments, in the text's order: the first of each attribution's cue becomes the link to it."""

    def __init__(self, record: Record, views: Sequence[VoiceView], as_shown: Callable[[str], str]) -> None:
        self._text = record.document.text
        self._views = views
        self._as_shown = as_shown
        numbered = list(enumerate(record.attributions))
        self._unsure = {number for number, each in numbered if each.confidence < UNSURE}
        self._hedged = {number for number, each in numbered if each.hedges}
        self._beginnings = {(number, span.start) for number, each in numbered for span in each.content}
        self._linked: set[int] = set()

    def run(self, segment: Segment) -> Run:
        """One segment's words and classes."""
        words = self._as_shown(self._text[segment.start : segment.end])
        if not segment.marks:
            return Run(words, "", None, "", link=False)
        contents = [mark for mark in segment.marks if mark.part == "content"]
        named = [mark for mark in segment.marks if mark.part in ("cue", "source")]
        others = [mark for mark in segment.marks if mark.part not in ("cue", "source", "content")]
        classes = ["s"]
        voice, opens = None, False
        if contents:
            innermost = contents[-1].number
            classes += self._content_classes(contents[0].number, innermost)
            voice = self._views[innermost].number
            opens = (innermost, segment.start) in self._beginnings
        entry = _entry(segment.marks)
        if named:
            classes += [part for part in ("source", "cue") if any(mark.part == part for mark in named)]
            classes.append(self._views[entry].line)
        classes += sorted({mark.part for mark in others})
        classes += [f"w{number}" for number in sorted({self._views[mark.number].number for mark in contents + named})]
        link = any(mark.part == "cue" and mark.number == entry for mark in named) and entry not in self._linked
        if link:
            self._linked.add(entry)
        parts = " ".join(str(index) for index in sorted({mark.number for mark in segment.marks}))
        return Run(words, " ".join(classes), entry, parts, link, voice, opens)

    def _content_classes(self, outermost: int, innermost: int) -> list[str]:
        inner, outer = self._views[innermost], self._views[outermost]
        classes = ["q", inner.colour]
        if outer.number != inner.number:
            classes += ["in", outer.line.replace("u", "o")]
        if innermost in self._unsure:
            classes.append("lo")
        if innermost in self._hedged:
            classes.append("hg")
        return classes


def _entry(marks: tuple[Mark, ...]) -> int:
    """Which attribution a click on a segment opens: that whose cue it is, then source, then the innermost content."""
    rank = {"cue": 3, "source": 2, "content": 1}
    return max(marks, key=lambda mark: (rank.get(mark.part, 0), mark.depth, -mark.number)).number


def _blocks(record: Record, views: Sequence[VoiceView], as_shown: Callable[[str], str]) -> list[BlockView]:
    borders = list(_borders(record))
    runs = _Runs(record, views, as_shown)
    cuts = cut(record, [(start, end) for _, start, end in borders])
    return [
        BlockView(kind, _TAGS.get(kind, "p"), start, [runs.run(segment) for segment in segments])
        for (kind, start, _), segments in zip(borders, cuts, strict=True)
    ]


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


def _entries(record: Record, views: Sequence[VoiceView], by_key: Mapping[str, VoiceView]) -> list[Entry]:
    entities = {entity.id: entity for entity in record.entities}
    numbers = {attribution.id: index for index, attribution in enumerate(record.attributions)}
    carries: dict[str, list[int]] = {}
    for index, attribution in enumerate(record.attributions):
        if attribution.parent is not None:
            carries.setdefault(attribution.parent, []).append(index)
    chains = find_chains(record)
    made = []
    for attribution, view in zip(record.attributions, views, strict=True):
        hops = _hops(chains[attribution.id], view, by_key, numbers)
        made.append(_told(record, attribution, view, entities, numbers, hops, carries.get(attribution.id, [])))
    return made


def _told(
    record: Record,
    attribution: Attribution,
    view: VoiceView,
    entities: Mapping[str, Entity],
    numbers: Mapping[str, int],
    hops: list[Hop],
    carries: list[int],
) -> Entry:
    source, cue, addressee, time = attribution.source, attribution.cue, attribution.addressee, attribution.time
    hearer = entities.get((addressee.entity if addressee else None) or "")
    return Entry(
        index=numbers[attribution.id],
        id=attribution.id,
        view=view,
        source=words_of(record, source.spans),
        standing=standing_in_words(entities, source),
        standing_term=source.standing,
        cue=words_of(record, cue.spans, " … "),
        lemma=visible(cue.lemma),
        act=ACTS[cue.act],
        stance=STANCES[cue.stance],
        content=[words_of(record, [span]) for span in attribution.content],
        form=FORMS[attribution.form],
        form_term=attribution.form,
        negated=attribution.negated,
        addressee=words_of(record, addressee.spans) if addressee else "",
        addressee_name=visible(hearer.name) if hearer else "",
        time=words_of(record, [SpanRecord(time.start, time.end)]) if time else "",
        time_value=long_date(visible(time.value or "")) if time else "",
        hedges=[words_of(record, [hedge]) for hedge in attribution.hedges],
        chain=hops,
        within=numbers.get(attribution.parent or ""),
        carries=carries,
        confidence=round(attribution.confidence * 100),
        unsure=attribution.confidence < UNSURE,
    )


def _hops(
    hands: Sequence[Hand], view: VoiceView, by_key: Mapping[str, VoiceView], numbers: Mapping[str, int]
) -> list[Hop]:
    """The hands that lead to this page, each in its voice's colour where it has one here.

    A hand leads to the entry of what it tells, where the attribution lies within that; ``view`` is the origin's own.
    """
    hops = []
    for place, hand in enumerate(hands):
        voice = by_key.get(f"entity:{hand.entity}") if place else view
        hops.append(Hop(hand.name, voice.colour if voice else "", numbers.get(hand.within or "")))
    return [*hops, Hop(THIS_PAGE, "vp", None)] if hops else []
