"""Several people at one site while articles keep coming in: nobody is turned away, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.articles import made_up_articles
from benchmarks.serving import serve
from onrecord.ledger.ledger import Ledger


@pytest.mark.bundle
def test_readers_and_writers_do_not_get_in_each_others_way(tmp_path: Path) -> None:
    """Eight readers for five seconds; ``python -m benchmarks.serving`` has fifty for a minute."""
    path = tmp_path / "served.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add(list(made_up_articles(100)))

    told = serve(path, seconds=5, readers=8, keeping=True)

    assert dict(told.errors) == {}
    assert (told.locks, told.missing) == (0, 0)
    assert told.written > 0
    assert told.kept > 0
    assert sum(map(len, told.taken.values())) > 8
