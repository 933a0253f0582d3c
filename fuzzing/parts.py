"""The bytes of one input as the numbers, choices, words and pieces that a target is made of.

Why not atheris's FuzzedDataProvider: a finding must be replayable where atheris is not, to the same effect for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

__all__ = ["Parts"]

_Choice = TypeVar("_Choice")


class Parts:
    """Takes an input apart from its front; where it is used up, numbers are 0, choices the first, and texts empty."""

    def __init__(self, data: bytes) -> None:
        """``data`` is one input."""
        self._data = data
        self._at = 0

    def __bool__(self) -> bool:
        """Whether anything is left."""
        return self._at < len(self._data)

    def byte(self) -> int:
        """0 to 255."""
        if self._at >= len(self._data):
            return 0
        self._at += 1
        return self._data[self._at - 1]

    def number(self, below: int) -> int:
        """0 to ``below`` - 1, of one byte for each factor of 256 in ``below``."""
        value, room = self.byte(), 256
        while room < below:
            value, room = value * 256 + self.byte(), room * 256
        return value % below

    def flag(self) -> bool:
        """Yes or no."""
        return bool(self.byte() & 1)

    def choice(self, choices: Sequence[_Choice]) -> _Choice:
        """One of ``choices``."""
        return choices[self.number(len(choices))]

    def take(self, length: int) -> bytes:
        """The next ``length`` bytes, or fewer where they are used up."""
        taken = self._data[self._at : self._at + length]
        self._at += len(taken)
        return taken

    def rest(self) -> bytes:
        """All that is left."""
        return self.take(len(self._data))

    def line(self) -> bytes:
        """What is left up to a byte 0xFF, which no text of UTF-8 holds, and is passed over."""
        end = self._data.find(b"\xff", self._at)
        end = len(self._data) if end < 0 else end
        taken = self._data[self._at : end]
        self._at = end + 1
        return taken

    def text(self) -> str:
        """:meth:`line` as text: what is no UTF-8 becomes half a surrogate pair, which texts in memory may hold."""
        return self.line().decode("utf-8", "surrogateescape")

    def remaining(self) -> str:
        """:meth:`rest` as text, likewise."""
        return self.rest().decode("utf-8", "surrogateescape")
