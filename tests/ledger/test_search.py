"""Questions find what was asked for and nothing else, in order, page by page, with an honest count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ledger.articles import Said, article
from onrecord.errors import OptionError
from onrecord.ledger import search as searching
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.questions import Hits, Question
from onrecord.ledger.search import search
from onrecord.record.types import Record
from records import RECORD

ORTEGA = Said("Maria Ortega", "We will not pay the levy twice")
KELLER = Said("Tomas Keller", "the levy can wait until the spring", quoted=False)
AIDE = Said("an aide", "the sea wall has cracks", quoted=False, standing="unnamed_person", hops=2)
COMPANY = Said("Harrow Water Company", "the pumps are old", quoted=False, standing="named_group", kind="organization")
DENIED = Said("Maria Ortega", "No levy was paid")
LANTERN = "The Evening Lantern"
QUAYS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
STORY = " ".join(f"The {word} mooring of the harbour was counted again that week." for word in QUAYS)


def with_first(record: Record, **values: Any) -> Record:
    """The record with other values in its first attribution."""
    first, *rest = record.attributions
    return msgspec.structs.replace(record, attributions=[msgspec.structs.replace(first, **values), *rest])


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Four articles: 1 and 3 of the Courier, 2 of the Lantern, 4 of no outlet and no date."""
    ledger.add([
        article(ORTEGA, KELLER, published="2023-03-15", uri="https://courier.example/levy", title="A levy"),
        article(AIDE, COMPANY, published="2023-03-17", outlet=LANTERN),
        with_first(article(DENIED, published="2023-03-16"), negated=True, confidence=0.4),
        article(Said("Tomas Keller", "Nobody dated this levy"), outlet=None, published=None),
    ])  # fmt: skip
    return ledger


def contents(found: Hits) -> list[str]:
    return [hit.content.strip("“”") for hit in found.hits]


def asked(ledger: Ledger, **question: Any) -> list[str]:
    found = search(ledger, Question(**question))
    assert (found.count, found.counted_all, found.more) == (len(found.hits), True, False)
    return contents(found)


def test_everything_is_listed_newest_first_where_nothing_is_asked(filled):
    assert asked(filled) == [
        "the pumps are old",
        "the sea wall has cracks",
        "No levy was paid",
        "the levy can wait until the spring",
        "We will not pay the levy twice",
        "Nobody dated this levy",
    ]


def test_a_hit_says_where_it_is_from_and_who_speaks(filled):
    (hit,) = search(filled, Question(words="twice")).hits
    assert (hit.document, hit.attribution, hit.title) == (1, "a1", "A levy")
    assert (hit.outlet, hit.published, hit.uri) == (
        "The Tidewater Courier",
        "2023-03-15",
        "https://courier.example/levy",
    )
    assert hit.speaker is not None
    assert hit.speaker.name == "Maria Ortega"
    assert (hit.source, hit.standing, hit.cue, hit.form) == ("Maria Ortega", "named_person", "said", "direct")
    assert (hit.act, hit.stance, hit.hops, hit.negated, hit.nested) == ("assertive", "neutral", 1, False, False)
    assert (hit.confidence, hit.time, hit.replaced) == (0.9, None, False)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"words": "levy"}, ["paid", "spring", "twice", "dated"]),
        ({"words": "levy -spring"}, ["paid", "twice", "dated"]),
        ({"words": "-levy"}, ["pumps", "cracks"]),
        ({"words": "levy", "order": "oldest"}, ["dated", "twice", "spring", "paid"]),
        ({"words": "levy", "since": date(2023, 3, 16)}, ["paid"]),
        ({"words": "levy", "until": date(2023, 3, 15)}, ["spring", "twice"]),
        ({"since": date(2023, 3, 16), "until": date(2023, 3, 16)}, ["paid"]),
        ({"until": date.max, "words": "levy"}, ["paid", "spring", "twice"]),
        ({"since": date.min, "words": "dated"}, []),
        ({"outlet": "lantern"}, ["pumps", "cracks"]),
        ({"outlet": "The Tidewater Courier", "form": "indirect"}, ["spring"]),
        ({"standing": "unnamed_person"}, ["cracks"]),
        ({"standing": ("unnamed_person", "named_group")}, ["pumps", "cracks"]),
        ({"form": "direct", "words": "levy"}, ["paid", "twice", "dated"]),
        ({"hops": 2}, ["cracks"]),
        ({"min_hops": 2}, ["cracks"]),
        ({"hops": 1, "words": "wall"}, []),
        ({"negated": True}, ["paid"]),
        ({"negated": False, "words": "levy"}, ["spring", "twice", "dated"]),
        ({"min_confidence": 0.5, "words": "levy"}, ["spring", "twice", "dated"]),
        ({"speaker": "Maria Ortega"}, ["paid", "twice"]),
        ({"speaker": "ortega"}, ["paid", "twice"]),
        ({"speaker": "MARÍA ORTEGA", "words": "twice"}, ["twice"]),
        ({"speaker": "Keller"}, ["spring", "dated"]),
        ({"speaker": "harrow water"}, ["pumps"]),
        ({"speaker": "aide"}, ["cracks"]),
        ({"act": "directive"}, []),
        ({"stance": "neutral", "act": "assertive", "words": "wall"}, ["cracks"]),
        ({"words": "OR"}, []),
    ],
)
def test_each_condition_narrows_the_answer(filled, question: dict[str, Any], found: list[str]):
    told = asked(filled, **question)
    assert len(told) == len(found)
    assert [word in content for word, content in zip(found, told, strict=True)] == [True] * len(found)


