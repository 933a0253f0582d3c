"""Entities: the names of one document, joined where they are one person's, body's or place's.

News says a name in full once, then shortens it: Ruth Hale, then Hale; the Harbor Authority of Calder (HAC), then HAC;
The Calder Tribune, then the Tribune. A shorter name goes with the one fuller name that it can be short for. Where two
could be meant, a person's goes with the one named last before it, and a body's with none: it stays by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from onrecord.attribution.words import Words
from onrecord.entities.entity import Entity, Mention, NameMention
from onrecord.entities.names import initials_of, listed_names

__all__ = ["find_entities", "gender_of", "gender_of_titles"]

_SHORTEST_INITIALS, _LONGEST_INITIALS = 2, 6
#: A name of more words than this is a run of capitals, and shortened to nothing.
_LONGEST_NAME = 12
#: Words that a name has or has not in another order: the Department [of] Ferries, the Ferries Department.
_ANY_ORDER = frozenset({"of", "for", "and", "the"})
#: So many bearers of one last name are told apart.
_BEARERS = 50


def _fits(shorter: Sequence[str], fuller: Sequence[str]) -> bool:
    """Whether two names of persons can be one's: last names agree, and given names or initials do not differ."""
    if shorter[-1] != fuller[-1]:
        return False
    given, others = shorter[:-1], fuller[:-1]
    if not given or not others:
        return True
    first, other = given[0].rstrip("."), others[0].rstrip(".")
    if len(first) == 1 or len(other) == 1:
        return first[0] == other[0]
    return first == other or first.startswith(other) or other.startswith(first)


class _Persons:
    """The persons of a document, by the first and the last words of their names."""

    def __init__(self) -> None:
        self.all: list[Entity] = []
        self.by_last: dict[str, list[Entity]] = {}
        self.by_first: dict[str, list[Entity]] = {}
        self.written: dict[int, set[tuple[str, ...]]] = {}

    def add(self, mention: NameMention) -> Entity:
        """A new person with that name."""
        entity = Entity("", "person")
        self.all.append(entity)
        self.by_last.setdefault(mention.parts[-1], []).append(entity)
        if len(mention.parts) > 1:
            self.by_first.setdefault(mention.parts[0], []).append(entity)
        return entity

    def named(self, mention: NameMention) -> Entity | None:
        """The first person that has a full name with which this one agrees."""
        for entity in self.by_last.get(mention.parts[-1], [])[:_BEARERS]:
            if any(_fits(mention.parts, written) for written in self.written[id(entity)]):
                return entity
        return None

    def give(self, entity: Entity, mention: NameMention) -> None:
        """Note that the mention is the entity's."""
        entity.names.append(mention)
        self.written.setdefault(id(entity), set()).add(mention.parts)


def _persons(mentions: Sequence[NameMention]) -> list[Entity]:
    persons = _Persons()
    #: Who was named last, by each word that more than one person's name begins or ends with.
    owners: dict[int, Entity] = {}
    for index, mention in enumerate(mentions):
        if len(mention.parts) > 1:
            owners[index] = persons.named(mention) or persons.add(mention)
            persons.give(owners[index], mention)
    latest: dict[str, Entity] = {}
    for index, mention in enumerate(mentions):
        if len(mention.parts) == 1:
            owner = _bearer(mention, persons, latest) or persons.add(mention)
            persons.give(owner, mention)
        else:
            owner = owners[index]
        for word in {mention.parts[0], mention.parts[-1]}:
            latest[word] = owner
    return persons.all


def _bearer(mention: NameMention, persons: _Persons, latest: Mapping[str, Entity]) -> Entity | None:
    """Whose single name it is: a last name, or else a given name; of several bearers the one named last before it."""
    (name,) = mention.parts
    bearers = (persons.by_last.get(name) or persons.by_first.get(name) or [])[:_BEARERS]
    wanted = gender_of_titles(mention.titled)
    if wanted and len(bearers) > 1:
        bearers = [entity for entity in bearers if gender_of(entity) in (wanted, None)] or bearers
    if len(bearers) > 1 and latest.get(name) in bearers:
        return latest[name]
    return bearers[0] if bearers else None


