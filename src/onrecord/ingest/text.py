"""Plain text: the file's own text, unchanged, and the blocks found in it.

A text says nothing about itself: no title, outlet, date or language is guessed from its words. Its blocks are
paragraphs, but for the lines at its head and lines alone in a paragraph that are, word for word, a photo's credit or a
notice (see :mod:`onrecord.ingest.asides`): a saved page begins with those, and they are no story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.errors import NoArticle
from onrecord.ingest.asides import ASIDE_LIMIT, aside_kind, sponsor_in
from onrecord.ingest.page import Page, decode, name_of
from onrecord.text.document import Block, BlockKind, Document

__all__ = ["find_blocks", "read_text"]

#: A block's first and last character that is not white space, between blank lines.
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![^\S\n]*\n))*")
_LINE = re.compile(r"\S[^\n]*")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")

#: Above this many characters in its longest line, a text without blank lines has one paragraph a line rather than
#: lines wrapped at a width: wrapped mail and wire copy keeps under 80, and some word processors under 100.
_WRAP_WIDTH = 100

#: A line that ends so many characters before the next line's first word would have overflowed was ended on purpose.
#: Not 0, since the width at which a text was wrapped is known only from its longest line.
_WRAP_SLACK = 12

#: Newlines other than ``\n``, each replaced by one character as long, so that offsets stay: old Mac's and Windows's
#: returns, the next line control, Unicode's line and paragraph separators.
_NEWLINES = str.maketrans({"\r": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})

#: A run of lines at a text's head that is beside the story has at most so many: two pictures' credits and captions, a
#: sponsor, and one to spare.
_LINES_BESIDE = 6


def find_blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs of ``text``, in order: offsets in code points, half-open, white space trimmed at both ends.

    Paragraphs stand between blank lines. In a text without a blank line, each line is one if lines are long; if they
    are short, paragraphs end at those lines that end early, that is, before the width at which the text was wrapped.
    """
    blocks = []
    for start, end in _parts(text):
        part = text[start:end].replace("\r\n", " \n").translate(_NEWLINES)
        for found_start, found_end in _paragraphs(part):
            blocks.append(Block("paragraph", start + found_start, start + found_end))
    return tuple(blocks)


def read_text(page: Page) -> Document:
    r"""The document of a page of plain text: its text to the last character, ``\r\n`` included.

    Raises :class:`~onrecord.errors.NotText` for bytes that are no text and :class:`~onrecord.errors.NoArticle` for a
    text of nothing but white space.
    """
    text = decode(page)
    blocks = tuple(_set_apart(text, find_blocks(text)))
    if not blocks:
        raise NoArticle(f"{name_of(page)} has no words in it; give a file with an article's text")
    notices = (sponsor_in(block.span.of(text)) for block in blocks if block.kind == "notice")
    return Document(text, blocks, uri=page.uri, sponsor=next(filter(None, notices), None))


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between U+2029, which ends a paragraph by itself."""
    start = 0
    for part in text.split("\u2029"):
        yield start, start + len(part)
        start += len(part) + 1


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    if _BLANK_LINE.search(text):
        yield from _trimmed(_PARAGRAPH, text)
    elif any(len(line) > _WRAP_WIDTH for line in text.splitlines()):
        yield from _trimmed(_LINE, text)
    else:
        yield from _unwrapped(text)


def _trimmed(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for found in pattern.finditer(text):
        yield found.start(), found.start() + len(found.group().rstrip())


def _unwrapped(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs of short lines without a blank one between them, by which lines end early."""
    lines = list(_trimmed(_LINE, text))
    width = max((end - start for start, end in lines), default=0)
    opened = 0
    for number, (start, end) in enumerate(lines):
        if number + 1 < len(lines):
            following = text[slice(*lines[number + 1])].split(None, 1)[0]
            if end - start + 1 + len(following) + _WRAP_SLACK > width:
                continue
        yield lines[opened][0], end
        opened = number + 1


def _set_apart(text: str, blocks: tuple[Block, ...]) -> Iterator[Block]:
    """``blocks``, with what stands beside the story split off and marked."""
    for number, block in enumerate(blocks):
        words = block.span.of(text)
        kind = aside_kind(words)
        if kind is not None:
            yield Block(kind, block.start, block.end)
        elif number == 0:
            yield from _head(words, block, with_caption=bool(blocks[1:]) and _BLANK_LINE.search(text) is not None)
        else:
            yield block


def _head(words: str, block: Block, *, with_caption: bool) -> Iterator[Block]:
    """The first block: one, or its lines if each is short and a credit or a notice is among them.

    The other line of such a run is taken for the picture's caption only if it stands next to a credit and a blank line
    closes the run, so that the story is sure to begin after it.
    """
    lines = list(_trimmed(_LINE, words.replace("\r\n", " \n").translate(_NEWLINES)))
    kinds = [aside_kind(words[start:end]) for start, end in lines]
    short = all(end - start <= ASIDE_LIMIT for start, end in lines)
    if not any(kinds) or not short or len(lines) > _LINES_BESIDE:
        yield block
        return
    for number, (start, end) in enumerate(lines):
        kind: BlockKind | None = kinds[number]
        if kind is None:
            beside = "credit" in kinds[max(number - 1, 0) : number + 2]
            kind = "caption" if with_caption and beside else "paragraph"
        yield Block(kind, block.start + start, block.start + end)
