"""What kind of source it is: a named or unnamed person or group, a document, an outlet, or none.

This looks at the source's own words only; who "he" is and whether "the senator" has been named is the entities' work.
A pronoun of one person stands for a named one where the document has named a person before it, since news names its
speakers first; that is a guess, and the only one here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

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

__all__ = ["is_outlet", "named_person_starts", "outlet_nouns", "people_nouns", "standing_of"]


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
) -> Standing:
    """The standing of the source that the words ``source`` make; ``none`` where it has no word.

    ``named_persons`` is :func:`named_person_starts` of the document; ``document_outlet`` the page's own outlet.
    """
    said = [words[at] for at in source or () if words[at].is_word and words[at].lower != "'s"]
    if not said:
        return "none"
    lists = _lists()
    if len(said) == 1 and said[0].lower in RELATIVE:
        before = antecedent(words, source.start if source else 0)
        before = people_in(words, before, lists["people"]) if said[0].lower in {"who", "whom"} else before
        if any(words[at].tag in NOUN_TAGS for at in before):
            return standing_of(words, before, named_persons, document_outlet)
    if len(said) == 1 and said[0].lower in lists["person_pronouns"]:
        return "named_person" if bisect_left(named_persons, said[0].start) else "unnamed_person"
    if len(said) == 1 and said[0].lower in lists["group_pronouns"]:
        return "unnamed_group"
    phrase = [words[at] for at in source or ()]
    head = [word for word in without_owner(head_of(phrase)) if word.is_word] or said
    return _standing_of_head(head, phrase, document_outlet)


def _standing_of_head(head: Sequence[Word], phrase: Sequence[Word], document_outlet: str | None) -> Standing:
    """``phrase`` is all that the source says, with the owner before the head and what is set beside it."""
    lists = _lists()
    last = head[-1]
    noun = noun_lemma(last.lower)
    if is_outlet(head, document_outlet):
        return "outlet"
    persons = [word for word in head if word.name == "person" and word.title]
    plural = (
        last.tag in {"NNS", "NNPS"}
        or last.lower in lists["irregular_plurals"]
        or head[0].lower in lists["many"]
        or any(word.lower == "and" for word in head)
    )
    if last in persons or (persons and last.tag == "NNP"):
        return "named_group" if any(word.lower == "and" for word in head) else "named_person"
    if last.title and last.name in {"organization", "group", "place"}:
        return "named_group"
    if last.lower in lists["outlets"]:
        return "outlet"
    if noun in lists["documents"] and not last.title and noun != "source":
        return "document"
    if noun in lists["people"] and not (noun in lists["groups"] and not plural):
        if plural:
            return "unnamed_group"
        return "named_person" if apposed_name(phrase) else "unnamed_person"
    if noun in lists["groups"] or last.lower in lists["groups"]:
        kinds = {word.name for word in head_of(phrase) if word.title}
        owned = not kinds.isdisjoint({"organization", "person", "group", "place"})
        return "named_group" if owned or (last.title and head[0] is not last) else "unnamed_group"
    if persons:
        return "named_person"
    if last.title and last.tag in {"NNP", "NNPS"} and last.name != "date":
        return "named_group" if plural else "named_person" if last.name == "person" else "named_group"
    if apposed_name(phrase):
        return "named_person"
    if plural or last.lower in {"it", "which", "that", "this", "these", "those"}:
        return "unnamed_group"
    return "document" if noun in lexicon().nouns else "unnamed_person"
