"""W3C Web Annotations (https://www.w3.org/TR/annotation-model/), the form in which annotation tools exchange spans.

One annotation is one attribution. The model says that an annotation's bodies are "about" its targets, each of them
about each. So the target is what is attributed, one target for each part of the content, and the bodies say of it who
said it and how:

- words of the article (source, cue, addressee, hedge, time) are specific resources with the purpose ``linking``, "a
  resource related to the target", since to call the source's words an identity of the content would be wrong;
- what is told of them in the record's own terms (standing, act, stance, form, ``negated``) are textual bodies with the
  purpose ``classifying``; the speaker's name, with which the content is filed, is one with ``tagging``;
- one sentence for people is a textual body with ``describing``, which is also the annotation's motivation.

The model has no word for which part a body is. Each body says it as ``onrecord:part``, a term of ours in a context
beside the model's own, which the model allows and which other programs pass over.

Every span has two selectors, which are alternatives: its position, in code points, start included and end not, which
is what the model demands and what a record has; and its words with some of those around them. **Positions count in the
document's text**, whose hash is ``onrecord:document``. In a page, which has menus and more, the text starts somewhere
else, and it is the quotation that finds the place. No time of making is written: the same record gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.export.wording import carrier_in_words, standing_in_words, visible, words_of
from onrecord.record.types import Attribution, ContentSpan, Record, SpanRecord, TimeSpan

__all__ = ["CONTEXT", "VOCABULARY", "annotations_of", "collection", "collection_text", "lines"]

_MODEL = "http://www.w3.org/ns/anno.jsonld"
#: The namespace of our own terms. Nothing is served there, nor needs to be.
VOCABULARY = "urn:onrecord:1:"
CONTEXT: list[str | dict[str, Any]] = [
    _MODEL,
    {"onrecord": VOCABULARY, "onrecord:parent": {"@type": "@id"}},
]

#: Code points of context on either side of a quotation. The model leaves it open; Hypothesis takes as many.
_AROUND = 32
#: Addresses that a browser opens or an archive knows; any other ``uri`` is a path of one machine, or worse.
_ADDRESS = re.compile(r"(?:https?://|file:/|urn:)\S", re.IGNORECASE)
#: What may not stand in an IRI as it is (RFC 3987): controls, spaces, some marks, half a surrogate pair.
_NOT_IN_IRI = re.compile(r"[\x00-\x20\x7f-\xa0<>\"{}|\\^`\u2028\u2029\ud800-\udfff]")
_HASH = re.compile(r"sha256:[0-9a-f]+")
_HALF_PAIR = re.compile(r"[\ud800-\udfff]")

_AnySpan = SpanRecord | ContentSpan | TimeSpan


def _escaped(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found.group().encode("utf-8", "surrogatepass"))


def _source(record: Record) -> str:
    """The IRI of what is annotated: the page's address, or the hash of its text where there is none."""
    uri = record.document.uri
    if uri and _ADDRESS.match(uri):
        return _NOT_IN_IRI.sub(_escaped, uri)
    if _HASH.fullmatch(record.document.id):
        return f"urn:{record.document.id}"
    return f"urn:sha256:{hashlib.sha256(record.document.text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _name(record: Record, *parts: str) -> str:
    """An IRI that the same record always gets for the same thing, and another reader's record does not."""
    document, reader = record.document, record.reader
    named = json.dumps([document.id, document.uri, reader.version, reader.model, *parts])
    return uuid.uuid5(uuid.NAMESPACE_URL, named).urn