def gender_of_titles(titles: Iterable[str]) -> str | None:
    """``m`` or ``f`` where a form of address tells it."""
    lists = listed_names()
    for title in titles:
        if title in lists["men"]:
            return "m"
        if title in lists["women"]:
            return "f"
    return None


def gender_of(entity: Entity) -> str | None:
    """``m`` or ``f`` where a form of address or a given name tells it; a guess from usage, used for pronouns only."""
    lists = listed_names()
    for mention in entity.names:
        if told := gender_of_titles(mention.titled):
            return told
    for mention in entity.names:
        if len(mention.parts) > 1:
            if mention.parts[0] in lists["given_men"]:
                return "m"
            if mention.parts[0] in lists["given_women"]:
                return "f"
    return None


def _abbreviations(words: Words, mentions: Sequence[NameMention]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """What stands in brackets behind a name, to that name: the Harbor Authority of Calder [(HAC)]."""
    ends = {mention.last: mention for mention in mentions if len(mention.parts) > 1}
    return {
        mention.parts: ends[mention.first - 1].parts
        for mention in mentions
        if mention.first > 0 and words[mention.first - 1].lower == "(" and mention.first - 1 in ends
        if mention.last < len(words) and words[mention.last].lower == ")"
    }


def _bodies(words: Words, mentions: Sequence[NameMention]) -> list[Entity]:
    """Entities of organisations, places, groups or other names.

    Names are one's where they are alike, have the same words in another order (the Department of Ferries, the Ferries
    Department), or where one is the other's abbreviation, its initials, or the end of it and of no other.
    """
    by_parts: dict[tuple[str, ...], Entity] = {}
    by_words: dict[frozenset[str], Entity] = {}
    spellings: dict[int, list[tuple[str, ...]]] = {}

    def give(owner: Entity, other: Entity) -> None:
        owner.names += other.names
        for parts in spellings.pop(id(other), ()):
            by_parts[parts] = owner
            spellings[id(owner)].append(parts)

    for mention in mentions:
        if mention.parts not in by_parts:
            same = frozenset(mention.parts) - _ANY_ORDER
            entity = by_words.setdefault(same, Entity("", mention.kind)) if len(same) > 1 else Entity("", mention.kind)
            by_parts[mention.parts] = entity
            spellings.setdefault(id(entity), []).append(mention.parts)
        by_parts[mention.parts].names.append(mention)
    for short, name in _abbreviations(words, mentions).items():
        if by_parts[short] is not by_parts[name]:
            give(by_parts[name], by_parts[short])
    fuller: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for parts in by_parts:
        for at in range(1, min(len(parts), _LONGEST_NAME)):
            fuller.setdefault(parts[at:], set()).add(parts)
        if len(parts) > 1:
            for initials in initials_of(parts[:_LONGEST_NAME]):
                if _SHORTEST_INITIALS <= len(initials) <= _LONGEST_INITIALS:
                    fuller.setdefault((initials,), set()).add(parts)
    for parts in sorted(by_parts, key=len):
        owners = {id(by_parts[name]): by_parts[name] for name in fuller.get(parts, ())}
        owners.pop(id(by_parts[parts]), None)
        if len(owners) == 1:
            give(next(iter(owners.values())), by_parts[parts])
    return list({id(entity): entity for entity in by_parts.values()}.values())


def find_entities(text: str, words: Words, names: Sequence[NameMention]) -> list[Entity]:
    """The entities that a document names, in the order of their first names."""
    persons = _persons([mention for mention in names if mention.kind == "person"])
    entities = [
        *persons,
        *_bodies(words, [mention for mention in names if mention.kind == "organization"]),
        *_bodies(words, [mention for mention in names if mention.kind == "place"]),
        *_bodies(words, [mention for mention in names if mention.kind == "group"]),
        *_bodies(words, [mention for mention in names if mention.kind == "other"]),
    ]
    for entity in entities:
        entity.names.sort(key=lambda mention: mention.span.start)
        fullest = max(entity.names, key=lambda mention: (len(mention.parts), -mention.span.start))
        entity.name = " ".join(fullest.span.of(text).split())
        entity.mentions = [Mention(mention.span, "name") for mention in entity.names]
    return sorted(entities, key=lambda entity: entity.names[0].span.start)
