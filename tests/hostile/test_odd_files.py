"""Files and folders that are not what a run expects: none may hang it, and each is read or named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from onrecord.errors import NotFound, TooLarge
from onrecord.ingest.load import find_inputs, load_page, open_document

STORY = "The harbour master has left the town, and nobody at the quay expects another one before the spring. " * 3


def test_a_pipe_in_a_folder_is_passed_over_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "waits.txt")
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    assert [Path(each).name for each in find_inputs([str(tmp_path)])] == ["a.txt"]


def test_folders_that_link_to_one_another_are_entered_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert len(list(find_inputs([str(tmp_path)]))) == 1


def test_a_link_to_itself_and_a_link_to_nothing_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "none.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    assert [Path(each).name for each in find_inputs([str(tmp_path)])] == ["a.txt"]
    with pytest.raises(NotFound):
        load_page(str(tmp_path / "self.txt"))


@pytest.mark.parametrize(
    "name", ["-n.txt", "a\nb.txt", " .txt", "a'b\"c.txt", "%2e%2e.txt", "a\\b.txt", "x" * 200 + ".txt", "🐟.txt"]
)
def test_a_file_with_an_odd_name_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(STORY, encoding="utf-8")
    (found,) = find_inputs([str(tmp_path)])
    assert open_document(found).text == STORY


def test_a_file_whose_name_is_no_text_is_read(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"\xff\xfe.txt")
    with open(path, "wb") as file:
        file.write(STORY.encode())
    (found,) = find_inputs([str(tmp_path)])
    assert open_document(found).text == STORY


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there is no /dev/zero")
def test_a_device_without_an_end_is_read_up_to_a_bound() -> None:
    with pytest.raises(TooLarge):
        load_page("/dev/zero")


@pytest.mark.parametrize("name", ["", "\0", "a\0b", "x" * 5000, "a/" * 3000])
def test_a_path_that_can_be_none_is_not_found(name: str) -> None:
    with pytest.raises(NotFound):
        load_page(Path(name) if "\0" not in name else name)
