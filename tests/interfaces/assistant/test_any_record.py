"""Whatever a record holds, what an assistant is given of it is its own words at their own places."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from any_record import any_records
from interfaces.assistant.assistants import assert_anchored
from ledger.articles import Said, article
from onrecord.errors import OptionError
from onrecord.interfaces.assistant.articles import show
from onrecord.interfaces.assistant.desk import Article, Desk
from onrecord.interfaces.assistant.questions import ToShow
from onrecord.interfaces.assistant.reading import Readings
from onrecord.interfaces.assistant.text import text_of
from onrecord.reader import Reader
from onrecord.record.types import ContentSpan, Record


class OneArticle(Desk):
    """A desk with one article on it."""

    def __init__(self, record: Record) -> None:
        super().__init__(None, Readings(Reader))
        self._article = Article(record, record)

    def article(self, given: int | str) -> Article:
        return self._article


def test_a_content_of_many_parts_has_no_more_room_than_one_of_a_single_part() -> None:
    record = article(Said("Maria Ortega", "We will not ask the boats for one crown more. " * 200))
    (said,) = record.attributions
    parts = [ContentSpan(start, start + 90, True) for start in range(1, 8_900, 92)]
    parted = msgspec.structs.replace(record, attributions=[msgspec.structs.replace(said, content=parts)])
    (shown,) = show(OneArticle(parted), ToShow(article=1)).statements

    given = sum(part.end - part.start for part in shown.content)
    assert len(shown.content) <= 24
    assert 0 < given <= 1_200
    assert given + shown.left_out == 90 * len(parts)


@settings(max_examples=150, deadline=None)
@given(any_records(), st.integers(0, 100))
def test_every_statement_of_any_record_is_anchored_and_drawn(record: Record, start: int) -> None:
    desk, text = OneArticle(record), record.document.text
    questions = [ToShow(article=1), ToShow(article=1, text_from=start)]
    questions += [ToShow(article=1, attribution=each.id) for each in record.attributions]
    for asked in questions:
        try:
            answer = show(desk, asked)
        except OptionError:
            assert start >= len(text)
            continue
        assert_anchored(msgspec.to_builtins(answer), text)
        drawn = text_of(answer)
        assert drawn.encode("utf-8").decode("utf-8") == drawn
        assert sum(line.startswith("Note:") for line in drawn.split("\n")) == len(answer.notes)
