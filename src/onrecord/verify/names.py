"""Whether a transcript's label and the name that an article credits can be the same person.

A label is rarely a whole name: CLINTON, SEN. VELL (I-ME), Mara Vell, MS. VELL. Family names decide, given names where
both have one; forms of address are passed over. "Cannot tell" is an answer of its own, because a wrong "someone else
said this" is the worst that a check can say.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from onrecord.entities.names import address_words, listed_names
from onrecord.text.comparing import keys_of
from onrecord.verify.spoken import pairs_of, words_of_list

__all__ = ["is_named", "mentions", "same_person"]

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd", "esq"})
_ASIDES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
#: Words of names in small letters: a family name may have several.
_PARTICLES = frozenset({"de", "la", "van", "von", "der", "del", "bin", "al", "da", "di", "le", "st"})
#: Offices and the like that stand in labels and credits and are no name, beside the forms of address.
_NO_NAMES = frozenset(
    {"the", "a", "an", "of", "on", "via", "nominee", "candidate", "host", "republican", "democrat", "democratic", "us"}
)
_WORD = re.compile(r"\w[\w'’.-]*")
_APOSTROPHE = re.compile(r"['’‘]s?(?=\s|$)")


@lru_cache(maxsize=16_384)
def _parts(name: str) -> tuple[str, ...]:
    """The words of a name that tell who it is, in order."""
    plain = _APOSTROPHE.sub("", _ASIDES.sub(" ", name))
    dropped = address_words() | _SUFFIXES | _NO_NAMES
    kept = [key for key in keys_of(plain) if key not in dropped]
    return tuple(kept)


@lru_cache(maxsize=16_384)
def is_named(label: str | None) -> bool:
    """Whether a label names somebody: not Q, AUDIENCE, UNIDENTIFIED MALE, Speaker 2, THE PRESIDENT."""
    if not label:
        return False
    words = " ".join(key for key in keys_of(_ASIDES.sub(" ", label)) if not key.isdigit())
    generic = words in words_of_list("unnamed_labels") or words.split(" ")[0] in ("unidentified", "unknown", "audience")
    return not generic and any(part not in _PARTICLES for part in _parts(label))


def same_person(label: str | None, credited: str | None) -> bool | None:
    """Whether ``label`` and ``credited`` are one person; ``None`` where either names nobody or that cannot be told."""
    if not is_named(label) or not is_named(credited) or not _is_written_as_name(credited or ""):
        return None
    one, other = _parts(label or ""), _parts(credited or "")
    if len(one) == 1 or len(other) == 1:
        short, long = (one, other) if len(one) == 1 else (other, one)
        if short[0] == long[-1] or (len(long) > 1 and short[0] in long[1:]):
            return True
        # A given name alone can be anybody's of that name.
        if len(long) > 1:
            return None if _given_alike(short[0], long[0]) else False
        return None if _given_names() & {short[0], long[0]} else False
    if one[-1] == other[-1]:
        return _given_alike(one[0], other[0])
    # A family name of several words, or a second one left out: Rosa Vell Ortega, Rosa Vell.
    inner = one[-1] in other[1:] or other[-1] in one[1:]
    return inner and _given_alike(one[0], other[0])


@lru_cache(maxsize=16_384)
def _is_written_as_name(credited: str) -> bool:
    """Whether a credit, in an article's words, has a word of a name with a capital: not "he", "the moderator"."""
    parts = set(_parts(credited)) - words_of_list("pronouns")
    return any(word[0].isupper() and not parts.isdisjoint(keys_of(word)) for word in _WORD.findall(credited))


def mentions(words: str, name: str | None) -> bool:
    """Whether the family name of ``name`` stands among ``words``."""
    parts = _parts(name or "")
    return bool(parts) and parts[-1] in keys_of(_APOSTROPHE.sub("", words))


@cache
def _given_names() -> frozenset[str]:
    return listed_names()["given_men"] | listed_names()["given_women"] | frozenset(pairs_of("short_names"))


def _given_alike(one: str, other: str) -> bool:
    """Whether two given names can be one person's: equal, an initial, or short for the other."""
    if one == other or (1 in (len(one), len(other)) and one[0] == other[0]):
        return True
    short = pairs_of("short_names")
    longest = min(len(one), len(other))
    begins = longest >= 3 and (one.startswith(other) or other.startswith(one))
    return begins or short.get(one, one) == short.get(other, other)
