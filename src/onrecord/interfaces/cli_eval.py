"""``onrecord eval``: how well the record agrees with people who annotated the same articles."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

    from onrecord.evaluation.calibration import Calibration
    from onrecord.evaluation.report import Evaluation, Figure, Figures, FormFigures, Score
    from onrecord.record.types import Record
    from onrecord.text.document import Document

__all__ = ["command"]

_RECORD_SUFFIXES = (".jsonl", ".ndjson", ".json")

#: A table that is not on a terminal has no width to fit: wide enough that no cell is ever cut.
_PIPED_WIDTH = 120

#: Articles without a record are named up to this many, and then counted.
_NAMED = 5


def _record_lines(path: Path) -> Iterator[Record]:
    """The records of a JSON lines file, or of standard input for ``-``; raises FormatError with file and line."""
    from onrecord.errors import FormatError, NotFound
    from onrecord.record.json import decode

    piped = str(path) == "-"
    name = "standard input" if piped else str(path)
    try:
        # Lines of bytes end at a line feed only; a record's text may hold the line ends that str.splitlines knows.
        lines = sys.stdin.buffer if piped else path.open("rb")
    except OSError as error:
        raise NotFound(f"{path}: cannot be read: {error.strerror}") from error
    with lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield decode(line)
            except FormatError as error:
                raise FormatError(f"{name}, line {number}: {error}") from error


def _text_files(path: Path) -> list[Path]:
    """The texts that a path stands for: itself, those in a folder, or those in a split's ``text`` folder."""
    from onrecord.errors import NotFound, OptionError

    if path.is_dir():
        folder = path / "text" if (path / "text").is_dir() else path
        texts = sorted(folder.glob("*.txt"))
        if not texts:
            raise NotFound(f"{path}: no .txt files in this folder")
        return texts
    if not path.exists():
        raise NotFound(f"{path}: no such file or folder")
    if path.suffix.lower() != ".txt":
        raise OptionError(f"{path}: neither a text (.txt), nor records ({', '.join(_RECORD_SUFFIXES)}), nor a folder")
    return [path]


def _documents(paths: Iterable[Path]) -> Iterator[Document]:
    from onrecord.evaluation.gold import read_text
    from onrecord.ingest.text import find_blocks
    from onrecord.text.document import Document

    for path in paths:
        text = read_text(path)
        yield Document(text, find_blocks(text), uri=str(path))


def _records(sources: Iterable[Path]) -> Iterator[Record]:
    """The records that are given, and those of the texts that are given, read now by the shipped model."""
    texts: list[Path] = []
    for source in sources:
        if str(source) == "-" or (source.suffix.lower() in _RECORD_SUFFIXES and not source.is_dir()):
            yield from _record_lines(source)
        else:
            texts += _text_files(source)
    if texts:
        from rich.console import Console
        from rich.progress import track

        from onrecord.reader import Reader

        console = Console(stderr=True)
        yield from track(
            Reader().pipe(_documents(texts)),
            description="Reading",
            total=len(texts),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )


def _range(figure: Figure) -> str:
    return "" if figure.low is None or figure.high is None else f"[{figure.low:.3f}, {figure.high:.3f}]"


def _measures_table(figures: Figures) -> RenderableType:
    table = _table("", ">precision", ">recall", ">F1", "95%")

    def row(name: str, score: Score, *, bold: bool = False) -> None:
        style = "bold" if bold else None
        table.add_row(
            name,
            f"{score.precision:.3f}",
            f"{score.recall:.3f}",
            f"{score.f1.value:.3f}",
            _range(score.f1),
            style=style,
        )

    row("attributions, relaxed", figures.relaxed, bold=True)
    row("attributions, exact", figures.exact, bold=True)
    for title, scores in (("exact spans", figures.span), ("tokens", figures.token)):
        for role in ("source", "cue", "content"):
            row(f"{title}, {role}", getattr(scores, role))
    return table


def _breakdown_table(heading: str, rows: dict[str, Figures]) -> RenderableType:
    table = _table(heading, ">articles", ">relaxed", "95%", ">exact", ">source", ">cue", ">content")
    table.columns[3].min_width = len("[0.000, 0.000]")  # so that tables with and without intervals line up
    for name, figures in rows.items():
        spans = (figures.span.source, figures.span.cue, figures.span.content)
        table.add_row(
            name,
            f"{figures.documents}",
            f"{figures.relaxed.f1.value:.3f}",
            _range(figures.relaxed.f1),
            f"{figures.exact.f1.value:.3f}",
            *(f"{score.f1.value:.3f}" for score in spans),
        )
    return table


