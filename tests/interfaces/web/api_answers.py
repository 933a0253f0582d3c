"""Answers of the API, as tests look at them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

__all__ = ["refusal", "rows", "walked"]


def rows(answer: Any) -> list[dict[str, str]]:
    """The rows of a table that is to be saved as a file."""
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    return list(csv.DictReader(io.StringIO(answer.text)))


def walked(site: Any, address: str | None) -> Iterator[Any]:
    """The pages from an address on, as the header Link leads."""
    while address:
        answer = site.get(address)
        assert answer.status_code == 200
        yield answer
        given = answer.headers.get("link")
        assert given is None or given.endswith('>; rel="next"')
        address = given and given.partition(">")[0].removeprefix("<")


def refusal(answer: Any) -> tuple[int, str]:
    """The status and the kind of an answer that is no success, which has the one shape."""
    assert answer.headers["content-type"] == "application/json"
    told = answer.json()
    assert set(told) == {"error"}
    assert set(told["error"]) == {"kind", "message", "where"}
    assert told["error"]["message"]
    return answer.status_code, told["error"]["kind"]
