"""What is known of one entity, of an article or of the whole ledger: the value that joins are decided upon.

Not the record's entity itself: that one is mentions in a text, and two of them can be laid side by side only when the
texts are gone. A profile is a digest, small whatever the number of articles; the records keep everything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from onrecord.entities.clusters import gender_of_titles
from onrecord.entities.entity import EntityKind, RoleStatus
from onrecord.entities.names import address_words, listed_names
from onrecord.ledger.joining_names import (
    BodyName,
    PersonName,
    between_persons,
    body_name,
    group_name,
    is_short_for,
    person_name,
    plain_words,
)
from onrecord.record.types import Entity, Record

__all__ = ["Companion", "KnownRole", "Profile", "companion_key", "merged", "profiles_of"]

#: Kinds that are joined across articles. A place's name is shared by places, and "other" is not always a name.
_JOINED_KINDS = frozenset({"person", "organization", "outlet", "group"})
#: The entities of one article that count as its company: those with most mentions. An article of PolNeAR's has 12 such
#: in the middle and 75 at most; without a limit a book-long text would cost the square of its names.
_COMPANY_OF_ARTICLE = 60
#: What a profile keeps, so that it stays small in a ledger of millions: the most frequent.
_COMPANY_KEPT, _NAMES_KEPT, _ROLES_KEPT = 120, 24, 24
#: Names that are less than this share of an entity's are slips, and no ground for a join or against one.
_SLIP = 0.05
#: Code points before a name in which a form of address is looked for.
_ADDRESS_REACH = 16
_LAST_WORD = re.compile(r"([^\W\d_]+)\.?\s+$")


@dataclass(frozen=True, slots=True)
class KnownRole:
    """An office that articles gave to an entity, the name of the body it is in, and how many articles did."""

    title: str
    organization: str | None = None
    status: RoleStatus = "current"
    articles: int = 1


@dataclass(frozen=True, slots=True)
class Companion:
    """A person or body that stands in the same articles: the key it is compared by, its name, and in how many."""

    key: str
    name: str
    articles: int = 1


@dataclass(frozen=True)
class Profile:
    """What is known of one entity.

    ``names`` counts each form of the name that stands in the texts; ``men`` and ``women`` count the forms of address
    before them that tell a man or a woman. ``outlets`` are those that it was read in. What is listed is sorted, so that
    equal knowledge is an equal value.
    """

    kind: EntityKind
    name: str
    names: Mapping[str, int]
    roles: tuple[KnownRole, ...] = ()
    company: tuple[Companion, ...] = ()
    outlets: tuple[str, ...] = ()
    men: int = 0
    women: int = 0
    articles: int = 1

    @property
    def is_named(self) -> bool:
        """Whether it has a proper name and is of a kind that is joined across articles; else no ledger need keep it."""
        return self.kind in _JOINED_KINDS and bool(self.person_names or self.body_names)

    @cached_property
    def person_names(self) -> tuple[PersonName, ...]:
        """A person's names by their parts, slips left out, the fullest and most frequent first.

        Single words are among them only where no full name is.
        """
        if self.kind != "person":
            return ()
        counts: Counter[PersonName] = Counter()
        for name, count in self.names.items():
            if (parts := person_name(name)) is not None:
                counts[parts] += count
        full = {parts: count for parts, count in counts.items() if parts.given}
        return _without_slips(full or counts)

    @cached_property
    def body_names(self) -> tuple[BodyName, ...]:
        """The names of a body, an outlet or a group, slips left out, the most frequent first.

        What an article shortens a name to is none (the Tribune for the Harbor Tribune, the Ferry Party for the Alder
        Ferry Party), but for its initials.
        """
        if self.kind not in _JOINED_KINDS or self.kind == "person":
            return ()
        counts: Counter[BodyName] = Counter()
        for name, count in self.names.items():
            told = group_name(name) if self.kind == "group" else body_name(name)
            if told is not None:
                counts[told] += count
        full = {told: count for told, count in counts.items() if told.is_spelt_out and not _is_cut(told, counts)}
        if not full:
            return _without_slips(counts)
        short = {told: counts[told] for told in counts if told.short and any(is_short_for(told, name) for name in full)}
        return _without_slips(full | short)

    @property
    def is_full_name(self) -> bool:
        """Whether it is a person with a given and a last name."""
        return bool(self.person_names) and bool(self.person_names[0].given)

    @property
    def gender(self) -> str | None:
        """``m`` or ``f`` where the given name or a form of address tells it: a guess from usage."""
        lists = listed_names()
        for parts in self.person_names:
            if parts.given in lists["given_men"] | lists["given_women"]:
                return "m" if parts.given in lists["given_men"] else "f"
        if self.men != self.women:
            return "m" if self.men > self.women else "f"
        return None


#: A short form that is so many times as frequent as the longer one is a name of its own: the Supreme Court.
_OWN_NAME = 10


def _is_cut(name: BodyName, counts: Mapping[BodyName, int]) -> bool:
    """Whether a body's name is the end of a longer one of the same body."""
    size = len(name.words)
    return any(
        len(other.words) > size and other.words[-size:] == name.words and counts[name] < _OWN_NAME * counts[other]
        for other in counts
    )


_Name = TypeVar("_Name", PersonName, BodyName)


def _without_slips(counts: Mapping[_Name, int]) -> tuple[_Name, ...]:
    least = _SLIP * sum(counts.values())
    kept = [(-count, repr(name), name) for name, count in counts.items() if count >= least]
    return tuple(name for _, _, name in sorted(kept, key=lambda each: each[:2]))


