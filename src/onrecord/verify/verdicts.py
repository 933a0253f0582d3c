"""One quotation beside one region of a transcript: the passage that is meant, what differs, and what to call it.

The verdict follows from the differences alone, the gravest deciding: a change of words before parts from different
places, these before an editor's changes, these before words left out. docs/checking.md says it for readers, with an
example of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.verify.align import Stretch, align_words, similarity
from onrecord.verify.differences import SILENT_LIMIT, Change, compare
from onrecord.verify.index import Region, TranscriptIndex
from onrecord.verify.names import same_person
from onrecord.verify.transcript import Transcript
from onrecord.verify.types import Verdict
from onrecord.verify.wording import Wording, ends_sentence

__all__ = ["GRAVITY", "MARKED_LIMIT", "Finding", "examine", "examine_passage", "verdict_of"]

#: Words that an ellipsis may stand for within one passage. What lies further apart is two passages: at 150 words a
#: minute (the usual pace of speech) a hundred are forty seconds.
MARKED_LIMIT = 100

#: The share of a quotation's words that a passage must have to be compared: contractions and other spellings leave half
#: of them and more. What shares less is nowhere near.
_LEAST_SHARED = 0.4
#: The least similarity at which other edges of a passage are tried, and by how many words they are moved.
_WORTH_TRYING = 0.5
_MOVED = 2
#: Words by which an edge is drawn in, at most.
_MOST_TIGHTENED = 8

#: Verdicts on wording, the best first.
GRAVITY: tuple[Verdict, ...] = (
    Verdict.VERBATIM,
    Verdict.TRIMMED,
    Verdict.EDITED,
    Verdict.STITCHED,
    Verdict.ALTERED,
    Verdict.NOT_FOUND,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage, words ``first`` to ``last`` of the index, and what differs from it.

    ``verdict`` is on the wording. ``alike`` is the similarity of what the article says was spoken to the passage: words
    under an ellipsis, brackets, hesitations, repeats and interruptions are left aside. ``spare`` counts words at the
    passage's edges that the quotation does not have.
    """

    transcript: int
    first: int
    last: int
    changes: tuple[Change, ...]
    verdict: Verdict
    alike: float
    matched: int
    parts: tuple[Finding, ...] = ()
    spare: int = 0


def verdict_of(quotation: Wording, changes: Sequence[Change]) -> Verdict:
    """What the differences come to."""
    kinds = {change.kind for change in changes}
    if any(change.alters for change in changes):
        return Verdict.ALTERED
    for change in changes:
        limit = MARKED_LIMIT if change.marked else SILENT_LIMIT
        if change.kind == "left_out" and change.said_last - change.said_first > limit:
            return Verdict.STITCHED
    if kinds & {"bracket", "inflection", "contraction", "hesitation", "repeat", "interruption"}:
        return Verdict.EDITED
    if kinds or 0 in quotation.gaps or len(quotation) in quotation.gaps:
        return Verdict.TRIMMED
    return Verdict.VERBATIM


def examine(quotation: Wording, index: TranscriptIndex, region: Region) -> Finding | None:
    """The passage in ``region`` that the quotation is nearest to; ``None`` where they share too few words for one."""
    said = index.words(region.first, region.last)
    bounds = _bounds(quotation, said)
    if bounds is None or _shared(quotation, said[bounds[0] : bounds[3]]) < _LEAST_SHARED * quotation.own:
        return None
    first, core_first, core_last, last = (region.first + each for each in bounds)
    source = index.transcripts[region.transcript]
    while first < core_first and not _same_speaker(source, index, first, core_first):
        first += 1
    while last > core_last and not _same_speaker(source, index, last - 1, core_last - 1):
        last -= 1
    found = examine_passage(quotation, index, region.transcript, first, last)
    if found.verdict is Verdict.ALTERED:
        if found.alike < _WORTH_TRYING:
            return found
        found = _moved(quotation, index, region, found)
    return _tightened(quotation, index, found, core_first, core_last)


