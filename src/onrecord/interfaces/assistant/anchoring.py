"""Statements with their words: what of an article's text an answer gives, cut where there is too much of it.

Every run of words is a slice of the text and keeps its offsets, whatever is cut: a model may quote what it is given and
need not trust that nothing was rewritten on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.interfaces.assistant.answers import (
    ArticleHead,
    ContentWords,
    FoundStatement,
    Hand,
    Heard,
    Party,
    Statement,
    When,
    Words,
)
from onrecord.ledger.questions import Hit
from onrecord.ledger.speaking import KnownSpeaker
from onrecord.record.types import Attribution, ContentSpan, Record, SpanRecord, TimeSpan

__all__ = ["found_statement", "head_of", "known_as", "statement", "words_at"]

#: Code points of a title or a name that are given, and of an address: longer ones are cut.
_MOST_OF_A_NAME = 300
_MOST_OF_AN_ADDRESS = 2_000
#: Code points of a source, a cue, a hedge: a source with all its appositions has a hundred.
_MOST_OF_A_PART = 400
#: Spans of one attribution's content; more are counted with what is left out.
_MOST_SPANS = 24


def _named(name: str, most: int = _MOST_OF_A_NAME) -> str:
    return name if len(name) <= most else name[:most].rstrip() + "…"


def _if_any(name: str | None, most: int = _MOST_OF_A_NAME) -> str | None:
    return _named(name, most) if name else None


def known_as(speaker: KnownSpeaker) -> Party:
    """One of the ledger's people and bodies."""
    return Party(name=_named(speaker.name), entity=speaker.entity_id)


def _cut(text: str, start: int, end: int, room: int) -> int:
    """Where ``text[start:end]`` ends if it has no more than ``room`` code points: behind a word, if there is one."""
    if end - start <= room:
        return end
    space = text.rfind(" ", start, start + room + 1)
    return space if space > start else start + room


def words_at(text: str, spans: Iterable[SpanRecord | ContentSpan], room: int = _MOST_OF_A_PART) -> list[Words]:
    """The article's words in ``spans``, as many as have room."""
    given: list[Words] = []
    for span in spans:
        if room <= 0 or len(given) == _MOST_SPANS:
            break
        end = _cut(text, span.start, span.end, room)
        given.append(Words(start=span.start, end=end, words=text[span.start : end]))
        room -= end - span.start
    return given


def _fields(
    record: Record, attribution: Attribution, numbers: Mapping[str, int], room: int, *, corrected: bool
) -> dict[str, Any]:
    """The fields of a :class:`Statement`, with ``room`` code points of its content."""
    text = record.document.text
    names = {entity.id: entity.name for entity in record.entities}

    def party(entity: str | None) -> Party | None:
        return None if entity is None else Party(name=_named(names[entity]), entity=numbers.get(entity))

    given = words_at(text, attribution.content, room)
    whole = sum(span.end - span.start for span in attribution.content)
    heard, when = attribution.addressee, attribution.time
    chain = attribution.chain if len(attribution.chain) > 1 else []
    return {
        "attribution": attribution.id,
        "within": attribution.parent,
        "speaker": party(attribution.source.entity),
        "source": words_at(text, attribution.source.spans),
        "standing": attribution.source.standing,
        "cue": words_at(text, attribution.cue.spans),
        "content": [
            ContentWords(start=words.start, end=words.end, words=words.words, quoted=span.quoted)
            for words, span in zip(given, attribution.content, strict=False)
        ],
        "left_out": whole - sum(words.end - words.start for words in given),
        "form": attribution.form,
        "act": attribution.cue.act,
        "stance": attribution.cue.stance,
        "negated": attribution.negated,
        "hedges": words_at(text, attribution.hedges),
        "told_to": Heard(words=words_at(text, heard.spans), party=party(heard.entity)) if heard else None,
        "time": _when(text, when) if when else None,
        "chain": [Hand(standing=hand.standing, party=party(hand.entity)) for hand in chain[:_MOST_SPANS]],
        "confidence": attribution.confidence,
        "corrected": corrected,
    }


def _when(text: str, when: TimeSpan) -> When:
    (words,) = words_at(text, [SpanRecord(when.start, when.end)])
    return When(start=words.start, end=words.end, words=words.words, value=when.value)


def statement(
    record: Record, attribution: Attribution, numbers: Mapping[str, int], room: int, *, corrected: bool = False
) -> Statement:
    """An attribution of a record with its words, of its content as many code points as have ``room``.

    ``numbers`` are the ledger's, by the record's ids of its entities.
    """
    return Statement(**_fields(record, attribution, numbers, room, corrected=corrected))


def found_statement(
    hit: Hit, record: Record, attribution: Attribution, numbers: Mapping[str, int], room: int, *, corrected: bool
) -> FoundStatement:
    """The same with the article that it was found in."""
    fields = _fields(record, attribution, numbers, room, corrected=corrected)
    if hit.speaker is not None and not corrected:
        fields["speaker"] = known_as(hit.speaker)
    return FoundStatement(
        **fields,
        document=hit.document,
        published=hit.published,
        outlet=_if_any(hit.outlet),
        title=_if_any(hit.title),
        uri=_if_any(hit.uri, _MOST_OF_AN_ADDRESS),
        replaced=hit.replaced,
    )


def head_of(record: Record, document: int | None) -> ArticleHead:
    """An article's head; ``document`` is its number in the ledger where it has one."""
    about = record.document
    return ArticleHead(
        document=document,
        hash=about.id,
        title=_if_any(about.title),
        outlet=_if_any(about.outlet),
        authors=[_named(author) for author in about.authors[:_MOST_SPANS]],
        published=_if_any(about.published),
        sponsor=_if_any(about.sponsor),
        uri=_if_any(about.uri, _MOST_OF_AN_ADDRESS),
        length=len(about.text),
        attributions=len(record.attributions),
        read_by=f"onrecord {record.reader.version}, {record.reader.model}",
    )
