"""Rows that this program never wrote: each question tells that the ledger is damaged, and no view gets their values."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
import pytest

from ledger.articles import Said, article
from onrecord.errors import LedgerDamaged
from onrecord.ledger.finding import find_entities, outlet_meant
from onrecord.ledger.fitting import fitting
from onrecord.ledger.joins import joins_of, known_entities
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.listing import articles
from onrecord.ledger.profile_details import outlet_detail, speaker_detail
from onrecord.ledger.profile_timeline import said_by_month


class Inner(msgspec.Struct):
    """What another holds."""

    words: str


@dataclass(frozen=True)
class Outer:
    """One field of each kind that answers have."""

    number: int = 1
    share: float | None = 0.5
    kind: Literal["a", "b"] = "a"
    names: tuple[str, ...] = ("x",)
    inner: tuple[Inner, ...] = (Inner("x"),)
    pair: tuple[int, str] = (1, "x")
    pieces: list[Inner] | None = None
    counts: dict[str, int] | None = None
    anything: Any = None


@pytest.mark.parametrize(
    "held",
    [
        {},
        {"share": None},
        {"share": 1},  # SQLite keeps 1.0 as a whole number where it can
        {"names": ()},
        {"pieces": [Inner("y")], "counts": {"x": 2}, "anything": object()},
    ],
)
def test_what_fits_is_handed_on(held):
    value = Outer(**held)
    assert fitting(value) is value


@pytest.mark.parametrize(
    ("held", "named"),
    [
        ({"number": "1"}, "number"),
        ({"number": None}, "number"),
        ({"share": "x"}, "share"),
        ({"kind": "c"}, "kind"),
        ({"kind": []}, "kind"),
        ({"names": ("x", b"y")}, "names"),
        ({"names": "xy"}, "names"),
        ({"inner": (Inner(5),)}, "words"),
        ({"inner": (5,)}, "inner"),
        ({"pair": (1,)}, "pair"),
        ({"pair": ("x", 1)}, "pair"),
        ({"pieces": [Inner("x"), Inner(None)]}, "words"),
        ({"counts": {"x": "y"}}, "counts"),
        ({"counts": {3: 3}}, "counts"),
    ],
)
def test_what_does_not_fit_is_named(held, named):
    with pytest.raises(TypeError, match=f"stands where {named} should"):
        fitting(Outer(**held))


#: A change to a row, and the questions that come upon it.
DAMAGES = {
    "words of a text": ("UPDATE document SET words = 'x'", ["versions", "listing"]),
    "the name of an outlet": ("UPDATE outlet SET name = x'ff'", ["search", "outlet", "outlet detail", "listing"]),
    "the name of an entity": (
        "UPDATE entity SET name = x'05'",
        ["search", "speakers", "speaker detail", "find", "listed"],
    ),
    "the words of an attribution": ("UPDATE attribution SET content = x'05'", ["search"]),
    "hops": ("UPDATE attribution SET hops = 'x'", ["search", "speaker detail"]),
    "a confidence": ("UPDATE attribution SET confidence = 'x'", ["search", "trace"]),
    "a standing": ("UPDATE attribution SET standing = x'05'", ["search", "speaker detail", "trace"]),
    "a lemma": ("UPDATE attribution SET lemma = x'05'", ["speaker detail", "outlet detail"]),
    "a day": ("UPDATE document SET published = x'05'", ["search", "trace", "joins"]),
    "the name in an article": ("UPDATE article_entity SET name = x'05'", ["joins", "speaker detail"]),
    "the profile of an entity": ("UPDATE entity SET profile = x'05'", ["speakers", "listed"]),
    "the words of a quotation": ("UPDATE quotation SET text = x'05'", ["trace"]),
}
QUESTIONS = {
    "versions": lambda ledger: ledger.versions(1),
    "listing": articles,
    "search": lambda ledger: ledger.search(""),
    "outlet": lambda ledger: outlet_meant(ledger.connection, "courier"),
    "outlet detail": lambda ledger: outlet_detail(ledger, "Courier"),
    "find": lambda ledger: find_entities(ledger.connection, "5") + find_entities(ledger.connection, "Ortega"),
    "speakers": lambda ledger: ledger.speakers(),
    "speaker detail": lambda ledger: [speaker_detail(ledger, "1"), said_by_month(ledger, 1)],
    "listed": known_entities,
    "joins": lambda ledger: list(joins_of(ledger, 1)),
    "trace": lambda ledger: ledger.trace("We will not pay a crown more than last year"),
}


@pytest.mark.parametrize(
    ("damage", "question"), [(damage, question) for damage, (_, several) in DAMAGES.items() for question in several]
)
def test_a_row_that_was_never_written_is_told_as_damage(tmp_path, damage, question):
    path = tmp_path / "news.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([article(Said("Maria Ortega", "We will not pay a crown more than last year"), outlet="Courier")])
    with Ledger(path) as ledger:
        assert QUESTIONS[question](ledger)
    with sqlite3.connect(path) as changed:
        assert changed.execute(DAMAGES[damage][0]).rowcount
    changed.close()
    with Ledger(path) as ledger, pytest.raises(LedgerDamaged, match=r"news\.ledger is damaged|of an entity is damaged"):
        QUESTIONS[question](ledger)
