"""The whole run: found, cut into parts, read, and put in place; what was in place before is not read again."""

from __future__ import annotations

import hashlib
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from onrecord.errors import OptionError
from onrecord.interfaces.corpus.finished import clear_superseded, finished_parts
from onrecord.interfaces.corpus.inputs import find
from onrecord.interfaces.corpus.parts import gathered, known_bounds, parts_of
from onrecord.interfaces.corpus.places import Folder
from onrecord.interfaces.corpus.types import Input, Part, Progress, Report, Settings, Survey, Task
from onrecord.interfaces.corpus.workers import Event, Workers
from onrecord.version import __version__

__all__ = ["FORMAT", "REPORT", "SoFar", "run"]

#: What a corpus's folder is laid out as. Raised when an older program's parts could not stand beside a newer one's.
FORMAT = "onrecord-corpus/1"
REPORT = "report.json"
_SETTINGS = "_run/settings.json"
_SURVEYS = "_run/surveys"


class _Made(msgspec.Struct, frozen=True):
    """What a folder's parts were made with."""

    format: str
    version: str
    model: str
    settings: Settings


class _Surveyed(msgspec.Struct, frozen=True):
    input: Input
    bounds: list[int]


@dataclass
class SoFar:
    """What a run has come to, so far; parts that were in place before are counted with the others."""

    inputs: int = 0
    surveyed: int = 0  #: inputs whose parts are known
    parts: int = 0  #: that are known
    done: int = 0  #: parts in place
    before: int = 0  #: of which, in place before this run
    pages: int = 0
    articles: int = 0
    words: int = 0
    attributions: int = 0
    bytes: int = 0  #: of the tables
    passed_over: Counter[str] = field(default_factory=Counter)  #: pages by reason
    failed: int = 0  #: inputs, and parts of them, that were not read
    deaths: int = 0  #: of processes that read
    cleared: int = 0  #: parts of earlier runs that were removed
    words_now: int = 0  #: of the parts that this run has read
    seconds_now: float = 0.0  #: of workers, for these
    under_way: dict[str, Progress] = field(default_factory=dict)  #: by part
    started: float = field(default_factory=time.perf_counter)

    def count(self, report: Report, *, before: bool) -> None:
        """Add a part that is in place."""
        self.done += 1
        self.before += before
        self.pages += report.pages
        self.articles += report.articles
        self.words += report.words
        self.attributions += report.attributions
        self.bytes += report.bytes
        self.passed_over.update(report.passed_over)
        self.deaths += report.deaths
        if not before:
            self.words_now += report.words
            self.seconds_now += report.seconds

    @property
    def rate(self) -> float:
        """Words a second of one worker, over the parts that this run has read; 0 where there are none."""
        return self.words_now / self.seconds_now if self.seconds_now else 0.0


def run(
    given: Iterable[str],
    out: str,
    settings: Settings,
    workers: Workers,
    *,
    model: str,
    fail: Callable[[str, Exception], None],
) -> Iterator[SoFar]:
    """Read what ``given`` stands for into the folder ``out``; after everything that happens, what it has come to.

    ``model`` is the name of the bundle that ``settings`` names. ``fail`` is told of each input that cannot be read, or
    only in part, with its error; the rest goes on. Broken off at any moment, a run that is begun again goes on with the
    parts that are not in place, and ends with the same tables.

    Raises OptionError where ``out`` holds a corpus that was made otherwise, OutputError where it cannot be written.
    """
    folder = Folder(out)
    _agree(folder, _Made(FORMAT, __version__, model, settings))
    one = _Run(folder, settings, workers, fail)
    yield from one.go(find(given, one.fail))


def _agree(folder: Folder, made: _Made) -> None:
    stored = folder.read(_SETTINGS)
    if stored is None:
        _note(folder, made)
        return
    try:
        before = msgspec.json.decode(stored, type=_Made)
    except msgspec.DecodeError as error:
        raise OptionError(f"{folder.uri}/{_SETTINGS} is not of this program: {error}; choose another --out") from error
    if before == made:
        return
    if not finished_parts(folder):  # of a run that ended before it had read anything
        _note(folder, made)
        return
    told, now = msgspec.to_builtins(before), msgspec.to_builtins(made)
    differ = [f"{name}: {old!r} there, {new!r} now" for name, old, new in _different(told, now)]
    raise OptionError(
        f"{folder.uri} holds a corpus that was made otherwise ({'; '.join(differ)}); choose another --out, or the same "
        "options"
    )


def _note(folder: Folder, made: _Made) -> None:
    folder.write(_SETTINGS, msgspec.json.format(msgspec.json.encode(made)))


