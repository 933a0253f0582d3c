"""Write the parts of the docs that the code already says, so that they cannot say anything else.

    python docs/generate.py                    write them
    python docs/generate.py --check            write nothing; exit 1 where a part is stale
    python docs/generate.py --examples         write the shipped model's reading of the example too

A page marks such a part with two comments, between which everything is replaced:

    <!-- generated: help read -->
    <!-- end -->

Why not cog or Sphinx extensions: the pages are also read where they lie, in the repo and on code hosts, which run
neither; and what is generated should show in a commit.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import subprocess
import sys
import textwrap
import tomllib
import types
import typing
from collections.abc import Callable
from pathlib import Path

import msgspec
from fastapi.routing import APIRoute

import onrecord
from onrecord import errors
from onrecord.export.csv import COLUMNS
from onrecord.export.table import ATTRIBUTIONS, DOCUMENTS, Column
from onrecord.ingest.offered import REASONS
from onrecord.interfaces.assistant.questions import schema_of
from onrecord.interfaces.assistant.tools import TOOLS
from onrecord.interfaces.web.api import routers
from onrecord.record import types as record_types
from onrecord.record.json import schema

__all__ = ["EXAMPLES", "check", "main", "write"]

REPO = Path(__file__).resolve().parent.parent
DOCS = REPO / "docs"
EXAMPLE = "examples/harbor-inquiry.html"
CHECKED = ("examples/council-vote.txt", "--against", "examples/council-meeting.vtt")
#: Columns of everything that is shown as a terminal shows it.
WIDTH = 88
#: As much of the example as shows what there is to see, and leaves a page readable.
EXAMPLE_LINES = 60

_MARKED = re.compile(
    r"(?P<open><!-- generated: (?P<part>[a-z -]+) -->\n)(?P<body>.*?)(?P<close><!-- end -->)", re.DOTALL
)


def _fenced(words: str, language: str = "text") -> str:
    return f"```{language}\n{words.rstrip()}\n```\n"


def _shown(*arguments: str) -> str:
    """What ``onrecord ARGUMENTS`` prints on a terminal of WIDTH columns, under the line that asks for it.

    In a process of its own, as whoever types it has it: click remembers within one what it was first asked.
    """
    program = "from onrecord.interfaces.cli import main; main(prog_name='onrecord')"
    printed = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-c", program, *arguments],
        cwd=REPO,
        env={**os.environ, "COLUMNS": str(WIDTH), "PYTHONUTF8": "1", "NO_COLOR": "1"},
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ).stdout
    lines = [f"$ onrecord {' '.join(arguments)}", *(line.rstrip() for line in printed.splitlines())]
    return _fenced("\n".join(lines), "console")


def _type_in_words(hint: object) -> str:
    """A field's type as JSON has it; a struct is a link to its table."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return " or ".join(f'`"{value}"`' for value in inner)
    if origin in (types.UnionType, typing.Union):
        parts = [_type_in_words(part) for part in inner if part is not types.NoneType]
        return " or ".join([*parts, "`null`"])
    if origin is list:
        return f"list of {_type_in_words(inner[0])}"
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    names = {str: "string", int: "integer", float: "number", bool: "`true` or `false`"}
    return names[typing.cast(type, hint)]


def _structs() -> list[type[msgspec.Struct]]:
    """The record's types, outermost first."""
    defined = [getattr(record_types, name) for name in record_types.__all__]
    structs = {value.__name__: value for value in defined if isinstance(value, type)}
    return [structs[name] for name in schema()["$defs"]]


def _field_tables() -> str:
    """A table for each type of the record. What a field means is in ``fields.toml``, which must name every field."""
    meanings: dict[str, dict[str, str]] = tomllib.loads((DOCS / "fields.toml").read_text(encoding="utf-8"))
    sections = []
    for struct in _structs():
        hints = typing.get_type_hints(struct)
        described = meanings.pop(struct.__name__, {})
        if list(described) != list(struct.__struct_fields__):
            raise SystemExit(
                f"docs/fields.toml: [{struct.__name__}] must describe {', '.join(struct.__struct_fields__)}, in this "
                f"order; it describes {', '.join(described) or 'nothing'}"
            )
        rows = [f"| `{name}` | {_type_in_words(hints[name])} | {described[name]} |" for name in described]
        about = " ".join((struct.__doc__ or "").split()).replace("``", "`")
        sections.append(
            "\n".join([f"### {struct.__name__}", about, "", "| field | type | meaning |", "|---|---|---|", *rows])
        )
    if meanings:
        raise SystemExit(f"docs/fields.toml describes {', '.join(meanings)}, which the record does not have")
    return "\n\n".join(sections) + "\n"


def _error_tree() -> str:
    """The tree that errors.py draws at its top."""
    drawn = re.search(r"^ {4}OnRecordError\n(?: {4}.*\n)+", errors.__doc__ or "", re.MULTILINE)
    if drawn is None:
        raise SystemExit("errors.py no longer draws its tree at its top")
    return _fenced(textwrap.dedent(drawn.group()))


def _columns() -> str:
    return textwrap.fill(", ".join(f"`{column}`" for column in COLUMNS) + ".", 118) + "\n"


def _table_columns(columns: tuple[Column, ...]) -> str:
    rows = [f"| `{column.name}` | {column.kind.value} | {column.meaning} |" for column in columns]
    return "\n".join(["| column | type | meaning |", "|---|---|---|", *rows]) + "\n"


