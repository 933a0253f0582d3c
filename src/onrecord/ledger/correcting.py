"""A reading with its corrections: what a person said against it, and the record as it then stands.

Values only, no SQL. A correction says of one attribution which words name its source, whom the source means, or that
nothing is attributed there at all. The reading is never changed: a record with its corrections is a new one, made of
both whenever it is asked for, and as whole as any: its spans lie in its text and its references lead somewhere.

What follows from a correction is kept in step with it. The standing and the chain follow the source, also in what is
nested in it. What was nested in a rejected attribution goes to the one around that.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from msgspec.structs import replace

from onrecord.errors import OptionError
from onrecord.ledger.correcting_sources import Sources
from onrecord.record.types import Attribution, Carrier, Record, Source, SpanRecord

__all__ = [
    "MOST_CHARACTERS",
    "MOST_SPANS",
    "NOTE_CHARACTERS",
    "Correction",
    "CorrectionKind",
    "check",
    "corrected",
    "in_force",
    "said_by",
]

#: ``source``: other words name the source; ``entity``: the source means somebody else; ``reject``: no attribution.
CorrectionKind = Literal["source", "entity", "reject"]

#: Code points of a name, of the source or of who corrects.
MOST_CHARACTERS = 200
#: Code points of a note: a typed page.
NOTE_CHARACTERS = 2_000
#: Parts of a source; annotators mark one, and two where a cue stands between them.
MOST_SPANS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction by hand, of one text's reading.

    ``correction`` is its number in the ledger, ``document`` that of the text, ``attribution`` the record's id. Of the
    kind ``source``, ``spans`` are the words that name the source. Of the kind ``entity``, ``entity`` is the record's id
    of whom the source means, or ``name`` names somebody whom the record does not have; with neither, nobody is known.

    ``made`` and ``withdrawn`` are moments, ISO 8601 in UTC; one that was withdrawn counts no more.
    """

    correction: int
    document: int
    attribution: str
    kind: CorrectionKind
    spans: tuple[SpanRecord, ...] | None = None
    entity: str | None = None
    name: str | None = None
    who: str
    made: str
    note: str = ""
    withdrawn: str | None = None
    withdrawn_by: str | None = None


def _line(words: str, what: str, most: int, *, breaks: bool = False) -> None:
    """Raise OptionError for what cannot be kept or shown: too much, half a character, or one that controls."""
    if len(words) > most:
        raise OptionError(f"{what} is {len(words):,} characters long; give {most:,} at most")
    allowed = "\n\r\t" if breaks else ""
    for letter in words:
        if letter not in allowed and unicodedata.category(letter) in {"Cc", "Cs"}:
            raise OptionError(f"{what} holds the control character U+{ord(letter):04X}; leave it out")


def said_by(who: str) -> str:
    """Who corrects, without the space around it. Raises OptionError for nobody."""
    who = who.strip()
    if not who:
        raise OptionError("a correction is kept with the name of who made it; give yours")
    _line(who, "the name of who corrects", MOST_CHARACTERS)
    return who


def _check_spans(record: Record, spans: Sequence[SpanRecord]) -> None:
    length = len(record.document.text)
    if len(spans) > MOST_SPANS:
        raise OptionError(f"the source has {len(spans):,} parts; give {MOST_SPANS} at most")
    for span in spans:
        if not 0 <= span.start < span.end:
            raise OptionError(f"the span {span.start} to {span.end} covers nothing; mark the source's words")
        if span.end > length:
            raise OptionError(f"the span {span.start} to {span.end} runs past the text, {length:,} code points long")
        if not record.document.text[span.start : span.end].strip():
            raise OptionError(f"the span {span.start} to {span.end} holds no word; mark the source's words")
    for before, after in pairwise(spans):
        if after.start < before.end:
            raise OptionError(
                f"the span {after.start} to {after.end} begins before {before.end}, where the one before it ends; give "
                "the parts in their order, none over another"
            )


def check(record: Record, correction: Correction) -> None:
    """Raise OptionError where a correction is none of this record."""
    if all(each.id != correction.attribution for each in record.attributions):
        raise OptionError(f"the record has no attribution {correction.attribution[:100]!r}")
    said_by(correction.who)
    _line(correction.note, "the note", NOTE_CHARACTERS, breaks=True)
    kind, spans, entity, name = correction.kind, correction.spans, correction.entity, correction.name
    if kind not in get_args(CorrectionKind):
        raise OptionError(f"{str(kind)[:100]!r} is no kind of correction; there are source, entity and reject")
    if kind != "source" and spans is not None:
        raise OptionError(f"spans are for a correction of the kind source, and this is of the kind {kind}")
    if kind != "entity" and (entity is not None or name is not None):
        raise OptionError(f"entity and name are for a correction of the kind entity, and this is of the kind {kind}")
    if kind == "source":
        if not spans:
            raise OptionError("a correction of the source needs the spans of the words that name it")
        _check_spans(record, spans)
    if entity is not None and name is not None:
        raise OptionError("the source is an entity of the record, or a name that it does not have; give one of them")
    if entity is not None and all(each.id != entity for each in record.entities):
        raise OptionError(f"the record has no entity {entity[:100]!r}; give a name for somebody whom it has not")
    if name is not None:
        if not name.strip():
            raise OptionError("the name is empty; leave it out where nobody is known")
        _line(name, "the name", MOST_CHARACTERS)


