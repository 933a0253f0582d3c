"""The repository keeps to itself: nothing of the machine it was written on, and nothing too large."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

#: Places that are somebody's machine and nobody else's; each starts a path, so that an address's "/home/" is none.
_MACHINE = re.compile(r"(?<![\w.:/~-])/(?:home|root|Users|work|mnt|tmp/\w+)/[\w.-]+")
#: An article's page, a long table or a test may be large; beyond this, only the models.
_LARGEST = 1_000_000
_BUNDLES = ("src/onrecord/model/bundle/", "src/onrecord/model/bundle_small/")


@pytest.fixture(scope="module")
def tracked(repo: Path) -> list[Path]:
    """Every file that git keeps."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=repo, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: " + listed.stderr.strip())
    return [repo / name for name in listed.stdout.split("\0") if name and (repo / name).is_file()]


def test_no_file_names_a_place_on_one_machine(tracked: list[Path], repo: Path) -> None:
    found = []
    for path in tracked:
        if str(path.relative_to(repo)).startswith(_BUNDLES):
            continue
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        found += [
            f"{path.relative_to(repo)}:{n}: {line.strip()}" for n, line in enumerate(lines, 1) if _MACHINE.search(line)
        ]

    assert found == []


def test_no_file_but_the_models_is_large(tracked: list[Path], repo: Path) -> None:
    large = [str(path.relative_to(repo)) for path in tracked if path.stat().st_size > _LARGEST]

    assert [name for name in large if not name.startswith(_BUNDLES)] == []


def test_modules_stay_short_enough_to_be_read(tracked: list[Path], repo: Path) -> None:
    modules = [path for path in tracked if path.suffix == ".py" and (repo / "src") in path.parents]
    long = {str(path.relative_to(repo)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules}

    assert {name: lines for name, lines in long.items() if lines >= 400} == {}
