"""Figures may rise without a word, and never sink without one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from evaluation.floors import judge, read_floors, write_floors
from evaluation.gate import FLOORS, main
from mistaken import record_of
from onrecord.errors import FormatError
from onrecord.evaluation.gold import read_gold
from onrecord.record.types import Record
from onrecord.text.document import Document


class ScriptedReader:
    """Finds the first ``finds`` attributions of each article."""

    def __init__(self, gold: Path, finds: int = 9) -> None:
        self._by_text = {article.text: article for article in read_gold(gold)}
        self._finds = finds

    def pipe(self, documents: Iterable[Document]) -> Iterator[Record]:
        for document in documents:
            yield record_of(document.text, self._by_text[document.text].readings[0][: self._finds])


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "manifest.json").write_text("{}")
    return tmp_path / "bundle"


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    path = tmp_path / "floors.toml"
    path.write_bytes(FLOORS.read_bytes())
    return path


@pytest.fixture
def arguments(gold: Path, bundle: Path, floors: Path) -> list[str]:
    return ["--polnear", str(gold), "--bundle", str(bundle), "--floors", str(floors)]


def test_what_is_pinned_holds(arguments: list[str], gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--pin"], ScriptedReader(gold)) == 0
    assert main(arguments, ScriptedReader(gold)) == 0
    assert "SUNK" not in capsys.readouterr().out


def test_a_figure_that_sinks_fails(arguments: list[str], gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([*arguments, "--pin"], ScriptedReader(gold))
    assert main(arguments, ScriptedReader(gold, finds=2)) == 1
    shown = capsys.readouterr()
    assert "relaxed" in next(line for line in shown.out.splitlines() if "SUNK" in line and "relaxed" in line)
    assert "below the floor" in shown.err


@pytest.mark.parametrize("changed", ["gold", "bundle"])
def test_other_data_or_another_bundle_fails_though_all_figures_hold(
    changed: str, arguments: list[str], gold: Path, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([*arguments, "--pin"], ScriptedReader(gold))
    if changed == "gold":
        with (gold / "attributions" / "courier_bridge_ann1.ann").open("a") as file:
            file.write("#1\tAnnotatorNotes T1\tsure\n")
    else:
        (bundle / "manifest.json").write_text('{"name": "another"}')
    assert main(arguments, ScriptedReader(gold)) == 1
    assert "pinned with other" in capsys.readouterr().err


def test_pinning_only_raises_unless_forced(arguments: list[str], gold: Path, floors: Path) -> None:
    main([*arguments, "--pin"], ScriptedReader(gold))
    high = read_floors(floors)
    assert main([*arguments, "--pin"], ScriptedReader(gold, finds=1)) == 1
    assert read_floors(floors) == high
    assert main([*arguments, "--pin", "--force"], ScriptedReader(gold, finds=1)) == 0
    assert read_floors(floors).floors["relaxed"] < high.floors["relaxed"]


def test_a_missing_bundle_or_corpus_is_said(
    arguments: list[str], gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--polnear", str(tmp_path / "gone")], ScriptedReader(gold)) == 2
    assert "gone" in capsys.readouterr().err
    assert main([*arguments, "--bundle", str(tmp_path / "gone")], ScriptedReader(gold)) == 2
    assert "manifest.json" in capsys.readouterr().err


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    floors = read_floors(FLOORS)
    write_floors(tmp_path / "again.toml", floors)
    assert (tmp_path / "again.toml").read_text() == FLOORS.read_text()


def test_a_floor_that_is_missing_is_an_error(floors: Path) -> None:
    floors.write_text(floors.read_text().replace('"relaxed"', '"relased"'))
    with pytest.raises(FormatError, match="needs a floor for each of"):
        read_floors(floors)


def test_a_calibration_error_is_held_below_its_ceiling() -> None:
    floors = read_floors(FLOORS)
    perfect = dict.fromkeys(floors.floors, 1.0)
    assert all(verdict.holds for verdict in judge(perfect | {"calibration": 0.01}, floors))
    assert [v.figure for v in judge(perfect | {"calibration": 0.4}, floors) if not v.holds] == ["calibration"]
