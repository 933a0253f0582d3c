"""Attributions that gold dependencies give by themselves: a verb that attributes, its subject, and its clause.

    I think [the mill will close]; [the mill will close], she said

Emails, reviews and forums are full of people who speak for themselves, which news has only within quotations. EWT has
no attributions; its dependencies have, wherever a verb of ``cues.toml`` governs a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from onrecord.attribution.lexicon import lexicon, listed
from training.polnear import Article, GoldAttribution
from training.treebank import TreeDocument, cue_of, read_conllu, span_of, subject_of, unsure_sentences

__all__ = ["attributions_of_clauses", "read_ewt"]

#: Verbs that may be set beside what they report: it's the best one, I think.
_BESIDE = frozenset(listed("say, think, guess, believe, suppose, hope, add, report, claim, write, ask, reply, tell"))
#: Verbs of ``cues.toml`` whose clause is no content, though they attribute otherwise.
_NO_CLAUSE = frozenset(listed("make, let, have, mean, help, keep, be, get, do, take, run, go, love, like, want"))
#: What is set beside is short: it's the best one, [as my sister used to say].
_LONGEST_BESIDE = 8
_LEAST_CONTENT = 2


def _contents(document: TreeDocument, verb: int) -> list[int]:
    """The tokens of the clause that a verb governs, or that it is set beside; nothing where there is none."""
    token = document.tokens[verb]
    for child in token.children:
        if document.tokens[child].relation == "ccomp":
            return document.subtree(child)
    beside = token.relation == "parataxis" and token.lemma.lower() in _BESIDE
    if beside and len(document.subtree(verb)) <= _LONGEST_BESIDE:
        clause = document.subtree(token.head, [verb])
        before, behind = [at for at in clause if at < verb], [at for at in clause if at > verb]
        return before or behind
    return []


def attributions_of_clauses(document: TreeDocument) -> Iterator[GoldAttribution]:
    """The attributions of a document, the outer and the nested ones, in the order of their verbs."""
    verbs = lexicon().verbs
    for index, token in enumerate(document.tokens):
        lemma = token.lemma.lower()
        if token.upos != "VERB" or lemma not in verbs or lemma in _NO_CLAUSE:
            continue
        source = subject_of(document, index)
        cue = cue_of(document, index, source)
        contents = [at for at in _contents(document, index) if at not in cue and at not in source]
        if not source or len(contents) < _LEAST_CONTENT:
            continue
        whole = contents[-1] - contents[0] + 1 == len(contents)
        if whole:
            yield GoldAttribution(
                (span_of(document, source),), (span_of(document, cue),), (span_of(document, contents),)
            )


def _paragraphs_with(article: Article) -> Article:
    """The article with those of its paragraphs only that hold an attribution."""
    (reading,) = article.readings
    text, moved, unsure = "", [], []
    tokens: list[tuple[int, int, str, str]] = []
    for found in re.finditer(r"(?:[^\n]|\n(?!\n))+", article.text):
        inside = [gold for gold in reading if found.start() <= gold.cue[0][0] < found.end()]
        if not inside:
            continue
        shift = len(text) - found.start()
        text += found[0] + "\n\n"
        moved += [
            GoldAttribution(*(tuple((a + shift, b + shift) for a, b in getattr(gold, role)) for role in _ROLES))
            for gold in inside
        ]
        unsure += [(a + shift, b + shift) for a, b in article.unsure if found.start() <= a < found.end()]
        tokens += [
            (start + shift, end + shift, tag, name)
            for start, end, tag, name in article.silver_tokens
            if found.start() <= start < found.end()
        ]
    return Article(article.name, text.rstrip("\n"), (tuple(moved),), tuple(tokens), unsure=tuple(unsure))


_ROLES = ("source", "cue", "content")


def read_ewt(path: Path) -> list[Article]:
    """What of EWT's ``path`` holds an attribution, paragraph by paragraph, with gold parts of speech and no names."""
    articles = []
    for document in read_conllu(path):
        reading = tuple(attributions_of_clauses(document))
        if reading:
            tokens = tuple((token.start, token.end, token.xpos, "") for token in document.tokens)
            sure = [span for gold in reading for span in (*gold.source, *gold.cue, *gold.content)]
            unsure = unsure_sentences(document, sure)
            articles.append(_paragraphs_with(Article(document.name, document.text, (reading,), tokens, unsure=unsure)))
    return articles
