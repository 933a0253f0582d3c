"""The same network in 32-bit floats, in PyTorch as it comes ("eager"), on one thread of the processor.

What one would have without ONNX Runtime and without 8 bits. The weights are the bundle's, out of their 8 bits
(``training.unquantise``), so that both have learnt the same; what 8 bits lost in the weights stays lost, and what is
compared is the arithmetic. The layers are the transformers library's, whose attention is fused and was faster than the
layers as they are written out for the export: 2,300 pieces a second beside 2,000.
"""

from __future__ import annotations

from typing import Any

from benchmarks.peers.onrecord_encoder import EncoderSystem
from benchmarks.peers.onrecord_reader import ReaderSystem
from benchmarks.peers.system import Options, System, need
from onrecord.model.bundle import load_bundle
from onrecord.model.session import INPUTS, EncoderInput, EncoderOutput

__all__ = ["TorchEncoder", "load_encoder", "load_reader"]

_PACKAGES = ("torch", "transformers")


class TorchEncoder:
    """Stands in for the bundle's network in a Reader."""

    def __init__(self, options: Options) -> None:
        """Raises NotInstalled."""
        self._torch: Any = need("torch")
        self._torch.set_num_threads(1)
        weights = need("training.unquantise").unquantise(load_bundle(options.bundle).folder)
        self._network: Any = need("training.narrowing").as_network(weights)

    def run(self, window: EncoderInput) -> EncoderOutput:
        """Read one window."""
        network = self._network
        with self._torch.inference_mode():
            *features, words = (self._torch.from_numpy(getattr(window, name)) for name in INPUTS)
            hidden = network.encode(*(each[None] for each in features), None)[0][words]
            outputs = (
                network.tags(hidden).log_softmax(-1),
                *network.cue_of_content(hidden),
                *network.source_of_cue(hidden),
                *network.antecedent(hidden),
                network.names(hidden).argmax(-1),
                network.speech(hidden).argmax(-1),
            )
        return EncoderOutput(*(output.numpy() for output in outputs))


def load_reader(options: Options) -> System:
    """The Reader with this network. Raises NotInstalled."""
    return ReaderSystem(options, TorchEncoder(options), _PACKAGES)


def load_encoder(options: Options) -> System:
    """The network by itself. Raises NotInstalled."""
    return EncoderSystem(options, TorchEncoder(options), _PACKAGES)
