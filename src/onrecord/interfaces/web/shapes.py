"""What programs send to the API and get from it, as types: the API is described by them, and the client reads by them.

Apart from the routes, and without the framework, so that the client needs neither. Where the command prints JSON of its
own making, the type is filled from what it prints; a test holds the two together.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from onrecord.attribution.terms import Act, Form, Stance, Standing
from onrecord.ledger.changes import Aspect
from onrecord.ledger.listing import Counts, ListedArticle
from onrecord.ledger.profiles import OutletFigures, Speaker
from onrecord.record.types import Attribution, Record

__all__ = [
    "AHEAD",
    "MOST_NUMBER",
    "MOST_TRANSCRIPTS",
    "About",
    "AlteredStatement",
    "ComparedText",
    "DocumentPage",
    "EntityPage",
    "GivenArticle",
    "GivenTranscript",
    "KeptStatement",
    "LineRead",
    "NamedEntity",
    "OutletPage",
    "SearchHit",
    "SearchPage",
    "SiteLimits",
    "TextChanges",
    "ToCheck",
    "ToRead",
    "WrongLine",
]

#: The largest number that a row of the ledger can have.
MOST_NUMBER = 2**63 - 1
#: Bytes of whole lines that wait for their answers, where many articles are sent in one request. A client that sends
#: all before it listens is stuck for ever if this is less than what it sends: its answers fill the connection, and then
#: nobody takes what it sends.
AHEAD = 256 * 1024
#: Transcripts of one check: a campaign's debates; more are a matter for the command.
MOST_TRANSCRIPTS = 100


class ToRead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One article: exactly one of ``text``, ``html`` and ``address``. ``uri`` says where text or a page came from.

    ``keep`` puts the record into the site's ledger.
    """

    text: str | None = None
    html: str | None = None
    address: str | None = None
    uri: str | None = None
    keep: bool = False


class WrongLine(msgspec.Struct, frozen=True, kw_only=True):
    """What was wrong with one line: the same as in an answer that is no success."""

    kind: str
    message: str
    where: str | None = None


class LineRead(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to one line of many: its ``record``, or the ``error`` that kept it from being read.

    ``line`` counts the lines that were sent, from 1; ``document`` is the record's number in the ledger if it is kept.
    """

    line: int
    record: Record | None = None
    document: int | None = None
    error: WrongLine | None = None


class GivenArticle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article to be checked: exactly one of the number that the ledger has it by, its text, its page, its record."""

    document: Annotated[int, msgspec.Meta(ge=1, le=MOST_NUMBER)] | None = None
    text: str | None = None
    html: str | None = None
    record: Record | None = None


class GivenTranscript(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was said. The end of ``name`` tells the format (.txt, .srt, .vtt, .csv, .tsv, .html); else it is looked for.

    A day in the name (2024-05-04) is the day on which it was said.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    text: str


class ToCheck(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article and the transcripts that its quotations are held against."""

    article: GivenArticle
    transcripts: Annotated[list[GivenTranscript], msgspec.Meta(min_length=1, max_length=MOST_TRANSCRIPTS)]


class SiteLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How much the site takes at once; a line of a stream of articles is as long as a body may be."""

    body_bytes: int
    article_words: int
    read_seconds: float
    transcripts: int


class About(msgspec.Struct, frozen=True, kw_only=True):
    """The site: which program and model answer, what the ledger holds, what may be done, and how much at once."""

    name: Literal["onrecord"] = "onrecord"
    version: str
    model: str
    ledger: Counts
    kept: bool
    read_only: bool
    limits: SiteLimits


class DocumentPage(msgspec.Struct, frozen=True):
    """A page of articles; ``next`` is the cursor of the page behind it, where there is one."""

    documents: tuple[ListedArticle, ...]
    next: str | None


class EntityPage(msgspec.Struct, frozen=True):
    """A page of those who are quoted, out of ``count`` in all; ``next`` is the cursor of the page behind it."""

    entities: list[Speaker]
    count: int
    next: str | None


class OutletPage(msgspec.Struct, frozen=True):
    """A page of outlets, out of ``count`` in all; ``next`` is the cursor of the page behind it."""

    outlets: list[OutletFigures]
    count: int
    next: str | None


class NamedEntity(msgspec.Struct, frozen=True):
    """One of the ledger's people and bodies."""

    entity: int
    name: str


class SearchHit(msgspec.Struct, frozen=True, kw_only=True):
    """One attribution of the ledger; ``document`` and ``attribution`` are where it is to be looked up.

    ``speaker`` is the ledger's entity where the source means one, ``source`` its words. ``replaced`` tells that the
    page has a newer text. ``id`` has more digits than JavaScript's numbers keep.
    """

    document: int
    attribution: str
    published: str | None
    outlet: str | None
    title: str | None
    uri: str | None
    speaker: NamedEntity | None
    source: str
    standing: Standing
    cue: str
    content: str
    form: Form
    act: Act
    stance: Stance
    negated: bool
    nested: bool
    hops: int
    time: str | None
    confidence: float
    replaced: bool
    id: str


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of answers. ``count`` is of all answers, or where not ``count_is_exact`` there are more than that.

    ``articles`` is how many these are in, and null where they are too many to be looked up. ``speakers`` are those that
    the speaker's name was taken for. ``next`` is the cursor of the next page, where there are ``more``.
    """

    hits: list[SearchHit]
    count: int
    count_is_exact: bool
    articles: int | None
    more: bool
    next: str | None
    speakers: list[NamedEntity]


class ComparedText(msgspec.Struct, frozen=True, kw_only=True):
    """One of two texts of a page."""

    document: int
    version: int
    published: str | None
    hash: str
    uri: str | None


class KeptStatement(msgspec.Struct, frozen=True):
    """An attribution that both texts have as it is, by its ids in them."""

    old: str
    new: str


class AlteredStatement(msgspec.Struct, frozen=True):
    """An attribution in both texts that is not the same, and in what it differs."""

    aspects: list[Aspect]
    old: Attribution
    new: Attribution


class TextChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What changed in who says what; offsets are those of the text that an attribution is of."""

    from_: ComparedText = msgspec.field(name="from")
    to: ComparedText
    kept: list[KeptStatement]
    altered: list[AlteredStatement]
    added: list[Attribution]
    removed: list[Attribution]