def _different(before: dict[str, Any], now: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name, new in now.items():
        old = before.get(name)
        if isinstance(new, dict) and isinstance(old, dict):
            yield from _different(old, new)
        elif old != new:
            yield name, old, new


class _Run:
    def __init__(
        self, folder: Folder, settings: Settings, workers: Workers, fail: Callable[[str, Exception], None]
    ) -> None:
        self.so_far = SoFar()
        self._folder, self._settings, self._workers, self._fail = folder, settings, workers, fail
        self._finished: dict[str, Report] = {}
        self._planned: list[Part] = []
        self._waiting: deque[Survey | Task] = deque()
        self._under_way = 0

    def fail(self, source: str, error: Exception) -> None:
        self.so_far.failed += 1
        self._fail(source, error)

    def go(self, inputs: list[Input]) -> Iterator[SoFar]:
        for each in ("records", "attributions", "passed_over", "_run/parts"):
            self._folder.sweep(each)
        self._finished = finished_parts(self._folder)
        self.so_far.inputs = len(inputs)
        self._plan(inputs)
        yield self.so_far
        while self._waiting or self._under_way:
            while self._waiting and self._under_way < 2 * self._workers.count:
                self._workers.submit(self._waiting.popleft())
                self._under_way += 1
            self._heard(self._workers.event())
            yield self.so_far
        if not self.so_far.failed:
            self.so_far.cleared = clear_superseded(self._folder, self._finished, self._planned)
        self._folder.write(REPORT, self._report())
        yield self.so_far

    def _plan(self, inputs: list[Input]) -> None:
        """Parts of what can be cut without a look, and surveys of the rest; the surveys are done first."""
        size = self._settings.part_pages
        pages = [given for given in inputs if given.kind == "pages"]
        self.so_far.surveyed += len(pages)
        for part in gathered(pages, size):
            self._add(part)
        surveys: list[Survey | Task] = []
        for given in inputs:
            if given.kind == "pages":
                continue
            bounds = known_bounds(given, size) or self._surveyed(given)
            if bounds is None:
                surveys.append(Survey(given, size))
            else:
                self._cut(given, bounds)
        self._waiting.extendleft(reversed(surveys))

    def _surveyed(self, given: Input) -> list[int] | None:
        data = self._folder.read(_survey_name(given))
        if data is None:
            return None
        try:
            stored = msgspec.json.decode(data, type=_Surveyed)
        except msgspec.DecodeError:  # it is made anew, which costs seconds
            return None
        return stored.bounds if stored.input == given else None

    def _cut(self, given: Input, bounds: list[int]) -> None:
        self.so_far.surveyed += 1
        for part in parts_of(given, bounds):
            self._add(part)

    def _add(self, part: Part) -> None:
        self.so_far.parts += 1
        self._planned.append(part)
        known = self._finished.get(part.id)
        if known is not None and known.part == part:
            self.so_far.count(known, before=True)
        else:
            self._waiting.append(Task(part, self._settings, self._folder.uri))

    def _heard(self, event: Event) -> None:
        task = event.task
        if event.progress is not None and isinstance(task, Task):
            self.so_far.under_way[task.part.id] = event.progress
            return
        self._under_way -= 1
        if isinstance(task, Task):
            self.so_far.under_way.pop(task.part.id, None)
        if event.error is not None:
            self.fail(task.input.uri if isinstance(task, Survey) else task.part.inputs[0].uri, event.error)
        elif isinstance(event.outcome, Report):
            self.so_far.count(event.outcome, before=False)
        elif isinstance(task, Survey) and event.outcome is not None:
            surveyed = _Surveyed(task.input, event.outcome)
            self._folder.write(_survey_name(task.input), msgspec.json.encode(surveyed))
            self._cut(task.input, event.outcome)

    def _report(self) -> bytes:
        """What stands in the folder, for people and programs; the figures of speed are this run's."""
        so_far = self.so_far
        told = {
            "format": FORMAT,
            "version": __version__,
            "inputs": so_far.inputs,
            "parts": so_far.done,
            "pages": so_far.pages,
            "articles": so_far.articles,
            "words": so_far.words,
            "attributions": so_far.attributions,
            "passed_over": dict(sorted(so_far.passed_over.items())),
            "bytes": so_far.bytes,
            "failed": so_far.failed,
            "this_run": {
                "parts": so_far.done - so_far.before,
                "words": so_far.words_now,
                "workers": self._workers.count,
                "seconds": round(time.perf_counter() - so_far.started, 1),
                "seconds_of_workers": round(so_far.seconds_now, 1),
                "words_per_second_of_a_worker": round(so_far.rate),
                "deaths": so_far.deaths,
            },
        }
        return msgspec.json.format(msgspec.json.encode(told)) + b"\n"


def _survey_name(given: Input) -> str:
    return f"{_SURVEYS}/{hashlib.sha256(given.uri.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}.json"
