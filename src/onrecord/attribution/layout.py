"""Contents that a page's layout gives: what a colon leads into, and quotations that go on in the next block.

The network tags words within blocks and knows little of what lies between them. Three habits of the press are exact
enough for rules. A block that ends in a cue and a colon leads into the quotation that is the next block. A block that
is nothing else ("The Tribune reported:") leads into the next whatever that is: what speaks there speaks within its
words. And a quotation that is not closed where its block ends goes on in the next, which opens with a mark again (the
Chicago Manual of Style, 13.30).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace

from onrecord.attribution.found import FoundAttribution
from onrecord.span import Span
from onrecord.text.document import Block, Document
from onrecord.text.quotations import Quotation

__all__ = ["follow_layout"]


class _Page:
    """A document's blocks with what is known of each, for looking up by offset."""

    def __init__(self, document: Document, quotations: Sequence[Quotation], found: Sequence[FoundAttribution]) -> None:
        self.text = document.text
        self.blocks = document.blocks
        self._starts = [block.start for block in document.blocks]
        self.opening: dict[int, Quotation] = {}
        for quotation in quotations:
            if quotation.depth == 0:
                block = self.block_at(quotation.span.start)
                if quotation.span.start == document.blocks[block].start:
                    self.opening[block] = quotation
        self.open_ended = {
            self.block_at(quotation.span.start): quotation for quotation in quotations if not quotation.closed
        }
        self.taken: set[int] = set()
        for attribution in found:
            self.take(*attribution.content)

    def block_at(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def take(self, *spans: Span) -> None:
        self.taken.update(self.block_at(span.start) for span in spans)

    def led_into(self, block: int) -> Span | None:
        """What the next block gives as a content, where it is a quotation and nobody's yet."""
        after = block + 1
        if after >= len(self.blocks) or after in self.taken:
            return None
        here: Block = self.blocks[after]
        if here.kind == "blockquote":
            return here.span
        opening = self.opening.get(after)
        return opening.span if opening else None

    def leads_barely(self, attribution: FoundAttribution, opened: Collection[int]) -> Span | None:
        """The block behind one that is no more than a source, a cue and a colon, if the attribution's is such a one.

        A block that opens with a quotation, where a content is ``opened``, is for the network to give.
        """
        number = _leads_in(attribution, self)
        if number is None or number + 1 >= len(self.blocks):
            return None
        block, after = self.blocks[number], self.blocks[number + 1]
        said = [attribution.cue, *([attribution.source] if attribution.source else [])]
        others = block.end - block.start - sum(len(span) for span in said if block.span.contains(span))
        relays = after.kind in {"paragraph", "blockquote"}
        if number + 1 in self.opening and after.start in opened:
            return None
        return after.span if relays and others <= _BARE else None


def _leads_in(attribution: FoundAttribution, page: _Page) -> int | None:
    """The block that ends behind the cue with nothing but a source and a colon, if the cue has one."""
    number = page.block_at(attribution.cue.start)
    block = page.blocks[number]
    last = max(attribution.cue.end, attribution.source.end if attribution.source else 0)
    closes = page.text[block.start : block.end].endswith(":")
    return number if closes and last <= block.end and block.end - last <= _TAIL else None


#: Code points that may stand between the cue and the colon ("said on Tuesday in a statement to the council:").
_TAIL = 60
#: How often what a bare lead-in relays is so marked: six of seven in PolNeAR's train and dev (Laplace's rule: 7/9).
_RELAYED = 0.78
#: Code points beside source and cue in a block that is nothing but a lead-in ("But on Monday the Tribune reported:").
_BARE = 18


def _went_on(content: Span, page: _Page) -> list[Span]:
    """The quotations in which a content at the end of an unclosed one goes on, block by block."""
    parts: list[Span] = []
    block = page.block_at(content.start)
    while True:
        unclosed = page.open_ended.get(block)
        if unclosed is None or not unclosed.span.overlaps(parts[-1] if parts else content):
            return parts
        opening = page.opening.get(block + 1)
        if opening is None or block + 1 in page.taken:
            return parts
        parts.append(opening.span)
        block += 1


def _relayed(
    found: Sequence[FoundAttribution], idle: Sequence[FoundAttribution], page: _Page
) -> tuple[list[FoundAttribution], list[FoundAttribution]]:
    """What is found, with the blocks that bare lead-ins relay as their contents; and the cues still without any.

    A relayed block is the lead-in's own: what was found in it lies within that content, and no more than one block can
    be so (a lead-in's cue reaches into the block before it where the network took it for a verb behind its words).
    """
    opened = {content.start for attribution in found for content in attribution.content}
    led = {attribution: page.leads_barely(attribution, opened) for attribution in (*found, *idle)}
    relayed = {span for span in led.values() if span is not None}
    complete: list[FoundAttribution] = []
    for attribution, span in led.items():
        if span is not None:
            if not any(other.content == (span,) for other in complete):
                told = attribution.content and all(span.contains(part) for part in attribution.content)
                sure = attribution.confidence if told else _RELAYED
                complete.append(replace(attribution, content=(span,), confidence=sure))
            continue
        inside = next((block for block in relayed if block.contains(attribution.cue)), None)
        apart = tuple(part for part in attribution.content if inside is None or inside.contains(part))
        if apart:
            complete.append(replace(attribution, content=apart, within=inside))
    waiting = [each for each in idle if led[each] is None]
    return complete, waiting


def follow_layout(
    found: Sequence[FoundAttribution],
    idle: Sequence[FoundAttribution],
    document: Document,
    quotations: Sequence[Quotation],
) -> list[FoundAttribution]:
    """The attributions with what the layout adds to them, in the order of their cues.

    ``idle`` are cues without contents, of which those that lead into a quotation become attributions. ``quotations``
    are all of the document's. Linear in all of them but for finding a block, which is logarithmic.
    """
    if not document.blocks:
        return list(found)
    found, idle = _relayed(found, idle, _Page(document, quotations, []))
    page = _Page(document, quotations, found)
    complete = list(found)
    for attribution in idle:
        block = _leads_in(attribution, page)
        content = page.led_into(block) if block is not None else None
        if content is not None:
            page.take(content)
            complete.append(replace(attribution, content=(content,)))
    for number, attribution in enumerate(complete):
        parts = _went_on(attribution.content[-1], page)
        if parts:
            page.take(*parts)
            complete[number] = replace(attribution, content=(*attribution.content, *parts))
    return sorted(complete, key=lambda attribution: attribution.cue)
