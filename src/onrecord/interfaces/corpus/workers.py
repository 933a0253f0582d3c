"""What a run asks of its workers, wherever they are: to do tasks, and to say what happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

from onrecord.errors import InputError
from onrecord.interfaces.corpus.types import Progress, Report, Survey, Task

__all__ = ["Event", "Workers"]


@dataclass(frozen=True, slots=True)
class Event:
    """What has happened to a task: it goes on (``progress``), is done (``outcome``), or cannot be done (``error``)."""

    task: Survey | Task
    worker: str
    progress: Progress | None = None
    outcome: Report | list[int] | None = None
    error: InputError | None = None


class Workers(Protocol):
    """Workers on one machine or on many."""

    @property
    def count(self) -> int:
        """How many tasks are done at once."""
        ...

    def submit(self, task: Survey | Task) -> None:
        """Have a task done, after those before it."""
        ...

    def event(self) -> Event:
        """Wait for the next thing that happens; there must be a task under way.

        Raises OnRecordError for what is wrong with more than one input: no room on the disk, a bundle that is damaged.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None:
        """End every worker and what it is at."""
        ...
