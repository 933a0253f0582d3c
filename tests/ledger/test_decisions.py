"""Joins mended by hand: what is merged is one, what is parted is two, at once and later; either is undone exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.rows import all_rows
from ledger.articles import Said, article
from onrecord.errors import LedgerDamaged, OptionError
from onrecord.ledger.decisions import decisions
from onrecord.ledger.joins import joins_of, known_entities
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.profiles import speakers

ORTEGA = Said("Maria Ortega", "We will not pay the levy twice")
KELLER = Said("Tomas Keller", "the levy can wait until the spring", quoted=False)
QUILL = Said("Mariana Quill", "the harbour is mine", quoted=False)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Maria Ortega in articles 1 and 2, Mariana Quill in article 3 and, beside Maria Ortega, in article 4."""
    ledger.add([
        article(ORTEGA, KELLER, published="2023-03-15"),
        article(Said("Maria Ortega", "No levy was paid"), published="2023-03-16"),
        article(QUILL, published="2023-03-17"),
        article(Said("Mariana Quill", "the dam held"), Said("Maria Ortega", "it did not"), published="2023-03-18"),
    ])  # fmt: skip
    return ledger


def number_of(ledger: Ledger, name: str) -> int:
    found, _ = known_entities(ledger, name)
    (entity,) = {each.entity_id for each in found if each.name == name}
    return entity


def rows(ledger: Ledger) -> list[str]:
    """All that the ledger holds but for the decisions themselves."""
    return [row for row in all_rows(ledger.connection) if not row.startswith("decision:")]


def said_by(ledger: Ledger, speaker: str) -> list[str]:
    return [hit.content.strip("“”") for hit in ledger.search(speaker=speaker).hits]


def articles_of(ledger: Ledger, entity: int) -> list[int]:
    return [join.document_id for join in joins_of(ledger, entity)]


def test_what_is_merged_is_found_under_the_kept_number_and_both_names_at_once(filled):
    ortega, quill = number_of(filled, "Maria Ortega"), number_of(filled, "Mariana Quill")
    (made,) = filled.merge(ortega, quill)
    assert (made.action, made.entity_id, made.other_id, made.articles) == ("merge", ortega, quill, (3, 4))
    everything = ["the dam held", "it did not", "the harbour is mine", "No levy was paid", ORTEGA.words]
    for speaker in (f"#{ortega}", f"#{quill}", "Maria Ortega", "mariana quill"):
        assert sorted(said_by(filled, speaker)) == sorted(everything)
    assert [each.name for each in speakers(filled)[0]] == ["Maria Ortega", "Tomas Keller"]
    assert speakers(filled)[0][0].attributions == 5


def test_entities_that_are_merged_in_a_ring_are_damage_and_no_endless_search(filled):
    ortega, quill = number_of(filled, "Maria Ortega"), number_of(filled, "Mariana Quill")
    filled.connection.execute("UPDATE entity SET merged_into = ? WHERE entity_id = ?", (quill, ortega))
    filled.connection.execute("UPDATE entity SET merged_into = ? WHERE entity_id = ?", (ortega, quill))
    with pytest.raises(LedgerDamaged, match="merged into itself by way of others"):
        filled.search(speaker=f"#{ortega}")


def test_each_join_that_was_merged_says_by_which_decision(filled):
    ortega, quill = number_of(filled, "Maria Ortega"), number_of(filled, "Mariana Quill")
    filled.merge(ortega, quill)
    reasons = {(join.document_id, join.name): join.reason for join in joins_of(filled, ortega)}
    assert reasons[3, "Mariana Quill"] == "joined to Maria Ortega by hand (decision 1)"
    assert "by hand" not in reasons[2, "Maria Ortega"]


def test_later_articles_of_either_name_join_the_kept_one(filled):
    ortega, quill = number_of(filled, "Maria Ortega"), number_of(filled, "Mariana Quill")
    filled.merge(ortega, quill)
    filled.add([article(Said("Mariana Quill", "I came back")), article(Said("Maria Ortega", "So did I"))])
    assert articles_of(filled, ortega)[-2:] == [5, 6]


