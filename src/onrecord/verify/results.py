"""A finding as a reader gets it: passages with their place, differences with their words, and a reason in a sentence.

The reason says what the verdict rests on and no more, so that a person can disagree with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord.record.types import SpanRecord
from onrecord.text.comparing import keys_of
from onrecord.text.quotations import find_quotations
from onrecord.verify.differences import Change
from onrecord.verify.index import TranscriptIndex
from onrecord.verify.quotations import ArticleQuotation
from onrecord.verify.spoken import words_of_list
from onrecord.verify.types import Difference, Passage, Verdict
from onrecord.verify.verdicts import Finding

__all__ = ["differences_of", "is_introduced", "is_read_out", "passage_of", "reason_for", "speaker_of"]

#: Code points around a passage in which the marks of what a speaker reads out are looked for.
_AROUND = 1_500
#: Code points before a passage in which a speaker who reads out another's words may name that one: two sentences.
_INTRODUCED = 300
#: Code points before a passage in which a word for a message says that it is read out: a clause.
_RELAYED = 60


def speaker_of(index: TranscriptIndex, finding: Finding) -> str | None:
    """Who says most of a passage's words; of two who say as many, the first."""
    source = index.transcripts[finding.transcript]
    start, end = index.place(finding.first)[0], index.place(finding.last - 1)[0]
    if source.turn_index(start) == source.turn_index(end):
        return source.turn_at(start).speaker
    said = (source.turn_at(index.place(word)[0]).speaker for word in range(finding.first, finding.last))
    return Counter(said).most_common(1)[0][0]


def _bounds(index: TranscriptIndex, finding: Finding) -> tuple[int, int]:
    """Where a passage stands in its transcript's text: code points, half-open."""
    return index.place(finding.first)[0], index.place(finding.last - 1)[1]


def is_read_out(index: TranscriptIndex, finding: Finding) -> bool:
    """Whether the transcript has the passage in quotation marks: the speaker repeats another's words.

    The marks are looked for in the passage's own paragraph. Those around a whole turn are the transcriber's way of
    writing speech, and say nothing.
    """
    source = index.transcripts[finding.transcript]
    start, end = _bounds(index, finding)
    turn = source.turn_at(start)
    low = max(turn.start, start - _AROUND, source.text.rfind("\n", 0, start) + 1)
    after = source.text.find("\n", end)
    high = min(max(turn.end, end), end + _AROUND, after if after >= 0 else len(source.text))
    return any(
        each.inner.start <= start and end <= each.inner.end + 1 and each.span.start > turn.start
        for each in find_quotations(source.text, low, high)
    )


