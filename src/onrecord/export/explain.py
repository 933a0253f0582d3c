"""Why an attribution is as it is: the evidence for its source, standing and chain, in words and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.attribution.standing import StandingReason
from onrecord.entities.resolve import ResolvedAttribution
from onrecord.entities.sources import Reason, ResolvedSource
from onrecord.errors import OptionError
from onrecord.export.wording import ACTS, STANCES, STANDINGS, carrier_in_words, visible, words_of
from onrecord.record.types import Attribution, ContentSpan, Entity, Record, SpanRecord
from onrecord.span import Span

__all__ = ["Part", "explain", "parts_of"]

#: Columns of a label in the text.
_LABEL = 10
_MARKS = tuple('“"‘«„')
_WHY: dict[Reason, str] = {
    "none": "no words name a source",
    "name": "its words are a name of",
    "office": "it is the office, or the kind of outlet, of",
    "beside": "the pronoun stands beside a name of",
    "pronoun": "of those named before it the pronoun fits and is nearest to",
    "quoted": "within somebody's words “I” is that speaker:",
    "addressed": "within somebody's words “you” is who hears them:",
    "floor": "in this turn of the transcript the floor, or the question, is that of",
    "member": "one or some of a group that spoke before",
    "several": "the pronoun could mean several, none of them clearly",
    "nobody": "nobody named in the article is meant by its words",
}


_STANDING_BY: dict[StandingReason, str] = {
    "no_source": "no words name a source",
    "question": "it asks who, and stands behind nobody",
    "pronoun_of_person": "a pronoun of one person, and whether anybody is named before it",
    "pronoun_of_group": "a pronoun of several",
    "outlet_name": "it is an outlet's name",
    "outlet_noun": "its noun is of an outlet",
    "person_name": "it is a person's name",
    "several_names": "it joins names by “and”",
    "body_name": "it is the name of a body, a group or a place",
    "document_noun": "its noun is of something written",
    "person_noun": "its noun is of a person, and no name stands beside it",
    "people_noun": "its noun is of people",
    "name_beside": "a person's name stands beside its noun",
    "group_noun": "its noun is of a body or a group, and whether a name owns or is it",
    "proper_noun": "it is written as a name",
    "plural": "it is of several",
    "other_noun": "its noun is of what is said",
    "no_noun": "it has no noun that tells more",
    "entity": "the kind of who it means",
}


def _at(span: SpanRecord | ContentSpan | Span) -> str:
    return f"{span.start}–{span.end}"


def _quoted(record: Record, spans: Sequence[SpanRecord | ContentSpan]) -> str:
    words = words_of(record, spans, " … ")
    marked = words if words[:1] in _MARKS else f"“{words}”"
    return f"{marked} ({', '.join(map(_at, spans))})" if spans else "nobody"


def _meaning(record: Record, known: Entity | None, means: ResolvedSource) -> Iterator[str]:
    who = visible(known.name) if known else ""
    yield f"{_WHY[means.reason]} {who}".rstrip()
    for span in means.evidence:
        yield f"see “{visible(record.document.text[span.start : span.end])}” ({_at(span)})"


class Part(NamedTuple):
    """One thing that is explained: what it is (``label``), and lines that say how it is and why."""

    label: str
    lines: tuple[str, ...]


def parts_of(record: Record, attribution: Attribution, resolved: ResolvedAttribution) -> list[Part]:
    """Why one attribution of ``record`` is as it is; ``resolved`` is what it was made from."""
    entities = {entity.id: entity for entity in record.entities}
    speaker = entities.get(attribution.source.entity or "")
    act, stance = ACTS[attribution.cue.act], STANCES[attribution.cue.stance]
    denied = "negated; " if attribution.negated else ""
    parts = [
        Part("source", (_quoted(record, attribution.source.spans), *_meaning(record, speaker, resolved.source))),
        Part("standing", (f"{STANDINGS[attribution.source.standing]}: {_STANDING_BY[resolved.standing_reason]}",)),
        Part("cue", (_quoted(record, attribution.cue.spans), f"{attribution.cue.lemma}: {denied}{act}; {stance}")),
    ]
    if attribution.hedges:
        parts.append(Part("hedged by", (_quoted(record, attribution.hedges),)))
    if attribution.addressee:
        heard = entities.get(attribution.addressee.entity or "")
        told = _quoted(record, attribution.addressee.spans)
        parts.append(Part("told to", (told, *_meaning(record, heard, resolved.addressee))))
    if attribution.time:
        when = SpanRecord(attribution.time.start, attribution.time.end)
        value = f": {attribution.time.value}" if attribution.time.value else ""
        parts.append(Part("said", (f"{_quoted(record, [when])}{value}",)))
    carriers = [carrier_in_words(entities, carrier) for carrier in attribution.chain]
    parts.append(Part("came by", (" → ".join([*carriers, "this page"]),)))
    parts.append(Part("form", (attribution.form,)))
    sure = f"{attribution.confidence:.2f}: the share of its like that a trained annotator marked too"
    parts.append(Part("confidence", (sure,)))
    return parts


def _lines(record: Record, attribution: Attribution, resolved: ResolvedAttribution) -> Iterator[str]:
    yield f"{attribution.id}  {_quoted(record, attribution.content)}"
    if attribution.parent:
        yield f"  {'within':{_LABEL}}  what {attribution.parent} tells"
    for label, lines in parts_of(record, attribution, resolved):
        for number, line in enumerate(lines):
            yield f"  {'' if number else label:{_LABEL}}  {line}"


def explain(
    record: Record, resolved: Sequence[ResolvedAttribution], attribution_id: str | None = None
) -> Iterator[str]:
    """The explanation of one attribution, or of each, as text of several lines; offsets are code points of the text.

    ``resolved`` is what each of the record's attributions was made from.

    Raises OptionError where the record has no attribution of that id.
    """
    known = [attribution.id for attribution in record.attributions]
    if attribution_id is not None and attribution_id not in known:
        told = f"{known[0]} to {known[-1]}" if known else "none"
        raise OptionError(f"the article has no attribution {attribution_id}; it has {told}")
    for attribution, each in zip(record.attributions, resolved, strict=True):
        if attribution_id in (None, attribution.id):
            yield "\n".join(_lines(record, attribution, each)) + "\n"
