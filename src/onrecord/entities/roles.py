"""Offices that a text gives to a person, where it gives them: before a name, beside it, or in a clause behind it.

"Gov. Alma Reyes", "State Transportation Secretary Daniel Prewitt", "the ministry's spokesman, Ola Brandt", "Ruth Hale,
the director of the Harbor Authority", "Silas Brandt, who leads the union". A role is an office only where its noun is
one that people hold (``standing.toml``); ages, epithets and kin are none.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

from onrecord.attribution.lemmas import noun_lemma
from onrecord.attribution.lexicon import lexicon, listed
from onrecord.attribution.phrases import NOUN_TAGS, POSSESSIVE
from onrecord.attribution.standing import people_nouns
from onrecord.attribution.words import Words
from onrecord.entities.entity import NameMention, Role, RoleStatus
from onrecord.entities.names import listed_names
from onrecord.span import Span

__all__ = ["find_roles"]

_STATUS: dict[str, RoleStatus] = {
    "former": "former",
    "ex": "former",
    "then": "former",
    "onetime": "former",
    "one-time": "former",
    "longtime": "current",
    "retired": "former",
    "late": "former",
    "acting": "acting",
    "interim": "acting",
    "elect": "nominated",
    "designate": "nominated",
    "nominee": "nominated",
    "incoming": "nominated",
}
#: Verbs by which somebody holds an office: who heads the agency.
_HOLDING = frozenset({"lead", "head", "run", "chair", "oversee", "direct", "manage", "command", "edit", "own"})
_BEFORE, _BEHIND = 9, 16
_ARTICLES = frozenset({"the", "a", "an", "his", "her", "its", "their", "our", "my"})
_TO_BODY = frozenset({"of", "for", "at", "in", "with", "to"})
_ENDS = frozenset({",", ".", ";", ":", "—", "–", "(", ")", "“", "”", '"', "who", "which", "whose"})
#: Forms of address and ranks that are no office.
_ADDRESS_ONLY = frozenset(listed("mr, mrs, ms, miss, mx, sir, dame, lady, hon, dr, former, then, ex, acting, vice"))

#: The entity of a body's name that has a word in a range of words, and the range of that name; or nothing.
BodyIn = Callable[[range], tuple[int, range] | None]


def _holds(words: Words, at: int) -> bool:
    """Whether the word is a noun of one person, or an office's short form before a name."""
    word = words[at]
    lists = listed_names()
    if word.lower in lists["address"] - _ADDRESS_ONLY:
        return True
    if word.lower == "second":
        return [each.lower for each in words.all[at + 1 : at + 3]] == ["in", "command"]
    return word.tag in NOUN_TAGS and noun_lemma(word.lower) in people_nouns() - lists["no_office"]


def _status_of(words: Words, place: range) -> RoleStatus:
    for at in place:
        for part in words[at].lower.split("-"):
            if part in _STATUS or words[at].lower in _STATUS:
                return _STATUS.get(words[at].lower) or _STATUS[part]
    return "current"


def _role(
    text: str, words: Words, place: range, body_in: BodyIn, around: range, body: int | None = None
) -> Role | None:
    """The role in the words ``place``, whose last is its noun; ``around`` may name the body, if ``body`` is not it."""
    start, stop = place.start, place.stop
    while stop > start and not _holds(words, stop - 1):
        stop -= 1
    if stop == start:
        return None
    status = _status_of(words, range(around.start, stop))
    for at in range(stop - 2, start, -1):
        if words[at].lower in POSSESSIVE:
            owner = body_in(range(start, at)) if body is None else None
            body, start = (owner[0] if owner else body), at + 1
            break
    while start < stop - 1 and (
        words[start].lower in _STATUS
        or words[start].lower in _ARTICLES
        or words[start].name == "date"
        or not words[start].is_word
    ):
        start += 1
    first = start
    if body is None:
        within = body_in(range(start, stop - 1)) if stop - 1 > start else None
        if within is not None and within[1].stop < stop:
            body, start = within[0], within[1].stop
            while start < stop - 1 and (words[start].lower in POSSESSIVE or not words[start].is_word):
                start += 1
    noun = noun_lemma(words[stop - 1].lower)
    stop = _with_field(words, stop, around.stop)
    end = words[stop - 1].end
    if stop < len(words) and words[stop].lower == "." and words[stop].start == end and stop in around:
        end = words[stop].end
    reach = Span(words[first].start, end)
    if body is None and (behind := body_in(range(stop, around.stop))) is not None:
        body = behind[0]
        reach = Span(reach.start, max(reach.end, words[behind[1].stop - 1].end))
    title = " ".join(text[words[start].start : end].split())
    return Role(title, noun, body, status, reach)


def _with_field(words: Words, stop: int, limit: int) -> int:
    """The end of a title with its field: chief [of staff], second [in command], professor [of surgery]."""
    at = stop
    if at + 1 < min(limit, len(words)) and words[at].lower in {"of", "in"}:
        at += 1
        while at < min(limit, len(words)) and words[at].tag in {"NN", "NNS"} and not words[at].title:
            at += 1
            stop = at
    return stop


