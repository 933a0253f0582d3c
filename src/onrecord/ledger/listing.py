"""The articles of a ledger, page by page, and how much it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onrecord.errors import OptionError
from onrecord.ledger.connection import reading
from onrecord.ledger.finding import outlet_meant
from onrecord.ledger.fitting import fitting
from onrecord.ledger.ledger import Ledger

__all__ = ["MOST_LISTED", "Counts", "ListedArticle", "Listing", "articles", "counts"]

#: Articles of one page.
MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """One article; ``document`` is its number, ``copy_of`` that of the first with nearly its text, or its own.

    ``replaced_by`` is the number of the page's next text, where it was changed.
    """

    document: int
    title: str | None
    outlet: str | None
    published: str | None
    uri: str | None
    words: int
    attributions: int
    version: int
    replaced_by: int | None
    copy_of: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of articles; ``next`` is the cursor of the page behind it, where there is one."""

    articles: tuple[ListedArticle, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a ledger holds: texts (each version of a page is one), what is said in them, and who is named."""

    articles: int
    attributions: int
    outlets: int
    entities: int


_ARTICLES = """
SELECT document.document_id, title, outlet.name, published, uri, words,
    (SELECT count(*) FROM attribution WHERE attribution.document_id = document.document_id),
    version, replaced_by, copy_of, coalesce(published, '')
FROM document LEFT JOIN outlet USING (outlet_id)
WHERE (coalesce(published, ''), document.document_id) < (:day, :document)
    AND (:outlet IS NULL OR outlet_id = :outlet)
    AND (:since IS NULL OR published >= :since) AND (:until IS NULL OR published <= :until)
    AND (:versions OR replaced_by IS NULL)
ORDER BY published DESC, document.document_id DESC LIMIT :limit
"""
#: Behind every day, and every number of an article.
_BEFORE_ALL = ("~", 2**62)


def articles(
    ledger: Ledger,
    *,
    outlet: str | None = None,
    since: date | None = None,
    until: date | None = None,
    versions: bool = False,
    limit: int = 50,
    after: str | None = None,
) -> Listing:
    """Articles, the newest first and undated ones last; ``after`` is the ``next`` of the page before.

    Of a page that changed, its newest text only, unless ``versions``. Raises OptionError for an outlet that the ledger
    does not know, a page of more than MOST_LISTED, or a cursor that is none.
    """
    if not 1 <= limit <= MOST_LISTED:
        raise OptionError(f"a page has 1 to {MOST_LISTED} articles, not {limit}; the next one begins after it")
    number = None if outlet is None else outlet_meant(ledger.connection, outlet)[0]
    day, document = _cursor(after) if after else _BEFORE_ALL
    asked = {
        "day": day,
        "document": document,
        "outlet": number,
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
        "versions": versions,
        "limit": limit + 1,
    }
    with reading(ledger.path):
        rows = ledger.connection.execute(_ARTICLES, asked).fetchall()
        found = tuple(fitting(ListedArticle(*row[:-1])) for row in rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    return Listing(found, f"{last[-1]}.{last[0]}" if last else None)


def _cursor(after: str) -> tuple[str, int]:
    day, _, document = after.rpartition(".")
    if not document.isascii() or not document.isdigit() or len(document) > 18:
        raise OptionError(f"{after[:80]!r} is no cursor; take `next` of the page before, or leave it out")
    return day, int(document)


def counts(ledger: Ledger) -> Counts:
    """How much the ledger holds."""
    with reading(ledger.path):
        row = ledger.connection.execute(
            "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM attribution), "
            "(SELECT count(*) FROM outlet), (SELECT count(*) FROM entity WHERE merged_into IS NULL)"
        ).fetchone()
    return Counts(*row)
