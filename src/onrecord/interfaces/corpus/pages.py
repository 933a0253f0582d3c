"""The pages of a part, in order, whatever kind of file they come out of."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.errors import InputError, TooLarge
from onrecord.ingest.listing import Listed
from onrecord.ingest.load import page_of
from onrecord.ingest.offered import Offered, PassedOver
from onrecord.interfaces.corpus.places import open_file
from onrecord.interfaces.corpus.types import Part

__all__ = ["pages_of"]


def pages_of(part: Part) -> Iterator[Offered | PassedOver]:
    """What the part's files offer, in their order. Raises InputError where an archive cannot be read at all."""
    if part.kind == "pages":
        yield from _files(part)
        return
    (given,) = part.inputs
    name = given.uri
    with open_file(name) as stream:
        if part.kind == "warc":
            from onrecord.ingest.warc import read_warc

            yield from read_warc(stream, name=name, start=part.start, end=part.end)
        elif part.kind == "parquet":
            from onrecord.ingest.page_tables import read_page_table

            yield from read_page_table(stream, name=name, start=part.start, end=part.end)
        else:
            from onrecord.ingest.json_pages import read_json_pages

            whole = part.kind == "json" or name.lower().endswith(".gz")
            start, end = (0, None) if whole else (part.start, part.end)
            yield from read_json_pages(stream, name=name, start=start, end=end)


def _files(part: Part) -> Iterator[Offered | PassedOver]:
    for given in part.inputs:
        try:
            with open_file(given.uri) as stream:
                page = page_of(stream, given.uri)
        except TooLarge as error:
            yield PassedOver(given.uri, given.uri, "too_large", str(error))
        except (InputError, OSError) as error:
            yield PassedOver(given.uri, given.uri, "damaged", str(error))
        else:
            yield Offered(given.uri, page, Listed())
