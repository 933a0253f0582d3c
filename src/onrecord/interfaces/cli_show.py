"""``onrecord show``: an article of the ledger, the texts that its page has had, and what changed between two."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from onrecord.interfaces.cli_read import FORMATS, look_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.interfaces.output import Format
    from onrecord.ledger.pages import Version

__all__ = ["command"]


def _version(versions: Sequence[Version], number: int | None, otherwise: Version) -> Version:
    """The version of that number, or where none is asked for another."""
    from onrecord.errors import OptionError

    if number is None:
        return otherwise
    for each in versions:
        if each.version == number:
            return each
    known = ", ".join(str(each.version) for each in versions)
    raise OptionError(f"the page has no version {number}; it has {known}")


def _two(versions: Sequence[Version], start: int | None, end: int | None) -> tuple[Version, Version]:
    """The versions to be compared: the newest and the one before it unless others are asked for."""
    from onrecord.errors import OptionError

    if len(versions) < 2:
        raise OptionError(
            f"the ledger has one text of this page, article {versions[0].document}, and nothing to compare"
        )
    new = _version(versions, end, versions[-1])
    before = [each for each in versions if each.version < new.version]
    if not before:
        raise OptionError(f"version {new.version} is the first that the ledger has; compare to a later one")
    old = _version(versions, start, before[-1])
    if old.version >= new.version:
        raise OptionError(
            f"version {new.version} does not come after version {old.version}; give the older one to --from"
        )
    return old, new


def _as_json(value: Any) -> bytes:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


@click.command(name="show")
@click.argument("article", metavar="NUMBER|ADDRESS|HASH")
@click.option("--ledger", metavar="FILE", required=True, envvar="ONRECORD_LEDGER", help="The ledger that has it.")
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--versions", is_flag=True, help="List the texts that the page has had, as text or json.")
@click.option("--changes", is_flag=True, help="What changed in who says what, as text or json.")
@click.option(
    "--from", "start", type=click.IntRange(1), metavar="N", help="Compare from this version; else the last but one."
)
@click.option("--to", "end", type=click.IntRange(1), metavar="N", help="Compare to this version; else the newest.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="auto: on a terminal, unless NO_COLOR is set.",
)
def command(
    article: str,
    ledger: str,
    form: Format,
    versions: bool,
    changes: bool,
    start: int | None,
    end: int | None,
    color: str,
) -> None:
    """Show an article of a ledger as "onrecord read" would, from its stored record: nothing is read anew.

    An article is known by its number, as "onrecord search" shows it, by the path or address that it was indexed from,
    or by six and more digits of its hash. An address means the newest text of its page.

    \b
    Examples:
      onrecord show 12 --ledger news.ledger
      onrecord show https://courier.example/levy --format html > levy.html
      onrecord show 12 --versions
      onrecord show 12 --changes --from 1 --to 3

    Exit status: 0, or 1 where the ledger cannot be read, 2 for an article or a version that it does not have.
    """  # noqa: D301 -- click's mark for lines that stay as they are
    from onrecord.errors import OptionError
    from onrecord.interfaces.output import render
    from onrecord.interfaces.show_views import changes_object, changes_view, versions_object, versions_view
    from onrecord.ledger.changes import changes as changes_between
    from onrecord.ledger.ledger import Ledger
    from onrecord.ledger.pages import find_article, versions_of

    if versions and changes:
        raise OptionError("--versions and --changes are two questions; ask one at a time")
    if (start or end) and not changes:
        raise OptionError("--from and --to say what --changes compares; add it, or leave them out")
    if (versions or changes) and form not in {"text", "json"}:
        raise OptionError(f"{'--versions' if versions else '--changes'} is written as text or json, not as {form}")
    look = look_of(color, sys.stdout.isatty())
    with Ledger(ledger) as opened:
        number = find_article(opened, article)
        known = versions_of(opened, number)
        if versions:
            written = _as_json(versions_object(known)) if form == "json" else versions_view(known, look).encode()
        elif changes:
            old, new = _two(known, start, end)
            records = opened.record(old.document), opened.record(new.document)
            found = changes_between(*records)
            if form == "json":
                written = _as_json(changes_object(old, new, records, found))
            else:
                written = changes_view(old, new, records, found, look).encode("utf-8", "replace")
        else:
            written = render(opened.record(number), form, look)
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()
    shown = next(each for each in known if each.document == number)
    if shown.replaced_by is not None and not (versions or changes):
        click.echo(
            f"this is version {shown.version} of {len(known)}; the newest is article {known[-1].document}", err=True
        )
