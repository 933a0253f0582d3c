"""News pages that were mutated are read or refused; the long run is a command."""

from __future__ import annotations

import pytest

from fuzzing.pages import main, mutated


def test_the_same_number_gives_the_same_page() -> None:
    pages = [b"<html><body><p>One.</p></body></html>", b"<p>Two.</p>"]
    assert mutated(pages, 7, 1) == mutated(pages, 7, 1)
    assert len({mutated(pages, number, 1) for number in range(50)}) > 40


@pytest.mark.bundle
def test_a_few_mutated_pages_break_no_promise(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--times", "60", "--read-every", "30"]) == 0
    assert "an article" in capsys.readouterr().out
