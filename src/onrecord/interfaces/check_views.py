"""A check for a person at a terminal, and as a table for a spreadsheet.

The article's words stand with the transcript's in one line, as ``wdiff`` has it: what was said and is not in the
article in [-…-], what the article has and nobody said in {+…+}. So nothing depends on colour, and the eye finds the
word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any

from onrecord.export.csv import line_of, safe
from onrecord.export.wording import visible
from onrecord.verify.types import CheckedQuotation, Passage, Verdict

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["COLUMNS", "VERDICTS", "flat", "header", "marked", "rows", "summary", "view"]

#: The widest that lines are drawn, and the narrowest, as in ``trace_views``.
_WIDEST = 100
_NARROWEST = 24
#: Words left out that are shown at either end of a longer stretch of them.
_AROUND = 4

#: Verdicts as a person reads them.
VERDICTS: dict[Verdict, str] = {
    Verdict.VERBATIM: "verbatim",
    Verdict.TRIMMED: "trimmed",
    Verdict.EDITED: "edited",
    Verdict.STITCHED: "stitched",
    Verdict.ALTERED: "altered",
    Verdict.SPEAKER_DIFFERS: "speaker differs",
    Verdict.NOT_FOUND: "not found",
    Verdict.TOO_SHORT: "too short to tell",
}
_STYLES = {
    Verdict.VERBATIM: "bold green",
    Verdict.TRIMMED: "bold green",
    Verdict.EDITED: "bold green",
    Verdict.STITCHED: "bold yellow",
    Verdict.ALTERED: "bold red",
    Verdict.SPEAKER_DIFFERS: "bold red",
}
_WORD_STYLES = {"same": "", "said": "yellow", "quoted": "bold blue"}


def marked(checked: CheckedQuotation) -> Iterator[tuple[str, str]]:
    """The article's words in stretches, with what differs in marks: each stretch and ``same``, ``said`` or ``quoted``.

    Put behind each other, the stretches are the line that is shown: spaces are theirs.
    """
    at, spaced = 0, True
    for each in sorted(checked.differences, key=lambda one: (one.article.start, one.article.end)):
        start, end = each.article.start - checked.start, each.article.end - checked.start
        if start < at or each.quoted == each.said:
            continue
        before = _spaced(checked.words[at:start])
        if before.strip():
            yield before, "same"
            spaced = before.endswith(" ")
        said = f"[-{_shortened(visible(each.said))}-]" if each.said else ""
        quoted = f"{{+{visible(each.quoted)}+}}" if each.quoted else ""
        if said:
            yield ("" if spaced or quoted else " ") + said + (" " if quoted or spaced else ""), "said"
        if quoted:
            yield quoted, "quoted"
            spaced = False
        at = end
    rest = _spaced(checked.words[at:])
    if rest.strip():
        yield rest, "same"


def _spaced(words: str) -> str:
    """Words on one line that keep the space before and behind them."""
    lead, trail = words[:1].isspace(), words[-1:].isspace()
    return f"{' ' if lead else ''}{visible(words)}{' ' if trail and words.strip() else ''}"


def _shortened(words: str) -> str:
    parts = words.split(" ")
    return words if len(parts) <= 3 * _AROUND else " ".join([*parts[:_AROUND], "…", *parts[-_AROUND:]])


def _place(passage: Passage) -> str:
    """Who says a passage and where it stands."""
    where = visible(passage.transcript)
    if passage.line is not None:
        where += f", line {passage.line}"
    if passage.time:
        where += f", {visible(passage.time)}"
    return f"{visible(passage.speaker or '') or 'nobody named'} · {where}"


def view(checked: Sequence[CheckedQuotation], *, title: str, width: int, color: bool, plain: bool) -> str:
    """One article's quotations drawn for a terminal; ``color`` and ``plain`` as for a record."""
    from rich.console import Console

    width = max(_NARROWEST, min(width, _WIDEST))
    console = Console(
        file=StringIO(), width=width, force_terminal=color, force_interactive=False, no_color=plain or not color,
        color_system="auto" if color else None, legacy_windows=False, highlight=False, markup=False, emoji=False,
    )  # fmt: skip
    with console.capture() as drawn:
        for line in _lines(checked, title, console, width - 2):
            line.rstrip()
            console.print(line, soft_wrap=True)
    return drawn.get()


