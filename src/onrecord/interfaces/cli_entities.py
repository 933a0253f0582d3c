"""``onrecord entities``: the people and bodies of a ledger, why articles' were joined, and joins mended by hand.

One command with others in it, so that the frequent question needs no word of its own: what is not the name of one of
those is the name of a person or body. A person called Merge is asked for as ``onrecord entities -- Merge``.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import click

from onrecord.interfaces.ledger_tables import FORMATS

if TYPE_CHECKING:
    from onrecord.interfaces.ledger_tables import Written
    from onrecord.ledger.ledger import Ledger

__all__ = ["command"]

#: Rows of a table unless another number is asked for.
_LISTED = 25
_LIST = "list"


class _NameOrCommand(click.Group):
    """A group whose unknown words are a name to be listed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        at = self._command_at(args)
        if at is not None:
            return super().parse_args(ctx, [args[at], *args[:at], *args[at + 1 :]])
        if any(arg in ctx.help_option_names for arg in args):
            return super().parse_args(ctx, ["--help"])
        return super().parse_args(ctx, [_LIST, *args])

    def _command_at(self, args: list[str]) -> int | None:
        """Where one of the group's commands is named: first, or behind ``--ledger FILE`` alone."""
        at = 0
        while at < len(args) and args[at].startswith("--ledger"):
            at += 1 if "=" in args[at] else 2
        return at if at < len(args) and args[at] in self.commands and args[at] != _LIST else None

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[OPTIONS] [NAME|NUMBER]", f"| {'|'.join(self.listed_commands())} …"]

    def listed_commands(self) -> list[str]:
        """The commands that are told."""
        return [name for name in self.commands if name != _LIST]

    def list_commands(self, ctx: click.Context) -> list[str]:
        return self.listed_commands()

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of the listing, which ``--help`` of the group would leave out; then the commands."""
        own = click.Context(self.commands[_LIST], parent=ctx)
        click.Command.format_options(self.commands[_LIST], own, formatter)
        self.format_commands(ctx, formatter)


def _number(written: str) -> int:
    """The ledger's number of something, with or without the sign that listings put before it."""
    number = written.strip().removeprefix("#")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise click.BadParameter(f"{written[:40]!r} is no number; `onrecord entities NAME` gives the numbers")
    return int(number)


def _numbers(written: str) -> tuple[int, ...]:
    """Several numbers, with commas or spaces between them."""
    return tuple(_number(each) for each in written.replace(",", " ").split())


_in_ledger = click.option(
    "--ledger", metavar="FILE", required=True, envvar="ONRECORD_LEDGER", help="The ledger to ask, or to mend."
)
_as_format = click.option("-f", "--format", "written", type=click.Choice(FORMATS), default="table", show_default=True)
_in_color = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="auto: on a terminal, unless NO_COLOR is set.",
)


def _to_mend(path: str) -> Ledger:
    """The ledger, open for writing; one that is not there is an error and is not made."""
    from onrecord.ledger.ledger import Ledger

    Ledger(path).close()
    return Ledger(path, write=True)


@click.group(name="entities", cls=_NameOrCommand)
def command() -> None:
    """List the people and bodies of a ledger, show why articles' were joined, and mend joins by hand.

    Each article's people and bodies are joined to those that the ledger knows, each with a reason. A NAME lists those
    that it fits; a NUMBER, or --why, shows one of them article by article. Every decision by hand is kept and can be
    undone.

    \b
    Examples:
      onrecord entities ortega --ledger news.ledger
      onrecord entities 17                              each article's join with its reason
      onrecord entities merge 17 41 52                  41 and 52 are 17
      onrecord entities split 17 --articles 12,15       whom 12 and 15 name is somebody else
      onrecord entities undo 3

    Exit status: 0, 1 where the ledger cannot be read or written, 2 for a wrong option, a name that fits nobody, or a
    decision that cannot be made.
    """  # noqa: D301 -- click's mark for lines that stay as they are


