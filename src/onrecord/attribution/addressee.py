"""To whom it was said: told [the newspaper], said to [reporters], in an interview with [the Harrow Post].

RiQuA's addressee (Papay and Padó 2020), looked for where news English puts it: behind a verb that takes one, behind
"to" and "with" of speaking, and behind the occasions on which people speak. The cue may hold it or leave it out.
"""

from __future__ import annotations

from collections.abc import Collection

from onrecord.attribution.lexicon import lexicon, listed
from onrecord.attribution.phrases import BE, NOUN_TAGS, is_abbreviated
from onrecord.attribution.words import Words
from onrecord.span import Span

__all__ = ["find_addressee"]

#: Verbs whose object is who hears it.
_TELLING = frozenset(
    listed("""
    tell, ask, inform, remind, warn, urge, assure, reassure, advise, order, instruct, beg, promise, thank, e-mail,
    email, text, brief, notify, persuade, convince, call, press, beseech, implore, command, direct, invite, encourage,
    caution, lecture, scold, congratulate, apprise, update, query, question, quiz, message, phone, write
    """)
)
#: Verbs whose hearer stands behind "to" or "with".
_SPEAKING = frozenset(
    listed("""
    say, speak, talk, write, explain, complain, confess, admit, apologize, apologise, reply, respond, report, announce,
    confirm, insist, suggest, recommend, appeal, promise, pledge, vow, whisper, shout, boast, brag, lie, swear, tweet,
    describe, disclose, reveal, mention, hint, propose, testify, joke, remark, recount, relate, repeat, read, plead,
    argue, express, convey, communicate, signal, relay, present, outline, reiterate, stress, vent, deny, state
    """)
)
#: What people speak in, and the prepositions that lead from it to who hears it.
_OCCASIONS = frozenset(
    listed("""
    interview, statement, letter, remark, comment, email, e-mail, message, speech, address, call, conversation, talk,
    memo, note, testimony, text, briefing, meeting, exchange, report, filing
    """)
)
_TO = frozenset({"to", "with"})
#: Between the cue's head and its hearer.
_ADVERB_TAGS = frozenset({"RB", "RP", "RBR"})
_WITHIN = frozenset({"DT", "JJ", "JJR", "JJS", "CD", "PRP$", "POS", "VBN", "VBG"}) | NOUN_TAGS
_PRONOUNS = frozenset(
    {"me", "him", "her", "us", "them", "you", "himself", "herself", "themselves", "everyone", "anyone"}
)
#: Nouns that a verb of telling may have behind it and that hear nothing: told the truth, called the plan …
_HEARS_NOTHING = frozenset(
    listed("""
    truth, story, lie, joke, question, time, day, week, month, year, monday, tuesday, wednesday, thursday, friday,
    saturday, sunday, january, february, march, april, may, june, july, august, september, october, november, december,
    way, thing, news, answer, letter, statement, deal, plan, bill, law, decision, idea, move, vote, report, election
    """)
)
#: The most words of a hearer, and how far behind the head an occasion is looked for.
_LONGEST, _REACH = 12, 8


def _phrase(words: Words, first: int, stop: int) -> range | None:
    """The noun phrase that starts at ``first``, with what "of" and "and" add to it; ``None`` where none starts."""
    if first >= stop:
        return None
    if words[first].lower in _PRONOUNS:
        return range(first, first + 1)
    at, noun = first, None
    while at < min(first + _LONGEST, stop) and words[at].block == words[first].block:
        word = words[at]
        if word.tag in NOUN_TAGS or (word.title and word.is_word):
            noun = at
        elif word.lower in {"of", "and", "&", "."} and noun == at - 1:
            joined = word.lower == "." and is_abbreviated(words, at - 1)
            following = words[at + 1] if at + 1 < stop else None
            told_of = word.lower == "of" and (
                following is None
                or following.tag in {"PRP$", "VBG"}
                or not (following.title or words[at - 1].tag in {"NNS", "NNPS"})
            )
            if told_of or (word.lower == "." and not joined):
                break
        elif word.tag not in _WITHIN or (noun is not None and word.tag in {"DT", "PRP$", "VBN", "VBG", "CD"}):
            behind_of = at > first and words[at - 1].lower in {"of", "and"}
            if not (behind_of and word.tag in _WITHIN):
                break
        at += 1
    return None if noun is None else range(first, noun + 1)


def _hears(words: Words, phrase: range) -> bool:
    last = words[phrase.stop - 1]
    return lexicon().noun(last.lower) not in _HEARS_NOTHING and last.name != "date"


def _span(words: Words, phrase: range) -> Span:
    return Span(words[phrase.start].start, words[phrase.stop - 1].end)


def _behind(words: Words, at: int, stop: int, led_by: frozenset[str] | None) -> range | None:
    """The phrase behind ``at``, past adverbs and past one of ``led_by`` where that is given."""
    while at < stop and words[at].tag in _ADVERB_TAGS and words[at].lower not in _PRONOUNS:
        at += 1
    if led_by is not None:
        if at >= stop or words[at].lower not in led_by or (at + 1 < stop and words[at + 1].tag == "VB"):
            return None
        at += 1
    phrase = _phrase(words, at, stop)
    return phrase if phrase is not None and _hears(words, phrase) else None


def find_addressee(words: Words, head: int, told: Collection[int], source: range | None) -> Span | None:
    """Who hears it, as a span of the text, or nobody; ``head`` is the cue's head, ``told`` are the contents' words.

    The hearer stands behind the head, within its block, and in no content and not in the source.
    """
    lemma = lexicon().verb(words[head].lower)
    stop = head + 1
    while stop < min(head + 1 + _REACH + _LONGEST, len(words)) and words[stop].block == words[head].block:
        if stop in told or (source and stop in source):
            break
        stop += 1
    if lemma in _TELLING and not _is_passive(words, head):
        phrase = _behind(words, head + 1, stop, None)
        if phrase is not None:
            return _span(words, phrase)
    if lemma in _SPEAKING or lemma in _TELLING:
        phrase = _behind(words, head + 1, stop, _TO)
        if phrase is not None:
            return _span(words, phrase)
    for at in range(head, min(head + _REACH, stop)):
        if lexicon().noun(words[at].lower) in _OCCASIONS and words[at].tag in NOUN_TAGS:
            phrase = _behind(words, at + 1, stop, _TO)
            if phrase is not None:
                return _span(words, phrase)
    return None


def _is_passive(words: Words, head: int) -> bool:
    """Whether the head is a participle behind a form of "be": what stands behind it then is no hearer."""
    return words[head].tag in {"VBN", "VBD"} and any(words[at].lower in BE for at in range(max(0, head - 3), head))
