"""Files are put in place whole, on this machine and in object storage."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import NotFound, OptionError, OutputError
from onrecord.interfaces.corpus.inputs import find
from onrecord.interfaces.corpus.places import Folder, open_file


@pytest.fixture(params=["disk", "memory"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    """An empty folder, on the disk or in fsspec's storage in memory, which stands in for a bucket."""
    if request.param == "disk":
        return Folder(str(tmp_path / "out"))
    return Folder(f"memory://bucket-{tmp_path.name}/out")


def test_what_is_written_is_read_again_and_listed(folder: Folder) -> None:
    folder.write("a/two.json", b"2")
    folder.write("a/one.json", b"1")
    folder.write("a/one.json", b"one")
    assert folder.read("a/one.json") == b"one"
    assert list(folder.names("a")) == ["one.json", "two.json"]


def test_what_is_not_there_is_none_and_nothing_to_remove(folder: Folder) -> None:
    assert folder.read("a/one.json") is None
    assert list(folder.names("nowhere")) == []
    folder.remove("a/one.json")


def test_what_is_removed_is_gone(folder: Folder) -> None:
    folder.write("one", b"1")
    folder.remove("one")
    assert folder.read("one") is None


def test_what_a_killed_writer_left_is_not_listed_and_is_swept_away_later(tmp_path: Path) -> None:
    import os

    folder = Folder(str(tmp_path))
    folder.write("a/one", b"1")
    left, fresh = tmp_path / "a" / ".two.12.part", tmp_path / "a" / ".three.34.part"
    left.write_bytes(b"ha")
    fresh.write_bytes(b"be")
    os.utime(left, (1, 1))
    assert list(folder.names("a")) == ["one"]
    folder.sweep("a")
    assert (left.exists(), fresh.exists()) == (False, True)


def test_a_folder_in_the_place_of_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="a/one: cannot be written"):
        Folder(str(tmp_path)).write("a/one", b"1")


def test_storage_whose_library_is_missing_is_named() -> None:
    with pytest.raises(OptionError, match="onrecord-nothing://x names no file system"):
        Folder("onrecord-nothing://x")


def test_an_address_of_the_web_is_no_storage() -> None:
    with pytest.raises(OptionError, match="is an address of the web"):
        Folder("https://news.example/crawl")


def test_files_in_storage_are_found_by_folder_and_by_pattern(tmp_path: Path) -> None:
    bucket = f"memory://found-{tmp_path.name}"
    for name in ("2024/b.warc.gz", "2024/a.warc.gz", "2024/notes.doc", "2025/c.jsonl"):
        Folder(bucket).write(name, b"12345")
    failed: list[str] = []

    def uris(*given: str) -> list[str]:
        found = find(given, lambda source, error: failed.append(f"{source}: {error}"))
        return [each.uri.partition(tmp_path.name)[2] for each in found]

    assert uris(bucket) == ["/2024/a.warc.gz", "/2024/b.warc.gz", "/2025/c.jsonl"]
    assert uris(f"{bucket}/2024/*.gz") == ["/2024/a.warc.gz", "/2024/b.warc.gz"]
    assert uris(f"{bucket}/2025/c.jsonl", f"{bucket}/2025") == ["/2025/c.jsonl"]
    assert failed == []
    assert uris(f"{bucket}/1999") == []
    assert "there is nothing at" in failed[0]
    with open_file(f"{bucket}/2025/c.jsonl") as file:
        file.seek(3)
        assert file.read() == b"45"


def test_files_here_are_found_by_folder_and_by_pattern_each_once(tmp_path: Path) -> None:
    for name in ("b.html", "a.txt.gz", "c.warc.gz", ".hidden.html", "d.pdf"):
        (tmp_path / name).write_bytes(b"1")
    failed: list[str] = []
    given = [str(tmp_path), str(tmp_path / "*.html"), str(tmp_path / "d.pdf"), str(tmp_path / "none*")]
    found = find(given, lambda source, error: failed.append(str(error)))
    assert [(Path(each.uri).name, each.kind) for each in found] == [
        ("a.txt.gz", "pages"),
        ("b.html", "pages"),
        ("c.warc.gz", "warc"),
    ]
    assert len(failed) == 2
    assert "d.pdf is of a kind that is not read" in failed[0]
    assert "nothing matches" in failed[1]


def test_a_file_that_is_gone_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"gone\.warc cannot be read: No such file"):
        open_file(str(tmp_path / "gone.warc"))
