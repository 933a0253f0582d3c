"""Files and folders, on this machine or in object storage: the one home of the file-system library.

A file is put in place whole or not at all. On this machine it is written beside its place and renamed; in object
storage an upload is one request, or several that count only once they are completed.
"""

from __future__ import annotations

import contextlib
import io
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from onrecord.errors import InputError, NotFound, OptionError, OutputError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

__all__ = ["Folder", "file_system", "is_remote", "open_file"]

#: Bytes that are asked of a storage's library at once.
_BUFFER = 262_144
#: A file that has been half written for so long is nobody's: writing one takes a second.
_LEFT_SECONDS = 3600


def is_remote(uri: str) -> bool:
    """Whether ``uri`` names something beyond this machine's own file system: ``s3://…``, ``gs://…`` and their like."""
    return "://" in uri and not uri.startswith("file://")


def file_system(uri: str) -> tuple[AbstractFileSystem, str]:
    """The file system that ``uri`` names, and the path in it.

    Raises OptionError where the library for it is not installed, and for an address of the web.
    """
    try:
        import fsspec
    except ImportError as error:
        raise OptionError("a corpus run needs fsspec: pip install 'onrecord[corpus]'") from error
    if uri.lower().startswith(("http://", "https://")):
        raise OptionError(
            f"{uri} is an address of the web; a corpus run reads files and object storage (s3://, gs://, az://). "
            "Download it first"
        )
    try:
        found, path = fsspec.core.url_to_fs(uri)
    except ImportError as error:  # the protocol's own library is missing; the message names it
        raise OptionError(f"{uri} cannot be reached: {error}") from error
    except ValueError as error:
        raise OptionError(f"{uri} names no file system that is known: {error}") from error
    return found, str(path)


def open_file(uri: str) -> BinaryIO:
    """A file, open for reading and for seeking in it. Raises NotFound."""
    if not is_remote(uri):
        try:
            return Path(uri.removeprefix("file://")).open("rb")
        except (OSError, ValueError) as error:
            raise NotFound(f"{uri} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    system, path = file_system(uri)
    try:
        # What storages' libraries give is no file to the letter: its readline, for one, knows no limit.
        return io.BufferedReader(cast("io.RawIOBase", system.open(path, "rb")), _BUFFER)
    except Exception as error:  # each storage's library has errors of its own
        raise NotFound(f"{uri} cannot be read: {error}") from error


class Folder:
    """A folder that a run writes to; ``name`` in what follows is a path in it, with ``/``."""

    def __init__(self, uri: str) -> None:
        """``uri`` is a path or an address of object storage. Nothing is made yet."""
        self.uri = uri.rstrip("/") or uri
        self._system: AbstractFileSystem | None = None
        self._root = ""
        if is_remote(uri):
            self._system, self._root = file_system(self.uri)
        else:
            self._root = os.path.abspath(self.uri.removeprefix("file://"))

    def write(self, name: str, data: bytes) -> None:
        """Put ``data`` in the place of ``name``, whole. Raises OutputError."""
        try:
            if self._system is not None:
                self._system.pipe_file(f"{self._root}/{name}", data)
                return
            place = Path(self._root, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
            try:
                with part.open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(place)
            finally:
                part.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"{self.uri}/{name}: cannot be written: {error.strerror or error}") from error
        except Exception as error:  # each storage's library has errors of its own
            if self._system is None:
                raise
            raise OutputError(f"{self.uri}/{name}: cannot be written: {error}") from error

    def read(self, name: str) -> bytes | None:
        """The bytes of ``name``, None where there is none. Raises InputError where it cannot be read."""
        try:
            if self._system is not None:
                return cast("bytes", self._system.cat_file(f"{self._root}/{name}"))
            return Path(self._root, name).read_bytes()
        except FileNotFoundError:
            return None
        except Exception as error:
            if self._system is None and not isinstance(error, OSError):
                raise
            raise InputError(f"{self.uri}/{name}: cannot be read: {error}") from error

    def names(self, folder: str) -> Iterator[str]:
        """The names of the files in ``folder``, sorted; hidden ones and those that are being written are not."""
        found: list[str] = []
        try:
            if self._system is not None:
                self._system.invalidate_cache()
                listed: list[Any] = self._system.ls(f"{self._root}/{folder}", detail=False)
                found = [str(path).rstrip("/").rpartition("/")[2] for path in listed]
            else:
                found = os.listdir(os.path.join(self._root, folder))
        except (FileNotFoundError, NotADirectoryError):
            return
        yield from sorted(name for name in found if not name.startswith("."))

    def remove(self, name: str) -> None:
        """Remove ``name``; nothing happens where there is none."""
        try:
            if self._system is not None:
                self._system.rm_file(f"{self._root}/{name}")
            else:
                Path(self._root, name).unlink()
        except FileNotFoundError:
            return
        except OSError as error:
            raise OutputError(f"{self.uri}/{name}: cannot be removed: {error.strerror or error}") from error

    def sweep(self, folder: str) -> None:
        """Remove what killed workers have left half written an hour ago or more. Object storage keeps no such thing."""
        if self._system is not None:
            return
        for left in Path(self._root, folder).glob(".*.part"):
            with contextlib.suppress(FileNotFoundError):
                if time.time() - left.stat().st_mtime > _LEFT_SECONDS:
                    left.unlink()
