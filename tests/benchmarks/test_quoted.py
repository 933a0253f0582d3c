"""When only quotations count, each is compared by itself, and whoever claims to give nothing else is held to it."""

from __future__ import annotations

from benchmarks.quoted import direct_only, quotations_only
from benchmarks.scored import score
from mistaken import attribution, record_of
from onrecord.evaluation.gold import GoldArticle
from onrecord.evaluation.spans import AttributionSpans

TEXT = (
    "“The ferry will run again by spring,” Ivo Tarn said. “Nobody was hurt that night.”\n\n"
    "Mara Quill called the repair “a bill that nobody has read” and said it was “too dear”.\n\n"
    "She hopes that the quay is mended."
)


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


FIRST, SECOND = "“The ferry will run again by spring,”", "“Nobody was hurt that night.”"
TARN = attribution([place("Ivo Tarn")], [place("said")], [place(FIRST), place(SECOND)])
QUILL = attribution([place("Mara Quill")], [place("called")], [place("the repair “a bill that nobody has read”")])
DEAR = attribution([place("Mara Quill")], [place("said it")], [place("“too dear”")])
HOPE = attribution([place("She")], [place("hopes")], [place("that the quay is mended")])
GOLD = (TARN, QUILL, DEAR, HOPE)


def contents(found: list[AttributionSpans]) -> list[str]:
    return [TEXT[span.start : span.end] for each in found for span in each.content]


def test_an_attribution_of_two_quotations_is_two_of_one() -> None:
    assert contents(quotations_only(TEXT, [TARN])) == [FIRST, SECOND]


def test_of_a_mixed_attribution_the_quotation_is_left() -> None:
    assert contents(quotations_only(TEXT, [QUILL])) == ["“a bill that nobody has read”"]


def test_words_in_marks_that_are_hardly_a_quotation_are_left_out() -> None:
    assert quotations_only(TEXT, [DEAR], all_are_quotations=True) == []


def test_what_is_no_quotation_is_left_out_or_kept_to_be_wrong() -> None:
    assert quotations_only(TEXT, [HOPE]) == []
    assert quotations_only(TEXT, [HOPE], all_are_quotations=True) == [HOPE]


def test_half_of_a_quotation_is_taken_for_it_and_less_is_not() -> None:
    most = attribution([], [], [place("The ferry will run again")])
    little = attribution([], [], [place("by spring")])

    assert contents(quotations_only(TEXT, [most, little])) == [FIRST]


def test_direct_is_what_stands_in_marks_from_end_to_end() -> None:
    assert direct_only(TEXT, GOLD) == [TARN, DEAR]


def test_rules_that_find_half_of_the_quotations_are_scored_on_all_and_on_quotations() -> None:
    article = GoldArticle("ferry", TEXT, (GOLD,))
    first = attribution([place("Tarn")], [place("said")], [place(FIRST)])
    wrong = attribution([place("Mara Quill")], [place("said it")], [place("“a bill that nobody has read”")])
    scored = score("rules", [record_of(TEXT, [first, wrong])], [article], all_are_quotations=True, samples=10)

    assert scored.attributions == 2
    assert (scored.quotations.relaxed.matched, scored.quotations.relaxed.predicted, scored.quotations.relaxed.gold) == (
        1,
        2,
        3,
    )
    assert scored.all.relaxed.gold == 4
    assert scored.direct.relaxed.gold == 2
