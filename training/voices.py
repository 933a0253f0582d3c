"""Readings with voices within voices, taken apart: the outer ones, and each content that holds another, by itself.

A word has one tag. What lies within a content is learned as it is read: from the content as if it stood alone
(``onrecord.attribution.nesting``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.attribution.nesting import NEARLY_WHOLE
from onrecord.text.document import Block
from onrecord.text.quotations import find_quotations
from training.polnear import Article, GoldAttribution

__all__ = ["alone", "taken_apart"]

__all__ = ["taken_apart"]


def _parts(gold: GoldAttribution) -> list[tuple[int, int]]:
    return [*gold.source, *gold.cue, *gold.content]


def _holds(span: tuple[int, int], gold: GoldAttribution) -> bool:
    return all(span[0] <= start and end <= span[1] for start, end in _parts(gold))


def taken_apart(article: Article) -> Iterator[Article]:
    """The article with its outer attributions, then each content with what lies in it, as deep as it goes."""
    (reading,) = article.readings
    blocks = article.blocks
    yield from _taken_apart(article, reading, blocks)


def _taken_apart(
    article: Article, reading: tuple[GoldAttribution, ...], blocks: tuple[Block, ...]
) -> Iterator[Article]:
    inner = [
        gold
        for gold in reading
        if any(_holds(content, gold) for other in reading if other is not gold for content in other.content)
    ]
    outer = tuple(gold for gold in reading if gold not in inner)
    yield replace(article, readings=(outer,), blocks=blocks)
    for other in outer:
        for content in other.content:
            held = tuple(gold for gold in inner if _holds(content, gold))
            if held and len(held) < len(reading):
                yield from _taken_apart(article, held, (alone(article.text, content),))


def alone(text: str, content: tuple[int, int]) -> Block:
    """The content as it is read by itself: without the marks of the quotation that it is."""
    start, end = content
    first = next(iter(find_quotations(text, start, end)), None)
    if first is not None and len(first.inner) > NEARLY_WHOLE * (end - start):
        start, end = first.inner
    return Block("paragraph", start, end)
