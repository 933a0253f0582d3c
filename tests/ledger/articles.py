"""Made-up articles as records, a line for each statement, so that a ledger can be filled without a model."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.ingest.text import find_blocks
from onrecord.record.types import (
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
    Source,
    SpanRecord,
)
from onrecord.text.document import Document

__all__ = ["Said", "article"]


@dataclass(frozen=True)
class Said:
    """Who says what: "“…” Maria Ortega said." where ``quoted``, else "Maria Ortega said that …"."""

    speaker: str
    words: str
    quoted: bool = True
    cue: str = "said"
    standing: str = "named_person"
    kind: str = "person"
    hops: int = 1


def article(
    *statements: Said,
    uri: str | None = None,
    outlet: str | None = "The Tidewater Courier",
    published: str | None = "2023-03-15",
    title: str | None = None,
    opening: str = "",
) -> Record:
    """An article with a paragraph for each statement, behind ``opening``, as the reader would have it."""
    text = f"{opening}\n\n" if opening else ""
    entities: dict[str, Entity] = {}
    attributions: list[Attribution] = []
    for number, said in enumerate(statements, 1):
        if said.quoted:
            line = f"“{said.words}” {said.speaker} {said.cue}."
            content = (0, len(said.words) + 2)
        else:
            line = f"{said.speaker} {said.cue} that {said.words}."
            content = (line.index(said.words), line.index(said.words) + len(said.words))
        speaker = line.index(said.speaker, content[1] if said.quoted else 0)
        cue = line.index(said.cue, speaker + len(said.speaker))
        at = len(text)
        text += f"{line}\n\n"
        key = None
        if said.standing.startswith("named") or said.standing == "outlet":
            known = entities.get(said.speaker)
            key = known.id if known else f"e{len(entities) + 1}"
            mention = Mention(at + speaker, at + speaker + len(said.speaker), "name")
            before = known.mentions if known else []
            entities[said.speaker] = Entity(key, said.speaker, said.kind, mentions=[*before, mention])
        attributions.append(
            Attribution(
                id=f"a{number}",
                source=Source(
                    spans=[SpanRecord(at + speaker, at + speaker + len(said.speaker))],
                    entity=key,
                    standing=said.standing,
                ),
                cue=Cue([SpanRecord(at + cue, at + cue + len(said.cue))], "say", "assertive", "neutral"),
                content=[ContentSpan(at + content[0], at + content[1], said.quoted)],
                form="direct" if said.quoted else "indirect",
                chain=[Carrier(entity=key, standing=said.standing)]
                + [Carrier(standing="outlet") for _ in range(said.hops - 1)],
                confidence=0.9,
            )
        )
    blocks = find_blocks(text)
    return Record(
        document=DocumentRecord(
            id=Document(text, blocks).id,
            uri=uri,
            title=title,
            outlet=outlet,
            published=published,
            text=text,
            blocks=[BlockSpan(block.kind, block.start, block.end) for block in blocks],
        ),
        entities=list(entities.values()),
        attributions=attributions,
        reader=ReaderRecord("0.1.0", "made-by-hand"),
    )
