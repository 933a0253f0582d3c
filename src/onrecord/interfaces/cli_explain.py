"""``onrecord explain``: one attribution of one article, and what it rests on."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command(name="explain")
@click.argument("source", metavar="PATH|URL|-")
@click.argument("attribution_id", metavar="[ATTRIBUTION_ID]", required=False)
@click.option("--allow-private", is_flag=True, help="Let addresses lead to this machine and private networks.")
def command(source: str, attribution_id: str | None, allow_private: bool) -> None:
    """Say why an attribution is as it is: whom its source means and by what words, its standing, its chain.

    The ids are those of the record that "onrecord read" gives: a1, a2, …; without one, all are explained.

    \b
    Examples:
      onrecord explain article.html a7
      onrecord explain article.html | less
    """  # noqa: D301 -- click's mark for lines that stay as they are
    from onrecord.export.explain import explain
    from onrecord.ingest.load import open_document
    from onrecord.reader import Reader

    record, resolved = Reader().read_with_reasons(open_document(source, allow_private=allow_private))
    click.echo("\n".join(explain(record, resolved, attribution_id)), nl=False)
