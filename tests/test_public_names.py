"""What the package promises to be there is there, and nothing else is promised."""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import onrecord
from onrecord import errors

MODULES = sorted(module.name for module in pkgutil.walk_packages(onrecord.__path__, "onrecord."))


@pytest.mark.parametrize("name", onrecord.__all__)
def test_each_public_name_can_be_imported(name: str) -> None:
    assert getattr(onrecord, name) is not None


def test_the_package_lists_its_public_names_and_no_others() -> None:
    assert dir(onrecord) == sorted(onrecord.__all__)
    assert sorted([*onrecord._HOMES, "__version__", "explain"]) == sorted(onrecord.__all__)


def test_a_name_that_is_not_there_is_said_not_to_be() -> None:
    with pytest.raises(AttributeError, match="'onrecord' has no attribute 'reed'"):
        onrecord.reed  # noqa: B018 -- asking is the test


@pytest.mark.parametrize("name", MODULES)
def test_what_a_module_lists_is_what_it_defines(name: str) -> None:
    module = importlib.import_module(name)
    defined = {
        value.__name__
        for value in vars(module).values()
        if (inspect.isfunction(value) or inspect.isclass(value))
        and value.__module__ == name
        and not value.__name__.startswith("_")
    }
    listed = set(getattr(module, "__all__", ()))

    assert {missing for missing in listed if not hasattr(module, missing)} == set()
    assert defined - listed == set(), "public by their names, but not listed in __all__"


def test_the_version_stands_in_one_place() -> None:
    assert importlib.metadata.version("onrecord") == onrecord.__version__


def test_the_changelog_has_the_version(repo: Path) -> None:
    changelog = (repo / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", changelog, re.MULTILINE)

    assert newest is not None
    assert newest[1] == onrecord.__version__


def test_errors_are_the_tree_that_is_drawn() -> None:
    """Each line of the drawing is an error, its depth is its base, and no error is left out."""
    drawn: dict[str, str] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        named = re.match(r"^ {4}((?:│   |├── |└── |    )*)([A-Z]\w+)(?: {2,}\S|$)", line)
        if named is None:
            continue
        depth = len(named[1]) // 4
        above = [*above[:depth], named[2]]
        drawn[named[2]] = above[-2] if depth else "Exception"

    assert drawn == {name: getattr(errors, name).__base__.__name__ for name in errors.__all__}


#: What takes time to load, and is needed only once something is read, drawn or asked for at the command line.
HEAVY = ("click", "jinja2", "lxml", "numpy", "onnxruntime", "rich", "tokenizers", "trafilatura")


@pytest.mark.parametrize(
    "statement",
    ["import onrecord", "import onrecord.errors", "from onrecord import Document, OnRecordError, Span"],
)
def test_importing_the_package_loads_nothing_heavy(statement: str) -> None:
    program = f"import sys; {statement}; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()

    assert loaded == []
