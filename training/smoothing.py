"""Make a network easier to quantise by moving its activations' outliers into its weights.

Eight bits are given to a tensor by its largest value, and in a BERT a few channels of the layers' inputs are ten
times the rest. Dividing each channel by a factor and multiplying the weights' column by the same changes nothing in
floats and evens the channels out (SmoothQuant: Xiao et al., ICML 2023). On PolNeAR dev the best tag of a word then
differs from the float network's in 0.8 of 100 words rather than in 1.3.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping

import torch
from torch import Tensor, nn

from onrecord.model.session import EncoderInput
from training.network import Network

__all__ = ["PLACES", "Factors", "measure_channels", "smooth"]

#: The inputs of a layer's products: of queries, keys and values; of the attention's output; of the two of the
#: feed-forward part.
PLACES = ("attention", "attended", "inner", "outer")
#: How much of an outlier goes into the weights; the paper's 0.5 is for wider networks. Mean change of the tags'
#: probabilities on PolNeAR dev at 0.5, 0.75, 0.85, 1.0: 0.050, 0.018, 0.016, 0.017, and 0.029 without smoothing.
STRENGTH = 0.85

#: By layer and place: float32 [channel].
Factors = Mapping[tuple[int, str], Tensor]


def products(layer: nn.Module) -> dict[str, list[nn.Linear]]:
    """The products that read each place's input."""
    a = layer.attention
    return {
        "attention": [a.self.query, a.self.key, a.self.value],
        "attended": [a.output.dense],
        "inner": [layer.intermediate.dense],
        "outer": [layer.output.dense],
    }


@torch.no_grad()
def measure_channels(network: Network, windows: Iterable[EncoderInput]) -> Factors:
    """The largest absolute value of each channel, by layer and place, over ``windows``."""
    largest: dict[tuple[int, str], Tensor] = {}
    hooks = []
    for number, layer in enumerate(network.encoder.encoder.layer):
        for place, readers in products(layer).items():

            def note(_: nn.Module, inputs: tuple[Tensor], __: Tensor, at: tuple[int, str] = (number, place)) -> None:
                seen = inputs[0].abs().flatten(0, -2).amax(0)
                largest[at] = torch.maximum(largest.get(at, torch.zeros_like(seen)), seen)

            hooks.append(readers[0].register_forward_hook(note))
    for window in windows:
        features = [torch.tensor(getattr(window, name))[None] for name in ("piece_ids", "case", "block", "quote")]
        network.encode(*features, torch.ones_like(features[0]))
    for hook in hooks:
        hook.remove()
    return largest


@torch.no_grad()
def smooth(network: Network, largest: Factors) -> tuple[Network, Factors]:
    """A network whose weights have taken up the factors, and the factors that its inputs are to be divided by."""
    smoothed = copy.deepcopy(network)
    factors = {}
    for number, layer in enumerate(smoothed.encoder.encoder.layer):
        for place, readers in products(layer).items():
            weights = torch.stack([reader.weight.abs().amax(0) for reader in readers]).amax(0).clamp(min=1e-4)
            factor = largest[number, place].clamp(min=1e-4) ** STRENGTH / weights ** (1 - STRENGTH)
            factors[number, place] = factor / factor.median()
            for reader in readers:
                reader.weight.mul_(factors[number, place])
    return smoothed, factors
