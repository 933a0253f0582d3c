"""In which language an article is: crawls hold every one, and the model has learnt English.

By py3langid (naive Bayes over byte n-grams; Lui and Baldwin, ACL 2012): it carries its model, gives one text one
answer, and is NumPy alone. Measured on the first 1,000 characters of 900 articles of PolNeAR and 100 texts of GUM, and
on a sentence or two in each of 18 other languages: all of them right, in 1 to 2 ms. Resiliparse's detector (0.04 ms)
took Italian and Romanian for English, and one English article for Breton.
"""

from __future__ import annotations

import re

from onrecord.errors import OptionError
from onrecord.ingest.page import Page

__all__ = ["foreign_language", "language_of"]

#: Characters of a text that are looked at: of the first 200 alone, one article in 900 was taken for Nigerian Pidgin.
_SAMPLE = 1_000
#: Fewer letters than these tell nothing.
_FEWEST_LETTERS = 20
#: Bytes of a page that are looked at before it is taken apart.
_PAGE_BYTES = 262_144
#: In a page, what stands before is its head and its menus, in whatever language.
_PAGE_FEWEST = 400

_LANG = re.compile(rb"<html\b[^>]{0,1000}?\blang\s*=\s*[\"']?\s*([a-zA-Z]{2,3})\b", re.I)
_UNSEEN = re.compile(rb"<(script|style|noscript|template|head)\b.{0,200000}?</\1\s*>", re.I | re.S)
_TAG = re.compile(rb"<[^>]{0,2000}>")
_SPACE = re.compile(r"\s+")


def language_of(text: str) -> str:
    """The language of a text by its beginning, as ISO 639-1 (``en``), or 639-3 where there is no shorter; ``und`` where
    there is too little to tell by. Raises OptionError where the library is not installed.
    """
    try:
        import py3langid
    except ImportError as error:
        raise OptionError("telling languages needs py3langid: pip install 'onrecord[archives]'") from error
    sample = _SPACE.sub(" ", text[: 4 * _SAMPLE]).strip()[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _FEWEST_LETTERS:
        return "und"
    # The library encodes what it is given, and half of a surrogate pair cannot be.
    found: str = py3langid.classify(sample.encode("utf-8", "replace").decode("utf-8"))[0]
    return found


def foreign_language(page: Page, wanted: str = "en") -> str | None:
    """The language of a page that is surely in another than ``wanted``, told before it is taken apart; None else.

    Only where the page says so itself and its words, roughly stripped of what is around them, agree: taking a page
    apart costs ten times as much, and of a crawl of the web half is foreign.
    """
    content = page.content[:_PAGE_BYTES]
    declared = _LANG.search(content[:8192])
    if declared is None or declared[1].decode("ascii").lower() == wanted:
        return None
    words = _TAG.sub(b" ", _UNSEEN.sub(b" ", content)).decode(_codec(page), "replace")
    longest = sorted((part.strip() for part in words.split("\n")), key=len)[-20:]
    sample = " ".join(longest[::-1])
    if len(sample) < _PAGE_FEWEST:
        return None
    found = language_of(sample)
    return found if found == declared[1].decode("ascii").lower() else None


def _codec(page: Page) -> str:
    import codecs

    try:
        return codecs.lookup(page.charset or "utf-8").name
    except LookupError:
        return "utf-8"
