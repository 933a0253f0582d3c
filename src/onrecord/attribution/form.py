"""Whether content is given in the speaker's own words: direct, indirect or mixed.

Why not "does it start with a mark": contents hold their marks or leave them out, a quotation is broken by its own cue
("I will," she said, "in time"), goes on over paragraphs, or is set off as a block with no mark at all; and within
another's quotation everything stands between marks, so that only those count that do not hold the cue as well.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onrecord.attribution.terms import Form
from onrecord.span import Span
from onrecord.text.document import Document
from onrecord.text.quotations import Quotation

__all__ = ["QuotedWords", "form_of"]


class QuotedWords:
    """Where a document's words are quoted; built once for a document, then asked for each attribution.

    Building is linear in the quotations; one answer costs a search in each level of nesting.
    """

    def __init__(self, document: Document, quotations: Sequence[Quotation]) -> None:
        """``quotations`` are all of the document's, in the order of their opening marks."""
        deepest = max((quotation.depth for quotation in quotations), default=-1)
        levels: list[list[Span]] = [[] for _ in range(deepest + 1)]
        for quotation in quotations:
            levels[quotation.depth].append(quotation.inner)
        levels.append([block.span for block in document.blocks if block.kind == "blockquote"])
        #: For each level of nesting, and last for block quotations: disjoint spans in order, and their starts.
        self._levels = [(spans, [span.start for span in spans]) for spans in levels if spans]

    def around(self, at: int) -> frozenset[Span]:
        """The quotations and block quotations that hold the code point ``at``."""
        held = (_holding(spans, starts, at) for spans, starts in self._levels)
        return frozenset(span for span in held if span is not None)

    def holds(self, at: int, but: frozenset[Span] = frozenset()) -> bool:
        """Whether the code point ``at`` stands in a quotation other than those of ``but``."""
        for spans, starts in self._levels:
            span = _holding(spans, starts, at)
            if span is not None and span not in but:
                return True
        return False


def _holding(spans: Sequence[Span], starts: Sequence[int], at: int) -> Span | None:
    place = bisect_right(starts, at) - 1
    return spans[place] if place >= 0 and at < spans[place].end else None


def form_of(contents: Sequence[Sequence[int]], cue: int, quoted: QuotedWords) -> tuple[tuple[bool, ...], Form]:
    """For each content whether all its words are quoted, and the form of the whole (O'Keefe et al. 2012).

    ``contents`` are the code points at which each content's words start, without marks and punctuation; ``cue`` is the
    one at which the cue starts. A content without a word is not quoted.
    """
    around = quoted.around(cue)
    flags, inside, outside = [], 0, 0
    for content in contents:
        holds = [quoted.holds(word, around) for word in content]
        inside += sum(holds)
        outside += len(holds) - sum(holds)
        flags.append(bool(holds) and all(holds))
    form: Form = "indirect" if not inside else "mixed" if outside else "direct"
    return tuple(flags), form
