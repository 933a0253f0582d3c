"""A made-up article and its record, rich enough to break a careless writer of records.

It has nesting three deep, contents in two parts, a block quotation led into from the paragraph before, hedges nobody
stands behind, a caption, credits and a sponsor's line, sources without names, an emoji beyond the basic plane, and
letters made with combining marks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from onrecord.record.types import (
    Addressee,
    Attribution,
    BlockSpan,
    Carrier,
    ContentSpan,
    Cue,
    DocumentRecord,
    Entity,
    Mention,
    ReaderRecord,
    Record,
    Role,
    Source,
    SpanRecord,
    TimeSpan,
)

BLOCKS = (
    ("heading", "Harbour levy would ‘sink’ small boats, owners say"),
    ("credit", "By Ana Petrova\u0301"),
    ("caption", "Crews mend nets on the east quay 🐟. “We fish, we don't file forms,” says one."),
    ("credit", "Photograph: Idris Quell"),
    ("notice", "This page is paid for by Marlowe Marine Insurance."),
    (
        "paragraph",
        "VARNMOUTH — The port authority plans to double its mooring levy from April, two officials familiar with the "
        "plan said, and the harbour master has reportedly been asked to resign.",
    ),
    (
        "paragraph",
        "Maria Ortega, who chairs the authority, denied that any decision had been made. “No figure is final,” she "
        "told the Courier on Tuesday, “and nobody has been asked to go.”",
    ),
    (
        "paragraph",
        "The Evening Lantern reported on Monday that an aide had told it Ortega believed the levy was “the only "
        "honest way” to pay for the sea wall.",
    ),
    ("paragraph", "In a letter to its members, the Small Boats Association wrote:"),
    (
        "blockquote",
        "We were promised a conversation. We were sent an invoice. Naïve as we are, we had hoped for coffee ☕ at "
        "least.",
    ),
    ("heading", "What it would cost"),
    ("list_item", "A ten-metre boat pays 410 crowns a year, according to the authority's own table."),
    ("list_item", "Boats over twenty metres pay nothing extra."),
    (
        "paragraph",
        "Ortega's predecessor, Toma\u0301s\u030c Keller, called the plan “a tax on Tuesdays” and urged the council to "
        "throw it out. “Who has ever\nmoored a council?” he asked.",
    ),
    ("paragraph", "The council votes in the spring. Nobody at the quay expects to be asked."),
)
TEXT = "\n\n".join(words for _, words in BLOCKS) + "\n"


def span(words: str, after: str = "") -> dict[str, int]:
    """Where ``words`` stand in TEXT, the first place behind ``after``."""
    start = TEXT.index(words, TEXT.index(after) + len(after) if after else 0)
    return {"start": start, "end": start + len(words)}


def _spans(places: Iterable[str], after: str) -> list[SpanRecord]:
    return [SpanRecord(**span(words, after)) for words in places]


def attribution(
    number: int,
    source: str | None,
    cue: str,
    *content: str,
    lemma: str,
    after: str = "",
    standing: str = "named_person",
    act: str = "assertive",
    stance: str = "neutral",
    form: str = "indirect",
    quoted: Iterable[int] = (),
    entity: str | None = None,
    **more: Any,
) -> Attribution:
    """An attribution whose parts are the first of their words behind ``after``."""
    marked = set(quoted)
    return Attribution(
        id=f"a{number}",
        source=Source(spans=_spans([source] if source else [], after), entity=entity, standing=standing),
        cue=Cue(spans=_spans([cue], after), lemma=lemma, act=act, stance=stance),
        content=[ContentSpan(**span(words, after), quoted=i in marked) for i, words in enumerate(content)],
        form=form,
        **{"confidence": 0.93, **more},
    )


def _blocks() -> list[BlockSpan]:
    blocks = []
    at = 0
    for kind, words in BLOCKS:
        blocks.append(BlockSpan(kind=kind, start=at, end=at + len(words)))
        at += len(words) + 2
    return blocks


def _attributions() -> list[Attribution]:
    lantern = "The Evening Lantern reported on Monday that"
    return [
        attribution(1, "owners", "say", "Harbour levy would ‘sink’ small boats", lemma="say", form="mixed",
                    standing="unnamed_group", confidence=0.88),
        attribution(2, "one", "says", "“We fish, we don't file forms,”", lemma="say", form="direct", quoted=[0],
                    after="east quay", standing="unnamed_person", confidence=0.41),
        attribution(3, "two officials familiar with the plan", "said",
                    "The port authority plans to double its mooring levy from April", lemma="say",
                    standing="unnamed_group"),
        attribution(4, None, "reportedly", "the harbour master has", "been asked to resign", lemma="reportedly",
                    standing="none", hedges=[SpanRecord(**span("reportedly"))], confidence=0.77),
        attribution(5, "Maria Ortega, who chairs the authority,", "denied", "that any decision had been made",
                    lemma="deny", negated=True, entity="e1"),
        attribution(6, "she", "told", "“No figure is final,”", "“and nobody has been asked to go.”", lemma="tell",
                    after="been made.", form="direct", quoted=[0, 1], entity="e1",
                    addressee=Addressee(spans=[SpanRecord(**span("the Courier"))], entity=None),
                    time=TimeSpan(**span("on Tuesday"), value="2023-03-14"),
                    chain=[Carrier(entity="e1", standing="named_person"), Carrier(entity="e2", standing="outlet")]),
        attribution(7, "The Evening Lantern", "reported",
                    "that an aide had told it Ortega believed the levy was “the only honest way” to pay for the sea "
                    "wall", lemma="report", after="asked to go.”", standing="outlet", form="mixed", entity="e3",
                    time=TimeSpan(**span("on Monday"), value="2023-03-13")),
        attribution(8, "an aide", "told", "Ortega believed the levy was “the only honest way” to pay for the sea wall",
                    lemma="tell", after=lantern, standing="unnamed_person", form="mixed", parent="a7",
                    addressee=Addressee(spans=[SpanRecord(**span("it", "an aide had told"))], entity="e3")),
        attribution(9, "Ortega", "believed", "the levy was “the only honest way” to pay for the sea wall",
                    lemma="believe", after=lantern, act="mental", form="mixed", parent="a8", entity="e1"),
        attribution(10, "the Small Boats Association", "wrote", BLOCKS[9][1], lemma="write", standing="named_group",
                    form="direct", quoted=[0]),
        attribution(11, "the authority's own table", "according to", "A ten-metre boat pays 410 crowns a year",
                    lemma="according to", standing="document"),
        attribution(12, "Ortega's predecessor, Toma\u0301s\u030c Keller,", "called", "the plan “a tax on Tuesdays”",
                    lemma="call", form="mixed", stance="distancing"),
        attribution(13, "Ortega's predecessor, Toma\u0301s\u030c Keller,", "urged", "the council to throw it out",
                    lemma="urge", act="directive"),
        attribution(14, "he", "asked", "“Who has ever\nmoored a council?”", lemma="ask", form="direct", quoted=[0],
                    after="throw it out."),
    ]  # fmt: skip


RECORD = Record(
    document=DocumentRecord(
        id="sha256:5eed",
        uri="https://courier.example/harbour-levy",
        title="Harbour levy would ‘sink’ small boats, owners say",
        outlet="The Tidewater Courier",
        authors=["Ana Petrova\u0301"],
        published="2023-03-15",
        sponsor="Marlowe Marine Insurance",
        language="en",
        text=TEXT,
        blocks=_blocks(),
    ),
    entities=[
        Entity(
            id="e1",
            name="Maria Ortega",
            kind="person",
            roles=[Role(title="chairs", **span("chairs"))],
            mentions=[Mention(**span("Maria Ortega"), form="name")],
        ),
        Entity(id="e2", name="The Tidewater Courier", kind="outlet"),
        Entity(id="e3", name="The Evening Lantern", kind="outlet"),
    ],
    attributions=_attributions(),
    reader=ReaderRecord(version="0.1.0", model="made-by-hand"),
)


def through_hands() -> Record:
    """The record with the chains of what the Lantern has from an aide, and of what nobody stands behind within it."""
    lantern = Carrier(entity="e3", standing="outlet")
    aide = Carrier(standing="unnamed_person")
    ortega = Carrier(entity="e1", standing="named_person")
    nobody = Carrier(standing="none")
    chains = {"a7": [lantern], "a8": [aide, lantern], "a9": [ortega, aide, lantern], "a4": [nobody, lantern]}
    made = [msgspec.structs.replace(each, chain=chains.get(each.id, each.chain)) for each in RECORD.attributions]
    return msgspec.structs.replace(RECORD, attributions=made)


def plain_record(text: str, uri: str | None = None, **document: Any) -> Record:
    """A record of one paragraph in which nobody says anything."""
    blocks = [BlockSpan(kind="paragraph", start=0, end=len(text))] if text.strip() else []
    return Record(
        document=DocumentRecord(id="sha256:0", uri=uri, text=text, blocks=blocks, **document),
        reader=ReaderRecord(version="0.1.0", model="made-by-hand"),
    )


#: Text of a page that wants to run something where it is shown.
HOSTILE = "<script>alert(1)</script> “</script><img src=x onerror=alert(2)>” & 'quoted' \x1b[31mred\x1b[0m \u202efdp"


def hostile_record() -> Record:
    """A record in which every field that a page can fill tries to break out."""
    return Record(
        document=DocumentRecord(
            id='"><script>id</script>',
            uri="javascript:alert(document.cookie)",
            title="<script>alert('title')</script>",
            outlet="</title><script>outlet</script>",
            authors=["<b onmouseover=alert(3)>author</b>"],
            published="2023-03-15",
            sponsor="<iframe src=//evil.example>",
            language='en" onload="alert(4)',
            text=HOSTILE,
            blocks=[BlockSpan(kind="paragraph", start=0, end=len(HOSTILE))],
        ),
        entities=[Entity(id='e"><i>', name="<script>name</script>", kind="person")],
        attributions=[
            Attribution(
                id='a"><script>x</script>',
                source=Source(spans=[SpanRecord(0, 8)], entity='e"><i>', standing="named_person"),
                cue=Cue(spans=[SpanRecord(8, 13)], lemma="<script>lemma</script>", act="assertive", stance="neutral"),
                content=[ContentSpan(26, 60, quoted=True)],
                form="direct",
                confidence=0.5,
            )
        ],
        reader=ReaderRecord(version="<script>v</script>", model="<script>m</script>"),
    )
