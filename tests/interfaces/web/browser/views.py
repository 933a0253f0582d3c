"""How a person may look at the site: how wide, in which colours, and whether things may move."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["DARK", "LIGHT", "NARROW", "NARROW_DARK", "VIEWS", "Faults", "View"]


@dataclass(frozen=True)
class View:
    """One way of looking.

    A test asks for it with ``@pytest.mark.parametrize("browser_page", [NARROW], indirect=True, ids=str)``.
    """

    width: int = 1280
    height: int = 900
    color_scheme: Literal["light", "dark"] = "light"
    reduced_motion: Literal["reduce", "no-preference"] = "reduce"

    def __str__(self) -> str:
        return f"{self.color_scheme}-{self.width}"


LIGHT = View()
DARK = View(color_scheme="dark")
NARROW = View(width=390, height=844)
NARROW_DARK = View(width=390, height=844, color_scheme="dark")
VIEWS = (LIGHT, DARK, NARROW, NARROW_DARK)


@dataclass
class Faults:
    """What went wrong in the browser during a test, but for what the test said beforehand that it expects."""

    found: list[str] = field(default_factory=list)
    _expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """A fault that this regular expression finds is meant to happen: ``faults.expect("422 .*/read")``."""
        self._expected.append(pattern)

    def unexpected(self) -> list[str]:
        """What should not have happened."""
        return [each for each in self.found if not any(re.search(pattern, each) for pattern in self._expected)]
