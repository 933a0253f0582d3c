"""GUM's discourse units of attribution as attributions, with its gold entities and coreference.

GUM (Zeldes 2017) marks in its rhetorical structure which unit attributes another ("Basya also believes" → "the asylum
seekers may have left the boat"), in a ``.rsd`` file beside each ``.conllu``. A unit becomes an attribution as PolNeAR's
annotators would have marked it: the source is the subject of its verb, the cue the verb with its auxiliaries, and the
content the unit that it governs with what hangs from that unit in the same sentence or the same quotation. Units that
have no verb and no "according to" are picture credits and bylines, and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.ingest.text import find_blocks
from onrecord.text.quotations import find_quotations
from training.polnear import Article, GoldAttribution
from training.treebank import TreeDocument, cue_of, read_conllu, span_of, subject_of, unsure_sentences

__all__ = ["read_gum"]

_NAME_OF_ENTITY = {"person": "PERSON", "organization": "ORGANIZATION", "place": "LOCATION", "time": "DATE"}
#: Tokens by which a unit without a verb attributes.
_WITHOUT_VERB = frozenset({"according", "per"})


@dataclass(frozen=True, slots=True)
class _Unit:
    """An elementary discourse unit: its tokens, the unit that it hangs from (-1: none), and by what relation."""

    tokens: range
    governor: int
    relation: str
    signals: str


def _units(path: Path, tokens: int) -> list[_Unit]:
    """The units of a ``.rsd`` file; raises ValueError where they are not of ``tokens`` tokens in all."""
    units, at = [], 0
    for line in path.read_text(encoding="utf8").strip().split("\n"):
        columns = line.split("\t")
        length = len(columns[1].split(" "))
        units.append(_Unit(range(at, at + length), int(columns[6]) - 1, columns[7], columns[-1]))
        at += length
    if at != tokens:
        raise ValueError(f"{path}: units of {at} tokens, where the treebank has {tokens}")
    return units


def _signalled(unit: _Unit, kind: str) -> list[int]:
    """The tokens that GUM's annotators gave as a signal of ``kind``, such as the source of an attribution."""
    found = re.search(rf"{kind}-([\d,-]+)-", unit.signals)
    tokens: list[int] = []
    for part in found[1].split(",") if found else ():
        first, _, last = part.partition("-")
        tokens += range(int(first) - 1, int(last or first))
    return tokens


def _hanging(units: Sequence[_Unit], top: int, without: int) -> list[int]:
    """The units under ``top``, itself too, but for what is under ``without``."""
    children: dict[int, list[int]] = {}
    for index, unit in enumerate(units):
        children.setdefault(unit.governor, []).append(index)
    found, open_ones = [], [top]
    while open_ones:
        at = open_ones.pop()
        if at != without:
            found.append(at)
            open_ones += children.get(at, [])
    return sorted(found)


def _content(document: TreeDocument, units: Sequence[_Unit], number: int) -> list[range]:
    """The tokens of what a unit attributes: runs of units of one sentence, around the one that it governs.

    A unit that attributes hangs from what it attributes. Where the governed one attributes in its turn, what that one
    governs is part of the content too.
    """
    governed = units[number].governor
    sentence = next(s for s in document.sentences if units[governed].tokens.start in s)
    tops = [governed]
    while units[tops[-1]].relation.startswith("attribution") and units[tops[-1]].governor not in (-1, *tops, number):
        tops.append(units[tops[-1]].governor)
    hanging = {at for top in tops for at in _hanging(units, top, number)}
    under = {at for at in hanging if units[at].tokens.start in sentence}
    runs: list[range] = []
    for at in sorted(under):
        if runs and runs[-1].stop == units[at].tokens.start:
            runs[-1] = range(runs[-1].start, units[at].tokens.stop)
        else:
            runs.append(units[at].tokens)
    return runs


