"""Where a quotation may stand in the transcripts: as a whole, in parts, or a few words of it.

The index hands on places that share runs of words; each is compared word by word here, and nothing is decided. Which
finding to believe depends on the article as a whole, and is ``verify.check``'s to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from onrecord.verify.index import Region, TranscriptIndex
from onrecord.verify.types import Verdict
from onrecord.verify.verdicts import GRAVITY, MARKED_LIMIT, Finding, examine, examine_passage
from onrecord.verify.wording import Wording

__all__ = ["LEAST_WORDS", "find_alike", "find_parts", "find_passages", "find_short", "is_telling"]

#: Fewer words than this are too short to tell by themselves: in 3.8 million words of debates and speeches most runs
#: of four common words are said by several people on several days.
LEAST_WORDS = 5
#: Fewer words than this are looked for on no occasion: one or two are said at every one.
_LEAST_SHORT = 3
#: Words that stand together at no more places than this tell what was said from chance. A debate is often in two or
#: three transcripts, and speakers say a sentence again.
_FEW_PLACES = 5
#: Regions that are compared word by word for one quotation.
_REGIONS = 30
#: Places of the very same words that are handed on.
_MOST_SAME = 2_000
#: Words that a passage may have more or less than the quotation between two runs that they share.
_DRIFT = 14
#: Parts of a stitched quotation have at least so many words: shorter ones are said everywhere.
_LEAST_PART = 4
#: Parts that are looked for outside the known occasions have at least so many.
_LEAST_PART_ANYWHERE = 7
#: A quotation with more sentences and ellipses than this is not taken apart: it costs the square of their number.
_MOST_PIECES = 16


def find_passages(
    quotation: Wording, index: TranscriptIndex, *, within: Sequence[int] | None = None
) -> tuple[list[Finding], int]:
    """The passages that may be meant, and at how many places the very same words stand.

    ``within`` are the only transcripts to look in. Where the very same words stand somewhere, nothing else is looked
    for: :func:`find_alike` does.
    """
    same = index.exactly(quotation.keys, within)
    if same:
        first = _same_words(quotation, index, same[0])
        if first is not None:
            size = len(quotation)
            found = [
                replace(first, transcript=index.transcript_of(at), first=at, last=at + size) for at in same[:_MOST_SAME]
            ]
            return found, len(same)
    return find_alike(quotation, index, within=within), 0


def find_alike(quotation: Wording, index: TranscriptIndex, *, within: Sequence[int] | None = None) -> list[Finding]:
    """The passages that share most runs of words with the quotation, those in other spelling or words among them."""
    spoken = [key for at, key in enumerate(quotation.keys) if at not in quotation.editors]
    inner = any(0 < gap < len(quotation) for gap in quotation.gaps)
    regions = index.regions(spoken, _REGIONS, drift=_DRIFT + MARKED_LIMIT if inner else _DRIFT, within=within)
    if inner:
        # A wide drift joins places that have nothing to do with each other where a phrase comes back.
        regions += [each for each in index.regions(spoken, _REGIONS, within=within) if each not in regions]
    return _distinct(examine(quotation, index, region) for region in regions)


def _same_words(quotation: Wording, index: TranscriptIndex, at: int) -> Finding | None:
    transcript = index.transcript_of(at)
    return examine(quotation, index, Region(transcript, at, at + len(quotation), 0))


def is_telling(index: TranscriptIndex, finding: Finding, *, least: int = 1) -> bool:
    """Whether the words that a passage has in common with the quotation are more than what everybody says.

    The longest of them that stand together, ``least`` words or more, stand so at a few places of all transcripts.
    """
    first, last = max(_shared_runs(finding), key=lambda run: run[1] - run[0])
    if last - first < least:
        return False
    return 0 < len(index.exactly(index.words(first, last))) <= _FEW_PLACES


def _shared_runs(finding: Finding) -> list[tuple[int, int]]:
    """The passage's words between its changes: words of the index, half-open."""
    runs = []
    at = finding.first
    for change in sorted(finding.changes, key=lambda each: (each.said_first, each.said_last)):
        runs.append((at, max(finding.first + change.said_first, at)))
        at = max(finding.first + change.said_last, at)
    return [*runs, (at, finding.last)]