def companion_key(name: str, kind: EntityKind) -> str | None:
    """The key by which a person or body is known as another's company; None for what says nothing of who is there.

    A person counts with a full name only, and a body with one that is not of many bodies.
    """
    if kind == "person":
        parts = person_name(name)
        return f"{parts.given} {parts.surname}" if parts is not None and parts.given else None
    if kind in {"organization", "outlet"}:
        told = body_name(name)
        return None if told is None or told.common else told.key
    return None


def _named(entity: Entity, text: str) -> tuple[dict[str, int], int, int]:
    """The forms of an entity's name with their counts, and how often it is addressed as a man and as a woman.

    Of who is named in full, only what stands before the full name counts: an article may give a bare last name, and the
    form of address before it, to the wrong one of two who bear it.
    """
    whole = person_name(entity.name)
    counts: Counter[str] = Counter()
    told: Counter[str | None] = Counter()
    for mention in entity.mentions:
        if mention.form != "name":
            continue
        form = " ".join(text[mention.start : mention.end].split())
        counts[form] += 1
        parts = person_name(form)
        if whole is not None and whole.given and not (parts and parts.given):
            continue
        before = _LAST_WORD.search(text, max(0, mention.start - _ADDRESS_REACH), mention.start)
        if before is not None and before.group(1)[0].isupper() and before.group(1).lower() in address_words():
            told[gender_of_titles([before.group(1).lower()])] += 1
    own = " ".join(entity.name.split())
    if own and own not in counts:
        counts[own] = 1
    counts.pop("", None)
    if entity.kind == "person":
        counts = Counter({name: count for name, count in counts.items() if _is_form_of(name, own)})
    return _kept_names(counts), told["m"], told["f"]


def _is_form_of(name: str, own: str) -> bool:
    """Whether a form of a person's name can be one of ``own``: an article may take two of like names for one."""
    ours, theirs = person_name(name), person_name(own)
    if ours is None or theirs is None or not (ours.given and theirs.given):
        return True
    return between_persons(ours, theirs) not in {"none", "at_odds"}


def _kept_names(counts: Mapping[str, int]) -> dict[str, int]:
    kept = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:_NAMES_KEPT]
    return dict(kept)


def _company(record: Record) -> list[tuple[str, Companion]]:
    """The article's company with the id of each: its persons and bodies with most mentions."""
    known = []
    for index, entity in enumerate(record.entities):
        key = companion_key(entity.name, entity.kind)
        if key is not None:
            known.append((-len(entity.mentions), index, entity.id, Companion(key, " ".join(entity.name.split()))))
    return [(own, companion) for _, _, own, companion in sorted(known, key=lambda each: each[:2])[:_COMPANY_OF_ARTICLE]]


def profiles_of(record: Record) -> dict[str, Profile]:
    """What one article tells of each of its entities, by the record's ids and in its order."""
    names = {entity.id: " ".join(entity.name.split()) for entity in record.entities}
    company = _company(record)
    outlet = record.document.outlet
    profiles: dict[str, Profile] = {}
    for entity in record.entities:
        counts, men, women = _named(entity, record.document.text)
        own = companion_key(entity.name, entity.kind)
        beside = {each.key: each for id_, each in company if id_ != entity.id and each.key != own}
        roles = {
            KnownRole(" ".join(role.title.split()), names.get(role.organization or ""), role.status)
            for role in entity.roles
        }
        profiles[entity.id] = Profile(
            kind=entity.kind,
            name=names[entity.id],
            names=counts,
            roles=_kept_roles(roles),
            company=_kept_company(list(beside.values())),
            outlets=(outlet,) if outlet else (),
            men=men,
            women=women,
        )
    return profiles


def _kept_roles(roles: Sequence[KnownRole] | set[KnownRole]) -> tuple[KnownRole, ...]:
    """The most frequent roles, those that are one put together."""
    counts: Counter[tuple[str, str, RoleStatus]] = Counter()
    written: dict[tuple[str, str, RoleStatus], KnownRole] = {}
    for role in sorted(roles, key=lambda role: (role.title, role.organization or "", role.status)):
        key = (" ".join(plain_words(role.title)), " ".join(plain_words(role.organization or "")), role.status)
        counts[key] += role.articles
        written.setdefault(key, role)
    kept = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:_ROLES_KEPT]
    return tuple(
        KnownRole(written[key].title, written[key].organization, written[key].status, count) for key, count in kept
    )


def _kept_company(company: Sequence[Companion]) -> tuple[Companion, ...]:
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for each in company:
        counts[each.key] += each.articles
        names[each.key] = min(names.get(each.key, each.name), each.name)
    kept = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:_COMPANY_KEPT]
    return tuple(Companion(key, names[key], count) for key, count in kept)


def merged(profile: Profile, other: Profile) -> Profile:
    """What is known of an entity once ``profile`` and ``other`` are one; the order of the two says nothing.

    It is called by the most frequent of its full names; the kind is of the one with more articles.
    """
    names = Counter(profile.names)
    names.update(other.names)
    leading = min((profile, other), key=lambda each: (-each.articles, not each.is_named, each.name, each.kind))
    together = Profile(
        kind=leading.kind,
        name=leading.name,
        names=_kept_names(names),
        roles=_kept_roles([*profile.roles, *other.roles]),
        company=_kept_company([*profile.company, *other.company]),
        outlets=tuple(sorted({*profile.outlets, *other.outlets})[:_NAMES_KEPT]),
        men=profile.men + other.men,
        women=profile.women + other.women,
        articles=profile.articles + other.articles,
    )
    called = [name for name in together.names if _is_whole(together, name)]
    return replace(together, name=called[0]) if called else together


def _is_whole(profile: Profile, name: str) -> bool:
    """Whether a form of the name is one that the entity can be called by: not Vell, where Mara Vell is known."""
    if profile.kind == "person":
        return person_name(name) in profile.person_names
    return (group_name(name) if profile.kind == "group" else body_name(name)) in profile.body_names
