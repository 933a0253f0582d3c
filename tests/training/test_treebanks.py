"""From treebanks to attributions: GUM's units, EWT's clauses, and voices within voices taken apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.clauses import read_ewt
from training.gum import read_gum
from training.polnear import Article
from training.treebank import read_conllu, span_of, subject_of
from training.voices import taken_apart


def sentence(*rows: str, opens: bool = False) -> str:
    """A sentence in CoNLL-U from rows of form, lemma, part of speech, tag, head, relation and miscellany."""
    lines = ["# newpar"] if opens else []
    for number, row in enumerate(rows, 1):
        form, lemma, upos, xpos, head, relation, *misc = row.split()
        lines.append("\t".join([str(number), form, lemma, upos, xpos, "_", head, relation, "_", *(misc or ["_"])]))
    return "\n".join(lines)


# Ada Loom thinks Vell said it rained.
THINKS = sentence(
    "Ada Ada PROPN NNP 3 nsubj Entity=(1-person-new-x-cf1-1-coref",
    "Loom Loom PROPN NNP 1 flat Entity=1)",
    "thinks think VERB VBZ 0 root",
    "Vell Vell PROPN NNP 5 nsubj Entity=(2-person-new-x-cf1-1-coref)",
    "said say VERB VBD 3 ccomp",
    "it it PRON PRP 7 nsubj",
    "rained rain VERB VBD 5 ccomp SpaceAfter=No",
    ". . PUNCT . 3 punct",
    opens=True,
)
SHE = sentence(
    "She she PRON PRP 2 nsubj Entity=(1-person-giv-x-cf1-1-ana)",
    "left leave VERB VBD 0 root SpaceAfter=No",
    ". . PUNCT . 2 punct",
)
RSD = [
    ("Ada Loom thinks", 2, "attribution-positive_r"),
    ("Vell said", 3, "attribution-positive_r"),
    ("it rained .", 0, "ROOT"),
    ("She left .", 3, "joint-sequence_m"),
]


@pytest.fixture
def gum(tmp_path: Path) -> Article:
    (tmp_path / "GUM_news_mill.conllu").write_text(f"# newdoc id = GUM_news_mill\n{THINKS}\n\n{SHE}\n\n")
    lines = [
        "\t".join([str(n), words, "0", "_", "_", "_", str(head), relation, "_", "_"])
        for n, (words, head, relation) in enumerate(RSD, 1)
    ]
    (tmp_path / "GUM_news_mill.rsd").write_text("\n".join(lines) + "\n")
    (only,) = read_gum(tmp_path)
    return only


def words(article: Article, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [article.text[start:end] for start, end in spans]


def test_a_treebank_is_read_as_running_text(tmp_path: Path) -> None:
    path = tmp_path / "mill.conllu"
    path.write_text(f"{THINKS}\n\n{SHE}\n\n")
    (document,) = read_conllu(path)
    assert document.text == "Ada Loom thinks Vell said it rained. She left."
    assert all(document.text[token.start : token.end] == token.form for token in document.tokens)
    start, end = span_of(document, subject_of(document, 2))
    assert document.text[start:end] == "Ada Loom"


def test_a_word_of_two_tokens_is_cut_between_them(tmp_path: Path) -> None:
    row = "\t".join(["1-2", "can't", *"________"])
    text = sentence("ca can AUX MD 2 aux", "n't not PART RB 0 root")
    (tmp_path / "x.conllu").write_text(f"{row}\n{text}\n\n")
    (document,) = read_conllu(tmp_path / "x.conllu")
    assert document.text == "can't"
    assert [document.text[token.start : token.end] for token in document.tokens] == ["ca", "n't"]


def test_a_unit_of_attribution_gives_source_cue_and_content(gum: Article) -> None:
    outer, inner = gum.readings[0]
    assert words(gum, outer.source) == ["Ada Loom"]
    assert words(gum, outer.cue) == ["thinks"]
    assert words(gum, outer.content) == ["Vell said it rained"]
    assert words(gum, inner.source) == ["Vell"]
    assert words(gum, inner.content) == ["it rained"]


def test_entities_give_names_and_chains(gum: Article) -> None:
    names = {gum.text[start:end]: name for start, end, _, name in gum.silver_tokens}
    assert (names["Ada"], names["Loom"], names["said"]) == ("PERSON", "PERSON", "O")
    assert [words(gum, chain) for chain in gum.chains] == [["Loom", "She"]]


def test_units_that_are_not_of_the_treebanks_tokens_are_refused(tmp_path: Path) -> None:
    (tmp_path / "GUM_x.conllu").write_text(f"{SHE}\n\n")
    (tmp_path / "GUM_x.rsd").write_text("1\tShe left\t0\t_\t_\t_\t0\tROOT\t_\t_\n")
    with pytest.raises(ValueError, match="units of 2 tokens, where the treebank has 3"):
        read_gum(tmp_path)


def test_an_inner_voice_is_learned_from_the_content_by_itself(gum: Article) -> None:
    whole, alone = taken_apart(gum)
    assert [words(gum, gold.cue) for gold in whole.readings[0]] == [["thinks"]]
    assert [words(gum, gold.cue) for gold in alone.readings[0]] == [["said"]]
    assert gum.text[alone.blocks[0].start : alone.blocks[0].end] == "Vell said it rained"


def test_clauses_of_a_treebank_are_attributions_where_a_verb_attributes(tmp_path: Path) -> None:
    (tmp_path / "mail.conllu").write_text(f"{THINKS}\n\n# newpar\n{SHE}\n\n")
    (article,) = read_ewt(tmp_path / "mail.conllu")
    assert article.text == "Ada Loom thinks Vell said it rained."
    outer, inner = article.readings[0]
    assert (words(article, outer.source), words(article, outer.content)) == (["Ada Loom"], ["Vell said it rained"])
    assert words(article, inner.cue) == ["said"]
