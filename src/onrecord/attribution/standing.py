"""What kind of source it is: a named or unnamed person or group, a document, an outlet, or none.

This looks at the source's own words only; who "he" is and whether "the senator" has been named is the entities' work.
A pronoun of one person stands for a named one where the document has named a person before it, since news names its
speakers first; that is a guess, and the only one here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from onrecord.attribution.lemmas import noun_lemma
from onrecord.attribution.lexicon import lexicon, word_lists
from onrecord.attribution.phrases import (
    NOUN_TAGS,
    RELATIVE,
    antecedent,
    apposed_name,
    head_of,
    people_in,
    without_owner,
)
from onrecord.attribution.terms import Standing
from onrecord.attribution.words import Word, Words

__all__ = [
    "StandingReason",
    "ToldStanding",
    "is_outlet",
    "named_person_starts",
    "outlet_names",
    "outlet_nouns",
    "people_nouns",
    "standing_of",
]

#: By what a standing was told. All but ``entity`` are of the source's own words; that one is of who it means.
StandingReason = Literal[
    "no_source", "question", "pronoun_of_person", "pronoun_of_group", "outlet_name", "outlet_noun", "person_name",
    "several_names", "body_name", "document_noun", "person_noun", "people_noun", "name_beside", "group_noun",
    "proper_noun", "plural", "other_noun", "no_noun", "entity",
]  # fmt: skip


class ToldStanding(NamedTuple):
    """A standing, and by what it was told."""

    standing: Standing
    reason: StandingReason


def _lists() -> Mapping[str, frozenset[str]]:
    return word_lists("onrecord.attribution", "standing.toml")


def named_person_starts(words: Words) -> list[int]:
    """The code points at which a document's names of persons start, in order."""
    return [
        word.start
        for before, word in zip((None, *words.all), words.all, strict=False)
        if word.name == "person" and word.title and (before is None or before.name != "person")
    ]


def people_nouns() -> frozenset[str]:
    """Nouns of one person, singular: official, aide, mayor."""
    return _lists()["people"]


def outlet_nouns() -> frozenset[str]:
    """Nouns of an outlet, singular: newspaper, station."""
    return _lists()["outlets"]


def outlet_names() -> frozenset[str]:
    """Names of outlets that their words do not tell, in lower case."""
    return _lists()["outlet_names"]


def is_outlet(names: Sequence[Word], document_outlet: str | None) -> bool:
    """Whether a name's words, the article too, are those of an outlet."""
    lists = _lists()
    said = " ".join(word.lower for word in names if word.is_word and word.lower != "'s")
    bare = said.removeprefix("the ")
    written_as_name = any(word.title and word.lower != "the" for word in names) and names[-1].tag not in {"NNS", "NN"}
    if written_as_name and names[-1].name != "person" and {said, bare} & lists["outlet_names"]:
        return True
    if document_outlet and bare == document_outlet.lower().removeprefix("the "):
        return True
    capitals = [word for word in names if word.title and word.lower != "the"]
    if not capitals or names[-1] is not capitals[-1] or capitals[-1].name == "person":
        return False
    last = capitals[-1].lower
    if last not in lists["outlet_endings"]:
        return False
    return last not in lists["doubtful_endings"] or names[0].lower == "the"


def standing_of(
    words: Words, source: range | None, named_persons: Sequence[int], document_outlet: str | None
) -> ToldStanding:
    """The standing of the source that the words ``source`` make, and by what; ``none`` where it has no word.

    ``named_persons`` is :func:`named_person_starts` of the document; ``document_outlet`` the page's own outlet.
    """
    said = [words[at] for at in source or () if words[at].is_word and words[at].lower != "'s"]
    if not said:
        return ToldStanding("none", "no_source")
    lists = _lists()
    if len(said) == 1 and said[0].lower in RELATIVE:
        before = antecedent(words, source.start if source else 0)
        before = people_in(words, before, lists["people"]) if said[0].lower in {"who", "whom"} else before
        if any(words[at].tag in NOUN_TAGS for at in before):
            return standing_of(words, before, named_persons, document_outlet)
        if said[0].lower in {"who", "whom"}:
            return ToldStanding("unnamed_person", "question")  # what worries me is who wanted it
    if len(said) == 1 and said[0].lower in lists["person_pronouns"]:
        known = bisect_left(named_persons, said[0].start) > 0
        return ToldStanding("named_person" if known else "unnamed_person", "pronoun_of_person")
    if len(said) == 1 and said[0].lower in lists["group_pronouns"]:
        return ToldStanding("unnamed_group", "pronoun_of_group")
    phrase = [words[at] for at in source or ()]
    head = [word for word in without_owner(head_of(phrase)) if word.is_word] or said
    return _standing_of_head(head, phrase, document_outlet)


def _standing_of_head(head: Sequence[Word], phrase: Sequence[Word], document_outlet: str | None) -> ToldStanding:
    """``phrase`` is all that the source says, with the owner before the head and what is set beside it."""
    lists = _lists()
    last = head[-1]
    noun = noun_lemma(last.lower)
    if is_outlet(head, document_outlet):
        return ToldStanding("outlet", "outlet_name")
    persons = [word for word in head if word.name == "person" and word.title]
    plural = (
        last.tag in {"NNS", "NNPS"}
        or last.lower in lists["irregular_plurals"]
        or head[0].lower in lists["many"]
        or any(word.lower == "and" for word in head)
    )
    if last in persons or (persons and last.tag == "NNP"):
        several = any(word.lower == "and" for word in head)
        return ToldStanding("named_group", "several_names") if several else ToldStanding("named_person", "person_name")
    if last.title and last.name in {"organization", "group", "place"}:
        return ToldStanding("named_group", "body_name")
    if last.lower in lists["outlets"]:
        return ToldStanding("outlet", "outlet_noun")
    if noun in lists["documents"] and not last.title and noun != "source":
        return ToldStanding("document", "document_noun")
    if noun in lists["people"] and not (noun in lists["groups"] and not plural):
        if plural:
            return ToldStanding("unnamed_group", "people_noun")
        if apposed_name(phrase):
            return ToldStanding("named_person", "name_beside")
        return ToldStanding("unnamed_person", "person_noun")
    if noun in lists["groups"] or last.lower in lists["groups"]:
        kinds = {word.name for word in head_of(phrase) if word.title}
        owned = not kinds.isdisjoint({"organization", "person", "group", "place"})
        named = owned or (last.title and head[0] is not last)
        return ToldStanding("named_group" if named else "unnamed_group", "group_noun")
    if persons:
        return ToldStanding("named_person", "person_name")
    if last.title and last.tag in {"NNP", "NNPS"} and last.name != "date":
        one = not plural and last.name == "person"
        return ToldStanding("named_person" if one else "named_group", "proper_noun")
    if apposed_name(phrase):
        return ToldStanding("named_person", "name_beside")
    if plural or last.lower in {"it", "which", "that", "this", "these", "those"}:
        return ToldStanding("unnamed_group", "plural")
    if noun in lexicon().nouns:
        return ToldStanding("document", "other_noun")
    return ToldStanding("unnamed_person", "no_noun")
