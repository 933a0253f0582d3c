"""Whom corrected words mean, and of what standing a corrected source is, without the model.

Both are told as the reader tells them, by the rules of ``attribution`` and ``entities``: the entity that the head of
the phrase names, or that these very words were read to mean; and the standing of what that is, or of the words where
nobody is known. The words' tags are those of :mod:`onrecord.ledger.tagging`.

Asked of sources that the reader found itself, in 923 articles, it says of 96 percent of 8,949 for whom nobody was known
that they have the reader's standing, and of 99 percent of 13,772 whose words are no known mention that they mean whom
the reader took them for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from onrecord.attribution.lemmas import noun_lemma
from onrecord.record.types import (
    Entity,
    EntityKind,
    Mention,
    MentionForm,
    Record,
    Source,
    SpanRecord,
    Standing,
)
from onrecord.span import Span

if TYPE_CHECKING:
    from onrecord.attribution.words import Word, Words

__all__ = ["KIND_STANDINGS", "Sources"]

#: The standing of a known source by what it is: the reader's own table, in ``entities.resolve``.
KIND_STANDINGS: dict[EntityKind, Standing] = {
    "person": "named_person",
    "organization": "named_group",
    "group": "named_group",
    "outlet": "outlet",
}
#: The standing of what the reader leaves to the words, where there are none: a letter, a place that speaks for many.
_OTHER_STANDINGS: dict[EntityKind, Standing] = {"document": "document", "place": "named_group", "other": "named_group"}
#: What a name that the record does not have is of, by the standing of what it is given to.
_KINDS: dict[Standing, EntityKind] = {
    "named_person": "person",
    "unnamed_person": "person",
    "named_group": "organization",
    "outlet": "outlet",
    "document": "document",
}
_PRONOUNS = frozenset({"PRP", "PRP$", "WP", "WDT"})


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _stands_at(mention: Mention, span: SpanRecord) -> bool:
    return mention.start == span.start and mention.end == span.end


class Sources:
    """The sources of one record as they are corrected, and the entities with those that corrections name."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._entities = {each.id: each for each in record.entities}

    @property
    def entities(self) -> list[Entity]:
        """The record's entities, and behind them those that corrections have named."""
        return list(self._entities.values())

    def with_words(self, spans: Sequence[SpanRecord], kept: str | None) -> Source:
        """The source that ``spans`` name; ``kept`` is whom it means where the words do not tell."""
        meant = self._meant(spans)
        entity = kept if meant is None else meant
        return Source(spans=list(spans), entity=entity, standing=self._standing(entity, spans))

    def with_entity(self, before: Source, entity: str | None, name: str | None) -> Source:
        """The source, meaning one of the record's entities, or somebody by name, or nobody who is known."""
        if name is not None:
            entity = self._named(name, before.standing)
        self._hand_over(before, entity)
        standing = self._standing(entity, before.spans, by_hand=True)
        return Source(spans=before.spans, entity=entity, standing=standing)

    def _standing(self, entity: str | None, spans: Sequence[SpanRecord], *, by_hand: bool = False) -> Standing:
        """The standing of what the source means, or else of its words.

        A pronoun is taken for a named person's where nobody is known for it, unless somebody said so ``by_hand``.
        """
        from onrecord.attribution.standing import standing_of

        kind = self._entities[entity].kind if entity is not None else None
        if kind is not None and kind in KIND_STANDINGS:
            return KIND_STANDINGS[kind]
        if not spans or kind == "document":
            return "none" if kind is None else _OTHER_STANDINGS[kind]
        words = self._words(spans)
        persons = sorted(name.start for name, entity in self._names() if entity.kind == "person")
        place = words.within(Span(spans[0].start, spans[0].end))
        told = standing_of(words, place, persons, self._record.document.outlet)
        if told.standing == "none" or (by_hand and told.reason == "pronoun_of_person"):
            return "unnamed_person"  # none is told of marks alone, in which somebody saw a source
        return told.standing

    def _words(self, spans: Sequence[SpanRecord]) -> Words:
        from onrecord.ledger.tagging import paragraph_words

        return paragraph_words(self._record, spans[0].start, spans[0].end)

    def _names(self) -> list[tuple[Mention, Entity]]:
        """Every name of an entity, with it."""
        return [
            (mention, entity)
            for entity in self._entities.values()
            for mention in entity.mentions
            if mention.form == "name"
        ]

    def _named(self, name: str, standing: Standing) -> str:
        """The id of the entity of that name; a new one is made where there is none."""
        for entity in self._entities.values():
            if _folded(entity.name) == _folded(name):
                return entity.id
        number = len(self._entities) + 1
        while f"e{number}" in self._entities:
            number += 1
        made = Entity(f"e{number}", " ".join(name.split()), self._kind_of(name, standing))
        self._entities[made.id] = made
        return made.id

    def _kind_of(self, name: str, standing: Standing) -> EntityKind:
        """What a name is of that is given to a source of this standing; a person's where nothing tells.

        Of several, "they" or "officials", the name may be one's or a body's: then its words tell.
        """
        from onrecord.attribution.lexicon import word_lists
        from onrecord.attribution.standing import outlet_names

        bare = _folded(name).removeprefix("the ")
        if bare == _folded(self._record.document.outlet or "").removeprefix("the "):
            return "outlet"
        if standing in _KINDS:
            return _KINDS[standing]
        if not outlet_names().isdisjoint({bare, f"the {bare}"}):
            return "outlet"
        bodies = word_lists("onrecord.attribution", "standing.toml")["groups"]
        return "person" if bodies.isdisjoint(bare.split()) else "organization"

    def _hand_over(self, source: Source, after: str | None) -> None:
        """Make the source's words a mention of ``after``, and no more of whom they were read to mean."""
        if len(source.spans) != 1 or source.entity == after:
            return
        span = source.spans[0]
        form: MentionForm | None = None
        before = self._entities[source.entity] if source.entity is not None else None
        if before is not None:
            form = next((each.form for each in before.mentions if _stands_at(each, span)), None)
            if not self._is_shared(span):
                left = [each for each in before.mentions if not _stands_at(each, span)]
                self._entities[before.id] = replace(before, mentions=left)
        if after is not None:
            to = self._entities[after]
            made = Mention(span.start, span.end, form or self._form(span, to.name))
            mentions = [*(each for each in to.mentions if not _stands_at(each, span)), made]
            self._entities[after] = replace(to, mentions=sorted(mentions, key=lambda each: (each.start, each.end)))

    def _is_shared(self, span: SpanRecord) -> bool:
        """Whether these words are the source or the addressee of more than one attribution."""
        sources = [each.source.spans for each in self._record.attributions]
        addressees = [each.addressee.spans for each in self._record.attributions if each.addressee]
        return [*sources, *addressees].count([span]) > 1

    def _form(self, span: SpanRecord, name: str) -> MentionForm:
        """How words that are given to somebody of this name mean him."""
        if _folded(self._record.document.text[span.start : span.end]) == _folded(name):
            return "name"
        words = self._words([span])
        place = words.within(Span(span.start, span.end))
        return "pronoun" if len(place) == 1 and words[place.start].tag in _PRONOUNS else "nominal"

    def _meant(self, spans: Sequence[SpanRecord]) -> str | None:
        """The entity that a mention of exactly these words is of, or that the words name."""
        for entity in self._entities.values():
            if any(_stands_at(mention, spans[0]) for mention in entity.mentions):
                return entity.id
        words = self._words(spans)
        return self._named_in([words[at] for at in words.within(Span(spans[0].start, spans[0].end))])

    def _named_in(self, phrase: Sequence[Word]) -> str | None:
        """The entity whose name the head of a phrase is, or a person's that is set beside a noun; none of several."""
        from onrecord.attribution.phrases import NOUN_TAGS, head_of, without_owner
        from onrecord.attribution.standing import people_nouns

        head = [word for word in without_owner(head_of(phrase)) if word.is_word]
        if not head:
            return None
        start, end = phrase[0].start, phrase[-1].end
        over = (pair for pair in self._names() if pair[0].start < end and start < pair[0].end)
        names = sorted(over, key=lambda pair: (pair[0].start, pair[0].end))
        in_head = [(name, entity) for name, entity in names if name.start < head[-1].end and head[0].start < name.end]
        if len({entity.id for _, entity in in_head}) > 1 and any(word.lower in {"and", "&"} for word in head):
            return None
        for name, entity in reversed(in_head):
            behind = [word for word in head if word.start >= name.end]
            if not behind or (entity.kind == "person" and not any(word.tag in NOUN_TAGS for word in behind)):
                return entity.id
        beside = {after.start for before, after in pairwise(phrase) if before.lower == ","}
        if noun_lemma(head[-1].lower) in people_nouns():
            return next((entity.id for name, entity in names if entity.kind == "person" and name.start in beside), None)
        return None
