"""How many words each voice has, and each kind of source: two counts of the same words."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.shares import shares_by_standing, shares_of_words
from onrecord.record.types import BlockSpan, ContentSpan, Record
from onrecord.record.voices import PAGE
from records import RECORD, attribution, hostile_record, plain_record


def words_by_standing(record: Record) -> dict[str, int]:
    return {share.standing: share.words for share in record.shares_by_standing()}


def test_shares_add_up_to_the_words_of_the_story():
    shares = {share.voice.name: share for share in shares_of_words(RECORD)}
    assert sum(share.part for share in shares.values()) == pytest.approx(1)
    assert shares["Maria Ortega"].words == 17  # not what the aide says that she believed
    assert shares["an aide"].words == 0
    assert shares[PAGE.name].words == max(share.words for share in shares.values())


def test_captions_credits_and_notices_stand_beside_the_story():
    shares = {share.voice.name: share.words for share in shares_of_words(RECORD)}
    assert shares["one"] == 0
    beside = {"caption", "credit", "notice"}
    blocks = [block for block in RECORD.document.blocks if block.kind not in beside]
    document = msgspec.structs.replace(RECORD.document, blocks=blocks)
    without = msgspec.structs.replace(RECORD, document=document)
    assert {share.voice.name: share.words for share in shares_of_words(without)} == shares


def test_a_word_in_two_contents_is_that_of_the_first():
    both = [
        msgspec.structs.replace(
            attribution(number, None, "say", "owners", lemma="say", standing=standing),
            content=[ContentSpan(*span, quoted=False)],
        )
        for number, standing, span in ((1, "document", (4, 18)), (2, "outlet", (0, 13)))
    ]
    record = msgspec.structs.replace(plain_record("one two three four"), attributions=both)
    assert sum(share.words for share in record.shares()) == 4
    assert words_by_standing(record) == {"outlet": 3, "document": 1, "page": 0}


@pytest.mark.parametrize("record", [plain_record(""), plain_record("  \n "), hostile_record()])
def test_any_record_has_shares(record: Record):
    assert shares_of_words(record)[0].part <= 1


def test_a_text_without_blocks_has_no_story():
    document = msgspec.structs.replace(RECORD.document, blocks=[BlockSpan("caption", 0, 5)])
    record = msgspec.structs.replace(RECORD, document=document)
    assert {share.part for share in shares_of_words(record)} == {0.0}


def test_shares_by_standing_add_up_to_the_words_of_the_story():
    shares = shares_by_standing(RECORD)
    assert sum(share.part for share in shares) == pytest.approx(1)
    assert sum(share.words for share in shares) == sum(share.words for share in shares_of_words(RECORD))


def test_every_standing_that_occurs_has_a_share_and_the_page_has_one_too():
    occurring = {attribution.source.standing for attribution in RECORD.attributions}
    assert words_by_standing(RECORD).keys() == occurring | {"page"}


def test_the_largest_share_comes_first():
    for shares in (RECORD.shares(), RECORD.shares_by_standing()):
        assert [share.words for share in shares] == sorted((share.words for share in shares), reverse=True)


def test_the_page_has_the_same_words_in_both_counts():
    own = next(share for share in RECORD.shares() if share.voice is PAGE)
    assert words_by_standing(RECORD)["page"] == own.words


def test_a_standing_has_the_words_of_its_voices():
    voices = {share.voice.name: share.words for share in RECORD.shares()}
    by_standing = words_by_standing(RECORD)
    assert by_standing["outlet"] == voices["The Evening Lantern"]  # with what the aide told it
    assert by_standing["named_group"] == voices["the Small Boats Association"]
    assert by_standing["unnamed_person"] == 0  # one speaks in a caption, the aide within the Lantern's content


def test_the_outlets_that_the_page_cites_are_not_the_page():
    by_standing = words_by_standing(RECORD)
    assert 0 < by_standing["outlet"] < by_standing["page"]


def test_a_record_tells_its_shares_itself():
    assert RECORD.shares() == shares_of_words(RECORD)
    assert RECORD.shares_by_standing() == shares_by_standing(RECORD)


def test_where_nobody_speaks_all_words_are_the_page():
    (own,) = plain_record("Three plain words.").shares_by_standing()
    assert (own.standing, own.words, own.part) == ("page", 3, 1.0)


STANDINGS = st.sampled_from(["named_person", "unnamed_group", "outlet", "none"])


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), STANDINGS, st.booleans()), max_size=6))
def test_each_word_is_that_of_the_first_outer_content_that_it_is_in(placed: list[tuple[int, int, str, bool]]):
    text = "a bc d e fgh ij k lm n op q r stu v wx y z"
    made = []
    for number, (one, other, standing, inner) in enumerate(placed):
        blank = attribution(number, None, "say", "owners", lemma="say", standing=standing)
        content = [ContentSpan(min(one, other), max(one, other), quoted=False)]
        made.append(msgspec.structs.replace(blank, content=content, parent="a9" if inner else None))
    expected = dict.fromkeys(["page", *(each.source.standing for each in made)], 0)
    outer = sorted(
        (each for each in made if each.parent is None), key=lambda each: (each.content[0].start, each.content[0].end)
    )
    at = 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        owner = next((e for e in outer if e.content[0].start < at and start < e.content[0].end), None)
        expected[owner.source.standing if owner else "page"] += 1
    assert words_by_standing(msgspec.structs.replace(plain_record(text), attributions=made)) == expected
