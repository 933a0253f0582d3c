"""The command as a whole: its help, its version, its schema, and what it does when it is stopped."""

from __future__ import annotations

import json
import subprocess
import sys

import jsonschema
import pytest
from click.testing import CliRunner

import onrecord
from onrecord.errors import BundleError, OptionError
from onrecord.interfaces import cli_schema
from onrecord.interfaces.cli import main
from onrecord.record.json import encode
from records import RECORD, hostile_record


def test_help_names_every_command():
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    for name in ("read", "eval", "schema"):
        assert f"\n  {name} " in result.stdout


@pytest.mark.parametrize("name", ["read", "schema"])
def test_each_command_has_examples(name: str):
    result = CliRunner().invoke(main, [name, "--help"])
    assert "Example" in result.stdout
    assert f"onrecord {name} " in result.stdout


def test_help_loads_no_heavy_library():
    script = (
        "import sys\nfrom onrecord.interfaces.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'onnxruntime', 'tokenizers', 'rich', 'jinja2', 'trafilatura', 'lxml', 'msgspec'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_version_names_the_program_and_its_model():
    result = CliRunner().invoke(main, ["--version"])
    assert result.exit_code == 0
    assert result.stdout.startswith(f"onrecord {onrecord.__version__}, model ")


def test_the_printed_schema_fits_a_record():
    schema = json.loads(CliRunner().invoke(main, ["schema"]).stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator(schema).validate(json.loads(encode(RECORD)))


@pytest.mark.parametrize(
    ("raised", "status", "said"),
    [
        (BundleError("the model is gone; install again"), 1, "onrecord: the model is gone; install again\n"),
        (OptionError("such a value makes no sense"), 2, "onrecord: such a value makes no sense\n"),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 141, ""),
    ],
    ids=["a library error", "an option's error", "Ctrl-C", "a closed pipe"],
)
def test_a_command_ends_with_one_line_at_most(
    raised: BaseException, status: int, said: str, monkeypatch: pytest.MonkeyPatch
):
    def broken() -> None:
        raise raised

    monkeypatch.setattr(cli_schema.command, "callback", broken)
    result = CliRunner().invoke(main, ["schema"])
    assert result.exit_code == status
    assert result.stderr == said


def test_an_unknown_command_is_a_usage_error():
    assert CliRunner().invoke(main, ["wright"]).exit_code == 2


def test_a_notebook_shows_the_page_in_a_frame_of_its_own():
    shown = RECORD._repr_html_()
    assert shown is not None
    assert shown.startswith('<iframe title="Harbour levy')
    assert 'sandbox="allow-scripts allow-popups"' in shown
    assert "<!doctype" not in shown
    assert "&lt;!doctype html&gt;" in shown


def test_a_notebook_runs_nothing_of_a_hostile_record():
    shown = hostile_record()._repr_html_()
    assert shown is not None
    assert shown.count("<") == 2
    assert shown.count('"') % 2 == 0
