"""The shipped bundle holds its floors on PolNeAR dev."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.gate import main


@pytest.mark.shared
@pytest.mark.bundle
def test_the_shipped_bundle_holds_its_floors(shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--polnear", str(shared_data / "polnear" / "dev")])
    shown = capsys.readouterr()
    assert status == 0, f"\n{shown.out}\n{shown.err}"
