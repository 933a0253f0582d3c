"""Made-up articles by the hundred thousand, as records: to fill a ledger of any size without reading anything.

Words are drawn as they are spread in English (Zipf's law; a few of them, "the" and "said" among them, make up half of
the text), speakers and outlets likewise, so that the lists that a search walks through are as long as they would be in
an archive. A part of the quotations is shared between articles: some word for word, some shortened, some with words
changed. The same seed gives the same articles.
"""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Iterator

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
    Standing,
)
from onrecord.text.document import Block, Document

__all__ = ["STATEMENTS", "made_up_articles"]

#: Attributions of each article, the two nested ones apart; PolNeAR's articles have 24 in their mean, half of it nested.
STATEMENTS = 10
_FUNCTION_WORDS = tuple(
    """
    the of and to a in that is it for was on he with as his at by be not from they have this but had are we will or an
    said who their one you all her she more there which about up been would when out so if what can no its has
    """.split()  # noqa: SIM905
)
_SYLLABLES = tuple("ba ca de fo ga hu ji ka lo mi na op pe qu ro su ta ul ve wi xe yo zu ar en is ol un st er".split())  # noqa: SIM905
_VOCABULARY = 30_000
_PEOPLE = 4_000
_OUTLETS = 60
_SHARED = 3_000
_DAYS = 3_650
_FIRST_DAY = datetime.date(2014, 1, 1)
_STANDINGS: tuple[Standing, ...] = (
    "named_person",
    "named_person",
    "named_person",
    "unnamed_person",
    "named_group",
    "unnamed_group",
)


def _zipf(hand: random.Random, count: int) -> Iterator[int]:
    """Ranks from 0, drawn so that rank r comes 1/(r + 2.7) as often (Mandelbrot's form of the law), for ever."""
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(count)))
    while True:
        yield from hand.choices(range(count), cum_weights=weights, k=10_000)


class _Writer:
    def __init__(self, seed: int) -> None:
        self.hand = random.Random(seed)
        rare = ("".join(self.hand.choices(_SYLLABLES, k=self.hand.randint(2, 4))) for _ in itertools.count())
        self.vocabulary = list(
            itertools.islice(
                dict.fromkeys(itertools.chain(_FUNCTION_WORDS, itertools.islice(rare, 2 * _VOCABULARY))), _VOCABULARY
            )
        )
        self._words = _zipf(self.hand, len(self.vocabulary))
        names = ["".join(self.hand.choices(_SYLLABLES, k=2)).capitalize() for _ in range(2 * _PEOPLE)]
        self.people = [f"{names[2 * at]} {names[2 * at + 1]}ton" for at in range(_PEOPLE)]
        self._speakers = _zipf(self.hand, _PEOPLE)
        self._papers = _zipf(self.hand, _OUTLETS)
        self.shared = [self.words(self.hand.randint(8, 30)) for _ in range(_SHARED)]
        self._chosen = _zipf(self.hand, _SHARED)

    def words(self, count: int) -> list[str]:
        return [self.vocabulary[next(self._words)] for _ in range(count)]

    def quotation(self) -> list[str]:
        """One of its own, or one that others have too: whole, cut short, or with a word changed in ten."""
        if self.hand.random() > 0.1:
            return self.words(self.hand.randint(5, 30))
        words = self.shared[next(self._chosen)]
        kind = self.hand.random()
        if kind < 0.5:
            return words
        if kind < 0.75:
            return words[: max(5, len(words) // 2)]
        return [self.vocabulary[next(self._words)] if self.hand.random() < 0.1 else word for word in words]

    def article(self, number: int) -> Record:
        hand = self.hand
        day = _FIRST_DAY + datetime.timedelta(hand.randrange(_DAYS))
        paper = next(self._papers)
        text, blocks, attributions = "", [], []
        entities: dict[str, Entity] = {}
        for at in range(STATEMENTS):
            speaker = self.people[next(self._speakers)]
            standing = hand.choice(_STANDINGS)
            quoted = hand.random() < 0.5
            said = " ".join(self.quotation() if quoted else self.words(hand.randint(5, 30)))
            content = f"“{said}”" if quoted else said
            line = f"{content} {speaker} said."
            start, where = len(text), len(content) + 1
            text += f"{line}\n\n"
            blocks.append(Block("paragraph", start, start + len(line)))
            name = SpanRecord(start + where, start + where + len(speaker))
            entity = None
            if standing == "named_person":
                known = entities.get(speaker)
                entity = known.id if known else f"e{len(entities) + 1}"
                mentions = [*(known.mentions if known else []), Mention(name.start, name.end, "name")]
                entities[speaker] = Entity(entity, speaker, "person", mentions=mentions)
            chain = [Carrier(entity=entity, standing=standing)]
            chain += [Carrier(standing="outlet")] * (hand.random() < 0.15)
            attributions.append(
                Attribution(
                    id=f"a{at + 1}",
                    source=Source(spans=[name], entity=entity, standing=standing),
                    cue=Cue([SpanRecord(name.end + 1, name.end + 5)], "say", "assertive", "neutral"),
                    content=[ContentSpan(start, start + len(content), quoted)],
                    form="direct" if quoted else "indirect",
                    chain=chain,
                    confidence=0.9,
                )
            )
        return Record(
            document=DocumentRecord(
                id=Document(text, tuple(blocks)).id,
                uri=f"https://paper{paper}.example/{day:%Y/%m/%d}/{number}",
                title=" ".join(self.words(8)).capitalize(),
                outlet=f"Paper {paper}",
                published=day.isoformat(),
                text=text,
                blocks=[BlockSpan(block.kind, block.start, block.end) for block in blocks],
            ),
            entities=list(entities.values()),
            attributions=attributions,
            reader=ReaderRecord("0.1.0", "made-up"),
        )


def made_up_articles(count: int, seed: int = 1) -> Iterator[Record]:
    """``count`` records of articles that nobody wrote, :data:`STATEMENTS` attributions in each."""
    writer = _Writer(seed)
    for number in range(count):
        yield writer.article(number)
