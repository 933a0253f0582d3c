"""Anything that a person, or a program for them, may ask a ledger for: answers, or an OptionError that says why."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from fuzzing.made_up import small_ledger, workplace
from fuzzing.parts import Parts
from fuzzing.promise import promise
from onrecord.errors import OptionError
from onrecord.ledger.finding import entity_meant
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.listing import articles
from onrecord.ledger.pages import find_article
from onrecord.ledger.query import find_matches, parse_words, query_of_arguments

__all__ = ["check"]

_PIECES = (
    "quay", "the north", '"', " ", " ", "-", "*", "OR", " OR ", "lev*", "no*", "AND", "NOT", "NEAR(", ")", "(", "^",
    "+",
    ":", "content:", "{", "}", "“", "”", "'", "''", '""', "\x00", "\\", "%", "_", "é", "é", "\ud800", "\ue000", "٣",
    "Vance", "Odile", "Hale", "#1", "entity:2", "#99999999999999999999", "sha256:", "newest:5", "2024-03-14.1",
    "courier", "https://quil.example/a", "1", "--", ";", "/*", "\t", "\n", "𝕏", "ʼ", "?", "north quay will stay",
)  # fmt: skip


@cache
def _ledger() -> Ledger:
    folder = Path(tempfile.mkdtemp(dir=workplace(), prefix="onrecord-fuzzing-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "small.ledger"
    path.write_bytes(small_ledger())
    return Ledger(path)


def _check_parsed(text: str) -> None:
    words = parse_words(text)
    texts = ("The north quay will stay shut.", text, "levy \x02toll\x03 Odile")
    for held, spans in zip(texts, find_matches(texts, words), strict=True):
        at = 0
        for span in spans:
            promise(at <= span.start < span.end <= len(held), f"a match is out of bounds: {span!r} of {held!r}")
            at = span.end


def check(data: bytes) -> None:
    """Ask one kind of question with a text."""
    parts = Parts(data)
    asked = parts.number(9)
    text = "".join(_PIECES[byte % len(_PIECES)] for byte in parts.rest()) if parts.flag() else parts.remaining()
    ledger = _ledger()
    try:
        match asked:
            case 0:
                _check_parsed(text)
            case 1:
                _check_parsed(query_of_arguments(text.split("\n")))
            case 2:
                ledger.search(text)
            case 3:
                ledger.search(text, order="relevance", once=True)
            case 4:
                ledger.search("quay -shut", speaker=text)
            case 5:
                ledger.search(outlet=text, after=text)
            case 6:
                ledger.trace(text)
            case 7:
                find_article(ledger, text)
            case _:
                entity_meant(ledger.connection, text)
                articles(ledger, after=text, limit=1)
    except OptionError as error:
        promise(bool(str(error)) and len(str(error)) < 2000, "an error says nothing, or too much")
