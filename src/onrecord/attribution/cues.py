"""The head of a cue, its lemma, the act it names and the stance the writer takes.

Why not the first verb: "was quoted as saying" says, "went on to argue" argues, "made it clear" makes clear, and "did
not immediately respond" responds. Each rule below is one such habit of news English; what a lemma means is not here but
in the lexicon.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.attribution.hedges import hedge_adverbs
from onrecord.attribution.lexicon import UNLISTED, CueClass, Lexicon, lexicon, listed
from onrecord.attribution.phrases import BE, NOUN_TAGS
from onrecord.attribution.terms import Act, Stance
from onrecord.attribution.words import Words
from onrecord.model.labels import NAME_CLASSES

__all__ = ["AUXILIARIES", "CueReading", "read_cue"]


class CueReading(NamedTuple):
    """What the words of a cue say; ``head`` is the index of the head among the document's words."""

    lemma: str
    act: Act
    stance: Stance
    head: int


AUXILIARIES = frozenset(
    listed("""
    be, am, is, are, was, were, been, being, 's, 're, 'm, have, has, had, having, 've, 'd, do, does, did, will,
    would, shall, should, can, could, may, might, must, 'll, ought
    """)
)
#: Verbs of manner, time and seeming, that leave the cue to the verb behind them: went on to say.
_TRANSPARENT = frozenset(
    listed("""
    go, continue, proceed, begin, start, keep, tend, use, manage, happen, come, fail, seem, appear, quote, hear,
    help, get, remain, stop, be, have, do, let, rush, hasten, hurry, return, need, dare
    """)
)
#: Verbs that say little beside their noun or the participle behind it: issued a statement saying, expressed concern.
_LIGHT = frozenset(
    listed("""
    issue, release, make, give, take, have, hold, deliver, send, raise, express, voice, offer, provide, cast, draw,
    file, level, launch, show, pay, heap, throw, publish, post, write, put, get, find, sign, pass, seek
    """)
)
#: Verbs after which an adjective is the head: is confident, remained adamant, sounded worried.
_COPULAS = frozenset(
    listed("""
    be, feel, remain, seem, sound, grow, become, appear, stay, look, get
    """)
)
_DETERMINERS = frozenset(
    listed("""
    a, an, the, this, that, these, those, his, her, its, their, my, our, your, 's, no, any, some
    """)
)
#: What may stand within a phrase: made [it very] clear, lashed [back] out, took [some] shots.
_WITHIN_PHRASE = (
    frozenset({"it", "that", "this", "them", "him", "himself", "herself", "themselves", "so"}) | _DETERMINERS
)
#: Verbs with which nobody owns the content where nobody is named: is said to, was believed to.
_OWNERLESS = frozenset(
    listed("""
    say, believe, think, report, allege, rumor, rumour, understand, suspect, presume
    """)
)

_DATE = NAME_CLASSES[6]
_GAP = 2
_INFINITIVE_REACH = 9


def _is_verb(words: Words, at: int, first: int, lexicon_: Lexicon) -> bool:
    """Whether the word is a verb: by its tag, or, since tags err, by a form that only a verb has."""
    word = words[at]
    if word.lower in AUXILIARIES:
        return not (word.lower == "'s" and word.tag == "POS")
    before = words[at - 1].lower if at > first else ""
    if word.tag.startswith("VB"):
        return not (before in _DETERMINERS and word.tag != "VBG" and lexicon_.noun(word.lower) in lexicon_.nouns)
    if word.tag in {"JJ", "RB", "IN"} and word.lower in lexicon_.adjectives:
        return False
    lemma = lexicon_.verb_forms.get(word.lower)
    if lemma is None or before in _DETERMINERS or word.tag in {"IN", "TO", "DT", "RP", "CC", "MD", "RB"}:
        return False
    return word.lower not in (lemma, f"{lemma}s", f"{lemma}es") or (
        word.tag in NOUN_TAGS and lexicon_.noun(word.lower) not in lexicon_.nouns
    )