def _distinct(findings: Iterator[Finding | None]) -> list[Finding]:
    """Each passage once: two regions may come down to one."""
    return list({(each.first, each.last): each for each in findings if each is not None}.values())


def find_short(quotation: Wording, index: TranscriptIndex, known: Sequence[int]) -> Iterator[Finding]:
    """Where a few words stand as they are on the ``known`` occasions, occasion by occasion."""
    if len(quotation) < _LEAST_SHORT:
        return
    for transcript in known:
        for at in index.exactly(quotation.keys, within=[transcript])[:_MOST_SAME]:
            found = _same_words(quotation, index, at)
            if found is not None:
                yield found


def find_parts(
    quotation: Wording,
    index: TranscriptIndex,
    known: Sequence[int],
    acceptable: Callable[[Finding], bool],
) -> Finding | None:
    """The quotation in parts that were said at different places, each of them ``acceptable``; ``None`` where it is not.

    It is taken apart where its sentences begin and at ellipses, and from left to right each part is as long as can
    be. Parts that turn out to stand together are one passage, which is handed on as one.
    """
    size = len(quotation)
    cuts = sorted({0, size, *(at for at in (*quotation.stops, *quotation.gaps) if 0 < at < size)})
    if not 2 < len(cuts) <= _MOST_PIECES:
        return None
    parts: list[Finding] = []
    at = 0
    while at < len(cuts) - 1:
        for end in range(len(cuts) - 1, at, -1):
            if (at, end) == (0, len(cuts) - 1):
                continue
            part = _part(quotation, index, cuts[at], cuts[end], known, acceptable)
            if part is not None:
                parts.append(part)
                at = end
                break
        else:
            return None
    return _together(quotation, index, parts) or _stitched(quotation, parts)


def _part(
    quotation: Wording,
    index: TranscriptIndex,
    first: int,
    last: int,
    known: Sequence[int],
    acceptable: Callable[[Finding], bool],
) -> Finding | None:
    """The best acceptable passage of words ``first`` to ``last``; its changes are numbered as the quotation's."""
    wording = quotation.part(first, last)
    if wording.own < _LEAST_PART:
        return None
    findings = find_passages(wording, index, within=known)[0] if known else []
    if wording.own >= _LEAST_PART_ANYWHERE and not any(acceptable(each) for each in findings):
        findings = find_passages(wording, index)[0]
    believed = [each for each in findings if acceptable(each)]
    best = min(believed, key=lambda each: (GRAVITY.index(each.verdict), -each.alike, each.first), default=None)
    if best is None:
        return None
    moved = tuple(each._replace(first=each.first + first, last=each.last + first) for each in best.changes)
    return replace(best, changes=moved)


def _together(quotation: Wording, index: TranscriptIndex, parts: Sequence[Finding]) -> Finding | None:
    """The parts as one passage, where they stand in order and near each other in one transcript."""
    for one, other in pairwise(parts):
        if one.transcript != other.transcript or not 0 <= other.first - one.last <= MARKED_LIMIT:
            return None
    whole = examine_passage(quotation, index, parts[0].transcript, parts[0].first, parts[-1].last)
    return whole if whole.verdict in GRAVITY[:3] else None


def _stitched(quotation: Wording, parts: Sequence[Finding]) -> Finding:
    matched = sum(part.matched for part in parts)
    alike = sum(part.alike * max(part.matched, 1) for part in parts) / sum(max(part.matched, 1) for part in parts)
    changes = tuple(change for part in parts for change in part.changes)
    first = parts[0]
    return Finding(
        first.transcript, first.first, first.last, changes, Verdict.STITCHED, alike, matched, parts=tuple(parts)
    )
