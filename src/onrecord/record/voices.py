"""Whose voice an attribution is in: what a view colours by and counts by.

A record says which entity a source is where that is known. Where it is not, a view must still know that two lines are
one speaker's, and a reader would not forgive it for telling "Maria Ortega" and "Ortega" apart. So sources without an
entity are joined by their words, and a bare last name goes with the one fuller name of a source that ends in it, which
is how news refers to somebody for the second time. Nothing of this enters the record: it is a view's reading, not a
resolution. Pronouns are joined with nobody but themselves, and say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.attribution.terms import Standing
from onrecord.record.types import Attribution, Record

__all__ = ["NOBODY", "PAGE", "Voice", "find_voices"]


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker as a view shows it.

    ``key`` is the same for all that one voice says in one record. ``resolved`` is False for a pronoun: what is in this
    voice may be several people's.
    """

    key: str
    name: str
    standing: Standing
    resolved: bool = True


#: What the page says on nobody's word but its own: all that is attributed to no one.
PAGE = Voice("page", "the page itself", "outlet")
#: What is attributed without a source: "reportedly".
NOBODY = Voice("nobody", "nobody’s word", "none")

#: Each pronoun with the form under which its voice is shown.
_PRONOUNS = {
    form: shown
    for shown, forms in {
        "he": "he him his himself", "she": "she her hers herself", "it": "it its itself",
        "they": "they them their theirs themselves", "we": "we us our ours ourselves", "I": "i me my mine myself",
        "you": "you your yours yourself", "who": "who whom whose whoever", "that": "that which", "this": "this these",
        "those": "those", "one": "one", "some": "some", "others": "others", "many": "many", "both": "both",
        "all": "all",
    }.items()
    for form in forms.split()
}  # fmt: skip
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_HONORIFICS = frozenset(
    ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "lord", "lady", "rev", "fr", "sen", "rep", "gov",
     "gen", "col", "lt", "sgt", "capt", "hon", "judge", "justice", "president", "senator", "governor", "mayor")
)  # fmt: skip
_CONNECTORS = frozenset(
    ("of", "for", "de", "da", "di", "del", "la", "le", "van", "von", "der", "den", "bin", "ibn", "al", "el", "and")
)
_EDGES = " \t\r\n,;:.“”\"'‘’«»()[]—–-"


def _name_in(words: str) -> str | None:
    """The name in a source's words: a capitalised run, before an apposition, that owns nothing.

    "Jan Keller" of "Ortega's predecessor, Jan Keller", and "Keller" of "Former mayor Keller, who now fishes".
    """
    for part in words.split(","):
        runs: list[list[str]] = [[]]
        for word in _ARTICLE.sub("", part.strip()).split():
            bare = word.strip(_EDGES)
            named = bare[:1].isupper() and not _POSSESSIVE.search(word)
            if named or (runs[-1] and bare.casefold() in _CONNECTORS):
                runs[-1].append(bare)
            else:
                runs.append([])
        for run in runs:
            while run and run[-1].casefold() in _CONNECTORS:
                run.pop()
        names = [run for run in runs if run]
        if names:
            return " ".join(next((run for run in names if len(run) > 1), names[-1]))
    return None


def _surname(name: str) -> str | None:
    """The last name, where ``name`` is nothing but that, with or without a form of address."""
    words = [w for w in name.casefold().split() if w.rstrip(".") not in _HONORIFICS]
    return words[0] if len(words) == 1 else None


def _source_words(record: Record, attribution: Attribution) -> str:
    text = record.document.text
    return " ".join(" ".join(text[s.start : s.end] for s in attribution.source.spans).split())


def _fuller_names(names: Mapping[str, str]) -> dict[str, str]:
    """Last name to the key of the one voice with a fuller name that ends in it; none where two share it."""
    ending: dict[str, set[str]] = {}
    for key, name in names.items():
        if _surname(name) is None and name.strip():
            ending.setdefault(name.casefold().split()[-1], set()).add(key)
    return {last: next(iter(keys)) for last, keys in ending.items() if len(keys) == 1}


def find_voices(record: Record) -> dict[str, Voice]:
    """The voice of each attribution, by the attribution's id, in the record's order."""
    entities = {entity.id: entity for entity in record.entities}
    found: dict[str, Voice] = {}
    people: dict[str, str] = {}
    for attribution in record.attributions:
        words = _source_words(record, attribution)
        entity = entities.get(attribution.source.entity or "")
        standing = attribution.source.standing
        name = words.strip(_EDGES) or words
        if entity is not None:
            voice = Voice(f"entity:{entity.id}", entity.name, standing)
        elif not words:
            voice = NOBODY
        elif words.casefold() in _PRONOUNS:
            shown = _PRONOUNS[words.casefold()]
            voice = Voice(f"pronoun:{shown}", shown, standing, resolved=False)
        else:
            if standing == "named_person":
                name = _name_in(words) or name
            voice = Voice(f"words:{_ARTICLE.sub('', name).casefold()}", name, standing)
        if standing == "named_person" and voice.resolved and voice is not NOBODY:
            people[voice.key] = voice.name
        found[attribution.id] = voice
    fuller = _fuller_names(people)
    first: dict[str, Voice] = {}
    for voice in found.values():
        first.setdefault(voice.key, voice)
    for attribution_id, voice in found.items():
        last = _surname(voice.name) if voice.key.startswith("words:") and voice.standing == "named_person" else None
        found[attribution_id] = first[fuller.get(last or "", voice.key)]
    return found
