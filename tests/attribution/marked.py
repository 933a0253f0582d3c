"""Articles in which an attribution is marked: ``<s>The mayor</s> <c>said</c> <t>it would rain</t>.``

The words' parts of speech and names are the shipped model's, so that a rule is tested on tags as they come.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.attribution.antecedents import Antecedents
from onrecord.attribution.describe import describe_all
from onrecord.attribution.described import DescribedAttribution
from onrecord.attribution.form import QuotedWords
from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.words import Words, read_words
from onrecord.ingest.text import find_blocks
from onrecord.model.bundle import SHIPPED, load_bundle
from onrecord.model.pieces import encode
from onrecord.model.reading import WordReading
from onrecord.model.session import OnnxEncoder
from onrecord.model.tagger import Tagger
from onrecord.model.wordpiece import Vocabulary
from onrecord.span import Span
from onrecord.text.document import Document
from onrecord.text.quotations import find_quotations

_MARK = re.compile(r"<(/?)([sct])>")


class Marked(NamedTuple):
    """A text without its marks, and the attribution that they marked."""

    text: str
    found: FoundAttribution


def unmark(marked: str) -> Marked:
    """Take the marks out; ``<s>`` source, ``<c>`` cue, ``<t>`` what is told. One cue, one content or more."""
    text, at = "", 0
    opened: dict[str, int] = {}
    spans: dict[str, list[Span]] = {"s": [], "c": [], "t": []}
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[1]:
            spans[mark[2]].append(Span(opened.pop(mark[2]), len(text)))
        else:
            opened[mark[2]] = len(text)
    text += marked[at:]
    assert not opened
    (cue,) = spans["c"]
    source = spans["s"][0] if spans["s"] else None
    return Marked(text, FoundAttribution(source, cue, tuple(spans["t"]), 1.0))


@cache
def _model() -> tuple[Tagger, Vocabulary, NDArray[np.float32]]:
    bundle = load_bundle(SHIPPED)
    manifest = bundle.manifest
    tagger = Tagger(
        OnnxEncoder(bundle.model),
        frame=bundle.vocabulary.frame,
        threads=1,
        max_pieces=manifest.max_pieces,
        overlap=manifest.overlap_pieces,
    )
    return tagger, bundle.vocabulary, np.array(manifest.antecedent_distance, np.float32)


class Read(NamedTuple):
    """A marked article as the stages after the model get it."""

    document: Document
    found: FoundAttribution
    words: Words
    quoted: QuotedWords
    antecedents: Antecedents


def read_marked(marked: str, outlet: str | None = None, published: str | None = None) -> Read:
    """An article without its marks, with what the model says of its words."""
    text, found = unmark(marked)
    document = Document(text, find_blocks(text), outlet=outlet, published=published)
    tagger, vocabulary, bias = _model()
    encoded = tagger.submit(encode(text, document.blocks, vocabulary)).result()
    pieces = encoded.pieces
    reading = WordReading(pieces.word_starts, pieces.word_ends, pieces.word_blocks, encoded.names, encoded.speech)
    quotations = [q for block in document.blocks for q in find_quotations(text, block.start, block.end)]
    words, quoted = read_words(text, reading), QuotedWords(document, quotations)
    return Read(document, found, words, quoted, Antecedents(encoded, bias))


def described(marked: str, outlet: str | None = None, published: str | None = None) -> DescribedAttribution:
    """What is said about the attribution marked in an article."""
    read = read_marked(marked, outlet, published)
    (told,) = describe_all([read.found], read.document, read.words, read.quoted)
    return told
