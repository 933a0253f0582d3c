"""One speaker, or one outlet, in detail: what a person looks at after the listing.

A speaker's attributions are found by the full-text index, which keeps them under the speaker's facet, so that one in a
million is as quick as one in a thousand. Offices and the hands that words went through stand in the records alone: of
those the newest are read, and how many is told with the figures.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.ledger.facets import entity_facet
from onrecord.ledger.finding import entity_meant, outlet_meant
from onrecord.ledger.fitting import fitting
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.profile_counts import Counts, Cued, Month, QuotedBy, months_of
from onrecord.ledger.profile_records import Addressed, RoleTold, Through, Told, newest_records
from onrecord.ledger.profiles import ALL_ARTICLES, Articles, OutletFigures, Speaker, asking, outlets, part_of

__all__ = [
    "MOST_QUOTED",
    "Companionship",
    "NameTold",
    "OutletDetail",
    "SpeakerDetail",
    "outlet_detail",
    "speaker_detail",
]

#: Companions that are told: more are a list that nobody reads.
_TOLD = 12
#: Speakers that an outlet's detail lists.
MOST_QUOTED = 20


@dataclass(frozen=True, slots=True)
class NameTold:
    """A form of the name under which articles have an entity, and how many."""

    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Companionship:
    """Who else is named in the same articles, and in how many."""

    entity_id: int
    name: str
    kind: str
    articles: int


@dataclass(frozen=True, slots=True)
class SpeakerDetail:
    """What the ledger says of one speaker; each count by value, the most frequent first.

    ``named_in`` counts the articles that name the speaker, quoted or not; ``records_read`` says in how many of them,
    the newest, ``offices``, ``through`` and ``addressed`` were looked for.
    """

    speaker: Speaker
    named_in: int
    names: tuple[NameTold, ...]
    offices: tuple[RoleTold, ...]
    quoted_by: tuple[QuotedBy, ...]
    standings: dict[str, int]
    forms: dict[str, int]
    acts: dict[str, int]
    stances: dict[str, int]
    hops: dict[int, int]
    nested: int
    negated: int
    cues: tuple[Cued, ...]
    through: tuple[Through, ...]
    addressed: tuple[Addressed, ...]
    company: tuple[Companionship, ...]
    months: tuple[Month, ...]
    records_read: int


@dataclass(frozen=True, slots=True)
class OutletDetail:
    """One outlet's figures, and what they are made of; each count by value, the most frequent first."""

    figures: OutletFigures
    forms: dict[str, int]
    acts: dict[str, int]
    stances: dict[str, int]
    hops: dict[int, int]
    cues: tuple[Cued, ...]
    months: tuple[Month, ...]


_COLUMNS = """
SELECT attribution.document_id, outlet.name, chosen.published, attribution.standing, attribution.form, attribution.act,
    attribution.stance, attribution.lemma, attribution.hops, attribution.negated, attribution.parent IS NULL,
    attribution.words
"""
_OF_SPEAKER = """
FROM attribution_text
    JOIN attribution ON attribution.attribution_id = attribution_text.rowid
    JOIN chosen USING (document_id)
    LEFT JOIN outlet USING (outlet_id)
WHERE attribution_text MATCH :facet AND (:standing IS NULL OR attribution.standing = :standing)
"""
_OF_OUTLET = """
FROM chosen JOIN attribution USING (document_id) LEFT JOIN outlet USING (outlet_id)
"""


