"""One article of the ledger as its pages need it: its record, and which of its page's texts it is."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.errors import OptionError
from onrecord.interfaces.web.failures import Unknown
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.pages import Version
from onrecord.record.types import Record

__all__ = ["StoredArticle", "number_of", "stored"]

#: Digits of an article's number; SQLite's numbers have up to nineteen, and no ledger has so many articles.
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article by its number, with its record and all texts of its page, the oldest first."""

    document: int
    record: Record
    versions: list[Version]

    @property
    def version(self) -> Version:
        """Which of the texts it is."""
        return next(each for each in self.versions if each.document == self.document)

    @property
    def newest(self) -> Version:
        """The last of the texts."""
        return self.versions[-1]


def number_of(given: str) -> int:
    """An article's number out of an address. Raises Unknown for what is none."""
    if not (given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS):
        raise Unknown(f"{given[:40]!r} is no article’s number")
    return int(given)


def stored(ledger: Ledger, given: str) -> StoredArticle:
    """The article of the number that an address has. Raises Unknown where the ledger has none."""
    document = number_of(given)
    try:
        versions = ledger.versions(document)
    except OptionError as error:
        raise Unknown(f"this ledger has no article {document}") from error
    return StoredArticle(document, ledger.record(document), versions)
