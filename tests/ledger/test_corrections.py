"""A wrong reading is corrected beside itself: kept with who and when, taken back, and applied without breaking it."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from any_record import any_records
from benchmarks.rows import all_rows
from ledger.articles import Said, article
from onrecord.entities.resolve import _STANDINGS
from onrecord.errors import LedgerDamaged, OptionError
from onrecord.ledger.correcting import MOST_CHARACTERS, MOST_SPANS, NOTE_CHARACTERS
from onrecord.ledger.correcting_sources import KIND_STANDINGS
from onrecord.ledger.corrections import Correction, corrected, in_force
from onrecord.ledger.ledger import Ledger
from onrecord.record.json import decode, encode
from onrecord.record.types import Attribution, Carrier, Entity, Mention, Record, SpanRecord
from records import RECORD, plain_record, span, through_hands

THREE = article(
    Said("Maria Ortega", "We will not pay the levy twice"),
    Said("Tomas Keller", "the levy can wait until the spring", quoted=False),
    Said("officials", "the sea wall is sound", quoted=False, standing="unnamed_group", kind="group"),
)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    ledger.add([THREE])
    return ledger


def correction(attribution: str, kind: str, number: int = 1, **more: object) -> Correction:
    return Correction(
        correction=number, document=1, attribution=attribution, kind=kind, who="Jo Field",
        made="2024-05-04T10:00:00Z", **more,
    )  # fmt: skip


def words(attribution: str, *places: dict[str, int], number: int = 1) -> Correction:
    return correction(attribution, "source", number, spans=tuple(SpanRecord(**place) for place in places))


def whom(attribution: str, entity: str | None = None, number: int = 1, name: str | None = None) -> Correction:
    return correction(attribution, "entity", number, entity=entity, name=name)


def attribution_of(record: Record, key: str) -> Attribution:
    return next(each for each in record.attributions if each.id == key)


def in_text(record: Record, found: str, after: str = "") -> dict[str, int]:
    start = record.document.text.index(found, record.document.text.index(after))
    return {"start": start, "end": start + len(found)}


# -- what is kept


def test_a_correction_is_kept_with_who_and_when_beside_a_reading_that_stays(filled: Ledger) -> None:
    made = filled.correct(1, "a3", "source", spans=[(0, 9)], who="  Jo Field ", note="not they\n")
    assert (made.correction, made.document, made.who, made.note) == (1, 1, "Jo Field", "not they")
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", made.made)
    assert filled.corrections() == filled.corrections(1) == [made]
    assert filled.record(1) == THREE


def test_it_is_written_as_programs_are_promised(filled: Ledger) -> None:
    made = filled.correct(1, "a3", "source", spans=[(0, 9)], who="Jo Field")
    assert msgspec.json.decode(msgspec.json.encode(made)) == {
        "correction": 1, "document": 1, "attribution": "a3", "kind": "source", "spans": [{"start": 0, "end": 9}],
        "entity": None, "name": None, "who": "Jo Field", "made": made.made, "note": "", "withdrawn": None,
        "withdrawn_by": None,
    }  # fmt: skip


def test_corrections_are_numbered_and_listed_in_their_order_by_document(filled: Ledger) -> None:
    filled.add([article(Said("Ana Petrova", "Nobody asked the boats"))])
    first = filled.correct(1, "a1", "entity", name="Pablo Ortega", who="Jo Field")
    second = filled.correct(2, "a1", "reject", who="Al Marsh")
    third = filled.correct(1, "a1", "entity", entity="e2", who="Al Marsh")
    assert [each.correction for each in (first, second, third)] == [1, 2, 3]
    assert filled.corrections() == [first, second, third]
    assert filled.corrections(1) == [first, third]


def test_they_are_there_when_the_ledger_is_opened_again(tmp_path: Path) -> None:
    with Ledger(tmp_path / "news.ledger", write=True) as ledger:
        ledger.add([THREE])
        made = ledger.correct(1, "a2", "reject", who="Jo Field")
    with Ledger(tmp_path / "news.ledger") as ledger:
        assert ledger.corrections() == [made]
        with pytest.raises(OptionError, match="reading only"):
            ledger.correct(1, "a1", "reject", who="Jo Field")
        with pytest.raises(OptionError, match="reading only"):
            ledger.withdraw(1, who="Jo Field")


def test_one_that_is_withdrawn_stays_with_who_withdrew_it(filled: Ledger) -> None:
    made = filled.correct(1, "a2", "reject", who="Jo Field")
    assert len(filled.record(1, corrected=True).attributions) == 2
    withdrawn = filled.withdraw(made.correction, who=" Al Marsh ")
    assert withdrawn.withdrawn is not None
    assert withdrawn.withdrawn >= made.made
    assert withdrawn.withdrawn_by == "Al Marsh"
    assert (withdrawn.who, withdrawn.made, withdrawn.kind) == (made.who, made.made, made.kind)
    assert filled.corrections(1) == [withdrawn]
    assert filled.record(1, corrected=True) == THREE


def test_withdrawing_twice_or_what_is_not_there_is_an_error(filled: Ledger) -> None:
    filled.correct(1, "a2", "reject", who="Jo Field")
    filled.withdraw(1, who="Al Marsh")
    before = all_rows(filled.connection)
    with pytest.raises(OptionError, match="correction 1 was withdrawn already, by Al Marsh on 20"):
        filled.withdraw(1, who="Jo Field")
    with pytest.raises(OptionError, match="no correction 7"):
        filled.withdraw(7, who="Jo Field")
    with pytest.raises(OptionError, match="give yours"):
        filled.withdraw(1, who=" ")
    assert all_rows(filled.connection) == before


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"document": 9}, "no article 9"),
        ({"attribution": "a9"}, "no attribution 'a9'"),
        ({"kind": "typo"}, "'typo' is no kind"),
        ({"who": " \n"}, "give yours"),
        ({"who": "J" * (MOST_CHARACTERS + 1)}, "201 characters long"),
        ({"who": "Jo\x07Field"}, r"control character U\+0007"),
        ({"who": "Jo\ud83d"}, r"control character U\+D83D"),
        ({"note": "n" * (NOTE_CHARACTERS + 1)}, "the note is 2,001"),
        ({"note": "\x00"}, r"the note holds the control character U\+0000"),
        ({"kind": "source"}, "needs the spans"),
        ({"kind": "source", "spans": []}, "needs the spans"),
        ({"kind": "source", "spans": [(4, 4)]}, "covers nothing"),
        ({"kind": "source", "spans": [(9, 4)]}, "covers nothing"),
        ({"kind": "source", "spans": [(-3, 4)]}, "covers nothing"),
        ({"kind": "source", "spans": [(0, 10**30)]}, "runs past the text"),
        ({"kind": "source", "spans": [(0, 9), (5, 12)]}, "begins before 9"),
        ({"kind": "source", "spans": [(20, 29), (5, 12)]}, "begins before 29"),
        ({"kind": "source", "spans": [(i, i + 1) for i in range(MOST_SPANS + 1)]}, "21 parts"),
        ({"kind": "source", "spans": [(0, 9)], "entity": "e1"}, "entity and name are for"),
        ({"kind": "source", "spans": [(0, 9)], "name": "Ana"}, "entity and name are for"),
        ({"kind": "entity", "spans": [(0, 9)]}, "spans are for"),
        ({"kind": "entity", "entity": "e9"}, "no entity 'e9'"),
        ({"kind": "entity", "entity": "e1", "name": "Ana"}, "give one of them"),
        ({"kind": "entity", "name": " "}, "the name is empty"),
        ({"kind": "entity", "name": "A" * (MOST_CHARACTERS + 1)}, "the name is 201"),
        ({"kind": "entity", "name": "An\x07a"}, "the name holds"),
        ({"kind": "reject", "entity": "e1"}, "entity and name are for"),
        ({"kind": "reject", "spans": []}, "spans are for"),
    ],
)
def test_what_makes_no_sense_is_refused_and_not_kept(filled: Ledger, given: dict[str, object], complaint: str) -> None:
    before = all_rows(filled.connection)
    document, attribution, kind, who = (
        given.pop(name, usual)
        for name, usual in (("document", 1), ("attribution", "a1"), ("kind", "reject"), ("who", "Jo"))
    )
    with pytest.raises(OptionError, match=complaint):
        filled.correct(document, attribution, kind, who=who, **given)
    assert all_rows(filled.connection) == before


def test_a_span_of_white_space_is_no_source(ledger: Ledger) -> None:
    ledger.add([THREE])
    gap = THREE.document.text.index("\n\n")
    with pytest.raises(OptionError, match="holds no word"):
        ledger.correct(1, "a1", "source", spans=[(gap, gap + 2)], who="Jo")


def test_the_longest_that_is_allowed_is_kept(filled: Ledger) -> None:
    made = filled.correct(1, "a1", "entity", name="A" * MOST_CHARACTERS, who="J" * MOST_CHARACTERS, note="n" * 2000)
    assert filled.corrections() == [made]


def test_corrections_of_an_article_that_is_not_there_are_asked_for_in_vain(filled: Ledger) -> None:
    with pytest.raises(OptionError, match="no article 5"):
        filled.corrections(5)


def test_several_writers_lose_no_correction_and_share_no_number(tmp_path: Path) -> None:
    path = tmp_path / "news.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([THREE])
    failed: list[Exception] = []

    def write(who: str) -> None:
        try:
            with Ledger(path, write=True) as ledger:
                for _ in range(10):
                    ledger.correct(1, "a1", "entity", entity="e2", who=who)
        except Exception as error:
            failed.append(error)

    writers = [threading.Thread(target=write, args=(f"writer {number}",)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failed == []
    with Ledger(path) as ledger:
        kept = ledger.corrections()
    assert [each.correction for each in kept] == list(range(1, 41))
    assert sorted(each.who for each in kept) == sorted(f"writer {number % 4}" for number in range(40))


def test_of_two_who_withdraw_at_once_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "news.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([THREE])
        ledger.correct(1, "a1", "reject", who="Jo Field")
    told: list[str] = []

    def withdraw() -> None:
        with Ledger(path, write=True) as ledger:
            try:
                told.append(ledger.withdraw(1, who="Al Marsh").withdrawn_by or "")
            except OptionError as error:
                told.append(str(error))

    both = [threading.Thread(target=withdraw) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(each.startswith("correction 1 was withdrawn already") for each in told) == [False, True]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("value = 'nonsense'", "correction 1 of the ledger is damaged"),
        ("kind = 'typo'", "of no kind"),
        ("""value = '{"spans": [{"start": 0, "end": 99999}]}'""", "does not fit"),
        ("attribution = 'a9'", "does not fit"),
        ("who = ''", "does not fit"),
    ],
)
def test_a_correction_that_another_program_spoilt_is_named(filled: Ledger, change: str, complaint: str) -> None:
    filled.correct(1, "a3", "source", spans=[(0, 9)], who="Jo Field")
    filled.connection.execute(f"UPDATE correction SET {change}")
    with pytest.raises(LedgerDamaged, match=complaint):
        filled.record(1, corrected=True)
    assert filled.record(1) == THREE


def test_a_correction_stays_with_the_text_that_it_was_made_of(ledger: Ledger) -> None:
    old = article(Said("Maria Ortega", "We will pay"), uri="https://courier.example/levy")
    new = article(Said("Maria Ortega", "We will not pay"), uri="https://courier.example/levy")
    ledger.add([old])
    ledger.correct(1, "a1", "reject", who="Jo Field")
    assert ledger.add([new])[0].outcome == "version"
    assert ledger.corrections(2) == []
    assert [len(each.attributions) for each in ledger.records(corrected=True)] == [0, 1]
    assert [len(each.attributions) for each in ledger.records()] == [1, 1]


def test_searches_find_what_was_read(filled: Ledger) -> None:
    filled.correct(1, "a1", "reject", who="Jo Field")
    assert filled.search("levy twice").count == 1


# -- what comes of it


def test_a_record_without_corrections_is_the_record() -> None:
    assert corrected(RECORD, []) is RECORD
    assert corrected(RECORD, [correction("a1", "reject", withdrawn="2024-05-05T10:00:00Z")]) is RECORD


def test_a_rejected_attribution_is_gone_and_its_children_go_to_its_parent() -> None:
    after = corrected(through_hands(), [correction("a8", "reject")])
    assert [each.id for each in after.attributions] == [each.id for each in RECORD.attributions if each.id != "a8"]
    assert attribution_of(after, "a9").parent == "a7"
    assert [each.entity for each in attribution_of(after, "a9").chain] == ["e1", "e3"]


def test_what_was_nested_in_a_rejected_outermost_one_is_outermost() -> None:
    after = corrected(through_hands(), [correction("a7", "reject")])
    assert [attribution_of(after, key).parent for key in ("a8", "a9")] == [None, "a8"]
    assert [len(attribution_of(after, key).chain) for key in ("a8", "a9")] == [1, 2]


def test_where_all_around_one_are_rejected_it_is_outermost() -> None:
    after = corrected(through_hands(), [correction("a8", "reject"), correction("a7", "reject", 2)])
    assert attribution_of(after, "a9").parent is None
    assert attribution_of(after, "a9").chain == [Carrier(entity="e1", standing="named_person")]


def test_another_entity_is_the_source_with_its_standing_and_at_the_chains_origin() -> None:
    after = attribution_of(corrected(through_hands(), [whom("a8", "e1")]), "a8")
    assert after.source == replace(attribution_of(RECORD, "a8").source, entity="e1", standing="named_person")
    assert after.chain == [Carrier(entity="e1", standing="named_person"), Carrier(entity="e3", standing="outlet")]


def test_what_is_nested_has_the_corrected_source_among_its_hands() -> None:
    after = corrected(through_hands(), [whom("a7", "e2")])
    assert [each.entity for each in attribution_of(after, "a8").chain] == [None, "e2"]
    assert [each.entity for each in attribution_of(after, "a9").chain] == ["e1", None, "e2"]


def test_one_hand_that_becomes_two_and_two_that_become_one() -> None:
    both = replace(through_hands(), attributions=[
        replace(each, chain=attribution_of(through_hands(), "a7").chain) if each.id == "a8" else each
        for each in through_hands().attributions
    ])  # fmt: skip
    apart = attribution_of(corrected(both, [whom("a8", "e1")]), "a8")
    assert [each.entity for each in apart.chain] == ["e1", "e3"]
    joined = attribution_of(corrected(through_hands(), [whom("a8", "e3")]), "a8")
    assert [each.entity for each in joined.chain] == ["e3"]


def test_a_chain_that_is_unknown_stays_so_and_one_of_another_make_keeps_its_hands() -> None:
    assert attribution_of(corrected(RECORD, [whom("a9", "e2")]), "a9").chain == []
    known = replace(through_hands(), attributions=[
        replace(each, chain=[]) if each.id in {"a8", "a9"} else each for each in through_hands().attributions
    ])  # fmt: skip
    assert attribution_of(corrected(known, [correction("a8", "reject")]), "a9").chain == []
    odd = [Carrier(entity="e1", standing="named_person"), Carrier(entity="e2", standing="outlet")]
    record = replace(through_hands(), attributions=[
        replace(each, chain=odd) if each.id == "a8" else each for each in through_hands().attributions
    ])  # fmt: skip
    after = attribution_of(corrected(record, [whom("a8", "e3")]), "a8")
    assert [each.entity for each in after.chain] == ["e3", "e2"]


def test_who_said_it_to_an_outlet_and_turns_out_to_be_it_is_one_hand() -> None:
    after = attribution_of(corrected(RECORD, [whom("a6", "e2")]), "a6")
    assert after.chain == [Carrier(entity="e2", standing="outlet")]


def test_a_name_that_the_record_has_not_is_a_new_entity_of_the_sources_words() -> None:
    after = corrected(RECORD, [whom("a14", name="Toma\u0161 Keller")])
    entity = after.entities[-1]
    assert (entity.id, entity.name, entity.kind) == ("e4", "Toma\u0161 Keller", "person")
    assert entity.mentions == [Mention(**span("he", "throw it out."), form="pronoun")]
    assert attribution_of(after, "a14").source.entity == "e4"
    assert after.entities[:-1] == RECORD.entities


def test_a_name_is_of_what_its_source_was_taken_for() -> None:
    after = corrected(RECORD, [
        whom("a10", name="The Small Boats Association"), whom("a11", name="Mooring Table of 2023", number=2),
        whom("a1", name="Boat Owners’ League", number=3),
    ])  # fmt: skip
    assert [each.kind for each in after.entities[-3:]] == ["organization", "document", "organization"]
    assert [attribution_of(after, key).source.standing for key in ("a10", "a11", "a1")] == [
        "named_group", "document", "named_group",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "name", "kind"),
    [
        ("a3", "Idris Quell", "person"),
        ("a3", "Varnmouth Port Council", "organization"),
        ("a3", "the Associated Press", "outlet"),
        ("a3", "Tidewater Courier", "outlet"),
        ("a4", "Idris Quell", "person"),
        ("a14", "Agnes Church", "person"),
    ],
)
def test_a_name_given_to_several_or_to_nobody_is_of_what_its_words_tell(key: str, name: str, kind: str) -> None:
    record = replace(RECORD, entities=RECORD.entities[:1], attributions=[
        replace(each, addressee=None, chain=[]) for each in RECORD.attributions if each.source.entity in {None, "e1"}
        and each.parent is None
    ])  # fmt: skip
    assert corrected(record, [whom(key, name=name)]).entities[-1].kind == kind


def test_a_name_that_the_record_has_is_its_entitys_and_one_name_is_one_entity() -> None:
    after = corrected(RECORD, [
        whom("a14", name="maria  ORTEGA"), whom("a12", name="Ana Petrova", number=2),
        whom("a13", name="Ana Petrova", number=3),
    ])  # fmt: skip
    assert attribution_of(after, "a14").source.entity == "e1"
    assert [each.name for each in after.entities[3:]] == ["Ana Petrova"]
    assert {attribution_of(after, key).source.entity for key in ("a12", "a13")} == {"e4"}


def test_a_new_entitys_id_is_one_that_no_other_has() -> None:
    taken = replace(RECORD, entities=[*RECORD.entities[:2], Entity("e4", "The Evening Lantern", "outlet")])
    record = replace(taken, attributions=[
        each for each in taken.attributions
        if each.source.entity != "e3" and not (each.addressee and each.addressee.entity == "e3") and each.id != "a9"
    ])  # fmt: skip
    after = corrected(record, [whom("a14", name="Tomas Keller")])
    assert [each.id for each in after.entities] == ["e1", "e2", "e4", "e5"]


def test_the_words_that_were_misread_are_no_more_a_mention_of_the_other() -> None:
    she = Mention(**span("she", "been made."), form="pronoun")
    record = replace(RECORD, entities=[
        replace(each, mentions=[*each.mentions, she]) if each.id == "e1" else each for each in RECORD.entities
    ])  # fmt: skip
    after = corrected(record, [whom("a6", name="Ana Petrova")])
    assert after.entities[0].mentions == RECORD.entities[0].mentions
    assert after.entities[-1].mentions == [she]


def test_words_of_two_attributions_stay_a_mention_while_one_of_them_is_as_it_was() -> None:
    keller = Entity("e4", "Tomas Keller", "person", mentions=[
        Mention(**span("Ortega's predecessor, Toma\u0301s\u030c Keller,"), form="nominal")
    ])  # fmt: skip
    read = [
        replace(each, source=replace(each.source, entity="e4")) if each.id in {"a12", "a13"} else each
        for each in RECORD.attributions
    ]
    record = replace(RECORD, entities=[*RECORD.entities, keller], attributions=read)
    after = corrected(record, [whom("a12", "e1")])
    assert after.entities[3] == keller
    assert attribution_of(after, "a13").source.entity == "e4"


def test_nobody_known_is_nobody_named() -> None:
    after = attribution_of(corrected(RECORD, [whom("a6")]), "a6")
    assert (after.source.entity, after.source.standing) == (None, "unnamed_person")
    assert after.chain == [Carrier(standing="unnamed_person"), Carrier(entity="e2", standing="outlet")]


def test_somebody_can_be_known_for_what_no_words_name_and_then_not() -> None:
    known = attribution_of(corrected(RECORD, [whom("a4", "e1")]), "a4")
    assert (known.source.spans, known.source.standing) == ([], "named_person")
    nobody = attribution_of(corrected(RECORD, [whom("a4")]), "a4")
    assert nobody.source == attribution_of(RECORD, "a4").source


@pytest.mark.parametrize(
    ("found", "after", "standing", "entity"),
    [
        ("Maria Ortega", "", "named_person", "e1"),
        ("Maria Ortega, who chairs the authority,", "", "named_person", "e1"),
        ("two officials", "", "unnamed_group", None),
        ("an aide", "Lantern", "unnamed_person", None),
        ("a letter", "", "document", None),
        ("the authority's own table", "", "document", None),
        ("the harbour master", "", "unnamed_person", None),
        ("The council", "What it would cost", "unnamed_group", None),
        ("Nobody", "votes in", "unnamed_person", None),
    ],
)
def test_the_standing_and_whom_they_mean_are_told_by_the_corrected_words(
    found: str, after: str, standing: str, entity: str | None
) -> None:
    source = attribution_of(corrected(RECORD, [words("a2", span(found, after))]), "a2").source
    assert source.spans == [SpanRecord(**span(found, after))]
    assert (source.standing, source.entity) == (standing, entity)


TOLD = article(
    Said("Maria Ortega", "We will not pay"),
    Said("Mayor Maria Ortega", "the levy can wait", quoted=False, standing="unnamed_person"),
    Said("an aide to Maria Ortega", "the wall holds", quoted=False, standing="unnamed_person"),
    Said("Maria Ortega’s lawyer", "the wall fell", quoted=False, standing="unnamed_person"),
    Said("the chair, Maria Ortega,", "the wall is dry", quoted=False, standing="unnamed_person"),
    Said("Tomas Keller", "it is not", quoted=False),
    Said("Maria Ortega and Tomas Keller", "the two met", quoted=False, standing="unnamed_group"),
)


def _named_everywhere(record: Record) -> Record:
    """The record with every place of a person's name as a mention of him."""
    text = record.document.text
    return replace(record, entities=[
        replace(each, mentions=[Mention(*found.span(), "name") for found in re.finditer(each.name, text)])
        for each in record.entities
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("key", "entity", "standing"),
    [
        ("a1", "e1", "named_person"),
        ("a2", "e1", "named_person"),
        ("a3", None, "unnamed_person"),
        ("a4", None, "unnamed_person"),
        ("a5", "e1", "named_person"),
        ("a6", "e2", "named_person"),
        ("a7", None, "named_group"),
    ],
)
def test_a_name_is_whom_the_words_mean_where_it_is_their_head(key: str, entity: str | None, standing: str) -> None:
    record = _named_everywhere(TOLD)
    its_words = msgspec.to_builtins(attribution_of(record, key).source.spans[0])
    source = attribution_of(corrected(record, [words("a1", its_words)]), "a1").source
    assert (source.entity, source.standing) == (entity, standing)


def test_an_entity_given_by_hand_stands_where_later_words_name_nobody_and_yields_where_they_do() -> None:
    by_hand = whom("a2", name="Idris Quell")
    unnamed = corrected(RECORD, [by_hand, words("a2", span("Crews"), number=2)])
    assert attribution_of(unnamed, "a2").source.entity == unnamed.entities[-1].id == "e4"
    named = corrected(RECORD, [by_hand, words("a2", span("Maria Ortega"), number=2)])
    assert attribution_of(named, "a2").source.entity == "e1"
    later = corrected(RECORD, [words("a2", span("Maria Ortega")), whom("a2", name="Idris Quell", number=2)])
    assert attribution_of(later, "a2").source.entity == "e4"
    assert attribution_of(later, "a2").source.spans == [SpanRecord(**span("Maria Ortega"))]


def test_a_later_correction_takes_the_place_of_one_of_its_kind() -> None:
    first, second = whom("a14", name="Idris Quell"), whom("a14", "e1", number=2)
    after = corrected(RECORD, [first, second])
    assert attribution_of(after, "a14").source.entity == "e1"
    assert [each.id for each in after.entities] == ["e1", "e2", "e3"]  # nobody is left who was named in vain
    back = corrected(RECORD, [first, taken_back(second)])
    assert back.entities[-1].name == "Idris Quell"


def taken_back(made: Correction) -> Correction:
    from dataclasses import replace as with_

    return with_(made, withdrawn="2024-05-05T10:00:00Z", withdrawn_by="Jo Field")


def test_a_rejected_one_stays_so_whatever_else_is_said_of_it() -> None:
    made = [correction("a14", "reject"), whom("a14", name="Idris Quell", number=2)]
    assert in_force(made) == made[:1]
    after = corrected(RECORD, made)
    assert "a14" not in {each.id for each in after.attributions}
    assert after.entities == RECORD.entities


def test_one_that_does_not_fit_is_refused() -> None:
    with pytest.raises(OptionError, match="no attribution 'a1'"):
        corrected(plain_record("Nobody speaks here."), [correction("a1", "reject")])


def test_the_rest_of_the_record_is_as_it_was_read() -> None:
    after = corrected(through_hands(), [whom("a14", name="Idris Quell"), words("a2", span("Crews"), number=2)])
    untouched = [each for each in after.attributions if each.id not in {"a14", "a2"}]
    assert untouched == [each for each in through_hands().attributions if each.id not in {"a14", "a2"}]
    assert (after.document, after.reader) == (RECORD.document, RECORD.reader)
    before, now = attribution_of(through_hands(), "a2"), attribution_of(after, "a2")
    assert replace(now, source=before.source, chain=before.chain) == before


def test_the_standings_of_entities_are_the_readers() -> None:
    assert KIND_STANDINGS == _STANDINGS


@st.composite
def corrected_records(draw: st.DrawFn) -> tuple[Record, list[Correction]]:
    """Any record, with corrections of it."""
    record = draw(any_records())
    keys = [each.id for each in record.attributions]
    text = record.document.text
    places = [at for at, letter in enumerate(text) if letter.strip()]
    names = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=9).filter(str.strip)
    known = [entity.id for entity in record.entities]
    made: list[Correction] = []
    for number in range(draw(st.integers(0, 8)) if keys else 0):
        kinds = ["entity", "reject", *(["source"] if places else [])]
        key, kind = draw(st.sampled_from(keys)), draw(st.sampled_from(kinds))
        if kind == "source":
            starts = sorted(draw(st.sets(st.sampled_from(places), min_size=1, max_size=3)))
            ends = [*starts[1:], len(text)]
            spans = tuple(
                SpanRecord(start, draw(st.integers(start + 1, end))) for start, end in zip(starts, ends, strict=True)
            )
            made.append(correction(key, kind, number, spans=spans))
        elif kind == "entity":
            name = draw(st.none() | names)
            entity = draw(st.sampled_from([None, *known])) if name is None else None
            made.append(correction(key, kind, number, entity=entity, name=name))
        else:
            made.append(correction(key, kind, number))
    moments = st.sampled_from([None, None, "2024-05-05T10:00:00Z"])
    return record, [taken_back(each) if draw(moments) else each for each in made]


