"""``onrecord serve``: the ledger as a site on this machine, and an API beside it."""

from __future__ import annotations

import os
import secrets
import socket
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import click

from onrecord.interfaces.model_options import Model, model_options

__all__ = ["command"]

_PORT = 8400
#: Ports after the usual one that are tried where it is taken.
_MORE = 20


def _listening(host: str, port: int | None) -> socket.socket:
    """A socket that listens; without ``port`` on the first free one from the usual on. Raises OptionError."""
    from onrecord.errors import OptionError

    last: OSError | None = None
    for each in [port] if port is not None else range(_PORT, _PORT + _MORE):
        try:
            family = socket.getaddrinfo(host, each, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
            # With the protocol named, the server sends small answers at once and does not wait for more (TCP_NODELAY).
            listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
            try:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind((host, each))
                listener.listen(128)
            except BaseException:
                listener.close()
                raise
            return listener
        except OSError as error:
            last = error
    where = f"{host}, port {port}" if port is not None else f"{host}, ports {_PORT} to {_PORT + _MORE - 1}"
    raise OptionError(f"cannot listen on {where}: {last.strerror if last else 'no port'}; choose another with --port")


def _ledger(given: str | None, stack: ExitStack) -> tuple[Path, bool]:
    """The ledger's file, and whether it outlives the server."""
    if given:
        return Path(given), True
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="onrecord-"))) / "site.ledger", False


@click.command(name="serve")
@click.option(
    "--ledger", metavar="FILE", envvar="ONRECORD_LEDGER", help="The ledger; made if missing. Without it, one for now."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--name", "names", metavar="HOST", multiple=True, help="A further name that the site is asked for by.")
@click.option("--port", type=click.IntRange(0, 65535), help=f"By default {_PORT}, or the next that is free; 0 for any.")
@click.option("--token", metavar="TEXT", envvar="ONRECORD_TOKEN", help="Ask every request for this.")
@click.option("--read-only", is_flag=True, help="Nothing can be read anew, kept or corrected.")
@click.option("--allow-private", is_flag=True, help="Let addresses lead to this machine and private networks.")
@model_options
@click.option("--open/--no-open", "opens", default=None, help="Open the browser; by default at a terminal.")
def command(
    ledger: str | None,
    host: str,
    names: tuple[str, ...],
    port: int | None,
    token: str | None,
    read_only: bool,
    allow_private: bool,
    opens: bool | None,
    model: Model,
) -> None:
    """Serve a ledger as a site on this machine.

    Articles with every voice in its colour, people, outlets, quotations traced and checked; and the same for programs
    under /api. Without --ledger the site keeps what it reads until it stops.

    The site answers this machine alone, and needs no network. On another --host it asks for a token: the one given, or
    one that is made and printed with the link.

    \b
    Examples:
      onrecord serve
      onrecord serve --ledger news.ledger
      onrecord serve --ledger news.ledger --host 0.0.0.0 --name news.internal --read-only
      curl -s localhost:8400/api/v1/attributions?words=levy | jq '.hits[].content'

    Stop it with Ctrl-C. Exit status: 0 where it was stopped, 1 where the ledger could not be opened, 2 for a wrong
    option.
    """  # noqa: D301 -- click's mark for lines that stay as they are
    from onrecord.errors import OptionError

    try:
        import uvicorn

        from onrecord.interfaces.web.app import create_app
        from onrecord.interfaces.web.settings import Settings, is_loopback
    except ImportError as error:
        raise OptionError(f"serving needs more ({error}); install it with: pip install 'onrecord[serve]'") from error
    if read_only and not ledger:
        raise OptionError("--read-only needs --ledger: there is nothing to show otherwise")
    if token is None and not is_loopback(host):
        token = secrets.token_urlsafe(18)
    with ExitStack() as stack:
        path, kept = _ledger(ledger, stack)
        every = host in ("0.0.0.0", "::")  # noqa: S104 -- compared with, not bound to
        hosts = tuple(name.lower() for name in (*names, *(() if every else (host.strip("[]"),))))
        if every:
            hosts += _own_names()
        settings = Settings(
            ledger=path, kept=kept, read_only=read_only, token=token, hosts=hosts, allow_private=allow_private,
            model=model,
        )  # fmt: skip
        app = create_app(settings)
        listener = stack.enter_context(_listening(host, port))
        shown = names[0] if names else "localhost" if every or is_loopback(host) else host
        bracketed = f"[{shown}]" if ":" in shown else shown
        link = f"http://{bracketed}:{listener.getsockname()[1]}/" + (f"?token={quote(token)}" if token else "")
        click.echo(f"onrecord: {path if kept else 'a ledger for now'} at {link} (Ctrl-C stops it)", err=True)
        if opens or (opens is None and sys.stderr.isatty()):
            _open(link)
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_keep_alive=30,
                timeout_graceful_shutdown=3,
                lifespan="off",
            )
        )
        server.run(sockets=[listener])


def _own_names() -> tuple[str, ...]:
    """The names and addresses that this machine knows of itself."""
    name = socket.gethostname().lower()
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(name, None)}
    except OSError:
        found = set()
    return (name, *sorted(found))


def _open(link: str) -> None:
    """Open the browser, which may take its time, without the wait; what it prints goes nowhere."""
    import subprocess

    code = f"import webbrowser; webbrowser.open({link!r})"
    with open(os.devnull, "wb") as nowhere:
        subprocess.Popen([sys.executable, "-c", code], stdout=nowhere, stderr=nowhere)  # noqa: S603 -- our own line
