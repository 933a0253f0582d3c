"""``onrecord check``: an article's quotations against transcripts of what was said.

Transcripts are read once, and all of them are kept: a quotation may stand in any. Articles come one after another, so
that a ledger of a million needs no more memory than one.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, Protocol

import click

from onrecord.interfaces.cli_read import look_of, new_reader
from onrecord.interfaces.model_options import Model, model_options

if TYPE_CHECKING:
    from onrecord.interfaces.output import Look
    from onrecord.record.types import Record
    from onrecord.verify.types import CheckedQuotation, Verdict

__all__ = ["command"]

_READY = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
#: The exit status where a verdict of ``--fail-on`` was given: not that of an error, which a script treats otherwise.
_FOUND = 3
_Form = Literal["text", "json", "jsonl", "csv"]


class _Failures:
    """Inputs that were not read, each a line on stderr."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, source: str, error: object) -> None:
        self.count += 1
        reason = str(error)
        click.echo(f"onrecord: {reason if source in reason or source == '-' else f'{source}: {reason}'}", err=True)


class _Output(Protocol):
    def add(self, checked: list[CheckedQuotation], title: str) -> None: ...

    def finish(self) -> None: ...


class _Stream:
    """Checked quotations, written as they come."""

    def __init__(self, out: BinaryIO, form: _Form, look: Look) -> None:
        self._out, self._form, self._look = out, form, look
        self._first = True

    def add(self, checked: list[CheckedQuotation], title: str) -> None:
        import msgspec

        from onrecord.interfaces.check_views import header, rows, view

        if self._form == "text":
            look = self._look
            drawn = view(checked, title=title, width=look.width, color=look.color, plain=look.plain)
            self._out.write(drawn.encode("utf-8", "replace"))
        elif self._form == "csv":
            if self._first:
                self._out.write(header())
            self._out.writelines(rows(checked))
            self._first = False
        else:
            for each in checked:
                line = msgspec.json.encode(each)
                if self._form == "json":
                    line = (b"[\n" if self._first else b",\n") + msgspec.json.format(line, indent=2)
                else:
                    line += b"\n"
                self._out.write(line)
                self._first = False
        self._out.flush()

    def finish(self) -> None:
        from onrecord.interfaces.check_views import header

        if self._form == "json":
            self._out.write(b"[]\n" if self._first else b"\n]\n")
        elif self._form == "csv" and self._first:
            self._out.write(header())
        self._out.flush()


def _verdicts(given: str | None) -> frozenset[Verdict]:
    """The verdicts that ``--fail-on`` names."""
    from onrecord.errors import OptionError
    from onrecord.verify.types import Verdict

    known = {verdict.value: verdict for verdict in Verdict}
    found = set()
    for name in (given or "").split(","):
        key = "_".join(name.casefold().replace("-", " ").replace("_", " ").split())
        if key in known:
            found.add(known[key])
        elif key:
            raise OptionError(f"--fail-on: no verdict is {name.strip()!r}; there are {', '.join(known)}")
    if given is not None and not found:
        raise OptionError(f"--fail-on names no verdict; there are {', '.join(known)}")
    return frozenset(found)


def _records(articles: tuple[str, ...], model: Model, failures: _Failures) -> Iterator[Record]:
    """The records of all inputs, in their order: ready ones as they are, the others read now."""
    from onrecord.errors import InputError
    from onrecord.ingest.load import find_inputs, open_document
    from onrecord.record.lines import BadLine, read_records

    reader = None
    for given in articles:
        try:
            if given.lower().endswith(_READY) and not given.startswith(("http://", "https://")):
                for record in read_records(given):
                    if isinstance(record, BadLine):
                        failures.add(given, record)
                    else:
                        yield record
                continue
            for source in find_inputs([given]):
                try:
                    document = open_document(source)
                except InputError as error:
                    failures.add(source, error)
                    continue
                reader = reader or new_reader(model)
                yield from reader.pipe([document])
        except InputError as error:
            failures.add(given, error)


def _of_ledger(path: str) -> Iterator[Record]:
    from onrecord.ledger.ledger import Ledger

    with Ledger(path) as ledger:
        yield from ledger.records()


