"""What a trace tells of the articles in which it finds a quotation: where and when, and to whom they credit it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from onrecord.ledger.finding import kept_entity
from onrecord.ledger.rows import inflate
from onrecord.ledger.tracing_types import Appearance, Credit, Piece
from onrecord.ledger.wording import Comparison
from onrecord.record.types import Attribution, Record
from onrecord.text.comparing import keys_of
from onrecord.text.quotations import find_quotations

__all__ = ["Articles", "Found", "Placed", "appearances_of"]

_BATCH = 500
#: Records that are read whole in one trace, .3 ms each: for the hands by which words came, and for pieces of a word or
#: two that are not in the index. Those of the earliest appearances come first.
_MOST_RECORDS = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation, in pieces (start, end, words), its words as they are compared, and how they compare."""

    document: int
    attribution: int | None
    pieces: tuple[tuple[int, int, str], ...]
    keys: tuple[str, ...]
    breaks: tuple[int, ...]
    comparison: Comparison


class _Article(NamedTuple):
    document: int
    hash: str
    uri: str | None
    title: str | None
    outlet: str | None
    published: str | None
    copy_of: int
    replaced_by: int | None


@dataclass(frozen=True, slots=True)
class Placed:
    """An appearance with its words as they are compared; ``order`` sorts the earliest first, undated ones last.

    Of one day's, the order is that of outlet, title and address: how the articles came into the ledger says nothing.
    """

    order: tuple[bool, str, str, str, str, str, int]
    appearance: Appearance
    found: Found


class Articles:
    """The articles in which candidates stand, as far as they are asked for."""

    def __init__(self, connection: sqlite3.Connection, *, outlet: int | None, versions: bool) -> None:
        self._connection = connection
        self._outlet, self._versions = outlet, versions
        self._articles: dict[int, _Article] = {}
        self._records: dict[int, Record] = {}

    def __contains__(self, document: int) -> bool:
        return document in self._articles

    def __getitem__(self, document: int) -> _Article:
        return self._articles[document]

    def read(self, documents: Iterable[int]) -> None:
        """Read what the ledger says of these documents, but for those of other outlets and superseded versions."""
        wanted = "" if self._versions else " AND replaced_by IS NULL"
        wanted += "" if self._outlet is None else f" AND outlet_id = {self._outlet:d}"
        for row in _rows(
            self._connection,
            "SELECT document_id, hash, uri, title, outlet.name, published, copy_of, replaced_by "
            "FROM document LEFT JOIN outlet USING (outlet_id) WHERE document_id IN ({})" + wanted,
            sorted(set(documents)),
        ):
            self._articles[row[0]] = _Article(*row)

    def record(self, document: int) -> Record | None:
        """The record of a document; none where enough of them have been read."""
        if document not in self._records and len(self._records) < _MOST_RECORDS:
            row = self._connection.execute("SELECT content FROM record WHERE document_id = ?", (document,)).fetchone()
            self._records[document] = inflate(row[0])
        return self._records.get(document)

    def pieces_of(self, document: int, attribution: int, known: Sequence[str]) -> list[tuple[int, int, str]]:
        """All that stands within quotation marks in the contents of an attribution: start, end and words of each.

        Nothing where its contents hold no more words than the ``known`` pieces.
        """
        key, content = self._connection.execute(
            "SELECT key, content FROM attribution WHERE attribution_id = ?", (attribution,)
        ).fetchone()
        if len(keys_of(content)) <= sum(len(keys_of(words)) for words in known):
            return []
        record = self.record(document)
        held = _attribution(record, key)
        if record is None or held is None:
            return []
        text = record.document.text
        found = []
        for block in sorted(record.document.blocks, key=lambda block: block.start):
            parts = [part for part in held.content if part.start < block.end and part.end > block.start]
            for each in find_quotations(text, block.start, block.end) if parts else ():
                start, end = each.inner
                if each.depth == 0 and any(part.start <= start and end <= part.end for part in parts):
                    found.append((start, end, text[start:end]))
        return found

    def via(self, document: int, key: str) -> list[str]:
        """The names of those by whose hands an attribution's words came, without its origin."""
        record = self.record(document)
        held = _attribution(record, key)
        if record is None or held is None:
            return []
        names = {entity.id: entity.name for entity in record.entities}
        return [
            names.get(each.entity or "")
            or ("nobody named" if each.standing == "none" else each.standing.replace("_", " "))
            for each in held.chain[1:]
        ]


def _attribution(record: Record | None, key: str) -> Attribution | None:
    return next((each for each in record.attributions if each.id == key), None) if record else None


def _rows(connection: sqlite3.Connection, question: str, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """The rows of a question with ``{}`` in the place of the numbers that it asks for."""
    for at in range(0, len(numbers), _BATCH):
        batch = numbers[at : at + _BATCH]
        yield from connection.execute(question.format(", ".join("?" for _ in batch)), batch)


def _credits(connection: sqlite3.Connection, found: Sequence[Found], articles: Articles) -> dict[int, Credit]:
    """To whom each attribution gives its words, by the ledger's number of it."""
    numbers = {each.attribution: each.document for each in found if each.attribution is not None}
    credits_: dict[int, Credit] = {}
    for row in _rows(
        connection,
        "SELECT attribution_id, attribution.key, source, joined.entity_id, joined.name, entity.name, "
        "entity.merged_into, standing, cue, negated, hops, confidence FROM attribution "
        "LEFT JOIN article_entity AS joined ON joined.document_id = attribution.document_id "
        "AND joined.key = attribution.article_entity LEFT JOIN entity USING (entity_id) WHERE attribution_id IN ({})",
        sorted(numbers),
    ):
        number, key, source, entity, own_name, name, merged, standing, cue, negated, hops, confidence = row
        if merged is not None:
            entity = kept_entity(connection, entity)
            name = connection.execute("SELECT name FROM entity WHERE entity_id = ?", (entity,)).fetchone()[0]
        credits_[number] = Credit(
            attribution=key,
            words=source,
            name=name or own_name,
            entity=entity,
            standing=standing,
            cue=cue,
            negated=bool(negated),
            hops=hops,
            via=articles.via(numbers[number], key) if hops > 1 else [],
            confidence=confidence,
        )
    return credits_


def appearances_of(found: Sequence[Found], articles: Articles) -> list[Placed]:
    """What was found with its articles and credits, the earliest first."""
    credits_ = _credits(articles._connection, found, articles)
    placed = []
    for each in found:
        article = articles[each.document]
        appearance = Appearance(
            document=each.document,
            published=article.published,
            outlet=article.outlet,
            title=article.title,
            uri=article.uri,
            kind=each.comparison.kind,
            pieces=[Piece(*piece) for piece in each.pieces],
            credit=credits_.get(each.attribution) if each.attribution is not None else None,
            copy_group=article.copy_of,
            superseded=article.replaced_by is not None,
        )
        names = (article.published or "", article.outlet or "", article.title or "", article.uri or "", article.hash)
        placed.append(Placed((article.published is None, *names, each.pieces[0][0]), appearance, each))
    return sorted(placed, key=lambda each: each.order)
