"""``onrecord outlets``: how each outlet of a ledger sources what it tells."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from onrecord.interfaces.days import day_of_option
from onrecord.interfaces.ledger_tables import FORMATS

if TYPE_CHECKING:
    from onrecord.interfaces.ledger_tables import Written
    from onrecord.ledger.profiles import OutletOrder

__all__ = ["command"]

_ORDERS = ("articles", "words", "page", "unnamed", "hearsay", "direct", "nested", "speakers", "top10", "name")


@click.command(name="outlets")
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--ledger", metavar="FILE", required=True, envvar="ONRECORD_LEDGER", help="The ledger to ask.")
@click.option("--since", callback=day_of_option, metavar="DATE", help="Published on this day or later; 2023-03 also.")
@click.option("--until", callback=day_of_option, metavar="DATE", help="Published on this day or earlier.")
@click.option("--once", is_flag=True, help="Of copies of one story, the first only, for the outlet that had it first.")
@click.option(
    "--sort",
    type=click.Choice(_ORDERS),
    default="articles",
    show_default=True,
    help="The most first; names from A to Z.",
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="No more than so many outlets.")
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
    since: date | None,
    until: date | None,
    once: bool,
    sort: OutletOrder,
    limit: int | None,
    written: Written,
    color: str,
) -> None:
    """Say how the outlets of a ledger source what they tell; with a NAME, one outlet in detail.

    \b
    articles, words  how many, and the words of their stories
    page             share of those words that the page says on its own word
    unnamed          share of the other words whose source has no name, or is none
    hearsay          share of attributions that came through a second hand
    direct           share of attributions, nested ones apart, that are word for word
    top 10           share of all speakers' words that the ten most quoted have

    \b
    Examples:
      onrecord outlets --ledger news.ledger --sort unnamed
      onrecord outlets "Tidewater Courier" --since 2023-01 --until 2023-06
      onrecord outlets --once --format csv > sourcing.csv

    Exit status: 0, 1 where the ledger cannot be read, 2 for a wrong option or a name that fits no outlet or several.
    """  # noqa: D301 -- click's mark for lines that stay as they are
    from onrecord.interfaces import ledger_tables, people_views
    from onrecord.interfaces.drawing import counted
    from onrecord.ledger.ledger import Ledger
    from onrecord.ledger.profile_details import outlet_detail
    from onrecord.ledger.profiles import Articles, outlets

    look, on_screen = ledger_tables.look_of_stdout(color)
    articles = Articles(since=since, until=until, once=once)
    with Ledger(ledger) as opened:
        if name is not None:
            detail = outlet_detail(opened, name, articles)
            if written == "table":
                ledger_tables.write_text(people_views.outlet_view(detail, look))
            elif written == "csv":
                ledger_tables.write_csv(people_views.OUTLETS, [detail.figures])
            else:
                ledger_tables.write_json(detail, lines=written == "jsonl")
            return
        every = outlets(opened, articles, sort=sort)
    found = every[:limit]
    if written == "csv":
        ledger_tables.write_csv(people_views.OUTLETS, found)
    elif written != "table":
        ledger_tables.write_json(found, lines=written == "jsonl")
    else:
        ledger_tables.write_text(
            ledger_tables.table(people_views.OUTLETS, found, look, on_screen=on_screen, below=people_views.below_outlet)
        )
        more = f", {len(found):,} shown" if len(found) < len(every) else ""
        click.echo(f"{counted(len(every), 'outlet')}{more}", err=True)
