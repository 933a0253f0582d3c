"""When an entity of one article is one that the ledger knows already.

Rules over names, offices and company rather than a learnt measure of likeness: a newsroom must be able to read why two
were taken for one, and to undo it. A wrong join puts one person's words into another's mouth and a missed one only
splits a count, so where it is doubtful the two stay apart. What is decided rests on what is known at that time: a
ledger that is filled in another order may join otherwise.

How the ledger uses it: it keeps each entity under its ``lookup_keys``, asks for what stands under the ``search_keys``
of a new one, and hands what it finds to ``decide``. The two differ, since a last name alone must find all who bear it,
and none of those needs to find the others.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from onrecord.ledger.joining_evidence import Evidence, evidence_between
from onrecord.ledger.joining_names import NameRelation, full_given_names, is_given_name, joining_list, tail_of
from onrecord.ledger.joining_profiles import Companion, KnownRole, Profile, companion_key, merged, profiles_of
from onrecord.ledger.joining_relations import relation_between

__all__ = [
    "MOST_CANDIDATES",
    "Companion",
    "Decision",
    "KnownRole",
    "Profile",
    "companion_key",
    "decide",
    "lookup_keys",
    "merged",
    "profiles_of",
    "search_keys",
]

#: So many candidates are worth handing over. Where a last name has as many bearers, only the best known is taken.
MOST_CANDIDATES = 50
#: Of two who bear a name, one that stands in so many times the articles is meant unless an office speaks for the other.
_FAR_BETTER_KNOWN = 10
#: Shared companions that settle a doubt: one may be the day's news, two are a circle.
_CIRCLE = 2
#: Articles from which on one counts as well known, whom a text can name shortly: whatever company is shared counts.
_WELL_KNOWN = 20
#: Of two who share companions, one that shares so many times as many is meant.
_LARGER_CIRCLE = 3
_MOST_KEYS = 12


@dataclass(frozen=True, slots=True)
class Decision:
    """The ledger's entity that an article's is joined to, or None, and why in a sentence.

    ``score`` is how much speaks for the join, 0 where there is none: a point for the name, one for each companion of
    both, two for an office of both and four for one in the same body. It orders joins for a reader, no more.
    """

    entity: int | None
    reason: str
    score: int = 0


def lookup_keys(profile: Profile) -> tuple[str, ...]:
    """Under what the ledger keeps an entity, so that a later one can find it; empty where it is joined with nobody."""
    if not profile.is_full_name:
        return search_keys(profile)[:1] if profile.kind == "person" else search_keys(profile)
    surnames = {f"surname:{name.surname}": None for name in profile.person_names}
    return tuple(dict.fromkeys([*search_keys(profile), *surnames]))


def search_keys(profile: Profile) -> tuple[str, ...]:
    """Under what candidates for an entity are asked for: full names, and a last name only where that is all there is.

    A given name is asked for as it stands and in full (bill, william), so that both meet under the name in full; a last
    name of two words by itself as well.
    """
    if not profile.is_named:
        return ()
    keys: dict[str, None] = {}
    for name in profile.person_names:
        if not name.given:
            keys |= {f"alone:{name.surname}": None, f"surname:{name.surname}": None}
            continue
        for given in (name.given, *full_given_names(name.given)):
            keys[f"person:{given} {name.surname}"] = None
        if tail := tail_of(name):
            keys[f"person:{' '.join(tail)}"] = None
    for body in profile.body_names:
        keys[f"{'group' if profile.kind == 'group' else 'body'}:{body.key}"] = None
    return tuple(keys)[:_MOST_KEYS]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A candidate, how its name relates and what it shares; what speaks ``against`` it and what is a ``lack``."""

    entity: int
    profile: Profile
    relation: NameRelation
    evidence: Evidence
    against: str
    lack: str

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it and enough for it."""
        return not (self.against or self.lack)


_SAME_NAME: dict[NameRelation, str] = {
    "exact": "the same full name",
    "same": "the same name",
    "fuller": "the same name, in one with a middle name or initial",
    "short_form": "the same last name, and a short form of the given name",
    "compound": "the same last name of two words",
    "generation": "the same name, in one with a Jr. or the like",
    "surname": "the last name alone",
    "alone": "the same single name",
    "abbreviation": "the initials that the other's name is shortened to",
    "common_body": "a name that many bodies have",
}


def _and(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _sentence(weighed: _Weighed, more: str = "") -> str:
    """Why the two are one."""
    evidence = weighed.evidence
    grounds = [_SAME_NAME[weighed.relation]]
    if evidence.office is not None:
        role = evidence.office
        of = f" ({role.organization})" if role.organization and evidence.same_body else ""
        grounds.append(f"both are {role.title}{of}")
    if evidence.shared:
        named = [each.name for each in evidence.shared[:3]]
        others = len(evidence.shared) - len(named)
        grounds.append(f"both are named beside {_and([*named, *([f'{others} more'] if others else [])])}")
    if more:
        grounds.append(more)
    if len(grounds) == 1:
        grounds.append("nothing speaks against it")
    return "; ".join(grounds)


def _contradiction(profile: Profile, other: Profile, relation: NameRelation, evidence: Evidence) -> str:
    """What speaks against two of related names being one, or nothing."""
    if relation == "at_odds":
        return "alike but for what tells them apart: middle names, Jr. or Sr., or what initials stand for"
    if evidence.women_and_men:
        return "one is a woman and the other a man, by how they are named"
    if evidence.differs:
        known = other.articles >= _WELL_KNOWN or not (evidence.callings_differ or _is_common(profile))
        company = len(evidence.shared) if known else evidence.telling
        if company < (_CIRCLE if evidence.callings_differ else 1):
            return f"the same name, but {evidence.differs}, and too little else is shared"
    if relation == "generation" and not evidence.same_body:
        return "one is Jr. or the like and the other is not, and no office shows that they are one"
    return ""


def _lack(profile: Profile, other: Profile, relation: NameRelation, evidence: Evidence, *, told: bool) -> str:
    """What is missing for two of related names to be one, or nothing. ``told``: it is known who is everywhere."""
    well_known = other.articles >= _WELL_KNOWN
    company = len(evidence.shared) if well_known else evidence.telling
    if evidence.same_body or (evidence.office is not None and len(evidence.shared) > 0):
        return ""
    if relation in {"surname", "alone"}:
        single = next(name.surname for name in profile.person_names + other.person_names if not name.given)
        if is_given_name(single) and not (profile.men or profile.women or profile.roles):
            return "a given name alone"
        if company < _CIRCLE or not (told or well_known):
            return "a single name, and too little else is shared"
    if relation == "compound" and company < _CIRCLE:
        return "a last name of two words without a given name, and too little else is shared"
    if relation in {"short_form", "abbreviation"} and not len(evidence.shared):
        return f"{_SAME_NAME[relation]}, and nothing else is shared"
    if relation == "common_body" and not (company or len(evidence.shared) >= _CIRCLE):
        return "a name that many bodies have, and too little else is shared"
    if relation != "exact" and _is_common(profile) and company < (1 if evidence.same_outlet else _CIRCLE):
        return "a name that many people have, and too little else is shared"
    return ""


def _is_common(profile: Profile) -> bool:
    """Whether so many bear the name that it alone says little: a frequent given name with a frequent last name."""
    return any(
        name.given and is_given_name(name.given) and name.surname in joining_list("common_last_names")
        for name in profile.person_names
    )


def decide(
    profile: Profile, candidates: Sequence[tuple[int, Profile]], *, everywhere: Container[str] | None = None
) -> Decision:
    """Which of ``candidates`` an article's entity is, if it is one of them; their order says nothing.

    ``everywhere`` holds the keys of companions (``companion_key``) that stand in so many of the ledger's articles that
    to be named beside them says nothing: those in one of fifty, and in twenty at least. Where it is not given, company
    settles nothing for a single name of who is little known. Linear in the candidates.
    """
    if not profile.is_named:
        return Decision(None, "no proper name")
    weighed = []
    for entity, other in sorted(candidates, key=lambda each: each[0]):
        relation = relation_between(profile, other)
        if relation != "none":
            evidence = evidence_between(profile, other, everywhere or frozenset())
            against = _contradiction(profile, other, relation, evidence)
            lack = _lack(profile, other, relation, evidence, told=everywhere is not None)
            weighed.append(_Weighed(entity, other, relation, evidence, against, lack))
    if not weighed:
        return Decision(None, "the first of that name")
    single = profile.kind == "person" and not profile.is_full_name
    if single and any(each.relation == "surname" for each in weighed):
        weighed = [each for each in weighed if each.relation != "alone"]
    if not any(each.fits for each in weighed):
        return Decision(None, _why_none(weighed))
    if single:
        return _choose_bearer(
            [each for each in weighed if not each.against], crowded=len(candidates) >= MOST_CANDIDATES
        )
    return _choose([each for each in weighed if each.fits])


def _joined(weighed: _Weighed, more: str = "") -> Decision:
    return Decision(weighed.entity, _sentence(weighed, more), 1 + weighed.evidence.points)


def _why_none(weighed: Sequence[_Weighed]) -> str:
    bars = list(dict.fromkeys(each.against or each.lack for each in weighed))
    return bars[0] if len(bars) == 1 else f"none of {len(weighed)} of related names fits; of the first: {bars[0]}"


def _tie(pool: Sequence[_Weighed]) -> Decision:
    named = list(dict.fromkeys(each.profile.name for each in pool))
    told = [*named[:3], f"{len(named) - 3} more"] if len(named) > 3 else named
    return Decision(None, f"{len(pool)} of that name may be meant: {_and(told)}")


def _best_known(pool: Sequence[_Weighed]) -> tuple[_Weighed, list[_Weighed]]:
    """The one that stands in most articles, and the others."""
    best, *others = sorted(pool, key=lambda each: (-each.profile.articles, each.entity))
    return best, others


def _is_far_better_known(best: _Weighed, others: Sequence[_Weighed]) -> bool:
    """Whether ``best`` is meant unless it is said otherwise, and no office says so."""
    second = max((each.profile.articles for each in others), default=0)
    rivalled = best.evidence.office is None and any(each.evidence.office is not None for each in others)
    return best.profile.articles >= _FAR_BETTER_KNOWN * second and not rivalled


def _choose_bearer(bearers: Sequence[_Weighed], *, crowded: bool) -> Decision:
    """Whose last name, or single name, it is. ``bearers`` are all that nothing speaks against, those too that lack
    something: that Jeb is named in like company does not show that George is not meant.

    Where there are so many that not all were handed over (``crowded``), only who is known best by far is taken.
    """
    best, others = _best_known(bearers)
    holder = _by_office(bearers)
    if holder is not None and holder.fits and not crowded:
        return _joined(holder, f"of {len(bearers)} of that name the only one with that office" if others else "")
    if best.fits and _is_far_better_known(best, others):
        return _joined(best, f"of {len(bearers)} of that name by far the best known" if others else "")
    friend, *strangers = sorted(bearers, key=lambda each: (-each.evidence.telling, each.entity))
    alone_in_company = friend.evidence.telling > _CIRCLE and not any(each.evidence.telling for each in strangers)
    if friend.fits and alone_in_company and not crowded:
        return _joined(friend, f"of {len(bearers)} of that name the only one in that company")
    return _tie(bearers)


def _choose(fitting: Sequence[_Weighed]) -> Decision:
    """The one of several of the same name, or none where two that the ledger holds apart may be meant."""
    if len(fitting) == 1:
        return _joined(fitting[0])
    closest = [each for each in fitting if each.relation == "exact"]
    if any(each.relation == "abbreviation" for each in fitting):
        closest = [each for each in fitting if each.relation != "abbreviation"]
    best, others = _best_known(closest or fitting)
    rivals = [each for each in others if _are_apart(best.profile, each.profile)]
    if not rivals:
        return _joined(best, f"the best known of {len(others) + 1} that may be one" if others else "")
    pool = [best, *rivals]
    for told, ground in ((_by_office(pool), "with that office"), (_by_company(pool), "in that company")):
        if told is not None:
            return _joined(told, f"of {len(pool)} of that name the only one {ground}")
    if _is_far_better_known(best, rivals) and best.evidence.points:
        return _joined(best, f"of {len(pool)} of that name by far the best known")
    return _tie(pool)


def _are_apart(one: Profile, other: Profile) -> bool:
    """Whether two that the ledger knows are held to be two, and not one that was missed for want of evidence."""
    relation, evidence = relation_between(one, other), evidence_between(one, other)
    if _contradiction(one, other, relation, evidence):
        return True
    doubtful = relation in {"none", "common_body"} or _is_common(one)
    return doubtful and bool(_lack(one, other, relation, evidence, told=False) or relation == "none")


def _by_office(pool: Sequence[_Weighed]) -> _Weighed | None:
    """The one that holds the same office in the same body, or else the same office, where one alone does."""
    for holders in (
        [each for each in pool if each.evidence.same_body],
        [each for each in pool if each.evidence.office is not None],
    ):
        if holders:
            return holders[0] if len(holders) == 1 else None
    return None


def _by_company(pool: Sequence[_Weighed]) -> _Weighed | None:
    """The one that shares a circle, and by far the larger one."""
    first, *rest = sorted(pool, key=lambda each: (-each.evidence.telling, each.entity))
    others = max((each.evidence.telling for each in rest), default=0)
    return first if first.evidence.telling >= max(_CIRCLE, _LARGER_CIRCLE * others) else None
