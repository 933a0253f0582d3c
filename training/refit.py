"""Choose anew the numbers of a bundle that are not trained: the decoder's weights and the confidence.

    python -m training.refit --polnear DIR --bundle DIR

For when the way of decoding or the make-up of the confidence has changed and the network has not: the network's file
stays as it is, so that no new one goes into history. The manifest and the card are written anew; the card's figures of
the network in floats stay those of its first decoding, and say so. It needs scikit-learn, and no PyTorch.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from onrecord.attribution.linking import DistanceBias
from onrecord.model.bundle import load_bundle
from onrecord.model.decoding import legal_transitions
from training.card import begun_row, distilled_row, floats_row, write_card
from training.choose import choose
from training.encoding import encode_all, transition_logs
from training.polnear import read_split


def main() -> None:
    """Read dev with the bundle, choose, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True, help="folder with train/ and dev/")
    parser.add_argument("--bundle", type=Path, required=True)
    options = parser.parse_args()
    bundle = load_bundle(options.bundle)
    path = options.bundle / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    distances = DistanceBias(
        np.array(manifest["cue_of_content_distance"], np.float32),
        np.array(manifest["source_of_cue_distance"], np.float32),
        np.array(manifest["antecedent_distance"], np.float32),
    )
    transitions = transition_logs(read_split(options.polnear / "train"), bundle.vocabulary)
    dev = read_split(options.polnear / "dev")
    lengths = (bundle.manifest.max_pieces, bundle.manifest.overlap_pieces)
    chosen = choose(dev, encode_all(dev, bundle.vocabulary, bundle.model, *lengths), transitions, distances)
    weighted = np.where(legal_transitions(), transitions * chosen.transition_weight, -1e9)
    manifest |= {
        "transitions": [[round(float(value), 4) for value in row] for row in weighted],
        "tag_biases": chosen.tag_biases,
        "least_confidence": chosen.least_confidence,
        "calibration": chosen.calibration,
    }
    path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    card = (options.bundle / "MODEL_CARD.md").read_text(encoding="utf-8")
    write_card(
        options.bundle,
        manifest["name"],
        chosen,
        floats_row(card),
        longest=manifest["max_pieces"] + 2,
        begun=begun_row(card),
        distilled=distilled_row(card),
        decoded=", as it was first decoded",
    )
    print(json.dumps(chosen.figures, indent=1))


if __name__ == "__main__":
    main()
