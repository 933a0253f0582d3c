"""The part of the page that says how far the network is from the machine's limit."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.limit import Limit, Work, distance
from benchmarks.page import markdown_table

__all__ = ["limit_section"]

#: What ONNX Runtime's operators are, in the words of the page; one that is not here is called by its name.
_OPERATORS = {
    "DynamicQuantizeMatMul": "8-bit products of layers, with the quantisation of what goes in",
    "MatMulIntegerToFloat": "8-bit products of layers and heads",
    "FusedMatMul": "attention: scores, in floats",
    "MatMul": "attention: weighted sums, in floats",
    "Softmax": "attention: softmax",
    "SkipLayerNormalization": "sums and layer normalisation",
    "LayerNormalization": "layer normalisation",
    "Gelu": "GELU",
    "Mul": "division by the smoothing factors",
    "Transpose": "transposing heads of attention",
    "DynamicQuantizeLinear": "quantisation of what goes into several products",
    "Gather": "looking up pieces",
    "Add": "sums",
}
#: Operators with less of the time than this are added up.
_LEAST_SHARE = 0.005


def _work(name: str, work: Work, words: int) -> list[str]:
    return [
        name,
        f"{work.windows:,}",
        f"{work.pieces / words:.2f}",
        f"{work.products.in_8_bits / words / 1e6:.1f}",
        f"{work.products.in_floats / words / 1e6:.1f}",
    ]


def _operators(limit: Limit) -> list[list[str]]:
    rows = [
        [_OPERATORS.get(name, ""), f"`{name}`", f"{part:.1%}"]
        for name, part in limit.operators.items()
        if part >= _LEAST_SHARE
    ]
    rest = sum(part for part in limit.operators.values() if part < _LEAST_SHARE)
    return [*rows, ["all others", "", f"{rest:.1%}"]]


def limit_section(limit: Limit, encoder: Mapping[int, float], reader: Mapping[int, float]) -> list[str]:
    """Lines of Markdown; ``encoder`` and ``reader`` are median seconds for the corpus, by the number of processes."""
    rows = []
    for count in encoder:
        alone = distance(limit, limit.alone, count, encoder[count])
        whole = distance(limit, limit.whole, count, reader[count]) if count in reader else None
        useful = distance(limit, limit.alone, count, reader[count]) if count in reader else None
        if alone and whole and useful:
            rows.append(
                [
                    str(count),
                    f"{limit.words / alone.seconds:,.0f}",
                    f"**{alone.part:.0%}**",
                    f"**{whole.part:.0%}**",
                    f"{useful.part:.0%}",
                ]
            )
    return [
        "## How far from the machine's limit",
        "",
        f"A piece costs {limit.cost.layers / 1e6:.2f} million multiply-adds of 8-bit numbers in the layers, "
        f"{limit.cost.attention:,.0f} in floats for each piece of its window in attention, and a word "
        f"{limit.cost.heads / 1e6:.2f} million in the heads: counted on the products that ONNX Runtime runs. A word is "
        "1.3 pieces or so; the whole way reads some of them twice, where windows overlap and where contents are read "
        "again for voices within them.",
        "",
        *markdown_table(
            ["", "windows", "pieces a word", "8-bit multiply-adds a word, millions", "in floats"],
            [
                _work("network alone, every piece once", limit.alone, limit.words),
                _work("the whole way", limit.whole, limit.words),
            ],
        ),
        "The most multiply-adds a second that libraries got out of this machine, each at its best of five sizes, among "
        "them the network's own; with two threads, each multiplies its own:",
        "",
        *markdown_table(
            ["", "threads", "billion a second", "at rows × summed × columns"],
            [
                [
                    peak.library,
                    str(peak.threads),
                    f"{peak.rate:.1f}" if peak.rate else f"not measured: {peak.why_not}",
                    " × ".join(map(str, peak.size)) if peak.size else "",
                ]
                for peak in limit.peaks
            ],
        ),
        "On Record asks ONNX Runtime for exact sums only on processors on which those that come by themselves "
        "overflow, so that a record would depend on the machine; it tries at the start.",
        "",
        "At the limit the products run at the highest of these rates, 8-bit and floats each at theirs, and nothing "
        "else takes time. The network alone, and the whole way with all the products that it asks for, reach this part "
        "of it; the last column counts the products of every piece once only, so that reading twice counts as loss:",
        "",
        *markdown_table(
            ["processes", "words a second at the limit", "network alone", "the whole way", "of it, every piece once"],
            rows,
        ),
        "Where the network's time goes, on one thread, by ONNX Runtime's profile of windows throughout the corpus:",
        "",
        *markdown_table(["", "operator", "of the time"], _operators(limit)),
    ]
