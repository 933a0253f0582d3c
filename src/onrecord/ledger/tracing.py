"""Every appearance of a quotation in a ledger, whole, shortened, cut, altered or stitched; the earliest first.

Candidates come from the index of runs of three words (``ledger.tracing_candidates``), in a time that does not grow with
the ledger; the words of each are then compared with the quotation's (``ledger.wording``). What an article prints in
pieces, with "she said" between them, is one appearance: the pieces that one attribution holds are put together before
they are compared. Why not the full-text index of contents: it finds words, and not words in their order with one of
them changed; and it holds what is told in the writer's own words, which is no quotation.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from onrecord.errors import OptionError
from onrecord.ledger.connection import reading
from onrecord.ledger.finding import outlet_meant
from onrecord.ledger.fitting import fitting
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.tracing_articles import Articles, Found, appearances_of
from onrecord.ledger.tracing_candidates import find_candidates
from onrecord.ledger.tracing_types import Trace
from onrecord.ledger.tracing_wordings import summed_up
from onrecord.ledger.wording import Base, Comparison, Kind, compare, enough, may_be_enough
from onrecord.text.comparing import keys_of

__all__ = ["LEAST_WORDS", "MOST_CHARACTERS", "MOST_WORDS", "trace"]

#: One run of the index.
LEAST_WORDS = 3
#: Several minutes of speech; each run of three words is one look into the index.
MOST_WORDS = 1_000
MOST_CHARACTERS = 50_000
#: Numbers in one question to SQLite, which allows 32,766 at most in the versions that Python comes with.
_BATCH = 500
#: Times that one attribution's pieces may repeat an altered wording: a pull quote beside its paragraph is one.
_MOST_REPEATS = 4
_READ = """
SELECT quotation_id, document_id, start, end, attribution_id, text FROM quotation
WHERE quotation_id IN ({}) ORDER BY quotation_id
"""


@dataclass(frozen=True)
class _Piece:
    """Words within one pair of marks, in the order of which pieces are put together."""

    start: int
    end: int
    text: str

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(keys_of(self.text))


@dataclass(frozen=True)
class _Group:
    """Pieces of one document that one attribution holds, or one that none does."""

    document: int
    attribution: int | None
    pieces: tuple[_Piece, ...]


def trace(
    ledger: Ledger,
    quotation: str,
    *,
    since: date | None = None,
    until: date | None = None,
    outlet: str | None = None,
    versions: bool = False,
) -> Trace:
    """Trace ``quotation`` through the ledger.

    ``since`` and ``until``, both included, leave articles without a date out; ``outlet`` is a name or a part of one.
    With ``versions`` the earlier texts of pages that have changed are looked through too. At most 800
    quotations are compared, the likeliest and earliest, whatever the ledger holds; ``complete`` says whether that was
    enough. Raises OptionError where the quotation has too few or too many words, or no outlet has that name.
    """
    quotation = quotation.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate is no character
    keys = _traceable(quotation)
    if since and until and since > until:
        raise OptionError(f"no day is from {since} on and until {until}; give the earlier date as the first")
    base = Base(keys)
    connection = ledger.connection
    with reading(ledger.path):
        number = outlet_meant(connection, outlet)[0] if outlet is not None else None
        candidates = find_candidates(connection, keys, since=since, until=until)
        groups = list(_groups(connection, candidates.numbers))
        articles = Articles(connection, outlet=number, versions=versions)
        articles.read(group.document for group in groups)
        found: list[Found] = []
        for group in groups:
            if group.document in articles:
                found += _appearing(base, group, articles)
        appearances = appearances_of(found, articles)
        return fitting(summed_up(quotation, base, appearances, complete=candidates.complete))


def _traceable(quotation: str) -> list[str]:
    """The words of the quotation as they are compared. Raises OptionError where they are too few or too many."""
    if len(quotation) > MOST_CHARACTERS:
        raise OptionError(
            f"the quotation has {len(quotation):,} characters, at most {MOST_CHARACTERS:,} can be traced; "
            "trace a sentence or a paragraph of it"
        )
    keys = keys_of(quotation)
    if len(keys) < LEAST_WORDS:
        raise OptionError(
            f"the quotation has {len(keys)} word{'s' if len(keys) != 1 else ''}; at least {LEAST_WORDS} are needed to "
            "trace one, and `onrecord search` finds fewer"
        )
    if len(keys) > MOST_WORDS:
        raise OptionError(
            f"the quotation has {len(keys):,} words, at most {MOST_WORDS:,} can be traced; trace a sentence or a "
            "paragraph of it"
        )
    return keys


def _groups(connection: sqlite3.Connection, numbers: Sequence[int]) -> Iterator[_Group]:
    """The candidates' words, those of one attribution together."""
    pieces: dict[tuple[int, int | None, int], list[_Piece]] = defaultdict(list)
    for at in range(0, len(numbers), _BATCH):
        batch = numbers[at : at + _BATCH]
        marks = ", ".join("?" for _ in batch)
        rows = connection.execute(_READ.format(marks), batch)
        for quotation, document, start, end, attribution, text in rows:
            alone = quotation if attribution is None else 0
            pieces[document, attribution, alone].append(_Piece(start, end, text))
    for (document, attribution, _), held in pieces.items():
        yield _Group(document, attribution, tuple(sorted(held, key=lambda piece: piece.start)))


