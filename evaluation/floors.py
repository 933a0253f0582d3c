"""The pinned figures: read, written, and held against what was measured.

Why pin the checksums of gold and bundle beside them: a score is one of some data by some model, and a floor that is
compared with the score of others says nothing. A changed corpus or bundle must be pinned again, in a commit that shows
what became of the figures.
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord.errors import FormatError, NotFound
from onrecord.evaluation.report import Evaluation
from onrecord.evaluation.scores import MEASURES

__all__ = ["Floors", "Verdict", "gold_digest", "judge", "measured_figures", "raised", "read_floors", "write_floors"]

#: Room below a measured F1. The 8-bit kernels of processors without VNNI round and saturate in other places, which
#: moves a figure in its third digit.
F1_SLACK = 0.002
#: Room above a measured calibration error, which moves more: one attribution in another bin is 0.0005.
CALIBRATION_SLACK = 0.003

_HEADER = """\
# What a bundle of the package reaches on PolNeAR dev, below which it may not sink. Written by
# `python -m evaluation.gate --pin`; a change of a figure is a commit of its own. Floors are of F1, the ceiling is of
# the expected calibration error. Each leaves a little room for the arithmetic of other processors.
"""


@dataclass(frozen=True)
class Floors:
    """F1 may not be below ``floors``, errors not above ``ceilings``; both by the figure's name, 0 to 1.

    ``gold`` and ``bundle`` are the SHA-256 of the gold files and of the bundle's manifest, empty where none is pinned.
    """

    gold: str
    bundle: str
    floors: dict[str, float]
    ceilings: dict[str, float]


@dataclass(frozen=True)
class Verdict:
    """One figure beside its bound."""

    figure: str
    measured: float
    bound: float
    is_ceiling: bool

    @property
    def holds(self) -> bool:
        """Whether the figure is on the right side of its bound."""
        return self.measured <= self.bound if self.is_ceiling else self.measured >= self.bound


def read_floors(path: Path) -> Floors:
    """The pinned figures in ``path``. Raises NotFound, and FormatError where a table or a figure is missing."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        floors = Floors(read["pinned"]["gold"], read["pinned"]["bundle"], read["floors"], read["ceilings"])
    except OSError as error:
        raise NotFound(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise FormatError(f"{path}: not a file of floors: {error}") from error
    if set(floors.floors) != set(MEASURES) or set(floors.ceilings) != {"calibration"}:
        raise FormatError(f"{path}: needs a floor for each of {', '.join(MEASURES)}, and a ceiling for calibration")
    return floors


def write_floors(path: Path, floors: Floors) -> None:
    """Write the pinned figures, each on a line, so that a diff shows what moved."""
    lines = [_HEADER, "[pinned]", f'gold = "{floors.gold}"', f'bundle = "{floors.bundle}"', "", "[floors]"]
    lines += [f'"{name}" = {floors.floors[name]:.3f}' for name in MEASURES]
    lines += ["", "[ceilings]", f"calibration = {floors.ceilings['calibration']:.3f}", ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def gold_digest(folder: Path) -> str:
    """SHA-256 over the names and contents of a split's texts and annotations, by name."""
    digest = hashlib.sha256()
    for path in sorted((*folder.glob("text/*.txt"), *folder.glob("attributions/*.ann"))):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def measured_figures(evaluation: Evaluation) -> dict[str, float]:
    """The figures of an evaluation by the names that bounds have; nothing predicted is the worst calibration."""
    figures = {
        f"{group}.{role}": getattr(getattr(evaluation.figures, group), role).f1.value
        for group in ("token", "span")
        for role in ("source", "cue", "content")
    }
    figures["exact"] = evaluation.figures.exact.f1.value
    figures["relaxed"] = evaluation.figures.relaxed.f1.value
    error = evaluation.calibration.error
    return figures | {"calibration": 1.0 if error is None else error}


def judge(measured: dict[str, float], floors: Floors) -> list[Verdict]:
    """Every figure beside its bound."""
    return [Verdict(name, measured[name], bound, is_ceiling=False) for name, bound in floors.floors.items()] + [
        Verdict(name, measured[name], bound, is_ceiling=True) for name, bound in floors.ceilings.items()
    ]


def raised(floors: Floors, measured: dict[str, float], *, gold: str, bundle: str, force: bool) -> Floors:
    """Bounds drawn up to what was measured, less the slack; one that is tighter already stays, unless ``force``."""

    def floor(name: str) -> float:
        reached = math.floor((measured[name] - F1_SLACK) * 1000) / 1000
        return reached if force else max(reached, floors.floors[name])

    reached = math.ceil((measured["calibration"] + CALIBRATION_SLACK) * 1000) / 1000
    ceiling = reached if force else min(reached, floors.ceilings["calibration"])
    return replace(
        floors,
        gold=gold,
        bundle=bundle,
        floors={name: floor(name) for name in floors.floors},
        ceilings={"calibration": ceiling},
    )
