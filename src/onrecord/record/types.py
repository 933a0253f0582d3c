"""The format ``onrecord/1``: what is read out of one article, and the only public way to write it down.

Offsets count Unicode code points in ``document.text``, start inclusive, end exclusive. What is unknown is ``None`` or
an empty list, never guessed. A later field may be added; none changes its meaning within ``/1``. The JSON Schema in
the docs is generated from these types, and the fields stand in the order in which they are written; where that puts
one with a default before one without, the type is made by keywords only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from onrecord.attribution.terms import Act, Form, Stance, Standing
from onrecord.entities.entity import EntityKind, MentionForm, RoleStatus
from onrecord.record.display import show
from onrecord.text.document import BlockKind

if TYPE_CHECKING:
    from onrecord.record.shares import Share, StandingShare

__all__ = [
    "FORMAT",
    "Act",
    "Addressee",
    "Attribution",
    "BlockSpan",
    "Carrier",
    "ContentSpan",
    "Cue",
    "DocumentRecord",
    "Entity",
    "EntityKind",
    "Form",
    "Mention",
    "MentionForm",
    "Offset",
    "Probability",
    "ReaderRecord",
    "Record",
    "Role",
    "RoleStatus",
    "Source",
    "SpanRecord",
    "Stance",
    "Standing",
    "TimeSpan",
]

FORMAT: Literal["onrecord/1"] = "onrecord/1"


#: A place in the document's text: code points from its start.
Offset = Annotated[int, msgspec.Meta(ge=0)]
Probability = Annotated[float, msgspec.Meta(ge=0, le=1)]


class SpanRecord(msgspec.Struct, frozen=True):
    """Code points ``start`` to ``end`` of the document's text, half-open."""

    start: Offset
    end: Offset


class BlockSpan(msgspec.Struct, frozen=True):
    """A run of the text that the page sets apart."""

    kind: BlockKind
    start: Offset
    end: Offset


class DocumentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The article as it was read: its whole text, its blocks, and what the page says about itself."""

    id: str
    uri: str | None = None
    title: str | None = None
    outlet: str | None = None
    authors: list[str] = []
    published: str | None = None
    sponsor: str | None = None
    language: str | None = None
    text: str
    blocks: list[BlockSpan] = []


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """An office that the text itself gives to an entity; ``organization`` is another entity's id."""

    title: str
    organization: str | None = None
    status: RoleStatus = "current"
    start: Offset
    end: Offset


class Mention(msgspec.Struct, frozen=True):
    """Words that refer to an entity."""

    start: Offset
    end: Offset
    form: MentionForm


class Entity(msgspec.Struct, frozen=True):
    """Who or what mentions refer to."""

    id: str
    name: str
    kind: EntityKind
    roles: list[Role] = []
    mentions: list[Mention] = []


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks: ``spans`` is empty where nobody is named ("reportedly"), and ``standing`` is then ``none``."""

    spans: list[SpanRecord]
    entity: str | None = None
    standing: Standing


class Cue(msgspec.Struct, frozen=True):
    """The words that attribute, the lemma of their head, what kind of act it is, and the writer's stance in it."""

    spans: list[SpanRecord]
    lemma: str
    act: Act
    stance: Stance


class ContentSpan(msgspec.Struct, frozen=True):
    """One run of attributed words; ``quoted`` where all of it stands within quotation marks."""

    start: Offset
    end: Offset
    quoted: bool


class Addressee(msgspec.Struct, frozen=True):
    """To whom it was said."""

    spans: list[SpanRecord]
    entity: str | None = None


class TimeSpan(msgspec.Struct, frozen=True):
    """When it was said: ``value`` is an ISO 8601 date, week or month where the text and the page's date give one."""

    start: Offset
    end: Offset
    value: str | None = None


class Carrier(msgspec.Struct, frozen=True, kw_only=True):
    """One hand through which a statement went on its way to this page."""

    entity: str | None = None
    standing: Standing


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """One source, one cue, and content."""

    id: str
    parent: str | None = None
    source: Source
    cue: Cue
    content: list[ContentSpan]
    form: Form
    negated: bool = False
    addressee: Addressee | None = None
    hedges: list[SpanRecord] = []
    time: TimeSpan | None = None
    chain: list[Carrier] = []
    confidence: Probability


class ReaderRecord(msgspec.Struct, frozen=True):
    """What made the record: the program's version and the bundle's name."""

    version: str
    model: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One article's record."""

    format: Literal["onrecord/1"] = FORMAT
    document: DocumentRecord
    entities: list[Entity] = []
    attributions: list[Attribution] = []
    reader: ReaderRecord

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON's own types, for any JSON library."""
        built: dict[str, Any] = msgspec.to_builtins(self)
        return built

    def shares(self) -> list[Share]:
        """How many of the story's words are each voice's, and which part of them, 0 to 1; the largest first.

        The page's own voice is among them, and the words add up to those of the story. A word within another's content
        is the outer one's. See ``onrecord.record.shares``, which builds upon these types and so is imported here late.
        """
        from onrecord.record.shares import shares_of_words

        return shares_of_words(self)

    def shares_by_standing(self) -> list[StandingShare]:
        """The same words by the standing of whose they are, ``page`` for the page's own; the largest first."""
        from onrecord.record.shares import shares_by_standing

        return shares_by_standing(self)

    def _repr_html_(self) -> str | None:
        """The article with its voices, where a notebook shows the last value of a cell."""
        return show(self)
