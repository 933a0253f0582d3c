"""What the ledger says of people and outlets, for a person at a terminal and as columns of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from onrecord.attribution.terms import Stance
from onrecord.export.wording import ACTS, FORMS, SPEAKERS, STANCES, STANDINGS, long_date, percent, visible
from onrecord.interfaces.drawing import Drawing, counted
from onrecord.interfaces.ledger_tables import Column
from onrecord.ledger.profile_counts import Cued, Month
from onrecord.ledger.profile_details import OutletDetail, SpeakerDetail
from onrecord.ledger.profiles import OutletFigures, Speaker

if TYPE_CHECKING:
    from onrecord.interfaces.output import Look

__all__ = ["OUTLETS", "SPEAKERS_TABLE", "below_outlet", "below_speaker", "outlet_view", "speaker_view"]

NO_OUTLET = "no outlet named"
#: Columns of the labels before each line of a detail.
_LABEL = 13
#: The longest bar of a month.
_BAR = 30
#: Speakers that the line below an outlet names.
_BELOW = 3
#: Whose words they are, by the standing of the source as the ledger's rows have it.
_WHOSE: Mapping[str, str] = {str(standing): words for standing, words in SPEAKERS.items()}
_STANCE_LABELS: Mapping[str, str] = {"neutral": "Cues", "distancing": "at a distance", "endorsing": "as true"}


SPEAKERS_TABLE: tuple[Column[Speaker], ...] = (
    Column("entity", "#", lambda each: each.entity_id, "number"),
    Column("name", "speaker", lambda each: each.name),
    Column("kind", "kind", lambda each: each.kind, below=True),
    Column("words", "words", lambda each: each.words, "count"),
    Column("attributions", "attributions", lambda each: each.attributions, "count"),
    Column("articles", "articles", lambda each: each.articles, "count"),
    Column("outlets", "outlets", lambda each: each.outlets, "count"),
    Column("direct", "direct", lambda each: each.direct, "share"),
    Column("first", "first", lambda each: each.first, "day", below=True),
    Column("last", "last", lambda each: each.last, "day", below=True),
    Column("roles", "offices", lambda each: each.roles, below=True),
)


def _words_of(standing: str) -> Callable[[OutletFigures], int]:
    return lambda each: each.standings.get(standing, 0)


OUTLETS: tuple[Column[OutletFigures], ...] = (
    Column("outlet", "outlet", lambda each: each.name if each.name is not None else NO_OUTLET),
    Column("articles", "articles", lambda each: each.articles, "count"),
    Column("words", "words", lambda each: each.words, "count"),
    Column("page", "page", lambda each: each.page, "share"),
    Column("unnamed", "unnamed", lambda each: each.unnamed, "share"),
    Column("attributions", "attributions", lambda each: each.attributions, "count", below=True),
    Column("hearsay", "hearsay", lambda each: each.hearsay, "share"),
    Column("direct", "direct", lambda each: each.direct, "share"),
    Column("nested", "nested", lambda each: each.nested, "share", below=True),
    Column("speakers", "speakers", lambda each: each.speakers, "count", below=True),
    Column("top10", "top 10", lambda each: each.top10, "share"),
    Column("copies", "copies", lambda each: each.copies, "share", below=True),
    Column("most_quoted", "most quoted", lambda each: tuple(q.name for q in each.most_quoted), below=True),
    *(Column(f"words_{standing}", "", _words_of(standing), csv_only=True) for standing in SPEAKERS),
)


def _days(first: str | None, last: str | None) -> str:
    """From one day to another, as a person writes it; nothing where neither is known."""
    if not first or not last:
        return ""
    return long_date(first) if first == last else f"{long_date(first)} – {long_date(last)}"


def below_speaker(speaker: Speaker) -> str:
    """The second line of a speaker: offices and days, or the kind of one without."""
    told = [*speaker.roles] or [speaker.kind]
    return visible(" · ".join(filter(None, [*told, _days(speaker.first, speaker.last)])))


def below_outlet(outlet: OutletFigures) -> str:
    """The second line of an outlet: whom it quotes most, and the figures that have no column."""
    most = ", ".join(each.name for each in outlet.most_quoted[:_BELOW])
    told = [
        counted(outlet.speakers, "speaker") + (f": {most}" if most else ""),
        f"nested {percent(outlet.nested)}" if outlet.nested else "",
        f"copies {percent(outlet.copies)}" if outlet.copies else "",
    ]
    return visible(" · ".join(filter(None, told)))


class _Sections:
    """Lines behind labels; nothing is written of what is empty."""

    def __init__(self, look: Look) -> None:
        self.drawing = Drawing(look)

    def line(self, label: str, items: Iterable[str]) -> None:
        """Items in a row; a line ends between two of them, so that none is parted from its figure."""
        from rich.cells import cell_len

        lines: list[str] = []
        for item in items:
            longer = f"{lines[-1]} · {item}" if lines else item
            if lines and cell_len(longer) + 2 > self.drawing.width - _LABEL:
                lines[-1] += " ·"
                lines.append(item)
            else:
                lines[-1:] = [longer]
        for number, line in enumerate(lines):
            self.drawing.add(line, ("" if number else label).ljust(_LABEL), " " * _LABEL)

    def lines(self, label: str, rows: Sequence[Sequence[str]]) -> None:
        """Rows of cells, the first to the left and the others to the right."""
        from rich.cells import cell_len, set_cell_size

        room = self.drawing.width - _LABEL
        widths = [max(cell_len(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
        if rows:
            widths[0] = max(8, min(widths[0], room - sum(widths[1:]) - 2 * (len(widths) - 1)))
        for number, row in enumerate(rows):
            name = row[0] if cell_len(row[0]) <= widths[0] else f"{set_cell_size(row[0], widths[0] - 1).rstrip()}…"
            cells = [name + " " * (widths[0] - cell_len(name))]
            cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
            self.drawing.add("  ".join(cells), (label if not number else "").ljust(_LABEL), " " * _LABEL)

    def gap(self) -> None:
        self.drawing.add()

    def counts(self, label: str, counts: Mapping[Any, int], words: Mapping[Any, str] | None = None) -> None:
        """Each value with its count and its part of all."""
        whole = sum(counts.values())
        self.line(
            label,
            [
                f"{words.get(value, value) if words else value} {count:,} ({percent(count / whole)})"
                for value, count in counts.items()
                if whole
            ],
        )

    def cues(self, cues: Sequence[Cued]) -> None:
        for stance in get_args(Stance):
            used = [f"{visible(cue.lemma)} {cue.attributions:,}" for cue in cues if cue.stance == stance]
            self.line(_STANCE_LABELS[stance], used)

    def months(self, months: Sequence[Month]) -> None:
        most = max((month.attributions for month in months), default=0) or 1
        self.lines(
            "Months",
            [
                (
                    month.month or "undated",
                    counted(month.articles, "article"),
                    f"{month.attributions:,}",
                    ("█" * max(1, round(_BAR * month.attributions / most)) if month.attributions else "").ljust(_BAR),
                )
                for month in months
            ],
        )


def _hops_in_words(hops: Mapping[int, int]) -> dict[str, int]:
    return {("not known" if not each else "1 hand" if each == 1 else f"{each} hands"): hops[each] for each in hops}


def speaker_view(detail: SpeakerDetail, look: Look) -> str:
    """One speaker for a person at a terminal."""
    out = _Sections(look)
    speaker = detail.speaker
    out.drawing.add(visible(speaker.name), style="bold")
    out.drawing.add(f"#{speaker.entity_id}, {speaker.kind}", style="dim")
    out.gap()
    if speaker.attributions:
        days = _days(speaker.first, speaker.last)
        outlets = f" of {counted(speaker.outlets, 'outlet')}" if speaker.outlets else ""
        out.drawing.add(
            f"{counted(speaker.attributions, 'attribution')} in {counted(speaker.articles, 'article')}{outlets}"
            f"{f', {days}' if days else ''}; named in {detail.named_in:,}"
        )
        direct = "" if speaker.direct is None else f"; {percent(speaker.direct)} of what is not nested is word for word"
        out.drawing.add(f"{counted(speaker.words, 'word')}{direct}")
    else:
        out.drawing.add(f"Named in {counted(detail.named_in, 'article')}, and quoted in none of them.")
    out.gap()
    out.line("Names", [f"{visible(each.name)} {each.articles:,}" for each in detail.names])
    out.lines(
        "Offices",
        [
            (visible(each.role), counted(each.articles, "article"), _span_of(each.first, each.last))
            for each in detail.offices
        ],
    )
    if detail.records_read < detail.named_in:
        out.line("", [f"offices, hands and addressees are from the newest {detail.records_read:,} articles"])
    out.gap()
    out.lines(
        "Quoted by",
        [
            (
                visible(each.outlet or NO_OUTLET),
                counted(each.attributions, "attribution"),
                counted(each.articles, "article"),
                counted(each.words, "word"),
            )
            for each in detail.quoted_by
        ],
    )
    out.counts("Standing", detail.standings, STANDINGS)
    _ways(out, detail, {"nested": detail.nested, "negated": detail.negated}, speaker.attributions)
    through = [
        f"{visible(each.name or _WHOSE.get(each.standing, each.standing))} {each.attributions:,}"
        for each in detail.through
    ]
    out.line("Through", through)
    out.line("To", [f"{visible(each.name)} {each.attributions:,}" for each in detail.addressed])
    out.line("Beside", [f"{visible(each.name)} {each.articles:,}" for each in detail.company])
    out.gap()
    out.months(detail.months)
    return out.drawing.drawn()


def _span_of(first: str | None, last: str | None) -> str:
    """Days as ISO dates, which align."""
    if not first or not last:
        return ""
    return first if first == last else f"{first} – {last}"


def _ways(out: _Sections, detail: SpeakerDetail | OutletDetail, also: Mapping[str, int], whole: int) -> None:
    """In what ways it is said: forms, acts, stances, cues, hands."""
    out.counts("Form", detail.forms, FORMS)
    out.counts("Act", detail.acts, ACTS)
    out.counts("Stance", detail.stances, STANCES)
    out.cues(detail.cues)
    out.counts("Hands", _hops_in_words(detail.hops))
    out.line("Also", [f"{name} {count:,} ({percent(count / whole)})" for name, count in also.items() if count])


def outlet_view(detail: OutletDetail, look: Look) -> str:
    """One outlet for a person at a terminal."""
    out = _Sections(look)
    figures = detail.figures
    out.drawing.add(visible(figures.name if figures.name is not None else NO_OUTLET), style="bold")
    if not figures.articles:
        out.drawing.add("No article of it is among those asked about.")
        return out.drawing.drawn()
    copies = f"; {percent(figures.copies)} of its articles are copies of earlier ones" if figures.copies else ""
    out.drawing.add(
        f"{counted(figures.articles, 'article')}, {counted(figures.words, 'word')} of stories{copies}", style="dim"
    )
    out.gap()
    standings = sorted(figures.standings.items(), key=lambda pair: (pair[0] == "page", -pair[1]))
    out.lines(
        "Words",
        [
            (_WHOSE.get(standing, standing), f"{words:,}", percent(words / figures.words) if figures.words else "")
            for standing, words in standings
        ],
    )
    out.gap()
    shares: dict[str, tuple[float | None, str]] = {
        "Unnamed": (figures.unnamed, "of the words that are somebody’s have no named source"),
        "Hearsay": (figures.hearsay, "of the attributions came through a second hand"),
        "Direct": (figures.direct, "of the attributions that are not nested are word for word"),
        "Nested": (figures.nested, f"of the {figures.attributions:,} attributions are within another’s words"),
        "Top 10": (figures.top10, f"of the words of its {counted(figures.speakers, 'speaker')} are ten speakers’"),
    }
    for label, (share, meaning) in shares.items():
        if share is not None:
            out.line(label, [f"{percent(share):>4} {meaning}"])
    out.gap()
    out.lines(
        "Most quoted",
        [
            (visible(each.name), counted(each.words, "word"), counted(each.attributions, "attribution"))
            for each in figures.most_quoted
        ],
    )
    out.gap()
    _ways(out, detail, {}, figures.attributions)
    out.gap()
    out.months(detail.months)
    return out.drawing.drawn()
