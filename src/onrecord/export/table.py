"""Records as flat tables: the columns that CSV, Parquet and data frames share, each with its type and its meaning.

Why flat tables at all: most questions about many articles (who is quoted by whom, how often without a name) are a
``GROUP BY``, and every tool that counts reads a table. Why one list of columns: three writers would soon give one name
to three things, and the docs a fourth. A table does not carry the whole record (roles, mentions and blocks stay
behind); JSON lines do.

There are two tables, ``attributions`` with a row for each attribution and ``documents`` with a row for each record. A
row is a dict by the columns' names, its values are of the types that Kind names, and what is unknown is ``None``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from onrecord.record.shares import WORD, StandingOrPage, StandingShare  # the one definition of a word that counts
from onrecord.record.types import Addressee, Attribution, ContentSpan, Entity, Record, SpanRecord

__all__ = ["ATTRIBUTIONS", "DOCUMENTS", "Column", "Kind", "attribution_rows", "document_row"]


class Kind(Enum):
    """What a column's values are, in Python and in words."""

    TEXT = "string"
    TERM = "string, one of few"
    TEXTS = "list of strings"
    DAY = "date"
    FLAG = "boolean"
    COUNT = "integer"
    PART = "number, 0 to 1"
    SPANS = "list of {start, end}"
    CONTENT_SPANS = "list of {start, end, quoted}"
    CARRIERS = "list of {entity_id, entity, standing}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``meaning`` is a sentence for its reader, ``of`` makes the value."""

    name: str
    kind: Kind
    meaning: str
    of: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Told:
    """One attribution with what its row needs to look up."""

    record: Record
    number: int
    attribution: Attribution
    entities: dict[str, Entity]
    depth: int

    def words(self, spans: Sequence[SpanRecord | ContentSpan], joint: str = " ") -> str:
        text = self.record.document.text
        return joint.join(text[span.start : span.end] for span in spans)

    def entity(self, known: str | None) -> Entity | None:
        return self.entities.get(known) if known is not None else None

    def name(self, known: str | None) -> str | None:
        entity = self.entity(known)
        return entity.name if entity else None

    @property
    def addressee(self) -> Addressee:
        return self.attribution.addressee or _NOBODY


_NOBODY = Addressee(spans=[])


def _offsets(spans: Sequence[SpanRecord]) -> list[dict[str, int]]:
    return [{"start": span.start, "end": span.end} for span in spans]


def _kind_of(entity: Entity | None) -> str | None:
    return entity.kind if entity else None


def _source_words(told: _Told) -> str | None:
    spans = told.attribution.source.spans
    return told.words(spans) if spans else None


def _time_words(told: _Told) -> str | None:
    time = told.attribution.time
    return told.record.document.text[time.start : time.end] if time else None


def _chain(told: _Told) -> list[dict[str, str | None]]:
    return [
        {"entity_id": carrier.entity, "entity": told.name(carrier.entity), "standing": carrier.standing}
        for carrier in told.attribution.chain
    ]


def _content_words(told: _Told) -> int:
    text = told.record.document.text
    return sum(1 for span in told.attribution.content for _ in WORD.finditer(text, span.start, span.end))


