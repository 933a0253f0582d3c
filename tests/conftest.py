"""What every test may ask for: the corpora beside the checkout, and the shipped bundle."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parent.parent


def _shared_data() -> Path:
    """The corpora: ``data`` in the folder that ONRECORD_SHARED names, or else in ``shared`` beside the checkout."""
    return Path(os.environ.get("ONRECORD_SHARED") or REPO.parent / "shared").resolve() / "data"


@pytest.fixture(scope="session")
def repo() -> Path:
    """The root of the checkout."""
    return REPO


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The corpora; without them the test is skipped, or fails where ONRECORD_REQUIRE_SHARED=1 says that they are there.

    Only the checks before a change lands set that: whoever has no corpora can still run every other test.
    """
    folder = _shared_data()
    if folder.is_dir():
        return folder
    missing = f"no corpora at {folder}; name the folder that holds data/ with ONRECORD_SHARED"
    if os.environ.get("ONRECORD_REQUIRE_SHARED") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that reads with the shipped bundle fails without one, and says so first."""
    if item.get_closest_marker("bundle") is None:
        return
    from onrecord.model.bundle import SHIPPED

    if not (SHIPPED / "manifest.json").is_file():
        pytest.fail(f"the shipped bundle is missing: no {SHIPPED / 'manifest.json'}", pytrace=False)
