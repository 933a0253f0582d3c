"""The model card: what the bundle is, what it was made from, how well it reads, and where it fails."""

from __future__ import annotations

import re
from pathlib import Path

from training.choose import Chosen

__all__ = ["BEGUN", "DISTILLED", "begun_row", "distilled_row", "floats_row", "write_card"]

#: What the card says of a training that went on from another bundle's weights.
BEGUN = "- The training began from the weights of an earlier bundle, {name}, taken back out of their 8 bits.\n"

#: What the card says of a network that was narrowed.
DISTILLED = """
- **Distilled** from the bundle {name} (`python -m training.distil`): {heads} of the 12
  attention heads and {inner:,} of the 1,536 inner units of each layer are kept, and have learned to give what all gave.
  It reads faster and a little less well."""

_CARD = """# Model card: {name}

The model in the package `onrecord`: one small encoder that says, for each word of an English news text, whether it
belongs to a source, a cue or a content, which cue a content belongs to, which source a cue belongs to, and, as a help
to the stages after it, a class of name and a part of speech.

## What it is
- **Encoder**: all-MiniLM-L6-v2 (6 layers, 384 wide, 22 million weights; Apache-2.0; Wang et al. 2020, Reimers and
  Gurevych 2019), with three features added to each piece: capitalisation, the start of a block, and where it stands
  towards quotation marks.{distilled}
- **Heads**: BILOU tags of source, cue and content; three bilinear links with a bias of distance (content to cue, cue to
  source or to none, a mention to an earlier one or to none); CoreNLP's classes of names and Penn Treebank tags.
- **Decoding**: the best legal sequence of tags within each block, transition log-probabilities weighted
  {transition_weight}, {outside_bias:+} on the tag for nothing, {content_bias:+} on those of contents; links as in
  `onrecord.attribution.linking`; attributions of a confidence under {least_confidence} are not recorded.
- **Files**: ONNX in 8 bits ({megabytes:.1f} MB with the vocabulary), run one window of up to {longest} pieces at a
  time.

## What it was made from
- **Attributions**: PolNeAR 1.0.0 (Newell, Margolin and Ruths, LREC 2018), 840 US political news articles of 2015 and
  2016 from seven outlets; software MIT, no licence stated for texts and annotations: research use, cited. Articles
  that several annotators read are read as another of them each time.
- **Names, parts of speech, coreference**: CoreNLP's output on the same articles, as PolNeAR distributes it: silver, not
  gold.
- **GUM** (Zeldes 2017), 100 documents: interviews, court hearings, speeches, biographies, textbooks, academic and
  travel writing, Wikinews. Its attribution units, entities, coreference and parts of speech, all gold; annotations
  CC BY 4.0, texts CC BY, CC BY-SA and as their metadata says.
- **EWT**, the English Web Treebank of Universal Dependencies, training part: clauses of verbs that attribute, by its
  gold dependencies; CC BY-SA 4.0.
- Nothing was trained on the dev or test parts of any. On PolNeAR dev were chosen: the decoder's weights, the
  confidence's weights, when to stop, and which of a dozen trained and averaged networks to ship: the figures
  below are the best of those, and within the spread of a bootstrap over articles.
{begun}
## How well it reads
PolNeAR dev, 84 articles, word tokens, F1: exact spans of the three roles, attributions exact and relaxed, tokens.
The second row is the same network in 32-bit floats{decoded}; the third is a second
trained annotator against the first, on 24 articles that several read.

| | source | cue | content | exact | relaxed | source tokens | cue tokens | content tokens |
|---|---|---|---|---|---|---|---|---|
| this bundle | {quantised} |
| in floats | {floats} |
| second annotator | | | | 0.563 | 0.748 | 0.811 | 0.686 | 0.916 |

Expected calibration error of the confidence, against the relaxed measure: {ece:.3f} with weights fitted on all of dev,
{crossed:.3f} cross-fitted (each fifth of the articles by weights fitted on the rest), which is what to expect on such
articles; on other kinds of text it is not known.

## Where it fails
- It has seen US political news of two years. On fiction or older prose it finds less.
- English only. In another language it will find little, and say so by low confidence only.
- Voices within voices are not marked in PolNeAR. They are found by reading contents again as if alone; GUM's units, of
  which some are such voices, say a little of how many are missed (`docs/evaluation.md`).
- Sources and cues are sometimes cut short or long at modifiers ("told reporters on Monday"), where annotators differ
  from one another as well.
- The last digits of its arithmetic depend on the processor; on one machine the same text gives the same record.
"""

_ORDER = ("span.source", "span.cue", "span.content", "exact", "relaxed", "token.source", "token.cue", "token.content")


def _row(chosen: Chosen) -> str:
    return " | ".join(f"{chosen.figures[measure]:.3f}" for measure in _ORDER)


def floats_row(card: str) -> str:
    """The figures of the network in floats that a card gives. Raises ValueError where it gives none."""
    found = re.search(r"^\| in floats \| (.*) \|$", card, re.M)
    if found is None:
        raise ValueError("the card has no row of figures in floats")
    return found[1]


def begun_row(card: str) -> str:
    """The line of a card that says from which weights its training began; empty where it began from the encoder."""
    found = re.search(r"^- The training began .*\n", card, re.M)
    return found[0] if found else ""


def distilled_row(card: str) -> str:
    """The lines of a card that say from which bundle the network was distilled; empty where it was from none."""
    found = re.search(r"\n- \*\*Distilled\*\*.*(?:\n  .*)*", card)
    return found[0] if found else ""


def write_card(
    folder: Path,
    name: str,
    quantised: Chosen,
    floats: Chosen | str,
    *,
    longest: int,
    begun: str = "",
    distilled: str = "",
    decoded: str = "",
) -> None:
    """Write ``MODEL_CARD.md`` beside the files it speaks of.

    ``longest`` is a window's pieces. ``begun`` and ``distilled`` are lines as :data:`BEGUN` and :data:`DISTILLED` have
    them. ``floats`` may be a row of an earlier card, and ``decoded`` then says
    how those figures were decoded.
    """
    size = sum((folder / file).stat().st_size for file in ("model.onnx", "vocabulary.txt", "manifest.json"))
    text = _CARD.format(
        name=name,
        begun=begun,
        distilled=distilled,
        longest=longest,
        transition_weight=quantised.transition_weight,
        outside_bias=quantised.outside_bias,
        content_bias=quantised.content_bias,
        least_confidence=quantised.least_confidence,
        megabytes=size / 1e6,
        quantised=_row(quantised),
        floats=floats if isinstance(floats, str) else _row(floats),
        decoded=decoded,
        ece=quantised.figures["calibration_error"],
        crossed=quantised.figures["calibration_error_cross_fitted"],
    )
    (folder / "MODEL_CARD.md").write_text(text, encoding="utf8")
