"""Any text and any block of it: quotations lie in the block, nest as their depths say, and no mark is lost twice."""

from __future__ import annotations

from fuzzing.parts import Parts
from fuzzing.promise import promise
from onrecord.text.comparing import compared_words, keys_of
from onrecord.text.quotations import find_quotations

__all__ = ["check"]

#: What a text of marks is made of: a byte below each length picks one, so that the fuzzer need not spell UTF-8.
_MARKED = (
    "“", "”", "‘", "’", '"', "'", "``", "''", "„", "«", "»", "‹", "›", "「", "」", "『", "』", "《", "》", "‚", "‟",
    " ", " ", "\n", ".", ",", "—", "(", ")", "s", "a", "word", "said", "’90s", "'n'", "6'2", "'tis", "é", "\u3000", "5",
)  # fmt: skip


def _text(parts: Parts) -> str:
    if parts.flag():
        return "".join(_MARKED[byte % len(_MARKED)] for byte in parts.rest())
    return parts.remaining()


def check(data: bytes) -> None:
    """Find the quotations of a part of a text, and the words that are compared."""
    parts = Parts(data)
    first, second = parts.byte(), parts.byte()
    text = _text(parts)
    start, end = sorted((min(first, len(text)), len(text) - min(second, len(text))))
    found = find_quotations(text, start, end)
    opened: list[tuple[int, int]] = []
    before = None
    for quotation in found:
        span, inner = quotation.span, quotation.inner
        promise(start <= span.start < inner.start < inner.end <= span.end <= end, f"{quotation!r} is out of bounds")
        promise(quotation.closed == (inner.end < span.end), f"{quotation!r} is closed and has no closing mark")
        promise(before is None or before.span < span or before.span.end > span.end, f"{quotation!r} is out of order")
        while opened and opened[-1][1] <= span.start:
            opened.pop()
        promise(not opened or span.end <= opened[-1][1], f"{quotation!r} crosses the one around it")
        promise(0 <= quotation.depth < 8, f"{quotation!r} is too deep")
        promise(len(opened) <= quotation.depth, f"{quotation!r} has {len(opened)} around it")
        opened.append((span.start, span.end))
        before = quotation
    promise(len(found) <= end - start, "there are more quotations than signs")
    words = compared_words(text, start, end)
    at = start
    for word in words:
        promise(at <= word.span.start < word.span.end <= end, f"the word {word!r} is out of order or bounds")
        promise(bool(word.key), f"the word {word!r} has nothing to be compared by")
        at = word.span.end
    promise([word.key for word in compared_words(text)] == keys_of(text), "a text's keys are not its words' keys")
