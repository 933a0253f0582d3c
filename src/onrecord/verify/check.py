"""The quotations of an article against transcripts.

Twice through the article. The first time each quotation is looked for by itself, in all transcripts. What is found
tells the occasions that the article reports: the transcripts in which its longer quotations stand. The second time
what is doubtful is decided with them in mind: two words that fit anywhere are found where the rest was found, and a
wording that differs is "altered" where the occasion is known, and likelier another occasion's where it is not. A
speaker who says nearly the same every night makes that difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from onrecord.record.types import Record
from onrecord.span import Span
from onrecord.verify.index import TranscriptIndex
from onrecord.verify.names import is_named, mentions, same_person
from onrecord.verify.quotations import ArticleQuotation, find_article_quotations
from onrecord.verify.results import differences_of, is_introduced, is_read_out, passage_of, reason_for, speaker_of
from onrecord.verify.search import LEAST_WORDS, find_alike, find_parts, find_passages, find_short, is_telling
from onrecord.verify.types import CheckedQuotation, Verdict
from onrecord.verify.verdicts import GRAVITY, Finding

__all__ = ["check_record"]

#: A quotation of so many words tells the occasion where it is found; fewer are said on many.
_TELLS_OCCASION = 6
#: Occasions of one article that are kept in mind, those with most of its quotations first.
_MOST_OCCASIONS = 8
#: The least similarity at which other words are taken for an alteration of these: where the occasion is known, and
#: where it is not.
_ALIKE_THERE = 0.67
_ALIKE_ANYWHERE = 0.8
#: The least words in common for the same.
_SHARED_THERE = 4
_SHARED_ANYWHERE = 7
#: So much alike, of so many words: the same passage, whatever the occasion and whomever the article means by "he".
_UNMISTAKABLE = 0.85
_UNMISTAKABLE_WORDS = 10
#: Words that two people say alike by chance are fewer than this.
_TELLS_SPEAKER = 8
#: An article may bear the date of the day before where zones differ.
_ZONES = timedelta(days=1)
#: A passage that is this much alike, and shares so many words in a row, is worth showing beside what is not found.
_NEAR = 0.6
_NEAR_SHARED = 4


def check_record(record: Record, index: TranscriptIndex) -> list[CheckedQuotation]:
    """What the transcripts say of each quotation of a record's article, in the article's order."""
    return _Check(record, index).results()


def _later_transcripts(published: str | None, index: TranscriptIndex) -> frozenset[int]:
    """The transcripts of days after the article's, which it cannot have reported."""
    day = _day(published)
    if day is None:
        return frozenset()
    last = day + _ZONES
    return frozenset(number for number, each in enumerate(index.transcripts) if each.day and each.day > last)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:  # a page may give anything as its date
        return None


@dataclass(slots=True)
class _Quotation:
    """One quotation and what was found of it; ``best`` is by the rules of ``_Check._choose``."""

    quotation: ArticleQuotation
    findings: list[Finding] = field(default_factory=list)
    places: int = 0


