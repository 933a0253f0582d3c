"""The chain of an attribution: the hands through which what was said came to this page, the origin first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.attribution.terms import Standing
from onrecord.entities.entity import Entity

__all__ = ["Carrier", "chain_of", "joined"]


@dataclass(frozen=True, slots=True)
class Carrier:
    """One hand: an index of the document's entities, where it is known who it is, and its standing."""

    entity: int | None
    standing: Standing


def chain_of(
    source: int | None, standing: Standing, hearer: int | None, entities: Sequence[Entity], outlet: str | None
) -> tuple[Carrier, ...]:
    """The source, and behind it the outlet that it spoke to, if that is another than the page's own.

    Where there is no source the chain begins with nobody.
    """
    chain = [Carrier(source, standing)]
    if hearer is not None and hearer != source and entities[hearer].kind == "outlet":
        own = (outlet or "").casefold().removeprefix("the ")
        if entities[hearer].name.casefold().removeprefix("the ") != own:
            chain.append(Carrier(hearer, "outlet"))
    return tuple(chain)


def joined(chain: tuple[Carrier, ...], outer: tuple[Carrier, ...]) -> tuple[Carrier, ...]:
    """The chain of what lies within another's content: its own hands, then those of the other."""
    if chain and outer and chain[-1] == outer[0]:
        return (*chain, *outer[1:])
    return (*chain, *outer)
