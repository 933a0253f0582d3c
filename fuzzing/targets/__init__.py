"""The targets: each module checks one part of the package with any bytes, in ``check(data: bytes) -> None``."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

__all__ = ["TARGETS", "Target", "check_of"]


class Target(NamedTuple):
    """How long an input may be in bytes, how long one may take in seconds, and the memory of the process in MB.

    The times are many times what the slowest honest input of that length takes, since a fuzzer's process runs beside
    others; the length keeps a run at hundreds of inputs a second or more.
    """

    length: int
    seconds: int = 10
    megabytes: int = 2048


TARGETS: dict[str, Target] = {
    "attributions": Target(600, seconds=20),
    "dates": Target(256),
    "ingest": Target(3000, seconds=20),
    "json_values": Target(1024),
    "ledger": Target(400, seconds=30),
    "metadata": Target(800, seconds=20),
    "query": Target(200),
    "quotations": Target(600),
    "records": Target(2500),
    "tables": Target(600, seconds=20),
    "warc": Target(800),
    "windows": Target(400),
}


def check_of(target: str) -> Callable[[bytes], None]:
    """The function of ``target``; imports the part of the package that it checks."""
    check: Callable[[bytes], None] = import_module(f"fuzzing.targets.{target}").check
    return check
