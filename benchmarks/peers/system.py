"""What a program must offer to be measured, so that all are measured in the same way.

Why modules are imported by name: none of these libraries is one that the package or its tests need. One that is missing
is said to be missing, and the rest is measured.
"""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from onrecord.model.bundle import SHIPPED
from onrecord.record.types import Record

__all__ = ["NotInstalled", "Options", "System", "need", "versions_of"]


class NotInstalled(Exception):
    """What a program needs is not in this Python's environment; the message says what."""


@dataclass(frozen=True)
class Options:
    """How the programs are called."""

    pipeline: str = "en_core_web_sm"  #: what spaCy loads: a package's name, or a folder
    bundle: Path = SHIPPED  #: the folder of this program's model
    threads: int = 1  #: of one process


class System(Protocol):
    """A program that reads texts. What ``prepare`` and ``records`` do is outside of what is timed."""

    refused: int  #: passages of the last reading that the program would not read

    def versions(self) -> dict[str, str]:
        """The packages that matter to it, and their versions."""
        ...

    def prepare(self, texts: Sequence[str]) -> Any:
        """Texts in the form in which a user of the program has them."""
        ...

    def read(self, prepared: Any) -> Any:
        """Read them all: this is what is timed."""
        ...

    def records(self, texts: Sequence[str], results: Any) -> list[Record] | None:
        """What was found as this program's records, or ``None`` for what finds no attributions."""
        ...


def need(module: str) -> ModuleType:
    """Import a module that may not be there. Raises NotInstalled."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise NotInstalled(f"`{module}` cannot be imported ({error})") from error


def versions_of(*packages: str) -> dict[str, str]:
    """The installed versions of packages, by their names on the index."""
    return {name: importlib.metadata.version(name) for name in packages}
