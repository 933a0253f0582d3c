"""Which words of a block stand within quotation marks.

Why not a toggle on every mark: the same straight mark opens and closes, an apostrophe looks like a single mark, a
quotation carried over several paragraphs opens each of them and closes only the last, and marks nest. The scanner
looks at the characters beside each mark, keeps a stack, and never fails: a mark that fits nowhere is passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from onrecord.span import Span

__all__ = ["Quotation", "find_quotations"]


class Quotation(NamedTuple):
    """One quotation, with its marks.

    ``span`` runs from the opening mark to behind the closing one, or to the block's end where none closes it
    (``closed`` is then False). ``inner`` is the same without marks. ``depth`` is 0 for an outermost quotation.
    """

    span: Span
    inner: Span
    depth: int
    closed: bool


#: Marks that only open, with the marks that may close them. German and Polish close „ with “ or ”; an English
#: typist's “ is now and then closed with a straight mark.
_CLOSERS = {
    "“": '”"',
    "‟": '”"',
    "„": '“”"',
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "《": "》",
    "``": "''\"",
    "‘": "’'",
    "‚": "‘’",
    '"': '"”',
    "''": "''\"",
    "”": '”"',
    "'": "'’",
}
_MARK = re.compile(r"``|''|[“”„‟«»‹›「」『』《》\"‘’‚']")
_SINGLE_CLOSER = re.compile(r"['’]")

#: Words that lost their first letters: 'tis, the '90s, rock 'n' roll. The curly ’ never opens, so needs no such list.
_ELISION = re.compile(r"['‘](?:\d0s|[Nn]['’]|[Tt]is|[Tt]was|em|til)(?!\w)")
#: Feet before the mark of the inches: 6'2".
_FEET = re.compile(r"\d['’]\d{1,2}$")

#: Levels of quotation within quotation that are kept apart. The deepest in 924 articles of PolNeAR is the third; a
#: mark that would open a ninth is an errant one, or the text is made of marks.
_DEEPEST = 8
#: Code points within which a single quotation mark must close. Without a limit an elided letter ('cause) would open a
#: quotation that the next plural possessive, paragraphs away, closes.
_SINGLE_REACH = 2000

_OPENING_BEFORE = frozenset("([{<—–-―‒/…:;,“‘\"'«„")
_CLOSING_AFTER = frozenset(")]}>—–-―‒/….,;:!?”’\"'»")


def _opens(text: str, at: int, after: int, start: int, end: int) -> bool:
    """Whether a mark has nothing, white space or an opening bracket before it, and a word behind it."""
    before_fits = at == start or text[at - 1].isspace() or text[at - 1] in _OPENING_BEFORE
    return before_fits and after < end and not text[after].isspace()


def _closes(text: str, at: int, after: int, start: int, end: int) -> bool:
    """Whether a mark has a word or a stop before it, and nothing, white space or a stop behind it."""
    after_fits = after >= end or text[after].isspace() or text[after] in _CLOSING_AFTER
    return after_fits and at > start and not text[at - 1].isspace()


def _closing_singles(text: str, start: int, end: int) -> list[int]:
    """Where the single marks stand that can close: an opening one with none ahead is an apostrophe.

    A mark behind a word's last s and before a space is left out: it is a possessive far more often.
    """
    return [
        found.start()
        for found in _SINGLE_CLOSER.finditer(text, start + 1, end)
        if _closes(text, found.start(), found.end(), start, end)
        and not (text[found.start() - 1] == "s" and text[found.end() : found.end() + 1] == " ")
    ]


def find_quotations(text: str, start: int = 0, end: int | None = None) -> list[Quotation]:
    """The quotations of ``text[start:end]``, one block, in the order of their opening marks.

    Offsets are of ``text``. A quotation that nothing closes runs to the block's end, as one does that goes on in the
    next paragraph. One without a word in it is none. Linear in the block's length but for the sorting, whatever the
    marks are: the stack is no deeper than ``_DEEPEST``, and single marks that can close are found once.
    """
    end = len(text) if end is None else end
    stack: list[tuple[str, int, int]] = []
    found: list[Quotation] = []
    closing_singles: list[int] | None = None

    def close(index: int, at: int, after: int) -> None:
        _, opened, inner = stack[index]
        del stack[index:]
        if inner < at:
            found.append(Quotation(Span(opened, after), Span(inner, at), index, closed=True))

    def open_(mark: str, at: int, after: int) -> None:
        if len(stack) < _DEEPEST:
            stack.append((mark, at, after))

    def closing_single_ahead(after: int) -> bool:
        nonlocal closing_singles
        if closing_singles is None:
            closing_singles = _closing_singles(text, start, end)
        ahead = bisect_right(closing_singles, after)
        return ahead < len(closing_singles) and closing_singles[ahead] < after + _SINGLE_REACH

    for match in _MARK.finditer(text, start, end):
        mark, at, after = match.group(), match.start(), match.end()
        single = mark in "'’‘‚"
        if single and at > start and after < end and text[at - 1].isalnum() and text[after].isalnum():
            continue  # an apostrophe within a word
        if _ELISION.match(text, at, end) or (mark == '"' and _FEET.search(text, max(start, at - 5), at)):
            continue
        matching = next((i for i in reversed(range(len(stack))) if mark in _CLOSERS[stack[i][0]]), None)
        closes = _closes(text, at, after, start, end)
        opens = _opens(text, at, after, start, end)
        if mark in ("“", "‟", "«", "‹", "「", "『", "《", "``", "„"):
            if mark == "“" and matching is not None and stack[matching][0] == "„":
                close(matching, at, after)
            elif not (mark == "“" and matching is None and closes and not opens):
                open_(mark, at, after)
        elif mark in "‘‚":
            if matching is not None and closes and not opens:
                close(matching, at, after)
            elif opens and (mark == "‚" or closing_single_ahead(after)):
                open_(mark, at, after)
        elif matching is not None and (closes or not opens):
            if not (single and stack and matching < len(stack) - 1):
                close(matching, at, after)
        elif mark in ('"', "''"):  # two single marks are an archive's way of writing a double one
            if opens or (not closes and matching is None):
                open_(mark, at, after)
        elif mark == "'" and opens and text[after].isalnum() and closing_single_ahead(after):
            open_(mark, at, after)
    for depth, (mark, opened, inner) in enumerate(stack):
        if mark not in "'‘‚" and inner < end:
            found.append(Quotation(Span(opened, end), Span(inner, end), depth, closed=False))
    found.sort(key=lambda quotation: (quotation.span.start, -quotation.span.end))
    return found
