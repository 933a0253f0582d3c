"""Long runs of targets with atheris, one process a target, and the folders that they share.

A run begins with what is known (the corpus and the findings of the repository, and what earlier runs on this machine
kept in ``.cache/fuzzing``), and keeps there whatever reaches a new place. An input that breaks a promise ends
the run of its target; it is kept as an artifact, printed with how to replay it, and the next target goes on.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from fuzzing.targets import TARGETS

__all__ = ["ARTIFACTS", "CORPUS", "FINDINGS", "Run", "has_atheris", "known_inputs", "run", "table", "work_of"]

_HERE = Path(__file__).parent
CORPUS, FINDINGS = _HERE / "corpus", _HERE / "findings"
_WORK = _HERE.parent / ".cache" / "fuzzing"
ARTIFACTS = _WORK / "artifacts"

_STATISTIC = re.compile(r"stat::(number_of_executed_units|average_exec_per_sec|slowest_unit_time_sec):\s*(\d+)")
_STATUS = re.compile(r"cov: (\d+) ft: (\d+)")
_KEPT = re.compile(r"Test unit written to (\S+)")
_AT = re.compile(r"#(\d+)\s")
#: Lines of libFuzzer's that are kept to the end: what it says of an input that breaks a promise has fewer.
_KEPT_LINES = 400
_TELL_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a target: ``coverage`` is edges of the package's own code, ``kept`` the input that ended the run."""

    target: str
    runs: int
    seconds: float
    coverage: int
    features: int
    slowest: int
    kept: Path | None
    failed: str = ""


def has_atheris() -> bool:
    """Whether atheris is there; it has wheels for Linux only."""
    return find_spec("atheris") is not None


def work_of(target: str) -> Path:
    """Where a target's runs on this machine keep their inputs."""
    folder = _WORK / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def known_inputs(target: str) -> list[Path]:
    """The repository's inputs for a target: its corpus, and the findings of the past."""
    folders = (CORPUS / target, FINDINGS / target)
    return sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_file())


def _options(target: str, artifacts: Path) -> list[str]:
    limits = TARGETS[target]
    return [
        f"-max_len={limits.length}",
        f"-timeout={limits.seconds}",
        f"-rss_limit_mb={limits.megabytes}",
        f"-artifact_prefix={artifacts}/{target}-",
        "-print_final_stats=1",
        "-use_value_profile=0",
    ]


def driver(target: str, *arguments: str, artifacts: Path = ARTIFACTS) -> list[str]:
    """The command that runs libFuzzer on a target."""
    artifacts.mkdir(parents=True, exist_ok=True)
    return [sys.executable, "-m", "fuzzing.driver", target, *_options(target, artifacts), *arguments]


def run(
    target: str,
    *,
    runs: int,
    seconds: int = 0,
    seed: int = 0,
    work: Path | None = None,
    artifacts: Path = ARTIFACTS,
    tell: Callable[[str], None] | None = None,
) -> Run:
    """Run a target ``runs`` times, or for ``seconds`` where they are over sooner; 0 is no limit.

    ``seed`` 0 takes another course each time. What it finds is kept in ``work``, by default the machine's own. ``tell``
    hears once a minute how far it is.
    """
    folders = [str(work or work_of(target))]
    folders += [str(folder) for folder in (CORPUS / target, FINDINGS / target) if folder.is_dir()]
    command = driver(target, f"-runs={runs or -1}", f"-max_total_time={seconds}", f"-seed={seed}", *folders,
                     artifacts=artifacts)  # fmt: skip
    started = time.monotonic()
    lines: deque[str] = deque(maxlen=_KEPT_LINES)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", cwd=_HERE.parent,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        told_at, status = started, ("0", "0")
        for line in process.stdout:
            lines.append(line)
            if found := _STATUS.search(line):
                status = (found[1], found[2])
            now = time.monotonic()
            if tell is not None and now - told_at >= _TELL_SECONDS and (at := _AT.match(line)):
                told_at = now
                tell(f"{target}: {int(at[1]):,} runs in {now - started:,.0f} s, {status[0]} edges")
    told = "".join(lines)
    statistics = dict(_STATISTIC.findall(told))
    covered, features = status
    kept = _KEPT.search(told)
    return Run(
        target,
        int(statistics.get("number_of_executed_units", 0)),
        time.monotonic() - started,
        int(covered),
        int(features),
        int(statistics.get("slowest_unit_time_sec", 0)),
        Path(kept[1]) if kept else None,
        "" if process.returncode == 0 else f"{told[-6000:]}\nended with status {process.returncode}",
    )


def table(done: Iterable[Run]) -> Sequence[str]:
    """The runs as a table for a terminal."""
    lines = [f"{'':<14}{'runs':>12}{'seconds':>10}{'a second':>10}{'edges':>8}{'features':>10}{'slowest':>9}  found"]
    for each in done:
        found = each.kept.name if each.kept else "failed" if each.failed else "nothing"
        lines.append(
            f"{each.target:<14}{each.runs:>12,}{each.seconds:>10.0f}{each.runs / (each.seconds or 1):>10.0f}"
            f"{each.coverage:>8,}{each.features:>10,}{each.slowest:>8} s  {found}"
        )
    return lines
