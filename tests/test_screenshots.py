"""The pictures in the docs: all that the command makes are there, are shown, and are small enough to be kept."""

from __future__ import annotations

import re
from pathlib import Path

from docs.screenshots import IMAGES, SCREENS

#: Bytes of all pictures together: whoever clones the repository gets each of their versions.
_MOST = 1_500_000


def test_every_picture_that_is_made_is_there_and_no_other() -> None:
    assert {path.stem for path in IMAGES.glob("*.png")} == {screen.name for screen in SCREENS}


def test_every_picture_is_shown_with_words_for_those_who_cannot_see_it(repo: Path) -> None:
    page = (repo / "docs" / "serving.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r"!\[(.*?)\]\(images/([\w-]+)\.png\)", page))

    assert sorted(shown.values()) == sorted(screen.name for screen in SCREENS)
    assert all(len(words.split()) > 5 for words in shown)


def test_pictures_are_as_wide_as_they_are_made_and_small() -> None:
    widths = {path.stem: int.from_bytes(path.read_bytes()[16:20], "big") for path in IMAGES.glob("*.png")}

    assert widths == {screen.name: screen.width for screen in SCREENS}
    assert sum(path.stat().st_size for path in IMAGES.glob("*.png")) < _MOST
