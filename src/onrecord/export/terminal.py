"""One article's record for a person at a terminal: the voices first, then who said what, in reading order.

Drawn to a string and not to the screen, so that the command writes every format the same way and a test can read what
a person sees. Nothing from the page can act on the terminal: control characters are shown, never sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING

from onrecord.export.chains import THIS_PAGE, Hand, find_chains
from onrecord.export.wording import (
    SPEAKERS,
    UNSURE,
    long_date,
    percent,
    standing_in_words,
    visible,
    words_of,
)
from onrecord.record.shares import Share, shares_by_standing, shares_of_words
from onrecord.record.types import Attribution, ContentSpan, Record, SpanRecord
from onrecord.record.voices import NOBODY, PAGE, Voice, find_voices
from onrecord.text.document import STORY_KINDS

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["view"]

#: The terminal's own colours, which follow its theme; red and green are never next to each other.
_COLOURS = ("blue", "yellow", "magenta", "green", "cyan", "red", "bright_blue", "bright_magenta")

#: Lines longer than this are hard to read, however wide the terminal (Bringhurst: 45 to 75 letters, 90 at most).
_WIDEST = 96
#: A quotation shows by its marks that it is word for word; one that a block sets apart has none.
_QUOTATION_MARKS = "“”„«»\"‘’'"
_NARROWEST = 24
_MARGIN = 2
_INDENT = 4
#: Voices with a bar of their own; what the rest say is summed up.
_VOICES_SHOWN = 12


def view(record: Record, *, width: int = 80, color: bool = False, plain: bool = False) -> str:
    """The record drawn for a terminal ``width`` columns wide, lines without trailing spaces, ending in a line's end.

    ``color`` says whether escape sequences are wanted at all; ``plain`` keeps bold and dim but drops the colours, as
    ``NO_COLOR`` asks.
    """
    from rich.console import Console

    width = max(_NARROWEST, min(width, _WIDEST + 2 * _MARGIN))
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=color,
        force_interactive=False,
        no_color=plain or not color,
        color_system="auto" if color else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    shares = shares_of_words(record)
    styles = _styles(shares)
    with console.capture() as drawn:
        for line in _lines(record, shares, styles, console, width - _MARGIN):
            line.rstrip()
            console.print(line, soft_wrap=True)
    return drawn.get()


def _styles(shares: list[Share]) -> dict[str, str]:
    """The style of each voice, by its key."""
    styles = {PAGE.key: "dim", NOBODY.key: "dim"}
    speaking = (share.voice.key for share in shares if share.voice.key not in styles)
    return styles | {key: _COLOURS[order % len(_COLOURS)] for order, key in enumerate(speaking)}


def _wrapped(text: Text, console: Console, width: int, first: Text, rest: Text) -> Iterator[Text]:
    """``text`` broken into lines within ``width``, the first behind ``first`` and the others behind ``rest``."""
    room = max(_NARROWEST // 2, width - max(first.cell_len, rest.cell_len))
    for number, line in enumerate(text.wrap(console, room)):
        yield (rest if number else first).copy().append_text(line)


def _listed(items: list[str], console: Console, width: int, margin: Text) -> Iterator[Text]:
    """``items`` in dim lines within ``width``, broken within none of them but where one is longer than a line."""
    from rich.text import Text

    room = max(_NARROWEST // 2, width - margin.cell_len)
    line = Text(style="dim")
    for item in items:
        longer = Text(f"{line} {item}" if line else item, "dim")
        if line and longer.cell_len > room:
            yield from _wrapped(line, console, width, margin, margin)
            longer = Text(item, "dim")
        line = longer
    yield from _wrapped(line, console, width, margin, margin)


def _lines(record: Record, shares: list[Share], styles: dict[str, str], console: Console, width: int) -> Iterator[Text]:
    from rich.text import Text

    margin = Text(" " * _MARGIN)
    document = record.document
    yield Text()
    about = [visible(document.outlet or ""), long_date(document.published), visible(", ".join(document.authors))]
    if any(about):
        yield from _wrapped(Text(" · ".join(filter(None, about)), "dim"), console, width, margin, margin)
    title = visible(document.title or "") or _opening(record)
    yield from _wrapped(Text(title, "bold"), console, width, margin, margin)
    if document.sponsor:
        yield from _wrapped(Text(f"Paid for by {visible(document.sponsor)}", "italic"), console, width, margin, margin)
    yield Text()
    yield from _voices(record, shares, styles, console, width)
    voices, chains = find_voices(record), find_chains(record)
    children: dict[str | None, list[Attribution]] = {}
    known = {attribution.id for attribution in record.attributions}
    for attribution in record.attributions:
        children.setdefault(attribution.parent if attribution.parent in known else None, []).append(attribution)
    introduced: set[str] = set()
    entities = {entity.id: entity for entity in record.entities}
    stack = [(attribution, 0) for attribution in reversed(_reading_order(children.get(None, [])))]
    while stack:
        attribution, depth = stack.pop()
        yield Text()
        voice = voices[attribution.id]
        known_by_now = voice.key in introduced and voice.resolved
        introduced.add(voice.key)
        office = "" if known_by_now or voice is NOBODY else standing_in_words(entities, attribution.source)
        chain = chains[attribution.id]
        yield from _attribution(record, attribution, voice, office, chain, depth, styles, console, width)
        stack += [(child, depth + 1) for child in reversed(_reading_order(children.get(attribution.id, [])))]
    yield Text()


def _opening(record: Record) -> str:
    """The story's first words, for an article without a title."""
    story = next((block for block in record.document.blocks if block.kind in STORY_KINDS), None)
    start = story.start if story else 0
    opening = visible(record.document.text[start : start + 400]).split()
    words = " ".join(opening[:12])
    return f"{words} …" if len(opening) > 12 else words or "An article without a text"