def is_introduced(index: TranscriptIndex, finding: Finding, credited: str | None) -> bool:
    """Whether the speaker says beside the passage that it is another's: "Mara Vell wrote: …", "one of the tweets …".

    Transcripts seldom put marks around what is read out; ``credited`` named beside it, or a word for a message right
    before it, says the same.
    """
    source = index.transcripts[finding.transcript]
    start, end = _bounds(index, finding)
    low = source.turn_at(start).start
    before = keys_of(source.text[max(low, start - _INTRODUCED) : start])
    after = keys_of(source.text[end : min(source.turn_at(start).end, end + _INTRODUCED // 2)])
    names = keys_of(credited or "")
    relayed = not words_of_list("relaying").isdisjoint(keys_of(source.text[max(low, start - _RELAYED) : start]))
    return relayed or (bool(names) and (names[-1] in before or names[-1] in after))


def passage_of(index: TranscriptIndex, finding: Finding) -> Passage:
    """Where in its transcript a finding stands, and who says it."""
    source = index.transcripts[finding.transcript]
    start, end = _bounds(index, finding)
    return Passage(
        transcript=source.name,
        speaker=speaker_of(index, finding),
        start=start,
        end=end,
        words=source.text[start:end],
        line=source.line_of(start),
        time=source.turn_at(start).time,
        read_out=is_read_out(index, finding),
    )


def differences_of(
    text: str, quotation: ArticleQuotation, index: TranscriptIndex, finding: Finding
) -> list[Difference]:
    """What differs, in the quotation's order, with the words of both sides; ``text`` is the article's."""
    return [
        _difference(text, quotation, index, part, number, change)
        for number, part in enumerate(finding.parts or (finding,))
        for change in part.changes
    ]


def _difference(
    text: str, quotation: ArticleQuotation, index: TranscriptIndex, part: Finding, number: int, change: Change
) -> Difference:
    spans = quotation.wording.spans
    if change.first < change.last:
        quoted = (spans[change.first].start, spans[change.last - 1].end)
    else:
        at = spans[change.first].start if change.first < len(spans) else quotation.span.end
        quoted = (at, at)
    source = index.transcripts[part.transcript].text
    low, high = part.first + change.said_first, part.first + change.said_last
    if low < high:
        said = (index.place(low)[0], index.place(high - 1)[1])
    else:
        at = index.place(low)[0] if low < part.last else index.place(part.last - 1)[1]
        said = (at, at)
    return Difference(
        kind=change.kind,
        article=SpanRecord(*quoted),
        quoted=text[slice(*quoted)],
        transcript=SpanRecord(*said),
        said=source[slice(*said)],
        marked=change.marked,
        alters=change.alters,
        passage=number,
    )


_EDITED = {
    "bracket": "words in brackets",
    "inflection": "another form of a word",
    "contraction": "a contraction",
    "hesitation": "hesitations dropped",
    "repeat": "a repeat dropped",
    "interruption": "an interruption dropped",
}


def reason_for(
    verdict: Verdict,
    wording: Verdict,
    finding: Finding | None,
    passages: Sequence[Passage],
    quotation: ArticleQuotation,
    *,
    unsure_speaker: bool,
) -> str:
    """A sentence for a person: what the verdict rests on."""
    if verdict is Verdict.TOO_SHORT:
        return f"{_words(quotation.wording.own)}: too few to tell where, and by whom, they were said"
    if verdict is Verdict.NOT_FOUND or finding is None:
        near = ""
        if finding and finding.verdict is Verdict.VERBATIM:
            near = f"; {passages[0].speaker or 'somebody'} says the same few words, which proves nothing"
        elif finding:
            near = f"; the nearest passage has {finding.alike:.0%} of the words alike"
        return f"in none of these transcripts, which does not mean that it was not said{near}"
    if verdict is Verdict.SPEAKER_DIFFERS:
        who, credited = passages[0].speaker, quotation.credited
        return f"the transcript has {who} say it, the article credits {credited}; {_wording_reason(wording, finding)}"
    told = _wording_reason(wording, finding)
    if unsure_speaker:
        told += f"; the transcript has {passages[0].speaker} say it, and whom the article means is not certain"
    if any(passage.read_out for passage in passages):
        told += "; the speaker reads it out or repeats it, in quotation marks"
    return told


def _words(count: int) -> str:
    return f"{count:,} word{'' if count == 1 else 's'}"


def _wording_reason(wording: Verdict, finding: Finding) -> str:
    changes = finding.changes
    if wording is Verdict.VERBATIM:
        return "every word, in this order"
    if wording is Verdict.TRIMMED:
        out = sum(each.said_last - each.said_first for each in changes if each.kind == "left_out")
        unmarked = any(each.kind == "left_out" and not each.marked for each in changes)
        return f"{_words(out)} left out{', without a mark' if unmarked else ''}" if out else "an ellipsis at an edge"
    if wording is Verdict.EDITED:
        kinds = [told for kind, told in _EDITED.items() if any(each.kind == kind for each in changes)]
        return f"the same words but for {', '.join(kinds)}"
    if wording is Verdict.STITCHED and finding.parts:
        return f"{len(finding.parts)} parts that were said at different places"
    if wording is Verdict.STITCHED:
        out = max((each.said_last - each.said_first for each in changes if each.kind == "left_out"), default=0)
        return f"run together over {_words(out)} that were said between"
    altering = sum(1 for each in changes if each.alters)
    return f"{altering} place{'' if altering == 1 else 's'} where the words are not those that were said"
