"""Whether what a row says fits the value that it becomes: the last look at a ledger that may come from anywhere.

SQLite keeps any value in any column, whatever the column's declared type, so that in a damaged ledger, or one made to
do harm, a name may be a number and a standing a word that is none. Views trust their values; so these are checked here,
once, where rows become the answers that leave the ledger. Why not the schema's own types (``STRICT``): they hold what
is written through SQLite, and not what is in a file.
"""

from __future__ import annotations

import types
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

__all__ = ["fitting"]

_Value = TypeVar("_Value")
#: A field's name, the types that its value may have, and, where they are listed, the values.
_Field = tuple[str, tuple[type, ...], frozenset[Any]]


def _told(hint: Any) -> tuple[tuple[type, ...], frozenset[Any]]:
    """The types and the listed values of one field's type; of a type with parameters, its own."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        told = [_told(each) for each in get_args(hint)]
        allowed = tuple(kind for kinds, _ in told for kind in kinds)
        listed = [values for _, values in told if values]
        return allowed, frozenset().union(*listed, {None}) if listed else frozenset()
    if origin is Literal:
        values = frozenset(get_args(hint))
        return tuple({type(value) for value in values}), values
    if hint is float:
        return (float, int), frozenset()
    return (origin or hint,), frozenset()


@cache
def _fields(kind: Any) -> tuple[_Field, ...]:
    return tuple((name, *_told(hint)) for name, hint in get_type_hints(kind).items() if name[0] != "_")


def fitting(value: _Value) -> _Value:
    """``value``, a dataclass or a struct made of a row, if its fields have the types that they are declared with.

    Raises TypeError where one has not, which :func:`onrecord.ledger.connection.reading` tells as a damaged ledger.
    """
    for name, allowed, listed in _fields(type(value)):  # type: ignore[arg-type]  # a class
        held = getattr(value, name)
        if not isinstance(held, allowed) or (listed and held not in listed):
            raise TypeError(f"{held!r:.80} stands where {name} should")
    return value
