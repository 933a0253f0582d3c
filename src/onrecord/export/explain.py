"""Why an attribution is as it is: the evidence for its source, standing and chain, in words and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onrecord.entities.sources import Reason, ResolvedSource
from onrecord.errors import OptionError
from onrecord.export.wording import ACTS, STANCES, STANDINGS, carrier_in_words, visible, words_of
from onrecord.record.types import Attribution, ContentSpan, Entity, Record, SpanRecord
from onrecord.span import Span

__all__ = ["explain"]

_MARKS = tuple('“"‘«„')
_WHY: dict[Reason, str] = {
    "none": "no words name a source",
    "name": "its words are a name of",
    "office": "it is the office, or the kind of outlet, of",
    "beside": "the pronoun stands beside a name of",
    "pronoun": "of those named before it the pronoun fits and is nearest to",
    "quoted": "within somebody's words “I” is that speaker:",
    "several": "the pronoun could mean several, none of them clearly",
    "nobody": "nobody named in the article is meant by its words",
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


def _lines(
    record: Record,
    entities: Mapping[str, Entity],
    attribution: Attribution,
    source: ResolvedSource,
    hearer: ResolvedSource,
) -> Iterator[str]:
    yield f"{attribution.id}  {_quoted(record, attribution.content)}"
    if attribution.parent:
        yield f"  within      what {attribution.parent} tells"
    yield f"  source      {_quoted(record, attribution.source.spans)}"
    speaker = entities.get(attribution.source.entity or "")
    yield from (f"              {line}" for line in _meaning(record, speaker, source))
    known = "who it means" if attribution.source.entity else "its own words"
    yield f"  standing    {STANDINGS[attribution.source.standing]}, by {known}"
    yield f"  cue         {_quoted(record, attribution.cue.spans)}"
    denied = "negated; " if attribution.negated else ""
    act, stance = ACTS[attribution.cue.act], STANCES[attribution.cue.stance]
    yield f"              {attribution.cue.lemma}: {denied}{act}; {stance}"
    if attribution.hedges:
        yield f"  hedged by   {_quoted(record, attribution.hedges)}"
    if attribution.addressee:
        heard = entities.get(attribution.addressee.entity or "")
        yield f"  told to     {_quoted(record, attribution.addressee.spans)}"
        yield from (f"              {line}" for line in _meaning(record, heard, hearer))
    if attribution.time:
        when = SpanRecord(attribution.time.start, attribution.time.end)
        value = f": {attribution.time.value}" if attribution.time.value else ""
        yield f"  said        {_quoted(record, [when])}{value}"
    carriers = [carrier_in_words(entities, carrier) for carrier in attribution.chain]
    yield f"  came by     {' → '.join([*carriers, 'this page'])}"
    yield f"  form        {attribution.form}"
    yield f"  confidence  {attribution.confidence:.2f}: the share of its like that a trained annotator marked too"


def explain(
    record: Record, means: Sequence[tuple[ResolvedSource, ResolvedSource]], attribution_id: str | None = None
) -> Iterator[str]:
    """The explanation of one attribution, or of each, as text of several lines; offsets are code points of the text.

    ``means`` is for each of the record's attributions what told its source and its addressee.

    Raises OptionError where the record has no attribution of that id.
    """
    known = [attribution.id for attribution in record.attributions]
    if attribution_id is not None and attribution_id not in known:
        told = f"{known[0]} to {known[-1]}" if known else "none"
        raise OptionError(f"the article has no attribution {attribution_id}; it has {told}")
    entities = {entity.id: entity for entity in record.entities}
    for attribution, (source, hearer) in zip(record.attributions, means, strict=True):
        if attribution_id in (None, attribution.id):
            yield "\n".join(_lines(record, entities, attribution, source, hearer)) + "\n"
