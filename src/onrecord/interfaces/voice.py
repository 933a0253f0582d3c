"""How a run over many inputs speaks to stderr: past the progress bar, where there is one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

__all__ = ["Voice"]


class Voice:
    """One run's. ``say`` writes a line; it is another once a bar is shown."""

    def __init__(self) -> None:
        """Nothing is said yet."""
        self.say: Callable[[str], None] = partial(click.echo, err=True)

    def fail(self, source: str, error: Exception) -> None:
        """Report one input that is not read; an error that names it is not told to name it twice."""
        reason = str(error)
        named = source in reason or source == "-"  # the errors of "-" say standard input
        self.say(f"onrecord: {reason if named else f'{source}: {reason}'}")

    def show(self, columns: tuple[ProgressColumn, ...], stack: ExitStack) -> Progress:
        """A bar on stderr until ``stack`` is left; lines go past it."""
        from rich.console import Console
        from rich.progress import Progress

        bar = stack.enter_context(Progress(*columns, console=Console(stderr=True), transient=True))
        self.say = lambda line: bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
        return bar
