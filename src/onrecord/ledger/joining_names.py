"""Names as they are compared across articles: of persons by their parts, of bodies by their words.

Within one article a name is shortened and taken up again, and ``entities.clusters`` follows that. Between articles
nothing is taken up: two hands write down one name in their own ways (Gov. Mara J. Vell, Mara Vell; the Ferry Authority
(HFA), Ferry Authority, Inc.), and what is left when the ways are taken off is what can be looked up.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from onrecord.attribution.lemmas import noun_lemma
from onrecord.attribution.lexicon import listed, word_lists
from onrecord.attribution.standing import outlet_names, outlet_nouns, people_nouns
from onrecord.entities.names import address_words, initials_of, listed_names

__all__ = [
    "BodyName",
    "NameRelation",
    "PersonName",
    "between_persons",
    "body_name",
    "calling_of",
    "full_given_names",
    "group_name",
    "is_given_name",
    "is_short_for",
    "joining_list",
    "office_of",
    "person_name",
    "plain_words",
    "tail_of",
]

#: A person's name of more words is a headline's run of capitals: in 840 articles none of more than six was a name.
_LONGEST_PERSON = 6
_LONGEST_BODY = 14
_PARTICLES = frozenset({"al", "el", "de", "la", "van", "von", "der", "den", "del", "bin", "ibn", "di", "da", "le"})
_DROPPED_OF_BODIES = frozenset({"the", "of", "for", "and", "on", "in", "a", "an", "at", "de", "la"})
_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ`´][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’‘ʼ`´]s?$")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
_IN_BRACKETS = re.compile(r"\s*[(\[]([^)\]]*)[)\]]")
#: HarborTribune.example is an outlet's or a body's name; U.S. and E.U. are none.
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?([a-z0-9][a-z0-9-]{2,})\.(?:[a-z]{3,7}|co\.[a-z]{2}|[a-z]{2})/?", re.I)
#: So many capitals in one word are an abbreviation (ATA, NASA), as entities.clusters has it.
_ABBREVIATION = re.compile(r"(?:[A-Z][.&\-]?){2,6}")


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    tables: dict[str, dict[str, str]] = tomllib.loads((files("onrecord.ledger") / "joining.toml").read_text("utf8"))
    return tables


@cache
def joining_list(name: str) -> frozenset[str]:
    """One of the ``lists`` of ``joining.toml``."""
    return frozenset(listed(_tables()["lists"][name]))


@cache
def _inverted(table: str) -> Mapping[str, tuple[str, ...]]:
    """Each listed word of a table to the words that it is listed under."""
    under: dict[str, list[str]] = {}
    for head, words in _tables()[table].items():
        for word in listed(words):
            under.setdefault(word, []).append(head)
    return {word: tuple(sorted(heads)) for word, heads in under.items()}


def full_given_names(given: str) -> tuple[str, ...]:
    """The given names that ``given`` is short for: bill, william; none where it is not listed."""
    return _inverted("short_names").get(given, ())


@lru_cache(maxsize=4096)
def office_of(title: str) -> str:
    """The noun by which a title is compared: Lt. Gov., governor; chairwoman of the board, chair."""
    head = re.split(r"\s(?:of|in|for|at|to)\s", f" {title.lower()}", maxsplit=1)[0]
    words = plain_words(head) or plain_words(title) or ("",)
    noun = noun_lemma(words[-1])
    return _inverted("same_office").get(noun, (noun,))[0]


@lru_cache(maxsize=4096)
def calling_of(title: str) -> str | None:
    """The calling that a title's noun is of, where it is one that few leave: sport, science, faith."""
    words = plain_words(title)
    for noun in (office_of(title), noun_lemma(words[-1]) if words else ""):
        if under := _inverted("callings").get(noun):
            return under[0]
    return None


def plain_words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without accents, apostrophes, possessives and marks; initials apart."""
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).replace("&", " and ")
    words = []
    for found in _WORD.findall(plain):
        word = _POSSESSIVE.sub("", found).translate(_APOSTROPHES).casefold()
        if word:
            words.append(word)
    return tuple(words)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name by its parts, in plain lower case; ``given`` is empty where a single word is all there is."""

    given: str
    middles: tuple[str, ...]
    surname: str
    generation: str  #: jr, sr, ii, iii, iv, or empty


_GENERATIONS = {"junior": "jr", "senior": "sr"}


