"""Whom a question means by a speaker: every entity of the ledger that a name fits, in time for a search.

``ledger.finding`` asks for the one entity that is meant and reads all names to be sure of it. A search takes all that
fit and has milliseconds, so here names are looked up, never read through: under the keys by which articles are joined
("Ortega" finds Maria Ortega, "Bill Clinton" William Clinton), and in the index of the attributions' sources, the newest
that bear the words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from onrecord.entities.entity import EntityKind
from onrecord.errors import OptionError
from onrecord.ledger.finding import kept_entity
from onrecord.ledger.joining import Profile, search_keys
from onrecord.ledger.joining_names import plain_words
from onrecord.ledger.query import has_words, quoted

__all__ = ["KnownSpeaker", "Speakers", "find_speakers", "source_expression"]

#: The newest attributions whose sources bear the words; whoever speaks at all is among them or under a key.
_LOOKED_AT = 500
#: Entities that one name may fit. Where it fits more, the words of the sources are asked for instead: the same
#: question, without those whom an article calls otherwise.
_MOST = 100
#: Names that are compared with one that nobody bears, and of those as many as are told.
_COMPARED, _TOLD = 400, 3
_KINDS: tuple[EntityKind, ...] = ("person", "organization", "group")


@dataclass(frozen=True, slots=True)
class KnownSpeaker:
    """An entity of the ledger, by its number and its name."""

    entity_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Speakers:
    """Whom a name means: entities, or, where it is no entity's, the ``words`` that sources have (an aide)."""

    entities: tuple[KnownSpeaker, ...] = ()
    words: str = ""


def _number_of(given: str) -> int | None:
    """17 of ``#17`` and ``entity:17``; none of a name."""
    for sign in ("#", "entity:"):
        number = given.removeprefix(sign)
        if number != given and number.isascii() and number.isdigit() and len(number) < 19:
            return int(number)
    return None


def _profiles(name: str) -> list[Profile]:
    """The name as one of a person, a body and a group, with capitals, since without one it would be no name."""
    written = " ".join(name.split())
    if written == written.lower():
        written = written.title()
    return [Profile(kind=kind, name=written, names={written: 1}) for kind in _KINDS]


def _keys(name: str) -> list[str]:
    return list(dict.fromkeys(key for profile in _profiles(name) for key in search_keys(profile)))


def _speaker(connection: sqlite3.Connection, number: int) -> KnownSpeaker | None:
    kept = kept_entity(connection, number)
    row = connection.execute("SELECT name FROM entity WHERE entity_id = ?", (kept,)).fetchone()
    return KnownSpeaker(kept, row[0]) if kept is not None and row else None


def _under_keys(connection: sqlite3.Connection, keys: Iterable[str]) -> set[int]:
    found: set[int] = set()
    for key in keys:
        rows = connection.execute("SELECT entity_id FROM entity_key WHERE key = ? LIMIT ?", (key, _MOST + 1))
        found.update(row[0] for row in rows)
    return found


def _of_sources(connection: sqlite3.Connection, expression: str) -> set[int]:
    """The entities of the newest attributions whose source the expression matches."""
    rows = connection.execute(
        "SELECT DISTINCT joined.entity_id FROM "
        "(SELECT rowid AS id FROM attribution_text WHERE attribution_text MATCH ? ORDER BY rowid DESC LIMIT ?) "
        "AS newest "
        "CROSS JOIN attribution ON attribution.attribution_id = newest.id "
        "CROSS JOIN article_entity AS joined ON joined.document_id = attribution.document_id "
        "AND joined.key = attribution.article_entity WHERE joined.entity_id IS NOT NULL",
        (expression, _LOOKED_AT),
    )
    return {row[0] for row in rows}


def _any_source(connection: sqlite3.Connection, expression: str) -> bool:
    sql = "SELECT 1 FROM attribution_text WHERE attribution_text MATCH ? LIMIT 1"
    return connection.execute(sql, (expression,)).fetchone() is not None


def _like_names(connection: sqlite3.Connection, name: str) -> list[str]:
    """The names most like ``name`` among those that begin as it does."""
    names: dict[str, str] = {}
    for key in _keys(name):
        kind, _, rest = key.partition(":")
        for length in (6, 4, 3, 2):
            begin = f"{kind}:{rest[:length]}"
            rows = connection.execute(
                "SELECT entity.name FROM entity_key JOIN entity USING (entity_id) "
                "WHERE entity_key.key >= ? AND entity_key.key < ? AND merged_into IS NULL LIMIT ?",
                (begin, f"{begin}\U0010ffff", _COMPARED),
            ).fetchall()
            names.update((" ".join(plain_words(row[0])), row[0]) for row in rows)
            if rows:
                break
    near = get_close_matches(" ".join(plain_words(name)), sorted(names), n=_TOLD, cutoff=0.6)
    return [names[each] for each in near]


def _unknown(connection: sqlite3.Connection, name: str) -> OptionError:
    near = _like_names(connection, name)
    instead = f"did you mean {' or '.join(near)}?" if near else "`onrecord speakers` lists who is"
    return OptionError(f"nobody who speaks in the ledger is called {name[:80]!r}; {instead}")


def source_expression(words: str) -> str:
    """What the index is asked for where sources are to have all of ``words``."""
    return f"{{source}} : ({' AND '.join(quoted(word) for word in words.split() if has_words(word))})"


def find_speakers(connection: sqlite3.Connection, name: str) -> Speakers:
    """Whom ``name`` means: a number (``#17``), a whole name, or words of one; case and accents say nothing.

    A whole name of two words and more means its bearers only, and not those whose names it is a part of (Maria Ortega,
    not the Maria Ortega Foundation). Raises OptionError, with the names nearest to it, where nothing bears it.
    """
    name = name.strip()
    number = _number_of(name)
    if number is not None:
        speaker = _speaker(connection, number)
        if speaker is None:
            raise OptionError(f"the ledger has no entity {number}; `onrecord speakers` gives the numbers")
        return Speakers((speaker,))
    if not has_words(name):
        raise OptionError(f"{name[:40]!r} names no speaker; give a name, words of one, or a number as in '#17'")
    words = plain_words(name)
    source = source_expression(name)
    by_key = _under_keys(connection, _keys(name))
    speakers = {}
    for entity in sorted(by_key | _of_sources(connection, source)):
        speaker = _speaker(connection, entity)
        # A key of a full name also finds its short and full forms; of one that stands alone, and of the sources,
        # only those that bear the words are meant.
        if speaker and (set(words) <= set(plain_words(speaker.name)) or (entity in by_key and len(words) > 1)):
            speakers[speaker.entity_id] = speaker
    whole = [each for each in speakers.values() if plain_words(each.name) == words]
    meant = whole if whole and len(words) > 1 else list(speakers.values())
    if 0 < len(meant) <= _MOST:
        return Speakers(tuple(meant))
    if not _any_source(connection, source):
        raise _unknown(connection, name)
    return Speakers(words=name)
