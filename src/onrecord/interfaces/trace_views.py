"""A trace for a person at a terminal, and as a table for a spreadsheet.

Left-out words stand in [-…-] and added ones in {+…+}, the marks of ``wdiff``, so that nothing depends on colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any

from onrecord.export.csv import line_of, safe
from onrecord.export.wording import STANDINGS, UNSURE, long_date, visible
from onrecord.ledger.tracing_types import Appearance, Credit, Credited, Difference, Trace, Wording

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["COLUMNS", "credited_name", "flat", "marked", "shown", "table", "view"]

#: The widest that lines are drawn, as in ``export/terminal.py``.
_WIDEST = 100
_NARROWEST = 24
#: Words of a longer quotation that are shown before and behind those that were asked for.
_AROUND = 6
_LEGEND = "[-left out-] {+added+} <more of the same quotation>"
_MARKS = "“”„«»\"'‘’ \t\n"


def shown(trace: Trace, limit: int | None, *, every: bool) -> list[tuple[int, Wording, list[Appearance]]]:
    """Each wording, numbered from 1, with its appearances: copies of one story only where ``every``; none but the
    first ``limit`` of both.
    """
    return [
        (number, wording, [each for each in wording.appearances if every or not each.folded][:limit])
        for number, wording in enumerate(trace.wordings[:limit], 1)
    ]


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def credited_name(credit: Credit | None) -> str:
    """Whom a credit names: the ledger's entity, or else the article's own words for the source."""
    if credit is None:
        return "nobody"
    return visible(credit.name or credit.words) or "nobody"


def _credit_in_words(credit: Credit | None) -> str:
    if credit is None:
        return "credited to nobody"
    name = credited_name(credit)
    words = f"{name} ({STANDINGS[credit.standing]})" if credit.entity is None and name != "nobody" else name
    cue = visible(credit.cue) if any(map(str.isalpha, credit.cue)) else ""  # a colon is a cue, and says nothing here
    told = [f"{words} — {'not ' if credit.negated else ''}{cue}" if cue else words]
    if credit.via:
        told.append("via " + ", ".join(visible(name) for name in credit.via))
    elif credit.hops > 1:
        told.append(f"through {credit.hops} hands")
    if credit.confidence < UNSURE:
        told.append(f"{credit.confidence:.0%} sure: check this one")
    return " · ".join(told)


def marked(differences: Iterable[Difference]) -> Iterator[tuple[str, str]]:
    """The words of a wording beside its base, in stretches, each with its marks and the kind of its style."""
    for at, each in enumerate(differences):
        base, words = visible(each.base), visible(each.words)
        if each.kind == "same":
            yield words, "same"
        if each.kind in {"left_out", "replaced"}:
            yield f"[-{base}-]", "left_out"
        if each.kind in {"added", "replaced"}:
            yield f"{{+{words}+}}", "added"
        if each.kind == "more":
            parts = words.split(" ")
            if len(parts) > _AROUND:
                parts = (
                    ["…", *parts[-_AROUND:]] if at == 0 or not _has_words(differences, at) else [*parts[:_AROUND], "…"]
                )
            yield f"<{' '.join(parts)}>", "more"


def _has_words(differences: Iterable[Difference], until: int) -> bool:
    """Whether words that are the same come before a stretch."""
    return any(each.kind == "same" for _, each in zip(range(until), differences, strict=False))


def view(trace: Trace, *, limit: int | None, every: bool, width: int, color: bool, plain: bool) -> str:
    """The trace drawn for a terminal, lines without trailing spaces; ``color`` and ``plain`` as for a record."""
    from rich.console import Console

    width = max(_NARROWEST, min(width, _WIDEST))
    console = Console(
        file=StringIO(), width=width, force_terminal=color, force_interactive=False, no_color=plain or not color,
        color_system="auto" if color else None, legacy_windows=False, highlight=False, markup=False, emoji=False,
    )  # fmt: skip
    with console.capture() as drawn:
        for line in _lines(trace, limit, every, console, width - 2):
            line.rstrip()
            console.print(line, soft_wrap=True)
    return drawn.get()


def _wrapped(text: Text, console: Console, width: int, first: str, rest: str = "") -> Iterator[Text]:
    from rich.text import Text

    rest = rest or " " * len(first)
    room = max(_NARROWEST // 2, width - max(len(first), len(rest)))
    for number, line in enumerate(text.wrap(console, room)):
        yield Text(rest if number else first).append_text(line)


def _lines(trace: Trace, limit: int | None, every: bool, console: Console, width: int) -> Iterator[Text]:
    from rich.text import Text

    yield Text()
    yield from _wrapped(Text(f"“{visible(trace.base).strip(_MARKS)}”", "bold"), console, width, "  ")
    if trace.asked_differs:
        asked = Text("Not found as asked; these are the earliest full words. You asked: ", "italic")
        yield from _wrapped(asked.append_text(_drawn(trace.asked_differs)), console, width, "  ")
    dates = sorted({each.published for wording in trace.wordings for each in wording.appearances if each.published})
    counts = [
        _count(trace.articles, "article"),
        _count(trace.outlets, "outlet"),
        _count(len(trace.wordings), "wording"),
    ]
    when = [long_date(dates[0])] + ([long_date(dates[-1])] if len(dates) > 1 else []) if dates else []
    about = ", ".join(counts) + (f" · {' to '.join(when)}" if when else "")
    if trace.stories < trace.articles:
        about += f" · {_count(trace.stories, 'story', 'stories')}, with copies counted once"
    yield from _wrapped(Text(about, "dim"), console, width, "  ")
    yield Text()
    yield from _credits(trace.credits, console, width, limit)
    for number, wording, appearances in shown(trace, limit, every=every):
        yield Text()
        yield from _wording(number, wording, appearances, every, console, width)
    more = len(trace.wordings) - len(trace.wordings[:limit])
    if more:
        yield Text()
        yield Text(f"  and {_count(more, 'more wording')}; --limit {len(trace.wordings)} shows them", "dim")
    if any(each.kind != "same" for wording in trace.wordings[:limit] for each in wording.differences):
        yield Text()
        yield Text(f"  {_LEGEND}", "dim")
    yield Text()


def _credits(credits_: Sequence[Credited], console: Console, width: int, limit: int | None) -> Iterator[Text]:
    """Each source on a line; that they are several is said before it can be overlooked."""
    from rich.text import Text

    named = [each for each in credits_ if each.name is not None]
    label = "credited to" if len(named) < 2 else f"credited to {len(named)} sources"
    yield Text(f"  {label}", "bold" if len(named) > 1 else "")
    for each in credits_[:limit]:
        name = visible(each.name) if each.name is not None else "nobody"
        known = f" ({STANDINGS[each.standing]})" if each.name is not None and each.entity is None else ""
        line = Text(name, "bold" if each.entity is not None else "").append(known, "dim")
        line.append(f" in {_count(each.articles, 'article')} of {_count(each.outlets, 'outlet')}")
        yield from _wrapped(line, console, width, "    ", "      ")
    if limit is not None and len(credits_) > limit:
        yield Text(f"    and {_count(len(credits_) - limit, 'more source')}", "dim")


_STYLES = {"same": "", "left_out": "yellow", "added": "bold blue", "more": "dim"}


def _drawn(differences: Sequence[Difference]) -> Text:
    from rich.text import Text

    words = Text()
    for stretch, kind in marked(differences):
        words.append(" " if words else "").append(stretch, _STYLES[kind])
    return words


def _wording(
    number: int, wording: Wording, appearances: Sequence[Appearance], every: bool, console: Console, width: int
) -> Iterator[Text]:
    from rich.text import Text

    head = Text(f"{wording.kind.value}", "bold")
    head.append(f" · {_count(wording.articles, 'article')} of {_count(wording.outlets, 'outlet')}", "dim")
    yield from _wrapped(head, console, width, f"{number:>3}  ")
    yield from _wrapped(_drawn(wording.differences), console, width, "     │ ", "     │ ")
    for each in appearances:
        date = long_date(each.published) or "no date"
        line = Text(f"{date} · {visible(each.outlet or '') or 'no outlet'}", "bold").append(" · ")
        line.append(_credit_in_words(each.credit))
        if each.kind is not wording.kind:
            line.append(f" · {each.kind.value}")
        if len(each.pieces) > 1:
            line.append(f" · in {len(each.pieces)} pieces")
        if each.superseded:
            line.append(" · in an earlier version of the page")
        yield from _wrapped(line, console, width, "     ", "       ")
        where = visible(each.title or each.uri or "") or "an article without a title"
        place = Text(f"article {each.document}: {where}", "dim")
        yield from _wrapped(place, console, width, "       ")
        if each.folded:
            yield Text("       a copy of the story above", "dim")
        elif each.copies and not every:
            yield Text(f"       and {_count(each.copies, 'copy', 'copies')} of the story", "dim")
    hidden = sum(every or not each.folded for each in wording.appearances) - len(appearances)
    if hidden:
        yield Text(f"     and {_count(hidden, 'more appearance')}", "dim")


#: Of the table: a row an appearance; ``wording`` numbers those with the same words.
COLUMNS = (
    "wording", "kind", "published", "outlet", "document", "title", "uri", "words", "offsets", "differences",
    "credited_to", "entity", "standing", "source", "cue", "negated", "via", "hops", "confidence", "attribution",
    "copy_group", "copies", "superseded",
)  # fmt: skip


def flat(trace: Trace, *, limit: int | None, every: bool) -> Iterator[dict[str, Any]]:
    """A row of the table for each appearance, by the names of its columns; what is unknown is None."""
    for number, wording, appearances in shown(trace, limit, every=every):
        differences = " ".join(words for words, _ in marked(wording.differences))
        for each in appearances:
            credit = each.credit
            yield {
                "wording": number,
                "kind": each.kind.value,
                "published": each.published,
                "outlet": each.outlet,
                "document": each.document,
                "title": each.title,
                "uri": each.uri,
                "words": " … ".join(piece.words for piece in each.pieces),
                "offsets": ";".join(f"{piece.start}-{piece.end}" for piece in each.pieces),
                "differences": differences,
                "credited_to": credit and (credit.name or credit.words),
                "entity": credit and credit.entity,
                "standing": credit and credit.standing,
                "source": credit and credit.words,
                "cue": credit and credit.cue,
                "negated": credit and credit.negated,
                "via": credit and " > ".join(credit.via),
                "hops": credit and credit.hops,
                "confidence": credit and credit.confidence,
                "attribution": credit and credit.attribution,
                "copy_group": each.copy_group,
                "copies": each.copies,
                "superseded": each.superseded,
            }


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.4g}"
    return str(value)


def table(trace: Trace, *, limit: int | None, every: bool) -> Iterator[bytes]:
    """The header and a row for each appearance, as ``export/csv.py`` writes them; a cell is never a formula."""
    yield line_of(COLUMNS)
    for row in flat(trace, limit=limit, every=every):
        yield line_of([safe(_cell(row[name])) for name in COLUMNS])
