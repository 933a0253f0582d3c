"""From trained weights to ONNX: in 32-bit floats, to compare with, and in 8 bits, to ship."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig

from onrecord.model.session import INPUTS, OUTPUTS, EncoderInput
from training.network import Network
from training.smoothing import Factors, measure_channels, smooth

__all__ = ["export", "load", "quantise"]


class Exported(nn.Module):
    """The network as the runtime calls it.

    ``factors`` are what the layers' inputs are divided by; see training.smoothing. ``small`` keeps the table of the
    pieces' vectors, half of all weights, in 8 bits with a scale for each piece; a scale for the whole table, which is
    what the quantiser would do, costs the rare pieces most of their digits.
    """

    def __init__(self, network: Network, factors: Factors, *, small: bool) -> None:
        super().__init__()
        self.network = network
        self.factors = {at: 1 / factor for at, factor in factors.items()}
        self.small = small
        if small:
            table = network.encoder.embeddings.word_embeddings.weight.detach()
            scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
            self.register_buffer("table", (table / scale).round().to(torch.int8))
            self.register_buffer("scale", scale)

    def embed(self, piece_ids: Tensor) -> Tensor:
        if self.small:
            vectors: Tensor = self.table[piece_ids].float() * self.scale[piece_ids]
            return vectors
        looked_up: Tensor = self.network.encoder.embeddings.word_embeddings(piece_ids)
        return looked_up

    def forward(
        self, piece_ids: Tensor, case: Tensor, block: Tensor, quote: Tensor, words: Tensor
    ) -> tuple[Tensor, ...]:
        """One window: int64 [piece] features, and int64 [word + 1], the pieces to speak of; see EncoderOutput."""
        n = self.network
        e = n.encoder.embeddings
        hidden = (
            self.embed(piece_ids)
            + n.case(case)
            + n.block(block)
            + n.quote(quote)
            + e.token_type_embeddings.weight[0]
            + e.position_embeddings.weight[: piece_ids.shape[0]]
        )[None]
        hidden = e.LayerNorm(hidden)
        for number, layer in enumerate(n.encoder.encoder.layer):
            hidden = self.layer(number, layer, hidden)
        spoken_of = hidden[0][words]
        return (
            n.tags(spoken_of).log_softmax(-1),
            *n.cue_of_content(spoken_of),
            *n.source_of_cue(spoken_of),
            *n.antecedent(spoken_of),
            n.names(spoken_of).argmax(-1),
            n.speech(spoken_of).argmax(-1),
        )

    def divided(self, number: int, place: str, hidden: Tensor) -> Tensor:
        factor = self.factors.get((number, place))
        return hidden if factor is None else hidden * factor

    def layer(self, number: int, layer: nn.Module, hidden: Tensor) -> Tensor:
        """One layer of BERT, written out: without padding there is nothing to mask."""
        a = layer.attention.self
        heads, width = a.num_attention_heads, a.attention_head_size

        def split(x: Tensor) -> Tensor:
            return x.view(1, -1, heads, width).transpose(1, 2)  # a length asked for would be worked out in each run

        read = self.divided(number, "attention", hidden)
        scores = split(a.query(read)) @ split(a.key(read)).transpose(-1, -2) / (width**0.5)
        context = (scores.softmax(-1) @ split(a.value(read))).transpose(1, 2).reshape(1, -1, heads * width)
        attended = layer.attention.output.dense(self.divided(number, "attended", context))
        hidden = layer.attention.output.LayerNorm(attended + hidden)
        inner = nn.functional.gelu(layer.intermediate.dense(self.divided(number, "inner", hidden)))
        out: Tensor = layer.output.LayerNorm(layer.output.dense(self.divided(number, "outer", inner)) + hidden)
        return out


def load(weights: Path, config: Path) -> Network:
    """The trained network, ready to be run."""
    network = Network(BertConfig.from_json_file(str(config)))
    network.load_state_dict(load_file(weights))
    return network.eval()


def export(network: Network, path: Path, factors: Factors | None = None, *, small: bool = False) -> None:
    """Write the network with weights in 32-bit floats, and the pieces' table in 8 bits where ``small``."""
    example = tuple(torch.ones(16, dtype=torch.int64) for _ in INPUTS)
    axes = {name: {0: "piece"} for name in INPUTS} | {name: {0: "word"} for name in ("words", *OUTPUTS)}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of its own successor
        torch.onnx.export(
            # Left in training mode, it would be put back into it, and the network with it: dropout in what is measured.
            Exported(network, factors or {}, small=small).eval(),
            example,
            str(path),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def quantise(network: Network, path: Path, windows: Sequence[EncoderInput]) -> None:
    """Write the network in 8 bits: the layers' weights with a scale for each column, the heads in floats.

    Activations are scaled as they come (dynamic quantisation), once their outliers are smoothed by what ``windows``
    show. The heads are a hundredth of the weights, and what they lose is lost for good.
    """
    smoothed, factors = smooth(network, measure_channels(network, windows))
    with tempfile.TemporaryDirectory() as folder:
        floats = Path(folder) / "floats.onnx"
        export(smoothed, floats, factors, small=True)
        model = onnx.load(floats)
        layers = network.encoder.encoder.layer.modules()
        in_layers = {(each.in_features, each.out_features) for each in layers if isinstance(each, nn.Linear)}
        shapes = {weight.name: tuple(weight.dims) for weight in model.graph.initializer}
        products = [node for node in model.graph.node if node.op_type in ("MatMul", "Gemm")]
        quantize_dynamic(
            floats,
            path,
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=[node.name for node in products if shapes.get(node.input[1]) not in in_layers],
        )
