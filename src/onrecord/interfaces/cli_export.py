"""``onrecord export``: records that are already there, into the forms that other programs read.

Nothing is read anew and no model is loaded. Records pass through one at a time, so a file of a million needs no more
memory than one of ten, but for Parquet's row group. A file is put in its place when it is finished, and not before.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, Protocol, cast

import click

from onrecord.interfaces.output import Folder, Look, Stream, name_of

if TYPE_CHECKING:
    from onrecord.export.parquet import ParquetTables
    from onrecord.record.types import Record

__all__ = ["Exported", "command"]

Exported = Literal["parquet", "csv", "jsonl", "web-annotation", "brat"]
_FORMATS: tuple[Exported, ...] = ("parquet", "csv", "jsonl", "web-annotation", "brat")
#: What the place for an export is called in messages, for those formats that cannot go into one stream.
_NEEDS_FOLDER: frozenset[Exported] = frozenset({"parquet", "brat"})


class _Run:
    """What a run has come to, and the one voice in which it speaks to stderr."""

    def __init__(self) -> None:
        self.records = self.attributions = self.failed = 0
        self.corrections: int | None = None  # that are applied; None where none are asked for
        self.started = time.perf_counter()
        self.say: Callable[[str], None] = partial(click.echo, err=True)

    def fail(self, complaint: str) -> None:
        """Report one record that is not exported, or one file that is not read."""
        self.failed += 1
        self.say(f"onrecord: {complaint}")

    def summary(self, place: str) -> str:
        """What was exported, in one line."""
        records = f"{self.records:,} record{'s' if self.records != 1 else ''}"
        if self.corrections is not None:
            records += f", {self.corrections:,} correction{'s' if self.corrections != 1 else ''} applied"
        attributions = f"{self.attributions:,} attribution{'s' if self.attributions != 1 else ''}"
        failed = f", {self.failed:,} not exported" if self.failed else ""
        seconds = time.perf_counter() - self.started
        return f"{records}{failed}: {attributions} to {place}; {seconds:.1f} s"


class _Output(Protocol):
    def add(self, record: Record, source: str) -> None: ...


class _Annotations:
    """Web annotations, one a line."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def add(self, record: Record, source: str) -> None:
        from onrecord.export.web_annotation import lines

        self._out.writelines(lines(record))
        self._out.flush()


