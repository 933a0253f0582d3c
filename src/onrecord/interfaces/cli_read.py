"""``onrecord read``: articles in, records out, in order, however many there are.

One input that cannot be read is a line on stderr and an exit status of 1; the others are read all the same. Documents
are opened as the reader takes them and records written as it hands them on, so memory does not grow with their number.
"""

from __future__ import annotations

import collections
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from onrecord.interfaces.model_options import Model, model_options

if TYPE_CHECKING:
    from onrecord.interfaces.output import Format, Look, Output
    from onrecord.record.types import Record
    from onrecord.text.document import Document

__all__ = ["FORMATS", "command", "look_of", "new_reader"]

FORMATS = ("text", "json", "jsonl", "html", "csv", "brat")


class _Pipe(Protocol):
    def pipe(self, documents: Iterable[Document]) -> Iterator[Record]: ...


class _Run:
    """What a run over inputs has come to, and the one voice in which it speaks to stderr."""

    def __init__(self) -> None:
        self.failed = 0
        self.read = 0
        self.attributions = 0
        self.words = 0
        self.started = time.perf_counter()
        self.say: Callable[[str], None] = partial(click.echo, err=True)

    def fail(self, source: str, error: Exception) -> None:
        """Report one input that is not read, or one record that is not written."""
        self.failed += 1
        reason = str(error)
        named = source in reason or source == "-"  # the errors of one input name it; those of "-" say standard input
        self.say(f"onrecord: {reason if named else f'{source}: {reason}'}")

    def summary(self) -> str:
        """What was read, in one line."""
        seconds = time.perf_counter() - self.started
        articles = f"{self.read:,} article{'s' if self.read != 1 else ''}"
        failed = f", {self.failed:,} not read" if self.failed else ""
        rate = f"{self.words / seconds:,.0f} words a second" if seconds > 0 else ""
        return (
            f"{articles}{failed}: {self.attributions:,} attributions in {self.words:,} words; {seconds:.1f} s, {rate}"
        )


def new_reader(model: Model) -> _Pipe:
    """The reader of a run; tests put one in its place that needs no model."""
    return model.reader()


def _sources(inputs: Iterable[str], run: _Run) -> Iterator[str]:
    """Every path and address that the command's inputs stand for."""
    from onrecord.errors import InputError
    from onrecord.ingest.load import find_inputs

    for given in inputs:
        try:
            yield from find_inputs([given])
        except InputError as error:
            run.fail(given, error)


def _documents(
    sources: Iterable[str], waiting: collections.deque[str], run: _Run, *, allow_private: bool
) -> Iterator[Document]:
    """The sources' documents; ``waiting`` is told which source each one came from."""
    from onrecord.errors import InputError
    from onrecord.ingest.load import open_document

    for source in sources:
        try:
            document = open_document(source, allow_private=allow_private)
        except InputError as error:
            run.fail(source, error)
        else:
            waiting.append(source)
            yield document


def _records(documents: Iterator[Document], model: Model) -> Iterator[Record]:
    """The documents' records; no model is loaded where there is no document."""
    first = next(documents, None)
    if first is not None:
        yield from new_reader(model).pipe(chain([first], documents))


def look_of(color: str, to_terminal: bool) -> Look:
    """How text is drawn: https://no-color.org, and what a dumb terminal can bear."""
    from onrecord.interfaces.output import Look

    wanted = color == "always" or (color == "auto" and to_terminal and os.environ.get("TERM") != "dumb")
    plain = color == "auto" and bool(os.environ.get("NO_COLOR"))
    return Look(width=shutil.get_terminal_size().columns, color=wanted, plain=plain)


def _open_output(output: str | None, form: Format, look: Look, many: bool, stack: ExitStack) -> Output:
    """Standard output, a file, or a folder with a file for each article."""
    from onrecord.errors import OptionError, OutputError
    from onrecord.interfaces.output import PAGED, Folder, Stream

    if output is None or output == "-":
        if many and form in PAGED:
            raise OptionError(f"--format {form} makes a file for each article; say where with --output FOLDER")
        return Stream(sys.stdout.buffer, form, look, many=many)
    path = Path(output)
    if path.is_dir() or output.endswith(("/", os.sep)) or (many and form in PAGED and not path.suffix):
        return Folder(path, form, look)
    if many and form in PAGED:
        raise OptionError(f"{output} would be one file for many articles; --output takes a FOLDER for --format {form}")
    try:
        return Stream(stack.enter_context(path.open("wb")), form, look, many=many)
    except OSError as error:
        raise OutputError(f"{output}: cannot be written: {error.strerror}") from error


