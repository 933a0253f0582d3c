"""The format's terms in words that a reader of news knows; the views for people share them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord.record.shares import StandingOrPage
from onrecord.record.types import (
    Act,
    Carrier,
    ContentSpan,
    Entity,
    Form,
    Record,
    RoleStatus,
    Source,
    SpanRecord,
    Stance,
    Standing,
)
from onrecord.record.voices import NOBODY, PAGE

__all__ = [
    "ACTS",
    "FORMS",
    "SPEAKERS",
    "STANCES",
    "STANDINGS",
    "UNSURE",
    "carrier_in_words",
    "long_date",
    "percent",
    "shown",
    "standing_in_words",
    "visible",
    "words_of",
]

STANDINGS: dict[Standing, str] = {
    "named_person": "named person",
    "unnamed_person": "unnamed person",
    "named_group": "named group",
    "unnamed_group": "unnamed group",
    "document": "document",
    "outlet": "news outlet",
    "none": "no source",
}
#: All of one standing together, as whose words are counted.
SPEAKERS: dict[StandingOrPage, str] = {
    "named_person": "named people",
    "unnamed_person": "unnamed people",
    "named_group": "named groups",
    "unnamed_group": "unnamed groups",
    "document": "documents",
    "outlet": "news outlets",
    "none": NOBODY.name,
    "page": PAGE.name,
}
ACTS: dict[Act, str] = {
    "assertive": "states",
    "directive": "asks or demands",
    "commissive": "promises or threatens",
    "expressive": "praises, blames or regrets",
    "mental": "thinks or feels, not said",
}
STANCES: dict[Stance, str] = {
    "neutral": "neutral",
    "distancing": "keeps its distance",
    "endorsing": "takes it as true",
}
FORMS: dict[Form, str] = {
    "direct": "word for word",
    "indirect": "in the writer’s words",
    "mixed": "partly word for word",
}

_STATUSES: dict[RoleStatus, str] = {"current": "", "former": "former ", "acting": "acting ", "nominated": ""}


def standing_in_words(entities: Mapping[str, Entity], source: Source) -> str:
    """The office that the text gives to who speaks, with its body; or else what kind of source it is.

    ``entities`` are the record's, by their ids.
    """
    speaker = entities.get(source.entity or "")
    roles = speaker.roles if speaker else []
    role = next((each for each in roles if each.organization), next(iter(roles), None))
    if role is None:
        return STANDINGS[source.standing]
    body = entities.get(role.organization or "")
    return _STATUSES[role.status] + visible(f"{role.title}, {body.name}" if body else role.title)


def carrier_in_words(entities: Mapping[str, Entity], carrier: Carrier) -> str:
    """Who one hand of a chain is, or else what kind of source; ``entities`` are the record's, by their ids."""
    known = entities.get(carrier.entity or "")
    if known:
        return visible(known.name)
    return "nobody named" if carrier.standing == "none" else STANDINGS[carrier.standing]


#: Below this confidence a view shows an attribution as one to be checked: more likely wrong than right.
UNSURE = 0.5

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def long_date(date: str | None) -> str:
    """``2023-03-15`` as ``15 March 2023``; anything else unchanged, and nothing as nothing."""
    found = _DATE.fullmatch(date or "")
    if found is None or not 1 <= int(found[2]) <= 12:
        return date or ""
    return f"{int(found[3])} {_MONTHS[int(found[2]) - 1]} {found[1]}"


def percent(part: float) -> str:
    """A part of a whole, 0 to 1, in hundredths; what is there at all is never told as 0%."""
    return "<1%" if 0 < part < 0.01 else f"{part:.0%}"


#: What a terminal or a line of text would act on rather than show: control characters, and the marks by which a text
#: can turn round the order of what stands beside it (Unicode's "Trojan Source" set).
_ACTING = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """``text`` on one line: white space squeezed to single spaces, characters that act shown as U+FFFD."""
    return _ACTING.sub("\ufffd", " ".join(text.split()))


def shown(text: str) -> str:
    """``text`` as it is, characters that act shown as U+FFFD, and as long as it was: places in it keep their numbers.

    A carriage return is a space: whoever reads a page makes a line's end of it, or one sign of two.
    """
    return _ACTING.sub("\ufffd", text).replace("\r", " ")


def words_of(record: Record, spans: Sequence[SpanRecord | ContentSpan], joint: str = " ") -> str:
    """The article's words in ``spans``, on one line, joined by ``joint``."""
    text = record.document.text
    return joint.join(visible(text[span.start : span.end]) for span in spans)
