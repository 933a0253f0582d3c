"""Articles that an assistant gives to be read: read once, by one model, and kept a while for what is asked next.

The model is loaded when the first article comes, and reads one at a time: it uses all cores for one, and two at once
would only share them. What was read is known by the hash of its text, so that "explain a5 of it" needs neither the text
nor the model again.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.entities.resolve import ResolvedAttribution
from onrecord.interfaces.incoming import bounded, given_document
from onrecord.reader import Reader
from onrecord.record.build import document_of
from onrecord.record.types import Record
from onrecord.text.document import Document

__all__ = ["MOST_WORDS", "Reading", "Readings", "opened"]

#: Words of one article; a longer text is no article, and would keep the others waiting for minutes.
MOST_WORDS = 50_000
#: Bytes of a page: a long article's are a tenth of it.
_MOST_BYTES = 10_000_000
#: Readings that are kept: as many as one conversation speaks of.
_KEPT = 12
_HASH = re.compile(r"(?:sha256:)?([0-9a-f]{6,64})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """An article that was read here, and for each of its attributions what told whom its words mean."""

    record: Record
    resolved: Sequence[ResolvedAttribution]


def opened(
    *, text: str | None, html: str | None, address: str | None, uri: str | None = None, allow_private: bool = False
) -> Document:
    """The one article that is given; see ``interfaces.incoming``."""
    return given_document(
        text=text, html=html, address=address, uri=uri, max_bytes=_MOST_BYTES, allow_private=allow_private
    )


class Readings:
    """One reader, from any thread, and the last articles that it read."""

    def __init__(self, new_reader: Callable[[], Reader]) -> None:
        self._new_reader = new_reader
        self._reader: Reader | None = None
        self._line = threading.Lock()  #: held while the model reads
        self._looking = threading.Lock()  #: held for moments, over what is kept
        self._kept: OrderedDict[tuple[str, str | None], Reading] = OrderedDict()

    def read(self, document: Document) -> Reading:
        """The article's reading, kept from before or made now. Raises TooLarge for one with too many words."""
        bounded(document, MOST_WORDS)
        key = (document.id, document.uri)
        with self._line:
            reading = self._kept.get(key)
            if reading is None or document_of(reading.record) != document:
                self._reader = self._reader or self._new_reader()
                reading = Reading(*self._reader.read_with_reasons(document))
            with self._looking:
                self._kept[key] = reading
                self._kept.move_to_end(key)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            return reading

    @property
    def busy(self) -> bool:
        """Whether an article is being read."""
        return self._line.locked()

    def known(self, given: str) -> Reading | None:
        """The reading of the article with this hash, or one that begins so, or with this address; the latest first."""
        digits = _HASH.fullmatch(given.strip())
        with self._looking:
            for reading in reversed(self._kept.values()):
                about = reading.record.document
                if about.uri == given or (digits and about.id.startswith(f"sha256:{digits[1].lower()}")):
                    return reading
        return None