def _reading_order(attributions: list[Attribution]) -> list[Attribution]:
    def first(attribution: Attribution) -> int:
        spans: list[SpanRecord | ContentSpan] = [*attribution.content, *attribution.cue.spans]
        return min((span.start for span in spans), default=0)

    return sorted(attributions, key=first)


def _voices(
    record: Record, shares: list[Share], styles: dict[str, str], console: Console, width: int
) -> Iterator[Text]:
    """A line and a bar for each voice, then what they sum up to."""
    from rich.text import Text

    shown = [share for share in shares if share.words][:_VOICES_SHOWN]
    label = min(max((Text(visible(share.voice.name)).cell_len for share in shown), default=0), width * 2 // 5)
    room = max(4, width - _MARGIN - label - 8)
    largest = max((share.part for share in shown), default=0.0) or 1.0
    for share in shown:
        style = styles[share.voice.key]
        name = Text(visible(share.voice.name), style)
        name.truncate(label, overflow="ellipsis", pad=True)
        eighths = max(1, round(room * 8 * share.part / largest))
        bar = "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8]
        yield Text(" " * _MARGIN).append_text(name).append(f" {percent(share.part):>4}  ", "dim").append(bar, style)
    speaking = [share for share in shares if share.voice is not PAGE]
    folded = sum(share.words > 0 for share in shares) - len(shown)
    own = next(share for share in shares if share.voice is PAGE)
    if not record.attributions:
        summed = "Nobody is said to have said anything here."
    else:
        count, voices = len(record.attributions), len(speaking)
        summed = (
            f"{f'and {folded} more · ' if folded else ''}{voices} voice{'s' if voices != 1 else ''} · "
            f"{count} attribution{'s' if count != 1 else ''} · {1 - own.part:.0%} of the words are somebody’s"
        )
    yield from _wrapped(Text(summed, "dim"), console, width, Text(" " * _MARGIN), Text(" " * _MARGIN))
    if record.attributions:
        yield from _standings(record, console, width)


def _standings(record: Record, console: Console, width: int) -> Iterator[Text]:
    """Whose the words are by the kind of source, and at the end what the page says itself."""
    from rich.text import Text

    shares = sorted(shares_by_standing(record), key=lambda share: share.standing == "page")
    told = [f"{SPEAKERS[share.standing]} {percent(share.part)}" for share in shares if share.words]
    yield from _listed([*(f"{each} ·" for each in told[:-1]), *told[-1:]], console, width, Text(" " * _MARGIN))


def _attribution(
    record: Record,
    attribution: Attribution,
    voice: Voice,
    about: str,
    chain: list[Hand],
    depth: int,
    styles: dict[str, str],
    console: Console,
    width: int,
) -> Iterator[Text]:
    """Who, the cue, to whom and when, on one line; the content behind a bar in the voice's colour; then by what
    hands it came, and the marks.

    ``about`` is the speaker's office or standing where it is to be told: a reader needs that once.
    """
    from rich.text import Text

    unsure = attribution.confidence < UNSURE
    style = styles[voice.key]
    indent = " " * (_MARGIN + min(depth * _INDENT, width // 3 // _INDENT * _INDENT))
    source = words_of(record, attribution.source.spans)
    head = Text(style="dim" if unsure else "")
    name, bold = visible(voice.name), f"bold {style}" if style != "dim" else "bold"
    before, found, after = source.strip(" ,;:").partition(name)
    if found:
        head.append(before).append(name, bold).append(after)
    else:
        head.append(name, bold)
        if source and source.casefold() not in name.casefold():
            head.append(f" “{source}”", "dim")
    if about:
        head.append(f" ({about})", "dim")
    head.append(" — ", "dim")
    head.append(words_of(record, attribution.cue.spans, " … "), "italic")
    cue_ends = max((span.end for span in attribution.cue.spans), default=0)
    if attribution.addressee and any(span.start >= cue_ends for span in attribution.addressee.spans):
        between = record.document.text[cue_ends : attribution.addressee.spans[0].start].strip()
        led = f" {between}" if between in {"to", "with"} else ""
        head.append(f"{led} {words_of(record, attribution.addressee.spans)}")
    if attribution.time:
        head.append(f", {visible(record.document.text[attribution.time.start : attribution.time.end])}")
    yield from _wrapped(head, console, width, Text(indent), Text(f"{indent}  "))
    bar = Text(indent).append("│ ", style)
    content = Text(words_of(record, attribution.content, " … "), "dim" if unsure else "")
    yield from _wrapped(content, console, width, bar, bar)
    if chain:
        later = [*(hand.name for hand in chain[1:]), THIS_PAGE]
        yield from _listed([chain[0].name, *(f"→ {name}" for name in later)], console, width, bar)
    marks = []
    if attribution.negated:
        marks.append("negated")
    if attribution.form == "direct" and not any(sign in content.plain for sign in _QUOTATION_MARKS):
        marks.append("word for word")
    if attribution.cue.act == "mental":
        marks.append("thought or felt, not said")
    if attribution.cue.stance != "neutral":
        marks.append("told at a distance" if attribution.cue.stance == "distancing" else "told as true")
    if attribution.hedges:
        marks.append(f"hedged: {words_of(record, attribution.hedges, ', ')}")
    if unsure:
        marks.append(f"{attribution.confidence:.0%} sure: check this one")
    if marks:
        yield from _wrapped(Text(" · ".join(marks), "dim"), console, width, bar, bar)
