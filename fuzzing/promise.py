"""What a target raises where a promise is broken, and the promises that several targets hold the package to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from onrecord.ingest.offered import REASONS, Offered, PassedOver
from onrecord.record.json import decode, encode
from onrecord.record.types import Record
from onrecord.text.document import BLOCK_KINDS, Document

__all__ = ["BrokenPromise", "check_document", "check_offers", "check_record", "promise"]


class BrokenPromise(AssertionError):
    """The package did with an input what it promises never to do."""


def promise(held: bool, broken: str) -> None:
    """Raise BrokenPromise, with what is broken in words, unless the promise is held."""
    if not held:
        raise BrokenPromise(broken)


def check_document(document: Document) -> None:
    """A document's blocks are in order, apart, filled and trimmed, and nothing but white space lies between them."""
    text, at = document.text, 0
    for block in document.blocks:
        promise(block.kind in BLOCK_KINDS, f"{block!r} has no kind")
        promise(at <= block.start < block.end <= len(text), f"{block!r} is not behind {at}, filled and in the text")
        words = block.span.of(text)
        promise(words == words.strip(), f"{block!r} has white space at an end: {words[:40]!r}")
        promise(not text[at : block.start].strip(), f"words before {block!r} are in no block")
        at = block.end
    promise(not text[at:].strip(), "words behind the last block are in none")


def check_offers(offers: Sequence[Offered | PassedOver]) -> None:
    """What an archive offers has a place of its own, each, and what is passed over says why."""
    places = [each.place for each in offers]
    promise(len(set(places)) == len(places), "two things in an archive have one place")
    for each in offers:
        if isinstance(each, PassedOver):
            promise(each.reason in REASONS and bool(each.detail), f"{each!r} says nothing of why")


def _spans(record: Record) -> Iterator[tuple[str, int, int]]:
    """Each span of what was found, with where it stands in the record."""
    for entity in record.entities:
        for mention in entity.mentions:
            yield f"a mention of {entity.id}", mention.start, mention.end
        for role in entity.roles:
            yield f"a role of {entity.id}", role.start, role.end
    for each in record.attributions:
        addressee = each.addressee.spans if each.addressee else []
        parts: Iterator[Any] = chain(each.source.spans, each.cue.spans, each.content, each.hedges, addressee)
        yield from ((f"a part of {each.id}", part.start, part.end) for part in parts)
        if each.time:
            yield f"the time of {each.id}", each.time.start, each.time.end


def check_record(record: Record) -> None:
    """A record that the reader made is anchored, is valid by the format's own checks, and is the same after JSON."""
    text = record.document.text
    for where, start, end in _spans(record):
        promise(0 <= start < end <= len(text), f"{where} is unanchored: {start} to {end} of {len(text)}")
        words = text[start:end]
        promise(words == words.strip(), f"{where} has white space at an end: {words[:40]!r}")
    order = {each.id: number for number, each in enumerate(record.attributions)}
    by_id = {each.id: each for each in record.attributions}
    for each in record.attributions:
        promise(bool(each.cue.spans) and bool(each.content), f"{each.id} has no cue or no content")
        promise(bool(each.source.spans) or each.source.standing == "none", f"{each.id} has a standing but no source")
        if each.parent is not None:
            promise(order[each.parent] < order[each.id], f"{each.id} comes before {each.parent}, which holds it")
            parts: tuple[Any, ...] = (*each.source.spans, *each.cue.spans, *each.content)
            promise(
                any(all(o.start <= p.start and p.end <= o.end for p in parts) for o in by_id[each.parent].content),
                f"{each.id} is not within a content of {each.parent}",
            )
    written = encode(record)
    promise(decode(written) == record, "the record is another after JSON")
