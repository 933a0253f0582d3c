"""The lemma of an English verb or noun form.

Why not a lemmatizer library: those that are good take a sixth of a second to load, a seventh of the whole time in
which an article is to be read. The lexicon of cues knows the forms of its own verbs; the rules here serve the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

__all__ = ["inflections", "irregular_verbs", "noun_lemma", "regular_lemma"]

_VOWEL = "aeiou"
#: Stems that lost an e before -ed and -ing.
_LOST_E = re.compile(
    r"""(?:
      [cuv] | (?<!z)z | (?<!s)s                             # announce, argue, believe, seize, accuse
    | dg | [rl]g | (?:ll|ch|rr)[ae]ng                       # pledge, urge, challenge
    | [bcdfgkptz]l                                          # settle
    | ^(?:[^aeiou]|qu)*[aeiouy][^aeiouwxy]                  # cite, hope: a short stem that lost nothing is doubled
    | (?:[^aeiou]|qu)(?:a[bdgkmnprt]|i[bdgkmnr]|o[bdgkmt]|u[bdgklmnprt]|ed)  # persuade, describe, promote, execute
    | [iu]at | creat | (?:gn|pl|st)or | (?:mp|pl|el)et | ven | pon            # negotiate, ignore, complete, intervene
    )$""",
    re.VERBOSE,
)


@cache
def irregular_verbs() -> dict[str, str]:
    """The lemma of each irregular form."""
    lemmas: dict[str, str] = {}
    for line in (files("onrecord.attribution") / "irregular_verbs.txt").read_text(encoding="utf8").splitlines():
        if line and not line.startswith("#"):
            lemma, *forms = line.split()
            lemmas |= dict.fromkeys(forms, lemma)
    return lemmas


def inflections(verb: str) -> Iterable[str]:
    """The regular forms of ``verb``, with more than exist: its last consonant both doubled and not."""
    if verb.endswith("e"):
        yield from (f"{verb}s", f"{verb}d", f"{verb[:-1]}ing", f"{verb}ing")
    elif verb.endswith("y") and verb[-2:-1] not in _VOWEL:
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing")
    else:
        yield from (f"{verb}s", f"{verb}ed", f"{verb}ing")
        if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
            yield f"{verb}es"
        if verb[-2:-1] and verb[-2] in _VOWEL and verb[-1] not in "wxyaeiou":
            yield from (f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing")


def regular_lemma(form: str) -> str:
    """The most likely lemma of a verb form that no list knows."""
    if form.endswith("ies") and len(form) > 4:
        return f"{form[:-3]}y"
    if form.endswith("ied") and len(form) > 4:
        return f"{form[:-3]}y"
    if form.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return form[:-2]
    if form.endswith("s") and not form.endswith(("ss", "us", "is")) and len(form) > 3:
        return form[:-1]
    stem = form[:-2] if form.endswith("ed") else form[:-3] if form.endswith("ing") else ""
    if len(stem) < 2 or not re.search("[aeiouy]", stem):
        return form
    if stem[-1] == stem[-2] and stem[-1] not in "lsfzaeiou":
        return stem[:-1]
    return f"{stem}e" if _LOST_E.search(stem) else stem


def noun_lemma(form: str) -> str:
    """The singular of a noun form."""
    if form.endswith("ies") and len(form) > 4:
        return f"{form[:-3]}y"
    if form.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return form[:-2]
    if form.endswith("s") and not form.endswith(("ss", "us", "is")) and len(form) > 3:
        return form[:-1]
    return form
