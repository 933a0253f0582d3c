"""Workers on the cores of this machine: a thread for each, which watches a process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

from onrecord.errors import InputError
from onrecord.interfaces.corpus.types import Limits, Progress, Report, Survey, Task
from onrecord.interfaces.corpus.worker import Process, Worker, new_process
from onrecord.interfaces.corpus.workers import Event

__all__ = ["LocalWorkers"]


class LocalWorkers:
    """As many workers as there are cores, or as are asked for."""

    def __init__(
        self,
        count: int,
        bundle: str | None,
        limits: Limits,
        *,
        device: str = "cpu",
        start: Callable[[], Process] = new_process,
    ) -> None:
        """Nothing is started before there is a task. ``start`` begins a process that reads."""
        self.count = count
        self._tasks: SimpleQueue[Survey | Task | None] = SimpleQueue()
        self._events: SimpleQueue[Event | BaseException] = SimpleQueue()
        self._workers = [
            Worker(bundle, limits, device=device, start=start, name=f"worker-{number}") for number in range(count)
        ]
        self._threads: list[threading.Thread] = []

    def submit(self, task: Survey | Task) -> None:
        """Have a task done, after those before it."""
        self._tasks.put(task)
        if len(self._threads) < self.count:
            worker = self._workers[len(self._threads)]
            thread = threading.Thread(target=self._work, args=(worker,), name=worker.name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def event(self) -> Event:
        """The next thing that happens. Raises what a worker has raised, but for what is wrong with an input."""
        event = self._events.get()
        if isinstance(event, BaseException):
            raise event
        return event

    def _work(self, worker: Worker) -> None:
        while (task := self._tasks.get()) is not None:
            try:
                self._events.put(self._done(worker, task))
            except BaseException as error:
                self._events.put(error)
                return

    def _done(self, worker: Worker, task: Survey | Task) -> Event:
        def hear(progress: Progress) -> None:
            self._events.put(Event(task, worker=worker.name, progress=progress))

        outcome: Report | list[int]
        try:
            outcome = worker.survey(task) if isinstance(task, Survey) else worker.read(task, hear)
        except InputError as error:
            return Event(task, worker=worker.name, error=error)
        return Event(task, worker=worker.name, outcome=outcome)

    def close(self) -> None:
        """End every worker and what it is at."""
        for _ in self._threads:
            self._tasks.put(None)
        for worker in self._workers:
            worker.close()

    def __enter__(self) -> LocalWorkers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
