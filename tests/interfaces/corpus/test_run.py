"""A run over many inputs: what it leaves behind, whoever reads it and whatever happens meanwhile."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from onrecord.errors import OptionError
from onrecord.interfaces.corpus.local import LocalWorkers
from onrecord.interfaces.corpus.run import SoFar, run
from onrecord.interfaces.corpus.types import Limits, Settings
from onrecord.interfaces.corpus.worker import new_process

pytestmark = pytest.mark.bundle

TABLES = ("records", "attributions", "passed_over")
SENTENCES = "The council of Port Calder met on Monday and spoke about the ferry for three hours without a decision."


def _article(number: int, more: str = "") -> str:
    return f"{SENTENCES} Nobody was at the {number}th meeting who had been at the one before it. {more}"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A file of twelve pages as JSON lines, and a folder with three more."""
    folder = tmp_path / "inputs"
    (folder / "pages").mkdir(parents=True)
    lines = [json.dumps({"uri": f"https://n.example/{number}", "text": _article(number)}) for number in range(12)]
    (folder / "crawl.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for number in range(3):
        (folder / "pages" / f"{number}.txt").write_text(_article(100 + number), encoding="utf-8")
    return folder


class Failures(list[str]):
    """What a run has complained of."""

    def __call__(self, source: str, error: Exception) -> None:
        self.append(f"{Path(source).name}: {error}")


def _run(
    inputs: list[Path],
    out: Path,
    *,
    workers: int = 1,
    settings: Settings | None = None,
    once: Path | None = None,
    page_seconds: float = 60,
    failures: Failures | None = None,
) -> SoFar:
    child = [sys.executable, str(Path(__file__).parent / "scripted_child.py"), *([str(once)] if once else [])]
    limits = Limits(page_seconds, 3_000_000_000)
    settings = settings or Settings("en", 1000, 4, None)
    so_far = SoFar()
    with LocalWorkers(workers, None, limits, start=partial(new_process, child)) as them:
        for so_far in run(  # noqa: B007 -- the last one is what it came to
            map(str, inputs),
            str(out),
            settings,
            them,
            model="scripted",
            fail=Failures() if failures is None else failures,
        ):
            pass
    return so_far


def _digests(out: Path) -> dict[str, str]:
    return {
        f"{table}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest()
        for table in TABLES
        for file in sorted((out / table).iterdir())
    }


def _rows(out: Path, table: str) -> Iterator[dict[str, Any]]:
    for file in sorted((out / table).iterdir()):
        yield from pyarrow.parquet.read_table(file).to_pylist()


def test_every_page_is_in_one_table_or_the_other(pages: Path, tmp_path: Path) -> None:
    (pages / "pages" / "empty.txt").write_text(" ", encoding="utf-8")
    so_far = _run([pages], tmp_path / "out")
    assert (so_far.pages, so_far.articles, so_far.passed_over) == (16, 15, {"no_article": 1})
    uris = {row["uri"] for row in _rows(tmp_path / "out", "records")}
    assert {f"https://n.example/{number}" for number in range(12)} < uris
    (passed,) = _rows(tmp_path / "out", "passed_over")
    assert passed["place"].endswith("pages/empty.txt")
    assert passed["reason"] == "no_article"


def test_a_record_in_the_table_is_the_record_that_a_reader_gives(pages: Path, tmp_path: Path) -> None:
    from onrecord.record.json import decode

    _run([pages / "crawl.jsonl"], tmp_path / "out")
    for row in _rows(tmp_path / "out", "records"):
        record = decode(row["json"])
        assert record.document.uri == row["uri"]
        assert record.document.id == row["id"]
        assert "text" not in row


def test_tables_are_the_same_for_any_number_of_workers(pages: Path, tmp_path: Path) -> None:
    _run([pages], tmp_path / "one", workers=1)
    _run([pages], tmp_path / "three", workers=3)
    assert _digests(tmp_path / "one") == _digests(tmp_path / "three")


def test_a_second_run_reads_nothing_and_reports_the_same(pages: Path, tmp_path: Path) -> None:
    first = _run([pages], tmp_path / "out")
    second = _run([pages], tmp_path / "out")
    assert (first.before, second.before) == (0, second.done)
    assert (first.pages, first.articles, first.words) == (second.pages, second.articles, second.words)


def test_a_part_whose_report_is_missing_is_read_again_to_the_same_bytes(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _run([pages], out)
    before = _digests(out)
    report = sorted((out / "_run" / "parts").iterdir())[0]
    report.unlink()
    (out / "records" / f"{report.stem}.parquet").write_bytes(b"half a fi")
    so_far = _run([pages], out)
    assert so_far.done - so_far.before == 1
    assert _digests(out) == before


def test_a_page_that_kills_every_process_is_given_up_and_the_others_are_read(pages: Path, tmp_path: Path) -> None:
    (pages / "pages" / "1b.txt").write_text(_article(7, "KILL"), encoding="utf-8")
    so_far = _run([pages], tmp_path / "out", workers=2)
    assert so_far.articles == 15
    assert so_far.deaths == 3
    (passed,) = _rows(tmp_path / "out", "passed_over")
    assert (passed["reason"], Path(passed["place"]).name) == ("poison", "1b.txt")
    assert passed["detail"] == "the process that reads it was killed by SIGKILL"


def test_a_process_that_is_killed_once_changes_nothing(pages: Path, tmp_path: Path) -> None:
    (pages / "pages" / "1b.txt").write_text(_article(7, "ONCE"), encoding="utf-8")
    killed = _run([pages], tmp_path / "killed", once=tmp_path / "once")
    left_alone = _run([pages], tmp_path / "left", once=tmp_path / "once")
    assert (killed.deaths, left_alone.deaths) == (1, 0)
    assert _digests(tmp_path / "killed") == _digests(tmp_path / "left")


def test_a_page_on_which_nothing_happens_is_given_up(pages: Path, tmp_path: Path) -> None:
    (pages / "pages" / "1b.txt").write_text(_article(7, "SLEEP"), encoding="utf-8")
    so_far = _run([pages / "pages"], tmp_path / "out", page_seconds=3)
    assert so_far.articles == 3
    (passed,) = _rows(tmp_path / "out", "passed_over")
    assert passed["reason"] == "time"
    assert "said nothing for 3 seconds" in passed["detail"]


def test_an_article_that_the_reader_fails_on_is_reported_and_the_others_are_read(pages: Path, tmp_path: Path) -> None:
    (pages / "pages" / "1b.txt").write_text(_article(7, "FAIL"), encoding="utf-8")
    so_far = _run([pages / "pages"], tmp_path / "out")
    assert so_far.articles == 3
    (passed,) = _rows(tmp_path / "out", "passed_over")
    assert passed["reason"] == "poison"
    assert "a fault of the program's own" in passed["detail"]


def test_other_languages_and_long_articles_are_passed_over(pages: Path, tmp_path: Path) -> None:
    german = (
        "Der Stadtrat hat am Dienstag beschlossen, den Hafen für zwei Jahre zu schließen, sagte die Bürgermeisterin. "
    )
    (pages / "pages" / "de.txt").write_text(german * 3, encoding="utf-8")
    (pages / "pages" / "long.txt").write_text(_article(1) * 50, encoding="utf-8")
    so_far = _run([pages / "pages"], tmp_path / "out")
    assert so_far.passed_over == {"language": 1, "too_long": 1}
    every = _run([pages / "pages"], tmp_path / "every", settings=Settings(None, 1000, 4, None))
    assert every.passed_over == {"too_long": 1}


def test_an_input_that_cannot_be_read_is_named_and_the_others_are_read(pages: Path, tmp_path: Path) -> None:
    (pages / "broken.parquet").write_bytes(b"no table")
    failures = Failures()
    so_far = _run([pages, pages / "nowhere.warc.gz"], tmp_path / "out", failures=failures)
    assert so_far.articles == 15
    assert so_far.failed == 2
    assert failures[0].startswith("nowhere.warc.gz: ")
    assert failures[1].startswith("broken.parquet: ")


def test_a_folder_that_was_made_otherwise_is_left_as_it_is(pages: Path, tmp_path: Path) -> None:
    _run([pages], tmp_path / "out")
    before = _digests(tmp_path / "out")
    with pytest.raises(OptionError, match="max_words: 1000 there, 500 now"):
        _run([pages], tmp_path / "out", settings=Settings("en", 500, 4, None))
    assert _digests(tmp_path / "out") == before


def test_a_device_that_is_not_there_is_said_and_the_folder_stays_free(pages: Path, tmp_path: Path) -> None:
    settings, limits = Settings("en", 1000, 4, None, "abacus"), Limits(60, 3_000_000_000)
    with (
        LocalWorkers(1, None, limits, device=settings.device) as them,
        pytest.raises(OptionError, match="cannot be run on 'abacus'"),
    ):
        list(run([str(pages)], str(tmp_path / "out"), settings, them, model="shipped", fail=Failures()))
    assert _run([pages], tmp_path / "out").articles == 15


def test_a_file_that_has_changed_is_read_again_and_its_earlier_parts_are_removed(pages: Path, tmp_path: Path) -> None:
    crawl, out = pages / "crawl.jsonl", tmp_path / "out"
    lines = crawl.read_text(encoding="utf-8") * 30
    crawl.write_text(lines, encoding="utf-8")
    _run([pages], out)
    assert sum(1 for _ in _rows(out, "records")) == 363
    crawl.write_text(json.dumps({"text": _article(1, "Only one is left.")}), encoding="utf-8")
    so_far = _run([pages], out)
    assert so_far.cleared > 0
    assert sum(1 for _ in _rows(out, "records")) == 4
    assert {file.stem for file in (out / "_run" / "parts").iterdir()} == {
        file.stem for file in (out / "records").iterdir()
    }


def test_inputs_of_another_run_into_the_same_folder_are_kept(pages: Path, tmp_path: Path) -> None:
    _run([pages / "crawl.jsonl"], tmp_path / "out")
    _run([pages / "pages"], tmp_path / "out")
    assert sum(1 for _ in _rows(tmp_path / "out", "records")) == 15
