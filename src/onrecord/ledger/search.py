"""Questions about attributions: by their words, by who speaks and how, by outlet and date; the newest first.

A question is one expression of the full-text index, whose rows stand in the order of their days (``ledger.ids``), so
that the first page of answers is read off its end whatever the ledger's size. Only what the index does not hold (the
confidence, copies, older texts of a page) is looked up in the rows behind it. Why not pages by number: the tenth page
would read the nine before it again, and shift when an article comes in; a page goes on behind the last answer instead.

Counting is bounded, since half of a large ledger has "the" in it: see ``MOST_COUNTED``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

from onrecord.attribution.terms import Form
from onrecord.errors import OptionError
from onrecord.ledger.connection import reading
from onrecord.ledger.facets import MOST_HOPS, entity_facet, facet, hops_facet, outlet_facet
from onrecord.ledger.finding import outlet_meant
from onrecord.ledger.fitting import fitting
from onrecord.ledger.ids import first_id
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.query import parse_words
from onrecord.ledger.questions import MOST_HITS, Hit, Hits, Order, Question, check, several
from onrecord.ledger.speaking import KnownSpeaker, find_speakers, source_expression

__all__ = ["MOST_COUNTED", "MOST_HITS", "Hit", "Hits", "NewestRows", "Order", "Question", "newest_rows", "search"]

#: Answers are counted up to this many; beyond it "more than" is said. Counting all would read half the ledger.
MOST_COUNTED = 10_000
#: With a condition that the index does not hold, so many matches are looked up to count those that meet it: each costs
#: a row of two tables, 2 to 4 microseconds.
_LOOKED_UP = 12_000
#: Counted answers up to which their articles are counted too, for the same reason.
_ARTICLES_COUNTED = 2_000
#: Ranking by relevance weighs the newest matches only; weighing takes 2 to 4 microseconds a match.
_RANKED = 10_000
#: Older texts of changed pages whose attributions are kept out of a count by a list; more of them are looked up.
_LISTED_TEXTS = 1_000
#: Weights of BM25 for the columns content, source and facets.
_WEIGHTS = "1.0, 1.0, 0.0"
_LAST_ID = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as SQLite is asked it: an expression of the index, or none for everything, and a range of rows."""

    match: str
    low: int
    high: int  #: exclusive
    conditions: tuple[str, ...]  #: on the rows of ``attribution`` and ``document``
    values: tuple[Any, ...]  #: of the conditions' marks
    speakers: tuple[KnownSpeaker, ...]


def search(ledger: Ledger, question: Question, *, counting: bool = True) -> Hits:
    """A page of the question's answers, with their count; without ``counting`` that of the page.

    Raises OptionError for a question that makes no sense, and where a speaker or an outlet is unknown.
    """
    check(question)
    with reading(ledger.path):
        # One state of the ledger for the answers and their count, whatever is written meanwhile.
        ledger.connection.execute("BEGIN")
        try:
            asked = _asked(ledger.connection, question)
            hits, following = _page(ledger.connection, question, asked)
            articles: int | None = len({hit.document for hit in hits})
            counted, all_of_them = len(hits), following is None
            if counting and (following or question.after):
                counted, all_of_them, articles = _count(ledger.connection, question, asked)
        finally:
            ledger.connection.execute("ROLLBACK")
    return Hits(tuple(hits), following is not None, following, counted, all_of_them, articles, asked.speakers)


@dataclass(frozen=True, slots=True)
class NewestRows:
    """The newest rows that the index has for a question: ``rows`` is the end of a query over ``attribution`` and
    ``document``, with the values of its marks; ``answers`` the condition that holds of those that answer it.
    """

    rows: str
    values: tuple[Any, ...]
    answers: str
    answers_values: tuple[Any, ...]


def newest_rows(connection: sqlite3.Connection, question: Question, limit: int) -> NewestRows:
    """No more than ``limit`` rows for a question; what the index does not hold is a condition on them."""
    asked = _asked(connection, question)
    found, values = _found(asked, "DESC", limit)
    answers = _where(question, asked).removeprefix(" WHERE ") or "1"
    return NewestRows(f"FROM ({found}) AS found {_ROWS}", tuple(values), answers, asked.values)


def _one_of(words: Iterable[str]) -> str:
    return f"{{facets}} : ({' OR '.join(words)})"


def _facets(connection: sqlite3.Connection, question: Question) -> list[str]:
    """What the index's column of facets is asked for; each must hold."""
    wanted = []
    for field in ("standing", "form", "act", "stance"):
        values = several(getattr(question, field))
        if values:
            wanted.append(_one_of(facet(field, value) for value in values))
    if question.hops is not None:
        wanted.append(_one_of([hops_facet(question.hops)]))
    if question.min_hops:
        wanted.append(_one_of(hops_facet(hops) for hops in range(min(question.min_hops, MOST_HOPS), MOST_HOPS + 1)))
    if question.negated:
        wanted.append(_one_of(["negated"]))
    if question.outlet is not None:
        wanted.append(_one_of([outlet_facet(outlet_meant(connection, question.outlet)[0])]))
    return wanted


