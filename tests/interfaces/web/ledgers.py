"""A made-up ledger with something for every page of the site."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ledger.articles import Said, article
from onrecord.ledger.ledger import Ledger
from onrecord.record.types import Record, Role

__all__ = ["PLEDGE", "filled"]

PLEDGE = "We will not ask the boats for one crown more this year"


def _in_office(record: Record, name: str, title: str) -> Record:
    """The record with an office for one of its persons: the words are the person's name, which the text has."""
    entities = [
        msgspec.structs.replace(each, roles=[Role(title=title, start=each.mentions[0].start, end=each.mentions[0].end)])
        if each.name == name
        else each
        for each in record.entities
    ]
    return msgspec.structs.replace(record, entities=entities)


def filled(path: Path) -> Path:
    """A ledger at ``path``: three outlets, five articles, a copy of one, a page that changed, and a quotation that goes
    around.
    """
    first = article(
        Said("Maria Ortega", PLEDGE),
        Said("Tomas Keller", "The levy can wait, and the quay cannot"),
        Said("officials", "the sea wall is sound", quoted=False, standing="unnamed_group", kind="group"),
        uri="https://courier.example/levy",
        outlet="Tidewater Courier",
        published="2023-03-14",
        title="Mayor rules out a second harbour levy",
    )
    second = article(
        Said("Maria Ortega", PLEDGE.replace("one crown more", "a crown more")),
        Said("Ana Petrova", "Skippers have heard that before, and paid twice"),
        uri="https://lantern.example/skippers",
        outlet="Evening Lantern",
        published="2023-03-15",
        title="Skippers doubt the mayor’s word",
    )
    third = article(
        Said("Maria Ortega", "We will not ask the boats", hops=2),
        Said("Tomas Keller", "the levy doubles in May", quoted=False),
        uri="https://gazette.example/double",
        outlet="Harbour Gazette",
        published="2023-04-02",
        title="Levy to double after all",
    )
    changed = article(
        Said("Maria Ortega", PLEDGE),
        Said("Tomas Keller", "The levy can wait until the autumn storms are over"),
        uri="https://courier.example/levy",
        outlet="Tidewater Courier",
        published="2023-03-14",
        title="Mayor rules out a second harbour levy",
    )
    undated = article(
        Said("the almanac", "no levy was raised in forty years", quoted=False, standing="document", kind="document"),
        outlet=None,
        published=None,
        title="The year in words",
    )
    with Ledger(path, write=True) as ledger:
        ledger.add(
            [
                _in_office(first, "Maria Ortega", "mayor"),
                _in_office(second, "Maria Ortega", "mayor"),
                third,
                undated,
            ]
        )
        ledger.add([changed])
    return path
