"""Inputs cut into parts: each the work of one worker for a minute or two, and a file of each table.

Where an archive is cut depends on the archive and on ``part_pages`` alone, not on who reads it or how many do: so the
tables of a run are the same on one core and on a thousand, and a part that was in place before is known again.

Archives are cut at places that a survey has found (see ``ingest.warc``). Pages that are files of their own are
gathered into parts by their names' hashes, so that a page more in a folder changes one part and not all that follow.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator

from onrecord.interfaces.corpus.places import open_file
from onrecord.interfaces.corpus.types import Input, Part

__all__ = ["gathered", "known_bounds", "parts_of", "survey"]

#: Bytes of a page as they usually are: compressed in a WARC of news (Common Crawl's news archives: 1 GB holds about
#: 40,000 pages), and as a line of JSON with the article's text.
_WARC_PAGE, _JSON_PAGE = 24_000, 6_000


def _key(of: str) -> str:
    return hashlib.sha256(of.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def known_bounds(given: Input, part_pages: int) -> list[int] | None:
    """Where the archive can be cut, where that is known without a look into it: what is small, what has to be whole.

    JSON lines are cut at any byte, since a line belongs to the part in which it begins.
    """
    if given.kind == "json_lines" and not given.uri.lower().endswith(".gz"):
        count = max(1, given.size // (part_pages * _JSON_PAGE))
        return [given.size * number // count for number in range(count)] + [given.size]
    if given.kind in ("json", "json_lines") or (given.kind == "warc" and given.size <= part_pages * _WARC_PAGE):
        return [0, given.size]
    return None


def survey(given: Input, part_pages: int) -> list[int]:
    """Where the archive can be cut into parts of about so many pages: bytes or rows, from 0 to its end.

    Raises InputError where it cannot be read at all.
    """
    name = given.uri
    with open_file(name) as stream:
        if given.kind == "warc":
            from onrecord.ingest.warc import warc_bounds

            return warc_bounds(stream, name=name, at_least=part_pages * _WARC_PAGE)
        from onrecord.ingest.page_tables import row_bounds

        return row_bounds(stream, name=name, at_least_rows=part_pages)


def parts_of(given: Input, bounds: list[int]) -> Iterator[Part]:
    """The parts of an archive between ``bounds``; of JSON lines, a line belongs to the part in which it begins."""
    key = _key(given.uri)
    for number, (start, end) in enumerate(itertools.pairwise(bounds)):
        yield Part(f"{key}-{number:05d}", given.kind, [given], start, end)


def gathered(pages: Iterable[Input], part_pages: int) -> Iterator[Part]:
    """Pages that are files of their own, gathered into parts of half to twice ``part_pages``; ``pages`` are sorted.

    A part ends where a name's hash says so, or at twice the number: cutting by content (as in rsync's descendants).
    """
    held: list[Input] = []
    for page in pages:
        held.append(page)
        chosen = int(_key(page.uri), 16) % max(1, part_pages // 2) == 0
        if (chosen and len(held) >= part_pages / 2) or len(held) >= 2 * part_pages:
            yield _gathered(held)
            held = []
    if held:
        yield _gathered(held)


def _gathered(pages: list[Input]) -> Part:
    # Named for the first page: a part with a page more or less takes the place of the one before.
    return Part(f"{_key(pages[0].uri)}-pages", "pages", list(pages))
