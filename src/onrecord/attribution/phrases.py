"""Noun phrases by their words and tags: head, owner, what is set beside it, and what a relative pronoun stands for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from onrecord.attribution.lemmas import noun_lemma
from onrecord.attribution.lexicon import listed
from onrecord.attribution.words import Word, Words

__all__ = [
    "ABBREVIATED",
    "BE",
    "NOUN_TAGS",
    "POSSESSIVE",
    "RELATIVE",
    "antecedent",
    "apposed_name",
    "ends_sentence",
    "head_of",
    "is_abbreviated",
    "people_in",
    "without_owner",
]

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
#: Forms of "be" that a participle stands behind.
BE = frozenset(listed("is, are, was, were, be, been, being, 's, 're"))
#: What stands before a full stop that ends no sentence.
ABBREVIATED = frozenset(
    listed("""
    mr, mrs, ms, dr, gov, sen, rep, gen, lt, col, sgt, st, prof, rev, hon, jr, sr, jan, feb, mar, apr, aug, sep, sept,
    oct, nov, dec
    """)
)
POSSESSIVE = frozenset({"'s", "'"})
#: Pronouns that open a clause on what stands before them.
RELATIVE = frozenset({"who", "which", "whom", "that"})
#: How far before it, in words.
_ANTECEDENT_REACH = 8
#: What ends the head of a noun phrase: an official [in the ministry], the aide [who wrote it], Mr. Pek[, the mayor].
_ENDS_HEAD = frozenset({",", "(", "—", "–", "who", "which", "that", ";", ":"})


def is_abbreviated(words: Words, at: int) -> bool:
    """Whether the word at ``at`` is one that a full stop shortens: Gov., Nov., and the letters of U.S."""
    return words[at].lower in ABBREVIATED or (len(words[at].lower) == 1 and words[at].title)


def ends_sentence(words: Words, at: int) -> bool:
    """Whether a sentence ends at the mark ``at``."""
    mark = words[at].lower
    return mark in {"?", "!"} or (mark == "." and not (at > 0 and is_abbreviated(words, at - 1)))


def head_of(words: Sequence[Word]) -> list[Word]:
    """The noun phrase's words up to its head: what stands before a preposition, a comma, or a clause."""
    head: list[Word] = []
    for word in words:
        if head and (word.lower in _ENDS_HEAD or word.tag in {"IN", "TO", "WP", "WDT"} or word.tag.startswith("VB")):
            if any(known.tag in NOUN_TAGS or known.title for known in head):
                break
            if word.lower not in {"of", "-"}:
                continue
            head.clear()  # some of the voters, 40 percent of whites
            continue
        head.append(word)
    return head


def without_owner(head: Sequence[Word]) -> list[Word]:
    """What stands behind the last possessor: Ms. Oake's [lawyer]; all of it where nothing does."""
    for at in range(len(head) - 2, -1, -1):
        if head[at].lower in POSSESSIVE:
            return list(head[at + 1 :])
    return list(head)


def apposed_name(words: Sequence[Word]) -> bool:
    """Whether a person's name is set beside the head by a comma: the ministry's spokesman, [Ola Brandt]."""
    return any(before.lower == "," and word.title and word.name == "person" for before, word in pairwise(words))


def antecedent(words: Words, at: int) -> range:
    """The words before a relative pronoun at ``at`` that it may stand for: [the official], who."""
    stop = at
    while stop > 0 and words[stop - 1].lower in {",", "—", "–"} and words[stop - 1].block == words[at].block:
        stop -= 1
    start = stop
    while start > max(stop - _ANTECEDENT_REACH, 0):
        before = words[start - 1]
        if before.block != words[at].block or not (before.is_word or before.lower in POSSESSIVE):
            break
        if before.tag.startswith("VB") or before.tag in {"MD", "CC", "TO"}:
            break
        start -= 1
    return range(start, stop)


def people_in(words: Words, phrase: range, people: Collection[str]) -> range:
    """The last noun phrase of ``phrase`` that tells of people, for "who": a warning by [its engineers].

    ``people`` are the nouns that do, singular and in lower case.
    """
    stop = phrase.stop
    for at in range(phrase.stop - 1, phrase.start - 1, -1):
        if at == phrase.start or words[at - 1].tag == "IN":
            last = words[stop - 1]
            if last.name == "person" or last.tag == "NNS" or noun_lemma(last.lower) in people:
                return range(at, stop)
            stop = at - 1
    return phrase
