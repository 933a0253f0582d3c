"""A worker: a process that reads, watched: how long it may be silent, and what its death means.

A process may die for two reasons. Somebody kills it, or its machine does: then the part is simply read again. Or a page
kills it: then the part would kill every process that reads it. So after a death the part is read page by page, with a
note of each outcome, and a page on which two such processes have died is given up with the reason.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Literal, Protocol, TypeVar

import msgspec

import onrecord.errors
from onrecord.errors import InputError, OnRecordError
from onrecord.interfaces.corpus.types import (
    At,
    Bounds,
    Failed,
    FromChild,
    GivenUp,
    Limits,
    Progress,
    Ready,
    Report,
    Setup,
    Stumbled,
    Survey,
    Task,
    ToChild,
)

__all__ = ["Process", "Worker", "new_process"]

#: Seconds that a new process may take until it answers. It takes half of one; a loaded machine takes longer.
_START_SECONDS = 120.0
#: Deaths of processes, alone, on one page, after which it is given up. Not one: somebody may kill a process just then.
_DEATHS_ON_A_PAGE = 2
#: Deaths in a row that no page can be made answerable for, after which the part is given up for this run.
_DEATHS_ELSEWHERE = 4

_Outcome = TypeVar("_Outcome", Bounds, Report)


class _Died(Exception):
    """The process is gone; ``place`` is the page that it was at, where it had said one."""

    def __init__(self, place: str | None, why: str, *, silent: bool = False) -> None:
        self.place, self.why, self.silent = place, why, silent


class Process(Protocol):
    """A process that reads: hears tasks, says words."""

    def tell(self, task: ToChild) -> None:
        """Hand it a task. Raises OSError where it is gone."""
        ...

    def hear(self, seconds: float) -> FromChild | None:
        """The next word; None where the process is gone. Raises TimeoutError."""
        ...

    def end(self) -> str:
        """End it, if it has not ended by itself, and say how it ended."""
        ...


class _Child:
    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 -- our own Python
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C at a terminal goes to every process there; whoever watches ends this one.
            start_new_session=True,
        )
        self._words: SimpleQueue[bytes | None] = SimpleQueue()
        self._decoder = msgspec.json.Decoder(FromChild)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._words.put(line)
        self._words.put(None)

    def tell(self, task: ToChild) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(task) + b"\n")
        self._process.stdin.flush()

    def hear(self, seconds: float) -> FromChild | None:
        try:
            line = self._words.get(timeout=seconds)
        except Empty as error:
            raise TimeoutError from error
        if line is None or not line.endswith(b"\n"):
            return None
        word: FromChild = self._decoder.decode(line)
        return word

    def end(self) -> str:
        ended = self._process.poll()
        if ended is None and self._words.empty():
            with contextlib.suppress(subprocess.TimeoutExpired):  # its pipe closes a moment before it is gone
                ended = self._process.wait(0.2)
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        if ended is None:
            return "was ended"
        if ended < 0:
            with contextlib.suppress(ValueError):
                return f"was killed by {signal.Signals(-ended).name}"
        return f"ended with status {ended}"


def new_process(command: Sequence[str] = (sys.executable, "-m", "onrecord.interfaces.corpus.child")) -> Process:
    """A process of this machine, with this program's own Python."""
    return _Child(command)


