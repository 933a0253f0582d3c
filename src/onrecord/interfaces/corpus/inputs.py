"""What a run is asked to read, as files: archives, tables, and pages, in one order on every machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.errors import InputError, NotFound
from onrecord.ingest.load import SUFFIXES, find_inputs, suffix_of
from onrecord.interfaces.corpus.places import file_system, is_remote
from onrecord.interfaces.corpus.types import Input, Kind

__all__ = ["SUFFIX_KINDS", "find", "kind_of"]

#: What a file is, by its suffix; see ``ingest.load.suffix_of``.
SUFFIX_KINDS: dict[str, Kind] = {
    ".warc": "warc",
    ".jsonl": "json_lines",
    ".ndjson": "json_lines",
    ".json": "json",
    ".parquet": "parquet",
    **dict.fromkeys(SUFFIXES, "pages"),
}

#: What object storage says of a file's content, the surest first; which one there is depends on the storage.
_MARKS = ("ETag", "etag", "md5Hash", "content_md5", "LastModified", "last_modified", "mtime", "updated", "created")


def kind_of(name: str) -> Kind | None:
    """What a file of this name holds; None where nothing is read from such files."""
    return SUFFIX_KINDS.get(suffix_of(name))


def find(given: Iterable[str], fail: Any) -> list[Input]:
    """The files that ``given`` stand for (files, folders, and patterns such as ``s3://bucket/2024/*.warc.gz``), sorted.

    ``fail`` is told of each that is none, with its error; the rest is found. A file that is named twice is found once.
    """
    found: dict[str, Input] = {}
    for one in given:
        try:
            for each in _remote(one) if is_remote(one) else _local(one):
                found[each.uri] = each
        except InputError as error:
            fail(one, error)
    return sorted(found.values())


def _local(given: str) -> Iterator[Input]:
    path = given.removeprefix("file://")
    if any(sign in path for sign in "*?[") and not os.path.exists(path):
        import glob

        matching = sorted(glob.glob(path, recursive=True))
        if not matching:
            raise NotFound(f"nothing matches {given}")
    else:
        matching = [path]
    for name in find_inputs(matching, SUFFIX_KINDS):
        try:
            status = os.stat(name)
        except (OSError, ValueError) as error:
            raise NotFound(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}") from error
        if not os.path.isfile(name):
            raise NotFound(f"{name} is no file; a corpus run reads files, and folders of them")
        yield _input(os.path.abspath(name), status.st_size, f"{status.st_mtime_ns}")


def _remote(given: str) -> Iterator[Input]:
    system, path = file_system(given)
    protocol = given.partition("://")[0]
    try:
        if any(sign in path for sign in "*?["):
            details = system.glob(path, detail=True)
        elif system.isdir(path):
            details = system.find(path, detail=True)
        else:
            details = {path: system.info(path)}
    except FileNotFoundError as error:
        raise NotFound(f"there is nothing at {given}; check the address") from error
    except Exception as error:  # each storage's library has errors of its own
        raise NotFound(f"{given} cannot be looked at: {error}") from error
    single = list(details) == [path]
    files = 0
    for name, detail in sorted(details.items()):
        known = kind_of(name) is not None and not name.rpartition("/")[2].startswith(".")
        if detail.get("type") == "file" and (known or single):
            files += 1
            mark = next((str(detail[key]) for key in _MARKS if detail.get(key)), "")
            yield _input(f"{protocol}://{name}", int(detail.get("size") or 0), mark)
    if not files:
        raise NotFound(f"{given} holds nothing that is read ({', '.join(sorted(SUFFIX_KINDS))})")


def _input(uri: str, size: int, stamp: str) -> Input:
    kind = kind_of(uri)
    if kind is None:
        raise NotFound(
            f"{uri} is of a kind that is not read; a corpus run reads {', '.join(sorted(SUFFIX_KINDS))}, each also "
            "compressed (.gz)"
        )
    return Input(uri, kind, size, stamp)
