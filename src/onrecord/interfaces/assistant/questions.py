"""What an assistant may ask: the arguments of each tool, with the words that tell it what they mean.

A model reads these descriptions and nothing else before it asks, so they say what a value is for and when to give it.
What it sends is checked against these types. Numbers in quotation marks and null for what is not given are taken as
meant: models write both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta

from onrecord.attribution.terms import Act, Form, Stance, Standing
from onrecord.errors import FormatError, OptionError
from onrecord.ledger.profiles import OutletOrder, SpeakerOrder
from onrecord.ledger.questions import Order

__all__ = [
    "ToCheck",
    "ToExplain",
    "ToListOutlets",
    "ToListSpeakers",
    "ToRead",
    "ToSearch",
    "ToShow",
    "ToShowOutlet",
    "ToShowPerson",
    "ToTrace",
    "Transcribed",
    "asked",
    "schema_of",
]

_Asked = TypeVar("_Asked")

_Few = Annotated[int, Meta(ge=1, le=50)]
_Many = Annotated[int, Meta(ge=1, le=100)]
_Place = Annotated[int, Meta(ge=0, le=2**62)]
_Hands = Annotated[int, Meta(ge=0)]
_Share = Annotated[float, Meta(ge=0, le=1)]
_EntityKind = Literal["person", "organization", "outlet", "group"]

_ARTICLE = (
    "Which article: its number in the ledger (12), its address, or its hash (sha256:…, or six and more of its digits) "
    "as `read` or `show` gave it."
)
_Article = Annotated[int | str, Meta(description=_ARTICLE)]
_Outlet = Annotated[
    str | None, Meta(description="Only articles of this outlet: its name, or a part that no other has.")
]
_Since = Annotated[
    str | None, Meta(description="Published on this day or later: 2023-03-15, or 2023-03, or 2023 for all of its days.")
]
_Until = Annotated[str | None, Meta(description="Published on this day or earlier: 2023-03-15, 2023-03 or 2023.")]
_Once = Annotated[bool, Meta(description="Of copies of one story in several outlets, take the first only.")]
_Versions = Annotated[bool, Meta(description="Look through the earlier texts of pages that have changed, too.")]


class _Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Arguments of a tool: no others are allowed, so that a misspelt one is not passed over."""


class ToRead(_Question, frozen=True, kw_only=True):
    """One article: exactly one of ``text``, ``html`` and ``address``."""

    text: Annotated[str | None, Meta(description="The article as plain text, whole and unchanged.")] = None
    html: Annotated[str | None, Meta(description="The article as the HTML of its page.")] = None
    address: Annotated[
        str | None, Meta(description="Where the article is on the web: http:// or https://. It is fetched now.")
    ] = None
    uri: Annotated[str | None, Meta(description="With text or html: where it is from, for the citation.")] = None
    limit: Annotated[_Many, Meta(description="How many statements to give at once.")] = 20


