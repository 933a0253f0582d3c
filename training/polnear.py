"""PolNeAR's articles with their attributions, and CoreNLP's silver names and parts of speech on the same words."""

from __future__ import annotations

import collections
import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.ingest.text import find_blocks
from onrecord.model.labels import NAME_CLASSES, ROLES, SPEECH_TAGS, TAGS
from onrecord.model.pieces import Pieces
from onrecord.text.document import Block

__all__ = ["Article", "GoldAttribution", "Labels", "label_words", "read_split"]

#: Marks a word that has no such label: it adds nothing to the loss.
NO_LABEL = -100
#: Marks a cue whose attribution has no source.
NO_SOURCE = -1

#: Tags behind the head of a mention, beside those of verbs.
_ENDS_HEAD = frozenset({"IN", "TO", "WP", "WDT", "WP$", "WRB", ",", ":", "-LRB-"})

_CORENLP_NAMES = {
    "PERSON": "person",
    "ORGANIZATION": "organization",
    "LOCATION": "place",
    "CITY": "place",
    "STATE_OR_PROVINCE": "place",
    "COUNTRY": "place",
    "TITLE": "title",
    "NATIONALITY": "group",
    "IDEOLOGY": "group",
    "RELIGION": "group",
    "DATE": "date",
    "TIME": "date",
    "DURATION": "date",
    "MISC": "other",
}


@dataclass(frozen=True)
class GoldAttribution:
    """Spans of one attribution, by role; code points, half-open."""

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Article:
    """One article with one reading of it for each annotator."""

    name: str
    text: str
    readings: tuple[tuple[GoldAttribution, ...], ...]
    silver_tokens: tuple[tuple[int, int, str, str], ...]  #: start, end, Penn tag, name class ("" where it is not known)
    chains: tuple[tuple[tuple[int, int], ...], ...] = ()  #: of coreference: its mentions' heads, in order
    unsure: tuple[tuple[int, int], ...] = ()  #: spans that may hold attributions which nobody marked, in order
    blocks: tuple[Block, ...] = ()  #: what of the text is read: all of its blocks, where none is given

    def __post_init__(self) -> None:
        """Find the blocks where none are given."""
        if not self.blocks:
            object.__setattr__(self, "blocks", find_blocks(self.text))


@dataclass(frozen=True)
class Labels:
    """What the model should say of each of an article's ``W`` words."""

    tags: NDArray[np.int64]  #: [W] index into TAGS
    cue_of_content: NDArray[np.int64]  #: [W] for a content's word: its cue's first word, else NO_LABEL
    source_of_cue: NDArray[np.int64]  #: [W] for a cue's word: its source's first word or NO_SOURCE, else NO_LABEL
    names: NDArray[np.int64]  #: [W] index into NAME_CLASSES, or NO_LABEL
    speech: NDArray[np.int64]  #: [W] index into SPEECH_TAGS, or NO_LABEL
    span_weight: NDArray[np.float32]  #: [W] one over the words of the span that the word is in
    chain: NDArray[np.int64]  #: [W] for a mention's head: its chain of coreference, else NO_LABEL
    opens_chain: NDArray[np.int64]  #: [W] 1 for the head of a chain's first mention, else 0


def _read_standoff(path: Path) -> tuple[GoldAttribution, ...]:
    spans: dict[str, list[tuple[int, int]]] = {}
    events: list[list[tuple[str, str]]] = []
    for line in path.read_text(encoding="utf8").split("\n"):
        if found := re.match(r"(T\d+)\t\w+ ([\d ;]+)", line):
            parts = (tuple(map(int, part.split())) for part in found[2].split(";"))
            spans[found[1]] = [(a, b) for a, b in parts]
        elif found := re.match(r"E\d+\t(.*)", line):
            events.append([(role, target) for role, target in (arg.split(":") for arg in found[1].split())])
    attributions = []
    for event in events:
        by_role: dict[str, set[tuple[int, int]]] = collections.defaultdict(set)
        for role, target in event:
            by_role[re.sub(r"\d+$", "", role).lower()].update(spans.get(target, ()))
        if by_role["content"] and by_role["cue"]:
            attributions.append(GoldAttribution(*(tuple(sorted(by_role[role])) for role in ROLES)))
    return tuple(attributions)


