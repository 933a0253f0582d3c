"""Any text with whatever a network could say of its words, through every stage behind the network.

The network is a script: what it says of a word is looked up in the input by the word's first piece and its place, so
that the fuzzer can learn which words to tag how. Its links are numbers made of the same.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from fuzzing.parts import Parts
from fuzzing.promise import check_record, promise
from onrecord.errors import OnRecordError
from onrecord.ingest.text import find_blocks
from onrecord.model.labels import NAME_CLASSES, SPEECH_TAGS, TAGS
from onrecord.model.session import EncoderInput, EncoderOutput
from onrecord.reader import Reader
from onrecord.span import Span
from onrecord.text.document import BLOCK_KINDS, Block, Document

__all__ = ["WORDS", "check"]

_LINK_WIDTH = 3
#: Words that the stages behind the network know; a byte picks one, so that the fuzzer need not spell them.
WORDS = (
    " said", " told", " according to", " reportedly", " that", " she", " he", " they", " I", " who", " we", " you",
    " Odile Vance", " Vance", " Mr. Vance", " Mayor", " the mayor", " of Quillmouth", " the Quillmouth Courier", " AP",
    " former", " director", " chairwoman of the Harbour Board", " an official", " officials", " spokesman for", ", ",
    ". ", "\n\n", "\n", ": ", " “", "” ", " ‘", "’ ", " \"", "\" ", "?", "!", " —", " not", " never", " did", " asked",
    " wrote", " believes", " denied", " on Tuesday", " in March 2016", " last week", " and", " or", " but", " because",
    " to", " by", " from", " in", " the", " a", " report", " seen by", " allegedly", " quay", " closed", " 41", " (",
    ") ", " [sic]", "VANCE: ", "Q. ", "A. ", " …", ";", " 's", " had", " was", " is", " been told", " claimed",
    " whose",
    " her", " his", " their", " reporters", " Ruth Hale", " Hale", " Sen. Hale", " Department of State", " sources",
    " people familiar with", " the next day", " spokeswoman", " added", " it", " this", "\r\n", "\u2028", "é", "🐟",
    "\ud800", "\u0301", "\u202e", " ", "-", "/", " per", " via", " as", " statement", " letter", " wife", " son",
)  # fmt: skip


class _ScriptedByBytes:
    """Says of each word what a script of bytes has at the place that its first piece and its number point to."""

    def __init__(self) -> None:
        self.script = b"\0"

    def run(self, window: EncoderInput) -> EncoderOutput:
        """Read one window."""
        script = np.frombuffer(self.script, np.uint8).astype(np.int64)
        spread = 1 + script[0] % 7
        pieces = window.piece_ids[window.words]
        places = np.arange(len(pieces))
        told = script[(pieces * spread + places * (script[0] // 7 % 3)) % len(script)]
        also = script[(pieces + places) % len(script)]
        tags = np.full((len(pieces), len(TAGS)), -6.0, np.float32)
        tags[places, told % len(TAGS)] = -0.05
        tags[places, also % len(TAGS)] = -0.7
        links = (np.outer(told + 1, [3, 5, 7]) + np.outer(also, [1, 2, 4])) % 11 - 5
        asked, answered = links.astype(np.float32), np.roll(links, 1, axis=1).astype(np.float32)
        return EncoderOutput(
            tags=tags,
            content_query=asked,
            content_key=answered,
            cue_query=asked,
            cue_key=answered,
            mention_query=asked,
            mention_key=answered,
            names=also % len(NAME_CLASSES),
            speech=(told + also) % len(SPEECH_TAGS),
        )


@cache
def _reader() -> tuple[Reader, _ScriptedByBytes]:
    encoder = _ScriptedByBytes()
    return Reader(threads=1, encoder=encoder), encoder


def _document(parts: Parts) -> Document:
    kind, published = parts.byte(), parts.choice((None, "2024-03-14", "0001-01-01", "9999-12-31"))
    text = "".join(WORDS[byte % len(WORDS)] for byte in parts.rest()) if kind & 1 else parts.remaining()
    blocks = find_blocks(text)
    if kind & 2:  # as a page has them: each of a kind of its own
        kinds = BLOCK_KINDS
        blocks = tuple(Block(kinds[(kind >> 2) * at % len(kinds)], *block.span) for at, block in enumerate(blocks))
    outlet = "The Quillmouth Courier" if kind & 4 else None
    authors = ("Ruth Hale",) if kind & 8 else ()
    return Document(text, blocks, outlet=outlet, published=published, authors=authors, title="Odile Vance says no")


def check(data: bytes) -> None:
    """Read a text with a script for a network, and hold the record to its promises."""
    parts = Parts(data)
    script = parts.take(1 + parts.number(64)) or b"\0"
    document = _document(parts)
    reader, encoder = _reader()
    encoder.script = script
    record, reasons = reader.read_with_reasons(document)
    promise(len(reasons) == len(record.attributions), "an attribution has no reason")
    promise(record.document.text == document.text, "the text was changed")
    promise(next(reader.pipe([document])) == record, "the same text has two records")
    if any("\ud800" <= sign <= "\udfff" for sign in document.text):
        try:
            check_record(record)
        except OnRecordError as error:
            promise("surrogate" in str(error), f"a record that was read is refused: {error}")
        return
    check_record(record)
    for resolved in reasons:
        spans = (resolved.described.found.cue, *resolved.described.found.content)
        promise(all(Span(0, len(document.text)).contains(span) for span in spans), "a reason is unanchored")