class _Collections(Folder):
    """Web annotations, each document's as one collection in a file of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "json", Look())

    def add(self, record: Record, source: str) -> None:
        from onrecord.export.web_annotation import collection_text

        self._write(self._folder / f"{self._free_name(name_of(source))}.jsonld", source, collection_text(record))


class _Tables:
    """Both tables of Parquet."""

    def __init__(self, tables: ParquetTables) -> None:
        self._tables = tables

    def add(self, record: Record, source: str) -> None:
        self._tables.add(record)


@contextmanager
def _stream(out: BinaryIO, form: Exported) -> Iterator[_Output]:
    if form == "web-annotation":
        yield _Annotations(out)
        return
    stream = Stream(out, cast("Literal['csv', 'jsonl']", form), Look(), many=True)
    yield stream
    stream.finish()


@contextmanager
def _opened(output: str | None, form: Exported) -> Iterator[_Output]:
    """Standard output, a file or a folder, as the format needs it. Raises OptionError, OutputError."""
    from onrecord.errors import OptionError

    if output is None or output == "-":
        if form in _NEEDS_FOLDER:
            raise OptionError(f"--format {form} writes more than one file; say where with --output FOLDER")
        with _stream(sys.stdout.buffer, form) as stream:
            yield stream
        return
    path = Path(output)
    as_folder = path.is_dir() or output.endswith(("/", os.sep))
    if form in _NEEDS_FOLDER and path.suffix.lower() in {".parquet", ".ann", ".txt"} and not as_folder:
        raise OptionError(f"{output} would be one file, and --format {form} writes more; --output takes a FOLDER")
    if form == "parquet":
        from onrecord.export.parquet import parquet_tables

        with parquet_tables(path) as tables:
            yield _Tables(tables)
    elif form == "brat" or as_folder:
        yield _Collections(path) if form == "web-annotation" else Folder(path, form, Look())
    else:
        from onrecord.export.whole_file import whole_files

        with whole_files(path) as (file,), _stream(file, form) as stream:
            yield stream


def _refuse_writing_over(inputs: tuple[str, ...], output: str | None) -> None:
    from onrecord.errors import OptionError

    if output and Path(output).is_file() and any(os.path.realpath(each) == os.path.realpath(output) for each in inputs):
        raise OptionError(f"{output} is to be read and to be written; choose another file for --output")


def _records(inputs: Iterable[str], run: _Run, place: Callable[[BinaryIO], None]) -> Iterator[Record]:
    """The records of every input; what is none is reported. ``place`` is told of each file that is opened."""
    from onrecord.errors import InputError
    from onrecord.ingest.json_values import open_values
    from onrecord.record.lines import BadLine, read_records

    for given in inputs:
        try:
            with ExitStack() as stack:
                stream = sys.stdin.buffer if given == "-" else stack.enter_context(open_values(given))
                place(stream)
                for found in read_records(stream, name="standard input" if given == "-" else given):
                    if isinstance(found, BadLine):
                        run.fail(str(found))
                    else:
                        yield found
        except InputError as error:
            run.fail(str(error))


def _of_ledger(path: str, run: _Run, stack: ExitStack, *, corrected: bool) -> Iterator[Record]:
    """Every record of a ledger, which stays open until ``stack`` is left. Raises LedgerError."""
    from onrecord.ledger.ledger import Ledger

    ledger = stack.enter_context(Ledger(path))
    if corrected:
        from onrecord.ledger.corrections import in_force

        run.corrections = len(in_force(ledger.corrections()))
    return ledger.records(corrected=corrected)


class _Progress:
    """A bar on stderr over the bytes of all inputs, as far as these are files."""

    def __init__(self, inputs: tuple[str, ...], run: _Run, stack: ExitStack) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        sizes = [os.path.getsize(each) if os.path.isfile(each) else None for each in inputs]
        total = sum(filter(None, sizes)) if None not in sizes else None
        columns = (TextColumn("Exporting"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[done]}"))
        self._bar = Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=total, done="")
        self._run, self._stream, self._before, self._here = run, cast("BinaryIO | None", None), 0, 0
        stack.enter_context(self._bar)
        run.say = lambda line: self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def place(self, stream: BinaryIO) -> None:
        """Say that ``stream`` is read from now on."""
        self._before += self._here
        self._here, self._stream = 0, stream if stream.seekable() else None

    def show(self) -> None:
        """Draw how far the run is."""
        if self._stream is not None:
            self._here = self._stream.tell()
        self._bar.update(self._task, completed=self._before + self._here, done=f"{self._run.records:,} records")


@click.command(name="export")
@click.argument("inputs", metavar="[RECORDS|-...]", nargs=-1)
@click.option("--ledger", metavar="FILE", help="Export every record of this ledger, in the order they came.")
@click.option("--corrected", is_flag=True, help="Apply the corrections that were made of its readings by hand.")
@click.option("-f", "--format", "form", type=click.Choice(_FORMATS), required=True)
@click.option("-o", "--output", metavar="FILE|FOLDER", help="Write here, and not to standard output.")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="0..1",
    help="Leave out attributions that the reader was less sure of than this.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; errors are still reported.")
@click.pass_context
def command(
    ctx: click.Context,
    inputs: tuple[str, ...],
    ledger: str | None,
    corrected: bool,
    form: Exported,
    output: str | None,
    min_confidence: float,
    quiet: bool,
) -> None:
    """Write records in a form that other programs read.

    RECORDS is a file that "onrecord read" wrote as JSON or as JSON lines, compressed (.gz) or not, or - for standard
    input. With --ledger it is a ledger's, older texts of changed pages too.

    \b
    parquet         attributions.parquet and documents.parquet in a FOLDER
    csv             a row for each attribution
    jsonl           one record a line
    web-annotation  W3C Web Annotations, one a line; in a FOLDER, a collection for each article
    brat            standoff annotations and the texts, in a FOLDER

    \b
    Examples:
      onrecord export records.jsonl --format parquet --output tables/
      onrecord export --ledger news.ledger --format parquet --output tables/
      onrecord export --ledger news.ledger --corrected --format brat --output corrected/
      onrecord export records.jsonl.gz --format csv --min-confidence 0.5 > sure.csv
      onrecord read articles/ -f jsonl | onrecord export - -f web-annotation > annotations.jsonl

    A line that is no record is named on stderr with its place, and the others are exported. Files are put in place when
    they are finished: an export that is broken off leaves what was there.

    Exit status: 0 where all was exported, 1 where some of it was not or nothing could be written, 2 for a wrong option.
    """  # noqa: D301 -- click's mark for lines that stay as they are
    from onrecord.errors import FormatError, OptionError, OutputError
    from onrecord.record.confident import keep_confident

    if not inputs and ledger is None:
        raise OptionError("nothing to export: give files of records, - for standard input, or --ledger FILE")
    if corrected and ledger is None:
        raise OptionError("--corrected is for a ledger's records, which have corrections; name it with --ledger FILE")
    run = _Run()
    _refuse_writing_over(inputs if ledger is None else (*inputs, ledger), output)
    on_screen = (output is None or output == "-") and sys.stdout.isatty()
    with ExitStack() as stack:
        kept_before = _of_ledger(ledger, run, stack, corrected=corrected) if ledger is not None else iter(())
        out = stack.enter_context(_opened(output, form))
        progress = None
        if not quiet and not on_screen and sys.stderr.isatty():
            progress = _Progress(inputs, run, stack)
        for record in chain(kept_before, _records(inputs, run, progress.place if progress else lambda stream: None)):
            kept = keep_confident(record, min_confidence)
            source = record.document.uri or record.document.id
            try:
                out.add(kept, source)
            except FormatError as error:
                run.fail(f"{source}: {error}")
                continue
            except OutputError as error:
                if form == "parquet" or not isinstance(out, Folder):
                    raise
                run.fail(str(error))
                continue
            run.records += 1
            run.attributions += len(kept.attributions)
            if progress:
                progress.show()
        if run.failed and not run.records:
            raise OutputError("no record could be exported, and nothing is written")
    if not quiet:
        click.echo(run.summary("standard output" if output in (None, "-") else str(output)), err=True)
    if run.failed:
        ctx.exit(1)
