"""Records go into a ledger: whole, once, and so that what stays the same is not written twice."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.rows import all_rows
from ledger.articles import Said, article
from onrecord.ledger.ids import day_of, first_id, row_id
from onrecord.ledger.ledger import Ledger
from records import RECORD, hostile_record, plain_record

ORTEGA = Said("Maria Ortega", "We will not pay a crown more than last year")
KELLER = Said("Tomas Keller", "the sea wall can wait until the council has read the report", quoted=False)
NUMBERS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
LONG = " ".join(f"The {word} of the harbour was counted again on the {word} quay that week." for word in NUMBERS)


def rows(ledger: Ledger, question: str) -> list[tuple[object, ...]]:
    return ledger.connection.execute(question).fetchall()


def matching(ledger: Ledger, words: str) -> list[str]:
    found = rows(
        ledger, f"SELECT rowid FROM attribution_text WHERE attribution_text MATCH '{words}' ORDER BY rowid DESC"
    )
    keys = "SELECT content FROM attribution WHERE attribution_id = ?"
    return [ledger.connection.execute(keys, each).fetchone()[0] for each in found]


def test_a_record_comes_out_as_it_went_in(ledger):
    ledger.add([RECORD])
    assert ledger.record(1) == RECORD
    assert list(ledger.records()) == [RECORD]


def test_a_text_is_known_by_its_hash_and_changes_nothing_the_second_time(ledger):
    made = article(ORTEGA, uri="articles/levy.txt")
    moved = msgspec.structs.replace(made, document=msgspec.structs.replace(made.document, uri="elsewhere/levy.txt"))
    assert [each.outcome for each in ledger.add([made])] == ["new"]
    before = all_rows(ledger.connection)
    assert [each.outcome for each in ledger.add([made, moved])] == ["known", "known"]
    assert all_rows(ledger.connection) == before


def test_one_text_at_two_addresses_is_two_articles_and_one_story(ledger):
    added = ledger.add([
        article(ORTEGA, opening=LONG, uri="https://courier.example/levy"),
        article(ORTEGA, opening=LONG, uri="https://lantern.example/levy", outlet="The Evening Lantern"),
    ])  # fmt: skip
    assert [(each.outcome, each.copy_of) for each in added] == [("new", None), ("new", 1)]


def test_changed_text_under_one_address_is_a_new_version_beside_the_old(ledger):
    address = "https://courier.example/levy"
    added = ledger.add([article(ORTEGA, uri=address), article(ORTEGA, KELLER, uri=address)])
    assert [each.outcome for each in added] == ["new", "version"]
    assert rows(ledger, "SELECT version, replaces, replaced_by FROM document") == [(1, None, 2), (2, 1, None)]
    assert len(list(ledger.records())) == 2


def test_articles_that_do_not_say_where_they_are_from_are_no_versions_of_each_other(ledger):
    ledger.add([article(ORTEGA), article(KELLER)])
    assert rows(ledger, "SELECT version FROM document") == [(1,), (1,)]


def test_near_copies_are_grouped_and_other_stories_are_not(ledger):
    cut = LONG.rpartition(" The ")[0]
    added = ledger.add([
        article(ORTEGA, opening=LONG, outlet="The Tidewater Courier"),
        article(ORTEGA, opening=f"By our staff. {cut}", outlet="The Evening Lantern"),
        article(ORTEGA, opening="Boats were counted. Nobody was at the quay, and it rained.", outlet="B"),
    ])  # fmt: skip
    assert [each.copy_of for each in added] == [None, 1, None]


def test_words_speakers_and_facets_are_found_newest_first(ledger):
    ledger.add([
        article(ORTEGA, published="2023-03-15"),
        article(ORTEGA, KELLER, published="2024-01-02"),
        article(KELLER, published=None, uri="undated.txt"),
    ])  # fmt: skip
    assert matching(ledger, "content: crown") == [f"“{ORTEGA.words}”"] * 2
    assert matching(ledger, "content: council AND facets: formindirect") == [KELLER.words] * 2
    assert len(matching(ledger, "source: ortega")) == 2
    days = [day for (day,) in rows(ledger, "SELECT attribution_id >> 44 FROM attribution ORDER BY attribution_id")]
    assert days == sorted(days)
    assert days[0] == 0


def test_a_day_is_a_range_of_numbers():
    day, iso = day_of("2024-02-29T11:00:00Z")
    assert iso == "2024-02-29"
    from datetime import date

    assert first_id(date(2024, 2, 29)) < row_id(day, 1) < first_id(date(2024, 3, 1))
    for strange in (None, "", "yesterday", "2024-02-30", "1215-06-15"):
        assert day_of(strange) == (0, None)


def test_quotations_know_who_is_credited_and_where_they_stand(ledger):
    ledger.add([article(ORTEGA, KELLER, opening="“Nobody asked the quay,” a sign reads.")])
    held = rows(
        ledger, "SELECT text, a.key FROM quotation LEFT JOIN attribution a USING (attribution_id) ORDER BY start"
    )
    assert held == [("Nobody asked the quay,", None), (ORTEGA.words, "a1")]
    text = ledger.record(1).document.text
    assert [text[start:end] for start, end in rows(ledger, "SELECT start, end FROM quotation ORDER BY start")] == [
        text for text, _ in held
    ]


def test_what_utf_8_cannot_carry_is_refused_with_the_reason_and_the_rest_goes_in(ledger):
    added = ledger.add([plain_record("half a pair: \ud800"), article(ORTEGA)])
    assert [each.outcome for each in added] == ["refused", "new"]
    assert "surrogate" in added[0].reason


def test_hostile_words_are_kept_as_words(ledger):
    ledger.add([hostile_record()])
    assert ledger.record(1) == hostile_record()


@given(st.lists(st.tuples(st.text(max_size=40), st.booleans()), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_any_words_go_in_and_come_out(tmp_path_factory, said):
    statements = [Said("Maria Ortega", f"so {words}", quoted=quoted) for words, quoted in said]
    record = article(*statements)
    with Ledger(tmp_path_factory.mktemp("any") / "news.ledger", write=True) as ledger:
        (added,) = ledger.add([record])
        if added.outcome == "new":
            assert ledger.record(added.document_id) == record
        text = record.document.text
        for start, end in rows(ledger, "SELECT start, end FROM quotation"):
            assert text[start:end].strip()


def test_what_fails_in_the_middle_leaves_nothing_behind(ledger):
    ledger.connection.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON quotation BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    before = all_rows(ledger.connection)
    with pytest.raises(Exception, match="full"):
        ledger.add([article(ORTEGA)])
    ledger.connection.execute("DROP TRIGGER full")
    assert all_rows(ledger.connection) == before
    assert [each.outcome for each in ledger.add([article(ORTEGA)])] == ["new"]


def test_the_same_records_in_the_same_order_give_the_same_ledger(tmp_path):
    made = [article(ORTEGA, KELLER, uri=f"{n}.txt", published=f"2023-03-{n:02}") for n in range(1, 9)]

    def filled(name: str, sizes: list[int]) -> list[str]:
        left = iter(made)
        with Ledger(tmp_path / name, write=True) as ledger:
            for size in sizes:
                ledger.add([next(left) for _ in range(size)])
            return all_rows(ledger.connection)

    assert filled("one.ledger", [8]) == filled("many.ledger", [1, 3, 2, 2])
