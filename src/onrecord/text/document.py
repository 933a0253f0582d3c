"""What is read: one article's text, its blocks, and what the page says about itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal, get_args

from onrecord.span import Span

__all__ = ["BLOCK_KINDS", "STORY_KINDS", "Block", "BlockKind", "Document"]

BlockKind = Literal["heading", "paragraph", "blockquote", "caption", "credit", "notice", "list_item"]
BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)

#: The kinds of block whose words tell the story; the others stand beside it.
STORY_KINDS: frozenset[BlockKind] = frozenset({"heading", "paragraph", "blockquote", "list_item"})


@dataclass(frozen=True, slots=True)
class Block:
    """A run of the text that the page sets apart: offsets are code points, half-open, never empty."""

    kind: BlockKind
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where the block stands in the document's text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Document:
    """One article.

    ``blocks`` are in the text's order and do not overlap; what lies between them is white space. What a page does not
    say about itself is ``None``, or an empty tuple for ``authors``. ``published`` is an ISO 8601 date, ``YYYY-MM-DD``.
    """

    text: str
    blocks: tuple[Block, ...]
    uri: str | None = None
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    sponsor: str | None = None
    language: str | None = None
    id: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not self.id:
            digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
            object.__setattr__(self, "id", f"sha256:{digest}")
