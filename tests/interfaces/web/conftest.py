"""A site over a made-up ledger, asked in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from interfaces.web.ledgers import filled
from onrecord.interfaces.web.app import create_app
from onrecord.interfaces.web.settings import Settings


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of a harbour town; not to be written."""
    return filled(tmp_path_factory.mktemp("ledger") / "harbour.ledger")


@pytest.fixture
def site(harbour: Path) -> Iterator[TestClient]:
    """A site that only reads the harbour town's ledger."""
    app = create_app(Settings(ledger=harbour, read_only=True))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def site_of(tmp_path: Path) -> Iterator[Callable[..., TestClient]]:
    """A site with settings of one's own, over a ledger of its own that may be written."""
    opened: list[TestClient] = []

    def site_of(**settings: Any) -> TestClient:
        path = settings.pop("ledger", None) or filled(tmp_path / f"{len(opened)}.ledger")
        app = create_app(Settings(ledger=path, **settings))
        opened.append(TestClient(app, base_url="http://localhost", raise_server_exceptions=False))
        return opened[-1]

    yield site_of
    for client in opened:
        client.close()
