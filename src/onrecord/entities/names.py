"""Names: the words that the model tags as names, put together as a reader sees them.

The tags are of single words and learnt from a tagger's output, so that a name may come with a hole or two classes:
what touches and agrees is one name, and a name that is tagged in several ways is what it is most often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from onrecord.attribution.lexicon import word_lists
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
#: Words in lower case that stand within names.
_INNER = frozenset(
    {"of", "the", "and", "for", "de", "la", "van", "von", "der", "del", "bin", "al", "&", "on", "in", "-"}
)
#: Inner words that a person's name has.
_INNER_OF_PERSONS = frozenset({"de", "la", "van", "von", "der", "del", "bin", "al", "-"})
_MARKS = frozenset({".", "'", "-", "&"})


def listed_names() -> Mapping[str, frozenset[str]]:
    """The lists of ``names.toml``."""
    return word_lists("onrecord.entities", "names.toml")


def address_words() -> frozenset[str]:
    """Forms of address and titles before names, in lower case and without full stops: mr, gov, mayor."""
    return listed_names()["address"]


def _is_part(word: Word, kind: str) -> bool:
    return word.name == kind and (word.title or word.lower[0].isdigit())


def _run(words: Words, first: int, kind: str) -> int:
    """The end of the name that starts at ``first``, exclusive."""
    inner = _INNER_OF_PERSONS if kind == "person" else _INNER
    last, at = first + 1, first + 1
    while at < len(words) and words[at].block == words[first].block and at - last < 3:
        word, before = words[at], words[at - 1]
        if _is_part(word, kind) or (word.title and word.start == before.end and at - last < 2):
            last = at + 1
        elif word.lower in _MARKS and word.start == before.end:
            # An initial's full stop, and the last one of an abbreviation, belong to the name.
            if word.lower == "." and before.end - before.start == 1 and last == at:
                last = at + 1
        elif not (word.lower in inner and word.name == kind):
            break
        at += 1
    return last


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


def _mention(text: str, words: Words, first: int, last: int, kind: str) -> NameMention | None:
    while first < last and (words[first].lower.rstrip(".") in address_words() or words[first].lower == "."):
        first += 1
    while last > first and (words[last - 1].lower in _INNER or words[last - 1].lower in {"'s", "'"}):
        last -= 1
    parts = tuple(word.lower for word in words.all[first:last] if word.is_word and word.lower not in {"'s", "the"})
    if not parts or len("".join(parts)) < 2 or not any(word.title for word in words.all[first:last]):
        return None
    span = Span(words[first].start, words[last - 1].end)
    titled = _titled(words, first) if kind == "person" else ()
    return NameMention(span, first, last, _KINDS[kind], parts, titled)


def find_names(text: str, words: Words) -> list[NameMention]:
    """The names in a document's words, in order. Linear.

    A name that is tagged in one place is one wherever it stands as a proper noun.
    """
    found: list[NameMention] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word.name not in _KINDS or not word.title or word.lower in {"the", "'s"}:
            at += 1
            continue
        last = _run(words, at, word.name)
        mention = _mention(text, words, at, last, word.name)
        if mention is not None:
            found.append(mention)
        at = max(last, at + 1)
    agreed = _agreed(text, found)
    return sorted([*agreed, *_untagged(text, words, agreed)], key=lambda mention: mention.first)


def _untagged(text: str, words: Words, found: Sequence[NameMention]) -> Iterator[NameMention]:
    """Last names of persons found that stand elsewhere without a tag."""
    known = {mention.parts[-1] for mention in found if mention.kind == "person"}
    taken = {at for mention in found for at in range(mention.first, mention.last)}
    for at, word in enumerate(words.all):
        if at not in taken and word.title and word.lower in known and word.tag in {"NNP", "NNPS"}:
            mention = _mention(text, words, at, at + 1, "person")
            if mention is not None:
                yield mention


def initials_of(parts: Sequence[str]) -> set[str]:
    """What a body's name is shortened to: Department of Ferries, dof or df."""
    return {"".join(part[0] for part in parts), "".join(part[0] for part in parts if part not in _INNER)}


def _agreed(text: str, found: Sequence[NameMention]) -> list[NameMention]:
    """The names with one kind for all that are written alike: the commonest, ties to the first.

    However it is tagged, a single word that is the last name of a person named in full is that person's, and one of
    capitals that are the initials of a body named in full is that body's.
    """
    kinds: dict[tuple[str, ...], Counter[EntityKind]] = {}
    for mention in found:
        kinds.setdefault(mention.parts, Counter())[mention.kind] += 1
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
