"""A worker goes on whatever becomes of its processes, and gives up a page that kills them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from onrecord.errors import InputError, OutputError
from onrecord.interfaces.corpus.types import (
    At,
    Bounds,
    Failed,
    FromChild,
    GivenUp,
    Input,
    Limits,
    Part,
    Progress,
    Ready,
    Report,
    Settings,
    Stumbled,
    Survey,
    Task,
    ToChild,
)
from onrecord.interfaces.corpus.worker import Worker

LIMITS = Limits(page_seconds=5, memory=1_000_000_000)
SETTINGS = Settings("en", 50_000, 1000, None)
PART = Part("p-00000", "warc", [Input("crawl.warc.gz", "warc", 10, "1")], 0, 10)
TASK = Task(PART, SETTINGS, "out")

#: What a scripted process says to a task; None for its death, a TimeoutError for its silence.
Words = Iterator[FromChild | type[TimeoutError] | None]


class ScriptedProcess:
    """A process that says what a script has for it."""

    def __init__(self, script: Callable[[ToChild], Words]) -> None:
        self.heard: list[ToChild] = []
        self.ended = False
        self._script = script
        self._words: Words = iter(())

    def tell(self, task: ToChild) -> None:
        self.heard.append(task)
        if not isinstance(task, Survey | Task):
            self._words = iter([Ready()])
        else:
            self._words = self._script(task)

    def hear(self, seconds: float) -> FromChild | None:
        word = next(self._words, None)
        if word is TimeoutError:
            raise TimeoutError
        assert not isinstance(word, type)
        return word

    def end(self) -> str:
        self.ended = True
        return "was killed by SIGKILL"


class Started:
    """Every process that a worker has started, each with the same script."""

    def __init__(self, script: Callable[[ToChild], Words]) -> None:
        self.processes: list[ScriptedProcess] = []
        self._script = script

    def __call__(self) -> ScriptedProcess:
        self.processes.append(ScriptedProcess(self._script))
        return self.processes[-1]


def _report(pages: int = 3) -> Report:
    return Report(PART, pages, pages, 100, 5, {}, 10, 1.0)


def _worker(script: Callable[[ToChild], Words]) -> tuple[Worker, Started]:
    started = Started(script)
    return Worker(None, LIMITS, start=started), started


def _reading_that_dies_on(bad: str, tries: list[Task]) -> Callable[[ToChild], Words]:
    def script(task: ToChild) -> Words:
        assert isinstance(task, Task)
        tries.append(task)
        for place in ("a", "b", "c"):
            if place in task.given_up:
                continue
            yield At(place)
            if place == bad:
                yield None
        yield _report()

    return script


def test_one_process_reads_part_after_part() -> None:
    worker, started = _worker(lambda _: iter([At("a"), Progress(1, 1, 9), _report()]))
    heard: list[Progress] = []
    assert worker.read(TASK, heard.append) == _report()
    assert worker.read(TASK, heard.append) == _report()
    assert len(started.processes) == 1
    assert heard == [Progress(1, 1, 9)] * 2


def test_a_part_is_read_again_where_its_process_was_killed_once() -> None:
    tries: list[Task] = []

    def script(task: ToChild) -> Words:
        assert isinstance(task, Task)
        tries.append(task)
        yield At("a")
        yield None if len(tries) == 1 else _report()

    worker, started = _worker(script)
    report = worker.read(TASK, lambda _: None)
    assert (report.deaths, report.pages) == (1, 3)
    assert len(started.processes) == 2
    assert started.processes[0].ended
    assert tries[0].spool is None
    assert tries[1].spool is not None
    assert tries[1].given_up == {}


def test_a_page_is_given_up_where_two_processes_died_on_it_alone() -> None:
    tries: list[Task] = []
    worker, _ = _worker(_reading_that_dies_on("b", tries))
    report = worker.read(TASK, lambda _: None)
    assert report.deaths == 3
    assert [set(task.given_up) for task in tries] == [set(), set(), set(), {"b"}]
    assert tries[-1].given_up["b"] == GivenUp("poison", "the process that reads it was killed by SIGKILL")


def test_a_page_on_which_a_process_says_nothing_is_given_up_with_the_time() -> None:
    tries: list[Task] = []

    def script(task: ToChild) -> Words:
        assert isinstance(task, Task)
        tries.append(task)
        if "slow" not in task.given_up:
            yield At("slow")
            yield TimeoutError
        yield _report()

    worker, started = _worker(script)
    worker.read(TASK, lambda _: None)
    assert tries[-1].given_up == {"slow": GivenUp("time", "the process that reads it said nothing for 5 seconds")}
    assert all(process.ended for process in started.processes[:-1])


def test_a_reader_that_fails_on_many_pages_at_once_is_asked_for_one_after_another() -> None:
    tries: list[Task] = []

    def script(task: ToChild) -> Words:
        assert isinstance(task, Task)
        tries.append(task)
        yield At("a")
        yield Stumbled("ValueError('?')") if task.spool is None else _report()

    worker, started = _worker(script)
    worker.read(TASK, lambda _: None)
    assert len(started.processes) == 1
    assert tries[1].spool is not None


def test_a_part_on_which_every_process_dies_at_no_page_is_an_error_with_its_place() -> None:
    worker, started = _worker(lambda _: iter([None]))
    with pytest.raises(InputError, match=r"the part p-00000 of crawl\.warc\.gz cannot be read: .*SIGKILL"):
        worker.read(TASK, lambda _: None)
    assert len(started.processes) == 5


def test_a_file_that_cannot_be_read_is_an_error_at_once() -> None:
    worker, started = _worker(lambda _: iter([Failed("NotFound", "crawl.warc.gz cannot be read")]))
    with pytest.raises(InputError, match=r"^crawl\.warc\.gz cannot be read$"):
        worker.read(TASK, lambda _: None)
    assert len(started.processes) == 1


def test_a_full_disk_is_no_fault_of_the_input() -> None:
    worker, _ = _worker(lambda _: iter([Failed("OutputError", "no room")]))
    with pytest.raises(OutputError, match="no room"):
        worker.read(TASK, lambda _: None)


def test_a_survey_is_made_again_where_its_process_died() -> None:
    tries: list[ToChild] = []

    def script(task: ToChild) -> Words:
        tries.append(task)
        yield None if len(tries) < 3 else Bounds([0, 5, 10])

    worker, _ = _worker(script)
    assert worker.survey(Survey(PART.inputs[0], 1000)) == [0, 5, 10]


def test_a_process_that_never_begins_is_an_error() -> None:
    class Silent(ScriptedProcess):
        def hear(self, seconds: float) -> FromChild | None:
            raise TimeoutError

    worker = Worker(None, LIMITS, start=lambda: Silent(lambda _: iter(())))
    with pytest.raises(InputError, match="did not begin within 120 seconds"):
        worker.read(TASK, lambda _: None)


def test_a_worker_that_is_closed_while_it_reads_begins_no_other_process() -> None:
    worker: Worker

    def script(task: ToChild) -> Words:
        yield At("a")
        worker.close()
        yield None

    worker, started = _worker(script)
    with pytest.raises(InputError, match="the run was ended"):
        worker.read(TASK, lambda _: None)
    assert len(started.processes) == 1
