"""The entities of a document, and the one that each attribution's source means: all of this room in one call."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.attribution.antecedents import Antecedents
from onrecord.attribution.described import DescribedAttribution
from onrecord.attribution.form import QuotedWords
from onrecord.attribution.standing import StandingReason
from onrecord.attribution.terms import Standing
from onrecord.attribution.words import Words
from onrecord.entities.chain import Carrier, chain_of, joined
from onrecord.entities.clusters import find_entities
from onrecord.entities.entity import Entity
from onrecord.entities.names import find_names
from onrecord.entities.sources import Attributed, ResolvedSource, resolve_sources
from onrecord.span import Span
from onrecord.text.document import Document

__all__ = ["ResolvedAttribution", "resolve"]

_STANDINGS: dict[str, Standing] = {
    "person": "named_person",
    "organization": "named_group",
    "group": "named_group",
    "outlet": "outlet",
}


@dataclass(frozen=True, slots=True)
class ResolvedAttribution:
    """An attribution with whom its source and its addressee mean."""

    described: DescribedAttribution
    source: ResolvedSource
    standing: Standing
    standing_reason: StandingReason
    addressee: ResolvedSource
    chain: tuple[Carrier, ...]
    parent: int | None  #: index of the attribution in whose content it lies


def _place(described: DescribedAttribution) -> tuple[int, float, int]:
    """Where it begins; what lies within another comes after it, and the deeper the later."""
    found = described.found
    parts = [found.cue, *found.content, *([found.source] if found.source else [])]
    return min(part.start for part in parts), -len(found.within) if found.within else -math.inf, found.cue.start


def resolve(
    described: Iterable[DescribedAttribution],
    document: Document,
    words: Words,
    quoted: QuotedWords,
    antecedents: Antecedents | None = None,
) -> tuple[list[Entity], list[ResolvedAttribution]]:
    """The document's entities in the order of their first mentions, and its attributions in the order of the text."""
    ordered = sorted(described, key=_place)
    entities = find_entities(document.text, words, find_names(document.text, words))
    parents = _parents(ordered)
    people = resolve_sources(
        document.text,
        words,
        [Attributed(each.found.source, each.addressee, each.found.cue, each.found.content) for each in ordered],
        parents,
        entities,
        document.outlet,
        quoted.holds,
        antecedents,
    )
    resolved: list[ResolvedAttribution] = []
    for each, parent, (source, hearer) in zip(ordered, parents, people, strict=True):
        standing, reason = _standing(each, entities, source.entity)
        chain = chain_of(source.entity, standing, hearer.entity, entities, document.outlet)
        carried = resolved[parent].chain if parent is not None else ()
        resolved.append(ResolvedAttribution(each, source, standing, reason, hearer, joined(chain, carried), parent))
    return entities, resolved


def _parents(ordered: Sequence[DescribedAttribution]) -> list[int | None]:
    """For each attribution the one in whose content it lies, which stands before it."""
    outer: dict[Span, int] = {}
    parents: list[int | None] = []
    for index, each in enumerate(ordered):
        parents.append(None if each.found.within is None else outer.get(each.found.within))
        for content in each.found.content:
            outer.setdefault(content, index)
    return parents


def _standing(
    described: DescribedAttribution, entities: Sequence[Entity], entity: int | None
) -> tuple[Standing, StandingReason]:
    """The standing of who the source means, where that is known; else that of the source's own words."""
    known = None if entity is None else _STANDINGS.get(entities[entity].kind)
    return (described.standing, described.standing_reason) if known is None else (known, "entity")
