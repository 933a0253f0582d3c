"""Where records go: one after another into a stream, or each into a file of its own.

Everything is written as bytes of UTF-8, whatever the locale says, with the line ends that the format has. A stream
holds one record at a time, so that a million articles need no more memory than one.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, Protocol
from urllib.parse import urlsplit

from onrecord.errors import OutputError
from onrecord.record.types import Record

__all__ = ["FORMATS", "PAGED", "Folder", "Format", "Look", "Output", "Stream", "name_of", "render"]

Format = Literal["text", "json", "jsonl", "html", "csv", "brat"]
FORMATS: tuple[Format, ...] = ("text", "json", "jsonl", "html", "csv", "brat")
#: Formats in which one file holds one article.
PAGED: frozenset[Format] = frozenset({"html", "brat"})

_SUFFIXES: dict[Format, str] = {
    "text": ".record.txt",
    "json": ".json",
    "jsonl": ".jsonl",
    "html": ".html",
    "csv": ".csv",
    "brat": ".ann",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How text for a person is drawn: columns, whether escape sequences are welcome, and whether colours are."""

    width: int = 80
    color: bool = False
    plain: bool = False


class Output(Protocol):
    """Takes records in order; ``source`` is the path or address that a record was read from."""

    def add(self, record: Record, source: str) -> None:
        """Write one record. Raises OutputError, FormatError, or BrokenPipeError."""

    def finish(self) -> None:
        """Write what stands after the last record."""


def render(record: Record, form: Format, look: Look) -> bytes:
    """One record as a whole file in ``form``. The format's own module is imported when it is asked for."""
    if form == "text":
        from onrecord.export.terminal import view

        return view(record, width=look.width, color=look.color, plain=look.plain).encode("utf-8", "replace")
    if form == "html":
        from onrecord.export.html import page

        return page(record).encode("utf-8", "replace")
    if form == "csv":
        from onrecord.export.csv import table

        return table(record)
    if form == "brat":
        from onrecord.export.brat import standoff

        return standoff(record)
    from onrecord.export.jsonlines import json_text, jsonl_line

    return jsonl_line(record) if form == "jsonl" else json_text(record) + b"\n"


class Stream:
    """Records one after another. ``many`` asks for what holds any number: JSON becomes an array."""

    def __init__(self, out: BinaryIO, form: Format, look: Look, *, many: bool) -> None:
        self._out, self._form, self._look, self._many = out, form, look, many
        self._count = 0

    def add(self, record: Record, source: str) -> None:
        """Write one record and what parts it from the one before."""
        self._out.write(self._lead() + self._body(record))
        self._count += 1
        self._out.flush()

    def finish(self) -> None:
        """Close the array of JSON; write a table's header even where it has no rows."""
        if self._form == "json" and self._many:
            self._out.write(b"\n]\n" if self._count else b"[]\n")
        elif self._form == "csv" and not self._count and self._many:
            self._out.write(self._lead())
        self._out.flush()

    def _lead(self) -> bytes:
        first = self._count == 0
        if self._form == "json" and self._many:
            return b"[\n" if first else b",\n"
        if self._form == "csv" and first:
            from onrecord.export.csv import header

            return header()
        if self._form == "text" and not first:
            return ("─" * min(self._look.width, 60) + "\n").encode()
        return b""

    def _body(self, record: Record) -> bytes:
        if self._form == "csv":
            from onrecord.export.csv import rows

            return b"".join(rows(record))
        body = render(record, self._form, self._look)
        return body.removesuffix(b"\n") if self._form == "json" and self._many else body


_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 120


def name_of(source: str) -> str:
    """A file's name, without suffix, for what was read from ``source``."""
    if source == "-":
        return "stdin"
    if re.match(r"https?://", source):
        parts = urlsplit(source)
        last = parts.path.rstrip("/").rpartition("/")[2]
        name = f"{parts.hostname or ''}-{Path(last).stem}" if last else parts.hostname or ""
    else:
        name = Path(source).stem
    return _NOT_IN_NAMES.sub("-", name).strip("-.")[:_LONGEST_NAME] or "article"


class Folder:
    """Each record in a file named after what it was read from; ``brat`` has the text beside it, as brat wants it.

    Two sources of one name get numbers. A file that a record was read from is never written over.
    """

    def __init__(self, folder: Path, form: Format, look: Look) -> None:
        self._folder, self._form, self._look = folder, form, look
        self._taken: dict[str, int] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{folder}: cannot be made a folder: {error.strerror}") from error

    def add(self, record: Record, source: str) -> None:
        """Write one record into a file of its own."""
        stem = self._free_name(name_of(source))
        self._write(self._folder / f"{stem}{_SUFFIXES[self._form]}", source, render(record, self._form, self._look))
        if self._form == "brat":
            text = record.document.text.encode("utf-8", "replace")
            self._write(self._folder / f"{stem}.txt", source, text, same_is_fine=True)

    def finish(self) -> None:
        """Nothing stands after the last file."""

    def _free_name(self, name: str) -> str:
        key = name.casefold()  # there are file systems for which two cases are one name
        while key in self._taken:
            self._taken[key] += 1
            name = f"{name}-{self._taken[key]}"
            key = name.casefold()
        self._taken[key] = 1
        return name

    def _write(self, path: Path, source: str, data: bytes, *, same_is_fine: bool = False) -> None:
        try:
            if path.exists() and os.path.exists(source) and path.samefile(source):
                if same_is_fine and path.read_bytes() == data:
                    return
                raise OutputError(f"{path} is what was read; choose another folder to write to")
            path.write_bytes(data)
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
