"""Who or what is spoken of: names as they stand in the text, and the entities that they are names of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from onrecord.span import Span

__all__ = ["Entity", "EntityKind", "Mention", "MentionForm", "NameMention", "Role", "RoleStatus"]

EntityKind = Literal["person", "organization", "place", "group", "document", "outlet", "other"]
RoleStatus = Literal["current", "former", "acting", "nominated"]
MentionForm = Literal["name", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name where it stands. ``first`` and ``last`` are indices of the document's words, half-open."""

    span: Span
    first: int
    last: int
    kind: EntityKind
    parts: tuple[str, ...]  #: its words in lower case, without forms of address, marks and possessives
    titled: tuple[str, ...]  #: the words of title and address before it, in lower case: gov, mr, mayor


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that refer to an entity; code points, half-open."""

    span: Span
    form: MentionForm


@dataclass(frozen=True, slots=True)
class Role:
    """An office that the text gives to a person; ``span`` is of the words that give it."""

    title: str
    noun: str  #: its noun, singular and in lower case; the verb of "who leads the union"
    organization: int | None  #: index of the document's entities
    status: RoleStatus
    span: Span


@dataclass(slots=True)
class Entity:
    """Who or what mentions refer to."""

    name: str
    kind: EntityKind
    names: list[NameMention] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
