"""What all questions share: the ledger, if there is one, the reader, and the article that is meant.

The ledger is opened for each question, since a connection belongs to one thread and sees one state. It is opened to be
asked: nothing that an assistant does is ever written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from onrecord.errors import OptionError
from onrecord.interfaces.assistant.anchoring import statement
from onrecord.interfaces.assistant.answers import Statement, Version
from onrecord.interfaces.assistant.reading import Reading, Readings, opened
from onrecord.ledger.article_entities import entities_of
from onrecord.ledger.corrections import with_corrections
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.pages import find_article, versions_of
from onrecord.record.types import Attribution, Record

__all__ = ["IN_A_LIST", "Article", "Desk", "article_of"]

#: Code points of one statement's content where several are given.
IN_A_LIST = 1_200


@dataclass(frozen=True, slots=True)
class Article:
    """An article that is asked about: of the ledger, by its number, or one that was read here.

    ``record`` is as it stands with the corrections by hand, ``read`` as the model read it. ``numbers`` are the ledger's
    of its entities, ``versions`` the texts of its page, and ``reading`` is there where it was read here.
    """

    record: Record
    read: Record
    document: int | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)
    versions: Sequence[Version] = ()
    reading: Reading | None = None

    def is_corrected(self, attribution: Attribution) -> bool:
        """Whether a person has corrected how an attribution was read."""
        return self.record is not self.read and attribution not in self.read.attributions

    def find(self, attribution: str) -> Attribution | None:
        """The attribution of that id, as it stands."""
        return next((each for each in self.record.attributions if each.id == attribution), None)

    def statement(self, attribution: Attribution, room: int = IN_A_LIST) -> Statement:
        """One of its attributions with its words."""
        return statement(self.record, attribution, self.numbers, room, corrected=self.is_corrected(attribution))


def article_of(ledger: Ledger, document: int) -> Article:
    """An article of the ledger, by its number."""
    read = ledger.record(document)
    return Article(
        record=with_corrections(ledger, document, read),
        read=read,
        document=document,
        numbers=entities_of(ledger, document),
    )


def _with_versions(ledger: Ledger, document: int) -> Article:
    """The same with the texts that its page has had, where they are several."""
    texts = versions_of(ledger, document)
    versions = [Version(version=each.version, document=each.document, published=each.published) for each in texts]
    return replace(article_of(ledger, document), versions=tuple(versions) if len(versions) > 1 else ())


class Desk:
    """Answers questions, from any thread, over a ledger or without one."""

    def __init__(self, ledger: Path | None, readings: Readings, *, allow_private: bool = False) -> None:
        self.ledger = ledger
        self.readings = readings
        self.allow_private = allow_private

    @contextmanager
    def opened(self) -> Iterator[Ledger]:
        """The ledger, to be asked. Raises OptionError where there is none, LedgerError where it cannot be opened."""
        if self.ledger is None:
            raise OptionError(
                "this server has no ledger, so that it can only read, show, explain and check what is given to it; "
                "start it as onrecord mcp --ledger FILE to ask about indexed articles"
            )
        with Ledger(self.ledger) as ledger:
            yield ledger

    def article(self, given: int | str) -> Article:
        """The article that is meant: one of the ledger, or else one that was read here, by its hash or address.

        Raises OptionError where there is none, LedgerError.
        """
        if self.ledger is not None:
            with self.opened() as ledger:
                try:
                    return _with_versions(ledger, find_article(ledger, str(given)))
                except OptionError:
                    reading = self.readings.known(str(given))
                    if reading is None:
                        raise
        else:
            reading = self.readings.known(str(given))
            if reading is None:
                raise OptionError(
                    f"no article {str(given)[:80]!r} was read here lately, and this server has no ledger; give it to "
                    "`read` again"
                )
        return Article(reading.record, reading.record, reading=reading)

    def article_or_text(self, article: int | str | None, text: str | None) -> Article:
        """The article that one of two arguments means. Raises OptionError for both or neither."""
        if (article is None) == (text is None):
            raise OptionError("give exactly one of article and text")
        if article is not None:
            return self.article(article)
        reading = self.readings.read(opened(text=text, html=None, address=None))
        return Article(reading.record, reading.record, reading=reading)
