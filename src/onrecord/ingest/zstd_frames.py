"""zstd undone a little at a time, of web archives and of the pages in them.

The library's streaming reader bounds what it hands out, but ends without a word where a frame is cut short; its other
way tells, and hands out all that comes of what it is fed. So it is fed little.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.errors import InputError

__all__ = ["CutShortError", "FrameError", "decompressed"]

#: A block takes 4 bytes or more and unfolds to at most 128 KiB (RFC 8878, 3.1.1.2): of so many, at most 16 MiB come.
_FED = 512


class FrameError(InputError):
    """Bytes that are no zstd, or damaged. Whoever reads them says of what."""


class CutShortError(FrameError):
    """The bytes end within a frame."""


def decompressed(pieces: Iterator[bytes], *, window: int = 0) -> Iterator[bytes]:
    """What comes of the frames in ``pieces``. ``window`` is the widest that is allowed; 0 for the library's 128 MiB."""
    import zstandard

    frame = None
    try:
        for piece in pieces:
            for at in range(0, len(piece), _FED):
                waiting = piece[at : at + _FED]
                while waiting:
                    if frame is None:
                        frame = zstandard.ZstdDecompressor(max_window_size=window).decompressobj()
                    if found := frame.decompress(waiting):
                        yield found
                    waiting = frame.unused_data if frame.eof else b""
                    frame = None if frame.eof else frame
    except zstandard.ZstdError as error:
        raise FrameError(f"its zstd compression cannot be undone ({error})") from error
    if frame is not None:
        raise CutShortError("its zstd compression is cut short")
