"""Whether ONNX Runtime's products in 8 bits are exact on this processor, or must be asked to be.

Processors with dot products of 8 bits (VNNI, AMX, those of ARM) add them up in 32 bits. Older ones of Intel's and AMD's
add pairs of them in 16, which may overflow: another record on another machine. ONNX Runtime can then be asked for exact
sums, which cost an eighth of the network's speed there. Asking everywhere would be simpler and is no answer: on a
processor with AMX it makes the products ten times slower (``python -m benchmarks.peak``).
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

__all__ = ["EXACT", "exact_by_itself", "sums"]

#: The setting that asks ONNX Runtime for exact sums.
EXACT = ("session.x64quantprecision", "1")

_SIDE = 64
_LEFT, _RIGHT = 255, 127  #: the greatest that there are: two products and more need 17 bits
#: An ONNX model of two nodes: right = ConstantOfShape([64, 64]) of int8 127, sums = MatMulInteger(left, right), with
#: left uint8 [64, 64] and sums int32 [64, 64].
_PRODUCT = (
    b"\x08\x08\x12\x00:\xa4\x01"
    b'\n7\n\x05shape\x12\x05right"\x0fConstantOfShape*\x16\n\x05value*\n\x08\x01\x10\x03*\x01\x7fB\x01v\xa0\x01\x04'
    b'\n"\n\x04left\n\x05right\x12\x04sums"\rMatMulInteger\x12\x04sums*\x0f\x08\x02\x10\x07:\x02@@B\x05shape'
    b"Z\x16\n\x04left\x12\x0e\n\x0c\x08\x02\x12\x08\n\x02\x08@\n\x02\x08@"
    b"b\x16\n\x04sums\x12\x0e\n\x0c\x08\x06\x12\x08\n\x02\x08@\n\x02\x08@B\x04\n\x00\x10\r"
)


@functools.cache
def exact_by_itself() -> bool:
    """Whether the greatest sums come out right without being asked for; a few milliseconds, once a process."""
    return bool((sums(np.full((_SIDE, _SIDE), _LEFT, np.uint8), exact=False) == _LEFT * _RIGHT * _SIDE).all())


def sums(left: Any, *, exact: bool) -> Any:
    """int32 [64, 64]: uint8 [64, 64] times a matrix of 127s, as ONNX Runtime multiplies on this processor."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if exact:
        options.add_session_config_entry(*EXACT)
    session = ort.InferenceSession(_PRODUCT, options, providers=["CPUExecutionProvider"])
    return session.run(None, {"left": left})[0]
