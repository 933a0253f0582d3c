"""The same run on Ray, begun on this machine: the tables are those of a run without it."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.bundle,
    pytest.mark.skipif(not importlib.util.find_spec("ray"), reason="there is no Ray for this Python"),
]


def _digests(out: Path) -> dict[str, str]:
    return {
        str(file.relative_to(out)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in out.glob("[!_]*/*.parquet")
    }


def test_a_run_on_ray_leaves_the_tables_of_a_run_without_it(tmp_path: Path) -> None:
    crawl = tmp_path / "crawl.jsonl"
    text = "The mayor of Port Calder said on Monday that the ferry would sail again. “We will see,” said Ann Vell."
    crawl.write_text("".join(json.dumps({"text": f"{text} It was call number {n}."}) + "\n" for n in range(6)), "utf-8")
    arguments = [sys.executable, "-m", "onrecord", "corpus", "run", str(crawl), "--part-pages", "1", "--workers", "2"]
    for more in (["--out", str(tmp_path / "here")], ["--out", str(tmp_path / "ray"), "--ray", "local"]):
        done = subprocess.run([*arguments, *more], capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        assert "6 articles of 6 pages" in done.stderr
    assert _digests(tmp_path / "here") == _digests(tmp_path / "ray")
    assert len(_digests(tmp_path / "ray")) >= 3


def test_a_device_that_the_cluster_has_none_of_is_said_at_once(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("The mayor of Port Calder said that the ferry would sail again.", "utf-8")
    command = [sys.executable, "-m", "onrecord", "corpus", "run", str(page), "--out", str(tmp_path / "out")]
    command += ["--ray", "local", "--device", "cuda"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 2
    assert "no graphics card" in done.stderr


@pytest.mark.parametrize(
    ("cards", "workers", "share"), [(1, 1, 1), (1, 4, 1 / 4), (2, 4, 1 / 2), (2, 5, 1 / 3), (4, 2, 1)]
)
def test_workers_share_cards_evenly_and_none_has_parts_of_two(cards: int, workers: int, share: float) -> None:
    from onrecord.interfaces.corpus.on_ray import share_of_cards

    assert share_of_cards(cards, workers) == share
    assert cards * int(1 / share) >= workers
