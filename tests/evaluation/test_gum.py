"""The figures on GUM: counted as the reference scorer counts them, and held against their floors."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from evaluation.gum import FLOORS, figures_of, main, tally_articles
from onrecord.reader import Reader
from onrecord.record.json import encode
from onrecord.record.types import (
    Attribution,
    ContentSpan,
    Cue,
    DocumentRecord,
    Entity,
    ReaderRecord,
    Record,
    Source,
    SpanRecord,
)
from onrecord.text.document import Document

TEXT = "Ada Loom left. She said it rained. He knew it would stop."
GOLD = {
    "GUM_news_mill": {
        "attributions": [
            {"edu": [15, 23], "content": [24, 34], "relation": "attribution-positive_r"},
            {"edu": [35, 42], "content": [43, 57], "relation": "attribution-positive_r"},
        ],
        "coref": [[[0, 8, "person", "NP"], [15, 18, "person", "PRON"]]],
    }
}


class ScriptedReader:
    """Finds the first unit, said by ``name``."""

    def __init__(self, name: str = "Ada Loom") -> None:
        self.name = name

    def pipe(self, documents: Iterable[Document]) -> Iterator[Record]:
        for document in documents:
            yield Record(
                document=DocumentRecord(id="x", text=document.text),
                reader=ReaderRecord("0", "none"),
                entities=[Entity("e1", self.name, "person")],
                attributions=[
                    Attribution(
                        id="a1",
                        source=Source(spans=[SpanRecord(15, 18)], entity="e1", standing="named_person"),
                        cue=Cue([SpanRecord(19, 23)], "say", "assertive", "neutral"),
                        content=[ContentSpan(24, 33, False)],
                        form="indirect",
                        confidence=0.9,
                    )
                ],
            )


@pytest.fixture
def split(tmp_path: Path) -> Path:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "GUM_news_mill.txt").write_text(TEXT)
    (tmp_path / "gold.json").write_text(json.dumps(GOLD))
    return tmp_path


def test_units_found_and_sources_resolved_are_counted_by_genre(split: Path) -> None:
    tallies = tally_articles(split, ScriptedReader())
    assert figures_of(tallies) == {"found": 0.5, "found.news": 0.5, "resolved": 1.0}
    assert tallies["all"].missed == ["[He knew] it would stop."]
    assert tally_articles(split, ScriptedReader("Bo Tern"))["all"].resolved == 0


def test_a_figure_below_its_floor_fails(split: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    floors = tmp_path / "floors.toml"
    arguments = ["--gum", str(split), "--floors", str(floors)]
    assert main([*arguments, "--pin"], ScriptedReader()) == 0
    assert main(arguments, ScriptedReader()) == 0
    assert main(arguments, ScriptedReader("Bo Tern")) == 1
    assert "resolved 0.000 < 0.98" in capsys.readouterr().err


@pytest.mark.shared
@pytest.mark.bundle
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_the_shipped_bundle_holds_its_floors_as_the_reference_scorer_counts_them(
    shared_data: Path, tmp_path: Path
) -> None:
    import runpy

    dev = shared_data / "gum" / "dev"
    records: list[Record] = []

    class Keeping:
        def pipe(self, documents: Iterable[Document]) -> Iterator[Record]:
            for record in Reader().pipe(documents):
                records.append(record)
                yield record

    figures = figures_of(tally_articles(dev, Keeping()))
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["floors"]
    assert {name: value for name, value in figures.items() if value < pinned[name]} == {}
    written = tmp_path / "records.jsonl"
    written.write_bytes(b"".join(encode(record) + b"\n" for record in records))
    theirs = runpy.run_path(str(shared_data.parent / "tools" / "score.py"))["gum"](written, dev)
    assert {name: round(value, 3) for name, value in figures.items()} == {
        "found": theirs["all"]["recall"],
        "found.news": theirs["news"]["recall"],
        "resolved": theirs["all"]["resolution"],
    }
