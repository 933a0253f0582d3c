"""How large the package is: as a wheel, and installed with everything that it needs."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Sizes", "measure_sizes"]

_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Sizes:
    """In MB (10**6 bytes); ``installed`` counts no compiled bytecode, and both it and the parts may be unmeasured."""

    wheel: float
    installed: float | None
    largest: list[tuple[str, float]]  #: the largest folders of the installation


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments], check=True)


def _megabytes(path: Path) -> float:
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file() and p.suffix != ".pyc"]
    return sum(file.stat().st_size for file in files) / 1e6


def measure_sizes(*, installed: bool) -> Sizes:
    """Build the wheel from the working tree; with ``installed``, install it into an empty folder, which takes long."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(_ROOT))
        (wheel,) = folder.glob("*.whl")
        if not installed:
            return Sizes(_megabytes(wheel), None, [])
        target = folder / "target"
        _pip("install", "--no-compile", "--target", str(target), str(wheel))
        parts = sorted(((_megabytes(part), part.name) for part in target.iterdir()), reverse=True)
        return Sizes(_megabytes(wheel), _megabytes(target), [(name, size) for size, name in parts[:6]])
