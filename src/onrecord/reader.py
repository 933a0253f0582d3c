"""One article's way, from its text to its record: every stage, on one screen."""

from __future__ import annotations

import collections
import functools
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.attribution.antecedents import Antecedents
from onrecord.attribution.coordination import with_coordinated
from onrecord.attribution.describe import describe_all
from onrecord.attribution.find import Finder, find_apart, find_attributions
from onrecord.attribution.form import QuotedWords
from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.hedged import with_hedged
from onrecord.attribution.nesting import LEAST_WITHIN, Alone, contents_to_read_again, nested_in
from onrecord.attribution.words import Words, read_words
from onrecord.entities.entity import Entity
from onrecord.entities.resolve import ResolvedAttribution, resolve
from onrecord.errors import OptionError
from onrecord.ingest.load import open_document
from onrecord.ingest.text import find_blocks
from onrecord.model.bundle import bundle_folder, load_bundle
from onrecord.model.pieces import encode
from onrecord.model.reading import WordReading
from onrecord.model.session import Encoder, OnnxEncoder
from onrecord.model.tagger import EncodedDocument, Tagger
from onrecord.record.build import build_record
from onrecord.record.types import ReaderRecord, Record
from onrecord.span import Span
from onrecord.text.document import Document
from onrecord.text.quotations import Quotation, find_quotations
from onrecord.version import __version__

if TYPE_CHECKING:
    from onrecord.model.tagger import PendingDocument

__all__ = ["Reader", "cores", "read", "read_text"]

#: Windows that may wait for the encoder, for each thread: enough that no thread starves while a record is put
#: together, few enough that memory does not grow with the number of documents.
_WINDOWS_AHEAD = 6
#: Documents whose contents may be under way a second time.
_DOCUMENTS_AGAIN = 2


