"""Any JSON as a record, and any record that the format allows: refused in words of ours, or written in every way.

Odd inputs are read as JSON. Even ones are a record's own making: spans that overlap and repeat, parents in any order,
names that no person has. The first byte says which maker gets the record too, since to ask all is slow.
"""

from __future__ import annotations

from typing import get_args

from fuzzing.consumers import CONSUMERS
from fuzzing.parts import Parts
from fuzzing.promise import promise
from onrecord.attribution.terms import Act, Form, Stance, Standing
from onrecord.entities.entity import EntityKind, MentionForm, RoleStatus
from onrecord.errors import FormatError, OnRecordError
from onrecord.record.json import decode, encode
from onrecord.record.types import (
    Addressee,
    Attribution,
    BlockSpan,
    Carrier,
    ContentSpan,
    Cue,
    DocumentRecord,
    Entity,
    Mention,
    ReaderRecord,
    Record,
    Role,
    Source,
    SpanRecord,
    TimeSpan,
)
from onrecord.text.document import BLOCK_KINDS

__all__ = ["any_record", "check"]

_NAMES = (
    None, "", "said", "=1+1", "\x00", "e\u0301", "🐟", "\u202e", "a\r\nb", "2024-03-14", "2024-02-30", "\ud83d",
    "https://quay.example/a b|c#d", "javascript:x", "</title><script>alert(1)</script>", "pages/a.html", "9999-12-31",
    "en", "sha256:00", "file:///x", "٢٠٢٤-٠٣-١٤", "[bold]x[/]", "\x1b[31m\x07", "http://[", "“No,”",
)  # fmt: skip
_TEXT = (
    "Odile Vance said “the quay is closed” on Tuesday.\n\n“Nobody asked,” <b>she</b> "
    "added \u202e\x1b[31m🐟 ‘so be it’.\r\n"
)


def _name(parts: Parts) -> str | None:
    return parts.choice(_NAMES)


def _word(parts: Parts) -> str:
    return _name(parts) or "x"


def any_record(parts: Parts) -> Record:
    """A record that the format allows, of whatever is left."""
    text = _TEXT if parts.flag() else parts.text()

    def ends() -> tuple[int, int]:
        first, second = parts.number(len(text) + 1), parts.number(len(text) + 1)
        return min(first, second), max(first, second)

    def spans() -> list[SpanRecord]:
        return [SpanRecord(*ends()) for _ in range(parts.number(3))]

    def entity() -> str | None:
        number = parts.number(count + 1)
        return f"e{number}" if number < count else None

    count = parts.number(4)
    entities = [
        Entity(
            id=f"e{number}",
            name=_word(parts),
            kind=parts.choice(get_args(EntityKind)),
            roles=[
                Role(
                    title=_word(parts),
                    organization=entity(),
                    status=parts.choice(get_args(RoleStatus)),
                    start=0,
                    end=len(text),
                )
                for _ in range(parts.number(2))
            ],
            mentions=[Mention(*ends(), parts.choice(get_args(MentionForm))) for _ in range(parts.number(3))],
        )
        for number in range(count)
    ]
    many = parts.number(5)
    made = []
    for number in range(many):
        parent = parts.number(many + 1)
        made.append(
            Attribution(
                id=f"a{number}",
                parent=f"a{parent}" if number < parent < many else None,
                source=Source(spans=spans(), entity=entity(), standing=parts.choice(get_args(Standing))),
                cue=Cue(spans(), _word(parts), parts.choice(get_args(Act)), parts.choice(get_args(Stance))),
                content=[ContentSpan(*ends(), parts.flag()) for _ in range(parts.number(3))],
                form=parts.choice(get_args(Form)),
                negated=parts.flag(),
                addressee=Addressee(spans(), entity()) if parts.flag() else None,
                hedges=spans(),
                time=TimeSpan(*ends(), _name(parts)) if parts.flag() else None,
                chain=[
                    Carrier(entity=entity(), standing=parts.choice(get_args(Standing))) for _ in range(parts.number(3))
                ],
                confidence=parts.number(101) / 100,
            )
        )
    document = DocumentRecord(
        id=_word(parts),
        uri=_name(parts),
        title=_name(parts),
        outlet=_name(parts),
        authors=[_word(parts) for _ in range(parts.number(3))],
        published=_name(parts),
        sponsor=_name(parts),
        language=_name(parts),
        text=text,
        blocks=[BlockSpan(parts.choice(BLOCK_KINDS), *ends()) for _ in range(parts.number(4))],
    )
    return Record(document=document, entities=entities, attributions=made, reader=ReaderRecord(_word(parts), "m"))


def check(data: bytes) -> None:
    """Decode or build a record, and give it to a maker."""
    parts = Parts(data)
    first = parts.byte()
    if first & 1:
        content = parts.rest()
        try:
            record = decode(content)
        except FormatError as error:
            promise(bool(str(error)), "an error says nothing")
            return
        written = encode(record)
        promise(encode(decode(written)) == written, "a record is another after JSON")
    else:
        record = any_record(parts)
    try:
        CONSUMERS[(first >> 1) % len(CONSUMERS)](record)
    except OnRecordError as error:
        promise(isinstance(error, FormatError), f"what is made of a record fails with {error!r}")
        promise("surrogate" in str(error), f"a valid record is refused: {error}")
