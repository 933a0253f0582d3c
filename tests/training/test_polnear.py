"""From standoff to the labels of words; no network is needed for it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from onrecord.ingest.text import find_blocks
from onrecord.model.bundle import SHIPPED
from onrecord.model.labels import NAME_CLASSES, SPEECH_TAGS, TAGS
from onrecord.model.pieces import Pieces, encode
from onrecord.model.wordpiece import Vocabulary
from training.polnear import NO_LABEL, NO_SOURCE, Article, label_words, read_split

pytestmark = pytest.mark.bundle

TEXT = "The mill is shut, Ada Loom said.\n\nIt reportedly rained."
ONE = (
    "T1\tContent 0 16\tThe mill is shut\nT2\tSource 18 26\tAda Loom\nT3\tCue 27 31\tsaid\n"
    "E1\tContent:T1 Source:T2 Cue:T3\n"
    "T4\tContent 34 36;48 54\tIt rained\nT5\tCue 37 47\treportedly\nE2\tContent:T4 Cue:T5\n"
)
TWO = ONE[: ONE.index("T4")]


@pytest.fixture
def split(tmp_path: Path) -> Path:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "mill.txt").write_text(TEXT)
    (tmp_path / "attributions" / "mill_ann1.ann").write_text(ONE)
    (tmp_path / "attributions" / "mill_ann2.ann").write_text(TWO)
    tokens = [[18, 21, "NNP", "PERSON"], [22, 26, "NNP", "PERSON"], [27, 31, "VBD", "O"], [31, 32, ".", "O"]]
    with gzip.open(tmp_path / "corenlp-silver.jsonl.gz", "wt") as lines:
        lines.write(json.dumps({"id": "mill", "tokens": tokens}) + "\n")
    return tmp_path


@pytest.fixture
def article(split: Path) -> Article:
    (only,) = read_split(split)
    return only


def pieces_of(article: Article) -> Pieces:
    return encode(article.text, find_blocks(article.text), Vocabulary.from_file(SHIPPED / "vocabulary.txt"))


def test_every_annotator_gives_a_reading(article: Article):
    assert article.text == TEXT
    assert [len(reading) for reading in article.readings] == [2, 1]
    assert article.readings[0][1].content == ((34, 36), (48, 54))
    assert article.readings[0][1].source == ()


def test_words_are_tagged_and_linked(article: Article):
    pieces = pieces_of(article)
    labels = label_words(article, article.readings[0], pieces)
    words = [article.text[a:b] for a, b in zip(pieces.word_starts, pieces.word_ends, strict=True)]
    tagged = {word: TAGS[tag] for word, tag in zip(words, labels.tags.tolist(), strict=True)}
    assert tagged["The"] == "B-content"
    assert tagged["is"] == "I-content"
    assert tagged["shut"] == "L-content"
    assert tagged["said"] == tagged["reportedly"] == "U-cue"
    assert tagged["It"] == tagged["rained"] == "U-content"
    assert tagged[","] == "O"
    said, hedge, ada = words.index("said"), words.index("reportedly"), words.index("Ada")
    assert labels.cue_of_content[words.index("mill")] == said
    assert labels.cue_of_content[words.index("rained")] == hedge
    assert labels.source_of_cue[said] == ada
    assert labels.source_of_cue[hedge] == NO_SOURCE
    assert labels.source_of_cue[ada] == NO_LABEL
    assert labels.span_weight[words.index("is")] == pytest.approx(1 / 4)


def test_silver_tags_are_given_to_the_words_that_they_cover(article: Article):
    pieces = pieces_of(article)
    labels = label_words(article, article.readings[0], pieces)
    words = [article.text[a:b] for a, b in zip(pieces.word_starts, pieces.word_ends, strict=True)]
    assert NAME_CLASSES[labels.names[words.index("Loom")]] == "person"
    assert SPEECH_TAGS[labels.speech[words.index("said")]] == "VBD"
    assert labels.speech[words.index("mill")] == NO_LABEL


@pytest.mark.shared
def test_the_corpus_is_read_whole(shared_data: Path):
    dev = read_split(shared_data / "polnear" / "dev")
    assert len(dev) == len(list((shared_data / "polnear" / "dev" / "text").glob("*.txt")))
    assert all(article.readings for article in dev)
    assert sum(not article.silver_tokens for article in dev) <= 1  # the corpus's own gap
    for article in dev:
        for reading in article.readings:
            for attribution in reading:
                spans = (*attribution.source, *attribution.cue, *attribution.content)
                assert all(0 <= start < end <= len(article.text) for start, end in spans)