def _head(tokens: Sequence[Sequence[Any]], mention: range) -> tuple[int, int]:
    """The code points of a mention's head: its last noun before a preposition, a clause or a mark."""
    head = None
    for at in mention:
        tag = tokens[at][2]
        if tag.startswith("NN") or tag in {"PRP", "PRP$", "CD", "DT"}:
            head = at
        elif head is not None and tokens[head][2].startswith("NN") and (tag in _ENDS_HEAD or tag.startswith("VB")):
            break
    head = mention[-1] if head is None else head
    return tokens[head][0], tokens[head][1]


def read_split(folder: Path) -> list[Article]:
    """The articles of one split of PolNeAR, by name."""
    silver = {}
    chains = {}
    with gzip.open(folder / "corenlp-silver.jsonl.gz", "rt", encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            silver[row["id"]] = tuple((t[0], t[1], t[2], t[3]) for t in row["tokens"])
            chains[row["id"]] = tuple(
                tuple(_head(row["tokens"], range(*mention)) for mention in chain) for chain in row.get("coref", ())
            )
    readings: dict[str, list[tuple[GoldAttribution, ...]]] = collections.defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        readings[path.stem.rsplit("_", 1)[0]].append(_read_standoff(path))
    articles = []
    for path in sorted((folder / "text").glob("*.txt")):
        text = path.read_bytes().decode("utf8")
        articles.append(
            Article(path.stem, text, tuple(readings[path.stem]), silver.get(path.stem, ()), chains.get(path.stem, ()))
        )
    return articles


def _speech_index(tag: str) -> int:
    if tag in SPEECH_TAGS:
        return SPEECH_TAGS.index(tag)
    return SPEECH_TAGS.index("punctuation") if not tag[:1].isalpha() or tag[0] == "-" else 0


def label_words(article: Article, reading: tuple[GoldAttribution, ...], pieces: Pieces) -> Labels:
    """The labels of every word of an article, after one annotator's reading of it."""
    starts, ends = pieces.word_starts, pieces.word_ends
    count = len(starts)
    tags = np.zeros(count, np.int64)
    cue_of_content = np.full(count, NO_LABEL, np.int64)
    source_of_cue = np.full(count, NO_LABEL, np.int64)
    span_weight = np.ones(count, np.float32)

    def words_of(span: tuple[int, int]) -> tuple[int, int]:
        return int(np.searchsorted(ends, span[0], "right")), int(np.searchsorted(starts, span[1], "left"))

    def tag(role: str, span: tuple[int, int]) -> tuple[int, int]:
        first, last = words_of(span)
        if last > first:
            span_weight[first:last] = 1 / (last - first)
            tags[first:last] = TAGS.index(f"I-{role}")
            tags[first], tags[last - 1] = TAGS.index(f"B-{role}"), TAGS.index(f"L-{role}")
            if last - first == 1:
                tags[first] = TAGS.index(f"U-{role}")
        return first, last

    for span in article.unsure:
        first, last = words_of(span)
        tags[first:last] = NO_LABEL
    for attribution in reading:
        contents = [tag("content", span) for span in attribution.content]
        sources = [tag("source", span) for span in attribution.source]
        cues = [tag("cue", span) for span in attribution.cue]
        cue = min((first for first, last in cues if last > first), default=None)
        if cue is None:
            continue
        source = min((first for first, last in sources if last > first), default=NO_SOURCE)
        for first, last in cues:
            source_of_cue[first:last] = source
        for first, last in contents:
            cue_of_content[first:last] = cue
    names = np.full(count, NO_LABEL, np.int64)
    speech = np.full(count, NO_LABEL, np.int64)
    if article.silver_tokens:
        token_starts = np.array([token[0] for token in article.silver_tokens])
        owner = np.searchsorted(token_starts, starts, "right") - 1
        for word, token in enumerate(owner.tolist()):
            if token < 0:
                continue
            _, end, penn, name = article.silver_tokens[token]
            if starts[word] < end:
                speech[word] = _speech_index(penn)
                if name:
                    names[word] = NAME_CLASSES.index(_CORENLP_NAMES.get(name, "none"))
    chain = np.full(count, NO_LABEL, np.int64)
    opens_chain = np.zeros(count, np.int64)
    for number, mentions in enumerate(article.chains):
        for place, mention in enumerate(mentions):
            first, last = words_of(mention)
            if last > first:
                chain[last - 1] = number
                opens_chain[last - 1] = place == 0
    return Labels(tags, cue_of_content, source_of_cue, names, speech, span_weight, chain, opens_chain)
