"""``onrecord mcp``: the ledger and the reader for an assistant, over the Model Context Protocol."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import click

from onrecord.interfaces.model_options import Model, model_options

__all__ = ["command"]


@click.command(name="mcp")
@click.option(
    "--ledger", metavar="FILE", envvar="ONRECORD_LEDGER", help="The ledger to ask; without it, articles are only read."
)
@click.option("--allow-private", is_flag=True, help="Let addresses lead to this machine and private networks.")
@model_options
def command(ledger: str | None, allow_private: bool, model: Model) -> None:
    """Let an assistant ask who said what, over the Model Context Protocol.

    The assistant's host starts this command and speaks with it on standard input and output. Every answer has the
    article's exact words, with the article, the statement's id and the offsets. Nothing is ever written.

    \b
    read, show, explain, check          articles that are given: text, HTML or an address
    search, trace                       what is said in the ledger's articles
    speakers, person, outlets, outlet   who is quoted, and how

    \b
    Examples:
      onrecord mcp --ledger news.ledger
      onrecord mcp

    Exit status: 0 where the host ended it, 1 where the ledger could not be opened, 2 for a wrong option.
    """  # noqa: D301 -- click's mark for lines that stay as they are
    from onrecord.errors import OptionError

    try:
        import anyio

        from onrecord.interfaces.assistant.reading import Readings
        from onrecord.interfaces.mcp_server import create_server, serve
    except ImportError as error:
        raise OptionError(f"an assistant needs more ({error}); install it with: pip install 'onrecord[mcp]'") from error
    readings = Readings(model.reader)
    server = create_server(Path(ledger) if ledger else None, readings, allow_private=allow_private)
    if sys.stdin.isatty():
        click.echo("onrecord: waiting for an assistant's host on standard input (Ctrl-C stops it)", err=True)
    # The line that is waited for cannot be called back; there is nothing to finish, so Ctrl-C ends the process.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    anyio.run(serve, server)
    if readings.busy:  # an article that nobody waits for any more, and that would keep the process until it is read
        sys.stderr.flush()
        os._exit(0)
