"""Whom the sources of attributions mean: a name, an office, or a pronoun, to the entity behind it.

What the text says outright is settled by rule: a name in the source, "who" behind a name, an office that one person
holds. A pronoun is given to the candidate that speaks for itself most (near, a subject, the one who spoke last), and to
nobody where two come close: an unknown speaker is better than a wrong one.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.attribution.lemmas import noun_lemma
from onrecord.attribution.phrases import (
    POSSESSIVE,
    RELATIVE,
    antecedent,
    ends_sentence,
    head_of,
    people_in,
    without_owner,
)
from onrecord.attribution.standing import is_outlet, outlet_nouns, people_nouns
from onrecord.attribution.words import Words
from onrecord.entities.clusters import gender_of
from onrecord.entities.entity import Entity, Mention, NameMention, Role
from onrecord.entities.roles import find_roles
from onrecord.span import Span

__all__ = ["Reason", "ResolvedSource", "resolve_sources"]

_GENDER = {"he": "m", "him": "m", "himself": "m", "his": "m", "she": "f", "her": "f", "herself": "f"}
#: How many sentences back a pronoun is looked after, and how many mentions; and names, for an office.
_SENTENCES_BACK, _MENTIONS_BACK, _NAMES_BACK = 6, 60, 500
#: Weights of what speaks for a candidate of a pronoun, in the order of their names; see ``_score``.
_PER_SENTENCE, _SUBJECT, _SPOKE_LAST, _OFTEN, _QUOTED, _OBLIQUE = -0.8, 1.0, 1.6, 0.25, -1.5, -0.6
#: The best candidate must be better than the next by this.
_MARGIN = 0.15

Reason = Literal["none", "name", "office", "beside", "pronoun", "quoted", "several", "nobody"]


@dataclass(frozen=True, slots=True)
class ResolvedSource:
    """The entity of a source or an addressee, as an index of the entities, and what told it.

    ``reason``: its words are a ``name``; an ``office`` that the entity holds; a pronoun ``beside`` a name ("who"); a
    ``pronoun`` given to the likeliest; "I" of who is ``quoted``; ``several`` could be meant; ``nobody`` is named;
    ``none``, there is no source. ``evidence`` is the words elsewhere that it rests on.
    """

    entity: int | None
    reason: Reason
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """A mention of an entity as pronouns see it."""

    at: int  #: index of its first word
    sentence: int
    entity: int
    subject: bool
    oblique: bool
    quoted: bool


#: Kinds of entity that an office is in.
_BODIES = frozenset({"organization", "outlet", "place"})
_FIRST_PERSON = frozenset({"i", "me", "my", "myself"})
_NOBODY = ResolvedSource(None, "none")


class _Resolver:
    def __init__(
        self,
        text: str,
        words: Words,
        entities: Sequence[Entity],
        outlet: str | None,
        quoted: Callable[[int], bool],
    ) -> None:
        self.text, self.words, self.entities, self.outlet = text, words, entities, outlet
        self.sentences = _sentences(words)
        self.names: list[tuple[int, int, NameMention]] = sorted(
            (mention.first, index, mention) for index, entity in enumerate(entities) for mention in entity.names
        )
        self.firsts = [first for first, _, _ in self.names]
        self.genders = [gender_of(entity) if entity.kind == "person" else None for entity in entities]
        self.said = [self._said(mention, index, quoted) for _, index, mention in self.names]
        self.said_at = list(self.firsts)
        self.spoke: int | None = None
        self.name_starts = [[mention.first for mention in entity.names] for entity in entities]
        self.fullest = [max(entity.names, key=lambda name: len(name.parts)).span for entity in entities]
        for entity in entities:
            if entity.kind == "organization" and self._is_outlet(entity):
                entity.kind = "outlet"
            if entity.kind == "person":
                roles: dict[tuple[str, int | None], Role] = {}
                for mention in entity.names:
                    for role in find_roles(text, words, mention, self.body_in):
                        roles.setdefault((role.noun, role.organization), role)
                entity.roles = list(roles.values())

    def _is_outlet(self, entity: Entity) -> bool:
        return any(
            is_outlet(self.words.all[max(0, m.first - (self._article(m.first))) : m.last], self.outlet)
            for m in entity.names
        )

    def _article(self, first: int) -> int:
        return int(first > 0 and self.words[first - 1].lower == "the")

    def _said(self, mention: NameMention, entity: int, quoted: Callable[[int], bool]) -> _Said:
        first, words = mention.first, self.words
        sentence = self.sentences[first]
        here = bisect_left(self.firsts, first)
        opens = not any(
            self.sentences[other] == sentence and name.kind == "person"
            for other, _, name in self.names[max(0, here - 3) : here]
        )
        before = words[first - 1].tag if first else ""
        owner = mention.last < len(words) and words[mention.last].lower in POSSESSIVE
        return _Said(first, sentence, entity, opens, before in {"IN", "TO"} or owner, quoted(mention.span.start))

    def named_within(self, place: range, *, persons_only: bool = False) -> int | None:
        """The entity of the first name in the words of ``place``."""
        for at in range(bisect_left(self.firsts, place.start), bisect_right(self.firsts, place.stop - 1)):
            _, index, mention = self.names[at]
            if mention.last <= place.stop + 1 and (not persons_only or self.entities[index].kind == "person"):
                return index
        return None

    def body_in(self, place: range) -> tuple[int, range] | None:
        """The first name of a body or place that lies in ``place``, and its words."""
        for at in range(bisect_left(self.firsts, place.start), bisect_left(self.firsts, place.stop)):
            _, index, mention = self.names[at]
            if mention.last <= place.stop and self.entities[index].kind in _BODIES:
                return index, range(mention.first, mention.last)
        return None

    def resolve(self, source: range, but: int | None = None) -> ResolvedSource:
        """Who the words of a source, or an addressee, mean; a pronoun does not mean ``but``."""
        words = self.words
        said = [at for at in source if words[at].is_word and words[at].lower not in POSSESSIVE]
        if not said:
            return _NOBODY
        only = words[said[0]].lower if len(said) == 1 else ""
        if only in RELATIVE:
            return self._relative(said[0])
        if only in _GENDER:
            return self._pronoun(said[0], _GENDER[only], but)
        head = self._head(source)
        if (named := self._by_name(source, head)) is not None:
            return ResolvedSource(named, "name", (self.fullest[named],))
        if (held := self._by_office(source, head)) is not None:
            return ResolvedSource(held, "office", self._office(held, source, head))
        return ResolvedSource(None, "nobody")

    def _nearest(self, at: int, index: int) -> Span:
        """The entity's last name before a word, or its first."""
        starts = self.name_starts[index]
        return self.entities[index].names[max(0, bisect_left(starts, at) - 1)].span

    def _office(self, index: int, source: range, head: range) -> tuple[Span, ...]:
        """The words that give the office, or the outlet's name."""
        noun = noun_lemma(self.words[head.stop - 1].lower)
        role = next((role for role in self.entities[index].roles if role.noun == noun), None)
        return (role.span,) if role else (self._nearest(source.start, index),)

    def _head(self, source: range) -> range:
        """The words of the head of a source's phrase, behind its owner; of all of it where no head is found."""
        head = without_owner(head_of([self.words[at] for at in source]))
        return self.words.within(Span(head[0].start, head[-1].end)) if head else source

    def _by_name(self, source: range, head: range) -> int | None:
        """A name that the head ends in or is, or that is set beside a noun: the spokesman, [Ola Brandt]."""
        for at in range(bisect_left(self.firsts, head.start), bisect_left(self.firsts, head.stop)):
            _, index, mention = self.names[at]
            last = head.stop - 1
            while last > head.start and not self.words[last].is_word:
                last -= 1
            if mention.last > last or self.entities[index].kind == "person":
                return index
        for at in range(source.start + 1, source.stop):
            if self.words[at - 1].lower == "," and self.words[at].title:
                found = self.named_within(range(at, min(at + 4, source.stop)), persons_only=True)
                if found is not None and noun_lemma(self.words[head.stop - 1].lower) in people_nouns():
                    return found
        return None

    def _by_office(self, source: range, head: range) -> int | None:
        """Who holds the office that the head names, or the outlet that "the newspaper" is."""
        last = head.stop - 1
        while last > head.start and not self.words[last].is_word:
            last -= 1
        noun = noun_lemma(self.words[last].lower)
        definite = self.words[source.start].lower in {"the", "this", "that"} or self.words[source.start].title
        if not definite or head.start != source.start:
            return None
        if noun in outlet_nouns():
            return self._last_before(source.start, lambda entity: entity.kind == "outlet")
        if noun in people_nouns() and self.words[last].tag in {"NN", "NNP"}:
            return self._last_before(source.start, lambda entity: any(role.noun == noun for role in entity.roles))
        return None

    def _last_before(self, word: int, fits: Callable[[Entity], bool]) -> int | None:
        """The one entity that fits, or the one of them that was named last before ``word``."""
        last = bisect_left(self.firsts, word) - 1
        for at in range(last, max(-1, last - _NAMES_BACK), -1):
            _, index, _ = self.names[at]
            if fits(self.entities[index]):
                return index
        return None

    def _relative(self, at: int) -> ResolvedSource:
        before = antecedent(self.words, at)
        if self.words[at].lower in {"who", "whom"}:
            before = people_in(self.words, before, people_nouns())
        index = self.named_within(before)
        if index is None and before:
            index = self._by_name(before, self._head(before))
        if index is None:
            return ResolvedSource(None, "nobody")
        return ResolvedSource(index, "beside", (self.fullest[index],))

    def _pronoun(self, at: int, gender: str, but: int | None) -> ResolvedSource:
        sentence = self.sentences[at]
        best: dict[int, float] = {}
        for said in self._before(at):
            back = sentence - said.sentence
            entity = self.entities[said.entity]
            if said.entity == but:
                continue
            if back > _SENTENCES_BACK or entity.kind != "person" or self.genders[said.entity] not in (gender, None):
                continue
            score = self._score(said, back, entity)
            best[said.entity] = max(best.get(said.entity, -math.inf), score)
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        if not ranked or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _MARGIN):
            several = tuple(self._nearest(at, index) for index, _ in ranked[:2])
            return ResolvedSource(None, "several" if ranked else "nobody", several)
        return ResolvedSource(ranked[0][0], "pronoun", (self._nearest(at, ranked[0][0]),))

    def _before(self, at: int) -> list[_Said]:
        """The last mentions before a word."""
        place = bisect_left(self.said_at, at)
        return self.said[max(0, place - _MENTIONS_BACK) : place]

    def _score(self, said: _Said, back: int, entity: Entity) -> float:
        return (
            _PER_SENTENCE * back
            + _SUBJECT * said.subject
            + _SPOKE_LAST * (said.entity == self.spoke)
            + _OFTEN * math.log(len(entity.names))
            + _QUOTED * said.quoted
            + _OBLIQUE * said.oblique
        )

    def remember(self, place: range, entity: int, gender: str | None) -> None:
        """What a resolved pronoun or nominal tells those after it."""
        self.spoke = entity
        if gender and self.genders[entity] is None:
            self.genders[entity] = gender
        at = place.start
        where = bisect_left(self.said_at, at)
        self.said_at.insert(where, at)
        self.said.insert(where, _Said(at, self.sentences[at], entity, True, False, False))