class ToSearch(_Question, frozen=True, kw_only=True):
    """A search; what is left out says nothing, and all that is given narrows the answer together."""

    words: Annotated[
        str,
        Meta(
            description=(
                'Words that must all occur in what is said. "several words" in quotation marks are a phrase, -word '
                "excludes, harb* finds words that begin so, this OR that takes either. Words are not cut to their "
                "stems. Empty: everything that the other arguments let through."
            )
        ),
    ] = ""
    speaker: Annotated[
        str | None,
        Meta(
            description=(
                "Who says it: a whole name (Maria Ortega), a part of one, which takes everybody who has it, words of "
                "an unnamed source (aide), or the ledger's number of somebody as #17. The answer says who was meant."
            )
        ),
    ] = None
    outlet: _Outlet = None
    standing: Annotated[
        list[Standing],
        Meta(description="Kinds of source, of which one must hold; none is what nobody vouches for (reportedly)."),
    ] = []
    form: Annotated[
        list[Form],
        Meta(description="direct: all of it in quotation marks; indirect: in the writer's words; mixed: in part."),
    ] = []
    act: Annotated[
        list[Act],
        Meta(
            description=(
                "What is done by saying it: assertive states, directive asks or demands, commissive promises or "
                "threatens, expressive praises or blames, mental is thought or felt and was not said."
            )
        ),
    ] = []
    stance: Annotated[
        list[Stance],
        Meta(description="The writer's: neutral (said), distancing (claimed), endorsing (revealed)."),
    ] = []
    hops: Annotated[
        _Hands | None, Meta(description="Through exactly so many hands: 1 is first hand; 9 is 9 and more.")
    ] = None
    min_hops: Annotated[_Hands | None, Meta(description="Through at least so many hands: 2 is hearsay.")] = None
    negated: Annotated[
        bool | None, Meta(description="true: only what is denied, or said not to have been said; false: only the rest.")
    ] = None
    since: _Since = None
    until: _Until = None
    min_confidence: Annotated[
        _Share, Meta(description="Leave out what the reading model was less sure of; 0.5 leaves out the doubtful.")
    ] = 0.0
    outer: Annotated[bool, Meta(description="Leave out what stands within another's words.")] = False
    once: _Once = False
    versions: _Versions = False
    order: Annotated[Order, Meta(description="By date of publication, or by relevance, which needs words.")] = "newest"
    limit: Annotated[_Few, Meta(description="How many statements to give at once.")] = 10
    after: Annotated[
        str | None, Meta(description="To go on: `next` of the answer before, with all else as it was.")
    ] = None


class ToShow(_Question, frozen=True, kw_only=True):
    """One article, one of its statements, or a stretch of its text."""

    article: _Article
    attribution: Annotated[
        str | None,
        Meta(description="The id of one statement in this article (a5), to see it whole with the paragraphs around."),
    ] = None
    text_from: Annotated[
        _Place | None,
        Meta(description="Give the article's text from this offset on (0 is its beginning), up to 6,000 characters."),
    ] = None
    limit: Annotated[_Many, Meta(description="How many statements to give at once.")] = 20
    after: Annotated[str | None, Meta(description="To go on: `next` of the answer before.")] = None


class ToTrace(_Question, frozen=True, kw_only=True):
    """A quotation to be followed."""

    quotation: Annotated[
        str, Meta(description="The quoted words, at least three; more words find it more surely. No speaker, no cue.")
    ]
    outlet: _Outlet = None
    since: _Since = None
    until: _Until = None
    versions: _Versions = False
    every: Annotated[bool, Meta(description="List each copy of one story, and not only the first of them.")] = False
    limit: Annotated[_Few, Meta(description="How many wordings to give at once, and appearances of each.")] = 8
    after: Annotated[
        _Place, Meta(description="To go on: `next` of the answer before, the number of wordings to pass over.")
    ] = 0


class Transcribed(_Question, frozen=True, kw_only=True):
    """One transcript."""

    text: Annotated[
        str,
        Meta(
            description=(
                "What was said: lines with speaker labels (VELL: …), SRT or WebVTT subtitles, a table with the "
                "columns speaker and text (.csv), or text without labels."
            )
        ),
    ]
    name: Annotated[
        str,
        Meta(
            description=(
                "A file's name for it. Its ending tells the format (.txt, .srt, .vtt, .csv, .tsv), and a day in it "
                "when it was said: 2024-05-04 debate.txt."
            )
        ),
    ] = ""


class ToCheck(_Question, frozen=True, kw_only=True):
    """An article, by ``article`` or as ``text``, and what was really said."""

    article: Annotated[int | str | None, Meta(description=_ARTICLE)] = None
    text: Annotated[str | None, Meta(description="Instead of article: the article as plain text.")] = None
    transcripts: Annotated[
        list[Transcribed], Meta(min_length=1, max_length=50, description="What the quotations are held against.")
    ]
    limit: Annotated[_Few, Meta(description="How many quotations to give at once.")] = 20
    after: Annotated[
        _Place, Meta(description="To go on: `next` of the answer before, the number of quotations to pass over.")
    ] = 0