class _Check:
    """One article's check: what was found so far, and the occasions that it tells."""

    def __init__(self, record: Record, index: TranscriptIndex) -> None:
        self._record = record
        self._index = index
        self._occasions: Counter[int] = Counter()
        self._later = _later_transcripts(record.document.published, index)
        self._sources = {
            each.id: [Span(span.start, span.end) for span in each.source.spans] for each in record.attributions
        }
        self._quotations = [_Quotation(each) for each in find_article_quotations(record)]

    def results(self) -> list[CheckedQuotation]:
        for each in self._quotations:
            if each.quotation.wording.own >= LEAST_WORDS:
                each.findings, each.places = find_passages(each.quotation.wording, self._index)
                self._learn(each)
        known = [number for number, _ in self._occasions.most_common(_MOST_OCCASIONS)]
        if not known and len(self._index.transcripts) == 1:
            known = [0]
        return [self._decided(each, known) for each in self._quotations]

    def _learn(self, each: _Quotation) -> None:
        """Count the transcripts in which a longer quotation stands as it is, or nearly, said by whom it credits."""
        if each.quotation.wording.own < _TELLS_OCCASION:
            return
        told = {
            finding.transcript
            for finding in each.findings
            if finding.transcript not in self._later
            and (finding.verdict in GRAVITY[:3] or self._unmistakable(each.quotation, finding))
            and self._agrees(each.quotation, finding) is not False
        }
        for number in told:
            self._occasions[number] += 1

    def _speaker(self, finding: Finding) -> str | None:
        return speaker_of(self._index, finding)

    def _agrees(self, quotation: ArticleQuotation, finding: Finding) -> bool | None:
        """Whether the transcript's speaker is whom the article credits; ``None`` where that cannot be told."""
        return same_person(self._speaker(finding), quotation.credited)

    def _decided(self, each: _Quotation, known: Sequence[int]) -> CheckedQuotation:
        quotation = each.quotation
        if quotation.wording.own < LEAST_WORDS:
            return self._short(quotation, known)
        findings = list(each.findings)
        if not any(finding.verdict in GRAVITY[:3] for finding in findings) and known:
            again, _ = find_passages(quotation.wording, self._index, within=known)
            findings += [finding for finding in again if finding not in findings]
        if each.places and not any(self._agrees(quotation, finding) for finding in findings):
            # Another says the same words; whom the article credits may have said them in another spelling.
            findings += [
                finding
                for finding in find_alike(quotation.wording, self._index)
                if finding not in findings and self._agrees(quotation, finding)
            ]
        choice = self._choose(quotation, findings)
        if choice is None or choice.verdict is Verdict.ALTERED:
            parted = find_parts(
                quotation.wording,
                self._index,
                known,
                lambda finding: self._acceptable(quotation, finding),
            )
            if parted is not None and self._by_one(parted):
                choice = parted
        if choice is None:
            return self._not_found(quotation, findings)
        if self._conflicts(quotation, choice):
            return self._anothers(quotation, choice, findings)
        return self._result(quotation, choice.verdict, choice, elsewhere=self._elsewhere(each, choice))

    def _elsewhere(self, each: _Quotation, choice: Finding) -> int:
        return max(each.places - 1, 0) if choice.verdict is Verdict.VERBATIM else 0

    def _short(self, quotation: ArticleQuotation, known: Sequence[int]) -> CheckedQuotation:
        """Few words stand by themselves only where the occasion is known and the credited speaker said them."""
        for finding in find_short(quotation.wording, self._index, known):
            if self._agrees(quotation, finding):
                return self._result(quotation, finding.verdict, finding)
        return self._result(quotation, Verdict.TOO_SHORT, None)

    def _choose(self, quotation: ArticleQuotation, findings: Iterable[Finding]) -> Finding | None:
        """The finding to believe: the credited speaker's before others', the nearest wording, a known occasion."""
        believed = [finding for finding in findings if self._believed(quotation, finding)]
        return min(believed, key=lambda finding: self._rank(quotation, finding), default=None)

    def _rank(self, quotation: ArticleQuotation, finding: Finding) -> tuple[int, int, int, float, int]:
        conflict = self._conflicts(quotation, finding)
        return (
            GRAVITY.index(finding.verdict) + (len(GRAVITY) if conflict else 0),
            0 if self._agrees(quotation, finding) else 1,
            -self._occasions[finding.transcript],
            -finding.alike,
            finding.first,
        )

    def _conflicts(self, quotation: ArticleQuotation, finding: Finding) -> bool:
        """Whether a passage is another's words than whom the article credits, as far as the transcript tells."""
        if self._agrees(quotation, finding) is not False:
            return False
        parts = finding.parts or (finding,)
        return not any(
            is_read_out(self._index, part) or is_introduced(self._index, part, quotation.credited) for part in parts
        )

    def _believed(self, quotation: ArticleQuotation, finding: Finding) -> bool:
        """Whether the likeness is more than chance, and the article can have reported it."""
        if finding.transcript in self._later:
            return False
        wording = quotation.wording
        agrees = self._agrees(quotation, finding)
        unnamed = not is_named(self._speaker(finding))
        there = self._occasions[finding.transcript] > 0 or len(self._index.transcripts) == 1
        if finding.verdict in GRAVITY[:3]:
            if not agrees and not unnamed and wording.own < _TELLS_SPEAKER:
                return there and agrees is None and is_telling(self._index, finding)
            if finding.verdict is Verdict.VERBATIM or there:
                return finding.alike >= _ALIKE_THERE
            return finding.alike >= _ALIKE_ANYWHERE and finding.matched >= min(_SHARED_ANYWHERE, wording.own)
        if agrees is False or not is_telling(self._index, finding):
            return False
        if agrees is None and self._unmistakable(quotation, finding):
            return True
        if there:
            least = _ALIKE_THERE if wording.own >= _TELLS_SPEAKER else _ALIKE_ANYWHERE
            return finding.alike >= least and finding.matched >= _SHARED_THERE
        # The article is about another day, on which the same may have been said in other words.
        if self._occasions and wording.own < 2 * _TELLS_SPEAKER:
            return False
        return (agrees or unnamed) and finding.alike >= _ALIKE_ANYWHERE and finding.matched >= _SHARED_ANYWHERE

    def _unmistakable(self, quotation: ArticleQuotation, finding: Finding) -> bool:
        """Whether other words than were said are these words all the same: so many of them, and said nowhere else."""
        return (
            finding.alike >= _UNMISTAKABLE
            and finding.matched >= _UNMISTAKABLE_WORDS
            and is_telling(self._index, finding)
        )

    def _acceptable(self, quotation: ArticleQuotation, finding: Finding) -> bool:
        """Whether a passage may be a part of a stitched quotation."""
        if finding.transcript in self._later or finding.verdict not in GRAVITY[:3]:
            return False
        if finding.matched < _TELLS_OCCASION and not is_telling(self._index, finding):
            return False
        agrees = self._agrees(quotation, finding)
        if agrees is None and finding.matched >= _TELLS_SPEAKER:
            return True
        return agrees is True or not is_named(self._speaker(finding))

    def _anothers(self, quotation: ArticleQuotation, choice: Finding, findings: Sequence[Finding]) -> CheckedQuotation:
        """A passage that is another's: said so only where the article names the speaker, and one other said it."""
        speakers = {self._speaker(each) for each in findings if self._believed(quotation, each)}
        alone = sum(
            1 for one in speakers if all(same_person(one, other) is not True or one == other for other in speakers)
        )
        another = same_person(self._speaker(choice), quotation.by_name) is False
        if quotation.by_name is None or not another or self._is_named_beside(quotation, self._speaker(choice)):
            return self._result(quotation, choice.verdict, choice, unsure_speaker=True)
        if alone > 1 and quotation.wording.own < 2 * _TELLS_SPEAKER:
            return self._not_found(quotation, findings)
        return self._result(quotation, Verdict.SPEAKER_DIFFERS, choice)

    def _by_one(self, parted: Finding) -> bool:
        """Whether the parts of a stitched quotation can be one speaker's."""
        speakers = [self._speaker(part) for part in parted.parts]
        return all(same_person(one, other) is not False for one, other in pairwise(speakers))

    def _is_named_beside(self, quotation: ArticleQuotation, speaker: str | None) -> bool:
        """Whether the article names ``speaker`` beside the quotation or between it and its source.

        It may credit the words to that one after all, and the reader have taken them for another's.
        """
        text, blocks = self._record.document.text, self._record.document.blocks
        spans = [quotation.span, *self._sources.get(quotation.attribution or "", [])]
        start, end = min(span.start for span in spans), max(span.end for span in spans)
        start = max((block.start for block in blocks if block.start <= start), default=start)
        end = min((block.end for block in blocks if block.end >= end), default=end)
        beside = f"{text[start : quotation.span.start]} {text[quotation.span.end : end]}"
        return mentions(beside, speaker)

    def _not_found(self, quotation: ArticleQuotation, findings: Sequence[Finding]) -> CheckedQuotation:
        near = [
            each
            for each in findings
            if each.transcript not in self._later
            and each.alike >= _NEAR
            and is_telling(self._index, each, least=_NEAR_SHARED)
        ]
        nearest = min(near, key=lambda each: (-each.alike, self._rank(quotation, each)), default=None)
        return self._result(quotation, Verdict.NOT_FOUND, nearest)

    def _result(
        self,
        quotation: ArticleQuotation,
        verdict: Verdict,
        finding: Finding | None,
        *,
        elsewhere: int = 0,
        unsure_speaker: bool = False,
    ) -> CheckedQuotation:
        text = self._record.document.text
        span = quotation.span
        wording = finding.verdict if finding and verdict is not Verdict.NOT_FOUND else verdict
        parts = (finding.parts or (finding,)) if finding else ()
        passages = [passage_of(self._index, part) for part in parts]
        return CheckedQuotation(
            article=self._record.document.uri or self._record.document.id,
            start=span.start,
            end=span.end,
            words=span.of(text),
            attribution=quotation.attribution,
            credited=quotation.credited,
            verdict=verdict,
            wording=wording,
            reason=reason_for(verdict, wording, finding, passages, quotation, unsure_speaker=unsure_speaker),
            similarity=round(finding.alike, 4) if finding else 0.0,
            passages=passages,
            differences=differences_of(text, quotation, self._index, finding) if finding else [],
            elsewhere=elsewhere,
        )
