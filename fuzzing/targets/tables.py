"""Pages as lines of JSON and as rows of Parquet: any bytes are refused in words of ours, and ranges give the whole.

Even inputs are lines, cut apart at any bytes; odd ones are a table with columns of any kind, cut apart at any rows, and
for some with bytes of the file changed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import pyarrow
import pyarrow.parquet

from fuzzing.parts import Parts
from fuzzing.promise import check_offers, promise
from onrecord.errors import InputError
from onrecord.ingest.json_pages import read_json_pages
from onrecord.ingest.offered import Offered, PassedOver
from onrecord.ingest.page_tables import read_page_table, row_bounds

__all__ = ["check"]

_LINES = (
    b'{"text": "The quay is shut, she said."}', b'{"html": "<p>x</p>", "uri": "https://quay.example/a"}', b"", b"{}",
    b'{"text": 1}', b'{"text": "\\ud800"}', b'{"format": "onrecord/1"}', b"[", b"\xff\xfe", b'{"text": null}', b"null",
    b'{"authors": ["a", "b"], "text": ""}', b"[" * 3000, b'{"text":"a\\u0000b","authors":[1]}', b"\r", b" ",
)  # fmt: skip
_TEXTS = (None, "", "The quay is shut, she said.", "\x00", "🐟")
_BYTES = (None, b"", b"<p>x</p>", b"\xff\xfe\x00")
_NANOSECONDS = (None, 0, 10**18, -(2**62), 2**62)
_DAYS = (None, 0, 19_000, -(2**31), 2**31 - 1)
_KINDS: tuple[tuple[pyarrow.DataType, tuple[Any, ...]], ...] = (
    (pyarrow.string(), _TEXTS),
    (pyarrow.large_string(), _TEXTS),
    (pyarrow.binary(), _BYTES),
    (pyarrow.list_(pyarrow.string()), (None, [], ["Odile Vance", None], ["a"] * 3)),
    (pyarrow.timestamp("ms"), _NANOSECONDS),
    (pyarrow.timestamp("ns", "Europe/Nowhere"), _NANOSECONDS),
    (pyarrow.timestamp("us", "UTC"), _NANOSECONDS),
    (pyarrow.date32(), _DAYS),
    (pyarrow.duration("s"), _NANOSECONDS),
    (pyarrow.float64(), (None, 0.0, float("nan"))),
    (pyarrow.dictionary(pyarrow.int32(), pyarrow.string()), _TEXTS),
    (pyarrow.struct([("a", pyarrow.string())]), (None, {"a": None}, {"a": "x"})),
    (pyarrow.null(), (None,)),
    (pyarrow.map_(pyarrow.string(), pyarrow.string()), (None, [("a", "b")])),
)
_COLUMNS = ("text", "html", "charset", "uri", "url", "title", "outlet", "published", "authors", "other")


def _checked(told: Iterable[Offered | PassedOver]) -> list[Offered | PassedOver]:
    found = list(told)
    check_offers(found)
    return found


def _check_ranges(parts: Parts, size: int, read: Callable[[int, int | None], Iterable[Offered | PassedOver]]) -> None:
    whole = _checked(read(0, size))
    cuts = sorted({0, size, *(parts.number(size + 1) for _ in range(3))})
    told = [each for start, end in pairwise(cuts) for each in read(start, end)]
    promise(told == whole, f"the ranges {cuts} say another thing than the whole")


def _check_lines(parts: Parts) -> None:
    lines = [parts.choice(_LINES) if parts.flag() else parts.take(parts.number(30)) for _ in range(parts.number(8))]
    content = b"\n".join(lines)

    def read(start: int, end: int | None) -> Iterable[Offered | PassedOver]:
        return read_json_pages(io.BytesIO(content), name="a.jsonl", start=start, end=end)

    _check_ranges(parts, len(content), read)
    try:
        _checked(read(0, None))
    except InputError as error:
        promise(bool(str(error)), "an error says nothing")


def _column(parts: Parts, rows: int) -> pyarrow.Array:
    kind, values = parts.choice(_KINDS)
    chosen = [parts.choice(values) for _ in range(rows)]
    if isinstance(kind, pyarrow.TimestampType | pyarrow.DurationType):
        return pyarrow.array(chosen, pyarrow.int64()).cast(kind)
    if kind == pyarrow.date32():
        return pyarrow.array(chosen, pyarrow.int32()).cast(kind)
    return pyarrow.array(chosen, kind)


def _table(parts: Parts) -> bytes:
    rows = parts.number(150)
    names = {parts.choice(_COLUMNS) for _ in range(1 + parts.number(5))}
    table = pyarrow.table({name: _column(parts, rows) for name in sorted(names)})
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out, row_group_size=1 + parts.number(100), compression="zstd")
    return out.getvalue()


def _check_table(parts: Parts) -> None:
    content = _table(parts)
    spoiled = parts.flag()
    if spoiled:
        at = parts.number(len(content))
        content = content[:at] + parts.take(parts.number(5)) + content[at + parts.number(5) :]

    def read(start: int, end: int | None) -> Iterable[Offered | PassedOver]:
        return read_page_table(io.BytesIO(content), name="a.parquet", start=start, end=end)

    try:
        bounds = row_bounds(io.BytesIO(content), name="a.parquet", at_least_rows=1 + parts.number(70))
        promise(bounds[0] == 0 and bounds == sorted(bounds), f"no bounds of rows: {bounds}")
        if spoiled:
            _checked(read(0, None))
        else:
            _check_ranges(parts, bounds[-1], read)
    except InputError as error:
        promise(bool(str(error)), "an error says nothing")


def check(data: bytes) -> None:
    """Read lines, or a table, whole and in ranges."""
    parts = Parts(data)
    if parts.flag():
        _check_table(parts)
    else:
        _check_lines(parts)
