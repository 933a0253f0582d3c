"""Entities, their joins and the decisions by hand: for a person at a terminal, and as columns of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.export.wording import long_date, visible
from onrecord.interfaces.drawing import Drawing, counted
from onrecord.interfaces.ledger_tables import Column
from onrecord.ledger.decisions import HandDecision
from onrecord.ledger.joins import Join, ListedEntity

if TYPE_CHECKING:
    from onrecord.interfaces.output import Look

__all__ = ["DECISIONS", "ENTITIES", "JOINS", "below_entity", "decision_in_words", "joins_view"]

ENTITIES: tuple[Column[ListedEntity], ...] = (
    Column("entity", "#", lambda each: each.entity_id, "number"),
    Column("name", "name", lambda each: each.name),
    Column("kind", "kind", lambda each: each.kind),
    Column("articles", "articles", lambda each: each.articles, "count"),
    Column("attributions", "attributions", lambda each: each.attributions, "count"),
    Column("names", "called", lambda each: each.names, below=True),
    Column("roles", "offices", lambda each: each.roles, below=True),
)

JOINS: tuple[Column[Join], ...] = (
    Column("article", "article", lambda each: each.document_id, "number"),
    Column("key", "", lambda each: each.key, csv_only=True),
    Column("published", "published", lambda each: each.published, "day"),
    Column("outlet", "outlet", lambda each: each.outlet),
    Column("title", "", lambda each: each.title, csv_only=True),
    Column("name", "name there", lambda each: each.name),
    Column("reason", "why", lambda each: each.reason),
)

DECISIONS: tuple[Column[HandDecision], ...] = (
    Column("decision", "#", lambda each: each.decision_id, "number"),
    Column("action", "action", lambda each: each.action),
    Column("entity", "of", lambda each: each.entity_id, "number"),
    Column("name", "name", lambda each: each.name),
    Column("other", "other", lambda each: each.other_id, "number"),
    Column("other_name", "name", lambda each: each.other_name),
    Column("articles", "articles", lambda each: tuple(map(str, each.articles)), csv_only=True),
    Column("moved", "articles", lambda each: len(each.articles), "count"),
    Column("undone", "", lambda each: "undone" if each.undone else ""),
)


def below_entity(entity: ListedEntity) -> str:
    """The second line of an entity: its offices, and what else it is called."""
    others = [name for name in entity.names if name != entity.name]
    called = f"also {', '.join(others)}" if others else ""
    return visible(" · ".join(filter(None, [*entity.roles, called])))


def joins_view(entity: ListedEntity, joins: Sequence[Join], look: Look) -> str:
    """One entity, and for each article what it calls it and why it was joined."""
    from rich.text import Text

    drawing = Drawing(look)
    drawing.add(visible(entity.name), style="bold")
    of = f"{counted(entity.articles, 'article')}, {counted(entity.attributions, 'attribution')}"
    drawing.add(f"#{entity.entity_id}, {entity.kind}: {of}", style="dim")
    if below := below_entity(entity):
        drawing.add(below, style="dim")
    drawing.add()
    width = max((len(str(join.document_id)) for join in joins), default=1)
    for join in joins:
        about = [long_date(join.published) or "undated", visible(join.outlet or "no outlet named")]
        head = Text(visible(join.name), "bold" if join.name != entity.name else "")
        head.append(f" · {' · '.join(about)}", "dim")
        drawing.add(head, f"{join.document_id:>{width}}  ", " " * (width + 2))
        drawing.add(visible(join.reason), " " * (width + 2))
    return drawing.drawn()


def decision_in_words(made: HandDecision) -> str:
    """What a decision did, or, once it is undone, what it no longer does."""
    one, other = f"{visible(made.name)} (#{made.entity_id})", f"{visible(made.other_name)} (#{made.other_id})"
    articles = counted(len(made.articles), "article")
    if made.action == "merge":
        done = f"{other} is no longer one with {one}" if made.undone else f"{other} is now one with {one}"
    else:
        done = f"{other} is one with {one} again" if made.undone else f"{other} is now apart from {one}"
    return f"{done}: {articles} changed hands (decision {made.decision_id}{', undone' if made.undone else ''})"
