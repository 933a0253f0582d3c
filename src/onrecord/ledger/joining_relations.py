"""How the names of two entities relate: the same, one fuller, a short form, a last name alone, or at odds."""

from __future__ import annotations

from onrecord.ledger.joining_names import NameRelation, between_persons
from onrecord.ledger.joining_profiles import Profile

__all__ = ["relation_between"]

_CLOSEST: tuple[NameRelation, ...] = ("at_odds", "exact", "same", "fuller", "short_form", "compound", "generation")
_ALIKE = ({"organization", "outlet"}, {"person"}, {"group"})


def _persons(profile: Profile, other: Profile) -> NameRelation:
    if not profile.is_full_name or not other.is_full_name:
        ours = {name.surname for name in profile.person_names}
        theirs = {name.surname for name in other.person_names}
        if not ours & theirs:
            return "none"
        return "surname" if profile.is_full_name or other.is_full_name else "alone"
    found = {between_persons(ours, theirs) for ours in profile.person_names for theirs in other.person_names}
    return next((relation for relation in _CLOSEST if relation in found), "none")


def _bodies(profile: Profile, other: Profile) -> NameRelation:
    theirs = {name.key for name in other.body_names}
    shared = [name for name in profile.body_names if name.key in theirs]
    if not shared:
        return "none"
    keys = {name.key for name in shared}
    if any(not name.short for name in (*shared, *(name for name in other.body_names if name.key in keys))):
        return "common_body" if all(name.common for name in shared) else "same"
    # What they share is initials: of two names, of one and nothing more, or with no name on either side.
    spelt_out = {any(name.is_spelt_out for name in each.body_names) for each in (profile, other)}
    return "same" if spelt_out == {False} else "at_odds" if spelt_out == {True} else "abbreviation"


def relation_between(profile: Profile, other: Profile) -> NameRelation:
    """How the names of the two relate; ``none`` where their kinds differ (a person, a body), whatever their names."""
    if not any({profile.kind, other.kind} <= kinds for kinds in _ALIKE):
        return "none"
    return _persons(profile, other) if profile.kind == "person" else _bodies(profile, other)
