"""Names: the words that the model tags as names, put together as a reader sees them.

The tags are of single words and learnt from a tagger's output, so that a name may come with a hole or two classes:
what touches and agrees is one name, and a name that is tagged in several ways is what it is most often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from onrecord.attribution.lemmas import noun_lemma
from onrecord.attribution.lexicon import word_lists
from onrecord.attribution.phrases import NOUN_TAGS
from onrecord.attribution.standing import outlet_names
from onrecord.attribution.words import Word, Words
from onrecord.entities.entity import EntityKind, NameMention
from onrecord.span import Span

__all__ = ["address_words", "find_names", "initials_of", "listed_names"]

_KINDS: dict[str, EntityKind] = {
    "person": "person",
    "organization": "organization",
    "place": "place",
    "other": "other",
}
#: Classes of names that may stand before a group's: [House] Republicans.
_BEFORE_GROUPS = frozenset({"organization", "place"})
#: Words in lower case that stand within names.
_INNER = frozenset(
    {"of", "the", "and", "for", "de", "la", "van", "von", "der", "del", "bin", "al", "&", "on", "in", "-"}
)
#: Inner words that a person's name has.
_INNER_OF_PERSONS = frozenset({"de", "la", "van", "von", "der", "del", "bin", "al", "-"})
#: What a person has, and a body has not: the Reyes [administration].
_OF_PERSONS = frozenset({"administration", "campaign", "camp", "presidency", "candidacy", "supporter", "supporters"})
#: Names of outlets that are words as well, and names only where they are tagged so.
_ALSO_WORDS = frozenset({"people", "time", "vice", "fox", "mic", "fortune", "slate", "quartz", "wired", "variety"})
_MARKS = frozenset({".", "'", "-", "&"})


def listed_names() -> Mapping[str, frozenset[str]]:
    """The lists of ``names.toml``."""
    return word_lists("onrecord.entities", "names.toml")


def address_words() -> frozenset[str]:
    """Forms of address and titles before names, in lower case and without full stops: mr, gov, mayor."""
    return listed_names()["address"]


def _is_part(word: Word, kind: str) -> bool:
    return word.name == kind and (word.title or word.lower[0].isdigit())


def _run(words: Words, first: int, kind: str) -> tuple[int, str]:
    """The end of the name that starts at ``first``, exclusive, and its class.

    A place's name directly before a body's is the body's: [Harrow] Water Company.
    """
    at = first + 1
    while kind in {"place", "other"} and at < min(len(words), first + 4) and words[at].title:
        if words[at].name == "organization" and words[at].block == words[first].block:
            kind = "organization"
            break
        if words[at].name != kind:
            break
        at += 1
    inner = _INNER_OF_PERSONS if kind == "person" else _INNER
    last = at if kind == "organization" else first + 1
    at = last
    while at < len(words) and words[at].block == words[first].block and at - last < 3:
        word, before = words[at], words[at - 1]
        initialled = kind == "person" and before.lower == "." and last == at and word.title and word.tag in NOUN_TAGS
        placed = kind == "organization" and _is_part(word, "place")  # the University of [Harrow]
        if _is_part(word, kind) or placed or initialled or (word.title and word.start == before.end and at - last < 2):
            last = at + 1
        elif word.lower in _MARKS and word.start == before.end:
            # An initial's full stop, and the last one of an abbreviation, belong to the name.
            if word.lower == "." and before.end - before.start == 1 and last == at:
                last = at + 1
            elif word.lower == "." and before.lower not in address_words():
                break  # a sentence ends
        elif not (word.lower in inner and (word.name == kind or (word.lower == "of" and kind == "organization"))):
            break
        at += 1
    return last, kind


def _group(words: Words, first: int) -> int | None:
    """The end of the group's name that starts at ``first``, if one does: Republicans, House Republicans.

    Only what is capitalised and of many: "a Republican" is one of them, and "Republican voters" are not all.
    """
    groups, at = listed_names()["groups"], first
    while at < len(words) and words[at].title and words[at].name in _BEFORE_GROUPS and at - first < 2:
        if noun_lemma(words[at].lower) in groups:
            break
        at += 1
    if at >= len(words) or not words[at].title or noun_lemma(words[at].lower) not in groups:
        return None
    if words[at].lower not in groups:
        return at + 1
    following = words[at + 1] if at + 1 < len(words) else None
    many = following is not None and following.title and following.tag in {"NNS", "NNPS"}
    return at + 2 if many else None


def _titled(words: Words, first: int) -> tuple[str, ...]:
    """The titles and forms of address directly before a name: [Gov.] Alma Reyes."""
    titles: list[str] = []
    at = first - 1
    while at >= 0 and words[at].block == words[first].block and first - at < 8:
        word = words[at]
        if word.lower == "." and at > 0 and words[at - 1].lower in address_words():
            at -= 1
            continue
        if word.lower not in address_words() and not (word.title and word.name == "title"):
            break
        titles.append(word.lower)
        at -= 1
    return tuple(reversed(titles))


def _mention(text: str, words: Words, first: int, last: int, kind: str, *, surname: bool = False) -> NameMention | None:
    """The name in a run of words, without titles before it; a ``surname`` may be a title as well: Mr. [King]."""
    surname = surname or bool(_titled(words, first))
    while first < last and (words[first].lower.rstrip(".") in address_words() or words[first].lower == "."):
        if surname and first == last - 1:
            break
        first += 1
    while last > first and (words[last - 1].lower in _INNER or words[last - 1].lower in {"'s", "'"}):
        last -= 1
    parts = tuple(word.lower for word in words.all[first:last] if word.is_word and word.lower not in {"'s", "the"})
    if not parts or len("".join(parts)) < 2 or not any(word.title for word in words.all[first:last]):
        return None
    span = Span(words[first].start, words[last - 1].end)
    titled = _titled(words, first) if kind == "person" else ()
    return NameMention(span, first, last, _KINDS.get(kind, "group"), parts, titled)


def find_names(text: str, words: Words) -> list[NameMention]:
    """The names in a document's words, in order. Linear.

    A name that is tagged in one place is one wherever it stands as a proper noun.
    """
    found: list[NameMention] = []
    at = 0
    while at < len(words):
        word = words[at]
        group = _group(words, at) if word.title else None
        if group is None and (word.name not in _KINDS or not word.title or word.lower in {"the", "'s"}):
            at += 1
            continue
        if group is None and word.name == "other" and noun_lemma(word.lower) in listed_names()["groups"]:
            at += 1  # a Republican, Democratic: nobody's name
            continue
        last, kind = _run(words, at, word.name) if group is None else (group, "group")
        mention = _mention(text, words, at, last, kind)
        if mention is not None:
            found.append(mention)
        at = max(last, at + 1)
    agreed = _agreed(text, words, found)
    return sorted([*agreed, *_untagged(text, words, agreed)], key=lambda mention: mention.first)


def _untagged(text: str, words: Words, found: Sequence[NameMention]) -> Iterator[NameMention]:
    """Last names of persons, initials of bodies, and outlets of one word, that stand without a tag."""
    known = {mention.parts[-1]: "person" for mention in found if mention.kind == "person"}
    bodies = [mention.parts for mention in found if mention.kind == "organization" and len(mention.parts) > 1]
    initials = {short for parts in dict.fromkeys(bodies) for short in initials_of(parts) if len(short) > 1}
    taken = {at for mention in found for at in range(mention.first, mention.last)}
    for at, word in enumerate(words.all):
        if at in taken or not word.title or word.tag not in {"NNP", "NNPS"}:
            continue
        short = word.lower in outlet_names() - _ALSO_WORDS or (
            word.lower in initials and text[word.start : word.end].isupper()
        )
        kind = "organization" if short else known.get(word.lower)
        mention = _mention(text, words, at, at + 1, kind, surname=True) if kind else None
        if mention is not None:
            yield mention


def initials_of(parts: Sequence[str]) -> set[str]:
    """What a body's name is shortened to: Department of Ferries, dof or df; U.S. Harbor Service, ushs or hs."""
    words = [part for part in parts if part not in _INNER]
    national = words[2:] if words[:2] in (["u", "s"], ["u", "k"]) else words
    return {"".join(part[0] for part in named) for named in (parts, words, national) if named}


