"""What the full-text index holds of an attribution: put together in one place, for whoever writes it or takes it out.

The index keeps no copy of its rows (it is "contentless"), so that a row can be taken out only by saying again, word for
word, what was put in; anything else would leave words in the index that no attribution has. So the writer of records
and the decisions by hand both ask here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.ledger.facets import facets_of

__all__ = ["IndexedWords", "indexed_words", "move_attributions"]


@dataclass(frozen=True, slots=True)
class IndexedWords:
    """The three columns of a row of ``attribution_text``."""

    content: str
    source: str
    facets: str


def indexed_words(
    *,
    content: str,
    source: str,
    speaker: str,
    standing: str,
    form: str,
    act: str,
    stance: str,
    hops: int,
    negated: bool,
    nested: bool,
    entity: int | None,
    outlet: int | None,
) -> IndexedWords:
    """The index's row of an attribution; ``speaker`` is the name that its article has for the source's entity."""
    facets = facets_of(
        standing=standing,
        form=form,
        act=act,
        stance=stance,
        hops=hops,
        negated=negated,
        nested=nested,
        entity=entity,
        outlet=outlet,
    )
    return IndexedWords(content, " ".join([source, *speaker.split()]).strip(), facets)


_OF_ARTICLE_ENTITY = """
SELECT attribution.attribution_id, attribution.content, attribution.source, joined.name, attribution.standing,
    attribution.form, attribution.act, attribution.stance, attribution.hops, attribution.negated, attribution.parent,
    document.outlet_id
FROM attribution
    JOIN article_entity AS joined
        ON joined.document_id = attribution.document_id AND joined.key = attribution.article_entity
    JOIN document ON document.document_id = attribution.document_id
WHERE attribution.document_id = ? AND attribution.article_entity = ?
ORDER BY attribution.attribution_id
"""
_TAKE_OUT = (
    "INSERT INTO attribution_text (attribution_text, rowid, content, source, facets) VALUES ('delete', ?, ?, ?, ?)"
)
_PUT_IN = "INSERT INTO attribution_text (rowid, content, source, facets) VALUES (?, ?, ?, ?)"


def move_attributions(connection: sqlite3.Connection, said: Iterable[tuple[int, str]], before: int, after: int) -> None:
    """Index what entities of articles said (document and the record's id of each) as another entity's of the ledger."""
    for document, key in said:
        taken_out: list[tuple[int, str, str, str]] = []
        put_in: list[tuple[int, str, str, str]] = []
        for row in connection.execute(_OF_ARTICLE_ENTITY, (document, key)):
            number, content, source, speaker, standing, form, act, stance, hops, negated, parent, outlet = row
            for entity, rows in ((before, taken_out), (after, put_in)):
                words = indexed_words(
                    content=content,
                    source=source,
                    speaker=speaker,
                    standing=standing,
                    form=form,
                    act=act,
                    stance=stance,
                    hops=hops,
                    negated=bool(negated),
                    nested=parent is not None,
                    entity=entity,
                    outlet=outlet,
                )
                rows.append((number, words.content, words.source, words.facets))
        connection.executemany(_TAKE_OUT, taken_out)
        connection.executemany(_PUT_IN, put_in)