def _refuse_writing_over(inputs: tuple[str, ...], output: str | None) -> None:
    """Raise OptionError where the one file to be written is one of those to be read."""
    from onrecord.errors import OptionError

    if (
        output
        and Path(output).is_file()
        and any(os.path.realpath(given) == os.path.realpath(output) for given in inputs)
    ):
        raise OptionError(f"{output} is to be read and to be written; choose another file for --output")


def _progress(run: _Run, inputs: tuple[str, ...], records: Iterator[Record], stack: ExitStack) -> Iterator[Record]:
    """The same records, with a bar on stderr while they come."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    counted = sum(1 for _ in _sources(inputs, _Silent()))
    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    bar = Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=counted, rate="")
    stack.enter_context(bar)
    run.say = lambda line: bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
    for record in records:
        yield record
        rate = run.words / max(time.perf_counter() - run.started, 1e-3)
        bar.update(task, completed=run.read + run.failed, rate=f"{rate:,.0f} words/s")


class _Silent(_Run):
    def fail(self, source: str, error: Exception) -> None:
        """Say nothing: the run itself will."""


@click.command(name="read")
@click.argument("inputs", metavar="PATH|URL|-...", nargs=-1, required=True)
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-o", "--output", metavar="FILE|FOLDER", help="Write here; a FOLDER gets a file for each article.")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="0..1",
    help="Leave out attributions that the reader is less sure of than this.",
)
@model_options
@click.option("--allow-private", is_flag=True, help="Let addresses lead to this machine and private networks.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; errors are still reported.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="auto: on a terminal, unless NO_COLOR is set.",
)
@click.pass_context
def command(
    ctx: click.Context,
    inputs: tuple[str, ...],
    form: Format,
    output: str | None,
    min_confidence: float,
    allow_private: bool,
    quiet: bool,
    color: str,
    model: Model,
) -> None:
    """Read articles and show or write who said what in them.

    An input is a file (HTML or plain text), a folder of them, an http(s) address, or - for standard input. Records
    come in the order of the inputs.

    \b
    text    for a person at a terminal: voices, then who said what
    json    one record; with several inputs or a folder, an array
    jsonl   one record a line
    html    a page of the article in which every voice has its colour
    csv     a row for each attribution
    brat    standoff annotations; in a FOLDER, with the text beside them

    \b
    Examples:
      onrecord read article.html
      onrecord read https://news.example/story --format html -o story.html
      onrecord read articles/ --format jsonl --min-confidence 0.5 > records.jsonl
      curl -s https://news.example/story | onrecord read - --format json

    Exit status: 0 where all was read, 1 where some input was not (each is named on stderr), 2 for a wrong option.
    """  # noqa: D301 -- click's mark for lines that stay as they are is the character itself
    from onrecord.errors import FormatError, OutputError
    from onrecord.record.confident import keep_confident

    many = len(inputs) > 1 or any(Path(given).is_dir() for given in inputs)
    run = _Run()
    waiting: collections.deque[str] = collections.deque()
    _refuse_writing_over(inputs, output)
    on_screen = (output is None or output == "-") and sys.stdout.isatty()
    with ExitStack() as stack:
        out = _open_output(output, form, look_of(color, on_screen), many, stack)
        documents = _documents(_sources(inputs, run), waiting, run, allow_private=allow_private)
        records = _records(documents, model)
        if many and not quiet and not on_screen and sys.stderr.isatty():
            records = _progress(run, inputs, records, stack)
        for record in records:
            source = waiting.popleft()
            kept = keep_confident(record, min_confidence)
            try:
                out.add(kept, source)
            except (FormatError, OutputError) as error:
                run.fail(source, error)
                continue
            run.read += 1
            run.attributions += len(kept.attributions)
            run.words += len(record.document.text.split())
        if many or run.read:
            out.finish()
    if many and not quiet:
        click.echo(run.summary(), err=True)
    if run.failed:
        ctx.exit(1)
