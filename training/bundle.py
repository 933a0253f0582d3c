"""Write the bundle: the quantised network, its vocabulary, a manifest with every number that decoding needs, a card.

    python -m training.bundle --polnear DIR --encoder DIR --weights checkpoints/run/averaged.safetensors --out DIR

The numbers that are chosen rather than trained (how much transitions and the tag for nothing weigh, the confidence
below which nothing is recorded, the weights of the confidence) are chosen on PolNeAR dev, on what the quantised
network says; the card gives the figures that they rest on, and those of the float network beside them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.attribution.linking import DistanceBias
from onrecord.evaluation.scores import MEASURES
from onrecord.ingest.text import find_blocks
from onrecord.model.bundle import BUNDLE_FORMAT, vocabularies
from onrecord.model.decoding import legal_transitions
from onrecord.model.pieces import encode
from onrecord.model.session import EncoderInput
from onrecord.model.tagger import window_inputs
from onrecord.model.windows import MAX_PIECES, OVERLAP_PIECES, plan_windows
from onrecord.model.wordpiece import Vocabulary
from training.card import BEGUN, DISTILLED, write_card
from training.choose import Chosen, choose, link_distances
from training.encoding import encode_all, transition_logs
from training.export import export, load, quantise
from training.polnear import Article, read_split

#: Articles whose windows show where the activations' outliers are.
SMOOTHING_ARTICLES = 60


def windows_of(
    articles: Sequence[Article], vocabulary: Vocabulary, max_pieces: int, overlap: int
) -> Iterator[EncoderInput]:
    """The windows of articles, as they are read."""
    for article in articles:
        pieces = encode(article.text, find_blocks(article.text), vocabulary)
        yield from window_inputs(pieces, plan_windows(pieces, max_pieces, overlap), vocabulary.frame, max_pieces)


def write_manifest(
    folder: Path,
    name: str,
    transitions: NDArray[np.float64],
    chosen: Chosen,
    distances: DistanceBias,
    lengths: tuple[int, int],
) -> None:
    """The manifest of the files that stand in ``folder``; ``lengths`` is a window's pieces, and those it shares."""
    weighted = np.where(legal_transitions(), transitions * chosen.transition_weight, -1e9)
    manifest = {
        "format": BUNDLE_FORMAT,
        "name": name,
        "sha256": {
            file: hashlib.sha256((folder / file).read_bytes()).hexdigest() for file in ("model.onnx", "vocabulary.txt")
        },
        "vocabularies": vocabularies(),
        "transitions": [[round(float(value), 4) for value in row] for row in weighted],
        "tag_biases": chosen.tag_biases,
        "cue_of_content_distance": [round(float(value), 5) for value in distances.cue_of_content],
        "source_of_cue_distance": [round(float(value), 5) for value in distances.source_of_cue],
        "antecedent_distance": [round(float(value), 5) for value in distances.antecedent],
        "max_pieces": lengths[0],
        "overlap_pieces": lengths[1],
        "least_confidence": chosen.least_confidence,
        "calibration": chosen.calibration,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf8")


def main() -> None:
    """Export, quantise, choose on dev, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True, help="folder with train/ and dev/")
    parser.add_argument("--encoder", type=Path, required=True, help="folder that training began from")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", required=True, help="of the bundle, for example polnear-minilm-1")
    parser.add_argument("--begun-from", metavar="NAME", help="of the bundle whose weights the training began from")
    parser.add_argument("--distilled-from", metavar="NAME", help="of the bundle that training.distil was given")
    parser.add_argument("--max-pieces", type=int, default=MAX_PIECES, help="of a window; by default %(default)s")
    parser.add_argument(
        "--overlap-pieces", type=int, default=OVERLAP_PIECES, help="that neighbours share; by default %(default)s"
    )
    parser.add_argument("--choose-by", choices=MEASURES, help="one measure alone (default: all, see training.choose)")
    options = parser.parse_args()
    lengths = (options.max_pieces, options.overlap_pieces)
    options.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(options.encoder / "vocab.txt", options.out / "vocabulary.txt")
    vocabulary = Vocabulary.from_file(options.out / "vocabulary.txt")
    train, dev = read_split(options.polnear / "train"), read_split(options.polnear / "dev")
    network = load(options.weights, options.encoder / "config.json")
    floats = options.weights.with_name("float.onnx")
    export(network, floats)
    some = train[:: max(1, len(train) // SMOOTHING_ARTICLES)]
    quantise(network, options.out / "model.onnx", list(windows_of(some, vocabulary, *lengths)))
    transitions = transition_logs(train, vocabulary)
    distances = link_distances(options.weights)
    quantised = encode_all(dev, vocabulary, options.out / "model.onnx", *lengths)
    chosen = choose(dev, quantised, transitions, distances, by=options.choose_by)
    compared = choose(dev, encode_all(dev, vocabulary, floats, *lengths), transitions, distances, like=chosen)
    write_manifest(options.out, options.name, transitions, chosen, distances, lengths)
    begun = BEGUN.format(name=options.begun_from) if options.begun_from else ""
    layer = network.encoder.encoder.layer[0]
    left = {"heads": layer.attention.self.num_attention_heads, "inner": layer.intermediate.dense.out_features}
    distilled = DISTILLED.format(name=options.distilled_from, **left) if options.distilled_from else ""
    longest = options.max_pieces + 2
    write_card(options.out, options.name, chosen, compared, longest=longest, begun=begun, distilled=distilled)
    print(json.dumps({"quantised": chosen.figures, "float": compared.figures}, indent=1))


if __name__ == "__main__":
    main()
