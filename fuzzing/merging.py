"""A corpus small enough to be kept: of all that runs have found, the few inputs that reach every line that any reaches.

A long run keeps thousands of inputs, each for a branch that was taken another number of times. What is replayed
with every change must take seconds, so the fewest are taken, greedily and the shortest first, that together run every
line of the package that all of them run. libFuzzer's own merge would start this program by a name that it has not.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from fuzzing.running import CORPUS, work_of
from fuzzing.targets import check_of

__all__ = ["MOST_INPUTS", "merge"]

#: Inputs of one target that the repository keeps.
MOST_INPUTS = 40
#: The shortest inputs of so many are looked at: following one line by line takes twenty times as long as running it.
_LOOKED_AT = 600

_Line = tuple[str, int]


def _lines_of(check: Callable[[bytes], None], data: bytes) -> frozenset[_Line]:
    """The lines of the package that an input runs."""
    lines: set[_Line] = set()

    def within(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            lines.add((frame.f_code.co_filename, frame.f_lineno))
        return within

    def called(frame: FrameType, event: str, argument: Any) -> Any:
        return within if "onrecord" in frame.f_code.co_filename else None

    sys.settrace(called)
    try:
        check(data)
    finally:
        sys.settrace(None)
    return frozenset(lines)


def _fewest(reached: dict[bytes, frozenset[_Line]]) -> list[bytes]:
    """The inputs that together reach all that any does, each the one that adds most, the shorter of two alike."""
    chosen: list[bytes] = []
    left = set().union(*reached.values())
    while left and len(chosen) < MOST_INPUTS:
        best = max(reached, key=lambda data: (len(reached[data] & left), -len(data), data))
        chosen.append(best)
        left -= reached[best]
    return chosen


def merge(target: str) -> list[Path]:
    """Write the target's corpus anew, of itself and of what this machine's runs have found; gives its files."""
    corpus = CORPUS / target
    corpus.mkdir(parents=True, exist_ok=True)
    found = {path.read_bytes() for folder in (corpus, work_of(target)) for path in folder.iterdir()}
    looked_at = sorted(found, key=lambda data: (len(data), data))[:_LOOKED_AT]
    check = check_of(target)
    for data in looked_at:  # what is kept from one input to the next is filled before lines are counted
        check(data)
    chosen = _fewest({data: _lines_of(check, data) for data in looked_at})
    shutil.rmtree(corpus)
    corpus.mkdir()
    for data in chosen:
        (corpus / hashlib.sha1(data, usedforsecurity=False).hexdigest()[:16]).write_bytes(data)
    return sorted(corpus.iterdir())
