"""The chain of an attribution as the views show it: the hands between who said it and this page, by their names.

A record's chain holds every carrier, the page's own outlet too where somebody spoke to it. A reader has that outlet's
name above the headline, so that here it is the "this page" at the end of every chain, and what came by no other hand
has no chain to show. Both views ask here, so that they tell the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onrecord.export.wording import carrier_in_words
from onrecord.record.types import Attribution, Entity, Record

__all__ = ["THIS_PAGE", "Hand", "find_chains"]

#: Where every chain ends.
THIS_PAGE = "this page"


@dataclass(frozen=True, slots=True)
class Hand:
    """One carrier with its name, and its entity's id where it is known who it is.

    ``within`` is the id of the attribution by which this hand passes the words on, where it is one around them.
    """

    name: str
    entity: str | None
    within: str | None


def find_chains(record: Record) -> dict[str, list[Hand]]:
    """The chain of each attribution by its id, the origin first, this page left out; empty where none is between."""
    entities = {entity.id: entity for entity in record.entities}
    attributions = {attribution.id: attribution for attribution in record.attributions}
    outlet = _bare(record.document.outlet or "")
    found: dict[str, list[Hand]] = {}
    for attribution in record.attributions:
        hands = _hands(attribution, attributions, entities)
        hands = hands[:1] + [hand for hand in hands[1:] if _bare(hand.name) != outlet]
        found[attribution.id] = hands if len(hands) > 1 else []
    return found


def _hands(
    attribution: Attribution, attributions: Mapping[str, Attribution], entities: Mapping[str, Entity]
) -> list[Hand]:
    """Every carrier. The chain of what is around an attribution is the end of its own, and begins with who tells it."""
    chain = attribution.chain
    within: dict[int, str] = {}
    for outer in _around(attribution, attributions):
        place = len(chain) - len(outer.chain)
        if outer.chain and chain[place:] == outer.chain:
            within.setdefault(place, outer.id)
    return [
        Hand(carrier_in_words(entities, carrier), carrier.entity, within.get(place) if place else None)
        for place, carrier in enumerate(chain)
    ]


def _around(attribution: Attribution, attributions: Mapping[str, Attribution]) -> Iterator[Attribution]:
    """The attributions around one, from the inside out, each once even if they are said to be in each other."""
    seen = {attribution.id}
    outer = attributions.get(attribution.parent or "")
    while outer is not None and outer.id not in seen:
        seen.add(outer.id)
        yield outer
        outer = attributions.get(outer.parent or "")


def _bare(name: str) -> str:
    """An outlet's name as it is compared: papers write their own with an article, and others without."""
    return " ".join(name.split()).casefold().removeprefix("the ")
