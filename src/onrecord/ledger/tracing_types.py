"""What a trace comes to: wordings, each with its appearances, and who is credited. Plain data that JSON carries."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from onrecord.attribution.terms import Standing
from onrecord.ledger.wording import Kind
from onrecord.record.types import Offset

__all__ = ["Appearance", "Credit", "Credited", "Difference", "DifferenceKind", "Piece", "Trace", "Wording"]

DifferenceKind = Literal[
    "same",  #: words of both
    "left_out",  #: words of the base that the wording lacks
    "added",  #: words within the wording that the base lacks
    "replaced",  #: other words in the place of the base's
    "more",  #: words before or behind, where the quotation goes on and the base does not
]


class Difference(msgspec.Struct, frozen=True):
    """One stretch of a wording beside the base, in reading order; ``base`` and ``words`` are as printed."""

    kind: DifferenceKind
    base: str
    words: str


class Piece(msgspec.Struct, frozen=True):
    """Words within one pair of quotation marks, as printed: code points of the document's text, half-open."""

    start: Offset
    end: Offset
    words: str


class Credit(msgspec.Struct, frozen=True, kw_only=True):
    """To whom an article gives the words: ``words`` are the source's own, ``name`` is that of the ledger's ``entity``.

    ``via`` names those through whose hands the words came, from the origin's hearer to the page's own source.
    """

    attribution: str
    words: str
    name: str | None = None
    entity: int | None = None
    standing: Standing
    cue: str
    negated: bool = False
    hops: int = 0
    via: list[str] = []
    confidence: float


class Appearance(msgspec.Struct, frozen=True, kw_only=True):
    """The quotation in one article. ``credit`` is none where the article attributes it to nobody.

    ``copy_group`` is the ledger's number of the first article with nearly the same text. In each wording one of a group
    stands for it: ``copies`` counts the articles of the group that are folded behind it, and theirs have ``folded``.
    ``superseded`` is that of a page of which the ledger has a later version.
    """

    document: int
    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    uri: str | None = None
    kind: Kind
    pieces: list[Piece]
    credit: Credit | None = None
    copy_group: int
    copies: int = 0
    folded: bool = False
    superseded: bool = False


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """One wording: ``words`` as its earliest appearance prints them, its differences from the base, its appearances.

    ``kind`` is that of the earliest appearance; another can differ only in where its marks stand.
    """

    kind: Kind
    words: str
    shared: int
    differences: list[Difference]
    articles: int
    outlets: int
    appearances: list[Appearance]


class Credited(msgspec.Struct, frozen=True, kw_only=True):
    """How often a quotation is given to one source; ``name`` is none for nobody.

    ``stories`` counts copies of one story once.
    """

    name: str | None
    entity: int | None = None
    standing: Standing = "none"
    articles: int
    stories: int
    outlets: int


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """Every appearance of a quotation, the earliest first.

    ``base`` are the words that the wordings are compared with: the quotation as asked, or, where nobody printed that,
    the earliest full wording; then ``asked_differs`` has the stretches in which it differs from what was asked.
    ``complete`` is false where the words are so common that only the earliest quotations with them were compared.
    """

    quotation: str
    base: str
    asked_differs: list[Difference] = []
    articles: int
    stories: int
    outlets: int
    wordings: list[Wording]
    credits: list[Credited]
    complete: bool = True

    def to_dict(self) -> dict[str, Any]:
        """The value as JSON's own types, for any JSON library."""
        built: dict[str, Any] = msgspec.to_builtins(self)
        return built
