"""The options of every command that reads with the model: which bundle, on what, with how many threads."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from onrecord.reader import Reader

__all__ = ["BUNDLE_HELP", "DEVICE_HELP", "Model", "model_options"]

BUNDLE_HELP = "The model: small (faster, finds a little less), or a folder; by default the shipped one."

DEVICE_HELP = "What the model is run on: cpu, cuda, …"


@dataclass(frozen=True, slots=True)
class Model:
    """What the network is, and what it is run on; nothing is loaded yet."""

    bundle: str | None = None
    device: str = "cpu"
    threads: int | None = None

    def reader(self) -> Reader:
        """Load it. Raises BundleError, OptionError."""
        from onrecord.reader import Reader

        return Reader(self.bundle, device=self.device, threads=self.threads)


def model_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of the model; it gets them as one argument, ``model``."""

    @functools.wraps(command)
    def with_model(*args: Any, bundle: str | None, device: str, threads: int | None, **named: Any) -> Any:
        return command(*args, model=Model(bundle, device, threads), **named)

    for option in (
        click.option("--threads", type=click.IntRange(min=1), help="Threads of the model; by default one a core."),
        click.option("--device", default="cpu", show_default=True, help=DEVICE_HELP),
        click.option("--bundle", metavar="MODEL", help=BUNDLE_HELP),
    ):
        with_model = option(with_model)
    return with_model