def _asked(connection: sqlite3.Connection, question: Question) -> _Asked:
    words = parse_words(question.words)
    wanted = [f"{{content}} : ({words.wanted})"] if words.wanted else []
    wanted += _facets(connection, question)
    speakers: tuple[KnownSpeaker, ...] = ()
    if question.speaker is not None:
        meant = find_speakers(connection, question.speaker)
        speakers = meant.entities
        wanted.append(
            _one_of(entity_facet(each.entity_id) for each in speakers) if speakers else source_expression(meant.words)
        )
    unwanted = [f"{{content}} : ({words.excluded})"] if words.excluded else []
    unwanted += [_one_of(["nested"])] if question.outer else []
    unwanted += [_one_of(["negated"])] if question.negated is False else []
    if unwanted and not wanted:  # the index takes away from something only: here from all, each of which has a form
        wanted = [_one_of(facet("form", form) for form in get_args(Form))]
    match = " AND ".join(wanted)
    if unwanted:
        match = f"({match}) NOT ({' OR '.join(unwanted)})"
    conditions, values = _conditions(question)
    low, high = _range(question)
    return _Asked(match, low, high, conditions, values, speakers)


def _conditions(question: Question) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """What the rows are asked for, beside being of a page's newest text: with the values of its marks."""
    conditions: list[str] = []
    values: list[Any] = []
    if question.min_confidence > 0:
        conditions.append("attribution.confidence >= ?")
        values.append(question.min_confidence)
    if question.once:
        # A changed page's newest text may be counted a copy of its own older one, which is not shown: then it is the
        # lowest of those that are.
        shown = "" if question.versions else " AND other.replaced_by IS NULL"
        before = f"other.copy_of = document.copy_of AND other.document_id < document.document_id{shown}"
        conditions.append(f"NOT EXISTS (SELECT 1 FROM document AS other WHERE {before})")  # noqa: S608
    return tuple(conditions), tuple(values)


def _range(question: Question) -> tuple[int, int]:
    """The rows of the days asked for, from the first below the second."""
    dated = question.since is not None or question.until is not None
    low = max(first_id(question.since or date.min), first_id(date(1600, 1, 1))) if dated else 0
    if question.until is None or question.until == date.max:
        return min(low, _LAST_ID), _LAST_ID
    return min(low, _LAST_ID), min(first_id(question.until + timedelta(days=1)), _LAST_ID)


_NEWEST_TEXT = "document.replaced_by IS NULL"

_ROWS = (
    "CROSS JOIN attribution ON attribution.attribution_id = found.id "
    "CROSS JOIN document ON document.document_id = attribution.document_id"
)
_COLUMNS = """
document.document_id, attribution.key, document.title, outlet.name, document.published, document.uri, entity.entity_id,
entity.name, attribution.source, attribution.standing, attribution.cue, attribution.content, attribution.form,
attribution.act, attribution.stance, attribution.negated, attribution.hops, attribution.time, attribution.parent,
attribution.confidence, document.replaced_by, attribution.attribution_id
"""
_NAMES = """
LEFT JOIN outlet ON outlet.outlet_id = document.outlet_id
LEFT JOIN article_entity AS joined
    ON joined.document_id = attribution.document_id AND joined.key = attribution.article_entity
LEFT JOIN entity ON entity.entity_id = joined.entity_id
"""


def _hit(row: Sequence[Any]) -> Hit:
    document, key, title, outlet, published, uri, entity, name, source, standing, cue, content, *rest = row
    form, act, stance, negated, hops, time, parent, confidence, newer, number = rest
    return Hit(
        document=document,
        attribution=key,
        title=title,
        outlet=outlet,
        published=published,
        uri=uri,
        speaker=KnownSpeaker(entity, name) if entity is not None else None,
        source=source,
        standing=standing,
        cue=cue,
        content=content,
        form=form,
        act=act,
        stance=stance,
        negated=bool(negated),
        hops=hops,
        time=time,
        nested=parent is not None,
        confidence=confidence,
        replaced=newer is not None,
        attribution_id=number,
    )


def _found(asked: _Asked, order: Literal["ASC", "DESC"], limit: int = -1) -> tuple[str, list[Any]]:
    """The ids of the matching rows, in their order, as a query whose one column is ``id``."""
    if asked.match:
        sql = "SELECT rowid AS id FROM attribution_text WHERE attribution_text MATCH ? AND rowid >= ? AND rowid < ?"
        values: list[Any] = [asked.match, asked.low, asked.high]
    else:
        sql = "SELECT attribution_id AS id FROM attribution WHERE attribution_id >= ? AND attribution_id < ?"
        values = [asked.low, asked.high]
    return f"{sql} ORDER BY id {order} LIMIT {int(limit)}", values


