"""Workers on a Ray cluster, or on Ray on this machine: an actor for each, which watches a process where it runs.

Ray places the actors, starts one anew where a machine is lost, and carries a few hundred bytes for each part; pages and
tables go between a worker and the storage alone. What a worker does is the same as on one machine: see ``worker``.

This is the only module that imports Ray.
"""

from __future__ import annotations

import logging
import time
from collections import Counter, deque
from typing import Any, Self

import msgspec

from onrecord.errors import InputError, OptionError
from onrecord.interfaces.corpus.types import Limits, Progress, Report, Survey, Task
from onrecord.interfaces.corpus.worker import Worker
from onrecord.interfaces.corpus.workers import Event

__all__ = ["RayWorkers", "share_of_cards"]

#: Losses of workers on one part after which it is given up for this run.
_LOSSES = 5


class _Outcome(msgspec.Struct):
    """What comes back, as JSON."""

    report: Report | None = None
    bounds: list[int] | None = None
    wrong: str | None = None


class _Actor:
    """A worker where Ray has put it."""

    def __init__(self, bundle: str | None, device: str, limits: bytes) -> None:
        self._worker = Worker(bundle, msgspec.json.decode(limits, type=Limits), device=device)

    def do(self, task: bytes) -> bytes:
        """Do one task, given and answered as JSON."""
        decoded = msgspec.json.decode(task, type=Survey | Task)
        try:
            if isinstance(decoded, Survey):
                outcome = _Outcome(bounds=self._worker.survey(decoded))
            else:
                outcome = _Outcome(report=self._worker.read(decoded, _silent))
        except InputError as error:
            outcome = _Outcome(wrong=str(error))
        return msgspec.json.encode(outcome)


def _silent(_: Progress) -> None:
    return


def share_of_cards(cards: int, workers: int) -> float:
    """What part of a graphics card each worker has: all have one as large, and none lies on two cards.

    Raises OptionError where there is no card.
    """
    if not cards:
        raise OptionError("the Ray cluster has no graphics card (its resource GPU); leave --device out, or add one")
    return 1 / -(-workers // cards)


class RayWorkers:
    """As many workers as the cluster has cores, or as are asked for."""

    def __init__(
        self, address: str | None, count: int | None, bundle: str | None, limits: Limits, *, device: str = "cpu"
    ) -> None:
        """``address`` is as for ``ray.init``; None looks for ``RAY_ADDRESS``, or starts Ray on this machine.

        On another ``device`` than the CPU the workers share the cluster's graphics cards evenly.

        Raises OptionError where Ray is not installed, there is no cluster at the address, or no card in it.
        """
        try:
            import ray
        except ImportError as error:
            raise OptionError("a run on Ray needs it installed: pip install 'onrecord[cluster]'") from error
        self._ray: Any = ray
        self._mine = not ray.is_initialized()
        logging.getLogger("ray").setLevel(logging.ERROR)  # it tells of its own beginnings at length
        try:
            if self._mine:
                ray.init(
                    address=address,
                    log_to_driver=False,
                    logging_level=logging.ERROR,
                    include_dashboard=False if address is None else None,
                )
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise OptionError(f"no Ray cluster can be reached at {address!r}: {error}") from error
        there = self._ray.cluster_resources()
        self.count = count or max(1, int(there.get("CPU", 1)))
        try:
            cards = 0.0 if device == "cpu" else share_of_cards(int(there.get("GPU", 0)), self.count)
        except OptionError:
            self._shut_down()
            raise
        # Ray hides every card from an actor that asks for none.
        remote: Any = ray.remote(num_cpus=1, num_gpus=cards, max_restarts=-1)(_Actor)
        packed = msgspec.json.encode(limits)
        self._actors: list[Any] = [remote.remote(bundle, device, packed) for _ in range(self.count)]
        self._idle: deque[int] = deque(range(self.count))
        self._tasks: deque[Survey | Task] = deque()
        self._under_way: dict[Any, tuple[Survey | Task, int]] = {}
        self._losses: Counter[bytes] = Counter()

    def submit(self, task: Survey | Task) -> None:
        """Have a task done, after those before it."""
        self._tasks.append(task)
        self._hand_out()

    def _hand_out(self) -> None:
        while self._tasks and self._idle:
            task, actor = self._tasks.popleft(), self._idle.popleft()
            asked = self._actors[actor].do.remote(msgspec.json.encode(task))
            self._under_way[asked] = (task, actor)

    def event(self) -> Event:
        """The next task that is done. A task whose worker is lost is handed out again.

        Raises what a worker has raised, but for what is wrong with an input.
        """
        ray = self._ray
        while True:
            (ready, *_), _ = ray.wait(list(self._under_way), num_returns=1)
            task, actor = self._under_way.pop(ready)
            self._idle.append(actor)
            try:
                answer: bytes = ray.get(ready)
            except ray.exceptions.RayTaskError as error:
                raise error.cause from error
            except (ray.exceptions.RayActorError, ray.exceptions.ObjectLostError) as error:
                key = msgspec.json.encode(task)
                self._losses[key] += 1
                if self._losses[key] >= _LOSSES:
                    self._hand_out()
                    return Event(
                        task, f"actor-{actor}", error=InputError(f"its worker was lost {_LOSSES} times: {error}")
                    )
                time.sleep(0.5)  # Ray starts the actor anew meanwhile
                self._tasks.appendleft(task)
                self._hand_out()
                continue
            self._hand_out()
            outcome = msgspec.json.decode(answer, type=_Outcome)
            if outcome.wrong is not None:
                return Event(task, f"actor-{actor}", error=InputError(outcome.wrong))
            done = outcome.report if outcome.report is not None else outcome.bounds
            return Event(task, f"actor-{actor}", outcome=done)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End every worker, and Ray where it was started here."""
        for actor in self._actors:
            self._ray.kill(actor)
        self._shut_down()

    def _shut_down(self) -> None:
        if self._mine:
            self._ray.shutdown()
