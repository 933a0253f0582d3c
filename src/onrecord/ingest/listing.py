"""A table beside a folder of articles: what outlet each is from, when it was published, by whom.

Archives of plain text keep this apart, in a spreadsheet. A row is found by the file's name, with or without its
suffix and its folder.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.errors import OptionError
from onrecord.ingest.load import load_page
from onrecord.ingest.page import decode
from onrecord.text.document import Document

__all__ = ["Listed", "Listing", "read_listing", "told_by", "with_listed"]

#: What a column may be called, in any case; the first that is there counts.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "file": ("file", "filename", "path", "name", "id"),
    "uri": ("uri", "url", "address"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "publisher", "newspaper", "source"),
    "published": ("published", "date", "publication_date", "published_at"),
    "authors": ("authors", "author", "byline"),
}
#: What an empty cell may say.
_NOTHING = frozenset({"", "none", "null", "n/a", "na", "nan", "-"})


@dataclass(frozen=True, slots=True)
class Listed:
    """What is said of an article from outside it; None and nothing where nothing is."""

    uri: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()


def told_by(listed: Listed) -> dict[str, Any]:
    """A document's fields by name, of those that are listed."""
    told = {name: getattr(listed, name) for name in ("uri", "title", "outlet", "authors")}
    told["published"] = _day(listed.published or "")
    return {name: value for name, value in told.items() if value}


def with_listed(document: Document, listed: Listed) -> Document:
    """The document with what is listed in the place of what it says of itself."""
    return replace(document, **told_by(listed))


def _day(written: str) -> str | None:
    """An ISO 8601 date, with or without a time behind it, as its day; nothing for other ways to write one."""
    try:
        return date.fromisoformat(written.strip()[:10]).isoformat()
    except ValueError:
        return None


class Listing:
    """The rows of a table by the files that they are about."""

    def __init__(self, rows: Mapping[str, Listed]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def of(self, path: str) -> Listed | None:
        """The row of a file: by its path as it was given, its name, or its name without the suffix."""
        name = Path(path).name
        stem = name.removesuffix(".gz")
        return next(
            (self._rows[key] for key in (path, name, stem, Path(stem).stem) if key in self._rows),
            None,
        )


def read_listing(path: Path) -> Listing:
    """The table at ``path``: CSV, or TSV where its first line has tabs; the first line names the columns.

    Needed is one for the file (file, filename, path, name or id); known are uri, title, outlet, published (an ISO 8601
    date) and authors (parted by ``;``), also under their other usual names. Raises OptionError where none names the
    file, or two rows are about one; NotFound and NotText where the file cannot be read.
    """
    text = decode(load_page(path))
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",")
    header = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
    columns = {what: next((header[name] for name in names if name in header), None) for what, names in _COLUMNS.items()}
    if columns["file"] is None:
        raise OptionError(
            f"{path} has no column that names the files: its first line must hold one of "
            f"{', '.join(_COLUMNS['file'])}; it holds {', '.join(header) or 'nothing'}"
        )
    rows: dict[str, Listed] = {}
    try:
        for row in reader:
            cells = {what: _cell(row.get(column)) if column else None for what, column in columns.items()}
            file = cells["file"]
            if file is None:
                continue
            if file in rows:
                raise OptionError(f"{path}, line {reader.line_num}: a second row about {file}; take one of them out")
            authors = tuple(part.strip() for part in (cells["authors"] or "").split(";") if part.strip())
            rows[file] = Listed(cells["uri"], cells["title"], cells["outlet"], cells["published"], authors)
    except csv.Error as error:
        raise OptionError(f"{path}, line {reader.line_num}: not a table as CSV or TSV: {error}") from error
    return Listing(rows)


def _cell(value: object) -> str | None:
    written = value.strip() if isinstance(value, str) else ""
    return None if written.lower() in _NOTHING else written
