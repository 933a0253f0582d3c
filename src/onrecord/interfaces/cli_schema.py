"""``onrecord schema``: the contract of the format, as the program that is installed writes it."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command(name="schema")
def command() -> None:
    """Print the JSON Schema (2020-12) of a record.

    \b
    Example:
      onrecord schema > onrecord-1.schema.json
    """  # noqa: D301 -- click's mark for lines that stay as they are
    import msgspec

    from onrecord.record.json import schema

    click.echo(msgspec.json.format(msgspec.json.encode(schema()), indent=2))
