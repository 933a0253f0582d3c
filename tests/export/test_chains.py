"""The chain of an attribution as the views show it."""

from __future__ import annotations

import msgspec
import pytest

from onrecord.export.chains import Hand, find_chains
from onrecord.record.types import Carrier, Record
from records import RECORD, attribution, through_hands


def of(*chain: Carrier, outlet: str | None = "The Tidewater Courier") -> list[str]:
    """The names in the chain of one attribution on a page of ``outlet``."""
    made = msgspec.structs.replace(attribution(1, None, "say", "owners", lemma="say"), chain=list(chain))
    document = msgspec.structs.replace(RECORD.document, outlet=outlet)
    record = msgspec.structs.replace(RECORD, document=document, attributions=[made])
    return [hand.name for hand in find_chains(record)["a1"]]


ORTEGA = Carrier(entity="e1", standing="named_person")
COURIER = Carrier(entity="e2", standing="outlet")
LANTERN = Carrier(entity="e3", standing="outlet")
AIDE = Carrier(standing="unnamed_person")
NOBODY = Carrier(standing="none")


@pytest.mark.parametrize(
    ("chain", "names"),
    [
        ([], []),
        ([ORTEGA], []),
        ([ORTEGA, LANTERN], ["Maria Ortega", "The Evening Lantern"]),
        ([NOBODY, AIDE, LANTERN], ["nobody named", "unnamed person", "The Evening Lantern"]),
        ([ORTEGA, COURIER], []),
        ([ORTEGA, LANTERN, COURIER], ["Maria Ortega", "The Evening Lantern"]),
        ([COURIER, LANTERN], ["The Tidewater Courier", "The Evening Lantern"]),
    ],
    ids=[
        "none is known", "only the origin", "one between", "those without a name", "the page's own outlet is the page",
        "also behind another", "but not as the origin",
    ],
)  # fmt: skip
def test_a_chain_has_the_hands_between_its_origin_and_this_page(chain: list[Carrier], names: list[str]):
    assert of(*chain) == names


@pytest.mark.parametrize("outlet", ["Tidewater Courier", "the tidewater  courier", "THE TIDEWATER COURIER"])
def test_the_pages_own_outlet_is_known_with_and_without_its_article(outlet: str):
    assert of(ORTEGA, COURIER, outlet=outlet) == []


def test_an_outlet_is_shown_where_the_page_names_none():
    assert of(ORTEGA, COURIER, outlet=None) == ["Maria Ortega", "The Tidewater Courier"]


def test_a_hand_knows_by_which_attribution_it_passes_the_words_on():
    assert find_chains(through_hands())["a9"] == [
        Hand("Maria Ortega", "e1", None),
        Hand("unnamed person", None, "a8"),
        Hand("The Evening Lantern", "e3", "a7"),
    ]


def test_a_chain_that_does_not_end_as_the_one_around_it_leads_nowhere():
    record = through_hands()
    made = [msgspec.structs.replace(each, chain=[AIDE, COURIER, AIDE]) if each.id == "a8" else each
            for each in record.attributions]  # fmt: skip
    assert {hand.within for hand in find_chains(msgspec.structs.replace(record, attributions=made))["a8"]} == {None}


def test_attributions_that_are_said_to_be_in_each_other_have_chains_too():
    record: Record = through_hands()
    parents = {"a7": "a9", "a8": "a7", "a9": "a8"}
    made = [msgspec.structs.replace(each, parent=parents.get(each.id)) for each in record.attributions]
    chains = find_chains(msgspec.structs.replace(record, attributions=made))
    assert [hand.within for hand in chains["a9"]] == [None, "a8", "a7"]
