"""Programs take turns over the same articles, and what is compared is of the same round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from benchmarks.peers.listing import Entry
from benchmarks.peers.system import Options
from benchmarks.turns import Spread, Team, Turn, WorkerDied, measure, ratios, shares, teams


def turn(key: str, number: int, seconds: float, processes: int = 1) -> Turn:
    return Turn(key, processes, number, seconds, busy=1, memory=100, refused=0)


def entry(key: str, **more: Any) -> Entry:
    return Entry(key, key.title(), "nowhere:load", None, "", **more)


@dataclass
class ScriptedTeam(Team):
    """Notes what it is asked to read."""

    asked: list[Sequence[Sequence[int]]] = field(default_factory=list)
    order: list[str] = field(default_factory=list)

    def read(self, parts: Sequence[Sequence[int]], records: Sequence[Path] = ()) -> tuple[float, list[dict[str, Any]]]:
        self.asked.append(parts)
        self.order.append(self.entry.key)
        return 2.0, [{"processor": 1.5, "memory": 50.0, "refused": 1}] * len(parts)


def test_a_ratio_is_of_two_readings_in_the_same_round() -> None:
    turns = [turn("ours", 0, 1), turn("ours", 1, 4), turn("theirs", 1, 8), turn("theirs", 0, 3)]

    assert sorted(ratios(turns, "ours", "theirs", 1)) == [2, 3]


def test_a_ratio_above_one_says_that_ours_is_the_faster() -> None:
    assert ratios([turn("ours", 0, 5), turn("theirs", 0, 10)], "ours", "theirs", 1) == [2]


def test_readings_with_another_number_of_processes_are_no_comparison() -> None:
    assert ratios([turn("ours", 0, 5, processes=2), turn("theirs", 0, 10)], "ours", "theirs", 1) == []


def test_the_spread_has_the_middle_and_both_ends() -> None:
    assert Spread.of([3.0, 1.0, 1.5]) == Spread(1.0, 1.5, 3.0)


def test_shares_hold_everything_once_and_are_as_even_as_can_be() -> None:
    weights = [900, 100, 500, 400, 300, 200]
    parts = shares(weights, 2)

    assert sorted(index for part in parts for index in part) == list(range(6))
    assert [sum(weights[index] for index in part) for part in parts] == [1200, 1200]


def test_the_order_begins_one_further_on_in_each_round() -> None:
    order: list[str] = []
    present = [ScriptedTeam(entry(key), [], 1, order=order) for key in ("a", "b", "c")]
    list(measure(present, {0: 1}, [1], rounds=2))

    assert order == ["a", "b", "c", "b", "c", "a"]


def test_several_processes_have_a_share_each_and_count_together() -> None:
    team = ScriptedTeam(entry("a"), [], 1)
    (measured,) = measure([team], {3: 5, 7: 5}, [2], rounds=1)

    assert team.asked == [[[3], [7]]]
    assert (measured.busy, measured.memory, measured.refused) == (1.5, 100, 2)


def test_a_program_of_threads_reads_everything_in_one_process_for_its_number_of_threads() -> None:
    team = ScriptedTeam(entry("a", one_process=True), [], 2)
    measured = list(measure([team], {3: 5, 7: 5}, [1, 2], rounds=1))

    assert [each.processes for each in measured] == [2]
    assert team.asked == [[[3, 7]]]


def test_what_is_missing_is_not_measured() -> None:
    assert list(measure([ScriptedTeam(entry("a"), [], 1, missing="not here")], {0: 5}, [1], rounds=3)) == []


def test_a_process_that_ends_says_its_last_words() -> None:
    unknown = entry("no-such-program")
    with (
        pytest.raises(WorkerDied, match=r"(?s)no-such-program.*StopIteration"),
        teams([unknown], ["A text."], 1, Options()),
    ):
        pass  # pragma: no cover - it never gets there
