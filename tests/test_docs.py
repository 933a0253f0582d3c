"""What the docs say is so: generated parts are fresh, links lead somewhere, examples do what they show."""

from __future__ import annotations

import difflib
import doctest
import html.parser
import importlib.util
import json
import re
import tomllib
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest
from click import Group

from onrecord.interfaces.cli import main

REPO = Path(__file__).resolve().parent.parent
PAGES = sorted([*REPO.glob("*.md"), *(REPO / "docs").glob("*.md")])


def _name(path: Path) -> str:
    return str(path.relative_to(REPO))


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", REPO / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_parts_say_what_the_code_says(generate: ModuleType) -> None:
    assert generate.check() == []


def test_every_command_has_its_help_in_the_docs() -> None:
    assert isinstance(main, Group)
    page = (REPO / "docs" / "commands.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\$ onrecord (\w+) --help$", page, re.MULTILINE)

    assert shown == list(main.commands or main.list_commands(None))  # type: ignore[arg-type]


def test_the_published_schema_is_a_schema() -> None:
    schema = json.loads((REPO / "docs" / "onrecord-1.schema.json").read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator.check_schema(schema)


_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    dead = []
    for link in _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8"))):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            dead.append(link)

    assert dead == []


@pytest.mark.bundle
@pytest.mark.parametrize("name", ["checking.md", "python.md", "exporting.md", "spacy.md"])
def test_examples_in_the_docs_do_what_they_show(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPO)
    page = (REPO / "docs" / name).read_text(encoding="utf-8")
    blocks = re.findall(r"^```pycon\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, name, name, 0)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(examples, out=said.append)

    assert len(examples.examples) > 0
    assert not said, "".join(said)


@pytest.mark.bundle
@pytest.mark.parametrize(
    ("page", "part"),
    [("README.md", "example"), ("docs/index.md", "example"), ("docs/checking.md", "example of a check")],
)
def test_the_example_shows_what_the_shipped_model_reads(page: str, part: str, generate: ModuleType) -> None:
    """Its words, that is: shares and confidences may differ by the arithmetic of the processor."""
    shown = re.search(
        rf"<!-- generated: {part} -->\n(.*?)<!-- end -->", (REPO / page).read_text(encoding="utf-8"), re.DOTALL
    )
    assert shown is not None
    said = [re.findall(r"[^\W\d]+", words) for words in (shown[1], generate.EXAMPLES[part]())]

    assert difflib.SequenceMatcher(None, *said, autojunk=False).ratio() > 0.9, "write it anew with: make generate"


class _Page(html.parser.HTMLParser):
    """The attributes of every tag of one page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_example_page_names_no_real_place_on_the_web() -> None:
    page = _Page((REPO / "examples" / "harbor-inquiry.html").read_text(encoding="utf-8"))
    outside = [link for link in page.links if re.match(r"https?:|mailto:", link)]

    assert outside
    assert all(".example" in link for link in outside)  # the domain that is kept for examples (RFC 2606)


def test_every_dependency_says_what_it_is_for() -> None:
    written = (REPO / "pyproject.toml").read_text(encoding="utf-8")
    needed: list[str] = tomllib.loads(written)["project"]["dependencies"]

    assert [need for need in needed if not re.search(rf'"{re.escape(need)}",\s+# \S', written)] == []
