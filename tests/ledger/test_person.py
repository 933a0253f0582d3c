"""One person's figures that lists and pages ask for: months by outlet, whom it told, and pages of a list."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from ledger.articles import Said, article
from onrecord.errors import LedgerDamaged
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.profile_details import speaker_detail
from onrecord.ledger.profile_records import Addressed
from onrecord.ledger.profile_timeline import SaidInMonth, said_by_month
from onrecord.ledger.profiles import Articles, speakers
from onrecord.record.types import Addressee, Record, SpanRecord

COURIER, LANTERN = "The Tidewater Courier", "The Evening Lantern"


def told(record: Record, words: str, entity: str | None = None) -> Record:
    """The record with whom its first attribution was told, by words that its text has."""
    start = record.document.text.index(words)
    addressee = Addressee(spans=[SpanRecord(start, start + len(words))], entity=entity)
    first, *rest = record.attributions
    return msgspec.structs.replace(record, attributions=[msgspec.structs.replace(first, addressee=addressee), *rest])


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Maria Ortega in two outlets and two months, and once without either."""
    ledger.add([
        article(Said("Maria Ortega", "No levy"), Said("Maria Ortega", "Not twice"), published="2023-03-15"),
        article(Said("Maria Ortega", "The levy waits"), published="2023-03-17", outlet=LANTERN),
        article(Said("Maria Ortega", "It is paid"), Said("Tomas Keller", "It is not"), published="2023-05-18"),
        article(Said("Maria Ortega", "Nobody dated this"), outlet=None, published=None),
    ])  # fmt: skip
    return ledger


def number(ledger: Ledger, name: str) -> int:
    return speaker_detail(ledger, name).speaker.entity_id


def test_what_is_said_is_counted_by_month_and_outlet_the_undated_last(filled):
    assert said_by_month(filled, number(filled, "Maria Ortega")) == [
        SaidInMonth("2023-03", LANTERN, 1),
        SaidInMonth("2023-03", COURIER, 2),
        SaidInMonth("2023-05", COURIER, 1),
        SaidInMonth(None, None, 1),
    ]


def test_the_months_are_those_of_the_articles_that_are_asked_for(filled):
    entity = number(filled, "Maria Ortega")
    assert said_by_month(filled, entity, Articles(since=date(2023, 4, 1))) == [SaidInMonth("2023-05", COURIER, 1)]
    assert said_by_month(filled, entity + 1000) == []


def test_whom_somebody_told_is_counted_by_name_or_in_the_articles_words(ledger):
    keller = Said("Tomas Keller", "So she told me", quoted=False)
    ledger.add([
        told(article(Said("Maria Ortega", "No levy"), keller, opening="Reporters stood there."), "Reporters"),
        told(article(Said("Maria Ortega", "Not twice"), keller, opening="The reporters came."), "reporters"),
        told(article(Said("Maria Ortega", "It waits"), keller, opening="They met."), "Tomas Keller", entity="e2"),
        told(article(Said("Maria Ortega", "It is paid"), keller, opening="So it went, them said."), "them"),
        told(article(keller, Said("Maria Ortega", "Another was told"), opening="The aides came."), "aides"),
    ])  # fmt: skip
    assert speaker_detail(ledger, "Maria Ortega").addressed == (
        Addressed(None, "Reporters", 2),
        Addressed(number(ledger, "Tomas Keller"), "Tomas Keller", 1),
    )


def test_a_damaged_record_is_told_by_its_number(filled):
    filled.connection.execute("UPDATE record SET content = ? WHERE document_id = 3", (b"nothing of a record",))
    with pytest.raises(LedgerDamaged):
        speaker_detail(filled, "Maria Ortega")
    filled.connection.execute("DELETE FROM record WHERE document_id = 3")
    with pytest.raises(LedgerDamaged, match="article 3"):
        speaker_detail(filled, "Maria Ortega")


@pytest.mark.parametrize(
    ("named", "names"),
    [("ort", ["Maria Ortega"]), ("KELLER", ["Tomas Keller"]), ("a", []), ("t k", ["Tomas Keller"]), ("!", [])],
)
def test_speakers_are_found_by_how_their_names_begin(filled, named, names):
    found, every = speakers(filled, named=named)
    assert ([each.name for each in found], every) == (names, len(names))


def test_a_list_goes_on_behind_its_first_ones(filled):
    assert [each.name for each in speakers(filled, sort="name", limit=1, offset=1)[0]] == ["Tomas Keller"]
    assert speakers(filled, limit=1, offset=2) == ([], 0)
