"""The quotations of an article that can be checked, and whom the article credits with each.

A quotation is what stands within outermost marks, or a block that the page sets apart as one. It is credited to the
source of the innermost attribution whose content holds it. One that no attribution holds is checked as well, credited
to nobody, unless it is short or written like a title: those are mostly names of things and words held at arm's length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.record.types import Attribution, Record
from onrecord.span import Span
from onrecord.text.comparing import keys_of
from onrecord.text.quotations import find_quotations
from onrecord.verify.names import is_named
from onrecord.verify.wording import Wording, read_wording

__all__ = ["ArticleQuotation", "find_article_quotations"]

#: Fewer words without an attribution are not checked: "the deep state", "Meet the Press".
_LEAST_UNHELD = 6
#: The share of a quotation that must lie in an attribution's content where the content does not hold all of it.
_LEAST_HELD = 0.5


@dataclass(frozen=True, slots=True)
class ArticleQuotation:
    """One quotation: the words within its marks, the attribution that holds it, and whom that credits.

    ``by_name`` is the credit where the article itself names the person beside the quotation, and ``None`` where it
    says "he" or "the senator": whom those mean is the reader's finding and not the article's word.
    """

    span: Span
    wording: Wording
    attribution: str | None
    credited: str | None
    by_name: str | None


def find_article_quotations(record: Record) -> list[ArticleQuotation]:
    """The quotations of a record's article that can be checked, in its order."""
    text = record.document.text
    holders = _Holders(record)
    found = []
    for span, marked in sorted(_spans(record)):
        wording = read_wording(text, span.start, span.end)
        holder = holders.of(span)
        held = holder is not None or (marked and wording.own >= _LEAST_UNHELD and not _is_title(span.of(text)))
        if not wording.own or not held:
            continue
        credited, by_name = holders.credit(holder) if holder else (None, None)
        found.append(ArticleQuotation(span, wording, holder.id if holder else None, credited, by_name))
    return found


def _spans(record: Record) -> Iterator[tuple[Span, bool]]:
    """What may be a quotation, and whether marks say so; a block that is set apart has none."""
    text = record.document.text
    for block in record.document.blocks:
        outermost = [each for each in find_quotations(text, block.start, block.end) if each.depth == 0]
        if block.kind == "blockquote" and not outermost:
            yield Span(block.start, block.end), False
        for quotation in outermost:
            yield quotation.inner, True


class _Holders:
    """The attributions of a record by what their contents cover; asked for spans in the order of their starts."""

    def __init__(self, record: Record) -> None:
        self._text = record.document.text
        self._names = {entity.id: entity for entity in record.entities}
        contents = (
            (Span(content.start, content.end), number, attribution)
            for number, attribution in enumerate(record.attributions)
            for content in attribution.content
            if content.end > content.start
        )
        self._ahead = sorted(contents, key=lambda each: (each[0].start, each[1]), reverse=True)
        self._open: list[tuple[Span, int, Attribution]] = []

    def of(self, span: Span) -> Attribution | None:
        """The attribution whose content holds ``span`` and is the shortest; else the one that holds most of it."""
        while self._ahead and self._ahead[-1][0].start < span.end:
            self._open.append(self._ahead.pop())
        self._open = [each for each in self._open if each[0].end > span.start]
        best: tuple[float, int, int] | None = None
        chosen: Attribution | None = None
        for content, number, attribution in self._open:
            shared = min(content.end, span.end) - max(content.start, span.start)
            if shared <= 0 or shared < _LEAST_HELD * len(span):
                continue
            rank = (-shared / len(span), len(content), -number)
            if best is None or rank < best:
                best, chosen = rank, attribution
        return chosen

    def credit(self, attribution: Attribution) -> tuple[str | None, str | None]:
        """Whom an attribution credits, and the same where its own words name the person."""
        words = " ".join(" ".join(self._text[span.start : span.end].split()) for span in attribution.source.spans)
        entity = self._names.get(attribution.source.entity or "")
        if entity is None:
            by_name = words if attribution.source.standing == "named_person" and words[:1].isupper() else None
            return words or None, by_name if is_named(by_name) else None
        named = entity.kind == "person" and is_named(entity.name) and _share_a_name(words, entity.name)
        return entity.name, entity.name if named else None


def _share_a_name(words: str, name: str) -> bool:
    """Whether the source's words have a part of the entity's name in them."""
    return not set(keys_of(words)).isdisjoint(key for key in keys_of(name) if len(key) > 1)


def _is_title(words: str) -> bool:
    """Whether most words begin with a capital, as in titles of books and programmes."""
    letters = [word for word in words.split() if word[:1].isalpha()]
    return sum(word[0].isupper() for word in letters) > 0.6 * len(letters)
