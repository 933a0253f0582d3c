"""A ledger that is not to be written, and assistants that ask it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from interfaces.assistant.assistants import Assistant, QuotingReader, connected, server_of, stories
from onrecord.ledger.ledger import Ledger


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of four made-up articles; not to be written."""
    path = tmp_path_factory.mktemp("mcp") / "harbour.ledger"
    with Ledger(path, write=True) as opened:
        opened.add(stories())
    return path


@pytest.fixture
def reader() -> QuotingReader:
    return QuotingReader()


@pytest.fixture(scope="module", params=["legacy", "auto"])
def either(request: pytest.FixtureRequest, ledger: Path) -> Iterator[Assistant]:
    """An assistant that speaks the older protocol, with its handshake, and one that speaks the newer."""
    with connected(server_of(ledger, QuotingReader()), request.param) as assistant:
        yield assistant


@pytest.fixture(scope="module")
def assistant(ledger: Path) -> Iterator[Assistant]:
    with connected(server_of(ledger, QuotingReader())) as assistant:
        yield assistant
