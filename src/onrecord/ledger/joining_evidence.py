"""What speaks for and against two entities of one name being one: their offices, their company, how they are addressed.

Company is whom the articles name beside them. It tells namesakes apart better than anything else that a text gives
(Bagga and Baldwin 1998 join by the words around a name, for the same reason), and a reader can check it.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from onrecord.ledger.joining_names import body_name, calling_of, joining_list, office_of, plain_words
from onrecord.ledger.joining_profiles import Companion, KnownRole, Profile

__all__ = ["Evidence", "evidence_between"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What two profiles share, and where they differ.

    ``office`` is a role of both, ``same_body`` whether in one body. ``shared`` is the companions of both, those that
    say something first, and of these the other's most frequent first; ``telling`` is how many say something.
    ``women_and_men`` is set where one is addressed as a woman and the other as a man. ``differs`` says in words where
    their offices differ, empty where they do not; ``callings_differ`` that one person seldom joins such callings.
    """

    office: KnownRole | None
    same_body: bool
    shared: tuple[Companion, ...]
    telling: int
    same_outlet: bool
    women_and_men: bool
    differs: str
    callings_differ: bool

    @property
    def points(self) -> int:
        """How much speaks for one: a telling companion is a point, an office two, in the same body four."""
        return self.telling + (0 if self.office is None else 4 if self.same_body else 2)


def _body_key(name: str | None) -> str:
    if name is None:
        return ""
    told = body_name(name)
    return told.key if told is not None else "".join(plain_words(name))


def _in_words(role: KnownRole) -> str:
    return f"{role.title} ({role.organization})" if role.organization else role.title


def _shared_office(profile: Profile, other: Profile) -> tuple[KnownRole | None, bool]:
    """A role of both, and whether in one body; an office that many hold counts in one body, or under one long title."""
    held: dict[str, list[KnownRole]] = {}
    for role in other.roles:
        held.setdefault(office_of(role.title), []).append(role)
    weaker: KnownRole | None = None
    for role in profile.roles:
        office = office_of(role.title)
        for theirs in held.get(office, ()):
            ours_in, theirs_in = _body_key(role.organization), _body_key(theirs.organization)
            if ours_in and ours_in == theirs_in:
                return _shorter(role, theirs), True
            long_title = len(plain_words(role.title)) > 1 and plain_words(role.title) == plain_words(theirs.title)
            telling = office not in joining_list("vague_offices") or long_title
            if telling and not (ours_in and theirs_in):
                weaker = weaker or _shorter(role, theirs)
    return weaker, False


def _shorter(role: KnownRole, other: KnownRole) -> KnownRole:
    """The role whose title is given in fewer letters: what is read around a title is sometimes more than it."""
    return min(role, other, key=lambda each: (len(each.title), each.title))


def _differing(profile: Profile, other: Profile) -> tuple[str, bool]:
    """Where the offices of the two differ, in words, and whether their callings do."""
    ours = {calling: role for role in reversed(profile.roles) if (calling := calling_of(role.title)) is not None}
    theirs = {calling: role for role in reversed(other.roles) if (calling := calling_of(role.title)) is not None}
    if ours and theirs and not ours.keys() & theirs.keys():
        mine, other_role = ours[min(ours)], theirs[min(theirs)]
        return f"one is {_in_words(mine)}, the other {_in_words(other_role)}", True
    our_bodies = {_body_key(role.organization): role for role in reversed(profile.roles) if role.organization}
    their_bodies = {_body_key(role.organization): role for role in reversed(other.roles) if role.organization}
    if our_bodies and their_bodies and not our_bodies.keys() & their_bodies.keys():
        mine, other_role = our_bodies[min(our_bodies)], their_bodies[min(their_bodies)]
        return f"one is {_in_words(mine)}, the other {_in_words(other_role)}", False
    return "", False


def evidence_between(profile: Profile, other: Profile, everywhere: Container[str] = frozenset()) -> Evidence:
    """What speaks for and against ``profile`` and ``other`` being one.

    ``everywhere`` holds the keys of companions that stand in so many articles that meeting them says nothing.
    """
    beside = {each.key for each in profile.company}
    shared = [each for each in other.company if each.key in beside]
    office, same_body = _shared_office(profile, other)
    differs, callings = ("", False) if same_body else _differing(profile, other)
    return Evidence(
        office=office,
        same_body=same_body,
        shared=tuple(sorted(shared, key=lambda each: (each.key in everywhere, -each.articles, each.key))),
        telling=sum(each.key not in everywhere for each in shared),
        same_outlet=bool(set(profile.outlets) & set(other.outlets)),
        women_and_men={profile.gender, other.gender} == {"m", "f"},
        differs=differs,
        callings_differ=callings,
    )