ATTRIBUTIONS: tuple[Column, ...] = (
    Column("record", Kind.COUNT, "The number of the record in this export, from 0: joins the two tables.",
           lambda t: t.number),
    Column("document", Kind.TEXT, "The document's id: `sha256:` and the hash of its text. Copies of one text share it.",
           lambda t: t.record.document.id),
    Column("uri", Kind.TEXT, "The path or address that was read.", lambda t: t.record.document.uri),
    Column("title", Kind.TEXT, "The headline.", lambda t: t.record.document.title),
    Column("outlet", Kind.TEXT, "The publication's name.", lambda t: t.record.document.outlet),
    Column("published", Kind.DAY, "The day of publication; null where the record has no whole day.",
           lambda t: t.record.document.published),
    Column("id", Kind.TEXT, "The attribution's id, unique in its record.", lambda t: t.attribution.id),
    Column("parent", Kind.TEXT, "The id of the attribution in whose content this one stands.",
           lambda t: t.attribution.parent),
    Column("depth", Kind.COUNT, "How many attributions this one stands in: 0 for an outermost one.",
           lambda t: t.depth),
    Column("source", Kind.TEXT, "The words that name the source, parts joined by a space; null where nobody is named.",
           _source_words),
    Column("standing", Kind.TERM, "What kind of source it is.", lambda t: t.attribution.source.standing),
    Column("entity", Kind.TEXT, "The fullest name that the text gives the source.",
           lambda t: t.name(t.attribution.source.entity)),
    Column("entity_id", Kind.TEXT, "The source's entity, an id of its record.", lambda t: t.attribution.source.entity),
    Column("entity_kind", Kind.TERM, "What the source's entity is: `person`, `organization`, `group` and so on.",
           lambda t: _kind_of(t.entity(t.attribution.source.entity))),
    Column("cue", Kind.TEXT, "The words that attribute, parts joined by a space.",
           lambda t: t.words(t.attribution.cue.spans)),
    Column("lemma", Kind.TEXT, "The dictionary form of the cue's head: `say` for *said*.",
           lambda t: t.attribution.cue.lemma),
    Column("act", Kind.TERM, "What kind of act the source is said to perform.", lambda t: t.attribution.cue.act),
    Column("stance", Kind.TERM, "What the writer's choice of cue does: `neutral`, `distancing`, `endorsing`.",
           lambda t: t.attribution.cue.stance),
    Column("content", Kind.TEXT, "The words attributed, parts joined by ` … `.",
           lambda t: t.words(t.attribution.content, " … ")),
    Column("form", Kind.TERM, "`direct`: all of it stands within quotation marks; `indirect`: none; `mixed`: some.",
           lambda t: t.attribution.form),
    Column("words", Kind.COUNT, "How many words the content has.", _content_words),
    Column("negated", Kind.FLAG, "True for what the source is said *not* to have said.",
           lambda t: t.attribution.negated),
    Column("addressee", Kind.TEXT, "The words that name whom it was said to.",
           lambda t: t.words(t.addressee.spans) if t.attribution.addressee else None),
    Column("addressee_entity", Kind.TEXT, "The fullest name that the text gives the addressee.",
           lambda t: t.name(t.addressee.entity)),
    Column("addressee_entity_id", Kind.TEXT, "The addressee's entity, an id of its record.",
           lambda t: t.addressee.entity),
    Column("time", Kind.TEXT, "The words that say when it was said.", _time_words),
    Column("time_value", Kind.TEXT, "ISO 8601: `2024-03-12`, `2024-W11`, `2024-03`.",
           lambda t: t.attribution.time.value if t.attribution.time else None),
    Column("hedges", Kind.TEXTS, "The words by which nobody vouches: *reportedly*, *allegedly*.",
           lambda t: [t.words([span]) for span in t.attribution.hedges]),
    Column("hops", Kind.COUNT, "Through how many hands it came to this page: the chain's length.",
           lambda t: len(t.attribution.chain)),
    Column("chain", Kind.CARRIERS, "The carriers from the origin of the statement to this page, the origin first.",
           _chain),
    Column("confidence", Kind.PART, "How likely it is that a trained annotator marks this attribution too.",
           lambda t: t.attribution.confidence),
    Column("source_offsets", Kind.SPANS, "Where the source's words stand: code points of the text, half-open.",
           lambda t: _offsets(t.attribution.source.spans)),
    Column("cue_offsets", Kind.SPANS, "Where the cue's words stand.", lambda t: _offsets(t.attribution.cue.spans)),
    Column("content_offsets", Kind.CONTENT_SPANS,
           "Where the content stands; `quoted` where all of that part stands within quotation marks.",
           lambda t: [{"start": s.start, "end": s.end, "quoted": s.quoted} for s in t.attribution.content]),
    Column("addressee_offsets", Kind.SPANS, "Where the addressee's words stand.",
           lambda t: _offsets(t.addressee.spans)),
    Column("hedge_offsets", Kind.SPANS, "Where the hedges stand.", lambda t: _offsets(t.attribution.hedges)),
    Column("time_offsets", Kind.SPANS, "Where the words for the time stand: one span or none.",
           lambda t: [{"start": s.start, "end": s.end} for s in (t.attribution.time,) if s]),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Counted:
    """One record with its shares."""

    record: Record
    number: int
    shares: dict[StandingOrPage, StandingShare]
    words: int


def _forms(form: str) -> Callable[[_Counted], int]:
    return lambda c: sum(each.form == form for each in c.record.attributions)


def _share(standing: StandingOrPage) -> Callable[[_Counted], float]:
    return lambda c: c.shares[standing].part if standing in c.shares else 0.0


_SHARED: dict[StandingOrPage, str] = {
    "page": "the page's own",
    "named_person": "named people's",
    "unnamed_person": "unnamed people's",
    "named_group": "named groups'",
    "unnamed_group": "unnamed groups'",
    "document": "documents'",
    "outlet": "news outlets'",
    "none": "nobody's",
}

DOCUMENTS: tuple[Column, ...] = (
    Column("record", Kind.COUNT, "The number of the record in this export, from 0: joins the two tables.",
           lambda c: c.number),
    Column("id", Kind.TEXT, "`sha256:` and the hash of the text. Copies of one text share it.",
           lambda c: c.record.document.id),
    Column("uri", Kind.TEXT, "The path or address that was read.", lambda c: c.record.document.uri),
    Column("title", Kind.TEXT, "The headline.", lambda c: c.record.document.title),
    Column("outlet", Kind.TEXT, "The publication's name.", lambda c: c.record.document.outlet),
    Column("authors", Kind.TEXTS, "The names in the byline.", lambda c: c.record.document.authors),
    Column("published", Kind.DAY, "The day of publication; null where the record has no whole day.",
           lambda c: c.record.document.published),
    Column("sponsor", Kind.TEXT, "Who pays for the page, where a notice says so.", lambda c: c.record.document.sponsor),
    Column("language", Kind.TEXT, "The language that the page declares.", lambda c: c.record.document.language),
    Column("text", Kind.TEXT, "The whole text that all offsets count in.", lambda c: c.record.document.text),
    Column("length", Kind.COUNT, "How many code points the text has.", lambda c: len(c.record.document.text)),
    Column("words", Kind.COUNT, "How many words the story has; captions, credits and notices are beside it.",
           lambda c: c.words),
    Column("entities", Kind.COUNT, "How many people, bodies, places and documents are named.",
           lambda c: len(c.record.entities)),
    Column("attributions", Kind.COUNT, "How many attributions the record has.", lambda c: len(c.record.attributions)),
    Column("nested", Kind.COUNT, "How many of them stand in another's content.",
           lambda c: sum(each.parent is not None for each in c.record.attributions)),
    Column("direct", Kind.COUNT, "How many of them are direct.", _forms("direct")),
    Column("indirect", Kind.COUNT, "How many of them are indirect.", _forms("indirect")),
    Column("mixed", Kind.COUNT, "How many of them are mixed.", _forms("mixed")),
    *(
        Column(f"share_{standing}", Kind.PART, f"The part of the story's words that are {whose}.", _share(standing))
        for standing, whose in _SHARED.items()
    ),
    Column("reader_version", Kind.TEXT, "The version of the program that read it.", lambda c: c.record.reader.version),
    Column("reader_model", Kind.TEXT, "The model that read it.", lambda c: c.record.reader.model),
)  # fmt: skip


def _depths(record: Record) -> dict[str, int]:
    """How deep each attribution stands, by its id. Linear; what is nested in itself, or in nothing, ends there."""
    parents = {attribution.id: attribution.parent for attribution in record.attributions}
    depths: dict[str, int] = {}
    for start in parents:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in parents and at not in depths and at not in path:
            path[at] = None
            at = parents[at]
        depth = depths[at] + 1 if at in depths else 0
        for each in reversed(path):
            depths[each] = depth
            depth += 1
    return depths


def attribution_rows(
    record: Record, number: int = 0, columns: Sequence[Column] = ATTRIBUTIONS
) -> Iterator[dict[str, Any]]:
    """The record's rows in ``attributions``, in its order, with the columns that are asked for.

    ``number`` is the record's in the table.

    >>> pandas.DataFrame(row for n, record in enumerate(records) for row in attribution_rows(record, n))
    ... # doctest: +SKIP
    """
    entities = {entity.id: entity for entity in record.entities}
    depths = _depths(record)
    for attribution in record.attributions:
        told = _Told(record, number, attribution, entities, depths[attribution.id])
        yield {column.name: column.of(told) for column in columns}


def document_row(record: Record, number: int = 0) -> dict[str, Any]:
    """The record's row in ``documents``; ``number`` is the record's in the table."""
    shares = {share.standing: share for share in record.shares_by_standing()}
    counted = _Counted(record, number, shares, sum(share.words for share in shares.values()))
    return {column.name: column.of(counted) for column in DOCUMENTS}
