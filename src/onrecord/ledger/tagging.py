"""A paragraph's words with their tags, told by lists of words and by what a record knows of its names.

The rules of ``attribution`` ask of each word what part of speech it is and of what a name. The model tells that while
it reads, and a record does not keep it. To judge a few words that a person has marked, the model would have to be
loaded and the article read again. What lists tell is enough for a source: a noun phrase, in which the nouns that
matter are on the lists of the rule that asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from onrecord.attribution.lemmas import noun_lemma
from onrecord.attribution.lexicon import lexicon, listed, word_lists
from onrecord.attribution.words import Words, read_words
from onrecord.entities.entity import EntityKind
from onrecord.model.labels import NAME_CLASSES, SPEECH_TAGS
from onrecord.model.reading import WordReading
from onrecord.record.types import Record

__all__ = ["paragraph_words"]

#: Code points of a text without blocks that are looked at on each side.
_AROUND = 400
_TOKEN = re.compile(r"\w+|[^\w\s]")
_CLASSES: dict[EntityKind, str] = {
    "person": "person", "organization": "organization", "outlet": "organization", "place": "place", "group": "group",
}  # fmt: skip
#: Words that are of one part of speech, by Penn Treebank's tags.
_CLOSED = {
    "IN": "of, in, at, for, with, from, by, on, about, under, over, near, inside, outside, within, behind, between, "
    "among, against, as, like, before, after, since, during, until, because, if, while, although, through, around",
    "TO": "to",
    "CC": "and, or, but, nor",
    "DT": "the, a, an, this, that, these, those, some, any, all, both, each, every, another, no",
    "CD": "one, two, three, four, five, six, seven, eight, nine, ten, dozens, hundreds, thousands, millions",
    "PRP": "he, she, it, i, we, they, you, him, her, me, us, them, himself, herself, itself, themselves",
    "PRP$": "his, its, their, our, my, your",
    "WP": "who, whom, whose",
    "WDT": "which",
    "MD": "will, would, can, could, may, might, must, shall, should",
    "VBD": "was, were, is, are, has, have, had, been, being, be, did, does, do",
    "RB": "not, also, now, then, once, more, most, very, too, so, here, there",
    "JJ": "many, several, few, other, own, senior, former, top, local, new, old, same, such, certain, familiar, close",
}
_TAG_OF = {word: tag for tag, words in _CLOSED.items() for word in listed(words)}


def _nouns() -> frozenset[str]:
    lists = word_lists("onrecord.attribution", "standing.toml")
    return lists["people"] | lists["groups"] | lists["documents"] | lists["outlets"]


def _tag(word: str, *, capital: bool, nouns: frozenset[str]) -> str:
    lower = word.lower()
    if not word[0].isalnum():
        return "punctuation"
    if lower in _TAG_OF:
        return _TAG_OF[lower]
    if word[0].isdigit():
        return "CD"
    if capital:
        return "NNP"
    if lower in nouns:
        return "NN"
    if noun_lemma(lower) in nouns or lower in word_lists("onrecord.attribution", "standing.toml")["irregular_plurals"]:
        return "NNS"
    if lower.endswith("ly"):
        return "RB"
    if lower.endswith("ed") or lower in lexicon().verb_forms:
        return "VBD"
    if lower.endswith("ing"):
        return "VBG"
    return "NN" if noun_lemma(lower) == lower else "NNS"


def paragraph_words(record: Record, start: int, end: int) -> Words:
    """The words of the block, or blocks, that ``start`` to ``end`` of the text lies in, tagged."""
    text = record.document.text
    around = [block for block in record.document.blocks if block.start < end and start < block.end]
    first = min([start, *(block.start for block in around)] if around else [max(0, start - _AROUND)])
    last = max([end, *(block.end for block in around)] if around else [end + _AROUND])
    tokens = [found.span() for found in _TOKEN.finditer(text, first, min(last, len(text)))]
    names = _name_classes(record, tokens)
    nouns = _nouns()
    tags = []
    for at, (word_start, word_end) in enumerate(tokens):
        word = text[word_start:word_end]
        opens = at == 0 or text[tokens[at - 1][0]] in '.?!“"'
        capital = word[0].isupper() and (not opens or names[at] != "none")
        tags.append(_tag(word, capital=capital, nouns=nouns))
    return read_words(
        text,
        WordReading(
            starts=np.array([span[0] for span in tokens], np.int32),
            ends=np.array([span[1] for span in tokens], np.int32),
            blocks=np.zeros(len(tokens), np.int32),
            names=np.array([NAME_CLASSES.index(name) for name in names], np.int8),
            speech=np.array([SPEECH_TAGS.index(tag) for tag in tags], np.int8),
        ),
    )


def _name_classes(record: Record, tokens: Sequence[tuple[int, int]]) -> list[str]:
    """For each token the class of the name that it is part of; ``none`` for most."""
    names = ["none"] * len(tokens)
    if not tokens:
        return names
    for entity in record.entities:
        for mention in entity.mentions:
            if mention.form == "name" and mention.start < tokens[-1][1] and tokens[0][0] < mention.end:
                for at, (start, end) in enumerate(tokens):
                    if start < mention.end and mention.start < end:
                        names[at] = _CLASSES.get(entity.kind, "other")
    return names
