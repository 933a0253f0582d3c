"""The bundles of the package hold their floors on PolNeAR dev."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.gate import main


@pytest.mark.shared
@pytest.mark.bundle
@pytest.mark.parametrize("bundle", [(), ("--bundle", "small")])
def test_a_bundle_holds_its_floors(
    bundle: tuple[str, ...], shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["--polnear", str(shared_data / "polnear" / "dev"), *bundle])
    shown = capsys.readouterr()
    assert status == 0, f"\n{shown.out}\n{shown.err}"