def _quoted(document: TreeDocument, span: tuple[int, int], other: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The span, or the quotation around it where that has nothing of ``other`` in it."""
    for block in find_blocks(document.text):
        if not block.start <= span[0] < block.end:
            continue
        for quotation in find_quotations(document.text, block.start, block.end):
            around = quotation.span
            apart = all(end <= around.start or start >= around.end for start, end in other)
            if quotation.depth == 0 and around.start <= span[0] and span[1] <= around.end and apart:
                return around.start, around.end
    return span


def _verb(document: TreeDocument, unit: _Unit, content: Sequence[range]) -> int | None:
    """The token by which the unit attributes: the verb that governs the content, or the one that was signalled."""
    tokens = document.tokens
    told = {at for run in content for at in run}
    candidates = [*unit.tokens, *_signalled(unit, "lexical-indicative_word")]
    verbs = [at for at in candidates if at not in told and (tokens[at].upos in {"VERB", "ADJ"})]
    for at in verbs:
        if any(child in told and tokens[child].relation == "ccomp" for child in tokens[at].children):
            return at
    lexical = [at for at in verbs if tokens[at].upos == "VERB"]
    return lexical[0] if len(lexical) == 1 else next((at for at in lexical if tokens[at].relation != "acl"), None)


def _attribution(document: TreeDocument, units: Sequence[_Unit], number: int) -> GoldAttribution | None:
    unit = units[number]
    content = _content(document, units, number)
    if not content:
        return None
    source = [at for at in _signalled(unit, "semantic-attribution_source") if at < len(document.tokens)]
    opening = document.tokens[unit.tokens.start].form.lower()
    if opening in _WITHOUT_VERB:
        cue = [at for at in list(unit.tokens)[:2] if document.tokens[at].form.lower() in {*_WITHOUT_VERB, "to"}]
        source = source or [at for at in unit.tokens if at not in cue]
    else:
        verb = _verb(document, unit, content)
        if verb is None:
            return None
        source = subject_of(document, verb) or source
        cue = cue_of(document, verb, source)
        source = [at for at in source if at not in cue]
    sources = (span_of(document, source),) if source else ()
    cues = (span_of(document, cue),)
    spans = [_quoted(document, span_of(document, run), [*sources, *cues]) for run in content]
    outer = [
        span for span in dict.fromkeys(spans)
        if not any(span[0] < b and a < span[1] for a, b in [*sources, *cues])
    ]  # fmt: skip
    return GoldAttribution(sources, cues, tuple(sorted(outer))) if outer else None


def _mentions(document: TreeDocument) -> Iterator[tuple[str, str, range]]:
    """Group, entity type and tokens of each mention in the ``Entity`` annotations."""
    opened: list[tuple[str, str, int]] = []
    for index, token in enumerate(document.tokens):
        for found in re.finditer(r"\(([^()]+)(\)?)|(\d+)\)", token.misc.get("Entity", "")):
            if found[1]:
                group, kind = [*found[1].split("-"), ""][:2]
                opened.append((group, kind, index))
            closed = found[1].split("-")[0] if found[2] else found[3]
            if closed:
                at = max(i for i, (group, _, _) in enumerate(opened) if group == closed)
                group, kind, first = opened.pop(at)
                yield group, kind, range(first, index + 1)


def _head(document: TreeDocument, mention: range) -> int:
    """The mention's head, or the last word of the name that it is: [Ruth] Hale, the director."""
    tokens = document.tokens
    head = next((at for at in mention if tokens[at].head not in mention), mention.start)
    return max([head, *(c for c in tokens[head].children if c in mention and tokens[c].relation == "flat")])


def _name_tokens(document: TreeDocument, mention: range, head: int) -> list[int]:
    """The tokens of a mention that are the name in it: the head, what it is compounded with, and "of" whom it is."""
    tokens, found, open_ones = document.tokens, [], [head]
    while open_ones:
        at = open_ones.pop()
        found.append(at)
        for child in tokens[at].children:
            of = any(tokens[c].form.lower() == "of" for c in tokens[child].children)
            named = tokens[child].relation in {"compound", "flat", "amod"} or (tokens[child].relation == "nmod" and of)
            if (
                child in mention
                and named
                and tokens[child].upos in {"PROPN", "ADJ"}
                and tokens[child].form[0].isupper()
            ):
                open_ones.append(child)
    return found


def _names(document: TreeDocument, mentions: Sequence[tuple[str, str, range]]) -> list[str]:
    """[token] a class of name as CoreNLP writes it, "O" for none, "" where GUM's entities do not tell.

    Of names within names the outer one counts: the University of Helsinki is no place.
    """
    names = ["" if token.upos in {"PROPN", "ADJ", "NOUN", "NUM"} else "O" for token in document.tokens]
    for _, kind, mention in sorted(mentions, key=lambda each: len(each[2])):
        # A name of several words is headed by its first in Universal Dependencies: Ruth Hale by Ruth.
        first = next((at for at in mention if document.tokens[at].head not in mention), mention.start)
        if document.tokens[first].upos != "PROPN":
            continue
        several = kind == "person" and document.tokens[first].xpos == "NNPS"  # Republicans, Thais
        inside = _name_tokens(document, mention, first)
        for at in range(min(inside), max(inside) + 1):
            if document.tokens[at].upos in {"ADP", "DET", "CCONJ", "PUNCT"}:
                names[at] = ""  # the University [of] Helsinki
        for at in inside:
            titled = kind == "person" and not several and document.tokens[at].relation in {"compound", "amod"}
            label = "NATIONALITY" if several else _NAME_OF_ENTITY.get(kind, "MISC")
            names[at] = "" if titled else label
    return names


def _article(path: Path) -> Article:
    (document,) = read_conllu(path)
    units = _units(path.with_suffix(".rsd"), len(document.tokens))
    found = [
        _attribution(document, units, number)
        for number, unit in enumerate(units)
        if unit.relation.startswith("attribution") and unit.governor >= 0
    ]
    mentions = list(_mentions(document))
    chains: dict[str, list[tuple[int, int]]] = {}
    for group, _, mention in sorted(mentions, key=lambda each: each[2].start):
        head = document.tokens[_head(document, mention)]
        chains.setdefault(group, []).append((head.start, head.end))
    names = _names(document, mentions)
    reading = tuple(gold for gold in found if gold is not None)
    sure = [span for gold in reading for span in (*gold.source, *gold.cue, *gold.content)]
    return Article(
        document.name,
        document.text,
        (reading,),
        tuple((t.start, t.end, t.xpos, name) for t, name in zip(document.tokens, names, strict=True)),
        chains=tuple(tuple(chain) for chain in chains.values() if len(chain) > 1),
        unsure=unsure_sentences(document, sure),
    )


def read_gum(folder: Path) -> list[Article]:
    """The documents of one split of GUM, by name; its voices within voices are not yet taken apart."""
    return [_article(path) for path in sorted(folder.glob("*.conllu"))]
