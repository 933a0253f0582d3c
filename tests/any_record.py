"""Records of any shape that the format allows, for properties that must hold of every one."""

from __future__ import annotations

from hypothesis import strategies as st

from onrecord.attribution.terms import Act, Form, Stance, Standing
from onrecord.record.types import (
    Addressee,
    Attribution,
    BlockSpan,
    Carrier,
    ContentSpan,
    Cue,
    DocumentRecord,
    Entity,
    ReaderRecord,
    Record,
    Source,
    SpanRecord,
    TimeSpan,
)

__all__ = ["any_records"]

_STANDINGS = st.sampled_from(Standing.__args__)
_ACTS = st.sampled_from(Act.__args__)
_STANCES = st.sampled_from(Stance.__args__)
_FORMS = st.sampled_from(Form.__args__)
#: Words as they are, and whatever else Unicode has, beyond the basic plane, combining, turning and controlling.
_WORDS = st.text(max_size=12) | st.sampled_from(
    ["", "said", "“No,”", "=1", "\x00", "e\u0301", "🐟", "\u202e", "a\r\nb"]
)
_PERHAPS = st.none() | _WORDS


@st.composite
def any_records(draw: st.DrawFn, *, half_pairs: bool = False) -> Record:
    """A record whose spans lie in its text and whose references lead somewhere; everything else is anything.

    ``half_pairs`` lets its text hold surrogates without their other half, which no file of UTF-8 can.
    """
    letters = st.characters(codec="utf-8") | (st.just("\ud83d") if half_pairs else st.nothing())
    text = draw(st.text(letters, max_size=80))
    offset = st.integers(0, len(text))
    spans = st.tuples(offset, offset).map(lambda ends: (min(ends), max(ends)))
    parts = st.lists(spans.map(lambda span: SpanRecord(*span)), max_size=3)
    names = draw(st.lists(_WORDS, max_size=3))
    entities = [Entity(id=f"e{i}", name=name, kind="person") for i, name in enumerate(names)]
    known = st.sampled_from([None, *(entity.id for entity in entities)])
    made: list[Attribution] = []
    for number in range(draw(st.integers(0, 4))):
        chain = st.lists(st.builds(Carrier, entity=known, standing=_STANDINGS), max_size=3)
        made.append(
            Attribution(
                id=f"a{number}",
                parent=draw(st.sampled_from([None, *(each.id for each in made)])),
                source=Source(spans=draw(parts), entity=draw(known), standing=draw(_STANDINGS)),
                cue=Cue(spans=draw(parts), lemma=draw(_WORDS), act=draw(_ACTS), stance=draw(_STANCES)),
                content=[ContentSpan(s.start, s.end, quoted=draw(st.booleans())) for s in draw(parts)],
                form=draw(_FORMS),
                negated=draw(st.booleans()),
                addressee=draw(st.none() | st.builds(Addressee, spans=parts, entity=known)),
                hedges=draw(parts),
                time=draw(st.none() | spans.map(lambda span: TimeSpan(*span, value="2024-W11"))),
                chain=draw(chain),
                confidence=draw(st.floats(0, 1)),
            )
        )
    document = DocumentRecord(
        id=draw(_WORDS),
        uri=draw(_PERHAPS | st.sampled_from(["https://courier.example/a b|c", "pages/a.html", "javascript:x"])),
        title=draw(_PERHAPS),
        outlet=draw(_PERHAPS),
        authors=draw(st.lists(_WORDS, max_size=2)),
        published=draw(_PERHAPS | st.sampled_from(["2023-03-15", "2023-02-30", "2023-03", "2023-03-15T10:00:00Z"])),
        sponsor=draw(_PERHAPS),
        language=draw(_PERHAPS),
        text=text,
        blocks=[BlockSpan(kind="paragraph", start=0, end=len(text))] if text else [],
    )
    reader = ReaderRecord(version=draw(_WORDS), model=draw(_WORDS))
    return Record(document=document, entities=entities, attributions=made, reader=reader)
