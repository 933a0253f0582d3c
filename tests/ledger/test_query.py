"""What a person types is found as words, whatever its signs, and never taken for the index's own language."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import OptionError
from onrecord.ledger.query import MOST_TERMS, find_matches, parse_words, query_of_arguments

TEXTS = {
    "levy": "We will not pay the harbour levy.",
    "toll": "They will pay a toll, and the levy.",
    "wall": "The sea wall can wait; don't pay for it.",
    "cafe": "The café by the harbours has a well-known view.",
    "signs": "AND they said OR, NOT that NEAR was content.",
}


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE said USING fts5(content, source, facets, content = '', "
        'tokenize = "unicode61 remove_diacritics 2")'
    )
    for text in TEXTS.values():
        # The words of the other columns must never be found.
        connection.execute("INSERT INTO said (content, source, facets) VALUES (?, 'Maria Ortega', 'negated')", (text,))
    yield connection
    connection.close()


def ids(connection: sqlite3.Connection, expression: str) -> set[int]:
    rows = connection.execute("SELECT rowid FROM said WHERE said MATCH ?", (f"{{content}} : ({expression})",))
    return {row[0] for row in rows}


def found(connection: sqlite3.Connection, query: str) -> list[str]:
    words = parse_words(query)
    wanted = ids(connection, words.wanted) if words.wanted else set(range(1, len(TEXTS) + 1))
    unwanted = ids(connection, words.excluded) if words.excluded else set()
    return [name for number, name in enumerate(TEXTS, 1) if number in wanted - unwanted]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("levy pay", ["levy", "toll"]),
        ("LEVY", ["levy", "toll"]),
        ('"pay the"', ["levy"]),
        ("“pay the”", ["levy"]),
        ("„pay the“", ["levy"]),
        ("«pay the»", ["levy"]),
        ('"pay the', ["levy"]),
        ("pay -toll", ["levy", "wall"]),
        ('pay -"the harbour"', ["toll", "wall"]),
        ("pay -“the harbour”", ["toll", "wall"]),
        ("-pay", ["cafe", "signs"]),
        ("-pay -café", ["signs"]),
        ("harb*", ["levy", "cafe"]),
        ("harbour", ["levy"]),
        ("toll OR wall", ["toll", "wall"]),
        ("pay toll OR wall", ["toll", "wall"]),
        ("toll OR wall OR harbour", ["levy", "toll", "wall"]),
        ('"sea wall" OR "a toll"', ["toll", "wall"]),
        ("don't", ["wall"]),
        ("don’t", ["wall"]),
        ("cafe", ["cafe"]),
        ("well-known", ["cafe"]),
        ("levy & pay", ["levy", "toll"]),
        ("", list(TEXTS)),
    ],
)
def test_signs_mean_what_they_mean_in_every_search(index, query: str, names: list[str]):
    assert found(index, query) == names


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("AND", ["toll", "signs"]),
        ("NOT", ["levy", "signs"]),
        ("OR", ["signs"]),
        ("OR said", ["signs"]),
        ("said OR", ["signs"]),
        ("NEAR(pay levy)", []),
        ("content:levy", []),
        ("content: levy", []),
        ("{content}", ["signs"]),
        ("^levy", ["levy", "toll"]),
        ("(levy", ["levy", "toll"]),
        ("levy + pay", ["levy", "toll"]),
        ("negated", []),
        ("Ortega", []),
        ("levy\x00pay", ["levy", "toll"]),
        ("levy; DROP TABLE said", []),
    ],
)
def test_the_language_of_the_index_is_plain_words(index, query: str, names: list[str]):
    assert found(index, query) == names


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("ha*", "at least 3 letters"),
        ("don't*", "at least 3 letters"),
        ("--- !?", "no word"),
        ('""', "no word"),
        ("levy OR -toll", "beside an excluded word"),
        ("-levy OR toll", "beside an excluded word"),
        ("word " * (MOST_TERMS + 1), "words, 64 are allowed"),
        ("x" * 5_000, "5,000 characters"),
    ],
)
def test_what_makes_no_sense_is_told(query: str, reason: str):
    with pytest.raises(OptionError, match=reason):
        parse_words(query)


SIGNS = [
    "OR",
    "AND",
    "NOT",
    "NEAR(",
    '"',
    "“",
    "-",
    "*",
    "^",
    "+",
    ":",
    "(",
    ")",
    "{",
    "\x00",
    "levy",
    "-levy",
    "levy*",
]
PIECES = st.lists(st.one_of(st.text(max_size=8), st.sampled_from(SIGNS)), max_size=12)


@settings(max_examples=400, deadline=None)
@given(pieces=PIECES, joint=st.sampled_from(["", " "]))
def test_any_string_gives_what_the_index_accepts_or_a_clear_error(index, pieces: list[str], joint: str):
    query = joint.join(pieces)
    try:
        words = parse_words(query)
    except OptionError:
        return
    for expression in (words.wanted, words.excluded):
        if expression:
            ids(index, expression)
    assert len(find_matches([query, *TEXTS.values()], words)) == len(TEXTS) + 1


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        (["levy", "toll"], "levy toll"),
        (["we will pay"], '"we will pay"'),
        (["levy", "we will pay"], 'levy "we will pay"'),
        (["-we will pay"], '-"we will pay"'),
        (["levy -toll"], "levy -toll"),
        (["levy OR toll"], "levy OR toll"),
        (['"sea wall" levy'], '"sea wall" levy'),
        (['"sea', 'wall"', "we will pay"], '"sea wall" "we will pay"'),
        (['-"sea', 'wall"', "levy"], '-"sea wall" levy'),
        (["harb* levy"], "harb* levy"),
        (["-toll"], "-toll"),
        ([" levy "], " levy "),
    ],
)
def test_an_argument_of_several_words_is_a_phrase_unless_it_has_signs(arguments: list[str], query: str):
    assert query_of_arguments(arguments) == query


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("We don’t pay the lévy.", "levy don't", ["don’t", "lévy"]),
        ("The harbours 🐟 and the harbour", "harb*", ["harbours", "harbour"]),
        ("a toll and a levy", "levy -dam", ["levy"]),
        ("we will pay; will we pay?", '"we will pay"', ["we will pay"]),
        ("mark \x02 and \x03 levy", "levy", ["levy"]),
        ("nothing of it", "levy", []),
        ("anything", "", []),
    ],
)
def test_the_words_are_found_again_where_they_stand(text: str, query: str, marked: list[str]):
    (spans,) = find_matches([text], parse_words(query))
    assert [text[span.start : span.end] for span in spans] == marked
