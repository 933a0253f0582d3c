"""What an attribution can be asked for beside its words, as words of the full-text index's column ``facets``."""

from __future__ import annotations

__all__ = ["MOST_HOPS", "entity_facet", "facet", "facets_of", "hops_facet", "outlet_facet"]

#: Chains longer than this are asked for as of this length.
MOST_HOPS = 9


def facet(field: str, value: str) -> str:
    """One of standing, form, act or stance: "standing" and "named_person" give ``standingnamedperson``."""
    return f"{field}{value.replace('_', '')}"


def entity_facet(entity: int) -> str:
    """The speaker, by the ledger's number of the entity."""
    return f"entity{entity}"


def outlet_facet(outlet: int) -> str:
    """The outlet, by the ledger's number."""
    return f"outlet{outlet}"


def hops_facet(hops: int) -> str:
    """Through how many hands the words came."""
    return f"hops{min(hops, MOST_HOPS)}"


def facets_of(
    *,
    standing: str,
    form: str,
    act: str,
    stance: str,
    hops: int,
    negated: bool,
    nested: bool,
    entity: int | None,
    outlet: int | None,
) -> str:
    """All facets of one attribution, as they are indexed; the same for the same values, so that they can be taken
    out of the index again.
    """
    named = (("standing", standing), ("form", form), ("act", act), ("stance", stance))
    words = [facet(field, value) for field, value in named]
    words.append(hops_facet(hops))
    words += ["negated"] * negated + ["nested"] * nested
    words += [entity_facet(entity)] if entity is not None else []
    words += [outlet_facet(outlet)] if outlet is not None else []
    return " ".join(words)
