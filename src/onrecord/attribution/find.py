"""From what the encoder says of a document's words to the attributions in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.attribution.confidence import FEATURES, confidence, features
from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.layout import follow_layout
from onrecord.attribution.linking import DistanceBias, LinkedAttribution, link_spans
from onrecord.errors import BundleError
from onrecord.model.bundle import Bundle, Calibration
from onrecord.model.decoding import TaggedSpan, decode_tags, tagged_spans
from onrecord.model.pieces import Pieces
from onrecord.model.tagger import EncodedDocument
from onrecord.span import Cover, Span
from onrecord.text.document import Document
from onrecord.text.quotations import Quotation

__all__ = ["Finder", "find_apart", "find_attributions", "find_links", "kept_of"]


#: In news nobody says "I" outside quotation marks. Where more than this part of all is said so, the text is of another
#: kind than the confidence was fitted on, and the confidence too low: less of it is enough there.
_OWN_PART, LEAST_IN_TRANSCRIPTS = 0.2, 0.1
_OWN_VOICES = frozenset({"i", "we", "you"})


@dataclass(frozen=True, slots=True)
class Finder:
    """The numbers that finding needs, out of a bundle."""

    transitions: NDArray[np.float32]  #: [tag, next tag]
    tag_biases: NDArray[np.float32]  #: [tag]
    distance: DistanceBias
    least_confidence: float
    calibration: Calibration
    least_in_transcripts: float = LEAST_IN_TRANSCRIPTS

    @classmethod
    def of(cls, bundle: Bundle) -> Finder:
        """The numbers of a bundle; raises BundleError where its confidence is made of other things than here."""
        manifest = bundle.manifest
        if manifest.calibration.features != list(FEATURES):
            raise BundleError(
                f"the bundle {manifest.name} was made for another version of On Record: its confidence rests on "
                f"{', '.join(manifest.calibration.features)}; use the bundle that came with this version"
            )
        return cls(
            transitions=bundle.transitions,
            tag_biases=np.array(manifest.tag_biases, np.float32),
            distance=DistanceBias(
                np.array(manifest.cue_of_content_distance, np.float32),
                np.array(manifest.source_of_cue_distance, np.float32),
                np.array(manifest.antecedent_distance, np.float32),
            ),
            least_confidence=manifest.least_confidence,
            calibration=manifest.calibration,
        )


def _is_own_voice(attribution: FoundAttribution, text: str, quoted: Cover) -> bool:
    source = attribution.source
    return source is not None and source.of(text).lower() in _OWN_VOICES and not quoted.contains(source)


def find_links(
    document: EncodedDocument,
    transitions: NDArray[np.float32],
    tag_biases: NDArray[np.float32],
    distance: DistanceBias,
) -> list[tuple[LinkedAttribution, list[float]]]:
    """The document's attributions as spans of words, each with what its confidence is reckoned from.

    A cue without contents is among them, with none.
    """
    blocks = document.pieces.word_blocks
    if not len(blocks):
        return []
    scores = document.tags + tag_biases
    lengths = np.diff(np.flatnonzero(np.diff(blocks, prepend=-1, append=-1))).astype(np.int64)
    tags = decode_tags(scores, lengths, transitions)
    linked = link_spans(document, tagged_spans(tags), distance)
    sure = document.tags[np.arange(len(tags)), tags]
    return [(attribution, features(attribution, sure)) for attribution in linked]


def find_attributions(
    encoded: EncodedDocument, finder: Finder, document: Document, quotations: Sequence[Quotation]
) -> list[FoundAttribution]:
    """The attributions of ``document`` in the order of their cues; offsets are code points of its text.

    ``encoded`` is what the encoder says of it, ``quotations`` are all that are in it.
    """
    links = find_links(encoded, finder.transitions, finder.tag_biases, finder.distance)
    return kept_of(links, encoded.pieces, finder, document, quotations)


def find_apart(
    encoded: EncodedDocument, finder: Finder, parts: Sequence[tuple[Document, Sequence[Quotation]]]
) -> list[list[FoundAttribution]]:
    """The attributions of each of ``parts``, the blocks of ``encoded`` as documents of their own with their quotations.

    ``encoded`` is read with its blocks apart; all of them are decoded at once.
    """
    blocks = encoded.pieces.word_blocks
    links: list[list[tuple[LinkedAttribution, list[float]]]] = [[] for _ in parts]
    for link in find_links(encoded, finder.transitions, finder.tag_biases, finder.distance):
        links[int(blocks[link[0].cue.first])].append(link)
    return [
        kept_of(own, encoded.pieces, finder, part, quotations)
        for own, (part, quotations) in zip(links, parts, strict=True)
    ]


def kept_of(
    links: Sequence[tuple[LinkedAttribution, list[float]]],
    pieces: Pieces,
    finder: Finder,
    document: Document,
    quotations: Sequence[Quotation],
) -> list[FoundAttribution]:
    """Of a document's attributions as :func:`find_links` has them, those that are recorded.

    What :func:`find_attributions` does with them; the links of one decoding may so be asked of many finders.
    """
    starts, ends = pieces.word_starts, pieces.word_ends

    def span(words: TaggedSpan) -> Span:
        return Span(int(starts[words.first]), int(ends[words.last - 1]))

    every: list[tuple[FoundAttribution, bool]] = []
    for linked, values in links:
        attribution = FoundAttribution(
            source=span(linked.source) if linked.source else None,
            cue=span(linked.cue),
            content=tuple(span(content) for content in linked.contents),
            confidence=confidence(values, finder.calibration),
        )
        if attribution.confidence >= min(finder.least_confidence, finder.least_in_transcripts):
            every.append((attribution, bool(linked.contents)))
    quoted = Cover(quotation.span for quotation in quotations)
    own = sum(_is_own_voice(attribution, document.text, quoted) for attribution, _ in every)
    transcribed = own > _OWN_PART * len(every)
    least = finder.least_in_transcripts if transcribed else finder.least_confidence
    kept = [(attribution, full) for attribution, full in every if attribution.confidence >= least]
    found = [attribution for attribution, full in kept if full]
    idle = [attribution for attribution, full in kept if not full]
    return follow_layout(found, idle, document, quotations)
