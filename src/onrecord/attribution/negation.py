"""Whether the cue is negated: did not say, never said, nobody said, without saying.

Verbs that deny by what they mean (deny, decline, refuse, doubt) have lemmas of their own and are not negated: "denied"
says something, and "did not deny" is the negation of that. The negation may stand outside the cue, since annotators
and models leave it out about as often as not.
"""

from __future__ import annotations

from onrecord.attribution.cues import AUXILIARIES
from onrecord.attribution.lexicon import lexicon
from onrecord.attribution.words import Words

__all__ = ["is_negated"]

#: Adverbs that negate the verb behind them.
_NOT = frozenset({"not", "n't", "never", "cannot", "nor", "neither"})
#: Prepositions, and ends of prepositions, that negate the participle behind them.
_WITHOUT = frozenset({"without"})
_WITHOUT_IN_TWO = frozenset({("short", "of"), ("instead", "of"), ("rather", "than"), ("no", "longer")})
#: Subjects that make the clause negative, and objects that do so directly behind the verb: said nothing.
_NOBODY = frozenset({"nobody", "none", "neither", "no-one", "nothing"})
#: Behind "not" these make it a turn of phrase: not only said.
_NOT_REALLY = frozenset({"only", "just", "merely", "simply", "least"})
#: Words of the verb group that the search walks back over.
_REACH = 7


def _negates(words: Words, at: int) -> bool:
    word = words[at]
    following = words[at + 1].lower if at + 1 < len(words) else ""
    if word.lower in _NOT:
        return following not in _NOT_REALLY
    if word.lower in _WITHOUT:
        return True
    if word.lower == "yet" and following == "to":  # has yet to say
        return at > 0 and lexicon().verb(words[at - 1].lower) in {"have", "be"}
    return (word.lower, following) in _WITHOUT_IN_TWO


def _source_negates(words: Words, source: range) -> bool:
    """Whether the source is nobody: no one, none of them, neither side, no official."""
    first = words[source.start]
    following = words[source.start + 1].lower if source.start + 1 < len(words) else ""
    return first.lower in _NOBODY or (first.lower == "no" and following not in {".", "#"})


def is_negated(words: Words, cue: range, head: int, source: range | None) -> bool:
    """Whether the head at index ``head`` of the cue is negated, within the cue, before it, or by its source."""
    if any(_negates(words, at) for at in range(cue.start, head)):
        return True
    before_head = [words[at].lower for at in range(cue.start, head)]
    if "no" in before_head or any(lexicon().verb(word) == "fail" for word in before_head):
        return True
    for at in range(head + 1, cue.stop):
        if words[at].lower in {"no", "not", "n't", "nothing", "nobody"} and all(
            not words[between].tag.startswith("VB") or words[between].lower in AUXILIARIES
            for between in range(head + 1, at)
        ):
            return True
    if source and _source_negates(words, source):
        return True
    return _negated_before(words, cue.start, source)


def _before_aside(words: Words, at: int) -> int:
    """What stands before an adverb set off by commas that ends at ``at``: did not[, however,] say."""
    if at < 2 or words[at].lower != ",":
        return at
    inner = at - 1
    while inner > max(at - 4, 0) and words[inner].tag.startswith("RB"):
        inner -= 1
    return inner - 1 if inner < at - 1 and words[inner].lower == "," else at


def _negated_before(words: Words, start: int, source: range | None) -> bool:
    """Whether a negation stands before the cue in its verb group; the source in between is passed over."""
    at, steps = _before_aside(words, start - 1), 0
    while at >= 0 and steps < _REACH:
        if source and source.start <= at < source.stop:
            at = source.start - 1
            continue
        word = words[at]
        if word.block != words[start].block:
            return False
        if _negates(words, at) or (word.lower == "no" and words[at + 1].lower == "longer"):
            return True
        if (
            word.lower not in AUXILIARIES
            and not word.tag.startswith("RB")
            and word.lower not in {"of", "than", "longer"}
        ):
            return False
        at, steps = at - 1, steps + 1
    return False
