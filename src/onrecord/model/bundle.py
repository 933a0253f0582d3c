"""The shipped models' files, and the checks before they are trusted.

A bundle is a folder: ``model.onnx``, ``vocabulary.txt``, ``manifest.json`` with their checksums and every number that
decoding needs, and ``MODEL_CARD.md``. JSON and ONNX only: nothing in a bundle can run code.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.errors import BundleError
from onrecord.model.labels import NAME_CLASSES, SPEECH_TAGS, TAGS
from onrecord.model.pieces import BLOCK_FEATURES, CASE_FEATURES, QUOTE_FEATURES
from onrecord.model.wordpiece import Vocabulary

__all__ = [
    "BUNDLE_FORMAT",
    "NAMED",
    "SHIPPED",
    "Bundle",
    "Calibration",
    "Manifest",
    "bundle_folder",
    "load_bundle",
    "vocabularies",
]

#: Raised when a reader of an older program could not read a newer bundle rightly.
BUNDLE_FORMAT = 2

#: The bundle in the package that is read with where nothing else is asked for.
SHIPPED = Path(__file__).parent / "bundle"
#: Others in the package, by the name that they are asked for with: "small" is the shipped one's pupil, faster and a
#: little less good.
NAMED = {"small": Path(__file__).parent / "bundle_small"}


class Calibration(msgspec.Struct, frozen=True):
    """A logistic regression from what the model says of an attribution to how often such a one is right."""

    features: list[str]
    weights: list[float]
    intercept: float


class Manifest(msgspec.Struct, frozen=True):
    """What a bundle says of itself."""

    format: int
    name: str
    sha256: dict[str, str]  #: of each file, by its name
    vocabularies: dict[str, list[str]]  #: what each index of an input or output means
    transitions: list[list[float]]  #: [tag, next tag] added between neighbours; illegal ones are None's place-holder
    tag_biases: list[float]  #: [tag] added to each tag's log-probability before decoding
    cue_of_content_distance: list[float]  #: [bucket] see attribution.linking
    source_of_cue_distance: list[float]  #: [bucket]
    antecedent_distance: list[float]  #: [bucket]
    max_pieces: int
    overlap_pieces: int
    least_confidence: float  #: attributions below it are not recorded
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Bundle:
    """A checked bundle, ready to be run."""

    folder: Path
    manifest: Manifest
    transitions: NDArray[np.float32]  #: [tag, next tag]
    vocabulary: Vocabulary

    @property
    def model(self) -> Path:
        """The network's file."""
        return self.folder / "model.onnx"


def vocabularies() -> dict[str, list[str]]:
    """What this program takes each index to mean: a bundle that means something else is refused."""
    return {
        "tags": list(TAGS),
        "names": list(NAME_CLASSES),
        "speech": list(SPEECH_TAGS),
        "case": list(CASE_FEATURES),
        "block": list(BLOCK_FEATURES),
        "quote": list(QUOTE_FEATURES),
    }


def bundle_folder(bundle: str | Path | None) -> Path:
    """The folder of a bundle as it was asked for; None is the shipped one.

    A text that is in NAMED is that bundle; a folder of such a name is asked for as ``./small``.
    """
    if bundle is None:
        return SHIPPED
    return (NAMED.get(bundle) if isinstance(bundle, str) else None) or Path(bundle)


def load_bundle(folder: Path = SHIPPED) -> Bundle:
    """Read and check the bundle in ``folder``.

    Raises BundleError where a file is missing, its checksum is not the manifest's, or the bundle was made for another
    version of this program.
    """
    names = ", ".join(NAMED)
    advice = f"install onrecord again, ask for {names}, or name a folder that `python -m training.bundle` has written"
    try:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    except OSError as error:
        raise BundleError(f"{folder}: no bundle can be read there ({error.strerror}); {advice}") from error
    except msgspec.DecodeError as error:
        raise BundleError(f"{folder / 'manifest.json'}: not a bundle's manifest ({error}); {advice}") from error
    if manifest.format != BUNDLE_FORMAT:
        raise BundleError(f"{folder}: bundle format {manifest.format}, this program reads {BUNDLE_FORMAT}; {advice}")
    if manifest.vocabularies != vocabularies():
        raise BundleError(f"{folder}: the bundle's labels are not this program's; {advice}")
    for name in ("model.onnx", "vocabulary.txt"):
        try:
            with (folder / name).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise BundleError(f"{folder / name}: cannot be read ({error.strerror}); {advice}") from error
        if digest != manifest.sha256.get(name):
            raise BundleError(f"{folder / name}: damaged, its checksum is not the manifest's; {advice}")
    return Bundle(
        folder, manifest, np.array(manifest.transitions, np.float32), _load_vocabulary(folder / "vocabulary.txt")
    )


def _load_vocabulary(path: Path) -> Vocabulary:
    try:
        return Vocabulary.from_file(path)
    except (UnicodeDecodeError, KeyError) as error:
        raise BundleError(f"{path}: not a vocabulary: {error!r}") from error
