"""Whether what rows say fits the values that they become: the last look at a ledger that may come from anywhere.

SQLite keeps any value in any column, whatever the column's declared type, so that in a damaged ledger, or one made to
do harm, a name may be a number and a standing a word that is none. Views trust their values; so these are checked here,
once, where rows become the answers that leave the ledger. Why not the schema's own types (``STRICT``): they hold what
is written through SQLite, and not what is in a file.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

__all__ = ["fitting"]

_Value = TypeVar("_Value")
_Check = Callable[[Any], bool]


def _of_several(kind: type[list[Any] | tuple[Any, ...]], checks: tuple[_Check, ...], *, any_number: bool) -> _Check:
    """A check of a list or a tuple: of any number of one kind, or of one value of each."""
    if any_number:
        (check,) = checks
        return lambda held: isinstance(held, kind) and all(check(each) for each in held)
    return lambda held: (
        isinstance(held, kind)
        and len(held) == len(checks)
        and all(check(each) for check, each in zip(checks, held, strict=True))
    )


@cache
def _check_of(hint: Any) -> _Check:
    """Whether a value is what ``hint``, an annotation, allows; where values are made of fields, so is each of these."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any:
        return lambda _: True
    if origin in (Union, types.UnionType):
        checks = tuple(map(_check_of, inner))
        return lambda held: any(check(held) for check in checks)
    if origin is Literal:
        listed = frozenset(inner)
        return lambda held: isinstance(held, str | int) and held in listed
    if origin is dict:
        of_key, of_value = map(_check_of, inner)
        return lambda held: (
            isinstance(held, dict) and all(of_key(key) and of_value(value) for key, value in held.items())
        )
    if origin is not None:
        several = tuple(_check_of(each) for each in inner if each is not ...)
        return _of_several(origin, several, any_number=origin is not tuple or ... in inner)
    if is_dataclass(hint) or issubclass(hint, msgspec.Struct):
        return lambda held: isinstance(held, hint) and fitting(held) is held
    allowed = (float, int) if hint is float else hint
    return lambda held: isinstance(held, allowed)


@cache
def _fields(kind: Any) -> tuple[tuple[str, _Check], ...]:
    return tuple((name, _check_of(hint)) for name, hint in get_type_hints(kind).items() if name[0] != "_")


def fitting(value: _Value) -> _Value:
    """``value``, a dataclass or a struct made of rows, if its fields, and theirs, have the types that they declare.

    Raises TypeError where one has not, which :func:`onrecord.ledger.connection.reading` tells as a damaged ledger.
    """
    for name, fits in _fields(type(value)):  # type: ignore[arg-type]  # a class
        held = getattr(value, name)
        if not fits(held):
            raise TypeError(f"{held!r:.80} stands where {name} should")
    return value
