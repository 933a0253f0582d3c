"""Whom the articles quote, and how each outlet sources what it tells: the figures, for all of them at once.

Every figure is a count over the ledger's rows, taken by SQLite in one pass over the attributions: a listing of a
million of them needs no more memory than what it lists. All figures of one answer are of one state of the ledger,
however much is written to it meanwhile. What each figure means is in ``docs/people-and-outlets.md``, formula by
formula; a share whose whole is nothing is unknown, and None.

Three choices hold for all of them. An older text of a page that changed counts no more. Words are those of outer
attributions, so that what is told within another's content is not counted twice. And who counts as a speaker is a
named entity of the ledger; the rest have words (``standings``) but no line of their own.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from onrecord.ledger.connection import reading
from onrecord.ledger.entities import read_profile
from onrecord.ledger.finding import find_entities
from onrecord.ledger.fitting import fitting
from onrecord.ledger.joining import KnownRole
from onrecord.ledger.ledger import Ledger

__all__ = [
    "ALL_ARTICLES",
    "OUTLET_ORDERS",
    "SPEAKER_ORDERS",
    "Articles",
    "OutletFigures",
    "OutletOrder",
    "Outlets",
    "Quoted",
    "Speaker",
    "SpeakerOrder",
    "Speakers",
    "asking",
    "outlets",
    "part_of",
    "role_in_words",
    "roles_known",
    "speakers",
]

SpeakerOrder = Literal["words", "attributions", "articles", "outlets", "name"]
OutletOrder = Literal[
    "articles", "words", "page", "unnamed", "hearsay", "direct", "nested", "speakers", "top10", "name"
]
SPEAKER_ORDERS: tuple[SpeakerOrder, ...] = ("words", "attributions", "articles", "outlets", "name")
OUTLET_ORDERS: tuple[OutletOrder, ...] = (
    "articles", "words", "page", "unnamed", "hearsay", "direct", "nested", "speakers", "top10", "name",
)  # fmt: skip

#: The standings of sources that have no name to be held to.
_UNNAMED = ("unnamed_person", "unnamed_group", "none")
#: Speakers whose words make the measure of concentration: CR10, as four or eight firms are taken for a market's.
_CONCENTRATED = 10
#: Offices of a speaker that a listing gives.
_ROLES_LISTED = 2


@dataclass(frozen=True, slots=True)
class Articles:
    """Which articles count: of an outlet (the ledger's number), from a day on, up to a day, both included.

    ``once`` counts of those that are copies of one another only the first by date, and of one day the first that was
    indexed. Articles without a date are left out where there is a first or a last day.
    """

    outlet: int | None = None
    since: date | None = None
    until: date | None = None
    once: bool = False


ALL_ARTICLES = Articles()


@dataclass(frozen=True, slots=True)
class Speaker:
    """One that is quoted, by the ledger's number. ``direct`` is a part of the outer attributions, 0 to 1."""

    entity_id: int
    name: str
    kind: str
    roles: tuple[str, ...]
    attributions: int
    articles: int
    outlets: int
    words: int
    direct: float | None
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Quoted:
    """A speaker as one outlet quotes it."""

    entity_id: int
    name: str
    attributions: int
    words: int


@dataclass(frozen=True, slots=True)
class OutletFigures:
    """How one outlet sources what it tells; ``name`` is None for articles that name no outlet. Shares are 0 to 1."""

    name: str | None
    articles: int
    words: int
    standings: dict[str, int]  #: words of the story by whose they are, "page" for the page's own
    page: float | None
    unnamed: float | None
    attributions: int
    hearsay: float | None
    direct: float | None
    nested: float | None
    speakers: int
    top10: float | None
    copies: float | None
    most_quoted: tuple[Quoted, ...]


def part_of(count: int, whole: int) -> float | None:
    """``count`` as a part of ``whole``, 0 to 1; None where there is no whole."""
    return count / whole if whole else None


_STATUSES = {"former": "former ", "acting": "acting "}


def role_in_words(title: str, organization: str | None, status: str) -> str:
    """An office as a person writes it: "former director, Harrow Water Company"."""
    return _STATUSES.get(status, "") + (f"{title}, {organization}" if organization else title)


_CONSIDERED = """
CREATE TEMP TABLE considered AS
SELECT document_id, outlet_id, published, words,
    row_number() OVER (PARTITION BY copy_of ORDER BY published IS NULL, published, document_id) AS place
FROM document
WHERE replaced_by IS NULL
    AND (:outlet IS NULL OR outlet_id = :outlet)
    AND (:since IS NULL OR published >= :since)
    AND (:until IS NULL OR published <= :until)
"""
_CHOSEN = """
CREATE TEMP TABLE chosen (
    document_id INTEGER PRIMARY KEY, outlet_id INTEGER NOT NULL, published TEXT, words INTEGER NOT NULL
)
"""


@contextmanager
def asking(ledger: Ledger, articles: Articles) -> Iterator[sqlite3.Connection]:
    """One state of the ledger, with the tables ``considered`` and, where copies are counted once, less: ``chosen``.

    Both are temporary and gone with the transaction. An article without an outlet has the outlet 0 in them.
    """
    asked = {
        "outlet": articles.outlet,
        "since": articles.since.isoformat() if articles.since else None,
        "until": articles.until.isoformat() if articles.until else None,
    }
    connection = ledger.connection
    with reading(ledger.path):
        connection.execute("BEGIN")
        try:
            connection.execute(_CONSIDERED, asked)
            connection.execute(_CHOSEN)
            connection.execute(
                "INSERT INTO chosen SELECT document_id, coalesce(outlet_id, 0), published, words FROM considered "
                "WHERE place = 1 OR NOT ? ORDER BY document_id",
                (articles.once,),
            )
            yield connection
        finally:
            connection.execute("ROLLBACK")


_SPEAKER_SORTS: dict[SpeakerOrder, str] = {
    "words": "words DESC, attributions DESC, articles DESC",
    "attributions": "attributions DESC, words DESC, articles DESC",
    "articles": "articles DESC, attributions DESC, words DESC",
    "outlets": "outlets DESC, articles DESC, words DESC",
    "name": "name COLLATE NOCASE, name",
}


# The attributions are counted by article first: the second count has far fewer rows, and the articles are distinct.
class Speakers(list[Speaker]):
    """Speakers in the order that was asked for."""


class Outlets(list[OutletFigures]):
    """Outlets in the order that was asked for."""


_SPEAKERS = """
WITH said AS (
    SELECT joined.entity_id, attribution.document_id, count(*) AS attributions,
        sum(attribution.parent IS NULL) AS outermost,
        sum(attribution.parent IS NULL AND attribution.form = 'direct') AS direct,
        sum(iif(attribution.parent IS NULL, attribution.words, 0)) AS words
    FROM attribution
        JOIN article_entity AS joined
            ON joined.document_id = attribution.document_id AND joined.key = attribution.article_entity
    WHERE joined.entity_id IS NOT NULL AND (:standing IS NULL OR attribution.standing = :standing)
    GROUP BY joined.entity_id, attribution.document_id
)
SELECT entity.entity_id, entity.name, entity.kind, sum(attributions) AS attributions, count(*) AS articles,
    count(DISTINCT nullif(outlet_id, 0)) AS outlets, sum(said.words) AS words, sum(outermost) AS outermost,
    sum(direct) AS direct, min(published) AS first, max(published) AS last, count(*) OVER () AS listed
FROM said JOIN chosen USING (document_id) JOIN entity USING (entity_id)
WHERE (:kind IS NULL OR entity.kind = :kind)
    AND (:named IS NULL OR entity.entity_id IN (SELECT value FROM json_each(:named)))
GROUP BY entity.entity_id
ORDER BY {order}, entity.entity_id
LIMIT :limit OFFSET :offset
"""


def speakers(
    ledger: Ledger,
    articles: Articles = ALL_ARTICLES,
    *,
    kind: str | None = None,
    standing: str | None = None,
    named: str | None = None,
    sort: SpeakerOrder = "words",
    limit: int | None = None,
    offset: int = 0,
) -> tuple[list[Speaker], int]:
    """Whom the articles quote, in order, ``limit`` of them behind the first ``offset``; and how many there are in all.

    ``kind`` is the entity's, ``standing`` the sources' (attributions of another one are not counted); ``named`` keeps
    those whom a name, or how its words begin, fits. Behind the last of them their number is not known, and 0.
    """
    asked: dict[str, Any] = {
        "kind": kind, "standing": standing, "named": None, "limit": -1 if limit is None else limit, "offset": offset,
    }  # fmt: skip
    with asking(ledger, articles) as connection:
        if named is not None:
            asked["named"] = json.dumps([each.entity_id for each in find_entities(connection, named)])
        rows = connection.execute(_SPEAKERS.format(order=_SPEAKER_SORTS[sort]), asked).fetchall()
        found = [
            Speaker(
                entity_id=entity,
                name=name,
                kind=kind_of,
                roles=roles_known(connection, entity),
                attributions=attributions,
                articles=count,
                outlets=several,
                words=words,
                direct=part_of(direct, outermost),
                first=first,
                last=last,
            )
            for entity, name, kind_of, attributions, count, several, words, outermost, direct, first, last, _ in rows
        ]
        return [fitting(each) for each in found], (rows[0][-1] if rows else 0)


def roles_known(connection: sqlite3.Connection, entity: int) -> tuple[str, ...]:
    """The offices that most articles gave to an entity, those with a body named and those held now before others."""
    row = connection.execute("SELECT profile FROM entity WHERE entity_id = ?", (entity,)).fetchone()

    def order(role: KnownRole) -> tuple[bool, int, bool, str]:
        return role.status == "former", -role.articles, role.organization is None, role.title

    told: dict[str, KnownRole] = {}
    for role in sorted(read_profile(row[0]).roles, key=order):
        told.setdefault(role.title.casefold(), role)
    return tuple(
        role_in_words(role.title, role.organization, role.status) for role in list(told.values())[:_ROLES_LISTED]
    )


_OUTLET_ARTICLES = """
SELECT outlet_id, coalesce(outlet.name, ''), count(*), sum(words)
FROM chosen LEFT JOIN outlet USING (outlet_id) GROUP BY outlet_id
"""
_OUTLET_STANDINGS = """
SELECT outlet_id, standing, sum(share.words) FROM chosen JOIN share USING (document_id) GROUP BY outlet_id, standing
ORDER BY outlet_id, standing
"""
_OUTLET_SPEAKERS = """
CREATE TEMP TABLE quoted AS
SELECT chosen.outlet_id, joined.entity_id, count(*) AS attributions,
    sum(attribution.hops > 1) AS hearsay, sum(attribution.hops > 0) AS carried,
    sum(attribution.parent IS NULL) AS outermost,
    sum(attribution.parent IS NULL AND attribution.form = 'direct') AS direct,
    sum(iif(attribution.parent IS NULL, attribution.words, 0)) AS words
FROM attribution
    JOIN chosen USING (document_id)
    LEFT JOIN article_entity AS joined
        ON joined.document_id = attribution.document_id AND joined.key = attribution.article_entity
GROUP BY chosen.outlet_id, joined.entity_id
"""
_OUTLET_ATTRIBUTIONS = """
SELECT outlet_id, sum(attributions), sum(hearsay), sum(carried), sum(outermost), sum(direct), count(entity_id),
    sum(iif(entity_id IS NULL, 0, words))
FROM quoted GROUP BY outlet_id
"""
_OUTLET_MOST_QUOTED = """
SELECT outlet_id, entity_id, entity.name, attributions, words FROM (
    SELECT *, row_number() OVER (PARTITION BY outlet_id ORDER BY words DESC, attributions DESC, entity_id) AS place
    FROM quoted WHERE entity_id IS NOT NULL
) JOIN entity USING (entity_id) WHERE place <= ? ORDER BY outlet_id, place
"""
_OUTLET_COPIES = "SELECT coalesce(outlet_id, 0), sum(place > 1), count(*) FROM considered GROUP BY outlet_id"


def outlets(
    ledger: Ledger, articles: Articles = ALL_ARTICLES, *, sort: OutletOrder = "articles", most_quoted: int = 5
) -> list[OutletFigures]:
    """Every outlet's figures; ``most_quoted`` says how many speakers are listed with each.

    Where copies count once, each counts for the outlet that had it first, of all those that are asked about.
    """
    with asking(ledger, articles) as connection:
        connection.execute(_OUTLET_SPEAKERS)
        of_articles = connection.execute(_OUTLET_ARTICLES).fetchall()
        standings: dict[int, dict[str, int]] = {}
        for number, standing, words in connection.execute(_OUTLET_STANDINGS):
            standings.setdefault(number, {})[standing] = words
        attributions = {row[0]: tuple(row[1:]) for row in connection.execute(_OUTLET_ATTRIBUTIONS)}
        ranked: dict[int, list[Quoted]] = {}
        for number, *quoted in connection.execute(_OUTLET_MOST_QUOTED, (max(most_quoted, _CONCENTRATED),)):
            ranked.setdefault(number, []).append(Quoted(*quoted))
        copies = {number: part_of(*counts) for number, *counts in connection.execute(_OUTLET_COPIES)}
        figures = [
            _figures(
                name or None,
                (count, words),
                standings.get(number, {}),
                attributions.get(number, (0,) * 7),
                ranked.get(number, []),
                copies[number],
                most_quoted,
            )
            for number, name, count, words in of_articles
        ]
        return _sorted_outlets([fitting(each) for each in figures], sort)


def _figures(
    name: str | None,
    size: tuple[int, int],
    standings: dict[str, int],
    attributions: Sequence[int],
    ranked: Sequence[Quoted],
    copies: float | None,
    most_quoted: int,
) -> OutletFigures:
    articles, words = size
    count, hearsay, carried, outermost, direct, speaking, spoken = attributions
    page = standings.get("page", 0)
    unnamed = sum(standings.get(standing, 0) for standing in _UNNAMED)
    return OutletFigures(
        name=name,
        articles=articles,
        words=words,
        standings=standings,
        page=part_of(page, words),
        unnamed=part_of(unnamed, words - page),
        attributions=count,
        hearsay=part_of(hearsay, carried),
        direct=part_of(direct, outermost),
        nested=part_of(count - outermost, count),
        speakers=speaking,
        top10=part_of(sum(each.words for each in ranked[:_CONCENTRATED]), spoken),
        copies=copies,
        most_quoted=tuple(ranked[:most_quoted]),
    )


def _sorted_outlets(figures: list[OutletFigures], sort: OutletOrder) -> list[OutletFigures]:
    """By name, or the largest first; one whose figure is not known, or that has no name, last."""

    def name(each: OutletFigures) -> tuple[bool, str, str]:
        return each.name is None, (each.name or "").casefold(), each.name or ""

    def size(each: OutletFigures) -> float:
        value = getattr(each, sort)
        return float("inf") if value is None else -value

    return sorted(figures, key=name) if sort == "name" else sorted(figures, key=lambda each: (size(each), name(each)))