@settings(deadline=None, max_examples=150)
@given(corrected_records())
def test_a_corrected_record_is_as_whole_as_any(drawn: tuple[Record, list[Correction]]) -> None:
    record, made = drawn
    after = corrected(record, made)
    assert decode(encode(after)) == after
    counted = in_force(made)
    rejected = {each.attribution for each in counted if each.kind == "reject"}
    assert [each.id for each in after.attributions] == [
        each.id for each in record.attributions if each.id not in rejected
    ]
    for each in counted:
        if each.kind == "source":
            assert attribution_of(after, each.attribution).source.spans == list(each.spans or ())
    for each in after.attributions:
        before = attribution_of(record, each.id)
        if before.chain and each.id in {one.attribution for one in counted}:
            assert each.chain[0] == Carrier(entity=each.source.entity, standing=each.source.standing)


def test_an_id_may_be_empty_and_is_not_taken_for_none() -> None:
    first, second = replace(attribution_of(through_hands(), "a1"), id=""), attribution_of(through_hands(), "a10")
    nameless = replace(RECORD.entities[0], id="")
    record = replace(through_hands(), entities=[nameless, *RECORD.entities[1:]], attributions=[first, second])
    after = corrected(record, [correction("", "reject"), words("a10", span("Maria Ortega"), number=2)])
    assert [(each.id, each.parent, each.source.entity) for each in after.attributions] == [("a10", None, "")]


def test_a_text_without_blocks_is_corrected_by_the_words_around() -> None:
    text = "Nobody asked. " * 60 + "Two skippers said it, didn't they, and an old letter said so" + " as well." * 60
    start, letter = text.index("Two skippers"), text.index("an old letter")
    reading = replace(attribution_of(RECORD, "a1"), source=replace(attribution_of(RECORD, "a1").source, spans=[]))
    record = replace(
        plain_record(text), attributions=[replace(reading, content=[], cue=replace(reading.cue, spans=[]))]
    )
    record = replace(record, document=replace(record.document, blocks=[]))
    for place, standing in (((start, start + 12), "unnamed_group"), ((letter, letter + 13), "document")):
        made = words("a1", {"start": place[0], "end": place[1]})
        assert corrected(record, [made]).attributions[0].source.standing == standing