class _Annotator:
    """One record's annotations."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._text = record.document.text
        self._source = _source(record)
        self._entities = {entity.id: entity for entity in record.entities}

    def _specific(self, span: _AnySpan) -> dict[str, Any]:
        text = self._text
        return {
            "type": "SpecificResource",
            "source": self._source,
            "selector": [
                {"type": "TextPositionSelector", "start": span.start, "end": span.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": text[span.start : span.end],
                    "prefix": text[max(0, span.start - _AROUND) : span.start],
                    "suffix": text[span.end : span.end + _AROUND],
                },
            ],
        }

    def _linked(self, part: str, spans: Sequence[_AnySpan]) -> Iterator[dict[str, Any]]:
        """The words of one part of the attribution."""
        for span in spans:
            if span.start < span.end:
                yield {**self._specific(span), "purpose": "linking", "onrecord:part": part}

    def _told(self, part: str, value: str | None, purpose: str) -> Iterator[dict[str, Any]]:
        """What the record says of the attribution."""
        if value:
            body = {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}
            yield {**body, "onrecord:part": part}

    def _sentence(self, attribution: Attribution) -> str:
        """Who, what kind of source, and the cue, for a reader: ``Maria Ortega (named person): told``."""
        record, source = self._record, attribution.source
        entity = self._entities.get(source.entity or "")
        words = words_of(record, source.spans)
        who = visible(entity.name) if entity else words
        standing = standing_in_words(self._entities, source)
        cue = words_of(record, attribution.cue.spans, " … ")
        said = f"{who} ({standing}): {cue}" if who else f"{standing}: {cue}"
        hands = [carrier_in_words(self._entities, carrier) for carrier in attribution.chain]
        by_way = f"; by way of {' → '.join(hands)}" if len(hands) > 1 else ""
        return f"{said}{' (not said)' if attribution.negated else ''}{by_way}"

    def _bodies(self, attribution: Attribution) -> Iterator[dict[str, Any]]:
        source, cue = attribution.source, attribution.cue
        addressee, time = attribution.addressee, attribution.time
        yield from self._told("sentence", self._sentence(attribution), "describing")
        yield from self._linked("source", source.spans)
        yield from self._linked("cue", cue.spans)
        if addressee:
            yield from self._linked("addressee", addressee.spans)
        yield from self._linked("hedge", attribution.hedges)
        if time:
            yield from self._linked("time", [time])
            yield from self._told("time_value", time.value, "classifying")
        entity = self._entities.get(source.entity or "")
        yield from self._told("entity", entity.name if entity else None, "tagging")
        for part, value in (
            ("standing", source.standing),
            ("lemma", cue.lemma),
            ("act", cue.act),
            ("stance", cue.stance),
            ("form", attribution.form),
            ("negated", "negated" if attribution.negated else None),
        ):
            yield from self._told(part, value, "classifying")

    def _targets(self, attribution: Attribution) -> list[dict[str, Any] | str]:
        """The content's parts; of an attribution that has none, its cue's or its source's, or else the whole text."""
        for spans in (attribution.content, attribution.cue.spans, attribution.source.spans):
            if filled := [self._specific(span) for span in spans if span.start < span.end]:
                return [*filled]
        return [self._source]

    def annotation(self, attribution: Attribution) -> dict[str, Any]:
        """One annotation, without the context that it stands in."""
        document, reader, targets = self._record.document, self._record.reader, self._targets(attribution)
        made: dict[str, Any] = {
            "id": _name(self._record, attribution.id),
            "type": "Annotation",
            "motivation": "describing",
            "generator": {"type": "Software", "name": f"onrecord {reader.version}, model {reader.model}"},
            "body": list(self._bodies(attribution)),
            "target": targets[0] if len(targets) == 1 else targets,
            "onrecord:document": document.id,
            "onrecord:attribution": attribution.id,
            "onrecord:confidence": attribution.confidence,
        }
        if attribution.parent is not None:
            made["onrecord:parent"] = _name(self._record, attribution.parent)
        if document.uri and not _ADDRESS.match(document.uri):
            made["onrecord:path"] = document.uri
        return made


def annotations_of(record: Record) -> Iterator[dict[str, Any]]:
    """An annotation for each attribution, in the record's order, each with its context and so complete in itself."""
    annotator = _Annotator(record)
    for attribution in record.attributions:
        yield {"@context": CONTEXT, **annotator.annotation(attribution)}


def collection(record: Record) -> dict[str, Any]:
    """The record as one AnnotationCollection, whose one page is in it."""
    annotator = _Annotator(record)
    items = [annotator.annotation(attribution) for attribution in record.attributions]
    document = record.document
    name = _name(record)
    whole: dict[str, Any] = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": f"Who said what in {visible(document.title or document.uri or document.id)}",
        "total": len(items),
    }
    if (
        items
    ):  # the model's first page may not be missing where there are annotations, nor be empty where there are none
        page = _name(record, "", "page")
        whole["first"] = {"id": page, "type": "AnnotationPage", "partOf": name, "startIndex": 0, "items": items}
        whole["last"] = page
    return whole


def _json(value: dict[str, Any], indent: int | None) -> bytes:
    separators = (",", ": ") if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    return _HALF_PAIR.sub("\ufffd", text).encode()


def lines(record: Record) -> Iterator[bytes]:
    """The record's annotations as JSON lines of UTF-8, each with its line's end."""
    for annotation in annotations_of(record):
        yield _json(annotation, None) + b"\n"


def collection_text(record: Record) -> bytes:
    """The record's collection as a file of JSON-LD, UTF-8, indented by two."""
    return _json(collection(record), 2) + b"\n"