def _phrase_at(words: Words, at: int, stop: int, first_word: str, lexicon_: Lexicon) -> str | None:
    """The longest phrase of the lexicon that starts with ``first_word`` at ``at`` and ends before ``stop``."""
    for rest in lexicon_.phrase_rests.get(first_word, ()):
        place, matched = at + 1, 0
        gap = _GAP
        while matched < len(rest) and place < stop:
            word = words[place]
            if word.lower == rest[matched] or lexicon_.noun(word.lower) == rest[matched]:
                matched += 1
            elif gap and (word.lower in _WITHIN_PHRASE or word.tag.startswith(("RB", "PRP", "JJ"))):
                gap -= 1
            else:
                break
            place += 1
        on_a_date = rest[-1:] == ("on",) and place < len(words) and words[place].name == _DATE
        if matched == len(rest) and not on_a_date:
            return " ".join((first_word, *rest))
    return None


def _look_ahead(words: Words, stop: int) -> int:
    """The end of what a phrase may take from behind the cue: the particle that the content swallowed (called | for)."""
    ahead = stop
    while ahead < min(stop + _GAP, len(words)) and words[ahead].tag in {"IN", "RP", "TO", "RB"}:
        ahead += 1
    return ahead


def _verb_head(words: Words, verbs: Sequence[int], cue: range, lexicon_: Lexicon) -> int:
    """The verb that attributes: behind auxiliaries, verbs of manner, and light verbs that lead to a participle."""
    for place, at in enumerate(verbs):
        lemma = lexicon_.verb(words[at].lower)
        if place + 1 == len(verbs):
            return at
        following = verbs[place + 1]
        between = [words[i].lower for i in range(at + 1, following)]
        if words[at].lower in AUXILIARIES and lemma in {"be", "have", "do"} and "to" not in between:
            continue
        if words[at].lower in AUXILIARIES and lemma not in {"be", "have", "do"}:
            continue
        if lemma in _TRANSPARENT and lemma not in {"need"}:
            continue
        if (
            lemma in _LIGHT
            and words[following].tag in {"VBG", "VB"}
            and lexicon_.verb(words[following].lower) in lexicon_.verbs
        ):
            continue
        return at
    return cue.start


def _completed(words: Words, head: int, cue: range, lexicon_: Lexicon) -> tuple[str, CueClass]:
    """The lemma of the verb at ``head`` with what belongs to it in the cue: a particle, or the noun of a light verb."""
    lemma = lexicon_.verb(words[head].lower)
    if phrase := _phrase_at(words, head, cue.stop, lemma, lexicon_):
        return phrase, lexicon_.phrases[phrase]
    if cue.stop - head == 1 and (phrase := _phrase_at(words, head, _look_ahead(words, cue.stop), lemma, lexicon_)):
        return lemma, lexicon_.phrases[phrase]
    described = lexicon_.verbs.get(lemma, UNLISTED)
    following = range(head + 1, cue.stop)
    if lemma in _COPULAS:
        for at in following:
            if words[at].lower in lexicon_.adjectives:
                return words[at].lower, lexicon_.adjectives[words[at].lower]
            if words[at].tag.startswith("JJ") and words[at].lower.isalpha():
                return words[at].lower, UNLISTED
    if lemma in _LIGHT or lemma in {"be", "do"}:
        for at in following:
            if words[at].tag in {"IN", "TO"} and lemma in _LIGHT:
                break
            noun = lexicon_.noun(words[at].lower)
            if words[at].tag in NOUN_TAGS and noun in lexicon_.nouns:
                return (noun if lemma in {"be", "do"} else f"{lemma} {noun}"), lexicon_.nouns[noun]
    if head + 1 < cue.stop and words[head + 1].tag == "RP":
        return f"{lemma} {words[head + 1].lower}", described
    return lemma, described


