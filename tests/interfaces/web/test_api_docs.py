"""What the docs show of the API and its client is so."""

from __future__ import annotations

import doctest
import re

import pytest

import onrecord
from interfaces.web.served import served
from onrecord.interfaces.web.failures import status_of
from onrecord.interfaces.web.settings import Settings


@pytest.mark.bundle
def test_the_clients_examples_do_what_they_show(repo, tmp_path):
    path = tmp_path / "news.ledger"
    with onrecord.Ledger(path, write=True) as ledger:
        reader = onrecord.Reader()
        examples = ("council-vote.txt", "harbor-inquiry.html")
        ledger.add([reader.read(repo / "examples" / name) for name in examples])
    page = (repo / "docs" / "api.md").read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", page, re.DOTALL | re.MULTILINE))
    said: list[str] = []
    with served(Settings(ledger=path)) as address:
        shown = doctest.DocTestParser().get_doctest(
            blocks.replace("http://localhost:8400", address), {}, "api.md", "api.md", 0
        )
        doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(shown, out=said.append)
    assert len(shown.examples) > 10
    assert not said, "".join(said)


def test_limits_are_those_of_the_site(repo, tmp_path):
    page = (repo / "docs" / "api.md").read_text(encoding="utf-8")
    told = Settings(ledger=tmp_path / "a.ledger")
    assert f"{told.max_body // 2**20} MiB" in page
    assert f"{told.read_words:,}" in page
    assert f"{told.read_seconds:g} seconds" in page


def test_every_status_that_an_error_has_is_told(repo):
    from onrecord import errors

    page = (repo / "docs" / "api.md").read_text(encoding="utf-8")
    table = set(re.findall(r"\d{3}", "\n".join(re.findall(r"^\| (\d{3}(?:, \d{3})*) \|", page, re.MULTILINE))))
    assert {str(status_of(getattr(errors, name)("x"))) for name in errors.__all__} - table == set()
