"""A few made-up articles as records, and a small ledger of them, for targets that need something to ask."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

from onrecord.ingest.text import find_blocks
from onrecord.ledger.connection import transaction
from onrecord.ledger.ledger import Ledger
from onrecord.record.types import (
    Attribution,
    BlockSpan,
    Carrier,
    ContentSpan,
    Cue,
    DocumentRecord,
    Entity,
    Mention,
    ReaderRecord,
    Record,
    Role,
    Source,
    SpanRecord,
)
from onrecord.text.document import Document

__all__ = ["article", "articles", "small_ledger", "workplace"]

#: Speaker, the words, outlet, day, address.
_SAID = (
    ("Odile Vance", "the north quay will stay shut until the spring", "The Quillmouth Courier", "2024-03-14", "a"),
    ("Ruth Hale", "nobody has asked the pilots what they think of it", "The Evening Lantern", "2024-03-15", "b"),
    ("Odile Vance", "the north quay may open again before the summer", "The Quillmouth Courier", "2024-03-16", "a"),
)


def workplace() -> Path:
    """A folder for files that are written anew for each input: in memory where the machine has such a place."""
    return Path("/dev/shm" if os.access("/dev/shm", os.W_OK) else tempfile.gettempdir())


def article(speaker: str, words: str, outlet: str, day: str, page: str) -> Record:
    """An article in which ``speaker`` says ``words``, once in quotation marks and once not."""
    text = f"“{words.capitalize()},” {speaker} said.\n\n{speaker} added that {words}."
    blocks = find_blocks(text)

    def made(number: int, said: int, source: int, cue: str, *, quoted: bool) -> Attribution:
        content = (said - quoted, said + len(words) + 2 * quoted)
        at = text.index(cue, source)
        return Attribution(
            id=f"a{number}",
            source=Source(spans=[SpanRecord(source, source + len(speaker))], entity="e1", standing="named_person"),
            cue=Cue([SpanRecord(at, at + len(cue))], "say", "assertive", "neutral"),
            content=[ContentSpan(*content, quoted)],
            form="direct" if quoted else "indirect",
            chain=[Carrier(entity="e1", standing="named_person")],
            confidence=0.9,
        )

    first = text.index(speaker)
    second = text.index(speaker, first + 1)
    role = Role(title="director", start=first, end=first + len(speaker))
    return Record(
        document=DocumentRecord(
            id=Document(text, blocks).id,
            uri=f"https://{outlet[4:8].strip().lower()}.example/{page}",
            title=words.capitalize(),
            outlet=outlet,
            published=day,
            text=text,
            blocks=[BlockSpan(block.kind, block.start, block.end) for block in blocks],
        ),
        entities=[
            Entity("e1", speaker, "person", roles=[role], mentions=[Mention(first, first + len(speaker), "name")])
        ],
        attributions=[
            made(1, 1, first, "said", quoted=True),
            made(2, text.index(words, second), second, "added", quoted=False),
        ],
        reader=ReaderRecord("0.1.0", "made-by-hand"),
    )


@cache
def articles() -> tuple[Record, ...]:
    """Three articles by two outlets about two speakers, of which one is a later text of another's page."""
    return tuple(article(*said) for said in _SAID)


@cache
def small_ledger() -> bytes:
    """The bytes of a ledger of :func:`articles`, with a correction; its pages are small, so that there are many."""
    with tempfile.TemporaryDirectory(dir=workplace()) as folder:
        path = Path(folder) / "small.ledger"
        with Ledger(path, write=True) as ledger:
            ledger.add(articles())
            ledger.correct(1, "a1", "entity", who="an editor", name="Ruth Hale")
            connection = ledger.connection
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA page_size = 512")
            connection.execute("VACUUM")
            with transaction(connection):  # the log's own number in the file's head, else different each time
                connection.execute("UPDATE counter SET value = value")
        return path.read_bytes()
