"""Which content belongs to which cue, and which source to which cue.

A content asks for its cue, a cue for its source: each has one answer, and one source may answer several cues. A word
asks with its query vector; what it asks for answers with its key; the words of a span vote with the mean of what they
score. Spans and cues in one window are scored within it; a pair that shares no window is scored across two.
"""

from __future__ import annotations

import collections
import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.model.decoding import TaggedSpan
from onrecord.model.tagger import EncodedDocument

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


#: Candidates within so many pieces of a span are scored: what is further shares no window with it.
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


def _vote(
    document: EncodedDocument,
    span: TaggedSpan,
    candidates: NDArray[np.int64],
    query: str,
    key: str,
    bias: NDArray[np.float32],
    *,
    with_none: bool,
) -> NDArray[np.float32]:
    """[candidate] mean over the span's words of their link score; the last is [CLS]'s where ``with_none``.

    ``candidates`` are words. Each is scored in one window that holds both it and the span: in the window that the
    span is read off, or else in a neighbour. What shares no window with the span gets minus infinity.
    """
    at = document.pieces.first_pieces
    by_distance = _bias_by_distance(bias.tobytes())
    middle = (span.first + span.last - 1) // 2
    home = int(document.plan.owners[middle])
    scores = np.full(len(candidates) + with_none, -np.inf, np.float32)
    for number in (home, home - 1, home + 1):
        if not 0 <= number < len(document.windows):
            continue
        window = document.windows[number]
        if not window.first <= middle < window.last:
            continue
        asking = np.arange(max(span.first, window.first), min(span.last, window.last))
        queries = getattr(window, query)[asking - window.first + 1].astype(np.float32)
        keys = getattr(window, key)
        open_ones = np.isneginf(scores[: len(candidates)])
        inside = np.flatnonzero(open_ones & (candidates >= window.first) & (candidates < window.last))
        answering = candidates[inside]
        distance = at[answering][None, :] - at[asking][:, None]
        products = queries @ keys[answering - window.first + 1].astype(np.float32).T
        scores[inside] = (products + by_distance[distance + REACH]).mean(0)
        if with_none and number == home:
            distance = at[window.first] - 1 - at[asking]
            products = queries @ keys[0].astype(np.float32)
            scores[-1] = (products + by_distance[distance + REACH]).mean()
    return scores


def antecedent_scores(
    document: EncodedDocument, word: int, candidates: NDArray[np.int64], bias: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Float32 [candidate + 1] how well each earlier word is what ``word`` refers back to; the last is none of them.

    What shares no window with the word has minus infinity.
    """
    asker = TaggedSpan("mention", word, word + 1)
    return _vote(document, asker, candidates, "mention_query", "mention_key", bias, with_none=True)


#: A cue that no content asked for takes one from a cue that has several, and a source that no cue asked for takes a
#: cue from one that has several, where the link's log-probability is not more than this below the better one's: a
#: tagged cue nearly always has a content. On PolNeAR dev 0 gives exact attributions F1 0.520, 2 gives 0.524, 4 0.521.
_GIVE_UP = 2.0


def _near(document: EncodedDocument, span: TaggedSpan, firsts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Indices of the candidates within reach of a span; ``firsts`` are first words, in order."""
    at = document.pieces.first_pieces
    place = at[firsts]
    low = np.searchsorted(place, at[span.first] - REACH)
    high = np.searchsorted(place, at[span.last - 1] + REACH, "right")
    return np.arange(low, high)


def _log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = scores - scores.max()
    out: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum())
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
    for asker in askers:
        near = _near(document, asker, firsts) if answerers else np.zeros(0, np.int64)
        scores = _vote(document, asker, firsts[near], query, key, bias, with_none=with_none)
        open_to = np.isfinite(scores)
        if not open_to.any():
            answers.append({})
            continue
        names = near.tolist() + [NOBODY] * with_none
        chances = _log_softmax(scores).tolist()
        answers.append({n: c for n, c, fine in zip(names, chances, open_to.tolist(), strict=True) if fine})
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
