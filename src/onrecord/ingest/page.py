"""What came in, as bytes, and how bytes become text.

A page is kept as its bytes with what its carrier said about them, so that a file, standard input and an address differ
only in who made the page. Decoding is here and not left to the HTML library, because plain text needs it too, and
because a wrong encoding silently changes what people are quoted as having said.

The order in which an encoding is believed: a byte order mark, then UTF-8 if every byte obeys it (text in another
encoding almost never does by chance), then what the carrier declared, then what the page itself declares, then
detection from the bytes.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from onrecord.errors import NotText

__all__ = ["Page", "decode", "name_of", "what_it_is"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it came in.

    ``content`` is the bytes, with no transport compression left. ``uri`` is the path or the address as it was given,
    after redirects; ``None`` for standard input. ``media_type`` (``"text/html"``, in lower case, no parameters) and
    ``charset`` are what the carrier declared, ``None`` where it declared nothing.
    """

    content: bytes
    uri: str | None = None
    media_type: str | None = None
    charset: str | None = None


#: The first bytes of things that are not text, and what a person calls them. From the formats' own specifications.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"PK\x03\x04", "a zip archive (a Word, LibreOffice or EPUB file is one too)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office file"),
    (b"{\\rtf", "a rich text (RTF) file"),
    (b"\x1f\x8b\x08", "gzip-compressed data"),
    (b"BZh", "bzip2-compressed data"),
    (b"\xfd7zXZ\x00", "xz-compressed data"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"fLaC", "a FLAC recording"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
)

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: Labels that pages give and what they mean by them, where Python's codec of that name is narrower: from the table of
#: labels in the WHATWG Encoding Standard, which is what browsers do.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}

#: Python's codecs that count as text and are no page's encoding: host names, source code, one that fails on purpose,
#: and UTF-7, which the Encoding Standard forbids since it hides markup in letters. Some fail in ways of their own.
_NO_ENCODING = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"})

#: Encodings in which escapes made of ASCII bytes switch alphabets, so that obeying UTF-8 proves nothing.
_ESCAPED = frozenset({"iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_kr", "hz"})

#: A page's word about itself: HTML's ``<meta charset=…>`` and ``<meta http-equiv … charset=…>``, XML's declaration.
_DECLARED = re.compile(
    rb"""(?:<meta\s[^>]{0,300}?charset|<\?xml\s[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
#: How far into a page its declaration is looked for. The standard says 1,024 bytes; pages in the wild do worse.
_DECLARED_WITHIN = 16_384

#: How many bytes are shown to detection: it takes about 10 ms a kilobyte of difficult text, and one article is enough.
_DETECTED_FROM = 20_000

#: At most one broken sequence in so many bytes is forgiven in what is otherwise UTF-8 (a cut, a pasted byte): each
#: becomes U+FFFD, as in a browser. Text in another encoding has one in every few words.
_BYTES_PER_BREAK = 500

#: Control characters that stand in no text: all of C0 but tab, newline, vertical tab, form feed, return and escape.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: The largest share of control characters in something that is still text.
_CONTROL_SHARE = 0.01


def name_of(page: Page) -> str:
    """How messages call the page: its path or address, or "standard input"."""
    return page.uri if page.uri is not None else "standard input"


def what_it_is(content: bytes) -> str | None:
    """What a person calls these bytes, by their first few, where that is no text; else ``None``."""
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            return name
    if content[4:8] == b"ftyp":
        return "a video or an image (MP4, HEIC)"
    if content[:4] == b"RIFF":
        return "an image, a recording or a video (RIFF)"
    return None


def decode(page: Page) -> str:
    r"""The page's text, in whatever encoding it is; newlines as they stand, ``\r\n`` included.

    A byte order mark at the very start is the encoding's signature and no part of the text: it is left out.

    Raises :class:`~onrecord.errors.NotText` for a PDF, an image, an archive and other bytes that are no text.
    """
    content = page.content
    kind = what_it_is(content)
    if kind is not None:
        raise NotText(f"{name_of(page)} is {kind}, not text; give the page as HTML, or its text as .txt")
    text = _decoded(page)
    if text is None or len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise NotText(f"{name_of(page)} holds bytes that are no text in any encoding; give HTML or plain text")
    return text


def _decoded(page: Page) -> str | None:
    content = page.content
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    declared = [encoding for encoding in (_codec(page.charset), _codec(_declared_in(content))) if encoding]
    wide = [encoding for encoding in declared if encoding.startswith(("utf-16", "utf-32"))]
    if b"\x00" in content[:1000]:
        return _strictly(content, [*wide, *_wide_by_zeros(content)])
    if _ESCAPED.isdisjoint(declared) or (b"\x1b" not in content and b"~{" not in content):
        text = _nearly_utf8(content)
        if text is not None:
            return text
    declared = [encoding for encoding in declared if encoding not in wide]
    text = _strictly(content, declared)
    if text is None:
        text = _strictly(content, _detected(content))
    if text is None and declared:
        text = content.decode(declared[0], "replace")
    return text


def _nearly_utf8(content: bytes) -> str | None:
    """``content`` as UTF-8, with U+FFFD for a rare broken sequence; ``None`` if it is not UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - broken
    return text if broken * _BYTES_PER_BREAK <= len(content) and whole > broken else None


def _strictly(content: bytes, encodings: list[str]) -> str | None:
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _codec(label: str | None) -> str | None:
    """Python's name of the encoding that ``label`` means; ``None`` for a label that means none."""
    if not label:
        return None
    try:
        found = codecs.lookup(label.strip())
    except (LookupError, ValueError, UnicodeError):
        return None
    # A codec such as "base64" or "rot13" is none for text; only this private flag of the standard library tells.
    if not getattr(found, "_is_text_encoding", True) or found.name in _NO_ENCODING:
        return None
    return _MEANT.get(found.name, found.name)


def _declared_in(content: bytes) -> str | None:
    found = _DECLARED.search(content[:_DECLARED_WITHIN])
    return found[1].decode("ascii", "replace") if found else None


def _wide_by_zeros(content: bytes) -> list[str]:
    """UTF-16 without its mark, told by where the zero bytes of its ASCII characters stand; empty for other bytes."""
    sample = content[:2000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.3 * len(sample) / 2 and even == 0:
        return ["utf-16-le"]
    if even > 0.3 * len(sample) / 2 and odd == 0:
        return ["utf-16-be"]
    return []


def _detected(content: bytes) -> list[str]:
    """Encodings by the look of the bytes, likeliest first."""
    from charset_normalizer import from_bytes

    found = from_bytes(content[:_DETECTED_FROM])
    return [_MEANT.get(match.encoding, match.encoding) for match in found]
