"""What changed between two versions of a page in who says what, and in nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import msgspec
import pytest

from ledger.articles import Said, article
from onrecord.errors import OptionError
from onrecord.ledger.changes import Changes, changes
from onrecord.ledger.pages import find_article, versions_of
from onrecord.record.types import Record, SpanRecord
from records import RECORD

ORTEGA = Said("Maria Ortega", "We will not pay a crown more than last year")
KELLER = Said("Tomas Keller", "the sea wall can wait until the council has read the report", quoted=False)
OFFICIAL = Said("an official", "the pumps would be replaced in the spring", quoted=False, standing="unnamed_person")


def counts(found: Changes) -> dict[str, int]:
    return {name: len(getattr(found, name)) for name in ("kept", "altered", "added", "removed")}


def only_altered(old: Record, new: Record) -> tuple[str, ...]:
    found = changes(old, new)
    assert counts(found) | {"kept": 0} == {"kept": 0, "altered": 1, "added": 0, "removed": 0}
    return found.altered[0].aspects


def first_as(record: Record, **values: Any) -> Record:
    first, *rest = record.attributions
    return msgspec.structs.replace(record, attributions=[msgspec.structs.replace(first, **values), *rest])


def test_the_same_record_has_no_changes():
    found = changes(RECORD, RECORD)
    assert counts(found) == {"kept": len(RECORD.attributions), "altered": 0, "added": 0, "removed": 0}
    assert all(old is new for old, new in found.kept)


def test_what_moved_in_the_text_is_kept():
    old, new = article(ORTEGA, KELLER), article(KELLER, ORTEGA, opening="An opening that was not there before.")
    found = changes(old, new)
    assert counts(found) == {"kept": 2, "altered": 0, "added": 0, "removed": 0}
    for before, after in found.kept:
        for record, each in ((old, before), (new, after)):
            (part,) = each.content
            assert record.document.text[part.start : part.end].strip("“”") in {ORTEGA.words, KELLER.words}


def test_a_statement_that_came_is_added_and_one_that_went_is_removed():
    found = changes(article(ORTEGA, KELLER), article(ORTEGA, OFFICIAL))
    assert counts(found) == {"kept": 1, "altered": 0, "added": 1, "removed": 1}
    assert found.removed[0].id == "a2"
    assert found.added[0].source.standing == "unnamed_person"


def test_capitals_accents_and_quotation_marks_are_no_change_of_words():
    old = article(Said("Maria Ortega", "The café's levy is final, I said"))
    new = article(Said("Maria Ortega", "the cafe’s LEVY is final — I said"))
    assert counts(changes(old, new))["kept"] == 1


def test_words_that_were_changed_are_an_altered_content():
    new = Said("Maria Ortega", "We will not pay two crowns more than last year")
    assert only_altered(article(ORTEGA, KELLER), article(new, KELLER)) == ("content",)


def test_another_cue_for_the_same_words_is_altered():
    new = Said(KELLER.speaker, KELLER.words, quoted=False, cue="claimed")
    assert only_altered(article(KELLER), article(new)) == ("cue",)


def test_a_source_that_got_a_name_is_altered_in_source_and_standing():
    new = Said("Ana Petrova", OFFICIAL.words, quoted=False)
    assert only_altered(article(OFFICIAL), article(new)) == ("source", "standing")


def test_a_paraphrase_that_became_a_quotation_is_altered_in_its_form():
    assert only_altered(article(KELLER), article(Said(KELLER.speaker, KELLER.words))) == ("form",)


def test_a_denial_and_a_hedge_are_seen():
    old = article(ORTEGA)
    assert only_altered(old, first_as(old, negated=True)) == ("negation",)
    at = old.document.text.index("said")
    assert only_altered(old, first_as(old, hedges=[SpanRecord(at, at + 4)])) == ("hedges",)


def test_a_pronoun_for_the_same_speaker_is_no_change():
    old = article(ORTEGA)
    source = old.attributions[0].source
    shorter = msgspec.structs.replace(source, spans=[SpanRecord(source.spans[0].start, source.spans[0].start + 5)])
    assert counts(changes(old, first_as(old, source=shorter)))["kept"] == 1


def test_a_short_answer_of_another_is_not_taken_for_the_same_statement():
    found = changes(article(Said("Maria Ortega", "Of course")), article(Said("Tomas Keller", "Of course")))
    assert counts(found) == {"kept": 0, "altered": 0, "added": 1, "removed": 1}


def test_one_speaker_who_says_something_else_is_no_alteration():
    found = changes(article(ORTEGA), article(Said("Maria Ortega", "The harbour opens at noon")))
    assert counts(found) == {"kept": 0, "altered": 0, "added": 1, "removed": 1}


def test_the_likest_two_are_paired_where_several_are_alike():
    old = article(
        Said("Maria Ortega", "The levy is ten crowns a year"), Said("Maria Ortega", "The levy is for all boats")
    )
    new = article(
        Said("Maria Ortega", "The levy is for all small boats"), Said("Maria Ortega", "The levy is nine crowns a year")
    )
    pairs = [(each.old.id, each.new.id) for each in changes(old, new).altered]
    assert pairs == [("a2", "a1"), ("a1", "a2")]


def test_no_statement_is_in_two_pairs_and_none_is_lost():
    twice = article(ORTEGA, ORTEGA, ORTEGA)
    once = article(ORTEGA)
    assert counts(changes(twice, once)) == {"kept": 1, "altered": 0, "added": 0, "removed": 2}
    assert counts(changes(once, twice)) == {"kept": 1, "altered": 0, "added": 2, "removed": 0}
    nothing = msgspec.structs.replace(once, attributions=[])
    assert counts(changes(nothing, nothing)) == {"kept": 0, "altered": 0, "added": 0, "removed": 0}


def test_the_work_grows_with_the_length_and_not_with_its_square():
    def lines_run(number: int) -> int:
        old = article(*(Said("Maria Ortega", f"The levy on boat {at} is {at * 7} crowns") for at in range(number)))
        new = article(*(Said("Maria Ortega", f"The levy on boat {at} is {at * 7} marks") for at in range(number)))
        run = 0

        def count(_frame: FrameType, event: str, _argument: object) -> Callable[..., Any]:
            nonlocal run
            run += event == "line"
            return count

        before = sys.gettrace()
        sys.settrace(count)
        try:
            found = changes(old, new)
        finally:
            sys.settrace(before)
        assert len(found.altered) == number
        return run

    assert lines_run(800) < 8 * lines_run(100) * 2  # by the square it would be 64 times


def test_the_versions_of_a_page_are_listed_and_found(ledger):
    address = "https://courier.example/levy"
    ledger.add([article(ORTEGA, uri=address, title="A levy"), article(KELLER)])
    ledger.add([article(ORTEGA, KELLER, uri=address, title="A levy")])
    versions = versions_of(ledger, 1)
    assert [(each.version, each.document, each.attributions, each.replaced_by) for each in versions] == [
        (1, 1, 1, 3),
        (2, 3, 2, None),
    ]
    assert versions_of(ledger, 3) == versions
    assert [each.document for each in versions_of(ledger, 2)] == [2]
    assert find_article(ledger, "1") == 1
    assert find_article(ledger, address) == find_article(ledger, f"{address}#comments") == 3
    digits = versions[0].hash.removeprefix("sha256:")
    assert find_article(ledger, digits[:8]) == find_article(ledger, versions[0].hash) == 1
    assert find_article(ledger, digits[:8].upper()) == 1


@pytest.mark.parametrize(
    "given", ["9", "deadbeef", "sha256:", "https://courier.example/other", "", "\x00", "9" * 40, "%"]
)
def test_an_article_that_is_not_there_is_an_error_that_says_how_to_name_one(ledger, given: str):
    ledger.add([article(ORTEGA, uri="articles/levy.txt")])
    with pytest.raises(OptionError, match="give its number"):
        find_article(ledger, given)
    with pytest.raises(OptionError, match="has no article 7"):
        versions_of(ledger, 7)


def test_one_text_at_two_addresses_is_named_by_number(ledger):
    made = [article(ORTEGA, uri=f"https://{name}.example/levy") for name in ("courier", "lantern")]
    ledger.add(made)
    with pytest.raises(OptionError, match="fits several articles; give the number of one: 1, 2"):
        find_article(ledger, made[0].document.id)
