"""The most multiply-adds a second that libraries get out of this machine, each in a process of its own.

    python -m benchmarks.peak LIBRARY THREADS

Why measure it: what a processor could do at its clock's best is in no document for a machine that is shared; and a
product of a favourable size in a library that is made for it is what a network could reach with nothing around it.
Threads multiply matrices of their own, as windows are read side by side. One process a library, since two libraries
that both bring a runtime for threads get in each other's way, and one that stops with a fault stops only itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.peers.system import NotInstalled, need

__all__ = ["LIBRARIES", "Peak", "measure_peaks"]

#: Rows, summed, columns: the network's own layers, and squares, which suit most libraries better.
_SIZES = ((512, 384, 1536), (512, 1536, 384), (512, 1536, 1536), (1024, 1024, 1024), (2048, 2048, 2048))
_SECONDS = 1.0  #: of trying each size


@dataclass(frozen=True)
class Peak:
    """Billions of multiply-adds a second at the best size, or the reason why there is no figure."""

    library: str
    in_8_bits: bool
    threads: int
    rate: float | None
    size: tuple[int, int, int] | None = None
    why_not: str | None = None


def _onnx_product(rows: int, summed: int, columns: int, *, in_8_bits: bool, exact: bool) -> Callable[[], Any]:
    import onnxruntime as ort

    onnx = need("onnx")
    make, kinds, from_array = onnx.helper, onnx.TensorProto, onnx.numpy_helper.from_array
    hand = np.random.default_rng(1)
    if in_8_bits:
        left: Any = hand.integers(0, 255, (rows, summed), np.uint8)
        right: Any = hand.integers(-127, 127, (summed, columns), np.int8)
        node = make.make_node("MatMulInteger", ["left", "right", "zero"], ["out"])
        constants = [from_array(right, "right"), from_array(np.uint8(128).reshape(()), "zero")]
    else:
        left = hand.random((rows, summed), np.float32)
        node = make.make_node("MatMul", ["left", "right"], ["out"])
        constants = [from_array(hand.random((summed, columns), np.float32), "right")]
    of, to = (kinds.UINT8, kinds.INT32) if in_8_bits else (kinds.FLOAT, kinds.FLOAT)
    graph = make.make_graph(
        [node],
        "product",
        [make.make_tensor_value_info("left", of, [rows, summed])],
        [make.make_tensor_value_info("out", to, [rows, columns])],
        constants,
    )
    model = make.make_model(graph, opset_imports=[make.make_opsetid("", 17)], ir_version=9)
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.x64quantprecision", str(int(exact)))
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return lambda: session.run(None, {"left": left})


def _exact(rows: int, summed: int, columns: int) -> Callable[[], Any]:
    return _onnx_product(rows, summed, columns, in_8_bits=True, exact=True)


def _as_it_comes(rows: int, summed: int, columns: int) -> Callable[[], Any]:
    return _onnx_product(rows, summed, columns, in_8_bits=True, exact=False)


def _floats(rows: int, summed: int, columns: int) -> Callable[[], Any]:
    return _onnx_product(rows, summed, columns, in_8_bits=False, exact=True)


def _torch(rows: int, summed: int, columns: int) -> Callable[[], Any]:
    torch: Any = need("torch")
    torch.set_num_threads(1)
    torch.backends.quantized.engine = "x86"  # FBGEMM, or oneDNN where that is the faster
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # quantised tensors are on their way out of PyTorch
        left = torch.quantize_per_tensor(torch.rand(rows, summed), 0.005, 0, torch.quint8)
        right = torch.quantize_per_tensor(torch.rand(columns, summed) - 0.5, 0.005, 0, torch.qint8)
    packed = torch.ops.quantized.linear_prepack(right, None)
    return lambda: torch.ops.quantized.linear(left, packed, 1.0, 0)


def _openvino(rows: int, summed: int, columns: int) -> Callable[[], Any]:
    ov: Any = need("openvino")
    op: Any = need("openvino.opset13")
    hand = np.random.default_rng(1)

    def levels(value: Any, most: float, least: float, count: int) -> Any:
        low, high = op.constant(np.float32(least)), op.constant(np.float32(most))
        return op.fake_quantize(value, low, high, low, high, count)

    left = op.parameter([rows, summed], np.float32)
    right = op.constant((hand.integers(-127, 127, (columns, summed)) / 127).astype(np.float32))
    product = op.matmul(levels(left, 2.55, 0, 256), levels(right, 1, -1, 255), False, True)
    settings = {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1}
    request = ov.Core().compile_model(ov.Model([product], [left], "product"), "CPU", settings).create_infer_request()
    request.set_input_tensor(ov.Tensor(hand.random((rows, summed), np.float32)))
    infer: Callable[[], Any] = request.infer
    return infer


#: By name: what makes a product of one size, and whether it is one in 8 bits.
LIBRARIES: dict[str, tuple[Callable[[int, int, int], Callable[[], Any]], bool]] = {
    "ONNX Runtime, u8 × s8, asked for exact sums": (_exact, True),
    "ONNX Runtime, u8 × s8, as it comes": (_as_it_comes, True),
    "PyTorch's quantised linear, u8 × s8": (_torch, True),
    "OpenVINO, u8 × s8, with the quantisation of its input": (_openvino, True),
    "ONNX Runtime, 32-bit floats": (_floats, False),
}


def _rate(make: Callable[[int, int, int], Callable[[], Any]], size: tuple[int, int, int], threads: int) -> float:
    """Billions of multiply-adds a second of the best tenth of a second or so."""
    products = [make(*size) for _ in range(threads)]
    for product in products:
        product()
    took = time.perf_counter()
    products[0]()
    times = max(2, round(0.1 / max(time.perf_counter() - took, 1e-6)))

    def run(product: Callable[[], Any]) -> None:
        for _ in range(times):
            product()

    best, end = 0.0, time.perf_counter() + _SECONDS
    with ThreadPoolExecutor(threads) as pool:
        while time.perf_counter() < end:
            began = time.perf_counter()
            list(pool.map(run, products))
            took = time.perf_counter() - began
            best = max(best, threads * times * size[0] * size[1] * size[2] / took / 1e9)
    return best


def measure_peaks(threads: int) -> list[Peak]:
    """Of each library; what is not installed, or stops, is there with the reason."""
    peaks = []
    for name, (_, in_8_bits) in LIBRARIES.items():
        command = [sys.executable, "-m", "benchmarks.peak", name, str(threads)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        try:
            told = json.loads(done.stdout.splitlines()[-1])
        except (IndexError, json.JSONDecodeError):
            told = {"why_not": f"the process ended with {done.returncode}"}
        size = told.get("size")
        peaks.append(
            Peak(name, in_8_bits, threads, told.get("rate"), tuple(size) if size else None, told.get("why_not"))
        )
    return peaks


def main() -> int:
    """Measure one library and say what came as JSON."""
    make, _ = LIBRARIES[sys.argv[1]]
    try:
        rate, size = max((_rate(make, size, int(sys.argv[2])), size) for size in _SIZES)
    except NotInstalled as error:
        print(json.dumps({"why_not": str(error)}))
        return 0
    print(json.dumps({"rate": rate, "size": size}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
