"""A network with fewer inner units and attention heads in each layer: those that add most to what the layer gives.

What a unit adds is how far it strays from its mean over some articles, times the length of its outgoing weights; what
a head adds is the same of its channels together. What is left out goes on as a constant, its mean, in the bias.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import BertConfig

from onrecord.model.wordpiece import Vocabulary
from training.network import Network
from training.polnear import Article
from training.teaching import think_of

__all__ = ["as_network", "narrowed"]

#: Channels of an attention head; the weights alone do not say.
HEAD_WIDTH = 32

Weights = dict[str, NDArray[np.float32]]


def as_network(weights: Weights) -> Network:
    """The network that these weights are of."""
    layers = {name.split(".")[3] for name in weights if name.startswith("encoder.encoder.layer.")}
    pieces, width = weights["encoder.embeddings.word_embeddings.weight"].shape
    network = Network(
        BertConfig(
            vocab_size=pieces,
            hidden_size=width,
            num_hidden_layers=len(layers),
            num_attention_heads=width // HEAD_WIDTH,
            kept_heads=weights["encoder.encoder.layer.0.attention.self.query.bias"].shape[0] // HEAD_WIDTH,
            intermediate_size=weights["encoder.encoder.layer.0.intermediate.dense.bias"].shape[0],
            attention_probs_dropout_prob=0.0,
            hidden_dropout_prob=0.0,  # the smaller network has less to forget than to learn
            attn_implementation="sdpa",
        )
    )
    found = network.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()}, strict=False)
    if missing := [name for name in found.missing_keys if "position_ids" not in name]:
        raise SystemExit(f"the bundle lacks weights: {missing[:5]}")
    return network.eval()


@dataclass
class _Seen:
    """What has gone into a product, by channel: float64 [channel] each."""

    rows: int
    total: Tensor
    squares: Tensor

    def note(self, _: nn.Module, inputs: tuple[Tensor]) -> None:
        """As a hook before the product's own forward."""
        values = inputs[0].flatten(0, -2).double()
        self.rows += len(values)
        self.total += values.sum(0)
        self.squares += values.square().sum(0)

    @property
    def mean(self) -> Tensor:
        return self.total / self.rows

    @property
    def variance(self) -> Tensor:
        return (self.squares / self.rows - self.mean.square()).clamp(min=0)


def _watched(
    network: Network, products: Sequence[nn.Linear], articles: Sequence[Article], vocabulary: Vocabulary
) -> list[_Seen]:
    """What goes into each product while the network reads; padding is among it, and is the same for all channels."""
    seen = [_Seen(0, *(torch.zeros(each.in_features, dtype=torch.float64) for _ in range(2))) for each in products]
    hooks = [each.register_forward_pre_hook(one.note) for each, one in zip(products, seen, strict=True)]
    think_of(network, articles, vocabulary)
    for hook in hooks:
        hook.remove()
    return seen


def narrowed(
    network: Network, weights: Weights, inner: int, heads: int, articles: Sequence[Article], vocabulary: Vocabulary
) -> Weights:
    """The weights with only ``inner`` of each layer's inner units and ``heads`` of its attention heads."""
    kept = dict(weights)

    def leave(out: str, into: Sequence[str], product: nn.Linear, seen: _Seen, group: int, count: int) -> None:
        """Keep ``count`` groups of ``group`` channels of what goes into the product ``out`` and comes of ``into``."""
        adds = seen.variance * product.weight.double().square().sum(0)
        best = adds.view(-1, group).sum(1).topk(count).indices.sort().values
        channels = (best[:, None] * group + torch.arange(group)).flatten()
        rest = torch.ones(product.in_features, dtype=torch.bool)
        rest[channels] = False
        constant = product.weight[:, rest].double() @ seen.mean[rest]
        units = channels.numpy()
        kept[f"{out}.bias"] = (kept[f"{out}.bias"] + constant.detach().numpy()).astype(np.float32)
        kept[f"{out}.weight"] = np.ascontiguousarray(kept[f"{out}.weight"][:, units])
        for name in into:
            for part in ("weight", "bias"):
                kept[f"{name}.{part}"] = np.ascontiguousarray(kept[f"{name}.{part}"][units])

    layers = network.encoder.encoder.layer
    products = [product for layer in layers for product in (layer.attention.output.dense, layer.output.dense)]
    seen = _watched(network, products, articles, vocabulary)
    for number in range(len(layers)):
        at = f"encoder.encoder.layer.{number}"
        asked = [f"{at}.attention.self.{part}" for part in ("query", "key", "value")]
        two = 2 * number
        leave(f"{at}.attention.output.dense", asked, products[two], seen[two], HEAD_WIDTH, heads)
        leave(f"{at}.output.dense", [f"{at}.intermediate.dense"], products[two + 1], seen[two + 1], 1, inner)
    return kept
