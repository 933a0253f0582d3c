"""What many spans cover together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.span import Cover, Span

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda each: Span(each[0], sum(each))), max_size=8
)


@given(SPANS, st.integers(0, 30), st.integers(1, 8))
def test_a_cover_holds_what_its_spans_hold_together(spans: list[Span], start: int, length: int) -> None:
    held = {at for span in spans for at in range(span.start, span.end)}
    asked = Span(start, start + length)
    places = set(range(asked.start, asked.end))
    assert Cover(spans).overlaps(asked) == bool(places & held)
    assert Cover(spans).contains(asked) == (places <= held)
