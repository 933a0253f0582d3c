"""A file that is there whole or not at all.

Whoever finds ``attributions.parquet`` must be able to trust that it is finished. So it is written beside its place,
under a hidden name that ends in ``.part``, and takes its place in one step once all of it is on the disk. Whatever was
there before stays until then. A process that is killed leaves at most the ``.part``, which no glob of tables matches.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import OutputError

__all__ = ["whole_files"]


@contextmanager
def whole_files(*paths: Path) -> Iterator[list[BinaryIO]]:
    """Files open for writing that take the places of ``paths`` together when the block ends, and never if it fails.

    What a link points to is replaced, and not the link. A device or a pipe is written to as it is.

    Raises OutputError where a file cannot be made, written or put in its place.
    """
    parts: list[tuple[Path, Path]] = []
    done = False
    try:
        with ExitStack() as stack:
            files: list[BinaryIO] = []
            for path in paths:
                place = Path(os.path.realpath(path))
                if place.exists() and not place.is_file() and not place.is_dir():
                    files.append(stack.enter_context(place.open("wb")))
                    continue
                part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
                files.append(stack.enter_context(part.open("xb")))
                parts.append((part, place))
            yield files
            for file in files:
                file.flush()
                if file.seekable():
                    os.fsync(file.fileno())
        for part, place in parts:
            part.replace(place)
        done = True
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{' and '.join(map(str, paths))}: cannot be written: {error.strerror or error}") from error
    finally:
        if not done:
            for part, _ in parts:
                part.unlink(missing_ok=True)