def _before(text: str, words: Words, mention: NameMention, body_in: BodyIn) -> Role | None:
    """Gov. Alma Reyes; State Transportation Secretary Daniel Prewitt; the ministry's spokesman, Ola Brandt."""
    at, block = mention.first - 1, words[mention.first].block
    comma = at >= 0 and words[at].lower == "," and words[at].block == block
    at -= comma
    stop, body = at + 1, None
    while at >= 0 and words[at].block == block and stop - at <= _BEFORE:
        word = words[at]
        if word.lower in POSSESSIVE:
            owner = body_in(range(max(0, at - 6), at))
            body = owner[0] if owner is not None and owner[1].stop == at else None
            break
        short = word.lower == "." and at > 0 and words[at - 1].lower in listed_names()["address"]
        if not (
            short
            or word.tag in NOUN_TAGS
            or word.tag.startswith("JJ")
            or word.lower in _STATUS
            or word.lower in listed_names()["address"]
            or (word.lower in {"of", "and", "&"} and words[at + 1].title and words[at - 1].title)
        ):
            break
        at -= 1
    start = at + 1
    if not comma:
        return _role(text, words, range(start, stop), body_in, range(start, stop), body) if start < stop else None
    return _set_before(text, words, stop, body_in)


def _set_before(text: str, words: Words, stop: int, body_in: BodyIn) -> Role | None:
    """The ministry's spokesman, Ola Brandt; a spokesman for the ministry, Ola Brandt: the phrase ends at ``stop``."""
    at = stop - 1
    while at >= 0 and words[at].block == words[stop - 1].block and stop - at <= _BEFORE:
        word = words[at]
        within = word.tag in NOUN_TAGS or word.tag.startswith("JJ") or word.lower in _TO_BODY or word.lower in _STATUS
        if word.lower in _ARTICLES or word.lower in POSSESSIVE:
            head = list(takewhile(lambda place: words[place].lower not in _TO_BODY, range(at + 1, stop)))
            owner = body_in(range(max(0, at - 6), at)) if word.lower in POSSESSIVE else None
            body = owner[0] if owner is not None and owner[1].stop == at else None
            if head and _holds(words, head[-1]):
                return _role(text, words, range(head[0], head[-1] + 1), body_in, range(head[0], stop), body)
            if word.lower in POSSESSIVE:
                return None
        elif not within:
            return None
        at -= 1
    return None


def _clause_end(words: Words, first: int) -> int:
    """The end of the phrase or clause that starts at ``first``."""
    stop = first
    while stop < min(first + _BEHIND, len(words)) and words[stop].block == words[first].block:
        short = words[stop].lower == "." and stop > first and len(words[stop - 1].lower) == 1  # U.S.
        if words[stop].lower in _ENDS and not short and not (stop == first and words[stop].lower == "who"):
            break
        stop += 1
    return stop


def _behind(text: str, words: Words, mention: NameMention, body_in: BodyIn) -> Role | None:
    """Ruth Hale, the director of the Harbor Authority; Silas Brandt, 61, who leads the union."""
    at, block = mention.last, words[mention.first].block
    if at >= len(words) or words[at].lower != "," or words[at].block != block:
        return None
    at += 1
    if at + 1 < len(words) and words[at].lower.isdigit() and words[at + 1].lower == ",":
        at += 2
    stop = _clause_end(words, at)
    if at >= stop or words[at].block != block:
        return None
    if words[at].lower == "who":
        return _held(text, words, range(at + 1, stop), body_in)
    if words[at].lower not in _ARTICLES and words[at].lower not in _STATUS and not _holds(words, at):
        return None
    head = list(takewhile(lambda place: _in_head(words, place), range(at, stop)))
    if not head:
        return None
    return _role(text, words, range(head[0], head[-1] + 1), body_in, range(at, stop))


def _in_head(words: Words, at: int) -> bool:
    return words[at].lower in _STATUS or not words[at].tag.startswith(("IN", "TO", "VB"))


def _held(text: str, words: Words, clause: range, body_in: BodyIn) -> Role | None:
    """Who leads the union: the title is what is done, in the text's words."""
    for at in clause[:3]:
        verb = lexicon().verb(words[at].lower)
        if verb in _HOLDING and words[at].tag.startswith("VB"):
            stop = next((place for place in clause if place > at and words[place].tag in {"CC", "MD"}), clause.stop)
            body = body_in(range(at + 1, stop))
            span = Span(words[at].start, words[stop - 1].end)
            status: RoleStatus = "former" if words[at].tag in {"VBD", "VBN"} else "current"
            return Role(" ".join(span.of(text).split()), verb, body[0] if body else None, status, span)
    return None


def find_roles(text: str, words: Words, mention: NameMention, body_in: BodyIn) -> list[Role]:
    """The offices that the words beside one mention of a person's name give; none twice."""
    roles = (_before(text, words, mention, body_in), _behind(text, words, mention, body_in))
    return [role for role in roles if role is not None]
