"""Questions about all articles of the ledger: what is said, who printed a quotation, who is quoted, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from onrecord.interfaces.assistant.anchoring import found_statement, known_as
from onrecord.interfaces.assistant.answers import (
    DATA,
    Found,
    FoundStatement,
    OutletShown,
    OutletsListed,
    PersonShown,
    SpeakersListed,
    Traced,
)
from onrecord.interfaces.assistant.desk import IN_A_LIST, Article, Desk, article_of
from onrecord.interfaces.assistant.fitting import LISTED, fitting, listed
from onrecord.interfaces.assistant.questions import (
    ToListOutlets,
    ToListSpeakers,
    ToSearch,
    ToShowOutlet,
    ToShowPerson,
    ToTrace,
)
from onrecord.interfaces.trace_views import shown
from onrecord.interfaces.web.days import period
from onrecord.ledger import search as searching
from onrecord.ledger import tracing
from onrecord.ledger.finding import entity_meant, outlet_meant
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.profile_details import outlet_detail, speaker_detail
from onrecord.ledger.profiles import Articles
from onrecord.ledger.profiles import outlets as figures_of_outlets
from onrecord.ledger.profiles import speakers as figures_of_speakers
from onrecord.ledger.questions import Hit, Question
from onrecord.ledger.tracing_types import Wording

__all__ = ["outlet", "outlets", "person", "search", "speakers", "trace"]

#: Statements that a person's figures end with.
_NEWEST = 5


def search(desk: Desk, asked: ToSearch) -> Found:
    """What is said in all articles. Raises OptionError, LedgerError."""
    since, until = period(asked.since or "", asked.until or "")
    question = Question(
        words=asked.words,
        speaker=asked.speaker,
        outlet=asked.outlet,
        standing=tuple(asked.standing),
        form=tuple(asked.form),
        act=tuple(asked.act),
        stance=tuple(asked.stance),
        hops=asked.hops,
        min_hops=asked.min_hops,
        negated=asked.negated,
        since=since,
        until=until,
        min_confidence=asked.min_confidence,
        outer=asked.outer,
        once=asked.once,
        versions=asked.versions,
        order=asked.order,
        limit=asked.limit,
        after=asked.after,
    )
    with desk.opened() as ledger:
        page = searching.search(ledger, question)
        hits = list(_anchored(ledger, page.hits))
    notes = [DATA]
    if page.next is not None:
        notes.append("More follow, with `after`: what stands in `next`.")
    if not page.count:
        notes.append("Nothing fits. Words are not cut to their stems: try fewer words, or word* for its forms.")
    if len(hits) < len(page.hits):
        notes.append(f"{len(page.hits) - len(hits)} on this page were taken out by hand and are not given.")
    return Found(
        notes=notes,
        hits=hits,
        count=page.count,
        count_is_exact=page.counted_all,
        articles=page.articles,
        speakers=[known_as(each) for each in page.speakers[:LISTED]],
        next=page.next,
    )


def _anchored(ledger: Ledger, hits: Iterable[Hit]) -> Iterator[FoundStatement]:
    """Hits with their words where they stand, as corrected by hand; each article's record is read once."""
    articles: dict[int, Article] = {}
    for hit in hits:
        if hit.document not in articles:
            articles[hit.document] = article_of(ledger, hit.document)
        article = articles[hit.document]
        attribution = article.find(hit.attribution)
        if attribution is not None:
            corrected = article.is_corrected(attribution)
            yield found_statement(hit, article.record, attribution, article.numbers, IN_A_LIST, corrected=corrected)


def trace(desk: Desk, asked: ToTrace) -> Traced:
    """A quotation's appearances in all articles. Raises OptionError, LedgerError."""
    since, until = period(asked.since or "", asked.until or "")
    with desk.opened() as ledger:
        found = tracing.trace(
            ledger, asked.quotation, since=since, until=until, outlet=asked.outlet, versions=asked.versions
        )
    behind = found.wordings[asked.after :]
    page = fitting(
        msgspec.structs.replace(wording, appearances=appearances)
        for _, wording, appearances in shown(
            msgspec.structs.replace(found, wordings=behind), asked.limit, every=asked.every
        )
    )
    end = asked.after + len(page)
    notes = [DATA]
    if not found.wordings:
        notes.append(
            "No quotation has these words. Only what stands in quotation marks is looked through; `search` finds what "
            "is told in an article's own words."
        )
    if end < len(found.wordings):
        notes.append(f"{len(found.wordings) - end} more wordings follow, with `after` {end}.")
    if any(len(given.appearances) < _appearing(whole, asked.every) for given, whole in zip(page, behind, strict=False)):
        notes.append("Of some wordings not all appearances are given: raise `limit`, or ask by outlet or date.")
    if not found.complete:
        notes.append("These words are so common that only the likeliest and earliest quotations were compared.")
    return Traced(
        notes=notes,
        trace=msgspec.structs.replace(found, wordings=page, credits=found.credits[:LISTED]),
        wordings=len(found.wordings),
        next=end if end < len(found.wordings) else None,
    )