def in_force(corrections: Iterable[Correction]) -> list[Correction]:
    """Those that count: not withdrawn, the last of their kind on their attribution, and none on a rejected one."""
    last: dict[tuple[int, str, str], Correction] = {}
    for each in corrections:
        if each.withdrawn is None:
            key = (each.document, each.attribution, each.kind)
            last.pop(key, None)  # so that the order is that of the last ones
            last[key] = each
    return [
        each
        for (document, attribution, kind), each in last.items()
        if kind == "reject" or (document, attribution, "reject") not in last
    ]


def corrected(record: Record, corrections: Iterable[Correction]) -> Record:
    """The record with its corrections, in their order; a later one of the same kind takes an earlier one's place.

    The words of a source are corrected with whom they mean, as far as the record tells it: a later correction of the
    words takes the entity that they name, and where they name none keeps the one that was given by hand. The other
    fields, the confidence among them, stay the reader's. Raises OptionError for a correction that does not fit.
    """
    counted = in_force(corrections)
    for each in counted:
        check(record, each)
    if not counted:
        return record
    sources = Sources(record)
    changed: dict[str, Source] = {}
    by_hand: set[str] = set()
    readings = {each.id: each for each in record.attributions}
    for each in counted:
        reading = readings[each.attribution]
        before = changed.get(reading.id, reading.source)
        if each.kind == "source":
            kept = before.entity if reading.id in by_hand else None
            changed[reading.id] = sources.with_words(each.spans or (), kept)
        elif each.kind == "entity":
            by_hand.add(reading.id)
            changed[reading.id] = sources.with_entity(before, each.entity, each.name)
    rejected = {each.attribution for each in counted if each.kind == "reject"}
    return replace(record, entities=sources.entities, attributions=_kept(record.attributions, changed, rejected))


def _kept(attributions: Sequence[Attribution], changed: Mapping[str, Source], rejected: set[str]) -> list[Attribution]:
    """The attributions that are left, each with its source, and with its parent and chain as they follow."""
    readings = {each.id: each for each in attributions}
    parents: dict[str, str | None] = {}
    chains: dict[str, list[Carrier]] = {}
    touched = set(rejected)
    for each in _outermost_first(attributions):
        outer = readings[each.parent] if each.parent is not None else None
        # One that is rejected has handed its children on to its own parent.
        parents[each.id] = parents[outer.id] if outer is not None and outer.id in rejected else each.parent
        if each.id in changed or (outer is not None and outer.id in touched):
            touched.add(each.id)
            now = parents[each.id]
            chains[each.id] = _chain(each, outer, changed.get(each.id), chains[now] if now is not None else [])
        else:
            chains[each.id] = each.chain
    return [
        replace(each, source=changed.get(each.id, each.source), parent=parents[each.id], chain=chains[each.id])
        if each.id in touched
        else each
        for each in attributions
        if each.id not in rejected
    ]


def _outermost_first(attributions: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, each behind the one that it is nested in."""
    readings = {each.id: each for each in attributions}
    met: set[str] = set()
    ordered: list[Attribution] = []
    for each in attributions:
        path: list[Attribution] = []
        at: Attribution | None = each
        while at is not None and at.id not in met:
            met.add(at.id)
            path.append(at)
            at = readings[at.parent] if at.parent is not None else None
        ordered += reversed(path)
    return ordered


def _chain(
    reading: Attribution, outer: Attribution | None, source: Source | None, carried: Sequence[Carrier]
) -> list[Carrier]:
    """The hands of an attribution anew: its own, the origin being its corrected source, and those around it.

    ``outer`` is the reading that it is nested in, ``carried`` the chain of the one that it is nested in now. A chain is
    put together as ``entities.chain.joined`` does it; one that was put together otherwise keeps all but its origin.
    """
    hands = list(reading.chain)
    if not hands:
        return []  # through whose hands it came is not known
    behind = list(outer.chain) if outer is not None else []
    whole = len(hands) >= len(behind) and hands[len(hands) - len(behind) :] == behind
    own = hands[: len(hands) - len(behind)] if whole else hands
    if whole and not own:
        own = hands[:1]  # what is nested has the source that it is nested in: they are one hand
    if source is not None:
        origin = Carrier(entity=source.entity, standing=source.standing)
        own = [origin, *(own[2:] if own[1:2] == [origin] else own[1:])]
    if not whole:
        return own
    return [*own, *(carried[1:] if own[-1:] == list(carried[:1]) else carried)]