def _open(output: str | None, read: tuple[str, ...], stack: ExitStack) -> BinaryIO:
    """Standard output, or the file, which must not be one of those that are read."""
    from onrecord.errors import OptionError, OutputError

    if output is None or output == "-":
        return sys.stdout.buffer
    if any(os.path.realpath(given) == os.path.realpath(output) for given in read):
        raise OptionError(f"{output} is to be read and to be written; choose another file for --output")
    try:
        return stack.enter_context(Path(output).open("wb"))
    except OSError as error:
        raise OutputError(f"{output}: cannot be written: {error.strerror}") from error


@click.command(name="check")
@click.argument("articles", metavar="[ARTICLE...]", nargs=-1)
@click.option(
    "--against",
    "against",
    metavar="TRANSCRIPT",
    multiple=True,
    required=True,
    help="What was said: a file, a folder, an address, or -; as often as there are some.",
)
@click.option("--ledger", metavar="FILE", help="Check all articles of this ledger, instead of ARTICLE.")
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json", "jsonl", "csv"]), default="text", show_default=True
)
@click.option("-o", "--output", metavar="FILE", help="Write here, and not to standard output.")
@click.option(
    "--fail-on", metavar="VERDICTS", help="Exit with 3 where one of these is given: altered,speaker-differs,stitched."
)
@model_options
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
    articles: tuple[str, ...],
    against: tuple[str, ...],
    ledger: str | None,
    form: _Form,
    output: str | None,
    fail_on: str | None,
    color: str,
    model: Model,
) -> None:
    """Check an article's quotations against transcripts of what was said.

    ARTICLE is what "onrecord read" takes, or a .jsonl file of records. A transcript is text with speaker labels
    ("VELL: ..."), SRT, WebVTT, a table with a column called text (.csv, .tsv), or a page. [-...-] was said and is not
    in the article, {+...+} is in the article and was not said.

    \b
    verbatim  every word, in order         stitched         parts said at different places
    trimmed   words left out               altered          other words than were said
    edited    brackets, tense, "uh"        speaker differs  another's words
    too short to tell; not found, which never means that it was not said

    \b
    Examples:
      onrecord check story.html --against debate.txt
      onrecord check stories/ --against debate.srt --against speeches/ --format csv -o checked.csv
      onrecord check story.html --against debate.vtt --fail-on altered,speaker-differs
      onrecord check --ledger news.ledger --against transcripts/ --format jsonl > checked.jsonl

    Exit status: 0 whatever the verdicts, but 3 where --fail-on names one that was given; 1 where some input was not
    read (each is named on stderr), 2 for a wrong option.
    """  # noqa: D301 -- click's mark for lines that stay as they are
    from onrecord.errors import NoArticle, OptionError
    from onrecord.interfaces.check_views import summary
    from onrecord.verify.check import check_record
    from onrecord.verify.index import TranscriptIndex
    from onrecord.verify.transcript import open_transcripts

    failing = _verdicts(fail_on)
    if bool(articles) == bool(ledger):
        raise OptionError("give articles to check, or --ledger FILE for all of its articles, and not both")
    if (*articles, *against).count("-") > 1:
        raise OptionError("standard input (-) can be one article or one transcript, not several")
    failures = _Failures()
    counts: Counter[Verdict] = Counter()
    checked_articles = 0
    with ExitStack() as stack:
        read = (*articles, *against, *([ledger] if ledger else []))
        index = TranscriptIndex(open_transcripts(against, failures.add))
        if not index.transcripts:
            raise NoArticle("no transcript could be read, so that nothing can be checked; give others with --against")
        out = _open(output, read, stack)
        look = look_of(color, out is sys.stdout.buffer and sys.stdout.isatty())
        stream: _Output = _Stream(out, form, look)
        records = _of_ledger(ledger) if ledger else _records(articles, model, failures)
        for record in records:
            checked = check_record(record, index)
            document = record.document
            stream.add(checked, document.title or document.uri or document.id)
            counts.update(each.verdict for each in checked)
            checked_articles += 1
        if checked_articles or ledger:
            stream.finish()
    click.echo(f"onrecord: {summary(counts, checked_articles, len(index.transcripts))}", err=True)
    if failures.count:
        ctx.exit(1)
    if any(counts[verdict] for verdict in failing):
        ctx.exit(_FOUND)