class Reader:
    """Reads documents with one bundle; load it once and use it for many, from one thread at a time.

    >>> reader = Reader()  # doctest: +SKIP
    >>> for record in reader.pipe(documents): ...  # doctest: +SKIP
    """

    def __init__(
        self,
        bundle: str | Path | None = None,
        *,
        threads: int | None = None,
        device: str = "cpu",
        encoder: Encoder | None = None,
    ) -> None:
        """Load a bundle: the shipped one, ``"small"``, or the one in the folder ``bundle``.

        ``threads`` is how many windows are read side by side, by default one for each core that this process may use;
        the record is the same for any number. ``device`` is what the network is run on, see ``model.session.DEVICES``.
        ``encoder`` stands in for the bundle's network.

        Raises BundleError where the bundle is missing or damaged, OptionError for fewer threads than one and for a
        device that there is none of.
        """
        threads = cores() if threads is None else threads
        if threads < 1:
            raise OptionError(f"threads is {threads}; it must be 1 or more, or left out to use every core")
        self._bundle = load_bundle(bundle_folder(bundle))
        manifest = self._bundle.manifest
        self._finder = Finder.of(self._bundle)
        self._finder_within = replace(self._finder, least_confidence=LEAST_WITHIN, least_in_transcripts=LEAST_WITHIN)
        self._tagger = Tagger(
            encoder or OnnxEncoder(self._bundle.model, device),
            frame=self._bundle.vocabulary.frame,
            threads=threads,
            max_pieces=manifest.max_pieces,
            overlap=manifest.overlap_pieces,
        )
        self._ahead = _WINDOWS_AHEAD * threads
        self.name = ReaderRecord(version=__version__, model=manifest.name)

    def read(self, source: str | os.PathLike[str] | Document) -> Record:
        """The record of one article: a path, an ``http(s)`` address, ``-`` for standard input, or a Document.

        Raises the InputErrors of :func:`onrecord.ingest.load.open_document`.
        """
        document = source if isinstance(source, Document) else open_document(source)
        return next(self.pipe([document]))

    def read_text(self, text: str) -> Record:
        """The record of a text at hand, whose blocks are found in it."""
        return self.read(Document(text, find_blocks(text)))

    def pipe(self, documents: Iterable[Document]) -> Iterator[Record]:
        """The records of many documents, in their order.

        Documents are taken from the iterable as the encoder needs them, and a record is handed on as soon as it is
        ready: memory does not grow with their number.
        """
        waiting: collections.deque[tuple[Document, PendingDocument]] = collections.deque()
        again: collections.deque[_HalfRead] = collections.deque()
        windows = 0
        for document in documents:
            pending = self._tagger.submit(encode(document.text, document.blocks, self._bundle.vocabulary))
            waiting.append((document, pending))
            windows += _room(pending)
            while waiting and windows > self._ahead:
                windows -= _room(waiting[0][1])
                again.append(self._read_again(*waiting.popleft()))
                if len(again) > _DOCUMENTS_AGAIN:
                    yield self._record(again.popleft())
        while waiting or again:
            if waiting:
                again.append(self._read_again(*waiting.popleft()))
            if len(again) > _DOCUMENTS_AGAIN or not waiting:
                yield self._record(again.popleft())

    def _read_again(self, document: Document, pending: PendingDocument) -> _HalfRead:
        """The outer attributions of a document, and its contents on their way through the encoder as if alone."""
        encoded = pending.result()
        words = read_words(document.text, _reading(encoded))
        quotations = _quotations(document)
        found = find_attributions(encoded, self._finder, document, quotations)
        found = with_coordinated(with_hedged(found, document, words, quotations), words)
        antecedents = Antecedents(encoded, self._finder.distance.antecedent)
        half = _HalfRead(document, words, quotations, found, antecedents, None)
        return replace(half, nested=self._submit_contents(half, found))

    def _submit_contents(self, half: _HalfRead, found: Iterable[FoundAttribution]) -> _Nested | None:
        """Those contents that may hold a voice of their own, on their way through the encoder as if alone."""
        contents = contents_to_read_again(half.words, found, half.quotations)
        if not contents:
            return None
        blocks = tuple(alone.block for alone in contents)
        pieces = encode(half.document.text, blocks, self._bundle.vocabulary)
        return _Nested(contents, self._tagger.submit(pieces, apart=True))

    def read_with_reasons(self, source: str | os.PathLike[str] | Document) -> tuple[Record, list[ResolvedAttribution]]:
        """The record of one article, and for each of its attributions what told whom its words mean.

        Raises the InputErrors of :func:`onrecord.ingest.load.open_document`.
        """
        document = source if isinstance(source, Document) else open_document(source)
        pending = self._tagger.submit(encode(document.text, document.blocks, self._bundle.vocabulary))
        entities, resolved = self._resolved(self._read_again(document, pending))
        return build_record(document, entities, resolved, self.name), resolved

    def _record(self, half: _HalfRead) -> Record:
        return build_record(half.document, *self._resolved(half), self.name)

    def _resolved(self, half: _HalfRead) -> tuple[list[Entity], list[ResolvedAttribution]]:
        document, words = half.document, half.words
        found, under_way = list(half.found), half.nested
        told: dict[Span | None, list[Span]] = {}
        for each in found:
            told.setdefault(each.within, []).append(each.cue)
        while under_way:
            deeper: list[FoundAttribution] = []
            parts = [Document(document.text, (alone.block,), id=document.id) for alone in under_way.contents]
            read = [(part, _quotations(part)) for part in parts]
            found_in_each = find_apart(under_way.pending.result(), self._finder_within, read)
            for alone, inner in zip(under_way.contents, found_in_each, strict=True):
                inner = with_coordinated(inner, words, alone.block.end)
                for each in nested_in(alone.content, inner, told.get(alone.content, ())):
                    told.setdefault(each.within, []).append(each.cue)
                    deeper.append(each)
            found += deeper
            under_way = self._submit_contents(half, deeper)
        quoted = QuotedWords(document, half.quotations)
        described = describe_all(found, document, words, quoted)
        return resolve(described, document, words, quoted, half.antecedents)


@dataclass(frozen=True, slots=True)
class _HalfRead:
    """A document whose outer attributions are found, and whose contents are being read again."""

    document: Document
    words: Words
    quotations: list[Quotation]
    found: list[FoundAttribution]
    antecedents: Antecedents
    nested: _Nested | None


@dataclass(frozen=True, slots=True)
class _Nested:
    """Contents that are being read again, each a block by itself of what is pending."""

    contents: Sequence[Alone]
    pending: PendingDocument


def _quotations(document: Document) -> list[Quotation]:
    return [
        quotation for block in document.blocks for quotation in find_quotations(document.text, block.start, block.end)
    ]


def _reading(encoded: EncodedDocument) -> WordReading:
    pieces = encoded.pieces
    return WordReading(pieces.word_starts, pieces.word_ends, pieces.word_blocks, encoded.names, encoded.speech)


def _room(pending: PendingDocument) -> int:
    """The windows that a document counts for while it waits: an empty one has none, and is kept all the same."""
    return max(pending.windows, 1)


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@functools.cache
def _shared_reader() -> Reader:
    return Reader()


def read(source: str | os.PathLike[str] | Document) -> Record:
    """The record of one article, read with the shipped bundle: a path, an address, ``-``, or a Document.

    Raises InputError where there is nothing to read at ``source``; its message says why.
    """
    return _shared_reader().read(source)


def read_text(text: str) -> Record:
    """The record of a text at hand, read with the shipped bundle."""
    return _shared_reader().read_text(text)