def test_a_speaker_is_also_known_by_number(filled):
    found = search(filled, Question(speaker="Maria Ortega"))
    number = found.speakers[0].entity_id
    assert asked(filled, speaker=f"#{number}") == asked(filled, speaker=f"entity:{number}") == contents(found)


def test_a_whole_name_means_its_bearers_and_a_part_of_it_all_who_have_it(filled):
    foundation = Said("Maria Ortega Foundation", "Boats matter", standing="named_group", kind="organization")
    brother = Said("Pablo Ortega", "My sister is right")
    filled.add([article(foundation, brother, published="2023-03-18")])
    assert [each.name for each in search(filled, Question(speaker="Maria Ortega")).speakers] == ["Maria Ortega"]
    names = {each.name for each in search(filled, Question(speaker="Ortega")).speakers}
    assert names == {"Maria Ortega", "Pablo Ortega", "Maria Ortega Foundation"}


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ({"speaker": "Maria Ortgea"}, "did you mean Maria Ortega"),
        ({"speaker": "Zebulon Quux"}, "nobody who speaks"),
        ({"speaker": "#999"}, "no entity 999"),
        ({"speaker": "  "}, "names no speaker"),
        ({"speaker": "\x00\ud800"}, "names no speaker"),
        ({"outlet": "Gazette"}, "no outlet 'Gazette'.*The Evening Lantern"),
        ({"standing": "anonymous"}, "is no standing; it is one of named_person"),
        ({"order": "best"}, "is no order"),
        ({"order": "relevance"}, "needs words"),
        ({"since": date(2023, 2, 1), "until": date(2023, 1, 1)}, "is after the last"),
        ({"limit": 0}, "1 to 1,000"),
        ({"min_confidence": float("nan")}, "between 0 and 1"),
        ({"hops": -1}, "no hands or more"),
        ({"after": "oldest:12"}, "does not continue"),
        ({"after": "newest:x"}, "does not continue"),
        ({"after": "newest:" + "9" * 5_000}, "does not continue"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_what_to_do(filled, question: dict[str, Any], reason: str):
    with pytest.raises(OptionError, match=reason):
        search(filled, Question(**question))
    assert not filled.connection.in_transaction


def test_words_from_a_person_are_never_syntax(filled):
    for hostile in (
        'levy" OR facets:negated',
        "'; DROP TABLE attribution; --",
        "source:Ortega",
        "negated",
        "standingnone",
    ):
        search(filled, Question(words=hostile, speaker="Ortega"))
    assert len(asked(filled)) == 6


@pytest.mark.parametrize("order", ["newest", "oldest", "relevance"])
def test_pages_follow_each_other_without_a_gap_or_a_repetition(filled, order):
    question = Question(words="levy", order=order, limit=1)
    pages = [search(filled, question)]
    while pages[-1].next:
        pages.append(search(filled, replace(question, after=pages[-1].next)))
    assert [page.more for page in pages] == [True, True, True, False]
    assert {page.count for page in pages} == {4}
    told = [hit for page in pages for hit in page.hits]
    assert told == list(search(filled, replace(question, limit=10)).hits)


def test_what_comes_in_meanwhile_does_not_shift_the_next_page(filled):
    question = Question(words="levy", limit=2)
    first = search(filled, question)
    filled.add([article(Said("Ana Petrova", "A new levy"), published="2023-04-01")])
    assert contents(search(filled, replace(question, after=first.next))) == [
        "We will not pay the levy twice",
        "Nobody dated this levy",
    ]


def test_the_most_relevant_is_first_where_that_is_asked_for(filled):
    filled.add([article(Said("Ana Petrova", "Levy, levy, levy"), published="2023-01-01")])
    assert contents(search(filled, Question(words="levy", order="relevance")))[0] == "Levy, levy, levy"
    assert contents(search(filled, Question(words="levy")))[0] == "No levy was paid"


def test_an_older_text_of_a_page_is_asked_for_expressly(filled):
    filled.add(
        [article(Said("Maria Ortega", "We will pay twice"), published="2023-03-18", uri="https://courier.example/levy")]
    )
    assert asked(filled, words="twice") == ["We will pay twice"]
    found = search(filled, Question(words="twice", versions=True))
    assert [(hit.document, hit.replaced) for hit in found.hits] == [(5, False), (1, True)]


def test_copies_of_one_story_count_once_where_asked(ledger):
    ledger.add([
        article(ORTEGA, opening=STORY, uri="https://courier.example/a"),
        article(ORTEGA, opening=STORY, uri="https://lantern.example/b", outlet=LANTERN),
    ])  # fmt: skip
    assert len(asked(ledger, words="levy")) == 2
    assert [hit.document for hit in search(ledger, Question(words="levy", once=True)).hits] == [1]


def test_a_changed_page_is_no_copy_of_its_own_older_text(ledger):
    address = "https://courier.example/a"
    ledger.add([article(ORTEGA, opening=STORY, uri=address)])
    (added,) = ledger.add([article(ORTEGA, opening=f"{STORY} More follows.", uri=address)])
    assert added.copy_of == 1
    assert [hit.document for hit in search(ledger, Question(words="levy", once=True)).hits] == [2]


def test_what_stands_within_anothers_words_can_be_left_out(ledger):
    ledger.add([RECORD])
    nested = [each.id for each in RECORD.attributions if each.parent]
    everything = search(ledger, Question(limit=100)).hits
    outer = search(ledger, Question(limit=100, outer=True)).hits
    assert sorted(hit.attribution for hit in everything if hit.nested) == sorted(nested)
    assert [hit.attribution for hit in outer] == [hit.attribution for hit in everything if not hit.nested]


def test_the_count_is_exact_up_to_a_bound_and_more_than_it_beyond(filled, monkeypatch: pytest.MonkeyPatch):
    page = search(filled, Question(words="levy", limit=1))
    assert (page.count, page.counted_all, page.articles) == (4, True, 3)
    monkeypatch.setattr(searching, "MOST_COUNTED", 3)
    page = search(filled, Question(words="levy", limit=1))
    assert (page.count, page.counted_all, page.articles) == (3, False, None)


def test_the_count_leaves_out_what_the_answer_leaves_out(filled, monkeypatch: pytest.MonkeyPatch):
    filled.add([article(Said("Maria Ortega", "No levy"), published="2023-03-18", uri="https://courier.example/levy")])
    question = Question(words="levy", limit=1)
    assert search(filled, question).count == 3
    assert search(filled, replace(question, versions=True)).count == 5
    assert search(filled, replace(question, min_confidence=0.5)).count == 2
    # Where too many pages have changed, the rows themselves are asked.
    monkeypatch.setattr(searching, "_LISTED_TEXTS", 0)
    assert search(filled, question).count == 3
    # And where too many match, what was counted is told as that.
    monkeypatch.setattr(searching, "_LOOKED_UP", 2)
    counted = search(filled, replace(question, min_confidence=0.5))
    assert (counted.count, counted.counted_all) == (1, False)


def test_no_table_is_read_through_for_a_page(filled):
    """Every step of the plan goes by the index or by a number: a million rows cost no more than these."""
    plans: list[str] = []

    def note(sql: str) -> None:
        if sql.lstrip().startswith("SELECT"):
            plans.append(sql)

    for question in (Question(words="levy", speaker="Ortega", outlet="courier", once=True, limit=1), Question(limit=1)):
        filled.connection.set_trace_callback(note)
        search(filled, question)
        filled.connection.set_trace_callback(None)
    assert plans
    for sql in plans:
        steps = [row[3] for row in filled.connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
        read_through = [step for step in steps if step.startswith("SCAN") and "INDEX" not in step]
        small = ("SCAN outlet", "SCAN (subquery", "SCAN found", "SCAN newest", "SCAN CONSTANT")
        assert [step for step in read_through if not step.startswith(small)] == [], sql
        if not sql.startswith("SELECT outlet_id"):  # the outlets are few
            assert not [step for step in steps if "FOR ORDER BY" in step], sql


def test_a_ledger_without_articles_answers_with_nothing(ledger):
    assert asked(ledger) == []
    assert asked(ledger, words="levy") == []


def test_a_reader_asks_while_a_writer_writes(filled, tmp_path: Path):
    with Ledger(filled.path) as reading:
        assert search(reading, Question(words="levy")).count == 4
