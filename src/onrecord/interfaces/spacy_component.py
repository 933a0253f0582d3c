"""The spaCy component ``onrecord``: the record of a Doc, and its spans on the pipeline's own tokens.

    nlp.add_pipe("onrecord")

Why a component and not a wrapper: whoever has a pipeline has its tokens, sentences and entities already, and wants to
know within whose words they stand. The text is read by the same Reader as everywhere else, from the Doc's characters;
the pipeline's tagger, parser and names play no part in it, so any pipeline will do, a blank one too.

The record is kept in the Doc as JSON, a string in ``user_data``, and is decoded when it is asked for: so a Doc with its
record survives ``to_bytes``, a DocBin, a pickle and the way between processes, which know nothing of our types. This is
the only module that imports spaCy, and is itself imported by nobody but spaCy, through the entry point of its name.
"""

from __future__ import annotations

import collections
import functools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from onrecord.errors import OptionError
from onrecord.record.confident import keep_confident
from onrecord.record.json import decode, encode
from onrecord.record.types import Attribution, ContentSpan, Record, SpanRecord, TimeSpan

if TYPE_CHECKING:
    from onrecord.reader import Reader

__all__ = ["GROUPS", "PARTS", "RecordKeeper", "create", "put_record"]

#: The extension's name, the key of ``user_data``, and of the group with every span.
NAME = "onrecord"
#: The labels of spans, in the order in which an attribution's spans are put.
PARTS = ("source", "cue", "content", "addressee", "hedge", "time")
#: The groups that have a key of their own beside the one with every span.
GROUPS = {part: f"{NAME}_{part}" for part in ("source", "cue", "content")}

#: Records that stay decoded: a loop asks for one Doc's again and again.
_DECODED = 32


@functools.lru_cache(maxsize=_DECODED)
def _decoded(kept: str) -> Record:
    return decode(kept)


def _get_record(doc: Doc) -> Record | None:
    kept = doc.user_data.get(NAME)
    return _decoded(kept) if kept is not None else None


def put_record(doc: Doc, record: Record) -> None:
    """Put a record that is already there on a Doc of its text, as the component does.

    ``doc._.onrecord = record`` is the same. Raises OptionError where the Doc has another text, which the record's
    offsets would not fit.
    """
    if doc.text != record.document.text:
        raise OptionError(
            f"the record of {record.document.uri or record.document.id} is not of this Doc's text; make the Doc of "
            "record.document.text"
        )
    doc.user_data[NAME] = encode(record).decode()
    _put_spans(doc, record)


Doc.set_extension(NAME, getter=_get_record, setter=put_record, force=True)


_AnySpan = SpanRecord | ContentSpan | TimeSpan


def _parts(attribution: Attribution) -> Iterator[tuple[str, Sequence[_AnySpan], str | None]]:
    """The spans of each part with the id of the entity that they mean."""
    addressee = attribution.addressee
    yield "source", attribution.source.spans, attribution.source.entity
    yield "cue", attribution.cue.spans, None
    yield "content", attribution.content, None
    yield "addressee", addressee.spans if addressee else (), addressee.entity if addressee else None
    yield "hedge", attribution.hedges, None
    yield "time", [attribution.time] if attribution.time else (), None


def _put_spans(doc: Doc, record: Record) -> None:
    """Every span of the record as a span of tokens: those that share a character with it.

    One without a character, or of the space behind a token alone, has no token and is left out.
    """
    spans: list[Span] = []
    owners: list[str] = []
    for attribution in record.attributions:
        for part, places, entity in _parts(attribution):
            for place in places:
                if place.start >= place.end:
                    continue
                span = doc.char_span(
                    place.start,
                    place.end,
                    label=part,
                    kb_id=entity or 0,
                    span_id=attribution.id,
                    alignment_mode="expand",
                )
                if span is not None and len(span):  # between two tokens some versions of spaCy find an empty one
                    spans.append(span)
                    owners.append(attribution.id)
    doc.spans[NAME] = SpanGroup(doc, name=NAME, spans=spans, attrs={"attributions": owners})
    for part, key in GROUPS.items():
        kept = [(span, owner) for span, owner in zip(spans, owners, strict=True) if span.label_ == part]
        doc.spans[key] = SpanGroup(
            doc, name=key, spans=[span for span, _ in kept], attrs={"attributions": [owner for _, owner in kept]}
        )


class RecordKeeper:
    """Reads Docs and puts their records on them. The model is loaded when the first Doc is read, once a process."""

    def __init__(self, *, bundle: str | None, threads: int | None, min_confidence: float) -> None:
        """See :func:`create`. Raises OptionError."""
        if not 0 <= min_confidence <= 1:
            raise OptionError(f"min_confidence is {min_confidence}; it must be between 0 and 1")
        if threads is not None and threads < 1:
            raise OptionError(f"threads is {threads}; it must be 1 or more, or left out to use every core")
        self._bundle, self._threads, self._min_confidence = bundle, threads, min_confidence
        self._reader: Reader | None = None
        self._process = 0  # the one that loaded it

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs: the options. It loads a model of its own."""
        return {**self.__dict__, "_reader": None}

    def _loaded(self) -> Reader:
        if self._reader is None or self._process != os.getpid():  # a forked process has the model, but not its threads
            from onrecord.reader import Reader

            self._process = os.getpid()
            self._reader = Reader(self._bundle, threads=self._threads)
        return self._reader

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """Read many, in their order; several windows of text at once, as :meth:`onrecord.Reader.pipe` does.

        ``batch_size`` is spaCy's and has no effect: the reader takes Docs as it needs them.
        """
        from onrecord.ingest.text import find_blocks
        from onrecord.text.document import Document

        waiting: collections.deque[Doc] = collections.deque()

        def documents() -> Iterator[Document]:
            for doc in stream:
                waiting.append(doc)
                yield Document(doc.text, find_blocks(doc.text))

        for record in self._loaded().pipe(documents()):
            doc = waiting.popleft()
            put_record(doc, keep_confident(record, self._min_confidence))
            yield doc


@Language.factory(
    NAME,
    assigns=["doc._.onrecord", "doc.spans"],
    default_config={"bundle": None, "threads": None, "min_confidence": 0.0},
)
def create(
    nlp: Language, name: str, bundle: str | None, threads: int | None, min_confidence: float
) -> Callable[[Doc], Doc]:
    """The component for a pipeline.

    ``bundle`` is another model than the shipped one: "small", or a folder. ``threads`` is how many windows of text are
    read side by side, by default one for each core. Attributions of which the reader is less sure than
    ``min_confidence``, 0 to 1, are left out.
    """
    return RecordKeeper(bundle=bundle, threads=threads, min_confidence=min_confidence)
