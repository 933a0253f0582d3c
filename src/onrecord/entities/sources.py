"""Whom the sources of attributions mean: a name, an office, or a pronoun, to the entity behind it.

What the text says outright is settled by rule: a name in the source, "who" behind a name, an office that one person
holds, "I" within somebody's words. A pronoun is given to the likeliest of those before it (``entities.pronouns``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.attribution.antecedents import Antecedents
from onrecord.attribution.lemmas import noun_lemma
from onrecord.attribution.phrases import (
    NOUN_TAGS,
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
from onrecord.entities.entity import Entity, Mention, NameMention, Role
from onrecord.entities.pronouns import GENDER, PLURAL, Pronouns, Referred
from onrecord.entities.roles import find_roles
from onrecord.entities.turns import FIRST_PERSON, SECOND_PERSON, Floor, find_turns
from onrecord.span import Span

__all__ = ["Attributed", "Reason", "ResolvedSource", "resolve_sources"]

#: How many names back the holder of an office is looked for.
_NAMES_BACK = 500

Reason = Literal[
    "none", "name", "office", "beside", "pronoun", "quoted", "addressed", "floor", "member", "several", "nobody"
]


@dataclass(frozen=True, slots=True)
class ResolvedSource:
    """The entity of a source or an addressee, as an index of the entities, and what told it.

    ``reason``: its words are a ``name``; an ``office`` that the entity holds; a pronoun ``beside`` a name ("who"); a
    ``pronoun`` given to the likeliest; "I" of who is ``quoted``, or "you" of who is ``addressed``; "I" or "you" of who
    has the ``floor`` in a transcript; a ``member`` of a group that spoke before ("one"); ``several`` could be meant;
    ``nobody`` is named; ``none``, there is no source. ``evidence`` is the words elsewhere that it rests on.
    """

    entity: int | None
    reason: Reason
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Outer:
    """Whose words an attribution stands in, who hears them, and which entities they are said to be about."""

    speaker: ResolvedSource | None
    hearer: ResolvedSource | None
    about: Sequence[int]


@dataclass(frozen=True, slots=True)
class Attributed:
    """The parts of an attribution that tell who is meant."""

    source: Span | None
    addressee: Span | None
    cue: Span
    content: tuple[Span, ...]


#: Kinds of entity that an office is in.
_BODIES = frozenset({"organization", "outlet", "place"})
#: Sources that are one or some of a group that was spoken of before.
_MEMBERS = frozenset({"one", "another", "some", "others", "two", "three", "several", "many", "both", "most", "a few"})
_NOBODY = ResolvedSource(None, "none")


class _Resolver:
    def __init__(
        self,
        text: str,
        words: Words,
        entities: Sequence[Entity],
        outlet: str | None,
        quoted: Callable[[int], bool],
        antecedents: Antecedents | None,
    ) -> None:
        self.text, self.words, self.entities, self.outlet, self.quoted = text, words, entities, outlet, quoted
        self.turns = find_turns(words, entities)
        self.group: Span | None = None  # the last source of several whom no name is known for
        self.sentences = _sentences(words)
        self.names: list[tuple[int, int, NameMention]] = sorted(
            (mention.first, index, mention) for index, entity in enumerate(entities) for mention in entity.names
        )
        self.firsts = [first for first, _, _ in self.names]
        named = [self._referred(mention, index, quoted) for _, index, mention in self.names]
        self.pronouns = Pronouns(words, self.sentences, entities, named, antecedents)
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

    def _referred(self, mention: NameMention, entity: int, quoted: Callable[[int], bool]) -> Referred:
        first, words = mention.first, self.words
        sentence = self.sentences[first]
        here = bisect_left(self.firsts, first)
        opens = not any(
            self.sentences[other] == sentence and name.kind == "person"
            for other, _, name in self.names[max(0, here - 3) : here]
        )
        before = words[first - 1].tag if first else ""
        owner = mention.last < len(words) and words[mention.last].lower in POSSESSIVE
        oblique = before in {"IN", "TO"} or owner
        return Referred(first, mention.last - 1, sentence, entity, opens, oblique, quoted(mention.span.start))

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

    def mean(self, span: Span | None, but: int | None, outer: _Outer) -> ResolvedSource:
        """Who the words of a source or an addressee mean, in the words of ``outer``; not ``but``."""
        if span is None:
            return _NOBODY
        place, said = self.words.within(span), span.of(self.text).lower()
        within_marks = self.quoted(span.start)
        if said in FIRST_PERSON or said in SECOND_PERSON:
            floor = None if within_marks or not place else self.turns.get(self.words[place.start].block)
            return _by_person(said in FIRST_PERSON, outer, floor)
        if outer.speaker is not None and but is None and within_marks:
            but = outer.speaker.entity  # in his own words nobody is "he"
        means = self.resolve(place, but, outer.about)
        if means.reason == "nobody" and said in _MEMBERS and self.group is not None:
            return ResolvedSource(None, "member", (self.group,))
        return means

    def resolve(self, source: range, but: int | None = None, spoken_of: Collection[int] = ()) -> ResolvedSource:
        """Who the words of a source, or an addressee, mean; a pronoun does not mean ``but``.

        ``spoken_of`` are entities that the words around it are said to be about.
        """
        words = self.words
        while source and words[source.stop - 1].lower in POSSESSIVE:
            source = range(source.start, source.stop - 1)
        said = [at for at in source if words[at].is_word and words[at].lower not in POSSESSIVE]
        if not said:
            return _NOBODY
        only = words[said[0]].lower if len(said) == 1 else ""
        if only in RELATIVE:
            return self._relative(said[0])
        if only in GENDER:
            return self._pronoun(said[0], but, spoken_of)
        if only in PLURAL:
            return self._body(said[0], but)
        head = self._head(source)
        if self._several(head):
            return ResolvedSource(None, "nobody")
        if (named := self._by_name(source, head)) is not None:
            return ResolvedSource(named, "name", (self.fullest[named],))
        if (held := self._by_office(source, head)) is not None:
            return ResolvedSource(held, "office", self._office(held, source, head))
        return ResolvedSource(None, "nobody")

    def _several(self, head: range) -> bool:
        """Whether the head joins two names: Vell and Oake. A body may have "and" in its one name."""
        joins = [at for at in head if self.words[at].lower in {"and", "&"}]
        here = range(bisect_left(self.firsts, head.start), bisect_left(self.firsts, head.stop))
        spoken_of = {index for _, index, _ in self.names[here.start : here.stop]}
        apart = any(all(not m.first <= at < m.last for _, _, m in self.names[here.start : here.stop]) for at in joins)
        return len(spoken_of) > 1 and apart

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
        """A name that the head ends in, or that is set beside a noun: the spokesman, [Ola Brandt]."""
        last = head.stop - 1
        while last > head.start and not self.words[last].is_word:
            last -= 1
        for at in reversed(range(bisect_left(self.firsts, head.start), bisect_left(self.firsts, head.stop))):
            _, index, mention = self.names[at]
            behind = range(mention.last, last + 1)
            bare = not any(self.words[place].tag in NOUN_TAGS for place in behind)
            if mention.last > last or (self.entities[index].kind == "person" and bare):
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

    def persons_in(self, place: range) -> list[int]:
        """The persons whose names begin in the words of ``place``."""
        low, high = bisect_left(self.firsts, place.start), bisect_left(self.firsts, place.stop)
        return [index for _, index, _ in self.names[low:high] if self.entities[index].kind == "person"]

    def _pronoun(self, at: int, but: int | None, spoken_of: Collection[int]) -> ResolvedSource:
        likeliest = self.pronouns.person(at, but, spoken_of)
        evidence = tuple(self._nearest(at, index) for index in likeliest)
        if len(likeliest) == 1:
            return ResolvedSource(likeliest[0], "pronoun", evidence)
        return ResolvedSource(None, "several" if likeliest else "nobody", evidence)

    def _body(self, at: int, but: int | None) -> ResolvedSource:
        index = self.pronouns.body(at, but)
        if index is None:
            return ResolvedSource(None, "nobody")
        return ResolvedSource(index, "pronoun", (self._nearest(at, index),))


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
    attributions: Sequence[Attributed],
    parents: Sequence[int | None],
    entities: Sequence[Entity],
    outlet: str | None,
    quoted: Callable[[int], bool],
    antecedents: Antecedents | None = None,
) -> list[tuple[ResolvedSource, ResolvedSource]]:
    """Whom the source and the addressee of each attribution mean; ``quoted`` tells of a code point.

    ``attributions`` are in the order of the text. ``parents`` is for each the index of the one in whose content it
    lies, which stands before it: who says "I" within another's words is that other. ``antecedents`` is what the encoder
    has learnt of coreference; without it the rules decide alone. Mentions that are found on the way, pronouns and
    nominals, are added to the entities'.
    """
    resolver = _Resolver(text, words, entities, outlet, quoted, antecedents)
    resolved: list[tuple[ResolvedSource, ResolvedSource]] = []
    for each, parent in zip(attributions, parents, strict=True):
        outer = _Outer(None, None, ())
        if parent is not None:
            about = resolver.persons_in(_beside_cue(words, attributions[parent]))
            outer = _Outer(*resolved[parent], about)
        speaker = resolver.mean(each.source, None, outer)
        hearer = resolver.mean(each.addressee, speaker.entity, outer)
        resolved.append((speaker, hearer))
        if each.source is not None and speaker.entity is None and _is_plural(words, words.within(each.source)):
            resolver.group = each.source
        for span, found in ((each.addressee, hearer), (each.source, speaker)):
            if found.entity is None or span is None:
                continue
            place = words.within(span)
            pronoun = len(place) == 1 and words[place.start].tag in {"PRP", "WP", "WDT", "PRP$"}
            if found is speaker:
                resolver.pronouns.remember(place, found.entity, pronoun=pronoun)
            if found.reason != "name":
                entities[found.entity].mentions.append(Mention(span, "pronoun" if pronoun else "nominal"))
    for entity in entities:
        entity.mentions.sort(key=lambda mention: (mention.span.start, mention.span.end))
    return resolved


def _by_person(first: bool, outer: _Outer, floor: Floor | None) -> ResolvedSource:
    """Who "I" is, or "you" where not ``first``: who has the floor, or whose words it stands in."""
    means = None if floor is None else floor.speaker if first else floor.hearer
    if floor is not None and floor.evidence is not None and means is not None:
        return ResolvedSource(means, "floor", (floor.evidence,))
    whose = outer.speaker if first else outer.hearer
    if floor is None and whose is not None:
        return ResolvedSource(whose.entity, "quoted" if first else "addressed")
    return ResolvedSource(None, "nobody")


def _is_plural(words: Words, source: range) -> bool:
    """Whether the source is of several: its head's noun is one of many."""
    head = head_of([words[at] for at in source])
    return bool(head) and head[-1].tag in {"NNS", "NNPS"}


def _beside_cue(words: Words, attribution: Attributed) -> range:
    """The words behind an attribution's cue in its block, up to its sentence's end: said [of his meeting with Oake]."""
    cue = words.within(attribution.cue)
    stop = cue.stop
    while stop < len(words) and words[stop].block == words[cue.start].block and not ends_sentence(words, stop):
        if any(content.start <= words[stop].start < content.end for content in attribution.content):
            break
        stop += 1
    return range(cue.stop, stop)