def speaker_detail(
    ledger: Ledger, named: str, articles: Articles = ALL_ARTICLES, *, standing: str | None = None
) -> SpeakerDetail:
    """What the articles have of one speaker, by its number or name. Raises OptionError where none or several fit."""
    with asking(ledger, articles) as connection:
        entity = entity_meant(connection, named)
        name, kind = connection.execute("SELECT name, kind FROM entity WHERE entity_id = ?", (entity,)).fetchone()
        counts = Counts()
        asked = {"facet": f"facets : {entity_facet(entity)}", "standing": standing}
        for row in connection.execute(_COLUMNS + _OF_SPEAKER, asked):
            counts.add(row)
        names = connection.execute(
            "SELECT joined.name, count(DISTINCT document_id) AS articles FROM article_entity AS joined "
            "JOIN chosen USING (document_id) WHERE entity_id = ? GROUP BY joined.name ORDER BY articles DESC, name",
            (entity,),
        ).fetchall()
        named_in = connection.execute(
            "SELECT count(DISTINCT document_id) FROM article_entity JOIN chosen USING (document_id) "
            "WHERE entity_id = ?",
            (entity,),
        ).fetchone()[0]
        told = Told(entity, standing)
        for record, joined, own in newest_records(connection, entity):
            told.add(record, joined, own)
        offices = told.told_offices()
        quoted_by = counts.quoted_by()
        speaker = Speaker(
            entity_id=entity,
            name=name,
            kind=kind,
            roles=tuple(each.role for each in offices[:2]),
            attributions=counts.attributions,
            articles=sum(each.articles for each in quoted_by),
            outlets=sum(each.outlet is not None for each in quoted_by),
            words=counts.words,
            direct=part_of(counts.direct, counts.outermost),
            first=counts.first,
            last=counts.last,
        )
        return fitting(
            SpeakerDetail(
                speaker=speaker,
                named_in=named_in,
                names=tuple(NameTold(*row) for row in names),
                offices=offices,
                quoted_by=quoted_by,
                standings=counts.counted("standing"),
                forms=counts.counted("form"),
                acts=counts.counted("act"),
                stances=counts.counted("stance"),
                hops=dict(sorted(counts.by["hops"].items())),
                nested=counts.attributions - counts.outermost,
                negated=counts.negated,
                cues=counts.cues(),
                through=told.told_hands(connection),
                addressed=told.told_hearers(connection),
                company=_company(connection, entity),
                months=months_of(counts, {}),
                records_read=told.read,
            )
        )


_COMPANY = """
SELECT entity.entity_id, entity.name, entity.kind, beside.articles FROM (
    SELECT other.entity_id, count(DISTINCT other.document_id) AS articles
    FROM article_entity AS other
    WHERE other.document_id IN (
        SELECT document_id FROM article_entity JOIN chosen USING (document_id) WHERE entity_id = :entity
    ) AND other.entity_id <> :entity
    GROUP BY other.entity_id ORDER BY articles DESC, other.entity_id LIMIT :told
) AS beside JOIN entity USING (entity_id) ORDER BY beside.articles DESC, entity.entity_id
"""


def _company(connection: sqlite3.Connection, entity: int) -> tuple[Companionship, ...]:
    return tuple(Companionship(*row) for row in connection.execute(_COMPANY, {"entity": entity, "told": _TOLD}))


def outlet_detail(
    ledger: Ledger, named: str, articles: Articles = ALL_ARTICLES, *, every: Sequence[OutletFigures] | None = None
) -> OutletDetail:
    """How one outlet sources what it tells, by its name. Raises OptionError where none or several fit.

    Where copies count once, it is as in the listing: each counts for the outlet that had it first. So all are counted
    to tell one; ``every`` has them where that was done before, with MOST_QUOTED speakers each.
    """
    number, name = outlet_meant(ledger.connection, named)
    if every is None:
        every = outlets(ledger, articles, most_quoted=MOST_QUOTED)
    figures = next((each for each in every if each.name == name), None) or _without_articles(name)
    with asking(ledger, articles) as connection:
        connection.execute("DELETE FROM chosen WHERE outlet_id <> ?", (number,))
        counts = Counts()
        for row in connection.execute(_COLUMNS + _OF_OUTLET):
            counts.add(row)
        published = dict(
            connection.execute("SELECT substr(published, 1, 7), count(*) FROM chosen GROUP BY 1").fetchall()
        )
        return fitting(
            OutletDetail(
                figures=figures,
                forms=counts.counted("form"),
                acts=counts.counted("act"),
                stances=counts.counted("stance"),
                hops=dict(sorted(counts.by["hops"].items())),
                cues=counts.cues(),
                months=months_of(counts, published),
            )
        )


def _without_articles(name: str) -> OutletFigures:
    """The figures of an outlet that none of the articles asked about is of."""
    return OutletFigures(
        name=name, articles=0, words=0, standings={}, page=None, unnamed=None, attributions=0, hearsay=None,
        direct=None, nested=None, speakers=0, top10=None, copies=None, most_quoted=(),
    )  # fmt: skip
