"""What passes between the processes of a run, as JSON: small, checked, and the same on every machine.

Why not pickles: a message from a process that reads hostile pages is data, and must stay data.
"""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = [
    "At",
    "Bounds",
    "Failed",
    "FromChild",
    "GivenUp",
    "Input",
    "Limits",
    "Part",
    "Progress",
    "Ready",
    "Report",
    "Settings",
    "Setup",
    "Stumbled",
    "Survey",
    "Task",
    "ToChild",
]

Kind = Literal["warc", "json_lines", "json", "parquet", "pages"]


class Settings(msgspec.Struct, frozen=True):
    """Everything that decides what a run's tables say: two runs into one folder must agree in it."""

    language: str | None  #: ISO 639-1; None takes every language
    max_words: int  #: words and marks of the longest article that is read
    part_pages: int  #: about how many pages a part has
    bundle: str | None  #: a bundle's name or folder; None is the shipped one
    device: str = "cpu"  #: what the network is run on: on another, a confidence's last digits may differ


class Limits(msgspec.Struct, frozen=True):
    """What a worker may take; see ``worker``."""

    page_seconds: float  #: without a word from the process
    memory: int  #: bytes that the process may ask for


class Setup(msgspec.Struct, frozen=True, tag="setup"):
    """The first thing that a process hears."""

    bundle: str | None
    memory: int
    device: str = "cpu"


class Input(msgspec.Struct, frozen=True, order=True):
    """One file: ``stamp`` changes when its content does (size and time of change, or object storage's own mark)."""

    uri: str
    kind: Kind
    size: int
    stamp: str


class Part(msgspec.Struct, frozen=True):
    """What one worker reads at once, and puts in place at once.

    ``start`` and ``end`` are bytes of the file where it is a WARC or JSON lines, rows where it is Parquet, and say
    nothing of pages, which are whole files.
    """

    id: str
    kind: Kind
    inputs: list[Input]
    start: int = 0
    end: int | None = None


class Survey(msgspec.Struct, frozen=True, tag="survey"):
    """To find where an archive can be cut: places in bytes or rows, from 0 to its end."""

    input: Input
    part_pages: int


class GivenUp(msgspec.Struct, frozen=True):
    """Why a page is not tried any more."""

    reason: Literal["poison", "time"]
    detail: str


class Task(msgspec.Struct, frozen=True, tag="read"):
    """To read a part into the folder ``out``.

    Where there is a ``spool``, a file of this machine, one page is read after another and each outcome noted in it
    before the next is begun: so it is known which page a process died on, and nothing is read twice. ``given_up`` are
    places of pages that it died on before, with the reason.
    """

    part: Part
    settings: Settings
    out: str
    spool: str | None = None
    given_up: dict[str, GivenUp] = {}


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """How far a part is: pages taken in, articles read, and their words."""

    pages: int
    articles: int
    words: int


class Report(msgspec.Struct, frozen=True, tag="report"):
    """What a part came to. Only ``seconds`` differs from run to run; it is in no table."""

    part: Part
    pages: int
    articles: int
    words: int
    attributions: int
    passed_over: dict[str, int]  #: pages by reason
    bytes: int  #: of the tables
    seconds: float  #: of the worker, from the part's first page to its last
    deaths: int = 0  #: of the process, while it was being read


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The process has loaded its bundle, or needs none."""


class At(msgspec.Struct, frozen=True, tag="at"):
    """The process is about to take up the page at this place."""

    place: str


class Bounds(msgspec.Struct, frozen=True, tag="bounds"):
    """Where an archive can be cut."""

    bounds: list[int]


class Stumbled(msgspec.Struct, frozen=True, tag="stumbled"):
    """Reading many pages at once has failed in a way that nobody foresaw; the process is well."""

    error: str


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """The task cannot be done, by an error of our own: its class's name and its message."""

    kind: str
    error: str


ToChild = Setup | Survey | Task
FromChild = Ready | At | Progress | Bounds | Report | Stumbled | Failed
