"""What one speaker said, month by month and outlet by outlet: who took the words up, and when.

The months of ``profile_details`` are sums over all outlets; here each outlet has its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.ledger.facets import entity_facet
from onrecord.ledger.fitting import fitting
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.profiles import ALL_ARTICLES, Articles, asking

__all__ = ["SaidInMonth", "said_by_month"]


@dataclass(frozen=True, slots=True)
class SaidInMonth:
    """Attributions of a month ("2023-03", or None without a date) in one outlet (None where none is named)."""

    month: str | None
    outlet: str | None
    attributions: int


_SAID = """
SELECT substr(chosen.published, 1, 7) AS month, outlet.name, count(*)
FROM attribution_text
    JOIN attribution ON attribution.attribution_id = attribution_text.rowid
    JOIN chosen USING (document_id)
    LEFT JOIN outlet USING (outlet_id)
WHERE attribution_text MATCH ?
GROUP BY month, outlet.name ORDER BY month IS NULL, month, outlet.name IS NULL, outlet.name
"""


def said_by_month(ledger: Ledger, entity: int, articles: Articles = ALL_ARTICLES) -> list[SaidInMonth]:
    """The attributions of a speaker, by the ledger's number, in the order of their months; those of no date last."""
    with asking(ledger, articles) as connection:
        rows = connection.execute(_SAID, (f"facets : {entity_facet(entity)}",)).fetchall()
        return [fitting(SaidInMonth(*row)) for row in rows]
