"""Attributions counted by each of their values as they pass: what a speaker's and an outlet's detail have in common.

One pass counts all of them. A question to SQLite for each value would read the same rows six times over.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Counts", "Cued", "Month", "QuotedBy", "months_of"]

#: Cues that are told: more are a list that nobody reads.
_CUES_TOLD = 12


@dataclass(frozen=True, slots=True)
class QuotedBy:
    """An outlet that quotes a speaker; None for articles that name no outlet."""

    outlet: str | None
    articles: int
    attributions: int
    words: int


@dataclass(frozen=True, slots=True)
class Cued:
    """A cue's lemma, what the writer does in it, and how often it is used of a speaker."""

    lemma: str
    stance: str
    attributions: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month's ("2023-03") articles and attributions; None for articles without a date."""

    month: str | None
    articles: int
    attributions: int
    words: int


@dataclass
class Counts:
    """Attributions, counted by each of their values as they pass."""

    attributions: int = 0
    words: int = 0
    outermost: int = 0
    direct: int = 0
    negated: int = 0
    by: dict[str, Counter[Any]] = field(
        default_factory=lambda: {name: Counter() for name in ("standing", "form", "act", "stance", "hops", "cue")}
    )
    articles: dict[Any, set[int]] = field(default_factory=dict)  #: those of an outlet, and those of a month
    said: Counter[Any] = field(default_factory=Counter)
    spoken: Counter[Any] = field(default_factory=Counter)
    first: str | None = None
    last: str | None = None

    def add(self, row: sqlite3.Row | tuple[Any, ...]) -> None:
        """Count a row, whose columns are those of ``profile_details._COLUMNS``."""
        document, outlet, published, standing, form, act, stance, lemma, hops, negated, outermost, words = row
        told = words if outermost else 0
        self.attributions += 1
        self.words += told
        self.outermost += outermost
        self.direct += outermost and form == "direct"
        self.negated += negated
        values = {"standing": standing, "form": form, "act": act, "stance": stance, "hops": hops}
        for name, value in values.items():
            self.by[name][value] += 1
        self.by["cue"][(lemma, stance)] += 1
        for key in (("outlet", outlet), ("month", published[:7] if published else None)):
            self.articles.setdefault(key, set()).add(document)
            self.said[key] += 1
            self.spoken[key] += told
        if published:
            self.first = min(self.first or published, published)
            self.last = max(self.last or published, published)

    def counted(self, name: str) -> dict[Any, int]:
        """The values of one kind and how often each was met, the most frequent first."""
        return dict(sorted(self.by[name].items(), key=lambda pair: (-pair[1], str(pair[0]))))

    def cues(self) -> tuple[Cued, ...]:
        """The cues that were met most."""
        told = list(self.counted("cue").items())[:_CUES_TOLD]
        return tuple(Cued(lemma, stance, count) for (lemma, stance), count in told)

    def quoted_by(self) -> tuple[QuotedBy, ...]:
        """The outlets of what was counted, those with most attributions first."""
        found = [
            QuotedBy(key[1], len(articles), self.said[key], self.spoken[key])
            for key, articles in self.articles.items()
            if key[0] == "outlet"
        ]
        return tuple(sorted(found, key=lambda each: (-each.attributions, -each.words, each.outlet or "")))


def months_of(counts: Counts, published: dict[str | None, int]) -> tuple[Month, ...]:
    """Each month in order, those of no date last; ``published`` are all articles of a month, quoting or not."""
    months = {key[1] for key in counts.articles if key[0] == "month"} | set(published)
    return tuple(
        Month(
            month,
            published.get(month, len(counts.articles.get(("month", month), ()))),
            counts.said[("month", month)],
            counts.spoken[("month", month)],
        )
        for month in sorted(months, key=lambda month: (month is None, month or ""))
    )