class Worker:
    """Does tasks one at a time, whatever becomes of the processes that it starts for them."""

    def __init__(
        self,
        bundle: str | None,
        limits: Limits,
        *,
        device: str = "cpu",
        start: Callable[[], Process] = new_process,
        name: str = "worker",
    ) -> None:
        """Nothing is started yet. ``start`` stands in for a real process."""
        self._setup = Setup(bundle, limits.memory, device)
        self._limits = limits
        self._start = start
        self._process: Process | None = None
        self._closed = False
        self.name = name

    def survey(self, task: Survey) -> list[int]:
        """Where an archive can be cut. Raises InputError where it cannot be read, and what ``read`` raises."""
        for attempt in range(_DEATHS_ELSEWHERE):
            try:
                return self._do(task, Bounds, _silent).bounds
            except _Died as death:
                if attempt + 1 == _DEATHS_ELSEWHERE:
                    raise InputError(f"{task.input.uri}: the process that looks through it {death.why}") from death
        raise AssertionError("unreachable")

    def read(self, task: Task, hear: Callable[[Progress], None]) -> Report:
        """Read a part; ``hear`` is told how far it is, and begins at nothing again where a process has died.

        Raises InputError where the part's file cannot be read or nothing comes of the part whatever is tried, and
        other OnRecordErrors where nothing can be read or written at all.
        """
        try:
            return self._do(task, Report, hear)
        except _Died:
            pass
        with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
            return self._read_alone(task, os.path.join(folder, "spool.jsonl"), hear)

    def _read_alone(self, task: Task, spool: str, hear: Callable[[Progress], None]) -> Report:
        given_up: dict[str, GivenUp] = {}
        on_page: Counter[str] = Counter()
        deaths, elsewhere = 1, 0
        while True:
            try:
                report = self._do(msgspec.structs.replace(task, spool=spool, given_up=dict(given_up)), Report, hear)
                return msgspec.structs.replace(report, deaths=deaths)
            except _Died as death:
                deaths += 1
                if death.place is None:
                    elsewhere += 1
                    if elsewhere >= _DEATHS_ELSEWHERE:
                        part = f"the part {task.part.id} of {task.part.inputs[0].uri}"
                        raise InputError(f"{part} cannot be read: the process {death.why}") from death
                else:
                    elsewhere = 0
                    on_page[death.place] += 1
                    if on_page[death.place] >= _DEATHS_ON_A_PAGE:
                        reason: Literal["poison", "time"] = "time" if death.silent else "poison"
                        given_up[death.place] = GivenUp(reason, f"the process that reads it {death.why}")

    def _do(self, task: Survey | Task, expected: type[_Outcome], hear: Callable[[Progress], None]) -> _Outcome:
        place: str | None = None
        try:
            process = self._ready()
            process.tell(task)
            while True:
                word = process.hear(self._limits.page_seconds)
                if word is None:
                    raise _Died(place, self._ended())
                if isinstance(word, expected):
                    return word
                if isinstance(word, At):
                    place = word.place
                elif isinstance(word, Progress):
                    hear(word)
                elif isinstance(word, Stumbled):
                    raise _Died(place, f"fails: {word.error}")
                elif isinstance(word, Failed):
                    raise _error(word)
        except TimeoutError as error:
            self._ended()
            why = f"said nothing for {self._limits.page_seconds:g} seconds"
            raise _Died(place, why, silent=True) from error
        except OSError as error:  # the pipe of one that is gone
            raise _Died(place, self._ended()) from error

    def _ready(self) -> Process:
        if self._closed:
            raise InputError("the run was ended before it was read")
        if self._process is None:
            self._process = self._start()
            self._process.tell(self._setup)
            try:
                word = self._process.hear(_START_SECONDS)
            except TimeoutError as error:
                self._ended()
                raise _Died(None, f"did not begin within {_START_SECONDS:g} seconds") from error
            if not isinstance(word, Ready):
                raise _Died(None, self._ended())
        return self._process

    def _ended(self) -> str:
        process, self._process = self._process, None
        return process.end() if process is not None else "is gone"

    def close(self) -> None:
        """End the process, if there is one, and begin no other. May be called from another thread."""
        self._closed = True
        self._ended()


def _silent(_: Progress) -> None:
    return


def _error(word: Failed) -> OnRecordError:
    """The error that the process has met, as one of this process."""
    kind = getattr(onrecord.errors, word.kind, OnRecordError)
    error: OnRecordError = kind(word.error)
    return error