def _assistant_tools() -> str:
    """A line for each tool of ``onrecord mcp``: its description's first sentence, and what it takes."""
    rows = []
    for tool in TOOLS:
        what = re.split(r"(?<=\.) (?=[A-Z])", tool.description)[0]
        taken = schema_of(tool.asked)
        names = [f"**{name}**" if name in taken["required"] else name for name in taken["properties"]]
        rows.append(f"| `{tool.name}` | {'yes' if tool.of_ledger else 'no'} | {what} | {', '.join(names)} |")
    return "\n".join(["| tool | needs a ledger | what it is for | what it takes |", "|---|---|---|---|", *rows]) + "\n"


def _api_routes() -> str:
    """A line for each route of the API, in the order of its description."""
    routes = [route for router in routers() for route in router.routes if isinstance(route, APIRoute)]
    rows = [
        f"| `{method} /api/v1{route.path.replace(':path', '')}` | {route.summary} |"
        for route in routes
        if route.include_in_schema
        for method in sorted(route.methods or ())
    ]
    return "\n".join(["| route | what it gives |", "|---|---|", *rows]) + "\n"


def _example() -> str:
    """The top of what the command prints of the example, cut between two attributions."""
    shown = _shown("read", EXAMPLE)
    lines = shown.splitlines()
    if len(lines) <= EXAMPLE_LINES:
        return shown
    end = EXAMPLE_LINES - lines[EXAMPLE_LINES:0:-1].index("")
    return "\n".join([*lines[:end], "", "  …", "```\n"])


def _reasons() -> str:
    rows = [f"| `{reason}` | {meaning} |" for reason, meaning in REASONS.items()]
    return "\n".join(["| reason | what it means |", "|---|---|", *rows]) + "\n"


PARTS: dict[str, Callable[[], str]] = {
    "help": lambda: _shown("--help"),
    "help read": lambda: _shown("read", "--help"),
    "help explain": lambda: _shown("explain", "--help"),
    "help index": lambda: _shown("index", "--help"),
    "help corpus": lambda: _shown("corpus", "--help"),
    "help corpus run": lambda: _shown("corpus", "run", "--help"),
    "help search": lambda: _shown("search", "--help"),
    "help show": lambda: _shown("show", "--help"),
    "help trace": lambda: _shown("trace", "--help"),
    "help check": lambda: _shown("check", "--help"),
    "help speakers": lambda: _shown("speakers", "--help"),
    "help outlets": lambda: _shown("outlets", "--help"),
    "help entities": lambda: _shown("entities", "--help"),
    "help serve": lambda: _shown("serve", "--help"),
    "help mcp": lambda: _shown("mcp", "--help"),
    "help export": lambda: _shown("export", "--help"),
    "help eval": lambda: _shown("eval", "--help"),
    "help schema": lambda: _shown("schema", "--help"),
    "fields": _field_tables,
    "errors": _error_tree,
    "columns": _columns,
    "api routes": _api_routes,
    "assistant tools": _assistant_tools,
    "reasons": _reasons,
    "table attributions": lambda: _table_columns(ATTRIBUTIONS),
    "table documents": lambda: _table_columns(DOCUMENTS),
}
#: Parts that the model says. They are not checked to the letter: the last digit of its arithmetic depends on the
#: processor. A test holds their words to what the model says now.
EXAMPLES: dict[str, Callable[[], str]] = {
    "example": _example,
    "example of a check": lambda: _shown("check", *CHECKED),
}


def _filled(page: str, parts: dict[str, Callable[[], str]]) -> str:
    """``page`` with each of ``parts`` that it marks written anew."""

    def fill(marked: re.Match[str]) -> str:
        name = marked["part"]
        if name not in PARTS and name not in EXAMPLES:
            raise SystemExit(f"no part is named {name!r}; there are {', '.join([*PARTS, *EXAMPLES])}")
        return marked["open"] + parts[name]() + marked["close"] if name in parts else marked.group()

    return _MARKED.sub(fill, page)


def _files(*, examples: bool) -> dict[Path, str]:
    """Every file with a generated part, as it should be."""
    parts = {**PARTS, **EXAMPLES} if examples else PARTS
    pages = [REPO / "README.md", *sorted(DOCS.glob("*.md"))]
    files = {page: _filled(page.read_text(encoding="utf-8"), parts) for page in pages}
    published = msgspec.json.format(msgspec.json.encode(schema()), indent=2).decode()
    files[DOCS / "onrecord-1.schema.json"] = published + "\n"
    return files


def write(*, examples: bool) -> None:
    """Write what is stale."""
    for path, wanted in _files(examples=examples).items():
        if not path.exists() or path.read_text(encoding="utf-8") != wanted:
            path.write_text(wanted, encoding="utf-8")
            print(f"wrote {path.relative_to(REPO)}")


def check() -> list[str]:
    """What is stale, as differences; nothing is written."""
    stale = []
    for path, wanted in _files(examples=False).items():
        name = str(path.relative_to(REPO))
        found = path.read_text(encoding="utf-8") if path.exists() else ""
        if found != wanted:
            stale.append("".join(difflib.unified_diff(
                found.splitlines(keepends=True), wanted.splitlines(keepends=True), name, f"{name} as the code has it"
            )))  # fmt: skip
    return stale


def main() -> int:
    """Write, or check."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 where a part is stale")
    parser.add_argument("--examples", action="store_true", help="let the shipped model read the example too")
    options = parser.parse_args()
    if not options.check:
        write(examples=options.examples)
        return 0
    stale = check()
    if stale:
        print("\n".join(stale))
        print("These parts of the docs are stale; write them anew with: make generate", file=sys.stderr)
        return 1
    print(f"Generated docs say what onrecord {onrecord.__version__} says.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
