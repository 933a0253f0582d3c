"""What an archive of pages yields, in its order: a page that is offered to be read, or one passed over and why.

Both are values, and neither is an exception. An archive of a crawl holds a hundred things that are no article for each
that is; whoever reads it must be able to say of every one what became of it, to add the answers up, and to go on.
Exceptions are for the archive itself, where it cannot be opened or read at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from onrecord.ingest.listing import Listed
from onrecord.ingest.page import Page

__all__ = ["REASONS", "Offered", "PassedOver", "Reason"]

#: Why something in an archive is not read. Closed, so that counts can be compared from run to run.
Reason = Literal[
    "not_a_response",
    "status",
    "not_html",
    "language",
    "no_article",
    "not_text",
    "not_a_page",
    "a_record",
    "too_large",
    "cut_short",
    "coding",
    "damaged",
    "too_long",
    "time",
    "memory",
    "poison",
]

#: Each reason in a sentence, as the documentation and the messages say it.
REASONS: Mapping[Reason, str] = {
    "not_a_response": "A record of the archive that holds no answer of a site: a request, a note, a repeated answer.",
    "status": "The site answered with another HTTP status than 200: an error, a redirection.",
    "not_html": "What the site sent is no HTML: an image, a feed, a program.",
    "language": "The article is in another language than is asked for, English unless told.",
    "no_article": "The page has no article on it: a list of links, a form, a notice.",
    "not_text": "The bytes are no text in any encoding that is known.",
    "not_a_page": "A row or a line without a page in it: no text, or a value of the wrong kind.",
    "a_record": "An object of format onrecord/1, a reading already made and not a page: index it directly.",
    "too_large": "The page holds more bytes, uncompressed, than are read of one.",
    "cut_short": "The archive holds only the beginning of the page: whoever made it stopped there, and says so.",
    "coding": "The compression or the chunks in which the site sent the page could not be undone.",
    "damaged": "The archive is broken at this place: compression, a length, or the end of the file does not fit.",
    "too_long": "The article has more words than are read of one.",
    "time": "Reading the page took longer than it may.",
    "memory": "Reading the page took more memory than it may.",
    "poison": "The page ended the process that read it, and did so again when it was tried alone.",
}

assert set(REASONS) == set(get_args(Reason))


@dataclass(frozen=True, slots=True)
class Offered:
    """A page that may be read, and what the archive says of it.

    ``place`` names it: unique in its archive, and the same whenever and in whichever part the archive is read. It is
    ``crawl.warc.gz@123456`` for a record of a web archive (the byte of the file at which it starts, and behind a ``+``
    the byte within what is compressed together), ``pages.jsonl:17`` for a line, ``pages.parquet:1203`` for a row, both
    counted from 1.
    """

    place: str
    page: Page
    listed: Listed


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Something in the archive that is not read.

    ``uri`` is its address, where it got as far as to have one. ``detail`` says in words what was found, for a person.
    """

    place: str
    uri: str | None
    reason: Reason
    detail: str
