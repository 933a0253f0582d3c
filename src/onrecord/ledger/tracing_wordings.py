"""Appearances gathered: by wording, with what differs, and by whom the articles credit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import msgspec

from onrecord.ledger.tracing_articles import Placed
from onrecord.ledger.tracing_types import Appearance, Credit, Credited, Difference, DifferenceKind, Trace, Wording
from onrecord.ledger.wording import Base, Comparison, Kind, beside
from onrecord.text.comparing import compared_words, keys_of
from onrecord.verify.align import Stretch

__all__ = ["summed_up"]


def summed_up(quotation: str, base: Base, placed: Sequence[Placed], *, complete: bool) -> Trace:
    """The whole trace, of appearances that come the earliest first.

    Where nobody printed what was asked, the earliest full wording takes its place as that with which all are compared:
    a reader who remembers a word wrongly wants the variants of what was said, not of the mistake.
    """
    base_words, asked_differs = quotation, list[Difference]()
    if placed and not any(each.appearance.kind in {Kind.SAME, Kind.LONGER} for each in placed):
        full = next((each for each in placed if each.found.comparison.is_full), None)
        if full is not None:
            base_words = _within(_printed(full), full.found.comparison)
            new = Base(keys_of(base_words))
            asked_differs = _differences(base_words, quotation, beside(new, base.keys))
            placed = [_against(new, each) for each in placed]
    appearances = [each.appearance for each in placed]
    return Trace(
        quotation=quotation,
        base=base_words,
        asked_differs=asked_differs,
        articles=_articles(appearances),
        stories=_stories(appearances),
        outlets=_outlets(appearances),
        wordings=_wordings(base_words, placed),
        credits=_credited(appearances),
        complete=complete,
    )


def _printed(placed: Placed) -> str:
    return " … ".join(piece.words for piece in placed.appearance.pieces)


def _against(base: Base, placed: Placed) -> Placed:
    """The appearance compared with another base."""
    comparison = beside(base, placed.found.keys, placed.found.breaks)
    return replace(
        placed,
        appearance=msgspec.structs.replace(placed.appearance, kind=comparison.kind),
        found=replace(placed.found, comparison=comparison),
    )


#: Signs that open the next word, as the $ and the bracket of "a ($40 million".
_OPENING = re.compile(r"(?<=\s)\S+\Z")


def _cuts(text: str) -> list[int]:
    """Where each word of ``text`` begins, with the signs before it, and the end: code points, one more than words.

    Of what stands between two words, that up to the last white space goes with the first.
    """
    cuts, end = [0], 0
    for word in compared_words(text):
        opening = _OPENING.search(text, end, word.span.start)
        cuts.append(opening.start() if opening else word.span.start)
        end = word.span.end
    return [0, *cuts[2:], len(text)]


def _within(text: str, comparison: Comparison) -> str:
    """The words of a wording that correspond to its base, as printed."""
    cuts = _cuts(text)
    return text[cuts[comparison.start] : cuts[comparison.end]].strip()


def _differences(base: str, words: str, comparison: Comparison) -> list[Difference]:
    """Stretch by stretch, the words of ``base`` and those of ``words`` beside them, as printed."""
    base_cuts, cuts = _cuts(base), _cuts(words)
    same = [index for index, each in enumerate(comparison.stretches) if each.same]
    inner = range(same[0], same[-1]) if same else range(len(comparison.stretches))
    return [
        Difference(
            _difference_kind(each, within=index in inner),
            base[base_cuts[each.left_start] : base_cuts[each.left_end]].strip(),
            words[cuts[each.right_start] : cuts[each.right_end]].strip(),
        )
        for index, each in enumerate(comparison.stretches)
    ]


def _difference_kind(stretch: Stretch, *, within: bool) -> DifferenceKind:
    if stretch.same:
        return "same"
    if stretch.right_start == stretch.right_end:
        return "left_out"
    if stretch.left_start < stretch.left_end:
        return "replaced"
    return "added" if within else "more"


def _wordings(base: str, placed: Sequence[Placed]) -> list[Wording]:
    """Appearances with the same words together; wordings and appearances the earliest first."""
    groups: dict[tuple[str, ...], list[Placed]] = defaultdict(list)
    for each in placed:
        groups[each.found.keys].append(each)
    wordings = []
    for group in groups.values():
        first = group[0]
        appearances = _folded([each.appearance for each in group])
        wordings.append(
            Wording(
                kind=first.appearance.kind,
                words=_printed(first),
                shared=first.found.comparison.shared,
                differences=_differences(base, _printed(first), first.found.comparison),
                articles=_articles(appearances),
                outlets=_outlets(appearances),
                appearances=appearances,
            )
        )
    return wordings


def _folded(appearances: Sequence[Appearance]) -> list[Appearance]:
    """The same, with the copies of one story folded behind the earliest of them."""
    stands: dict[int, int] = {}
    behind: dict[int, set[int]] = defaultdict(set)
    for each in appearances:
        document = stands.setdefault(each.copy_group, each.document)
        if each.document != document:
            behind[document].add(each.document)
    told: set[int] = set()
    marked = []
    for each in appearances:
        copies = 0 if each.document in told else len(behind.get(each.document, ()))
        told.add(each.document)
        folded = stands[each.copy_group] != each.document
        marked.append(msgspec.structs.replace(each, copies=copies, folded=folded))
    return marked


def _articles(appearances: Iterable[Appearance]) -> int:
    return len({each.document for each in appearances})


def _stories(appearances: Iterable[Appearance]) -> int:
    return len({each.copy_group for each in appearances})


def _outlets(appearances: Iterable[Appearance]) -> int:
    return len({each.outlet for each in appearances if each.outlet is not None})


#: Whom a credit means: the ledger's entity, or a source's words; none for nobody.
_Whom = tuple[int | None, str] | None


def _whom(credit: Credit | None) -> _Whom:
    if credit is None or (credit.entity is None and not credit.words.strip()):
        return None
    return (credit.entity, "") if credit.entity is not None else (None, " ".join(keys_of(credit.words)))


def _credited(appearances: Sequence[Appearance]) -> list[Credited]:
    """Each source that is credited, those of most stories first, and how often nobody is.

    An article that credits somebody in one place and nobody in another (in its headline) credits somebody.
    """
    given: dict[int, set[_Whom]] = defaultdict(set)
    by_whom: dict[_Whom, list[Appearance]] = defaultdict(list)
    for each in appearances:
        given[each.document].add(_whom(each.credit))
    for each in appearances:
        whom = _whom(each.credit)
        if whom is not None or given[each.document] == {None}:
            by_whom[whom].append(each)
    credited = []
    for whom, group in by_whom.items():
        credit = next((each.credit for each in group if each.credit), None) if whom is not None else None
        credited.append(
            Credited(
                name=(credit.name or " ".join(credit.words.split())) if credit else None,
                entity=whom[0] if whom else None,
                standing=credit.standing if credit else "none",
                articles=_articles(group),
                stories=_stories(group),
                outlets=_outlets(group),
            )
        )
    return sorted(credited, key=lambda each: (each.name is None, -each.stories, -each.articles, each.name or ""))