@lru_cache(maxsize=65536)
def person_name(name: str) -> PersonName | None:
    """The parts of a person's name; None for what is no name of one person: a title, an initial, a headline's capitals.

    The last word counts as the last name, as ``entities.clusters`` has it, and particles before it as none.
    """
    if not any(sign.isupper() for sign in name) or any(sign.isdigit() for sign in name):
        return None
    words = list(plain_words(_IN_BRACKETS.sub(" ", name)))
    while len(words) > 1 and words[0] in address_words():
        words.pop(0)
    generation = ""
    while len(words) > 1 and words[-1] in joining_list("honours") | joining_list("generations"):
        last = words.pop()
        if last in joining_list("generations"):
            generation = _GENERATIONS.get(last, last)
    if not words or len(words) > _LONGEST_PERSON or len(words[-1]) < 2 or "and" in words:
        return None
    if len(words) == 1 and (words[0] in address_words() or noun_lemma(words[0]) in _common_nouns()):
        return None
    if not any(sign.isspace() for sign in name.strip()):
        return PersonName("", (), " ".join(words), generation)
    given = words[0] if len(words) > 1 else ""
    middles = tuple(word for word in words[1:-1] if word not in _PARTICLES)
    if given in _PARTICLES and not is_given_name(given):
        given, middles = (middles[0], middles[1:]) if middles else ("", ())
    return PersonName(given, middles, words[-1], generation)


@cache
def _common_nouns() -> frozenset[str]:
    """Nouns that are nobody's name: of people, crowds, things that are written, outlets, parties."""
    lists = word_lists("onrecord.attribution", "standing.toml")
    return people_nouns() | lists["groups"] | lists["documents"] | outlet_nouns() | listed_names()["groups"]


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body's name as it is compared: ``key`` is one for all its spellings.

    ``common`` is set where places of all sorts have a body of that name (the City Council); ``short`` where the name is
    an abbreviation, or a single word in capitals.
    """

    key: str
    words: tuple[str, ...]
    common: bool
    short: bool

    @property
    def is_spelt_out(self) -> bool:
        """Whether it has words, and not initials only."""
        return len(self.words) > 1 and not self.short


def _without_forms(words: list[str]) -> list[str]:
    """A body's words without its legal form, and without its country where that is only put before an office's name."""
    kept = list(words)
    while len(kept) > 1 and kept[-1] in joining_list("legal_forms"):
        kept.pop()
    while len(kept) > 2 and kept[-1] in joining_list("legal_forms_and_words"):
        kept.pop()
    for country in (["u", "s"], ["us"], ["united", "states"]):
        rest = kept[len(country) :]
        if kept[: len(country)] == country and len(rest) > 1 and set(rest) & joining_list("of_a_country"):
            return rest
    return kept if len(kept) > 1 or not _is_common_word(kept[0]) else words


def _is_common_word(word: str) -> bool:
    nouns = {word, noun_lemma(word)}
    endings = word_lists("onrecord.attribution", "standing.toml")["outlet_endings"]
    listed_words = joining_list("of_many_bodies") | joining_list("of_no_one_body") | joining_list("generations")
    return bool(nouns & (_common_nouns() | listed_words | endings)) or word in _DROPPED_OF_BODIES


@lru_cache(maxsize=65536)
def body_name(name: str) -> BodyName | None:
    """A body's or an outlet's name; None for what names no one body: the Party, the Times, the officials."""
    bare = _IN_BRACKETS.sub(" ", name).strip()
    if not any(sign.isupper() for sign in bare) and not _DOMAIN.fullmatch(bare):
        return None
    domain = _DOMAIN.fullmatch(bare) if " " not in bare else None
    if domain is not None and not _ABBREVIATION.fullmatch(bare):
        label = "".join(plain_words(domain.group(1)))
        return BodyName(label, (label,), common=False, short=False) if label and not _is_common_word(label) else None
    short = bool(_ABBREVIATION.fullmatch(bare))
    words = ["".join(plain_words(bare))] if short else list(plain_words(bare))
    while len(words) > 1 and words[0] in _DROPPED_OF_BODIES:
        words.pop(0)
    if not words or len(words) > _LONGEST_BODY or len("".join(words)) < 2:
        return None
    said = " ".join(words)
    known_outlet = said in outlet_names()
    words = words if known_outlet else _without_forms(words)
    if len(words) == 1:
        one_word = words[0] in joining_list("one_word_bodies")
        title = not short and (
            words[0] in address_words() or words[0] in _inverted("same_office")
        )  # Sec., which is not the S.E.C.
        if not (known_outlet or one_word) and (title or _is_common_word(words[0])):
            return None
    unplaced = all(word in joining_list("of_no_one_body") for word in words[:-1]) and _is_common_word(words[-1])
    if len(words) > 1 and unplaced and not known_outlet:
        return None
    of_many = joining_list("of_many_bodies") | _DROPPED_OF_BODIES
    common = not known_outlet and len(words) > 1 and all(word in of_many for word in words)
    told = [word for word in words if word not in _DROPPED_OF_BODIES] or words
    if set(told) & joining_list("in_either_order"):
        told = sorted(told)
    return BodyName("".join(told), tuple(words), common, short)


@lru_cache(maxsize=4096)
def group_name(name: str) -> BodyName | None:
    """A group's name, singular and plural alike: House Republicans, the House Republicans."""
    words = list(plain_words(name))
    while len(words) > 1 and words[0] == "the":
        words.pop(0)
    if not words or len(words) > _LONGEST_BODY or not any(sign.isupper() for sign in name):
        return None
    if len(words) == 1 and noun_lemma(words[0]) not in listed_names()["groups"]:
        return None
    words[-1] = noun_lemma(words[-1])
    return BodyName(" ".join(words), tuple(words), common=False, short=False)


