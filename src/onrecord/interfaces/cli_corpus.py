"""``onrecord corpus``: archives of any size into tables, on the cores of this machine or on a cluster."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.interfaces.model_options import BUNDLE_HELP, DEVICE_HELP
from onrecord.interfaces.voice import Voice

if TYPE_CHECKING:
    from onrecord.interfaces.corpus.run import SoFar
    from onrecord.interfaces.corpus.types import Limits, Settings
    from onrecord.interfaces.corpus.workers import Workers

__all__ = ["command"]

_SIZES = {"": 1, "K": 1_000, "M": 1_000_000, "G": 1_000_000_000}


def _bytes(value: str | int) -> int:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMG]?)B?", str(value).strip().upper())
    if found is None:
        raise click.BadParameter(f"{value!r} is no size; write it as 3GB or 500MB")
    return int(float(found[1]) * _SIZES[found[2]])


@click.group(name="corpus")
def command() -> None:
    """Read archives of any size into tables, on one machine or on a cluster."""


def _size(number: float) -> str:
    for unit in ("bytes", "KB", "MB", "GB"):
        if number < 1000:
            return f"{number:,.0f} {unit}" if unit == "bytes" else f"{number:,.1f} {unit}"
        number /= 1000
    return f"{number:,.1f} TB"


def _summary(out: str, so_far: SoFar, workers: int) -> Iterator[str]:
    seconds = time.perf_counter() - so_far.started
    parts = f"{so_far.done:,} part{'' if so_far.done == 1 else 's'}"
    if so_far.before:
        parts += f" ({so_far.before:,} of them read before)"
    yield (
        f"{out}: {so_far.articles:,} articles of {so_far.pages:,} pages in {parts}; {so_far.words:,} words, "
        f"{so_far.attributions:,} attributions, {_size(so_far.bytes)}"
    )
    if so_far.passed_over:
        told = ", ".join(f"{count:,} {reason}" for reason, count in so_far.passed_over.most_common())
        yield f"  passed over: {told}"
    if so_far.deaths:
        yield f"  processes that died and were begun again: {so_far.deaths:,}"
    if so_far.failed:
        yield f"  not read: {so_far.failed:,} (named above); run it again when they are mended"
    if so_far.words_now:
        rate = so_far.words_now / max(seconds, 1e-9)
        yield (
            f"  {seconds:,.1f} s on {workers:,} worker{'' if workers == 1 else 's'}: {rate:,.0f} words a second, "
            f"{so_far.rate:,.0f} of each"
        )


def _shown(runs: Iterator[SoFar], voice: Voice, stack: ExitStack) -> Iterator[SoFar]:
    """The same, with a bar on stderr while they come."""
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Reading"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[state]}"))
    bar = voice.show((*columns, TimeRemainingColumn()), stack)
    task = bar.add_task("", total=None, state="")
    for so_far in runs:
        under_way = so_far.under_way.values()
        articles = so_far.articles + sum(each.articles for each in under_way)
        words = so_far.words_now + sum(each.words for each in under_way)
        rate = words / max(time.perf_counter() - so_far.started, 1e-3)
        pages = so_far.pages + sum(each.pages for each in under_way)
        parts = f"{so_far.done:,} of {so_far.parts:,} parts"
        state = f"{parts}, {articles:,} articles of {pages:,} pages, {rate:,.0f} words/s"
        total = so_far.parts if so_far.surveyed == so_far.inputs else None
        bar.update(task, completed=so_far.done, total=total, state=state)
        yield so_far


def _listed(files: tuple[Path, ...]) -> Iterator[str]:
    for path in files:
        for line in path.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
            if line.strip() and not line.startswith("#"):
                yield line.strip()


def _workers(count: int | None, ray: str | None, settings: Settings, limits: Limits) -> Workers:
    if ray is not None:
        from onrecord.interfaces.corpus.on_ray import RayWorkers

        address = None if ray == "local" else ray
        return RayWorkers(address, count, settings.bundle, limits, device=settings.device)
    from onrecord.interfaces.corpus.local import LocalWorkers
    from onrecord.reader import cores

    return LocalWorkers(count or cores(), settings.bundle, limits, device=settings.device)


@command.command(name="run")
@click.argument("inputs", metavar="INPUT...", nargs=-1)
@click.option("--out", metavar="DIR|URL", required=True, help="The corpus's folder; made if missing.")
@click.option(
    "--from",
    "lists",
    metavar="FILE",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the inputs that FILE names, one a line.",
)
@click.option("--workers", type=click.IntRange(min=1), help="How many; by default one a core.")
@click.option(
    "--ray",
    metavar="ADDRESS",
    envvar="RAY_ADDRESS",
    help="Use the Ray cluster there (auto: the one that this machine is of; local: one begun for this run).",
)
@click.option("--language", default="en", show_default=True, help="Read articles in this language only; any for all.")
@click.option("--bundle", metavar="MODEL", help=BUNDLE_HELP)
@click.option("--device", default="cpu", show_default=True, help=f"{DEVICE_HELP} Workers share a card.")
@click.option("--part-pages", type=click.IntRange(min=1), default=1000, show_default=True, help="Pages in a part.")
@click.option(
    "--max-words", type=click.IntRange(min=1), default=50_000, show_default=True, help="Pass over longer articles."
)
@click.option(
    "--page-seconds",
    type=click.FloatRange(min=1),
    default=120,
    show_default=True,
    help="Give up a page that takes longer, and go on.",
)
@click.option(
    "--memory",
    type=_bytes,
    metavar="SIZE",
    default="3GB",
    show_default=True,
    help="Of a worker; pages that need more are passed over.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; errors are still reported.")
@click.pass_context
def run_command(
    ctx: click.Context,
    inputs: tuple[str, ...],
    out: str,
    lists: tuple[Path, ...],
    workers: int | None,
    ray: str | None,
    language: str,
    bundle: str | None,
    device: str,
    part_pages: int,
    max_words: int,
    page_seconds: float,
    memory: int,
    quiet: bool,
) -> None:
    """Read archives of pages into Parquet: a record and its attributions for each article.

    An INPUT is a file, a folder, or a pattern (s3://crawl/2024/*.warc.gz), on this machine or in object storage: web
    archives (.warc, .warc.gz), tables (.parquet) and JSON lines (.jsonl) of pages, and pages themselves (.html, .txt).

    DIR then holds records/, attributions/ and passed_over/ (each page without a record, and why), a file for each part
    of the inputs, and report.json. A part is put in place whole: a run that was broken off, however, goes on where it
    stopped when it is run again, and ends with the same tables. A page that a worker dies on is given up and reported.

    \b
    Examples:
      onrecord corpus run crawl/ --out corpus/
      onrecord corpus run s3://crawl/news/*.warc.gz --out s3://results/news --ray auto
      onrecord corpus run --from warc.paths --out corpus/ --workers 8 --bundle small
      onrecord index corpus/ --ledger news.ledger
      duckdb -c "SELECT entity, count(*) FROM 'corpus/attributions/*.parquet' GROUP BY 1"

    Exit status: 0 where every input was read, 1 where one was not, or only in part (each is named on stderr), 2 for a
    wrong option.
    """  # noqa: D301 -- click's mark for lines that stay as they are
    from onrecord.errors import OptionError
    from onrecord.interfaces.corpus.run import SoFar, run
    from onrecord.interfaces.corpus.types import Limits, Settings
    from onrecord.model.bundle import bundle_folder, load_bundle

    given = [*inputs, *_listed(lists)]
    if not given:
        raise OptionError("there is nothing to read; name archives or folders, or a list of them with --from FILE")
    model = load_bundle(bundle_folder(bundle)).manifest.name
    settings = Settings(None if language == "any" else language, max_words, part_pages, bundle, device)
    voice, so_far = Voice(), SoFar()
    with ExitStack() as stack:
        them = stack.enter_context(_workers(workers, ray, settings, Limits(page_seconds, memory)))
        runs = run(given, out, settings, them, model=model, fail=voice.fail)
        if not quiet and sys.stderr.isatty():
            runs = _shown(runs, voice, stack)
        for so_far in runs:  # noqa: B007 -- the last one is what is summed up
            pass
        count = them.count
    if not quiet:
        for line in _summary(out, so_far, count):
            click.echo(line, err=True)
    if so_far.failed:
        ctx.exit(1)
