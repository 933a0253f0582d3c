"""A made-up annotated folder, small enough to know by heart, in PolNeAR's layout."""

from __future__ import annotations

from pathlib import Path

import pytest

TEXTS = {
    "lantern_harbour": "The mill is shut, Ada Loom said.\n\n“Nobody asked us,” said a clerk. It reportedly rained.\n",
    "courier_bridge": "Bo Tern called the bridge “a long story”.\n\nIt stands.\n",
    "courier_weather": "It rained. “Again,” Cy Vane wrote.\n",
}
STANDOFF = {
    "lantern_harbour_ann1": "T1\tContent 0 16\tThe mill is shut\nT2\tSource 18 26\tAda Loom\nT3\tCue 27 31\tsaid\n"
    "E1\tContent:T1 Source:T2 Cue:T3\nT4\tContent 34 52\t“Nobody asked us,”\nT5\tCue 53 57\tsaid\n"
    "T6\tSource 58 65\ta clerk\nE2\tContent:T4 Cue:T5 Source:T6\nT7\tContent 67 69\tIt\n"
    "T8\tContent 81 87\trained\nT9\tCue 70 80\treportedly\nE3\tContent:T7 Content2:T8 Cue:T9\n",
    "lantern_harbour_ann2": "T1\tContent 0 16\tThe mill is shut\nT2\tSource 18 26\tAda Loom\nT3\tCue 27 31\tsaid\n"
    "E1\tContent:T1 Source:T2 Cue:T3\n",
    "courier_bridge_ann1": "T1\tSource 0 7\tBo Tern\nT2\tCue 8 14\tcalled\n"
    "T3\tContent 15 40\tthe bridge “a long story”\n"
    "E1\tSource:T1 Cue:T2 Content:T3\n",
    "courier_weather_ann2": "T1\tContent 11 19\t“Again,”\nT2\tSource 20 27\tCy Vane\nT3\tCue 28 33\twrote\n"
    "E1\tContent:T1 Source:T2 Cue:T3\n",
}  # fmt: skip
METADATA = "filename\tpublisher\nlantern_harbour\tlantern\ncourier_bridge\tcourier\ncourier_weather\tcourier\n"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A split: three articles, of which one has two annotators, by two outlets."""
    split = tmp_path / "corpus" / "dev"
    (split / "text").mkdir(parents=True)
    (split / "attributions").mkdir()
    for name, text in TEXTS.items():
        (split / "text" / f"{name}.txt").write_bytes(text.encode())
    for name, standoff in STANDOFF.items():
        (split / "attributions" / f"{name}.ann").write_bytes(standoff.encode())
    (tmp_path / "corpus" / "metadata.tsv").write_text(METADATA)
    return split
