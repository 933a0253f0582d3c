"""Which content belongs to which cue, and which source to which cue.

A content asks for its cue, a cue for its source: each has one answer, and one source may answer several cues. A word
asks with its query vector; what it asks for answers with its key; the words of a span vote with the mean of what they
score. Spans and cues in one window are scored within it; a pair that shares no window is scored across two.
"""

from __future__ import annotations

import collections
import functools
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.model.decoding import TaggedSpan
from onrecord.model.tagger import EncodedDocument, WindowLinks

__all__ = ["DistanceBias", "LinkedAttribution", "antecedent_scores", "distance_bucket", "link_spans"]


@dataclass(frozen=True, slots=True)
class DistanceBias:
    """What a link's score gains by distance; each float32 [bucket], see :func:`distance_bucket`."""

    cue_of_content: NDArray[np.float32]
    source_of_cue: NDArray[np.float32]
    antecedent: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LinkedAttribution:
    """Spans of words that belong together, with the log-probability of each link among its candidates."""

    source: TaggedSpan | None
    cue: TaggedSpan
    contents: tuple[TaggedSpan, ...]
    source_chance: float
    content_chances: tuple[float, ...]


#: The greatest distance in pieces between two words of one window, and a little more.
REACH = 512


def distance_bucket(distance: NDArray[np.int64], buckets: int) -> NDArray[np.int64]:
    """The bucket of signed distances in pieces, target minus asker: two to a doubling, the upper half for ahead."""
    half = buckets // 2
    size = np.minimum((2 * np.log2(np.abs(distance).astype(np.float32) + 1)).astype(np.int64), half - 1)
    bucket: NDArray[np.int64] = np.where(distance < 0, size, size + half)
    return bucket


@functools.lru_cache(maxsize=64)
def _bias_by_distance(bias: bytes) -> NDArray[np.float32]:
    """[2 * REACH + 1] what each distance from ``-REACH`` on adds; ``bias`` are the buckets' float32, as bytes."""
    buckets = np.frombuffer(bias, np.float32)
    by_distance: NDArray[np.float32] = buckets[distance_bucket(np.arange(-REACH, REACH + 1), len(buckets))]
    return by_distance


def _middle(span: TaggedSpan) -> int:
    return (span.first + span.last - 1) // 2