def _shared(quotation: Wording, said: Sequence[str]) -> int:
    """How many words of the quotation are in ``said``, in whatever order, each as often as it is in both."""
    return (Counter(quotation.keys) & Counter(said)).total()


def _same_speaker(source: Transcript, index: TranscriptIndex, one: int, other: int) -> bool:
    return source.turn_at(index.place(one)[0]).speaker == source.turn_at(index.place(other)[0]).speaker


def _moved(quotation: Wording, index: TranscriptIndex, region: Region, found: Finding) -> Finding:
    """The same with an edge moved, where that is better: a speaker who begins twice is aligned with the first time."""
    size = len(quotation)
    edges = {(found.last - size - off, found.last) for off in range(-_MOVED, _MOVED + 1)}
    edges |= {(found.first, found.first + size + off) for off in range(-_MOVED, _MOVED + 1)}
    others = [
        examine_passage(quotation, index, region.transcript, first, last)
        for first, last in sorted(edges)
        if region.first <= first < last <= region.last
    ]
    return _best([found, *others])


def _tightened(quotation: Wording, index: TranscriptIndex, found: Finding, core_first: int, core_last: int) -> Finding:
    """The same without words at its edges that are not meant: where the quotation has fewer than it was given room for.

    "We are" takes the room of two words and was said in one, "We're". An editor's words in brackets may stand for any
    number, but for none of another sentence.
    """
    source = index.transcripts[found.transcript]
    first, last = found.first, found.last
    if first < core_first:
        begins = _sentence_start(source, index, first, core_first)
        firsts = [*range(max(first, core_first - _MOST_TIGHTENED), core_first + 1)]
        if 0 in quotation.editors:
            firsts = [begins]
        found = _best(
            examine_passage(quotation, index, found.transcript, each, last) for each in _nearest(firsts, begins)
        )
        first = found.first
    if last > core_last:
        ends = _sentence_end(source, index, core_last, last)
        lasts = [*range(min(last, core_last + _MOST_TIGHTENED), core_last - 1, -1)]
        if len(quotation) - 1 in quotation.editors:
            lasts = [ends]
        found = _best(
            examine_passage(quotation, index, found.transcript, first, each) for each in _nearest(lasts, ends)
        )
    return found


def _nearest(edges: Sequence[int], sentence: int) -> list[int]:
    """Edges to try, in the order in which they are preferred: within the sentence, the widest first; then beyond it."""
    at = edges.index(sentence) if sentence in edges else 0
    return [*edges[at:], *edges[:at]]


def _best(findings: Iterable[Finding]) -> Finding:
    """The mildest, of these the one with the fewest words too many or changed, of these the first."""

    def order(each: Finding) -> tuple[int, int]:
        changed = sum(max(c.last - c.first, c.said_last - c.said_first) for c in each.changes if c.alters)
        return GRAVITY.index(each.verdict), changed + each.spare

    return min(findings, key=order)


def _sentence_start(source: Transcript, index: TranscriptIndex, first: int, last: int) -> int:
    """The first of the words ``first`` to ``last`` that is in the sentence of the last of them."""
    for word in range(last - 1, first - 1, -1):
        if ends_sentence(source.text, index.place(word)[1], index.place(word + 1)[0]):
            return word + 1
    return first


def _sentence_end(source: Transcript, index: TranscriptIndex, first: int, last: int) -> int:
    """The end of the words ``first`` to ``last`` that are in the sentence of the word before them."""
    for word in range(first - 1, last - 1):
        if ends_sentence(source.text, index.place(word)[1], index.place(word + 1)[0]):
            return word + 1
    return last


