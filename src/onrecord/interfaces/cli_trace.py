"""``onrecord trace``: where a quotation stands, in which words, since when, and to whom it is credited."""

from __future__ import annotations

import sys
from datetime import date
from typing import Literal

import click

from onrecord.interfaces.cli_read import look_of
from onrecord.interfaces.days import day_of_option

__all__ = ["command"]

#: Wordings, and appearances of each, that a person is shown at once.
_SHOWN = 20


@click.command(name="trace")
@click.argument("quotation", metavar="QUOTATION|-")
@click.option("--ledger", metavar="FILE", required=True, envvar="ONRECORD_LEDGER", help="The ledger to look through.")
@click.option("--since", callback=day_of_option, metavar="DATE", help="Published on this day or later; 2023-03 also.")
@click.option("--until", callback=day_of_option, metavar="DATE", help="Published on this day or earlier.")
@click.option("--outlet", metavar="NAME", help="Only articles of this outlet.")
@click.option("--all", "every", is_flag=True, help="List copies of one story too, which are counted otherwise.")
@click.option("--versions", is_flag=True, help="Look through earlier texts of pages that have changed, too.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    help=f"Show no more wordings, and appearances of each; text shows {_SHOWN} by default, json and csv all.",
)
@click.option("-f", "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="auto: on a terminal, unless NO_COLOR is set.",
)
def command(
    quotation: str,
    ledger: str,
    since: date | None,
    until: date | None,
    outlet: str | None,
    every: bool,
    versions: bool,
    limit: int | None,
    form: Literal["text", "json", "csv"],
    color: str,
) -> None:
    """Find every appearance of a quotation, also shortened, cut, altered or stitched together; the earliest first.

    The quotation is at least three words, or - for standard input. What differs is shown word by word, with who
    credits it to whom. Only what stands within quotation marks is looked through; "onrecord search" finds the rest.

    \b
    same      every word in order          cut       words left out within
    longer    the same, and more around    altered   words replaced or added
    part      shortened at an end          stitched  parts from different places

    \b
    Examples:
      onrecord trace "we will not pay a crown more" --ledger news.ledger
      onrecord trace "we will not pay a crown more" --since 2023-01-01 --outlet courier --all
      pbpaste | onrecord trace - --format csv > levy.csv

    Exit status: 0 also where nothing is found, 1 where the ledger cannot be read, 2 for a wrong option or a quotation
    of fewer than three words.
    """  # noqa: D301 -- click's mark for lines that stay as they are
    import msgspec

    from onrecord.interfaces.trace_views import shown, table, view
    from onrecord.ledger.ledger import Ledger
    from onrecord.ledger.tracing import MOST_CHARACTERS, trace

    if quotation == "-":
        quotation = sys.stdin.buffer.read(4 * MOST_CHARACTERS + 4).decode("utf-8", "replace")
    with Ledger(ledger) as opened:
        found = trace(
            opened,
            quotation,
            since=since,
            until=until,
            outlet=outlet,
            versions=versions,
        )
    out = sys.stdout.buffer
    if form == "json":
        wordings = [
            msgspec.structs.replace(each, appearances=list(held)) for _, each, held in shown(found, limit, every=True)
        ]
        out.write(msgspec.json.format(msgspec.json.encode(msgspec.structs.replace(found, wordings=wordings)), indent=2))
        out.write(b"\n")
    elif form == "csv":
        out.writelines(table(found, limit=limit, every=every))
    elif found.wordings:
        look = look_of(color, sys.stdout.isatty())
        drawn = view(found, limit=limit or _SHOWN, every=every, width=look.width, color=look.color, plain=look.plain)
        out.write(drawn.encode("utf-8", "replace"))
    out.flush()
    if not found.wordings:
        click.echo(
            f"onrecord: no quotation in {ledger} has these words; what is told in an article's own words is found by "
            "`onrecord search`",
            err=True,
        )
    if not found.complete:
        click.echo(
            "onrecord: these words are so common that only the likeliest and earliest quotations were compared; "
            "give more of the quotation, or dates",
            err=True,
        )