def _without_verb(words: Words, cue: range, lexicon_: Lexicon) -> tuple[str, CueClass, int]:
    """Lemma, class and head of a cue that has no verb: an adjective, a noun, a preposition, or a mark."""
    for at in cue:
        word = words[at]
        before = words[at - 1].lower if at > cue.start else ""
        if word.lower in lexicon_.adjectives and before not in _DETERMINERS and word.tag not in NOUN_TAGS:
            return word.lower, lexicon_.adjectives[word.lower], at
        if lexicon_.noun(word.lower) in lexicon_.nouns:
            noun = lexicon_.noun(word.lower)
            return noun, lexicon_.nouns[noun], at
    for at in cue:
        lemma = lexicon_.verb_forms.get(words[at].lower)
        if lemma is not None and lemma in lexicon_.verbs and words[at].tag not in {"IN", "TO"}:
            return lemma, lexicon_.verbs[lemma], at
    nouns = [at for at in cue if words[at].tag in NOUN_TAGS and words[at].is_word]
    if nouns:
        last = nouns[0]
        while last + 1 in nouns:
            last += 1
        return lexicon_.noun(words[last].lower), UNLISTED, last
    told = [at for at in cue if words[at].is_word and words[at].lower not in _DETERMINERS]
    if told:
        return words[told[0]].lower, UNLISTED, told[0]
    return "".join(words[at].lower for at in cue), UNLISTED, cue.start


def _infinitive_follows(words: Words, head: int) -> bool:
    """Whether the head's clause goes on with "to" and a verb: told reporters to wait."""
    for at in range(head + 1, min(head + _INFINITIVE_REACH, len(words) - 1)):
        word, following = words[at], words[at + 1]
        if word.lower == "to" and following.tag == "VB":
            return True
        if not word.is_word or word.tag.startswith(("VB", "W", "MD")) or word.lower in {"that", "if", "how"}:
            return False
    return False


def _ownerless(words: Words, head: int, cue: range, lemma: str) -> bool:
    """Whether the cue is a passive that names nobody: is said to, was widely believed to."""
    if lemma not in _OWNERLESS or words[head].tag not in {"VBN", "VBD", "JJ"}:
        return False
    return any(words[at].lower in BE for at in range(cue.start, head))


def read_cue(words: Words, cue: range, *, has_source: bool) -> CueReading:
    """The lemma, act, stance and head of the cue that the words ``cue`` make; ``cue`` is not empty.

    A hedge ("reportedly") is the head where there is no source, and colours the stance of another head otherwise.
    """
    lexicon_, adverbs = lexicon(), hedge_adverbs()
    hedge = next((at for at in cue if words[at].lower in adverbs), None)
    if hedge is not None and not has_source:
        return CueReading(words[hedge].lower, "assertive", "distancing", hedge)
    for at in cue:
        phrase = (
            None
            if words[at].lower == lexicon_.verb(words[at].lower) and _is_verb(words, at, cue.start, lexicon_)
            else _phrase_at(words, at, cue.stop, words[at].lower, lexicon_)
        )
        if phrase is not None:
            described = lexicon_.phrases[phrase]
            return CueReading(phrase, described.act, described.stance, at)
        if words[at].is_word and words[at].tag != "RB":
            break
    verbs = [at for at in cue if _is_verb(words, at, cue.start, lexicon_)]
    full = [at for at in verbs if words[at].lower not in AUXILIARIES]
    if full or (verbs and not any(words[at].tag in NOUN_TAGS for at in cue if at < verbs[0])):
        head = _verb_head(words, verbs, cue, lexicon_)
        lemma, described = _completed(words, head, cue, lexicon_)
    else:
        lemma, described, head = _without_verb(words, cue, lexicon_)
    act, stance = described.act, described.stance
    if described.with_infinitive is not None and _infinitive_follows(words, head):
        act = described.with_infinitive
    seeming = any(
        words[at].lower in {"seem", "seems", "seemed", "appear", "appears", "appeared"} for at in range(cue.start, head)
    )
    if hedge is not None or seeming or (not has_source and _ownerless(words, head, cue, lemma)):
        stance = "distancing"
    return CueReading(lemma, act, stance, head)
