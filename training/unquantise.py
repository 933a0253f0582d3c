"""The weights of a bundle in 32-bit floats again, for a training that begins from it.

    python -m training.unquantise --bundle src/onrecord/model/bundle --out checkpoints/shipped/averaged.safetensors

What eight bits have lost stays lost: a weight comes back within half a step of its column's scale. The products' inputs
were divided by factors when the network was quantised (``training.smoothing``); the weights take them back.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from safetensors.numpy import save_file

__all__ = ["unquantise"]

_PREFIX = "network."
_TABLE = "encoder.embeddings.word_embeddings.weight"
_KINDS = "encoder.embeddings.token_type_embeddings.weight"


class _Graph:
    """A network's nodes by what they give and take, and its constants by name."""

    def __init__(self, path: Path) -> None:
        graph = onnx.load(path).graph
        self.nodes = list(graph.node)
        self.made_by = {name: node for node in self.nodes for name in node.output}
        self.constants = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
        for node in self.nodes:
            if node.op_type == "Constant":
                self.constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
        self.readers: dict[str, list[onnx.NodeProto]] = {}
        for node in self.nodes:
            for name in node.input:
                self.readers.setdefault(name, []).append(node)

    def bias_behind(self, node: onnx.NodeProto) -> str:
        """The name of the bias that is added to what ``node`` gives."""
        while True:
            (node, *_) = self.readers[node.output[0]]
            if node.op_type == "Add":
                return next(name for name in node.input if name.startswith(_PREFIX))

    def divisor_before(self, quantised: str) -> NDArray[np.float32] | None:
        """float32 [channel], what the input of a product was multiplied by before it was quantised, if by anything."""
        made = self.made_by[self.made_by[quantised].input[0]]
        if made.op_type != "Mul":
            return None
        values = [self.constants[name] for name in made.input if name in self.constants]
        return values[0] if values and values[0].ndim == 1 and values[0].size > 1 else None

    def unnamed_sum(self) -> NDArray[np.float32]:
        """float32 [channel], the constant that is added to every piece's vector: the exporter has folded its name."""
        return next(
            self.constants[name]
            for node in self.nodes
            if node.op_type == "Add"
            for name in node.input
            if name in self.constants and self.constants[name].ndim == 1 and not name.startswith(_PREFIX)
        )


def unquantise(bundle: Path) -> dict[str, NDArray[np.float32]]:
    """The weights by the names that ``training.network`` has for them."""
    graph = _Graph(bundle / "model.onnx")
    weights: dict[str, NDArray[np.float32]] = {}
    for name, value in graph.constants.items():
        if name.startswith(_PREFIX) and value.dtype == np.float32 and not name.endswith("_scale"):
            weights[name.removeprefix(_PREFIX)] = value
    for node in graph.nodes:
        if node.op_type == "MatMulInteger":
            stored = graph.constants[node.input[1]].astype(np.float32)
            scale = graph.constants[node.input[1].replace("_quantized", "_scale")]
            weight = (stored * scale).T
            factor = graph.divisor_before(node.input[0])
        elif node.op_type in {"MatMul", "Gemm"} and node.input[1] in graph.constants:
            value = graph.constants[node.input[1]]
            weight, factor = value if node.op_type == "Gemm" else value.T, None
        else:
            continue
        bias = graph.bias_behind(node) if node.op_type != "Gemm" else node.input[2]
        weights[bias.removeprefix(_PREFIX).replace(".bias", ".weight")] = weight if factor is None else weight * factor
    table = next(value for value in graph.constants.values() if value.dtype == np.int8 and value.shape[0] > 10_000)
    scale = next(
        value for value in graph.constants.values() if value.shape == (len(table), 1) and value.dtype == np.float32
    )
    weights[_TABLE] = table.astype(np.float32) * scale
    token_type = graph.unnamed_sum()
    weights[_KINDS] = np.stack([token_type, np.zeros_like(token_type)])  # the second is never used
    manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf8"))
    for link in ("cue_of_content", "source_of_cue", "antecedent"):
        weights[f"{link}.distance"] = np.array(manifest[f"{link}_distance"], np.float32)
    return {name: np.ascontiguousarray(value, np.float32) for name, value in weights.items()}


def main() -> None:
    """Read the bundle, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    save_file(unquantise(options.bundle), options.out)


if __name__ == "__main__":
    main()
