"""``onrecord index``: articles into a ledger, however many, as often as the command is run."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.interfaces.model_options import Model, model_options
from onrecord.interfaces.voice import Voice

if TYPE_CHECKING:
    from onrecord.ledger.indexing import Indexed

__all__ = ["command"]


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _summary(ledger: Path, run: Indexed) -> str:
    seconds = time.perf_counter() - run.started
    parts = [_count(run.new, "new article")]
    if run.versions:
        parts.append(_count(run.versions, "changed one"))
    if run.copies:
        parts.append(f"{run.copies:,} of them {'a copy' if run.copies == 1 else 'copies'} of others")
    if run.known or run.passed:
        parts.append(f"{run.known + run.passed:,} known before")
    if run.failed:
        parts.append(f"{run.failed:,} not read")
    passed = sum(run.passed_over.values())
    if passed:
        told = ", ".join(f"{count:,} {reason}" for reason, count in run.passed_over.most_common())
        parts.append(f"{passed:,} of the archives passed over ({told})")
    if run.unlisted:
        parts.append(f"{run.unlisted:,} without a row in the table")
    rate = f", {run.words / seconds:,.0f} words a second" if run.words and seconds > 0 else ""
    return f"{ledger}: {', '.join(parts)}; {_count(run.attributions, 'attribution')}; {seconds:.1f} s{rate}"


def _shown(runs: Iterator[Indexed], inputs: tuple[str, ...], voice: Voice, stack: ExitStack) -> Iterator[Indexed]:
    """The same runs, with a bar on stderr while they come."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    from onrecord.errors import InputError
    from onrecord.ledger.indexing import inputs_of

    total = 0
    for given in inputs:
        try:
            total += sum(1 for _ in inputs_of([given]))
        except InputError:
            continue  # the run itself says so
    columns = (TextColumn("Indexing"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[state]}"))
    bar = voice.show((*columns, TimeRemainingColumn()), stack)
    task = bar.add_task("", total=total, state="")
    for run in runs:
        rate = run.words / max(time.perf_counter() - run.started, 1e-3)
        bar.update(task, completed=run.inputs, state=f"{run.articles:,} articles, {rate:,.0f} words/s")
        yield run


@click.command(name="index")
@click.argument("inputs", metavar="PATH|URL|-...", nargs=-1, required=True)
@click.option("--ledger", metavar="FILE", required=True, envvar="ONRECORD_LEDGER", help="The ledger; made if missing.")
@click.option(
    "--metadata",
    metavar="TABLE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV or TSV with a row for each file: file, outlet, published, title, authors, uri.",
)
@model_options
@click.option("--allow-private", is_flag=True, help="Let addresses lead to this machine and private networks.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; errors are still reported.")
@click.pass_context
def command(
    ctx: click.Context,
    inputs: tuple[str, ...],
    ledger: str,
    metadata: Path | None,
    allow_private: bool,
    quiet: bool,
    model: Model,
) -> None:
    """Read articles into a ledger, to be searched, traced and checked.

    An input is a file of HTML or plain text, a folder of them, an http(s) address, or - for standard input; or a
    .jsonl or .json file of pages ({"text" or "html": …, "uri", "title", "outlet", "published", "authors"}) or of
    records, as "onrecord read --format jsonl" writes them; or a web archive (.warc), a table of pages (.parquet), or
    the folder of a corpus run. Each may be compressed (.gz).

    Run it again at any time: what is known is passed over, and a run that was broken off goes on where it stopped. A
    page whose text has changed under its address becomes a new version beside the old. Copies of one story in several
    outlets are kept, and known as copies.

    \b
    Examples:
      onrecord index articles/ --ledger news.ledger
      onrecord index archive/ --metadata archive.tsv --ledger news.ledger
      onrecord index crawl.jsonl.gz crawl.warc.gz --ledger news.ledger
      onrecord index corpus/ --ledger news.ledger
      export ONRECORD_LEDGER=news.ledger; onrecord index https://news.example/story

    Exit status: 0 where all was read, 1 where some input was not (each is named on stderr) or the ledger could not be
    written, 2 for a wrong option.
    """  # noqa: D301 -- click's mark for lines that stay as they are
    from onrecord.ingest.listing import read_listing
    from onrecord.interfaces.cli_read import new_reader
    from onrecord.ledger.indexing import Indexed, index
    from onrecord.ledger.ledger import Ledger

    listing = read_listing(metadata) if metadata else None
    voice = Voice()
    run = Indexed()
    with ExitStack() as stack:
        opened = stack.enter_context(Ledger(ledger, write=True))
        runs = index(
            opened,
            inputs,
            lambda: new_reader(model),
            listing=listing,
            allow_private=allow_private,
            fail=voice.fail,
        )
        if not quiet and sys.stderr.isatty():
            runs = _shown(runs, inputs, voice, stack)
        for run in runs:  # noqa: B007 -- the last one is what is summed up
            pass
    if not quiet:
        click.echo(_summary(opened.path, run), err=True)
    if run.failed:
        ctx.exit(1)