class ToExplain(_Question, frozen=True, kw_only=True):
    """One statement of an article."""

    article: Annotated[int | str | None, Meta(description=_ARTICLE)] = None
    text: Annotated[str | None, Meta(description="Instead of article: the article as plain text.")] = None
    attribution: Annotated[str, Meta(description="The statement's id in this article: a5.")]


class ToListSpeakers(_Question, frozen=True, kw_only=True):
    """Whom the articles quote."""

    outlet: _Outlet = None
    since: _Since = None
    until: _Until = None
    kind: Annotated[_EntityKind | None, Meta(description="Only such speakers.")] = None
    standing: Annotated[Standing | None, Meta(description="Count statements of sources of this standing only.")] = None
    once: _Once = False
    sort: Annotated[SpeakerOrder, Meta(description="The most first; names from A to Z.")] = "words"
    limit: Annotated[_Many, Meta(description="How many speakers.")] = 20


class ToShowPerson(_Question, frozen=True, kw_only=True):
    """One speaker."""

    name: Annotated[
        int | str, Meta(description="A name, a part of one that no other has, or the ledger's number (17, or #17).")
    ]
    outlet: _Outlet = None
    since: _Since = None
    until: _Until = None
    standing: Annotated[Standing | None, Meta(description="Count statements of sources of this standing only.")] = None
    once: _Once = False


class ToListOutlets(_Question, frozen=True, kw_only=True):
    """How the outlets source what they tell."""

    since: _Since = None
    until: _Until = None
    once: _Once = False
    sort: Annotated[OutletOrder, Meta(description="The most first; names from A to Z.")] = "articles"
    limit: Annotated[_Many, Meta(description="How many outlets.")] = 20


class ToShowOutlet(_Question, frozen=True, kw_only=True):
    """One outlet."""

    name: Annotated[str, Meta(description="The outlet's name, or a part that no other has.")]
    since: _Since = None
    until: _Until = None
    once: _Once = False


def asked(arguments: Mapping[str, Any], kind: type[_Asked]) -> _Asked:
    """A tool's arguments as its type. Raises OptionError for those that are not, FormatError for half a character."""
    try:
        msgspec.json.encode(arguments)
    except UnicodeEncodeError as error:
        raise FormatError(
            f"an argument holds the lone surrogate U+{ord(error.object[error.start]):04X}, which is half a character; "
            "leave it out"
        ) from error
    try:
        return msgspec.convert(dict(arguments), kind, strict=False)
    except msgspec.ValidationError as error:
        raise OptionError(f"the arguments are not what this tool takes: {error}") from error


def schema_of(kind: type[Any]) -> dict[str, Any]:
    """The JSON Schema of a tool's arguments: an object with nothing to look up elsewhere, as hosts like it best.

    An optional value is described by what it is where it is given.
    """
    (root,), definitions = msgspec.json.schema_components([kind], ref_template="{name}")
    schema = _whole(definitions[root["$ref"]], definitions)
    schema.pop("title", None)
    schema.pop("description", None)
    return schema


def _whole(described: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """A schema with each reference replaced by what it refers to, and without null."""

    def inner(value: Any) -> Any:
        if isinstance(value, list):
            return [inner(each) for each in value]
        return _whole(value, definitions) if isinstance(value, dict) else value

    if "$ref" in described:
        found = _whole(definitions[described["$ref"]], definitions)
        return {**found, **{name: value for name, value in described.items() if name != "$ref"}}
    whole = {name: inner(value) for name, value in described.items()}
    if whole.get("default", ...) is None:
        del whole["default"]
    choices = whole.get("anyOf")
    if choices is not None:
        given = [each for each in choices if each.get("type") != "null"]
        del whole["anyOf"]
        whole = {**given[0], **whole} if len(given) == 1 else {"anyOf": given, **whole}
    if isinstance(whole.get("enum"), list):
        whole = {"type": "string", **whole, "enum": [value for value in whole["enum"] if value is not None]}
    return whole