def _where(question: Question, asked: _Asked) -> str:
    conditions = [*asked.conditions, *([] if question.versions else [_NEWEST_TEXT])]
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _cursor(question: Question) -> int | None:
    """Behind which row, or in the order of relevance behind how many answers, the page begins."""
    if question.after is None:
        return None
    order, _, number = question.after.partition(":")
    is_number = number.isascii() and number.isdigit() and len(number) <= 19
    if order != question.order or not is_number or int(number) >= _LAST_ID:
        raise OptionError(
            f"{question.after[:40]!r} does not continue an answer in the order {question.order!r}; give what the page "
            "before has for its next"
        )
    return int(number)


def _page(connection: sqlite3.Connection, question: Question, asked: _Asked) -> tuple[list[Hit], str | None]:
    """The page's answers, and the cursor of the next where there is one."""
    begin = _cursor(question)
    if question.order == "relevance":
        weighed = (
            f"SELECT rowid AS id, bm25(attribution_text, {_WEIGHTS}) AS score FROM attribution_text "  # noqa: S608
            "WHERE attribution_text MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
        )
        # Put in order before their rows are looked up, so that only the page's own are.
        ranked = f"SELECT id FROM ({weighed}) ORDER BY score, id DESC LIMIT -1"  # noqa: S608
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM ({ranked}) AS found {_ROWS} {_NAMES}{_where(question, asked)} "  # noqa: S608
            "LIMIT ? OFFSET ?",
            (asked.match, asked.low, asked.high, _RANKED, *asked.values, question.limit + 1, begin or 0),
        ).fetchall()
        ends = (begin or 0) + question.limit
    else:
        newest = question.order == "newest"
        low, high = asked.low, asked.high
        if begin is not None:
            low, high = (low, min(high, begin)) if newest else (max(low, begin + 1), high)
        found, values = _found(_Asked(asked.match, low, high, (), (), ()), "DESC" if newest else "ASC")
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM ({found}) AS found {_ROWS} {_NAMES}{_where(question, asked)} LIMIT ?",  # noqa: S608
            (*values, *asked.values, question.limit + 1),
        ).fetchall()
        ends = rows[question.limit - 1][-1] if len(rows) > question.limit else 0
    more = len(rows) > question.limit
    return [fitting(_hit(row)) for row in rows[: question.limit]], f"{question.order}:{ends}" if more else None


def _count(connection: sqlite3.Connection, question: Question, asked: _Asked) -> tuple[int, bool, int | None]:
    """How many answers there are, whether these are all, and in how many articles they are where that was counted."""
    hidden = "" if question.versions else _hidden(connection)
    listed = None
    if not asked.conditions and hidden is not None:
        found, values = _found(asked, "DESC")
        without = f"WHERE id NOT IN ({hidden})" if hidden else ""
        sql = f"SELECT count(*) FROM (SELECT 1 FROM ({found}) {without} LIMIT ?)"  # noqa: S608
        listed = connection.execute(sql, (*values, MOST_COUNTED + 1)).fetchone()[0]
        if listed > _ARTICLES_COUNTED:
            return min(listed, MOST_COUNTED), listed <= MOST_COUNTED, None
    found, values = _found(asked, "DESC", _LOOKED_UP)
    sql = (
        "SELECT count(*), count(DISTINCT document_id) FROM "  # noqa: S608
        f"(SELECT document.document_id FROM ({found}) AS found {_ROWS}{_where(question, asked)} LIMIT ?)"
    )
    count, articles = connection.execute(sql, (*values, *asked.values, MOST_COUNTED + 1)).fetchone()
    if count > MOST_COUNTED:
        return MOST_COUNTED, False, None
    last = connection.execute(f"SELECT 1 FROM ({found}) LIMIT 1 OFFSET ?", (*values, _LOOKED_UP - 1)).fetchone()  # noqa: S608
    if listed is not None and last is not None:
        return listed, True, None
    return count, last is None, articles if last is None else None


def _hidden(connection: sqlite3.Connection) -> str | None:
    """The ids of the attributions of older texts, as a query; '' where there are none, None where they are too many.

    The texts are found by the newer ones that replace them, whose version is in an index: no table is read through.
    """
    later = "SELECT document_id FROM document WHERE version > 1"
    texts: int = connection.execute(f"SELECT count(*) FROM ({later} LIMIT ?)", (_LISTED_TEXTS + 1,)).fetchone()[0]  # noqa: S608
    if texts > _LISTED_TEXTS:
        return None
    if not texts:
        return ""
    return (
        "SELECT attribution_id FROM attribution WHERE document_id IN "  # noqa: S608
        f"(SELECT replaces FROM document WHERE document_id IN ({later}))"
    )
