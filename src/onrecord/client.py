"""A client of a site that serves a ledger (``onrecord serve``), for programs in Python.

    >>> with onrecord.Client("http://localhost:8400") as site:  # doctest: +SKIP
    ...     for hit in site.search("levy", standing="unnamed_person"):
    ...         print(hit.outlet, hit.content)

Every answer is one of the program's own types, decoded and checked by them, so that what works with a ledger at hand
works with one that is served. Whatever goes wrong is a ClientError, and so an OnRecordError; its kinds are drawn in
``interfaces.site_connection``.

The client waits for what it asks. Why no second one for ``asyncio``: a site reads one article at a time, and what asks
a ledger is a question or a loop, which a thread does as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack
from urllib.parse import quote

import msgspec

from onrecord.attribution.terms import Act, Form, Stance, Standing
from onrecord.interfaces.site_connection import (
    ClientError,
    NotAllowed,
    NotReached,
    NotTaken,
    NotThere,
    SiteConnection,
    SiteFault,
    decoded,
    encoded,
)
from onrecord.interfaces.web.correction_shapes import ToCorrect, ToWithdraw
from onrecord.interfaces.web.explanation_shapes import Explanation
from onrecord.interfaces.web.shapes import (
    AHEAD,
    About,
    DocumentPage,
    EntityPage,
    GivenArticle,
    GivenTranscript,
    LineRead,
    OutletPage,
    SearchHit,
    SearchPage,
    TextChanges,
    ToCheck,
    ToRead,
)
from onrecord.ledger.correcting import Correction, CorrectionKind
from onrecord.ledger.listing import ListedArticle
from onrecord.ledger.pages import Version
from onrecord.ledger.profile_details import OutletDetail, SpeakerDetail
from onrecord.ledger.profiles import OutletFigures, OutletOrder, Speaker, SpeakerOrder
from onrecord.ledger.questions import Order
from onrecord.ledger.tracing_types import Trace
from onrecord.record.types import Record, SpanRecord
from onrecord.verify.types import CheckedQuotation

if TYPE_CHECKING:
    import httpx

__all__ = [
    "AskedOfEntities",
    "AskedOfEntity",
    "AskedOfOutlet",
    "AskedOfOutlets",
    "AskedOfSearch",
    "AskedOfTrace",
    "Client",
    "ClientError",
    "NotAllowed",
    "NotReached",
    "NotTaken",
    "NotThere",
    "SiteFault",
]

#: Items that are asked for at once where all are wanted.
_PAGE = 1_000
#: Lines of one request of many; and their bytes, well under what a site takes ahead of its answers.
_LINES_AT_ONCE = 64
_BYTES_AT_ONCE = AHEAD // 2
#: Seconds that an answer may take: longer than the longest reading.
_ANSWERING = 180.0


class AskedOfOutlet(TypedDict, total=False):
    """Which articles count. Days may be dates or text; text may be a month or a year, for all of its days."""

    since: date | str
    until: date | str
    once: bool


class AskedOfOutlets(AskedOfOutlet, total=False):
    """Which articles count, and which outlets come first."""

    sort: OutletOrder
    limit: int
    after: str


class AskedOfEntity(AskedOfOutlet, total=False):
    """Which articles and which attributions count."""

    outlet: str
    standing: Standing


class AskedOfEntities(AskedOfEntity, total=False):
    """Which articles and attributions count, who is listed, and who comes first."""

    kind: Literal["person", "organization", "outlet", "group"]
    sort: SpeakerOrder
    limit: int
    after: str


class AskedOfTrace(TypedDict, total=False):
    """Which articles are looked through."""

    since: date | str
    until: date | str
    outlet: str
    versions: bool


class AskedOfSearch(AskedOfTrace, total=False):
    """What a search can ask for beside words; each narrows it (see ``ledger.questions.Question``)."""

    speaker: str
    standing: Standing | Sequence[Standing]
    form: Form | Sequence[Form]
    act: Act | Sequence[Act]
    stance: Stance | Sequence[Stance]
    hops: int
    min_hops: int
    negated: bool
    min_confidence: float
    outer: bool
    once: bool
    order: Order
    limit: int
    after: str


class Client:
    """A site at an address; use it in a ``with``, from one thread at a time."""

    def __init__(
        self,
        base_url: str = "http://localhost:8400",
        token: str | None = None,
        *,
        timeout: float = _ANSWERING,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """A client of the site at ``base_url``, with its ``token`` if it asks for one.

        ``timeout`` is how many seconds each part of an answer may take to come. ``transport`` is what httpx is to send
        by, for a proxy or a test. Nothing is sent yet. Raises OptionError for what is no address, and where httpx is
        not installed.
        """
        self._site = SiteConnection(base_url, token, timeout, transport)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._site.close()

    def about(self) -> About:
        """Which program and model answer, what the ledger holds, and the site's limits."""
        return self._site.get("", About, {})

    def read(
        self,
        text: str | None = None,
        *,
        html: str | None = None,
        address: str | None = None,
        uri: str | None = None,
        keep: bool = False,
    ) -> Record:
        """The record of one article: its text, its page, or an address, which the site fetches.

        ``uri`` says where text or a page came from; ``keep`` puts the record into the site's ledger.
        """
        given = ToRead(text=text, html=html, address=address, uri=uri, keep=keep)
        return self._site.post("read", given, Record)

    def read_many(self, articles: Iterable[str | ToRead]) -> Iterator[LineRead]:
        """The records of many articles, in their order, each as soon as it is read; a ``str`` is an article's text.

        ``line`` of an answer counts the articles from 1. One that cannot be read has an ``error`` and stops no other.
        Articles are taken as they are sent, a few at a time, so there may be any number. No more are read once nobody
        asks for answers.
        """
        done = 0
        for lines in _batches(articles):
            answered = 0
            for line in self._site.lines("read", b"".join(lines)):
                answered += 1
                answer = decoded(line, LineRead)
                yield msgspec.structs.replace(answer, line=done + answer.line)
            done += len(lines)
            if answered < len(lines):
                raise SiteFault(f"the site stopped before article {done - len(lines) + answered + 1} was read")

    def documents(
        self,
        *,
        outlet: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        versions: bool = False,
    ) -> Iterator[ListedArticle]:
        """The ledger's articles, the newest first; the next page is asked for when it is needed."""
        asked = {"outlet": outlet, "since": since, "until": until, "versions": versions, "limit": 500}
        return self._site.pages("documents", DocumentPage, lambda page: page.documents, asked)

    def record(self, document: int, *, corrected: bool = False) -> Record:
        """The record of an article, by its number in the ledger; where ``corrected``, with people's corrections."""
        return self._site.get(f"documents/{document}", Record, {"corrected": corrected})

    def versions(self, document: int) -> list[Version]:
        """The texts that an article's page has had, the oldest first."""
        return self._site.get(f"documents/{document}/versions", list[Version], {})

    def changes(self, document: int, to: int | None = None) -> TextChanges:
        """What changed in who says what from a text of a page to the next, or to the later one numbered ``to``."""
        return self._site.get(f"documents/{document}/changes", TextChanges, {"to": to})

    def explanation(self, document: int, attribution: str) -> Explanation:
        """Why an attribution of an article is as it is; the site reads the article again for it."""
        path = f"documents/{document}/attributions/{quote(attribution, safe='')}/explanation"
        return self._site.get(path, Explanation, {})

    def search(self, words: str = "", **asked: Unpack[AskedOfSearch]) -> Iterator[SearchHit]:
        """What is said in the articles, as ``Ledger.search`` has it: ``speaker``, ``outlet``, ``standing``, ``since`` …

        Every answer, the newest first; the next page is asked for when it is needed. See ``search_page`` for a count.
        """
        question = {"limit": _PAGE, **asked, "words": words}
        return self._site.pages("attributions", SearchPage, lambda page: page.hits, question)

    def search_page(self, words: str = "", **asked: Unpack[AskedOfSearch]) -> SearchPage:
        """One page of what ``search`` finds, with the count of all: ``limit`` of them, from ``after`` on."""
        return self._site.get("attributions", SearchPage, {**asked, "words": words})

    def entities(self, name: str | None = None, **asked: Unpack[AskedOfEntities]) -> Iterator[Speaker]:
        """Whom the articles quote, with figures; ``kind``, ``standing``, ``outlet``, ``since`` and others narrow it."""
        question = {"limit": _PAGE, **asked, "name": name}
        return self._site.pages("entities", EntityPage, lambda page: page.entities, question)

    def entity(self, number: int, **asked: Unpack[AskedOfEntity]) -> SpeakerDetail:
        """One who is quoted, in detail, by the ledger's number; of one that was merged, what it was merged into."""
        return self._site.get(f"entities/{number}", SpeakerDetail, asked)

    def outlets(self, **asked: Unpack[AskedOfOutlets]) -> Iterator[OutletFigures]:
        """How each outlet sources what it tells: ``since``, ``until``, ``once`` and ``sort``."""
        return self._site.pages("outlets", OutletPage, lambda page: page.outlets, {"limit": _PAGE, **asked})

    def outlet(self, name: str, **asked: Unpack[AskedOfOutlet]) -> OutletDetail:
        """One outlet in detail, by its name."""
        return self._site.get(f"outlets/{quote(name, safe='')}", OutletDetail, asked)

    def trace(self, quotation: str, **asked: Unpack[AskedOfTrace]) -> Trace:
        """Every appearance of a quotation, the earliest first: ``since``, ``until``, ``outlet``, ``versions``."""
        return self._site.get("trace", Trace, {**asked, "quotation": quotation})

    def check(
        self, article: int | str | Record | GivenArticle, transcripts: Mapping[str, str] | Iterable[GivenTranscript]
    ) -> list[CheckedQuotation]:
        """What transcripts say of each quotation of an article: its number in the ledger, its text, or its record.

        ``transcripts`` are texts by their names, whose ends tell the format (``debate.vtt``).
        """
        if isinstance(article, int):
            article = GivenArticle(document=article)
        elif isinstance(article, str):
            article = GivenArticle(text=article)
        elif isinstance(article, Record):
            article = GivenArticle(record=article)
        if isinstance(transcripts, Mapping):
            transcripts = [GivenTranscript(name=name, text=text) for name, text in transcripts.items()]
        given = ToCheck(article=article, transcripts=list(transcripts))
        return self._site.post("check", given, list[CheckedQuotation])

    def corrections(self, document: int) -> list[Correction]:
        """The corrections of an article's reading, in the order in which they were made, withdrawn ones too."""
        return self._site.get(f"documents/{document}/corrections", list[Correction], {})

    def correct(
        self,
        document: int,
        attribution: str,
        kind: CorrectionKind,
        *,
        who: str,
        spans: Sequence[tuple[int, int]] | None = None,
        entity: str | None = None,
        name: str | None = None,
        note: str = "",
    ) -> Correction:
        """Keep a correction of one attribution beside the reading, as ``Ledger.correct`` does."""
        places = None if spans is None else [SpanRecord(start, end) for start, end in spans]
        given = ToCorrect(
            attribution=attribution, kind=kind, spans=places, entity=entity, name=name, who=who, note=note
        )
        return self._site.post(f"documents/{document}/corrections", given, Correction)

    def withdraw(self, correction: int, *, who: str) -> Correction:
        """Take a correction back, by its number; it is kept as withdrawn."""
        return self._site.post(f"corrections/{correction}/withdrawal", ToWithdraw(who=who), Correction)


def _batches(articles: Iterable[str | ToRead]) -> Iterator[list[bytes]]:
    """The articles as lines, so many at a time as may be sent before the first answer is read."""
    lines: list[bytes] = []
    size = 0
    for article in articles:
        line = encoded(ToRead(text=article) if isinstance(article, str) else article) + b"\n"
        if lines and (len(lines) == _LINES_AT_ONCE or size + len(line) > _BYTES_AT_ONCE):
            yield lines
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield lines
