"""What fuzzing has found and kept is held to its promises again, and each target is run for a moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzzing.running import FINDINGS, has_atheris, known_inputs, run
from fuzzing.targets import TARGETS, check_of

#: Inputs of a moment's run: enough to see that a target works and that nothing breaks at once.
_RUNS = 100


def _kept() -> list[tuple[str, Path]]:
    return [(target, path) for target in TARGETS for path in known_inputs(target)]


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_has_inputs_that_are_kept(target: str) -> None:
    assert known_inputs(target)


@pytest.mark.parametrize(
    ("target", "path"), _kept(), ids=lambda value: value.name if isinstance(value, Path) else value
)
def test_a_kept_input_breaks_no_promise(target: str, path: Path) -> None:
    check_of(target)(path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_no_input_and_any_single_byte_break_no_promise(target: str) -> None:
    check = check_of(target)
    for data in (b"", *(bytes([byte]) for byte in range(0, 256, 17))):
        check(data)


@pytest.mark.skipif(not has_atheris(), reason="atheris is not installed: pip install -e '.[fuzz]', on Linux")
@pytest.mark.parametrize("target", TARGETS)
def test_a_moment_of_fuzzing_breaks_no_promise(target: str, tmp_path: Path) -> None:
    done = run(target, runs=_RUNS, seconds=20, seed=1, work=tmp_path, artifacts=tmp_path / "artifacts")
    assert not done.failed, done.failed
    assert done.runs > 0


def test_findings_are_of_targets_that_there_are() -> None:
    named = {path.name for path in FINDINGS.iterdir() if path.is_dir()} if FINDINGS.is_dir() else set()
    assert named <= set(TARGETS)
