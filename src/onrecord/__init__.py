"""On Record: who said what, to whom, and on whose word.

    >>> import onrecord
    >>> record = onrecord.read("article.html")  # doctest: +SKIP
    >>> for attribution in record.attributions: ...  # doctest: +SKIP

Importing the package loads none of its heavy parts; the model is loaded when the first article is read.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

from onrecord.record.display import show_with
from onrecord.version import __version__

if TYPE_CHECKING:
    from onrecord.client import Client
    from onrecord.errors import OnRecordError
    from onrecord.interfaces.frames import to_frame
    from onrecord.ledger.ledger import Ledger
    from onrecord.reader import Reader, read, read_text
    from onrecord.record.types import Record
    from onrecord.span import Span
    from onrecord.text.document import Block, Document
    from onrecord.verify.checks import check, transcripts_of

__all__ = [
    "Block",
    "Client",
    "Document",
    "Ledger",
    "OnRecordError",
    "Reader",
    "Record",
    "Span",
    "__version__",
    "check",
    "explain",
    "read",
    "read_text",
    "to_frame",
    "transcripts_of",
]

_HOMES = {
    "Block": "onrecord.text.document",
    "Client": "onrecord.client",
    "Document": "onrecord.text.document",
    "Ledger": "onrecord.ledger.ledger",
    "OnRecordError": "onrecord.errors",
    "Reader": "onrecord.reader",
    "Record": "onrecord.record.types",
    "Span": "onrecord.span",
    "check": "onrecord.verify.checks",
    "read": "onrecord.reader",
    "read_text": "onrecord.reader",
    "to_frame": "onrecord.interfaces.frames",
    "transcripts_of": "onrecord.verify.checks",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def explain(source: str | os.PathLike[str] | Document, attribution_id: str | None = None) -> str:
    """Why an attribution is as it is, or each of an article: what ``onrecord explain`` prints.

    ``source`` is a path, an address, ``-`` or a Document, read with the shipped bundle. The text has a line for each
    thing that was told of source, standing, addressee, time and chain, with the words that it rests on and where they
    stand, in code points of the document's text.

    Raises InputError where there is nothing to read, OptionError where the record has no attribution of that id.
    """
    told: str = importlib.import_module("onrecord.interfaces.explaining").explain(source, attribution_id)
    return told


def _show(record: Record) -> str:
    shown: str = importlib.import_module("onrecord.interfaces.notebook").show(record)
    return shown


show_with(_show)


def __dir__() -> list[str]:
    return sorted(__all__)