def is_short_for(short: BodyName, full: BodyName) -> bool:
    """Whether a name in capitals is the initials of another: ATA, the Alder Transit Authority."""
    return short.key in initials_of(full.words)


def is_given_name(word: str) -> bool:
    """Whether a single word is a given name: Chris, whom no ledger can tell from another Chris."""
    lists = listed_names()
    return word in lists["given_men"] or word in lists["given_women"] or bool(full_given_names(word))


def tail_of(name: PersonName) -> Sequence[str]:
    """The last two words of a name of three, where they may be a last name of two: Debra [Oake Vell]."""
    if name.middles and len(name.middles[-1]) > 1:
        return (name.middles[-1], name.surname)
    return ()


#: ``exact``: the same full name with the same middle name or generation. ``same``: the same name. ``fuller``: one has
#: a middle name or initial that the other has not. ``short_form``: Bill and William. ``compound``: a last name of two
#: words, with and without a given name. ``generation``: one is Jr. or the like and the other says nothing.
#: ``surname``: a last name alone, and one who bears it. ``alone``: the same single word on both sides.
#: ``abbreviation``: a body's initials on one side, its name with these initials on the other. ``common_body``: a name
#: that many bodies have. ``at_odds``: one name, with other middle names or generations.
NameRelation = Literal[
    "exact", "same", "fuller", "short_form", "compound", "generation", "surname", "alone", "abbreviation",
    "common_body", "at_odds", "none",
]  # fmt: skip


def _middles_clash(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether middle names differ, place by place, an initial with what it stands for taken as the same."""
    for our, their in zip(ours, theirs, strict=False):
        if our != their and not (min(len(our), len(their)) == 1 and our[0] == their[0]):
            return True
    return False


def between_persons(ours: PersonName, theirs: PersonName) -> NameRelation:
    """How two names of persons relate, both with a given name."""
    if ours.surname != theirs.surname:
        return "none"
    shortened = ours.given in full_given_names(theirs.given) or theirs.given in full_given_names(ours.given)
    if ours.given != theirs.given and not shortened:
        return "compound" if _is_tail(ours, theirs) or _is_tail(theirs, ours) else "none"
    if _middles_clash(ours.middles, theirs.middles) or (
        ours.generation and theirs.generation and ours.generation != theirs.generation
    ):
        return "at_odds"
    if ours.generation != theirs.generation:
        return "generation"
    if ours.given != theirs.given:
        return "short_form"
    if len(ours.middles) != len(theirs.middles):
        return "fuller"
    return "exact" if ours.middles or ours.generation else "same"


def _is_tail(shorter: PersonName, fuller: PersonName) -> bool:
    """[Oake Vell], Debra Oake Vell; not where the middle name may be a given name: Ann Vell, Mary Ann Vell."""
    tail = (shorter.given, shorter.surname)
    return not shorter.middles and tuple(tail_of(fuller)) == tail and not is_given_name(shorter.given)