def examine_passage(quotation: Wording, index: TranscriptIndex, transcript: int, first: int, last: int) -> Finding:
    """The quotation beside words ``first`` to ``last`` of the index, no more and no less."""
    said = index.words(first, last)
    every = compare(quotation, said, _own(index, transcript, first, last))
    changes = _without_edges(every, len(said))
    spare = sum(each.said_last - each.said_first for each in every) - sum(
        each.said_last - each.said_first for each in changes
    )
    aside_quoted = {at for c in changes if c.kind == "bracket" for at in range(c.first, c.last)} | quotation.editors
    aside_said = {
        at
        for c in changes
        if c.kind in ("hesitation", "repeat", "interruption", "bracket") or (c.kind == "left_out" and c.marked)
        for at in range(c.said_first, c.said_last)
    }
    kept = [key for at, key in enumerate(quotation.keys) if at not in aside_quoted]
    beside = [key for at, key in enumerate(said) if at not in aside_said]
    matched = len(kept) - sum(c.last - c.first for c in changes if c.kind in ("added", "replaced"))
    return Finding(
        transcript,
        first,
        last,
        tuple(changes),
        verdict_of(quotation, changes),
        similarity(kept, beside),
        max(matched, 0),
        spare=spare,
    )


def _without_edges(changes: list[Change], size: int) -> list[Change]:
    """Without what is left out at the passage's edges: nobody quotes from the first word to the last."""
    return [
        change
        for change in changes
        if not (
            change.first == change.last
            and change.kind in ("left_out", "hesitation", "repeat", "interruption")
            and (change.said_first == 0 or change.said_last == size)
        )
    ]


def _bounds(quotation: Wording, said: Sequence[str]) -> tuple[int, int, int, int] | None:
    """Where in ``said`` the passage begins, its first shared word, the end of its last shared one, and its end.

    Words of the quotation before the first shared one, or behind the last, take as many words of the transcript beside
    them. A shared word or two at an edge, parted from the rest by more words than they are, is chance and not part of
    it, unless an ellipsis parts them in the article.
    """
    runs = [stretch for stretch in align_words(quotation.keys, said) if stretch.same]
    if not runs:
        return None
    while len(runs) > 1 and (_of_editor(quotation, runs[0]) or _by_chance(quotation, runs[0], runs[1])):
        runs = runs[1:]
    while len(runs) > 1 and (_of_editor(quotation, runs[-1]) or _by_chance(quotation, runs[-1], runs[-2])):
        runs = runs[:-1]
    first = max(runs[0].right_start - runs[0].left_start, 0)
    last = min(runs[-1].right_end + len(quotation) - runs[-1].left_end, len(said))
    return first, runs[0].right_start, runs[-1].right_end, last


def _of_editor(quotation: Wording, run: Stretch) -> bool:
    """Whether all words of a run stand in brackets in the article."""
    return all(at in quotation.editors for at in range(run.left_start, run.left_end))


def _by_chance(quotation: Wording, edge: Stretch, inner: Stretch) -> bool:
    one, other = sorted((edge, inner), key=lambda run: run.right_start)
    size = edge.right_end - edge.right_start
    if any(one.left_end <= gap <= other.left_start for gap in quotation.gaps):
        return False
    between = other.right_start - one.right_end
    missing = other.left_start - one.left_end
    return size <= 2 and between > missing and between - missing > 2 * size


def _own(index: TranscriptIndex, transcript: int, first: int, last: int) -> list[bool] | None:
    """For each word whether the speaker of most of them says it; ``None`` where one says all, or nobody is named."""
    source = index.transcripts[transcript]
    low, high = source.turn_index(index.place(first)[0]), source.turn_index(index.place(last - 1)[0])
    if low == high:
        return None
    speakers = [source.turn_at(index.place(word)[0]).speaker for word in range(first, last)]
    if any(speaker is None for speaker in speakers):
        return None
    most = max(set(speakers), key=lambda speaker: (speakers.count(speaker), speaker or ""))
    own = [speaker == most or same_person(speaker, most) is True for speaker in speakers]
    return None if all(own) else own
