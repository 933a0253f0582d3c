"""``onrecord speakers``: whom the articles of a ledger quote, and one of them in detail."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, get_args

import click

from onrecord.attribution.terms import Standing
from onrecord.interfaces.days import day_of_option
from onrecord.interfaces.ledger_tables import FORMATS

if TYPE_CHECKING:
    from onrecord.interfaces.ledger_tables import Written
    from onrecord.ledger.profiles import SpeakerOrder

__all__ = ["command"]

_LISTED = 25


@click.command(name="speakers")
@click.argument("name", metavar="[NAME|NUMBER]", required=False)
@click.option("--ledger", metavar="FILE", required=True, envvar="ONRECORD_LEDGER", help="The ledger to ask.")
@click.option("--outlet", metavar="NAME", help="Only articles of this outlet.")
@click.option("--since", callback=day_of_option, metavar="DATE", help="Published on this day or later; 2023-03 also.")
@click.option("--until", callback=day_of_option, metavar="DATE", help="Published on this day or earlier.")
@click.option("--kind", type=click.Choice(["person", "organization", "outlet", "group"]), help="Only such speakers.")
@click.option(
    "--standing", type=click.Choice(get_args(Standing)), help="Only attributions to sources of this standing."
)
@click.option("--once", is_flag=True, help="Of copies of one story, the first only.")
@click.option(
    "--sort",
    type=click.Choice(["words", "attributions", "articles", "outlets", "name"]),
    default="words",
    show_default=True,
    help="The most first; names from A to Z.",
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help=f"A table has {_LISTED} unless given; else all.")
@click.option("-f", "--format", "written", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="auto: on a terminal, unless NO_COLOR is set.",
)
def command(
    name: str | None,
    ledger: str,
    outlet: str | None,
    since: date | None,
    until: date | None,
    kind: str | None,
    standing: str | None,
    once: bool,
    sort: SpeakerOrder,
    limit: int | None,
    written: Written,
    color: str,
) -> None:
    """Say whom a ledger's articles quote, how much, how often, where and when; with a NAME, one speaker in detail.

    A speaker is a person or body of a name, joined over all articles. A NAME may be a part of one, or the number that
    the list gives; where it fits several, they are told. "direct" is the share that is word for word.

    \b
    Examples:
      onrecord speakers --ledger news.ledger
      onrecord speakers "Maria Ortega" --since 2023
      onrecord speakers --outlet courier --kind person --sort articles --limit 10
      onrecord speakers --standing outlet --format csv > outlets-cited.csv

    Exit status: 0 also where nobody is quoted, 1 where the ledger cannot be read, 2 for a wrong option or a name that
    fits nobody or several.
    """  # noqa: D301 -- click's mark for lines that stay as they are
    from onrecord.interfaces import ledger_tables, people_views
    from onrecord.interfaces.drawing import counted
    from onrecord.ledger.finding import outlet_meant
    from onrecord.ledger.ledger import Ledger
    from onrecord.ledger.profile_details import speaker_detail
    from onrecord.ledger.profiles import Articles, speakers

    look, on_screen = ledger_tables.look_of_stdout(color)
    with Ledger(ledger) as opened:
        number = outlet_meant(opened.connection, outlet)[0] if outlet else None
        articles = Articles(outlet=number, since=since, until=until, once=once)
        if name is not None:
            detail = speaker_detail(opened, name, articles, standing=standing)
            if written == "table":
                ledger_tables.write_text(people_views.speaker_view(detail, look))
            elif written == "csv":
                ledger_tables.write_csv(people_views.SPEAKERS_TABLE, [detail.speaker])
            else:
                ledger_tables.write_json(detail, lines=written == "jsonl")
            return
        most = limit or (_LISTED if written == "table" else None)
        found, every = speakers(opened, articles, kind=kind, standing=standing, sort=sort, limit=most)
    if written == "csv":
        ledger_tables.write_csv(people_views.SPEAKERS_TABLE, found)
    elif written != "table":
        ledger_tables.write_json(found, lines=written == "jsonl")
    else:
        ledger_tables.write_text(
            ledger_tables.table(
                people_views.SPEAKERS_TABLE, found, look, on_screen=on_screen, below=people_views.below_speaker
            )
        )
        more = f", {len(found):,} shown; --limit gives more" if len(found) < every else ""
        click.echo(f"{counted(every, 'speaker')}{more}", err=True)