def _forms_table(forms: dict[str, FormFigures]) -> RenderableType:
    table = _table("share found by form", ">in gold", ">relaxed", "95%", ">exact", "95%")
    for name, found in forms.items():
        relaxed, exact = f"{found.relaxed.value:.3f}", f"{found.exact.value:.3f}"
        table.add_row(name, f"{found.gold:,}", relaxed, _range(found.relaxed), exact, _range(found.exact))
    return table


def _calibration_table(calibration: Calibration) -> RenderableType:
    table = _table("confidence", ">attributions", ">its mean", ">are right")
    for row in calibration.bins:
        span = f"{row.low:.2f} to {row.high:.2f}"
        table.add_row(span, f"{row.count:,}", f"{row.confidence:.3f}", f"{row.right:.3f}")
    return table


def _table(*columns: str) -> Table:
    """A table without lines; a column whose name begins with ``>`` is set flush right."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in columns:
        table.add_column(name.removeprefix(">"), justify="right" if name.startswith(">") else "left", no_wrap=True)
    return table


def _print(console: Console, evaluation: Evaluation, gold: Path, by: tuple[str, ...]) -> None:
    figures, bootstrap = evaluation.figures, evaluation.bootstrap
    say = partial(console.print, highlight=False, markup=False, soft_wrap=True)
    say(f"{figures.documents} articles of {gold}", style="bold")
    say(
        f"{figures.relaxed.gold:,} attributions in the gold, {figures.relaxed.predicted:,} predicted; "
        f"{bootstrap.level:.0%} intervals from {bootstrap.samples:,} draws of articles",
        style="dim",
    )
    for warning in _warnings(evaluation):
        say(warning, style="yellow")
    say()
    say(_measures_table(figures))
    if "outlet" in by and evaluation.outlets:
        say()
        say(_breakdown_table("F1 by outlet", evaluation.outlets))
    if "form" in by:
        say()
        say(_forms_table(evaluation.forms))
    if evaluation.humans:
        say()
        humans = {"the model": evaluation.humans.model_human}
        humans["each other"] = evaluation.humans.human_human
        say(_breakdown_table("F1 with people", humans))
    if evaluation.calibration.error is not None:
        say()
        say(_calibration_table(evaluation.calibration))
        say(f"expected calibration error {evaluation.calibration.error:.3f}", style="bold")


def _warnings(evaluation: Evaluation) -> Iterator[str]:
    """What a reader of the figures must know about what they are not of."""
    missing = evaluation.missing
    if missing:
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        yield f"No record, and left out of every figure: {', '.join(missing[:_NAMED])}{more}"
    if evaluation.unmatched:
        yield f"{evaluation.unmatched} records are of no article in the gold, and left out"
    if evaluation.moved:
        yield f"{evaluation.moved} texts differ from the gold's in the white space around them; offsets were moved"


@click.command(name="eval", short_help="Score records, or texts read now, against gold.")
@click.argument("sources", metavar="RECORDS_OR_TEXTS...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.argument("gold", metavar="GOLD", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--humans", is_flag=True, help="Compare with each annotator, and the annotators with each other.")
@click.option(
    "--by",
    type=click.Choice(["outlet", "form"]),
    multiple=True,
    help="Show only this breakdown; both are shown without it, and JSON holds both.",
)
@click.option("--samples", default=1000, show_default=True, help="Bootstrap draws of articles for the intervals.")
@click.option("--seed", default=20181, show_default=True, help="Where the draws start; the same seed, the same draws.")
def command(
    sources: tuple[Path, ...], gold: Path, form: str, humans: bool, by: tuple[str, ...], samples: int, seed: int
) -> None:
    """Score records against gold annotations.

    RECORDS_OR_TEXTS are files of records (JSON lines, "-" for standard input), or texts and folders of texts, which
    are read now. GOLD is a folder with text/ and attributions/, as PolNeAR's splits are, or one with .txt files beside
    brat's .ann files. A record is of the article that has the same text.

    \b
    tokens        words and marks in any source, cue or content
    exact spans   spans with exactly the same tokens
    exact         attributions whose three parts have exactly the same tokens
    relaxed       cues and sources share a token, contents at least half of theirs
    """  # noqa: D301 -- click's mark for lines that stay as they are is the character itself
    from onrecord.evaluation.gold import read_gold
    from onrecord.evaluation.report import evaluate

    articles = read_gold(gold)
    evaluation = evaluate(_records(sources), articles, humans=humans, samples=samples, seed=seed)
    if form == "json":
        import msgspec

        encoded = msgspec.json.encode({"gold": str(gold), **msgspec.structs.asdict(evaluation)})
        click.echo(msgspec.json.format(encoded, indent=2))
        return
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console = Console(width=_PIPED_WIDTH)
    _print(console, evaluation, gold, by or ("outlet", "form"))
