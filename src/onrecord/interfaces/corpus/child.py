"""The process that reads: tasks in as lines of JSON, what it is at and what came of it out.

    python -m onrecord.interfaces.corpus.child < tasks > outcomes

Why a process of its own under each worker, and not a thread: pages are taken apart by libraries in C, over bytes that
anybody may have put on the web. A process can be killed when it hangs, be held to an amount of memory, and die without
taking the run with it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from onrecord.errors import OnRecordError
from onrecord.interfaces.corpus.parts import survey
from onrecord.interfaces.corpus.types import (
    At,
    Bounds,
    Failed,
    FromChild,
    Progress,
    Ready,
    Report,
    Setup,
    Stumbled,
    Survey,
    Task,
    ToChild,
)

if TYPE_CHECKING:
    from onrecord.interfaces.corpus.reading import Pipe

__all__ = ["main", "serve"]


def _bound_memory(most: int) -> None:
    """Hold this process to so many bytes of data; beyond, an allocation fails. Where the system cannot, nothing."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (bound, hard))


def _new_reader(setup: Setup) -> Pipe:
    """One thread: workers are processes, and a core is a worker's."""
    from onrecord.reader import Reader

    return Reader(setup.bundle, device=setup.device, threads=1)


def _read(task: Task, reader: Pipe, out: BinaryIO) -> Report:
    from onrecord.interfaces.corpus.finished import put
    from onrecord.interfaces.corpus.reading import read_part

    def tell(word: At | Progress) -> None:
        _say(out, word)

    report, tables = read_part(task, reader, tell)
    put(task.out, report, tables)
    return report


def _say(out: BinaryIO, word: FromChild) -> None:
    out.write(msgspec.json.encode(word) + b"\n")
    out.flush()


def _told(lines: BinaryIO) -> Iterator[ToChild]:
    decoder = msgspec.json.Decoder(ToChild)
    for line in lines:
        yield decoder.decode(line)


def serve(lines: BinaryIO, out: BinaryIO) -> None:
    """Do each task that comes, until there are no more. An error of our own is said; any other while reading, too."""
    setup: Setup | None = None
    reader: Pipe | None = None
    for task in _told(lines):
        try:
            if isinstance(task, Setup):
                setup = task
                _bound_memory(setup.memory)
                _say(out, Ready())
            elif isinstance(task, Survey):
                _say(out, Bounds(survey(task.input, task.part_pages)))
            else:
                assert setup is not None, "a process is told what it reads with before it is told to read"
                reader = reader or _new_reader(setup)
                _say(out, _read(task, reader, out))
        except OnRecordError as error:
            _say(out, Failed(type(error).__name__, str(error)))
        except (BrokenPipeError, KeyboardInterrupt):
            raise
        except Exception as error:  # read again page by page, which tells the one that it is about
            reader = None  # with documents under way in it
            _say(out, Stumbled(repr(error)))


def main() -> None:
    """Serve standard input and output, which nothing else may write to."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        serve(sys.stdin.buffer, out)
    except (BrokenPipeError, KeyboardInterrupt):  # whoever gave the tasks is gone
        os._exit(1)


if __name__ == "__main__":
    main()
