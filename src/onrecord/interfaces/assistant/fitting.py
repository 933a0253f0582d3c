"""How much is answered at once: a page ends where it has enough, whatever was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar, overload

import msgspec

from onrecord.ledger.profile_details import OutletDetail, SpeakerDetail

__all__ = ["LISTED", "fitting", "listed"]

#: Items of each list within a person's or an outlet's figures, and of other lists that end an answer.
LISTED = 15
#: Bytes of JSON behind which a page ends: some fifteen thousand of a model's tokens.
_MOST_BYTES = 60_000

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")
_Detail = TypeVar("_Detail", SpeakerDetail, OutletDetail)


@overload
def fitting(items: Iterable[_Item]) -> list[_Item]: ...


@overload
def fitting(items: Iterable[_Item], make: Callable[[_Item], _Made]) -> list[_Made]: ...


def fitting(items: Iterable[Any], make: Callable[[Any], Any] = lambda item: item) -> list[Any]:
    """What ``make`` makes of the first item, and of as many more as have room together."""
    room = _MOST_BYTES
    given: list[Any] = []
    for item in items:
        made = make(item)
        room -= len(msgspec.json.encode(made))
        if given and room < 0:
            break
        given.append(made)
    return given


def listed(detail: _Detail) -> tuple[_Detail, list[str]]:
    """Figures with no list longer than a few, and which were; of months the last are kept."""
    cut: dict[str, Any] = {
        each.name: value[-LISTED:] if each.name == "months" else value[:LISTED]
        for each in fields(detail)
        if isinstance(value := getattr(detail, each.name), tuple) and len(value) > LISTED
    }
    return replace(detail, **cut), list(cut)
