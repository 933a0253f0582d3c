"""Which voices of an article are to be read, by the parameters of its address; the rest is dimmed, and nothing hidden.

The script of the page does the same without a request; both ask what an entry says of itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.export.article_view import ArticleView, Entry, Run
from onrecord.record.voices import PAGE

__all__ = ["Filter", "Passing"]


@dataclass(frozen=True, slots=True)
class Filter:
    """``voices`` are keys of voices, ``standings`` terms, ``page`` among them; an empty one lets all through.

    With ``hedged`` only what is hedged passes, with ``direct`` only what is word for word.
    """

    voices: frozenset[str] = frozenset()
    standings: frozenset[str] = frozenset()
    hedged: bool = False
    direct: bool = False

    def __bool__(self) -> bool:
        return bool(self.voices or self.standings or self.hedged or self.direct)

    def passing(self, article: ArticleView) -> Passing:
        """What of an article passes."""
        entries = frozenset(str(entry.index) for entry in article.entries if self._passes(entry))
        page = self._fits(PAGE.key, "page", hedged=False, direct=False)
        return Passing(entries, page)

    def _passes(self, entry: Entry) -> bool:
        direct = entry.form_term == "direct"
        return self._fits(entry.view.key, entry.standing_term, hedged=bool(entry.hedges), direct=direct)

    def _fits(self, voice: str, standing: str, *, hedged: bool, direct: bool) -> bool:
        return (
            (not self.voices or voice in self.voices)
            and (not self.standings or standing in self.standings)
            and (hedged or not self.hedged)
            and (direct or not self.direct)
        )


@dataclass(frozen=True, slots=True)
class Passing:
    """The entries that pass a filter, by their numbers as a run has them, and whether the page's own words do."""

    entries: frozenset[str]
    page: bool

    def run(self, run: Run) -> bool:
        """Whether a run stays bright: one of its attributions passes, or it is the page's own and that does."""
        return (run.voice is None and self.page) or any(part in self.entries for part in run.parts.split())

    def runs(self, runs: Sequence[Run]) -> list[bool]:
        """The same of many."""
        return [self.run(each) for each in runs]
