"""The encoder: one window of pieces in, what each head says of its words out.

:class:`Encoder` is the seam at which tests put a scripted one; :class:`OnnxEncoder` runs the bundle.

Why one window at a time and not a padded batch: the 8-bit network scales its activations by the largest value in a
run, so in a batch one article's reading would depend on its neighbours. Windows are run side by side on as many
threads instead, which on two cores is also the faster way: no padding is computed and no thread waits within a layer.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import BundleError, OptionError
from onrecord.model.exactness import EXACT, exact_by_itself

if TYPE_CHECKING:
    import onnxruntime

__all__ = [
    "DEVICES",
    "INPUTS",
    "OUTPUTS",
    "SLOWER",
    "Encoder",
    "EncoderInput",
    "EncoderOutput",
    "OnnxEncoder",
    "session_options",
]

#: What the network can be run on, and ONNX Runtime's name for it. Each but the first needs a build of ONNX Runtime that
#: has it, such as the package onnxruntime-gpu in the place of onnxruntime.
DEVICES = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "rocm": "MIGraphXExecutionProvider",
    "directml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
}

#: What ONNX Runtime makes of the graph that is slower on a CPU than the graph: its own operator for a sum with its
#: normalisation takes several times as long as the two one after the other.
SLOWER = ["SkipLayerNormFusion"]

#: The network's inputs and outputs, in the order of the fields below.
INPUTS = ("piece_ids", "case", "block", "quote", "words")
OUTPUTS = (
    "tags", "content_query", "content_key", "cue_query", "cue_key", "mention_query", "mention_key", "names", "speech",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EncoderInput:
    """One window of ``T`` pieces, framed by [CLS] and [SEP], in which ``W`` words begin."""

    piece_ids: NDArray[np.int64]  #: [T] index into the vocabulary
    case: NDArray[np.int64]  #: [T] index into pieces.CASE_FEATURES
    block: NDArray[np.int64]  #: [T] index into pieces.BLOCK_FEATURES
    quote: NDArray[np.int64]  #: [T] index into pieces.QUOTE_FEATURES
    words: NDArray[np.int64]  #: [W + 1] 0, for [CLS], and the first piece of each word


@dataclass(frozen=True, slots=True)
class EncoderOutput:
    """What the heads say of [CLS] (row 0) and of each word.

    The score of a link is the query of the word that points times the key of the word pointed at, plus a bias of the
    distance between them. ``L`` is the links' width.
    """

    tags: NDArray[np.float32]  #: [W + 1, tag] log-probabilities over labels.TAGS
    content_query: NDArray[np.float32]  #: [W + 1, L] of a content's word, asking for its cue
    content_key: NDArray[np.float32]  #: [W + 1, L] of a cue's first word, answering
    cue_query: NDArray[np.float32]  #: [W + 1, L] of a cue's word, asking for its source
    cue_key: NDArray[np.float32]  #: [W + 1, L] of a source's first word, or of [CLS] for no source, answering
    mention_query: NDArray[np.float32]  #: [W + 1, L] of a mention's head, asking for what it refers back to
    mention_key: NDArray[np.float32]  #: [W + 1, L] of an earlier mention's head, or of [CLS] for none, answering
    names: NDArray[np.int64]  #: [W + 1] the likeliest of labels.NAME_CLASSES
    speech: NDArray[np.int64]  #: [W + 1] the likeliest of labels.SPEECH_TAGS


class Encoder(Protocol):
    """Anything that reads a window; the same input must give the same output, from any thread."""

    def run(self, window: EncoderInput) -> EncoderOutput:
        """Read one window."""
        ...


def session_options() -> onnxruntime.SessionOptions:
    """How the network is run: on one thread, quietly, with sums that are the same on every processor."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # PolNeAR dev, relaxed F1 on a processor whose sums may overflow: 0.750, and 0.753 with exact ones; 0.754 on one
    # with VNNI.
    if not exact_by_itself():
        options.add_session_config_entry(*EXACT)
    return options


class OnnxEncoder:
    """The bundle's network in ONNX Runtime, on one thread of the CPU; may be called from many threads at once."""

    def __init__(self, path: Path, device: str = "cpu") -> None:
        """Load the network at ``path``; ``device`` is one of DEVICES.

        On another device than the CPU sums are made in another order: records may differ in a confidence's last digits,
        and, where two readings are as good, in the reading.

        Raises BundleError where ONNX Runtime cannot load it, OptionError for a device that this ONNX Runtime lacks.
        """
        import onnxruntime as ort

        provider = DEVICES.get(device)
        available = ort.get_available_providers()
        if provider is None or provider not in available:
            here = ", ".join(name for name, known in DEVICES.items() if known in available)
            raise OptionError(
                f"the network cannot be run on {device!r} with the ONNX Runtime that is installed, only on: {here}. "
                "For an NVIDIA card, install onnxruntime-gpu in the place of onnxruntime"
            )

        try:
            providers = dict.fromkeys((provider, DEVICES["cpu"]))  # the CPU for what the device cannot do
            self._session = ort.InferenceSession(
                str(path),
                session_options(),
                providers=list(providers),
                disabled_optimizers=SLOWER if device == "cpu" else None,
            )
        except Exception as error:  # ONNX Runtime raises bare RuntimeErrors and its own classes alike
            raise BundleError(f"{path}: ONNX Runtime cannot load the model: {error}") from error

    def run(self, window: EncoderInput) -> EncoderOutput:
        """Read one window."""
        return EncoderOutput(*self._session.run(OUTPUTS, {name: getattr(window, name) for name in INPUTS}))
