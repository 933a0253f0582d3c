"""Contents ask for their cue and cues for their source; each gets one answer, and a source may have many cues."""

from __future__ import annotations

import numpy as np

from onrecord.attribution.linking import DistanceBias, distance_bucket, link_spans
from onrecord.model.decoding import TaggedSpan
from onrecord.model.labels import TAGS
from onrecord.model.pieces import Pieces
from onrecord.model.tagger import EncodedDocument, WindowLinks
from onrecord.model.windows import plan_windows

FLAT = DistanceBias(*(np.zeros(36, np.float32) for _ in range(3)))


def encoded(words: int, asks: dict[int, int], most: int = 510, overlap: int = 96) -> EncodedDocument:
    """A document of one-piece words in which each word of ``asks`` scores the word that it maps to; -1 is no source."""
    at = np.arange(words, dtype=np.int32)
    none = np.zeros(words, np.int32)
    pieces = Pieces(none, none, none, none, at, at * 2, at * 2 + 1, none)
    plan = plan_windows(pieces, most, overlap)
    windows = []
    for first, last in zip(plan.first_words.tolist(), plan.last_words.tolist(), strict=True):
        query = np.zeros((last - first + 1, words + 1), np.float16)
        key = np.zeros((last - first + 1, words + 1), np.float16)
        key[np.arange(last - first + 1), np.append(words, np.arange(first, last))] = 1
        for asker, answer in asks.items():
            if first <= asker < last:
                query[asker - first + 1, answer] = 9
        windows.append(WindowLinks(first, last, *(query, key) * 3))
    tags = np.zeros((words, len(TAGS)), np.float32)
    return EncodedDocument(pieces, plan, tags, none.astype(np.int8), none.astype(np.int8), tuple(windows))


def word(role: str, at: int) -> TaggedSpan:
    return TaggedSpan(role, at, at + 1)


def links(document: EncodedDocument, *spans: TaggedSpan) -> list[tuple[int | None, int, list[int]]]:
    """Each attribution that has contents as the first words of its source, its cue and its contents."""
    return [
        (found.source.first if found.source else None, found.cue.first, [part.first for part in found.contents])
        for found in link_spans(document, list(spans), FLAT)
        if found.contents
    ]


def test_a_content_goes_to_the_cue_that_it_asks_for_and_the_cue_to_its_source() -> None:
    document = encoded(10, {5: 3, 3: 1})
    assert links(document, word("source", 1), word("cue", 3), word("content", 5), word("cue", 8)) == [(1, 3, [5])]


def test_one_source_may_answer_two_cues() -> None:
    document = encoded(10, {3: 2, 4: 1, 7: 6, 6: 1, 2: 1})
    spans = [word("source", 1), word("cue", 2), word("content", 3), word("cue", 6), word("content", 7)]
    assert links(document, *spans) == [(1, 2, [3]), (1, 6, [7])]


def test_contents_in_several_parts_stay_together() -> None:
    document = encoded(10, {1: 4, 7: 4, 4: 3})
    spans = [word("content", 1), word("source", 3), word("cue", 4), word("content", 7)]
    assert links(document, *spans) == [(3, 4, [1, 7])]


def test_a_cue_may_have_no_source() -> None:
    document = encoded(6, {4: 2, 2: -1})
    assert links(document, word("source", 0), word("cue", 2), word("content", 4)) == [(None, 2, [4])]


def test_a_cue_that_nothing_asks_for_takes_a_content_that_another_can_spare_at_little_loss() -> None:
    document = encoded(10, {6: 3, 3: -1, 8: -1})
    spans = [word("cue", 3), word("content", 4), word("content", 6), word("cue", 8)]
    assert links(document, *spans) == [(None, 3, [6]), (None, 8, [4])]


def test_a_cue_without_contents_is_told_with_its_source() -> None:
    (found,) = link_spans(encoded(6, {3: 1}), [word("source", 1), word("cue", 3)], FLAT)
    assert (found.source, found.contents, found.content_chances) == (word("source", 1), (), ())


def test_spans_without_a_cue_are_no_attribution() -> None:
    assert links(encoded(6, {}), word("source", 1), word("content", 3)) == []


def test_a_link_over_a_seam_is_found_in_the_window_that_holds_both() -> None:
    for content, cue in [(30, 50), (50, 30), (44, 56), (56, 44)]:
        document = encoded(100, {content: cue, cue: -1}, most=60, overlap=30)
        others = [word("cue", 2), word("cue", 97)]
        spans = sorted([word("content", content), word("cue", cue), *others], key=lambda span: span.first)
        assert links(document, *spans) == [(None, cue, [content])]


def test_distances_are_told_apart_by_direction_and_doubling() -> None:
    buckets = distance_bucket(np.array([-100, -1, 0, 1, 2, 100, 100_000]), 36).tolist()
    assert buckets == [13, 2, 18, 20, 21, 31, 35]