def _breaks(pieces: Sequence[_Piece]) -> list[int]:
    """The indices of the words with which each piece but the first begins."""
    breaks, at = [], 0
    for piece in pieces[:-1]:
        at += len(piece.keys)
        breaks.append(at)
    return breaks


#: Pieces of one appearance, and how their words compare.
_Compared = tuple[tuple[_Piece, ...], Comparison]


def _compared(base: Base, pieces: tuple[_Piece, ...]) -> _Compared | None:
    """Those of the pieces that have a part of the base, and how they compare; none where it is too little."""
    if len(pieces) == 1 and not _promising(base, pieces[0]):
        return None
    while pieces:
        keys = [key for piece in pieces for key in piece.keys]
        comparison = compare(base, keys, _breaks(pieces))
        if comparison is None:
            return None
        kept = tuple(_with_part(pieces, comparison))
        if kept == pieces:
            return (pieces, comparison) if enough(comparison, len(base.keys), len(keys)) else None
        pieces = kept
    return None


def _promising(base: Base, piece: _Piece) -> bool:
    """Whether the words in any order would be enough: most candidates share a turn of speech and no more."""
    return may_be_enough(sum(key in base.words for key in piece.keys), len(base.keys), len(piece.keys))


def _with_part(pieces: Iterable[_Piece], comparison: Comparison) -> Iterator[_Piece]:
    """The pieces that have a word in common with the base."""
    runs = [(each.right_start, each.right_end) for each in comparison.stretches if each.same]
    runs += [(tile.place, tile.place + tile.size) for tile in comparison.parts]
    at = 0
    for piece in pieces:
        end = at + len(piece.keys)
        if any(start < end and last > at for start, last in runs):
            yield piece
        at = end


def _appearing(base: Base, group: _Group, articles: Articles) -> Iterator[Found]:
    """Each appearance in a group: most have one, and one whose pieces repeat the words has several."""
    left = []
    for piece in group.pieces:
        alone = compare(base, piece.keys) if len(group.pieces) > 1 else None
        if alone is not None and alone.kind in {Kind.SAME, Kind.LONGER}:
            yield _found(group, ((piece,), alone))
        else:
            left.append(piece)
    for _ in range(_MOST_REPEATS):
        compared = _compared(base, tuple(left))
        if compared is None:
            return
        if compared[1].kind not in {Kind.SAME, Kind.LONGER} and group.attribution is not None:
            compared = _completed(base, group, group.attribution, compared, articles)
        left = [piece for piece in left if piece not in compared[0]]
        yield _found(group, compared)


def _found(group: _Group, compared: _Compared) -> Found:
    pieces, comparison = compared
    return Found(
        group.document,
        group.attribution,
        tuple((piece.start, piece.end, piece.text) for piece in pieces),
        tuple(key for piece in pieces for key in piece.keys),
        tuple(_breaks(pieces)),
        comparison,
    )


def _completed(base: Base, group: _Group, attribution: int, compared: _Compared, articles: Articles) -> _Compared:
    """The same with the pieces of its attribution that no run led to: those of one or two words, and altered ones.

    They lie beside those that are there: a piece that these lack, and which other pieces of the candidates are not.
    """
    pieces, comparison = compared
    others = {piece.start for piece in group.pieces} - {piece.start for piece in pieces}
    every = articles.pieces_of(group.document, attribution, [piece.text for piece in group.pieces])
    again = _compared(base, tuple(_Piece(*piece) for piece in every if piece[0] not in others))
    return again if again is not None and again[1].shared > comparison.shared else compared