def _sentences(words: Words) -> list[int]:
    """The number of the sentence that each word is in; a rough cut, good enough for distances."""
    numbers, number = [], 0
    for at, word in enumerate(words.all):
        if at:
            ended = ends_sentence(words, at - 1) and (word.title or not word.is_word)
            number += word.block != words[at - 1].block or ended
        numbers.append(number)
    return numbers


def resolve_sources(
    text: str,
    words: Words,
    attributions: Sequence[tuple[Span | None, Span | None]],
    parents: Sequence[int | None],
    entities: Sequence[Entity],
    outlet: str | None,
    quoted: Callable[[int], bool],
) -> list[tuple[ResolvedSource, ResolvedSource]]:
    """Whom the source and the addressee of each attribution mean; ``quoted`` tells of a code point.

    ``attributions`` are in the order of the text. ``parents`` is for each the index of the one in whose content it
    lies, which stands before it: who says "I" within another's words is that other. Mentions that are found on the
    way, pronouns and nominals, are added to the entities'.
    """
    resolver = _Resolver(text, words, entities, outlet, quoted)
    resolved: list[tuple[ResolvedSource, ResolvedSource]] = []
    for (source, addressee), parent in zip(attributions, parents, strict=True):
        speaker = resolver.resolve(words.within(source)) if source is not None else _NOBODY
        if source is not None and parent is not None and source.of(text).lower() in _FIRST_PERSON:
            speaker = ResolvedSource(resolved[parent][0].entity, "quoted")
        hearer = resolver.resolve(words.within(addressee), but=speaker.entity) if addressee is not None else _NOBODY
        resolved.append((speaker, hearer))
        for span, found in ((addressee, hearer), (source, speaker)):
            if found.entity is None or span is None:
                continue
            place = words.within(span)
            pronoun = len(place) == 1 and words[place.start].tag in {"PRP", "WP", "WDT", "PRP$"}
            if found is speaker:
                resolver.remember(place, found.entity, _GENDER.get(words[place.start].lower) if pronoun else None)
            if found.reason != "name":
                entities[found.entity].mentions.append(Mention(span, "pronoun" if pronoun else "nominal"))
    for entity in entities:
        entity.mentions.sort(key=lambda mention: (mention.span.start, mention.span.end))
    return resolved