def _wrapped(text: Text, console: Console, width: int, first: str, rest: str = "") -> Iterator[Text]:
    from rich.text import Text

    rest = rest or " " * len(first)
    for number, line in enumerate(text.wrap(console, max(_NARROWEST // 2, width - max(len(first), len(rest))))):
        yield Text(rest if number else first).append_text(line)


def _lines(checked: Sequence[CheckedQuotation], title: str, console: Console, width: int) -> Iterator[Text]:
    from rich.text import Text

    yield Text()
    yield from _wrapped(Text(visible(title), "bold"), console, width, "  ")
    if not checked:
        yield from _wrapped(Text("no quotation that can be checked", "dim"), console, width, "  ")
    for each in checked:
        yield Text()
        yield from _one(each, console, width)
    yield Text()


def _one(each: CheckedQuotation, console: Console, width: int) -> Iterator[Text]:
    from rich.text import Text

    head = Text(VERDICTS[each.verdict], _STYLES.get(each.verdict, "bold")).append(f" — {visible(each.reason)}", "dim")
    yield from _wrapped(head, console, width, "  ", "    ")
    near = each.verdict is Verdict.NOT_FOUND
    if near:
        yield from _wrapped(Text(visible(each.words)), console, width, "  │ ", "  │ ")
    words = Text()
    for stretch, kind in marked(each) if not near or each.passages else ():
        words.append(stretch, _WORD_STYLES[kind])
    if words and near:
        yield from _wrapped(Text("nearest: ", "dim").append_text(words), console, width, "  ", "  ")
    elif words:
        yield from _wrapped(words, console, width, "  │ ", "  │ ")
    credit = Text("the article credits ", "dim").append(visible(each.credited or "") or "nobody")
    yield from _wrapped(credit, console, width, "  ", "    ")
    for number, passage in enumerate(each.passages, 1):
        part = f"part {number}: " if len(each.passages) > 1 else ""
        said = Text(f"{part}said by ", "dim").append(_place(passage))
        if number == 1 and each.elsewhere:
            said.append(f" · and at {each.elsewhere:,} more place{'' if each.elsewhere == 1 else 's'}", "dim")
        yield from _wrapped(said, console, width, "  ", "    ")


def summary(counts: Counter[Verdict], articles: int, transcripts: int) -> str:
    """What a run comes to, in one line: verdicts that did not occur are left out."""
    total = counts.total()
    told = ", ".join(f"{counts[verdict]:,} {name}" for verdict, name in VERDICTS.items() if counts[verdict])
    many = [(total, "quotation"), (articles, "article"), (transcripts, "transcript")]
    one, two, three = (f"{number:,} {name}{'' if number == 1 else 's'}" for number, name in many)
    return f"{one} of {two} against {three}{': ' if told else ''}{told}"


COLUMNS = (
    "article", "verdict", "words", "differences", "credited", "speaker", "said", "transcript", "line", "time", "reason",
    "wording", "similarity", "elsewhere", "start", "end", "attribution",
)  # fmt: skip


def header() -> bytes:
    """The first line of the table."""
    return line_of(COLUMNS)


def flat(each: CheckedQuotation) -> dict[str, Any]:
    """A quotation as a row of the table, by the names of its columns; the parts of a stitched one are joined."""
    passages = each.passages
    return {
        "article": each.article,
        "verdict": each.verdict.value,
        "words": visible(each.words),
        "differences": "".join(stretch for stretch, _ in marked(each)) if each.differences else None,
        "credited": each.credited,
        "speaker": "; ".join(passage.speaker or "" for passage in passages) or None,
        "said": " … ".join(visible(passage.words) for passage in passages) or None,
        "transcript": "; ".join(passage.transcript for passage in passages) or None,
        "line": "; ".join(str(passage.line or "") for passage in passages) or None,
        "time": "; ".join(passage.time or "" for passage in passages) or None,
        "reason": each.reason,
        "wording": each.wording.value,
        "similarity": each.similarity,
        "elsewhere": each.elsewhere,
        "start": each.start,
        "end": each.end,
        "attribution": each.attribution,
    }


def rows(checked: Sequence[CheckedQuotation]) -> Iterator[bytes]:
    """A line of the table for each quotation; what is unknown is an empty cell, and no cell is a formula."""
    for each in checked:
        row = flat(each) | {"similarity": f"{each.similarity:.4g}"}
        yield line_of(["" if row[name] is None else safe(str(row[name])) for name in COLUMNS])
