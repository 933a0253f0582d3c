"""How many multiply-adds the network's matrix products take, and how its time is spread over its operators.

Both are read off ONNX Runtime's own profile: the shapes are those of the products that were run, after whatever its
optimiser made of the graph. Counting on the graph as it is stored would need a library for that, and would count nodes
that are never run.
"""

from __future__ import annotations

import collections
import json
import math
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.model.session import INPUTS, OUTPUTS, SLOWER, EncoderInput, session_options

__all__ = ["Cost", "Products", "cost_of", "products_of", "profile", "time_shares"]

#: Products of 8-bit numbers, by ONNX Runtime's names for them. The first has a quantisation of its input within it.
_IN_8_BITS = frozenset({"DynamicQuantizeMatMul", "MatMulIntegerToFloat", "MatMulInteger", "QLinearMatMul"})
_IN_FLOATS = frozenset({"MatMul", "FusedMatMul", "Gemm", "FusedGemm"})


@dataclass(frozen=True)
class Products:
    """Multiply-adds."""

    in_8_bits: int
    in_floats: int


@dataclass(frozen=True)
class Cost:
    """Multiply-adds of a window of ``T`` pieces in which ``W`` words are spoken of.

    Layers cost the same for each piece, attention for each pair of pieces, heads for each word.
    """

    layers: float  #: in 8 bits, for each piece
    attention: float  #: in floats, for each pair of pieces
    heads: float  #: in 8 bits, for each word
    float_heads: float  #: in floats, for each word

    def of(self, windows: Iterable[tuple[int, int]]) -> Products:
        """Of windows of (T, W)."""
        in_8_bits = in_floats = 0.0
        for pieces, words in windows:
            in_8_bits += self.layers * pieces + self.heads * words
            in_floats += self.attention * pieces**2 + self.float_heads * words
        return Products(round(in_8_bits), round(in_floats))


def _shape(tensors: Sequence[Mapping[str, list[int]]], index: int) -> list[int]:
    (shape,) = tensors[index].values()
    return shape


def products_of(events: Iterable[Mapping[str, Any]]) -> Products:
    """The multiply-adds of one run's events: each number of a product's output is a sum over its input's last axis."""
    counted = {True: 0, False: 0}
    for event in events:
        arguments = event["args"]
        name = arguments["op_name"]
        if name in _IN_8_BITS or name in _IN_FLOATS:
            summed = _shape(arguments["input_type_shape"], 0)[-1]
            counted[name in _IN_8_BITS] += math.prod(_shape(arguments["output_type_shape"], 0)) * summed
    return Products(counted[True], counted[False])


def profile(model: Path, windows: Sequence[EncoderInput], *, warm: bool = True) -> list[dict[str, Any]]:
    """The events of the operators of running each window once, on one thread and as ``OnnxEncoder`` runs them.

    With ``warm``, the first window is run once before, and its events are left out: in a first run memory is taken.
    """
    import onnxruntime as ort

    with tempfile.TemporaryDirectory() as folder:
        options = session_options()
        options.enable_profiling = True
        options.profile_file_prefix = str(Path(folder) / "profile")
        session = ort.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
        )
        for window in [*windows[: int(warm)], *windows]:
            session.run(OUTPUTS, {name: getattr(window, name) for name in INPUTS})
        events = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
    nodes = [event for event in events if event.get("cat") == "Node" and event["name"].endswith("_kernel_time")]
    skipped = len(nodes) // (len(windows) + 1) if warm else 0
    return nodes[skipped:]


def _window(pieces: int, words: int) -> EncoderInput:
    zeros = np.zeros(pieces, np.int64)
    return EncoderInput(np.ones(pieces, np.int64), zeros, zeros, zeros, np.arange(words, dtype=np.int64))


def cost_of(model: Path) -> Cost:
    """The network's cost, told from three windows that differ in one thing at a time."""

    def run(pieces: int, words: int) -> Products:
        return products_of(profile(model, [_window(pieces, words)], warm=False))

    base, longer, more = run(64, 1), run(128, 1), run(64, 33)
    heads = (more.in_8_bits - base.in_8_bits) / 32
    float_heads = (more.in_floats - base.in_floats) / 32
    return Cost(
        layers=(longer.in_8_bits - base.in_8_bits) / 64,
        attention=(longer.in_floats - base.in_floats) / (128**2 - 64**2),
        heads=heads,
        float_heads=float_heads,
    )


def time_shares(events: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Operator to its part of the time, 0 to 1, the largest first."""
    taken: collections.Counter[str] = collections.Counter()
    for event in events:
        taken[event["args"]["op_name"]] += event["dur"]
    total = sum(taken.values())
    return {name: duration / total for name, duration in taken.most_common()}