def test_a_rare_name_is_still_known_once_it_is_merged_with_a_frequent_one(ledger):
    ledger.add([article(Said("Maria Ortega", f"This is statement {number} on the levy")) for number in range(60)])
    ledger.add([article(QUILL)])
    ortega, quill = number_of(ledger, "Maria Ortega"), number_of(ledger, "Mariana Quill")
    ledger.merge(ortega, quill)
    ledger.add([article(Said("Mariana Quill", "I came back"))])
    assert articles_of(ledger, ortega)[-2:] == [61, 62]
    assert [ledger.search(speaker=name).count for name in ("Mariana Quill", "Maria Ortega")] == [62, 62]
    assert number_of(ledger, "Maria Ortega") == ortega

    ledger.split(ortega, [1])  # what is left is put together anew, and still has both names
    ledger.add([article(Said("Mariana Quill", "And again"))])
    assert articles_of(ledger, ortega)[-1] == 63


def test_a_merge_is_undone_row_for_row(filled):
    before = rows(filled)
    (made,) = filled.merge(number_of(filled, "Maria Ortega"), number_of(filled, "Mariana Quill"))
    assert rows(filled) != before
    assert filled.undo(made.decision_id).undone
    assert rows(filled) == before


def test_several_are_merged_together_and_undone_in_the_reverse_order(filled):
    before = rows(filled)
    ortega = number_of(filled, "Maria Ortega")
    first, second = filled.merge(ortega, number_of(filled, "Mariana Quill"), number_of(filled, "Tomas Keller"))
    with pytest.raises(OptionError, match="decision 2 came after 1"):
        filled.undo(first.decision_id)
    filled.undo(second.decision_id)
    filled.undo(first.decision_id)
    assert rows(filled) == before


def test_where_one_of_several_cannot_be_merged_none_is(filled):
    before = all_rows(filled.connection)
    with pytest.raises(OptionError, match="no entity 999"):
        filled.merge(number_of(filled, "Maria Ortega"), number_of(filled, "Mariana Quill"), 999)
    assert all_rows(filled.connection) == before


def test_what_is_parted_is_an_entity_of_its_own(filled):
    ortega = number_of(filled, "Maria Ortega")
    made = filled.split(ortega, [2])
    assert (made.action, made.entity_id, made.articles) == ("split", ortega, (2,))
    assert articles_of(filled, ortega) == [1, 4]
    assert articles_of(filled, made.other_id) == [2]
    assert said_by(filled, f"#{made.other_id}") == ["No levy was paid"]
    assert sorted(said_by(filled, f"#{ortega}")) == sorted([ORTEGA.words, "it did not"])
    (join,) = joins_of(filled, made.other_id)
    assert join.reason == "parted from Maria Ortega by hand (decision 1)"


def test_a_parting_is_undone_row_for_row(filled):
    before = rows(filled)
    made = filled.split(number_of(filled, "Maria Ortega"), [1, 4])
    assert rows(filled) != before
    filled.undo(made.decision_id)
    assert rows(filled) == before


def test_decisions_upon_decisions_are_undone_row_for_row(filled):
    before = rows(filled)
    ortega, quill = number_of(filled, "Maria Ortega"), number_of(filled, "Mariana Quill")
    filled.merge(ortega, quill)
    merged = rows(filled)
    filled.split(ortega, [2, 3])
    filled.undo(2)
    assert rows(filled) == merged
    filled.undo(1)
    assert rows(filled) == before
    filled.split(ortega, [2])  # takes the number that the undone parting gave
    filled.undo(3)
    assert rows(filled) == before
    assert [(each.action, each.undone) for each in decisions(filled)] == [
        ("merge", True),
        ("split", True),
        ("split", True),
    ]


