"""Programs that read the same articles in turns, round after round, and the ratios of their times within each round.

Why ratios: a machine's speed drifts with its neighbours and its heat, by more than programs differ. What is divided is
measured within the same round, in an order that turns from round to round; the spread over the rounds says how much the
ratio can be trusted.

Every program is measured in the same form: one process of one thread that reads all articles, and several that have a
share each, as even in words as the articles allow. Within a process nothing is parallel, whatever the library would do.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from benchmarks.peers.listing import Entry
from benchmarks.peers.system import Options

__all__ = ["Spread", "Team", "Turn", "measure", "ratios", "shares", "teams"]

#: One thread for each numerical library, and none of the settings that hold one of them to an older kernel.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
_OLDER_KERNELS = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


class WorkerDied(Exception):
    """A program's process ended in the middle; the message holds its last words."""


class _Worker:
    """A process of :mod:`benchmarks.peers.worker`."""

    def __init__(self, entry: Entry, texts: Path, options: Options) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in _OLDER_KERNELS}
        environment |= dict.fromkeys(_ONE_THREAD, "1")
        command = [sys.executable, "-m", "benchmarks.peers.worker", entry.key, "--texts", str(texts)]
        command += ["--pipeline", options.pipeline, "--bundle", str(options.bundle), "--threads", str(options.threads)]
        self._key = entry.key
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said, env=environment, text=True
        )

    def ask(self, message: dict[str, Any]) -> None:
        stream: IO[str] | None = self._process.stdin
        if stream is None:
            raise WorkerDied(self._key)
        stream.write(json.dumps(message) + "\n")
        stream.flush()

    def answer(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            self._said.seek(0)
            last = self._said.read().decode("utf-8", "replace")[-2000:]
            raise WorkerDied(f"{self._key}: the process ended with {self._process.wait()}. Its last words: {last}")
        answered: dict[str, Any] = json.loads(line)
        return answered

    def close(self) -> None:
        with contextlib.suppress(BrokenPipeError):  # a process that has died already
            self._process.communicate(timeout=60)
        self._said.close()


@dataclass
class Team:
    """The processes of one program."""

    entry: Entry
    workers: list[_Worker]
    threads: int  #: of each process
    versions: dict[str, str] = field(default_factory=dict)
    missing: str | None = None  #: why it cannot be measured

    def read(self, parts: Sequence[Sequence[int]], records: Sequence[Path] = ()) -> tuple[float, list[dict[str, Any]]]:
        """Seconds until the last process has read its part, and what each answered.

        What is found in each part is written to its path in ``records``, where there are any.
        """
        chosen = self.workers[: len(parts)]
        began = time.perf_counter()
        for number, (worker, part) in enumerate(zip(chosen, parts, strict=True)):
            worker.ask({"articles": list(part), **({"records": str(records[number])} if records else {})})
        answers = [worker.answer() for worker in chosen]
        return time.perf_counter() - began, answers


@contextlib.contextmanager
def teams(entries: Sequence[Entry], texts: Sequence[str], processes: int, options: Options) -> Iterator[list[Team]]:
    """Every program's processes, loaded and warm; those that cannot be had are there with the reason.

    They start one after another, so that no start disturbs another's.
    """
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as opened:
        file = Path(folder) / "texts.json"
        file.write_text(json.dumps(list(texts)), encoding="utf-8")
        found = []
        for entry in entries:
            count, threads = (1, processes) if entry.one_process else (processes, 1)
            team = Team(entry, [], threads)
            for _ in range(count):
                worker = _Worker(entry, file, Options(options.pipeline, options.bundle, threads))
                opened.callback(worker.close)
                told = worker.answer()
                team.versions, team.missing = told.get("versions", {}), told.get("missing")
                if team.missing is not None:
                    break
                team.workers.append(worker)
            found.append(team)
        yield found


@dataclass(frozen=True)
class Turn:
    """One reading of all articles."""

    key: str
    processes: int
    round: int
    seconds: float
    busy: float  #: processor seconds of all its processes for each second: the cores that it kept busy
    memory: float  #: MB, the greatest of its processes taken together so far
    refused: int  #: passages that it would not read


def shares(weights: Sequence[int], parts: int) -> list[list[int]]:
    """Indices in ``parts`` shares of weights as even as can be had by giving the heaviest first to the lightest."""
    found: list[list[int]] = [[] for _ in range(parts)]
    loads = [0] * parts
    for index in sorted(range(len(weights)), key=lambda index: (-weights[index], index)):
        lightest = loads.index(min(loads))
        found[lightest].append(index)
        loads[lightest] += weights[index]
    return [sorted(share) for share in found]


def measure(
    teams: Sequence[Team], articles: Mapping[int, int], processes: Sequence[int], rounds: int
) -> Iterator[Turn]:
    """Every program once a round with each number of processes; ``articles`` are indices with their words.

    A program of threads is measured for its own number only. The order begins one further on in each round.
    """
    indices, words = list(articles), list(articles.values())
    present = [team for team in teams if team.missing is None]
    for number in range(rounds):
        for count in processes:
            for at in range(len(present)):
                team = present[(at + number) % len(present)]
                if team.entry.one_process and team.threads != count:
                    continue
                parts = shares(words, 1 if team.entry.one_process else count)
                seconds, answers = team.read([[indices[at] for at in part] for part in parts])
                yield Turn(
                    key=team.entry.key,
                    processes=count,
                    round=number,
                    seconds=seconds,
                    busy=sum(answer["processor"] for answer in answers) / seconds,
                    memory=sum(answer["memory"] for answer in answers),
                    refused=sum(answer["refused"] for answer in answers),
                )


@dataclass(frozen=True)
class Spread:
    """A figure over the rounds."""

    least: float
    median: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Of one value for each round."""
        return cls(min(values), statistics.median(values), max(values))


def ratios(turns: Sequence[Turn], ours: str, theirs: str, processes: int) -> list[float]:
    """By how many times ``ours`` is as fast as ``theirs``, round by round: above 1 where ours is the faster."""
    seconds = {(turn.key, turn.round): turn.seconds for turn in turns if turn.processes == processes}
    return [
        their_seconds / seconds[ours, number]
        for (key, number), their_seconds in seconds.items()
        if key == theirs and (ours, number) in seconds
    ]