def _agreed(text: str, words: Words, found: Sequence[NameMention]) -> list[NameMention]:
    """The names with one kind for all that are written alike: the commonest, ties to the first.

    Who has an administration or a campaign is a person, however the two are tagged together.

    However it is tagged, a single word that is the last name of a person named in full is that person's, and one of
    capitals that are the initials of a body named in full is that body's.
    """
    kinds: dict[tuple[str, ...], Counter[EntityKind]] = {}
    for mention in found:
        behind = words[mention.last].lower if mention.last < len(words) else ""
        owned = len(mention.parts) == 1 and mention.kind == "organization" and behind in _OF_PERSONS
        kinds.setdefault(mention.parts, Counter())["person" if owned else mention.kind] += 1
    commonest = {parts: counts.most_common(1)[0][0] for parts, counts in kinds.items()}
    surnames = {parts[-1:] for parts, kind in commonest.items() if kind == "person" and len(parts) > 1}
    commonest |= dict.fromkeys(surnames & commonest.keys(), "person")
    bodies = {short for parts, kind in commonest.items() if kind == "organization" for short in initials_of(parts)}
    for mention in found:
        if len(mention.parts) == 1 and mention.parts[0] in bodies and mention.span.of(text).isupper():
            commonest[mention.parts] = "organization"
    told = []
    for mention in found:
        kind = commonest[mention.parts]
        told.append(
            NameMention(mention.span, mention.first, mention.last, kind, mention.parts, mention.titled)
            if kind != mention.kind
            else mention
        )
    return told
