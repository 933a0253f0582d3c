"""Treebanks in CoNLL-U as running text with every token's offsets, and the phrases that its dependencies give.

GUM and EWT have what PolNeAR lacks: gold dependencies and parts of speech, people who speak for themselves ("I think
that …"), and voices within voices. This module reads them; what counts as an attribution in them is decided in
``training.gum`` and ``training.clauses``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.attribution.lexicon import lexicon

__all__ = ["Token", "TreeDocument", "cue_of", "read_conllu", "span_of", "subject_of", "unsure_sentences"]

#: What belongs to a verb in a cue: PolNeAR's cues are the verb with its auxiliaries and what negates it.
_WITH_THE_VERB = frozenset({"aux", "aux:pass", "cop", "compound:prt"})


@dataclass(slots=True)
class Token:
    """One syntactic word; ``start`` and ``end`` are code points of the document's text, half-open."""

    form: str
    start: int
    end: int
    lemma: str
    upos: str
    xpos: str
    head: int  #: index of the document's tokens, or -1 for a sentence's root
    relation: str
    misc: dict[str, str]
    children: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TreeDocument:
    """A document's text and its tokens; ``sentences`` are ranges of tokens."""

    name: str
    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[range, ...]

    def subtree(self, index: int, without: Sequence[int] = ()) -> list[int]:
        """The tokens that hang from ``index``, itself too, in order; what hangs from ``without`` is left out."""
        found, open_ones = [], [index]
        while open_ones:
            at = open_ones.pop()
            if at in without:
                continue
            found.append(at)
            open_ones += self.tokens[at].children
        return sorted(found)


def _documents(path: Path) -> Iterator[tuple[str, list[str]]]:
    name, blocks = path.stem, []
    for block in path.read_text(encoding="utf8").strip().split("\n\n"):
        if (opened := re.search(r"^# newdoc id = (.+)$", block, re.M)) is not None:
            if blocks:
                yield name, blocks
            name, blocks = opened[1], []
        blocks.append(block)
    yield name, blocks


def _surface(lines: Sequence[str]) -> Iterator[tuple[list[list[str]], str, str]]:
    """A sentence's tokens as they are written: the columns of each syntactic word, the surface, the space behind."""
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    at = 0
    while at < len(rows):
        row = rows[at]
        at += 1
        if "." in row[0]:
            continue
        space = "" if "SpaceAfter=No" in row[9] else " "
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            yield rows[at : at + last - first + 1], row[1], space
            at += last - first + 1
        else:
            yield [row], row[1], space


def _tree_document(name: str, blocks: Sequence[str]) -> TreeDocument:
    text, tokens, sentences = "", [], []
    for block in blocks:
        lines = block.split("\n")
        opens = any(re.match(r"# newpar(?!_block)|# newdoc", line) for line in lines)
        if text:
            text = text.rstrip(" ") + ("\n\n" if opens else " ")
        first = len(tokens)
        for parts, surface, space in _surface(lines):
            at, end = len(text), len(text) + len(surface)
            for number, columns in enumerate(parts):
                # A surface word of several syntactic ones is cut where their forms end; the last takes the rest.
                stop = end if number == len(parts) - 1 else min(end, at + len(columns[1]))
                misc = dict(pair.split("=", 1) for pair in columns[9].split("|") if "=" in pair)
                head = int(columns[6]) - 1
                tokens.append(
                    Token(
                        columns[1], at, stop, columns[2], columns[3], columns[4],
                        first + head if head >= 0 else -1, columns[7], misc,
                    )
                )  # fmt: skip
                at = stop
            text += surface + space
        sentences.append(range(first, len(tokens)))
    for index, token in enumerate(tokens):
        if token.head >= 0:
            tokens[token.head].children.append(index)
    return TreeDocument(name, text.rstrip(), tuple(tokens), tuple(sentences))


def read_conllu(path: Path) -> list[TreeDocument]:
    """The documents of a CoNLL-U file, as text in which a paragraph is a block."""
    return [_tree_document(name, blocks) for name, blocks in _documents(path)]


def span_of(document: TreeDocument, tokens: Sequence[int]) -> tuple[int, int]:
    """From the first code point of ``tokens`` to their last, without marks at the edges that do not pair."""
    kept = sorted(tokens)
    while len(kept) > 1 and document.tokens[kept[-1]].form in {",", ".", ";", ":", "—", "-", "–"}:
        kept.pop()
    while len(kept) > 1 and document.tokens[kept[0]].form in {",", ".", ";", ":", "—", "-", "–"}:
        kept.pop(0)
    return document.tokens[kept[0]].start, document.tokens[kept[-1]].end


def subject_of(document: TreeDocument, verb: int) -> list[int]:
    """The tokens of who speaks: the verb's subject or agent, or that of the verb it stands beside or under."""
    seen: set[int] = set()
    while verb >= 0 and verb not in seen:
        seen.add(verb)
        children = document.tokens[verb].children
        by_relation = {document.tokens[child].relation: child for child in children}
        if (agent := by_relation.get("obl:agent")) is not None:
            case = [child for child in document.tokens[agent].children if document.tokens[child].relation == "case"]
            return document.subtree(agent, case)
        if (subject := by_relation.get("nsubj")) is not None:
            clauses = [
                child for child in document.tokens[subject].children
                if document.tokens[child].relation in {"acl:relcl", "parataxis"}
            ]  # fmt: skip
            return document.subtree(subject, clauses)
        if "nsubj:pass" in by_relation or "expl" in by_relation:
            return []
        if document.tokens[verb].relation.split(":")[0] not in {"conj", "xcomp", "advcl"}:
            return []
        verb = document.tokens[verb].head
    return []


def cue_of(document: TreeDocument, verb: int, source: Sequence[int]) -> list[int]:
    """The tokens of the cue: the verb, and what touches it of its auxiliaries, negation and adverbs."""
    tokens = document.tokens
    mine = {
        child
        for child in tokens[verb].children
        if tokens[child].relation in _WITH_THE_VERB or (tokens[child].relation == "advmod" and abs(child - verb) < 4)
    } - set(source)
    first = verb
    while first - 1 in mine:
        first -= 1
    while tokens[first].upos == "ADV" and first < verb and tokens[first].form.lower() not in {"not", "n't", "also"}:
        first += 1
    last = verb
    while last + 1 in mine and tokens[last + 1].relation == "compound:prt":
        last += 1
    return list(range(first, last + 1))


def unsure_sentences(document: TreeDocument, sure: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The sentences with a verb that attributes and nothing of ``sure`` in them, as code points.

    PolNeAR's annotators marked more than clauses ("she criticized the plan"): where treebanks are silent, such a
    sentence tells nothing.
    """
    verbs = lexicon().verbs
    found = []
    for sentence in document.sentences:
        tokens = document.tokens[sentence.start : sentence.stop]
        start, end = tokens[0].start, tokens[-1].end
        if any(a < end and start < b for a, b in sure):
            continue
        if any(token.upos == "VERB" and token.lemma.lower() in verbs for token in tokens):
            found.append((start, end))
    return tuple(found)