def _appearing(wording: Wording, every: bool) -> int:
    return sum(every or not each.folded for each in wording.appearances)


def _articles(ledger: Ledger, since: str | None, until: str | None, outlet: str | None, once: bool) -> Articles:
    """Which articles count. Raises OptionError for a day that is none, and an outlet that is none or several."""
    first, last = period(since or "", until or "")
    number = outlet_meant(ledger.connection, outlet)[0] if outlet else None
    return Articles(outlet=number, since=first, until=last, once=once)


def speakers(desk: Desk, asked: ToListSpeakers) -> SpeakersListed:
    """Whom the articles quote. Raises OptionError, LedgerError."""
    with desk.opened() as ledger:
        articles = _articles(ledger, asked.since, asked.until, asked.outlet, asked.once)
        found, every = figures_of_speakers(
            ledger, articles, kind=asked.kind, standing=asked.standing, sort=asked.sort, limit=asked.limit
        )
    notes = [DATA, "`person` tells more of one; `search` with speaker #N gives the statements behind a figure."]
    if len(found) < every:
        notes.append(f"{len(found)} of {every:,} are given; narrow the question, or raise `limit`.")
    return SpeakersListed(notes=notes, speakers=found, count=every)


def person(desk: Desk, asked: ToShowPerson) -> PersonShown:
    """What the articles have of one speaker. Raises OptionError, LedgerError."""
    with desk.opened() as ledger:
        entity = entity_meant(ledger.connection, str(asked.name))
        articles = _articles(ledger, asked.since, asked.until, asked.outlet, asked.once)
        detail = speaker_detail(ledger, str(entity), articles, standing=asked.standing)
        question = Question(
            speaker=f"#{entity}",
            outlet=asked.outlet,
            standing=asked.standing or (),
            since=articles.since,
            until=articles.until,
            once=asked.once,
            limit=_NEWEST,
        )
        newest = list(_anchored(ledger, searching.search(ledger, question).hits)) if detail.speaker.attributions else []
    detail, cut = listed(detail)
    notes = [DATA, f"`search` with speaker #{entity} gives all statements; the newest end this answer."]
    if cut:
        notes.append(f"No more than {LISTED} each are given of: {', '.join(cut)}.")
    return PersonShown(notes=notes, person=detail, newest=newest)


def outlets(desk: Desk, asked: ToListOutlets) -> OutletsListed:
    """How each outlet sources what it tells. Raises OptionError, LedgerError."""
    with desk.opened() as ledger:
        every = figures_of_outlets(
            ledger, _articles(ledger, asked.since, asked.until, None, asked.once), sort=asked.sort
        )
    notes = [
        DATA,
        "`outlet` tells more of one; `search` with outlet and standing gives the statements behind a figure. The "
        "shares are what a model read: look at the texts before two outlets are compared.",
    ]
    if asked.limit < len(every):
        notes.append(f"{asked.limit} of {len(every):,} are given; raise `limit`.")
    return OutletsListed(notes=notes, outlets=every[: asked.limit], count=len(every))


def outlet(desk: Desk, asked: ToShowOutlet) -> OutletShown:
    """How one outlet sources what it tells. Raises OptionError, LedgerError."""
    with desk.opened() as ledger:
        articles = _articles(ledger, asked.since, asked.until, None, asked.once)
        detail, cut = listed(outlet_detail(ledger, asked.name, articles))
    notes = [DATA, "`search` with this outlet gives the statements behind a figure."]
    if cut:
        notes.append(f"No more than {LISTED} each are given of: {', '.join(cut)}.")
    return OutletShown(notes=notes, outlet=detail)
