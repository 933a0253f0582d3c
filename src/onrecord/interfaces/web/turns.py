"""Slow requests, a few at a time: those that wait hold no thread, so that quick ones are answered meanwhile.

Readings wait for each other anyway (``readers``): one reads, and others fetch their pages. Checks hold an index of all
transcripts in memory, fifty times their size, and so come one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

import anyio
from starlette.concurrency import run_in_threadpool

from onrecord.interfaces.web.readers import Busy

__all__ = ["Slow", "Turns"]

Slow = Literal["read", "check"]

#: At once, of each kind.
_AT_ONCE: dict[Slow, int] = {"read": 4, "check": 1}

_Result = TypeVar("_Result")


class Turns:
    """The lines in which slow requests wait, for no more than ``patience`` seconds."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._lines = {kind: anyio.Semaphore(count) for kind, count in _AT_ONCE.items()}

    async def take(self, kind: Slow, work: Callable[[], _Result]) -> _Result:
        """What ``work`` gives, run in a thread when it is its turn. Raises Busy where that takes too long."""
        line = self._lines[kind]
        try:
            with anyio.fail_after(self._patience):
                await line.acquire()
        except TimeoutError as error:
            raise Busy("others are being answered first, and the wait is too long; try again in a while") from error
        try:
            return await run_in_threadpool(work)
        finally:
            line.release()
