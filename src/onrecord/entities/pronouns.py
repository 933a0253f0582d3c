"""Whom a pronoun means: the one that speaks for itself most, of those that were spoken of before it.

Two kinds of evidence are added up. Some can be read and argued with: how near, a subject or not, who spoke last, in
whose quotation. The rest is what the encoder has learnt of coreference (``attribution.antecedents``). Together they are
better: of the pronouns of PolNeAR dev that stand in a chain with a name, rules alone give 0.867 to a name of the chain,
both together 0.888. Where two candidates come close it is nobody's: an unknown speaker is better than a wrong one.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from onrecord.attribution.antecedents import Antecedents
from onrecord.attribution.words import Words
from onrecord.entities.clusters import gender_of
from onrecord.entities.entity import Entity

__all__ = ["GENDER", "PLURAL", "Pronouns", "Referred"]

GENDER = {"he": "m", "him": "m", "himself": "m", "his": "m", "she": "f", "her": "f", "herself": "f"}
#: Pronouns of bodies and groups.
PLURAL = frozenset({"they", "them", "their", "themselves", "it", "its", "itself"})
#: How many sentences back a pronoun is looked after, and how many mentions and words.
_SENTENCES_BACK, _MENTIONS_BACK, _WORDS_BACK = 6, 60, 400
#: Weights of what speaks for a candidate, in the order of their names; see ``_score``.
_PER_SENTENCE, _SUBJECT, _SPOKE_LAST, _OFTEN, _QUOTED, _OBLIQUE = -0.8, 1.0, 1.6, 0.25, -1.5, -0.6
#: What speaks for a person named beside the cue of the words that a pronoun stands in: "he lied," Vell said of [Oake].
_SPOKEN_OF = 2.0
#: Weight of the logarithm of what the encoder gives to a candidate, and the least that counts. Chosen on PolNeAR
#: dev, with a network before the shipped one: 0.8, 1.6 and 2.4 agreed with 217, 222 and 221 of 251 pronouns in chains.
_LEARNT, _LEAST_LEARNT = 1.6, 0.02
#: The best candidate must be better than the next by this.
_MARGIN = 0.3
#: What the encoder alone must give to a body or a group for "they" and "it" to mean it.
_SURE = 0.5
_NOUNS = frozenset({"NN", "NNS", "PRP", "PRP$"})
_BODIES = frozenset({"organization", "outlet", "group"})


@dataclass(frozen=True, slots=True)
class Referred:
    """A mention of an entity as pronouns see it."""

    at: int  #: index of its first word
    head: int  #: index of its last word
    sentence: int
    entity: int
    subject: bool
    oblique: bool
    quoted: bool


class Pronouns:
    """The mentions of a document up to where it has been read, and whom a pronoun behind them means."""

    def __init__(
        self,
        words: Words,
        sentences: Sequence[int],
        entities: Sequence[Entity],
        names: Sequence[Referred],
        antecedents: Antecedents | None,
    ) -> None:
        """``names`` are the mentions by name, in order; ``antecedents`` what the encoder has learnt, if it is asked."""
        self._words, self._sentences, self._entities, self._antecedents = words, sentences, entities, antecedents
        self._genders = [gender_of(entity) if entity.kind == "person" else None for entity in entities]
        self._said = list(names)
        self._places = [each.at for each in names]
        self._heads = {each.head: each.entity for each in names}
        self._nouns = [at for at, word in enumerate(words.all) if word.tag in _NOUNS]
        self._unread = [at for at, word in enumerate(words.all) if word.lower in GENDER][::-1]
        self._spoke: int | None = None

    def person(self, at: int, but: int | None, spoken_of: Collection[int] = ()) -> list[int]:
        """Who the pronoun of one person at ``at`` may mean, the likeliest first; only one where it is clear.

        It does not mean ``but``. ``spoken_of`` are entities that the words around it are said to be about.
        """
        while self._unread and self._unread[-1] < at:
            passed = self._unread.pop()
            means = self._ranked(passed, None, ())
            if len(means) == 1 and passed not in self._heads:
                self._add(range(passed, passed + 1), means[0])
        return self._ranked(at, but, spoken_of)

    def _ranked(self, at: int, but: int | None, spoken_of: Collection[int]) -> list[int]:
        gender = GENDER[self._words[at].lower]
        learnt = self._learnt(at)
        best: dict[int, float] = {}
        for said in self._before(at):
            back = self._sentences[at] - said.sentence
            fits = self._entities[said.entity].kind == "person" and self._genders[said.entity] in (gender, None)
            if said.entity != but and fits and back <= _SENTENCES_BACK:
                score = self._score(said, back, learnt)
                best[said.entity] = max(best.get(said.entity, -math.inf), score)
        for index in spoken_of:
            if index != but and self._genders[index] in (gender, None):
                best[index] = max(best.get(index, 0.0), 0.0) + _SPOKEN_OF
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        clear = len(ranked) < 2 or ranked[0][1] - ranked[1][1] >= _MARGIN
        return [index for index, _ in ranked[: 1 if clear else 2]]

    def body(self, at: int, but: int | None) -> int | None:
        """The body or group that "they", "it" or a noun at ``at`` means, where the encoder is sure of it."""
        learnt = self._learnt(at)
        known = {index: chance for index, chance in learnt.items() if index != but}
        if not known:
            return None
        index, chance = max(known.items(), key=lambda item: (item[1], -item[0]))
        return index if chance >= _SURE and self._entities[index].kind in _BODIES else None

    def remember(self, place: range, entity: int, *, pronoun: bool) -> None:
        """What a resolved mention tells those after it; the words of a pronoun tell a gender too."""
        self._spoke = entity
        if pronoun and self._genders[entity] is None and self._entities[entity].kind == "person":
            self._genders[entity] = GENDER.get(self._words[place.start].lower)
        if place.stop - 1 not in self._heads:
            self._add(place, entity)

    def _add(self, place: range, entity: int) -> None:
        at = place.start
        where = bisect_left(self._places, at)
        owner = self._words[at].tag == "PRP$" or self._words[at].lower in {"him", "himself", "herself"}
        said = Referred(at, place.stop - 1, self._sentences[at], entity, not owner, owner, False)
        self._places.insert(where, at)
        self._said.insert(where, said)
        self._heads[place.stop - 1] = entity

    def _before(self, at: int) -> list[Referred]:
        """The last mentions before a word."""
        place = bisect_left(self._places, at)
        return self._said[max(0, place - _MENTIONS_BACK) : place]

    def _learnt(self, at: int) -> dict[int, float]:
        """What the encoder gives to each entity: the sum over its mentions, beside all other nouns before the word."""
        if self._antecedents is None:
            return {}
        low, high = bisect_left(self._nouns, at - _WORDS_BACK), bisect_left(self._nouns, at)
        heads = [said.head for said in self._before(at) if said.head < at and said.head >= at - _WORDS_BACK]
        candidates = sorted({*self._nouns[low:high], *heads})
        given: dict[int, float] = {}
        if candidates:
            chances = self._antecedents.chances(self._words, at, candidates)
            for place, chance in zip(candidates, chances, strict=True):
                if place in self._heads:
                    given[self._heads[place]] = given.get(self._heads[place], 0.0) + chance
        return given

    def _score(self, said: Referred, back: int, learnt: dict[int, float]) -> float:
        given = learnt.get(said.entity, 0.0)
        return (
            _PER_SENTENCE * back
            + _SUBJECT * said.subject
            + _SPOKE_LAST * (said.entity == self._spoke)
            + _OFTEN * math.log(len(self._entities[said.entity].names))
            + _QUOTED * said.quoted
            + _OBLIQUE * said.oblique
            + _LEARNT * math.log(max(given, _LEAST_LEARNT))
        )
