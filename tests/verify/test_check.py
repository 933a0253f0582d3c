"""What a check knows of the article as a whole: the occasion, the day, who is credited."""

from __future__ import annotations

from ledger.articles import Said, article
from onrecord.ingest.page import Page
from onrecord.verify.check import check_record
from onrecord.verify.index import TranscriptIndex
from onrecord.verify.transcript import read_transcript
from onrecord.verify.types import Verdict

RALLY = (
    "VELL: We will mend the north pier before the storms come. Every plank of it is rotten, I tell you.\n\n"
    "VELL: It is a small town with a long memory.\n"
)
DEBATE = (
    "VELL: We will mend the north pier before winter comes. The ferry will sail on Sundays as well.\n\n"
    "KELLER: A small town, and what a long memory it has for the mayor's promises.\n"
)


def index_of(**texts: str) -> TranscriptIndex:
    return TranscriptIndex(
        [
            read_transcript(Page(text.encode(), uri=f"{name.replace('day_', '').replace('_', '-')}.txt"))
            for name, text in texts.items()
        ]
    )


def test_a_few_words_are_found_where_the_rest_of_the_article_is_and_only_by_whom_it_credits():
    index = index_of(rally=RALLY, debate=DEBATE)
    alone = check_record(article(Said("Mara Vell", "a long memory")), index)
    beside = check_record(
        article(Said("Mara Vell", "a long memory"), Said("Mara Vell", "Every plank of it is rotten, I tell you.")),
        index,
    )
    others = check_record(
        article(Said("Rosa Quill", "a long memory"), Said("Mara Vell", "Every plank of it is rotten, I tell you.")),
        index,
    )
    assert [each.verdict for each in alone] == [Verdict.TOO_SHORT]
    assert [each.verdict for each in beside] == [Verdict.VERBATIM, Verdict.VERBATIM]
    assert beside[0].passages[0].transcript == "rally.txt"
    assert others[0].verdict is Verdict.TOO_SHORT


def test_what_was_said_on_a_later_day_is_not_what_an_article_reports():
    later = index_of(day_2024_05_04=RALLY)
    said = Said("Mara Vell", "We will mend the north pier before the storms come.")
    assert check_record(article(said, published="2024-04-01"), later)[0].verdict is Verdict.NOT_FOUND
    assert check_record(article(said, published="2024-05-04"), later)[0].verdict is Verdict.VERBATIM
    assert check_record(article(said, published=None), later)[0].verdict is Verdict.VERBATIM
    assert check_record(article(said, published="last spring"), later)[0].verdict is Verdict.VERBATIM


def test_other_words_are_altered_only_where_the_article_was_not_about_another_occasion():
    changed = Said("Mara Vell", "It was always a small town with a long memory.")
    anchor = Said("Mara Vell", "The ferry will sail on Sundays as well.")
    index = index_of(rally=RALLY, debate=DEBATE)
    assert check_record(article(changed), index)[0].verdict is Verdict.ALTERED
    assert check_record(article(changed, anchor), index)[0].verdict is Verdict.NOT_FOUND
    assert check_record(article(changed, anchor), index_of(rally=RALLY))[0].verdict is Verdict.ALTERED


def test_words_that_a_speaker_reads_out_are_not_held_against_whom_they_are_credited_to():
    words = "the gulls never complain about the harbour, only people do"
    text = f"HOST: Rosa Quill wrote this morning: {words}.\n\nVELL: True.\n"
    index = index_of(show=text)
    read_out, other = check_record(article(Said("Rosa Quill", words), Said("Mara Vell", words)), index)
    assert read_out.verdict is Verdict.VERBATIM
    assert read_out.passages[0].speaker == "HOST"
    assert other.verdict is Verdict.VERBATIM  # HOST names nobody: whose words they are cannot be told


def test_another_speaker_is_said_only_where_the_article_names_one():
    index = index_of(debate=DEBATE)
    words = "The ferry will sail on Sundays as well, we promise"
    named, unnamed = (
        check_record(article(Said(who, words[:39], standing=standing)), index)[0]
        for who, standing in (("Tomas Keller", "named_person"), ("officials", "unnamed_group"))
    )
    assert (named.verdict, named.wording) == (Verdict.SPEAKER_DIFFERS, Verdict.VERBATIM)
    assert unnamed.verdict is Verdict.VERBATIM


def test_places_are_those_of_the_file():
    (checked,) = check_record(
        article(Said("Mara Vell", "It is a small town with a long memory.")), index_of(rally=RALLY)
    )
    assert (checked.passages[0].line, checked.passages[0].speaker) == (3, "VELL")
    assert checked.to_dict()["verdict"] == "verbatim"


def test_further_places_of_the_same_words_are_counted():
    (checked,) = check_record(
        article(Said("Mara Vell", "It is a small town with a long memory.")),
        index_of(one=RALLY, two=RALLY, three=RALLY),
    )
    assert checked.elsewhere == 2


def test_a_passage_begins_and_ends_with_what_is_meant():
    text = (
        "VELL: I say this of the boats. They're worried about the winter, and they tell me so. "
        "We're going to mend the pier together with everyone here. You know it.\n"
    )
    bracket, contraction = check_record(
        article(
            Said("Mara Vell", "[The skippers are] worried about the winter, and they tell me so."),
            Said("Mara Vell", "We are going to mend the pier together with everyone here."),
        ),
        index_of(speech=text),
    )
    assert bracket.passages[0].words == "They're worried about the winter, and they tell me so"
    assert contraction.passages[0].words == "We're going to mend the pier together with everyone here"
    assert [bracket.verdict, contraction.verdict] == [Verdict.EDITED, Verdict.EDITED]


def test_words_that_everybody_says_tell_nothing():
    words = "to the men and women of the harbour"
    index = index_of(**{f"speech{number}": f"VELL: Good evening {words} on day {number}.\n" for number in range(6)})
    changed = Said("Mara Vell", "owes it to the men and women of the harbour")
    (often,) = check_record(article(changed), index)
    (once,) = check_record(article(changed), index_of(speech=f"VELL: Good evening {words}.\n"))
    assert often.verdict is Verdict.NOT_FOUND
    assert once.verdict is Verdict.ALTERED


def test_whoever_he_is_a_long_passage_is_known_by_its_words():
    index = index_of(rally=RALLY, debate="KELLER: Nobody knows me here at all.\n")
    words = "We will mend the whole north pier before the storms come. Every plank of it is rotten."
    (checked,) = check_record(article(Said("he", words, standing="unnamed_person")), index)
    assert (checked.verdict, checked.passages[0].speaker) == (Verdict.ALTERED, "VELL")


def test_another_speaker_is_not_said_where_the_article_names_that_one_beside_the_words():
    words = "The ferry will sail on Sundays as well"
    alone, beside = (
        check_record(article(Said("Tomas Keller", words, cue=cue)), index_of(debate=DEBATE))[0].verdict
        for cue in ("said", "said, and Mrs. Vell agreed")
    )
    assert (alone, beside) == (Verdict.SPEAKER_DIFFERS, Verdict.VERBATIM)


def test_each_difference_says_in_which_passage_it_is():
    words = "Every plank is rotten, I tell you. It is a town with a long memory."
    (checked,) = check_record(article(Said("Mara Vell", words)), index_of(rally=f"{RALLY}\nVELL: That was all.\n"))
    for each in checked.differences:
        passage = checked.passages[each.passage]
        assert passage.start <= each.transcript.start <= each.transcript.end <= passage.end
