"""The lexicon of cues: for each lemma the act it names and the stance that a writer takes in choosing it.

A file rather than a classifier: an editor who disagrees with "claim is distancing" can read the class, its source in
the literature, and change it. Loaded when the first cue is described, in a few milliseconds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from onrecord.attribution.lemmas import inflections, irregular_verbs, noun_lemma, regular_lemma
from onrecord.attribution.terms import Act, Stance

__all__ = ["UNLISTED", "CueClass", "Lexicon", "lexicon", "listed", "word_lists"]


class CueClass(NamedTuple):
    """What a lemma says of the attribution; ``with_infinitive`` is the act where "to" with a verb follows it."""

    act: Act
    stance: Stance
    with_infinitive: Act | None = None


#: What a lemma is taken for that no class lists: said, and reported without a view of it.
UNLISTED = CueClass("assertive", "neutral")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The classes by lemma, for each part of speech."""

    verbs: Mapping[str, CueClass]
    nouns: Mapping[str, CueClass]
    adjectives: Mapping[str, CueClass]
    phrases: Mapping[str, CueClass]  #: by their words, joined by spaces
    verb_forms: Mapping[str, str]  #: a verb's regular and irregular forms to its lemma
    phrase_rests: Mapping[str, tuple[tuple[str, ...], ...]]  #: a phrase's first word to its others, longest first

    def verb(self, form: str) -> str:
        """The lemma of a verb's ``form``, in lower case."""
        return self.verb_forms.get(form) or regular_lemma(form)

    def noun(self, form: str) -> str:
        """The singular of a noun's ``form``, in lower case."""
        return form if form in self.nouns else noun_lemma(form)


def listed(values: str) -> list[str]:
    """The values of a comma-separated text, white space within each made one space."""
    return [" ".join(value.split()) for value in values.split(",") if value.strip()]


@cache
def word_lists(package: str, file: str) -> Mapping[str, frozenset[str]]:
    """The lists of words in a TOML file of ``package``, by their names; read once."""
    table = tomllib.loads((files(package) / file).read_text(encoding="utf8"))
    return {name: frozenset(listed(values)) for name, values in table.items()}


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon, read from ``cues.toml`` on the first call."""
    tables: dict[str, dict[str, CueClass]] = {"verbs": {}, "nouns": {}, "adjectives": {}, "phrases": {}}
    text = (files("onrecord.attribution") / "cues.toml").read_text(encoding="utf8")
    for entry in tomllib.loads(text)["class"]:
        described = CueClass(entry["act"], entry["stance"], entry.get("with_infinitive"))
        for kind, table in tables.items():
            table |= dict.fromkeys(listed(entry.get(kind, "")), described)
    forms = {form: verb for verb in tables["verbs"] for form in (*inflections(verb), verb)}
    forms |= {verb: verb for verb in tables["verbs"]} | irregular_verbs()
    rests: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(tables["phrases"], key=lambda phrase: -len(phrase.split())):
        first, *rest = phrase.split()
        rests.setdefault(first, []).append(tuple(rest))
    return Lexicon(**tables, verb_forms=forms, phrase_rests={first: tuple(others) for first, others in rests.items()})
