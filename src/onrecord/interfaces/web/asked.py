"""What an address asks: the parameters of a page into values, and the other addresses that the page leads to.

A search's parameters are those of ``onrecord search``. They are read here and not by the framework, so that a value
that makes no sense is told on the page with the form as it was filled in. A form sends its empty fields too: these say
nothing, and have no place in an address that somebody shares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from onrecord.errors import OptionError
from onrecord.interfaces.web.days import period
from onrecord.ledger.questions import Question

__all__ = ["SEARCH", "Asked", "Parameters", "asked_of", "flag_of", "question_of"]

_FLAGS = {"true": True, "1": True, "on": True, "yes": True, "false": False, "0": False, "off": False, "no": False}
#: Where a page of answers begins; gone from an address when something else of it changes.
_PLACE = "after"


@dataclass(frozen=True, slots=True)
class Parameters:
    """What can be asked of one page, in the order in which its addresses have it.

    ``several`` may be given again; ``flags`` are true or not said; ``usual`` are the values of the others that say
    nothing.
    """

    path: str
    names: tuple[str, ...]
    several: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    usual: Mapping[str, str] = field(default_factory=dict)

    def says_something(self, name: str, value: str) -> bool:
        """Whether a parameter with this value asks for anything else than its absence does."""
        if name not in self.names or not value:
            return False
        return _FLAGS.get(value.lower(), True) if name in self.flags else self.usual.get(name) != value


SEARCH = Parameters(
    "/search",
    (
        "words", "speaker", "outlet", "standing", "form", "act", "stance", "hops", "min_hops", "negated", "since",
        "until", "min_confidence", "outer", "once", "versions", "order", _PLACE,
    ),
    several=frozenset({"standing", "form", "act", "stance"}),
    flags=frozenset({"outer", "once", "versions"}),
    usual={"order": "newest"},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of an address that say something, in their order."""

    of: Parameters
    given: tuple[tuple[str, str], ...] = ()

    def one(self, name: str) -> str:
        """The value of a parameter, or nothing."""
        return next((value for each, value in self.given if each == name), "")

    def several(self, name: str) -> tuple[str, ...]:
        """All values of a parameter."""
        return tuple(value for each, value in self.given if each == name)

    def without(self, name: str, value: str | None = None) -> Asked:
        """All but a parameter, or one of its values; the page of answers is the first again."""
        gone = {(name, each) for each in self.several(name) if value in {None, each}}
        return Asked(self.of, tuple(pair for pair in self.given if pair not in gone and pair[0] != _PLACE))

    def having(self, name: str, value: str) -> Asked:
        """All, with another value of a parameter; the page of answers is the first again unless that is given."""
        return asked_of([*(pair for pair in self.given if pair[0] not in {name, _PLACE}), (name, value)], self.of)

    def address(self, path: str = "", **more: str) -> str:
        """The address of this page, or of another that takes the same; ``more`` is what that takes beside."""
        query = urlencode([*self.given, *more.items()])
        return f"{path or self.of.path}?{query}" if query else path or self.of.path


def asked_of(parameters: Iterable[tuple[str, str]], of: Parameters = SEARCH) -> Asked:
    """What the parameters of an address say: without empty ones, and without those that its page does not have.

    Of a parameter that can be given once, the last counts.
    """
    kept: dict[tuple[str, str], str] = {}
    for name, written in parameters:
        value = written.strip()
        if of.says_something(name, value):
            kept[name, value if name in of.several else ""] = value
    given = [(name, value) for (name, _), value in kept.items()]
    return Asked(of, tuple(sorted(given, key=lambda pair: of.names.index(pair[0]))))


def question_of(asked: Asked, *, limit: int) -> Question:
    """The question that is asked. Raises OptionError for a value that makes no sense."""
    since, until = period(asked.one("since"), asked.one("until"))
    values: dict[str, Any] = {name: asked.several(name) for name in SEARCH.several}
    values |= {name: asked.one(name) or None for name in ("speaker", "outlet", "after")}
    values |= dict(_flags(asked))
    return Question(
        words=asked.one("words"),
        hops=_number(asked, "hops"),
        min_hops=_number(asked, "min_hops"),
        since=since,
        until=until,
        min_confidence=_confidence(asked),
        order=asked.one("order") or "newest",  # type: ignore[arg-type]  # the question is checked when it is asked
        limit=limit,
        **values,
    )


def _number(asked: Asked, name: str) -> int | None:
    written = asked.one(name)
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        raise OptionError(f"{name}: {written[:40]!r} is no number of hands; give 0, 1, 2 …")
    return int(written)


def _confidence(asked: Asked) -> float:
    written = asked.one("min_confidence")
    try:
        return float(written or 0)
    except ValueError as error:
        raise OptionError(f"min_confidence: {written[:40]!r} is no number; give one from 0 to 1, as in 0.5") from error


def _flags(asked: Asked) -> Iterator[tuple[str, bool]]:
    for name in ("negated", "outer", "once", "versions"):
        if asked.one(name):
            yield name, flag_of(asked, name)


def flag_of(asked: Asked, name: str) -> bool:
    """A parameter that is true or false; false where it is not given. Raises OptionError for another value."""
    written = asked.one(name) or "false"
    if written.lower() not in _FLAGS:
        raise OptionError(f"{name}: {written[:40]!r} is neither true nor false")
    return _FLAGS[written.lower()]