@command.command(name=_LIST, hidden=True)
@click.argument("name", metavar="[NAME|NUMBER]", required=False)
@_in_ledger
@click.option("--why", is_flag=True, help="Each article's join with its reason; a NUMBER does so by itself.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help=f"A table has {_LISTED} unless given; else all.")
@_as_format
@_in_color
def _list(name: str | None, ledger: str, why: bool, limit: int | None, written: Written, color: str) -> None:
    from onrecord.errors import OptionError
    from onrecord.interfaces import entity_views, ledger_tables
    from onrecord.interfaces.drawing import counted
    from onrecord.ledger.joins import known_entities
    from onrecord.ledger.ledger import Ledger

    if why and name is None:
        raise OptionError("--why shows one person or body; give a name or a number")
    most = limit or (_LISTED if written == "table" else None)
    with Ledger(ledger) as opened:
        if name is not None and (why or name.removeprefix("#").isdecimal()):
            _show_joins(opened, name, most, written, color)
            return
        found, every = known_entities(opened, name, limit=most)
    if name is not None and not found:
        raise OptionError(f"the ledger has nobody of the name {name[:80]!r}; `onrecord entities` lists whom it has")
    look, on_screen = ledger_tables.look_of_stdout(color)
    if written == "csv":
        ledger_tables.write_csv(entity_views.ENTITIES, found)
    elif written != "table":
        ledger_tables.write_json(found, lines=written == "jsonl")
    else:
        ledger_tables.write_text(
            ledger_tables.table(
                entity_views.ENTITIES, found, look, on_screen=on_screen, below=entity_views.below_entity
            )
        )
        more = f", {len(found):,} shown; --limit gives more" if len(found) < every else ""
        click.echo(f"{counted(every, 'person or body', 'people and bodies')}{more}", err=True)


def _show_joins(opened: Ledger, name: str, most: int | None, written: Written, color: str) -> None:
    """Each article's join of one entity."""
    from onrecord.interfaces import entity_views, ledger_tables
    from onrecord.ledger.finding import entity_meant
    from onrecord.ledger.joins import entity_listed, joins_of

    entity = entity_listed(opened, entity_meant(opened.connection, name))
    joins = list(islice(joins_of(opened, entity.entity_id), most))
    look, on_screen = ledger_tables.look_of_stdout(color)
    if written == "csv":
        ledger_tables.write_csv(entity_views.JOINS, joins)
    elif written == "jsonl":
        ledger_tables.write_json(joins, lines=True)
    elif written == "json":
        ledger_tables.write_json({"entity": entity, "joins": joins}, lines=False)
    elif on_screen:
        ledger_tables.write_text(entity_views.joins_view(entity, joins, look))
    else:
        ledger_tables.write_text(ledger_tables.table(entity_views.JOINS, joins, look, on_screen=False))
    given = name.removeprefix("#")
    if given.isdecimal() and int(given) != entity.entity_id:
        click.echo(f"{given} was merged into {entity.entity_id}", err=True)
    if most is not None and len(joins) == most and entity.articles > most:
        click.echo(f"{entity.articles:,} articles, {most:,} shown; --limit gives more", err=True)


@command.command(name="merge")
@click.argument("entity", metavar="NUMBER", type=_number)
@click.argument("others", metavar="OTHER...", type=_number, nargs=-1, required=True)
@_in_ledger
def _merge(entity: int, others: tuple[int, ...], ledger: str) -> None:
    """Make the OTHERs one with NUMBER, which keeps its number.

    What they said is found under it at once, and later articles of any of their names join it.
    """
    from onrecord.interfaces.entity_views import decision_in_words
    from onrecord.ledger.decisions import merge

    with _to_mend(ledger) as opened:
        made = merge(opened, entity, others)
    for each in made:
        click.echo(decision_in_words(each))


@command.command(name="split")
@click.argument("entity", metavar="NUMBER", type=_number)
@click.option("--articles", metavar="N,N", type=_numbers, required=True, help="Articles whose NUMBER is another.")
@_in_ledger
def _split(entity: int, articles: tuple[int, ...], ledger: str) -> None:
    """Make whom some articles name by NUMBER somebody else, with a number of their own."""
    from onrecord.interfaces.entity_views import decision_in_words
    from onrecord.ledger.decisions import split

    with _to_mend(ledger) as opened:
        made = split(opened, entity, articles)
    click.echo(decision_in_words(made))


@command.command(name="undo")
@click.argument("decision", metavar="DECISION", type=_number)
@_in_ledger
def _undo(decision: int, ledger: str) -> None:
    """Take a decision back; the ledger is as if it had not been made."""
    from onrecord.interfaces.entity_views import decision_in_words
    from onrecord.ledger.decisions import undo

    with _to_mend(ledger) as opened:
        made = undo(opened, decision)
    click.echo(decision_in_words(made))


@command.command(name="decisions")
@_in_ledger
@_as_format
@_in_color
def _decisions(ledger: str, written: Written, color: str) -> None:
    """List the decisions made by hand, those that were undone too."""
    from onrecord.interfaces import entity_views, ledger_tables
    from onrecord.interfaces.drawing import counted
    from onrecord.ledger.decisions import decisions
    from onrecord.ledger.ledger import Ledger

    with Ledger(ledger) as opened:
        made = decisions(opened)
    look, on_screen = ledger_tables.look_of_stdout(color)
    if written == "csv":
        ledger_tables.write_csv(entity_views.DECISIONS, made)
    elif written != "table":
        ledger_tables.write_json(made, lines=written == "jsonl")
    else:
        ledger_tables.write_text(ledger_tables.table(entity_views.DECISIONS, made, look, on_screen=on_screen))
        click.echo(counted(len(made), "decision"), err=True)
