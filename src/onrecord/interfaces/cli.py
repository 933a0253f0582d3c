"""The command ``onrecord``: its commands by name, and what every one of them does with errors and signals.

A command's module is imported when that command runs, so that ``onrecord --help`` and a completed word in the shell
cost no model, no table and no progress bar.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from onrecord.errors import OnRecordError, OptionError

__all__ = ["main"]

#: Each command's home and what the list of commands says of it.
_COMMANDS = {
    "read": ("onrecord.interfaces.cli_read:command", "Read articles and show or write who said what."),
    "explain": ("onrecord.interfaces.cli_explain:command", "Say why an attribution is as it is."),
    "index": ("onrecord.interfaces.cli_index:command", "Read articles into a ledger."),
    "corpus": ("onrecord.interfaces.cli_corpus:command", "Read archives of any size, on one machine or on a cluster."),
    "search": ("onrecord.interfaces.cli_search:command", "Search what is said in a ledger's articles."),
    "show": ("onrecord.interfaces.cli_show:command", "Show an article of a ledger, its versions, and what changed."),
    "trace": ("onrecord.interfaces.cli_trace:command", "Follow a quotation: who printed it, in which words, by whom."),
    "check": ("onrecord.interfaces.cli_check:command", "Check an article's quotations against transcripts."),
    "speakers": (
        "onrecord.interfaces.cli_speakers:command",
        "Whom the articles of a ledger quote, how often, and how.",
    ),
    "outlets": ("onrecord.interfaces.cli_outlets:command", "How each outlet sources what it reports."),
    "entities": (
        "onrecord.interfaces.cli_entities:command",
        "People and bodies across articles: join and part them by hand.",
    ),
    "serve": ("onrecord.interfaces.cli_serve:command", "Serve a ledger as a site on this machine, with an API."),
    "mcp": ("onrecord.interfaces.cli_mcp:command", "Let an assistant ask who said what, with anchored answers."),
    "export": ("onrecord.interfaces.cli_export:command", "Write records in a form that other programs read."),
    "eval": ("onrecord.interfaces.cli_eval:command", "Score records, or texts read now, against gold annotations."),
    "schema": ("onrecord.interfaces.cli_schema:command", "Print the JSON Schema of a record."),
}

#: What a shell says of a process that a closed pipe, or Ctrl-C, has ended: 128 and the signal's number.
_BROKEN_PIPE = 128 + 13
_INTERRUPTED = 128 + 2


class _LazyGroup(click.Group):
    """A group that knows its commands' names and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of ours is one line on stderr, a closed pipe and Ctrl-C are none."""
        try:
            return super().invoke(ctx)
        except OnRecordError as error:
            click.echo(f"onrecord: {error}", err=True)
            ctx.exit(2 if isinstance(error, OptionError) else 1)
        except BrokenPipeError:
            _forget_stdout()
            ctx.exit(_BROKEN_PIPE)
        except KeyboardInterrupt:
            _forget_stdout()
            ctx.exit(_INTERRUPTED)


def _forget_stdout() -> None:
    """Let what is still to be flushed at exit go nowhere, rather than fail once more."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):  # a stdout without a file behind it has nothing to flush
        return


def _print_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    from onrecord.version import __version__

    click.echo(f"onrecord {__version__}, model {_model_name()}")
    ctx.exit()


def _model_name() -> str:
    """The shipped bundle's name, read without loading or checking the rest of it."""
    import msgspec

    from onrecord.model.bundle import SHIPPED

    try:
        manifest = msgspec.json.decode((SHIPPED / "manifest.json").read_bytes())
        return str(manifest["name"])
    except (OSError, msgspec.DecodeError, KeyError, TypeError):
        return "missing or damaged: install onrecord again"


@click.group(
    name="onrecord",
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog='Complete commands and options with the Tab key: put eval "$(_ONRECORD_COMPLETE=bash_source onrecord)" '
    "into ~/.bashrc, or zsh_source in ~/.zshrc.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show version and model.",
)
def main() -> None:
    """Read news and keep the record of who said what, to whom, and on whose word.

    \b
    Examples:
      onrecord read article.html                        read one article at the terminal
      onrecord read article.html --format html -o a.html
      onrecord read articles/ --format jsonl > records.jsonl
      onrecord index articles/ --ledger news.ledger     read many, to be asked afterwards
      onrecord search levy --speaker "Ruth Hale" --ledger news.ledger
    """  # noqa: D301 -- click's mark for lines that stay as they are is the character itself
