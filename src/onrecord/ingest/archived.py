"""Archives of pages by their files' names: what each offers, and the article on a page that it offers.

The one door to ``warc`` and ``page_tables`` for whoever reads a file of this machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from onrecord.errors import InputError, NoArticle, NotText, OptionError, TooLarge
from onrecord.ingest.language import foreign_language, language_of
from onrecord.ingest.listing import with_listed
from onrecord.ingest.load import suffix_of, to_document
from onrecord.ingest.offered import Offered, PassedOver, Reason
from onrecord.text.document import Document

__all__ = ["ARCHIVE_SUFFIXES", "document_of", "is_archive", "offers_of"]

#: Suffixes of archives; a web archive's may have ``.gz`` or ``.zst`` after it.
ARCHIVE_SUFFIXES = frozenset({".warc", ".parquet"})


def is_archive(name: str) -> bool:
    """Whether a file's name says that it is an archive of pages."""
    return suffix_of(name) in ARCHIVE_SUFFIXES


def offers_of(stream: BinaryIO, name: str) -> Iterator[Offered | PassedOver]:
    """What the archive in ``stream`` offers, in its order. Raises InputError where it cannot be read."""
    if name.lower().endswith(".parquet"):
        from onrecord.ingest.page_tables import read_page_table

        return read_page_table(stream, name=name)
    from onrecord.ingest.warc import read_warc

    return read_warc(stream, name=name)


def document_of(offered: Offered, language: str | None = "en") -> Document | PassedOver:
    """The article on a page, or why there is none; in another language than ``language``, it is passed over.

    Whatever a page brings about is an outcome of its own: none is raised. Raises
    OptionError where a library is missing.
    """
    page = offered.page

    def passed(reason: Reason, detail: str) -> PassedOver:
        return PassedOver(offered.place, page.uri, reason, detail)

    try:
        if language and (foreign := foreign_language(page, wanted=language)):
            return passed("language", f"the page is in another language ({foreign})")
        document = with_listed(to_document(page), offered.listed)
    except NoArticle as error:
        return passed("no_article", str(error))
    except NotText as error:
        return passed("not_text", str(error))
    except TooLarge as error:
        return passed("too_large", str(error))
    except InputError as error:
        return passed("damaged", str(error))
    except OptionError:  # a library that is missing is no page's fault
        raise
    except MemoryError:
        return passed("memory", "taking the page apart needs more memory than there is for it")
    except Exception as error:  # no page may end a run of millions; what is wrong with us is reported with its place
        return passed("poison", f"taking the page apart fails: {error!r}")
    if language and (found := language_of(document.text)) != language:
        return passed("language", f"the article is in another language ({found})")
    return document