def _votes(
    document: EncodedDocument,
    askers: Sequence[TaggedSpan],
    candidates: NDArray[np.int64],
    query: str,
    key: str,
    bias: NDArray[np.float32],
    *,
    with_none: bool,
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """For each run of askers that are read off one window: the first candidate in reach, and what they make of them.

    That is float32 [asker, candidate from the first on], the mean over the asker's words of their link score, or minus
    infinity for what shares no window with the asker; the last is [CLS]'s where ``with_none``. ``askers`` and
    ``candidates``, words, are in the text's order. A pair is scored in one window that holds both: that which the asker
    is read off, or else a neighbour.
    """
    windows, by_distance = document.windows, _bias_by_distance(bias.tobytes())
    for home, run in itertools.groupby(askers, lambda asker: int(document.plan.owners[_middle(asker)])):
        asking = list(run)
        near = windows[max(home - 1, 0) : home + 2]
        low, high = np.searchsorted(candidates, (near[0].first, near[-1].last)).tolist()
        scores = np.full((len(asking), high - low + with_none), -np.inf, np.float32)
        for number in (home, home - 1, home + 1):
            if 0 <= number < len(windows) and _share(windows[number], windows[home]):
                votes = _Votes(document, windows[number], asking, query, key, by_distance)
                votes.give(candidates[low:high], scores[:, : high - low])
                if with_none and number == home:
                    scores[:, -1] = votes.for_none()
        yield low, scores


def _share(one: WindowLinks, other: WindowLinks) -> bool:
    """Whether two windows have words in common."""
    return one.first < other.last and other.first < one.last


class _Votes:
    """What the words of some askers that lie in one window say there."""

    def __init__(
        self,
        document: EncodedDocument,
        window: WindowLinks,
        asking: Sequence[TaggedSpan],
        query: str,
        key: str,
        by_distance: NDArray[np.float32],
    ) -> None:
        here = [i for i, asker in enumerate(asking) if window.first <= _middle(asker) < window.last]
        first = np.array([max(asking[i].first, window.first) for i in here], np.int64)
        last = np.array([min(asking[i].last, window.last) for i in here], np.int64)
        self._here, self._sizes = np.array(here, np.int64), last - first
        self._offsets = np.cumsum(self._sizes) - self._sizes
        words = np.repeat(first - self._offsets, self._sizes) + np.arange(self._sizes.sum())
        self._window, self._by_distance = window, by_distance
        self._pieces = document.pieces.first_pieces
        self._at = self._pieces[words]
        self._queries = np.asarray(getattr(window, query)[words - window.first + 1], np.float32)
        self._keys = getattr(window, key)

    def _mean(self, keys: NDArray[np.floating[Any]], places: NDArray[np.int32]) -> NDArray[np.float32]:
        """[asker here, key]: ``places`` are the pieces that the keys' distance is counted to."""
        distance = places[None, :] - self._at[:, None]
        said = self._queries @ np.asarray(keys, np.float32).T + self._by_distance[distance + REACH]
        sums: NDArray[np.float32] = np.add.reduceat(said, self._offsets, axis=0)
        sums /= self._sizes[:, None]
        return sums

    def give(self, candidates: NDArray[np.int64], scores: NDArray[np.float32]) -> None:
        """Score the candidates in the window, where ``scores``, [asker, candidate], has nothing yet."""
        low, high = np.searchsorted(candidates, (self._window.first, self._window.last)).tolist()
        if low < high and len(self._here):
            inside = candidates[low:high]
            given = self._mean(self._keys[inside - self._window.first + 1], self._pieces[inside])
            old = scores[self._here, low:high]
            scores[self._here, low:high] = np.where(np.isneginf(old), given, old)

    def for_none(self) -> NDArray[np.float32]:
        """[asker here] the score of [CLS], which stands before the window's first piece."""
        return self._mean(self._keys[:1], self._pieces[self._window.first : self._window.first + 1] - 1)[:, 0]


def antecedent_scores(
    document: EncodedDocument, word: int, candidates: NDArray[np.int64], bias: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Float32 [candidate + 1] how well each earlier word is what ``word`` refers back to; the last is none of them.

    ``candidates`` are in order. What shares no window with the word has minus infinity.
    """
    asker = TaggedSpan("mention", word, word + 1)
    ((low, votes),) = _votes(document, [asker], candidates, "mention_query", "mention_key", bias, with_none=True)
    scores = np.full(len(candidates) + 1, -np.inf, np.float32)
    scores[low : low + votes.shape[1] - 1] = votes[0, :-1]
    scores[-1] = votes[0, -1]
    return scores


#: A cue that no content asked for takes one from a cue that has several, and a source that no cue asked for takes a
#: cue from one that has several, where the link's log-probability is not more than this below the better one's: a
#: tagged cue nearly always has a content. On PolNeAR dev 0 gives exact attributions F1 0.520, 2 gives 0.524, 4 0.521.
_GIVE_UP = 2.0


def _log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of each row of ``scores``, [row, choice]; one of minus infinity alone has none, and gives no numbers."""
    highest = scores.max(1, keepdims=True, initial=-np.inf)
    shifted = scores - np.where(np.isneginf(highest), 0, highest)
    with np.errstate(divide="ignore", invalid="ignore"):
        out: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    return out


#: For each asker, the log-probability of each candidate that can answer it.
Answers = list[dict[int, float]]


def _ask(
    document: EncodedDocument,
    askers: list[TaggedSpan],
    answerers: list[TaggedSpan],
    query: str,
    key: str,
    bias: NDArray[np.float32],
    *,
    with_none: bool,
) -> Answers:
    """What each asker makes of the answerers within reach; ``NOBODY`` stands for no answer at all."""
    firsts = np.array([answerer.first for answerer in answerers], np.int64)
    answers: Answers = []
    for low, scores in _votes(document, askers, firsts, query, key, bias, with_none=with_none):
        names = [*range(low, low + scores.shape[1] - with_none), *[NOBODY] * with_none]
        for chances, open_to in zip(_log_softmax(scores).tolist(), np.isfinite(scores).tolist(), strict=True):
            answers.append({n: c for n, c, fine in zip(names, chances, open_to, strict=True) if fine})
    return answers


#: The answer of a cue that has no source.
NOBODY = -1


def _settle(answers: Answers) -> list[int | None]:
    """The likeliest answer of each asker, once answers that nobody chose have taken what others can spare.

    Ties go to the earlier asker and the earlier answer.
    """
    chosen: list[int | None] = [max(a, key=lambda n: (a[n], -n)) if a else None for a in answers]
    held = collections.Counter(chosen)
    offers: dict[int, list[tuple[float, int]]] = {}
    for asker, chances in enumerate(answers):
        now = chosen[asker]
        if now is None:
            continue
        for answer, chance in chances.items():
            if answer != NOBODY and not held[answer] and chances[now] - chance < _GIVE_UP:
                offers.setdefault(answer, []).append((chances[now] - chance, asker))
    for _, asker, answer in sorted((loss, asker, answer) for answer, o in offers.items() for loss, asker in o):
        now = chosen[asker]
        if held[answer] or now is None or (held[now] < 2 and now != NOBODY):
            continue
        held[now] -= 1
        held[answer] += 1
        chosen[asker] = answer
    return chosen


def link_spans(document: EncodedDocument, spans: list[TaggedSpan], bias: DistanceBias) -> list[LinkedAttribution]:
    """The attributions of a document, in the order of their cues; a source that no cue asks for is left out.

    A cue that no content asks for is given without contents: what it leads into may yet be found by its layout.
    """
    cues = [span for span in spans if span.role == "cue"]
    sources = [span for span in spans if span.role == "source"]
    contents = [span for span in spans if span.role == "content"]
    asked = _ask(document, contents, cues, "content_query", "content_key", bias.cue_of_content, with_none=False)
    owned: dict[int, list[int]] = {}
    for content, cue in enumerate(_settle(asked)):
        if cue is not None:
            owned.setdefault(cue, []).append(content)
    asked_of = _ask(document, cues, sources, "cue_query", "cue_key", bias.source_of_cue, with_none=True)
    # A source that only idle cues ask for is nobody's to give away: the idle ones answer for themselves.
    speaking = sorted(owned)
    chosen = dict(zip(speaking, _settle([asked_of[cue] for cue in speaking]), strict=True))
    linked = []
    for cue, chances in enumerate(asked_of):
        source = chosen[cue] if cue in chosen else _settle([chances])[0]
        linked.append(
            LinkedAttribution(
                source=None if source is None or source == NOBODY else sources[source],
                cue=cues[cue],
                contents=tuple(contents[c] for c in owned.get(cue, ())),
                source_chance=0.0 if source is None else chances[source],
                content_chances=tuple(asked[c][cue] for c in owned.get(cue, ())),
            )
        )
    return linked