def test_articles_that_came_since_stay_where_they_joined_when_a_merge_is_undone(filled):
    ortega, quill = number_of(filled, "Maria Ortega"), number_of(filled, "Mariana Quill")
    (made,) = filled.merge(ortega, quill)
    filled.add([article(Said("Mariana Quill", "I came back"), published="2023-04-01")])
    filled.undo(made.decision_id)
    assert articles_of(filled, ortega) == [1, 2, 4, 5]
    assert articles_of(filled, quill) == [3, 4]
    assert sorted(said_by(filled, f"#{quill}")) == ["the dam held", "the harbour is mine"]
    counted = dict(filled.connection.execute("SELECT entity_id, articles FROM entity").fetchall())
    assert (counted[ortega], counted[quill]) == (4, 2)


def test_articles_that_joined_the_parted_go_back_with_it(filled):
    keller = number_of(filled, "Tomas Keller")
    filled.add([article(Said("Tomas Keller", "I am the ferryman"), published="2023-04-01")])
    made = filled.split(keller, [1])
    filled.add([article(Said("Tomas Keller", "And I am not"), published="2023-04-02")])
    filled.undo(made.decision_id)
    assert articles_of(filled, keller) == [1, 5, 6]
    assert len(said_by(filled, f"#{keller}")) == 3
    assert filled.connection.execute("SELECT articles FROM entity WHERE entity_id = ?", (keller,)).fetchone() == (3,)


def test_the_kept_count_of_articles_is_that_of_the_joins_after_each_decision(filled):
    ortega, quill = number_of(filled, "Maria Ortega"), number_of(filled, "Mariana Quill")

    def agree() -> bool:
        counted = "SELECT count(*) FROM article_entity AS joined WHERE joined.entity_id = entity.entity_id"
        return not filled.connection.execute(
            f"SELECT 1 FROM entity WHERE merged_into IS NULL AND articles <> ({counted})"
        ).fetchall()

    filled.merge(ortega, quill)
    assert agree()
    filled.split(ortega, [4])
    assert agree()


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("Maria Ortega", "Maria Ortega"), "merged with itself"),
        (("Maria Ortega", ""), "no entity 0"),
    ],
)
def test_a_merge_that_makes_no_sense_is_an_error(filled, names, told):
    one, other = (number_of(filled, name) if name else 0 for name in names)
    with pytest.raises(OptionError, match=told):
        filled.merge(one, other)


def test_one_that_was_merged_already_is_neither_merged_nor_parted_again(filled):
    ortega, quill, keller = (number_of(filled, name) for name in ("Maria Ortega", "Mariana Quill", "Tomas Keller"))
    filled.merge(ortega, quill)
    for decide in (lambda: filled.merge(keller, quill), lambda: filled.split(quill, [3])):
        with pytest.raises(OptionError, match=f"merged into {ortega} already"):
            decide()


@pytest.mark.parametrize(
    ("articles", "told"),
    [([], "no article at all"), ([99], "not in articles 99"), ([1, 2, 4], "nothing to part"), ([2, 3], "articles 3")],
)
def test_a_parting_that_makes_no_sense_is_an_error_and_changes_nothing(filled, articles, told):
    before = all_rows(filled.connection)
    with pytest.raises(OptionError, match=told):
        filled.split(number_of(filled, "Maria Ortega"), articles)
    assert all_rows(filled.connection) == before


def test_a_decision_is_undone_once(filled):
    filled.merge(number_of(filled, "Maria Ortega"), number_of(filled, "Mariana Quill"))
    filled.undo(1)
    with pytest.raises(OptionError, match="undone already"):
        filled.undo(1)
    with pytest.raises(OptionError, match="no decision 7"):
        filled.undo(7)


def test_a_damaged_decision_is_said_to_be(filled):
    filled.merge(number_of(filled, "Maria Ortega"), number_of(filled, "Mariana Quill"))
    filled.connection.execute("UPDATE decision SET moved = '[1, 2'")
    with pytest.raises(LedgerDamaged, match="decision 1"):
        filled.undo(1)


def test_a_ledger_open_for_reading_takes_no_decision(filled: Ledger, tmp_path: Path):
    with Ledger(tmp_path / "news.ledger") as reading:
        for decide in (lambda: reading.merge(1, 2), lambda: reading.split(1, [1]), lambda: reading.undo(1)):
            with pytest.raises(OptionError, match="open for reading only"):
                decide()
