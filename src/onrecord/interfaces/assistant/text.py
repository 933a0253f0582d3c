"""An answer as text, short, for hosts that hand a model text alone.

Every line of an article's words stands behind a bar, so that no words can pass for a line of the answer; what stands
on a line of ours (names, titles) is brought to one line. Characters that act rather than show, and those that no person
sees but a model reads, are drawn as U+FFFD: the structured answer has the words as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import singledispatch
from itertools import groupby

from onrecord.export.wording import (
    ACTS,
    FORMS,
    SPEAKERS,
    STANCES,
    STANDINGS,
    UNSURE,
    long_date,
    percent,
    shown,
    visible,
)
from onrecord.interfaces.assistant.answers import (
    Answer,
    ArticleHead,
    ArticleShown,
    Checked,
    ContentWords,
    Explained,
    Found,
    FoundStatement,
    Hand,
    OutletShown,
    OutletsListed,
    Party,
    PersonShown,
    SpeakersListed,
    Statement,
    Traced,
    Words,
)
from onrecord.interfaces.check_views import VERDICTS
from onrecord.interfaces.check_views import marked as marked_check
from onrecord.interfaces.drawing import counted
from onrecord.interfaces.trace_views import marked as marked_trace
from onrecord.ledger.profiles import OutletFigures, Speaker
from onrecord.ledger.tracing_types import Appearance, Wording
from onrecord.verify.types import CheckedQuotation

__all__ = ["text_of"]

#: Letters that no person sees and a model reads: tags, in which a text can hide another one.
_HIDDEN = dict.fromkeys(range(0xE0000, 0xE0080), "\ufffd")
#: What ends a line in some program, if not in all.
_LINE_ENDS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"))
_LISTED = 8
#: The terms in words, by whatever string a count has them under.
_STANDINGS: Mapping[str, str] = {str(term): words for term, words in STANDINGS.items()}
_FORMS: Mapping[str, str] = {str(term): words for term, words in FORMS.items()}
_ACTS: Mapping[str, str] = {str(term): words for term, words in ACTS.items()}
_WHOSE: Mapping[str, str] = {str(standing): words for standing, words in SPEAKERS.items()}


def text_of(answer: Answer) -> str:
    """An answer as text: its notes, then what was asked for."""
    notes = [f"Note: {_line(note)}" for note in answer.notes]
    return "\n".join([*notes, "", *_lines_of(answer)]).rstrip() + "\n"


@singledispatch
def _lines_of(answer: Answer) -> Iterable[str]:
    raise TypeError(f"no text is known for {type(answer).__name__}")


def _line(text: str) -> str:
    """Text on one line of ours."""
    return visible(text).translate(_HIDDEN)


def _barred(words: str, before: str = "") -> Iterator[str]:
    """The article's words, each of their lines behind a bar; ``before`` stands in front of the first."""
    margin = " " * len(before)
    for number, line in enumerate(words.replace("\r\n", "\n").translate(_LINE_ENDS).split("\n")):
        yield f"  {margin if number else before}│ {shown(line).translate(_HIDDEN)}"


def _anchored(words: Words) -> Iterator[str]:
    quoted = " quoted" if isinstance(words, ContentWords) and words.quoted else ""
    yield from _barred(words.words, f"[{words.start}:{words.end}]{quoted} ")


def _party(party: Party) -> str:
    return f"{_line(party.name)} (#{party.entity})" if party.entity is not None else _line(party.name)


def _in_line(words: Sequence[Words]) -> str:
    return " ".join(f"“{_line(each.words)}” [{each.start}:{each.end}]" for each in words)


def _hand(hand: Hand) -> str:
    return _party(hand.party) if hand.party else STANDINGS[hand.standing]


def _statement(statement: Statement) -> Iterator[str]:
    """Who says it and how, then the words."""
    who = "nobody named" if statement.standing == "none" else STANDINGS[statement.standing]
    who = _party(statement.speaker) if statement.speaker else who
    source = f", source {_in_line(statement.source)}" if statement.source else ""
    told = [f"{statement.attribution} · {who}{source} · cue {_in_line(statement.cue)}", FORMS[statement.form]]
    if statement.negated:
        told.append("negated: said not to have been said, or denied")
    if statement.act != "assertive":
        told.append(ACTS[statement.act])
    if statement.stance != "neutral":
        told.append(f"the writer {STANCES[statement.stance]}")
    if statement.hedges:
        told.append(f"hedged {_in_line(statement.hedges)}")
    if statement.told_to:
        party = f" ({_party(statement.told_to.party)})" if statement.told_to.party else ""
        told.append(f"told to {_in_line(statement.told_to.words)}{party}")
    if statement.time:
        told.append(f"when {_in_line([statement.time])}{f': {statement.time.value}' if statement.time.value else ''}")
    if statement.chain:
        told.append(f"came by {' → '.join(map(_hand, statement.chain))} → this page")
    if statement.within:
        told.append(f"within the words of {statement.within}")
    if statement.corrected:
        told.append("corrected by hand")
    sure = f"{percent(statement.confidence)} sure"
    told.append(f"{sure}: look at the article" if statement.confidence < UNSURE else sure)
    yield " · ".join(told)
    for words in statement.content:
        yield from _anchored(words)
    if statement.left_out:
        yield f"  (and {statement.left_out:,} more characters: `show` with attribution {statement.attribution})"


def _about(number: str, published: str | None, outlet: str | None, title: str | None, uri: str | None) -> str:
    parts = [number, long_date(published) or "undated", _line(outlet or "") or "no outlet named"]
    parts += [f"“{_line(title)}”"] if title else []
    parts += [_line(uri)] if uri else []
    return " · ".join(parts)


def _found_statements(hits: Sequence[FoundStatement]) -> Iterator[str]:
    """Statements under their articles, each article once in a row, in the order of its text."""
    for _, of_article in groupby(hits, key=lambda hit: hit.document):
        told = sorted(of_article, key=lambda hit: hit.content[0].start if hit.content else 0)
        article = told[0]
        earlier = " (an earlier text)" if article.replaced else ""
        yield ""
        yield _about(
            f"article {article.document}{earlier}", article.published, article.outlet, article.title, article.uri
        )
        for hit in told:
            yield from _statement(hit)


@_lines_of.register
def _(answer: Found) -> Iterator[str]:
    more = "" if answer.count_is_exact else "more than "
    within = f" in {counted(answer.articles, 'article')}" if answer.articles else ""
    yield f"{more}{counted(answer.count, 'statement')}{within}; {len(answer.hits)} given"
    if answer.speakers:
        yield f"speaker: {', '.join(map(_party, answer.speakers))}"
    yield from _found_statements(answer.hits)
    if answer.next:
        yield ""
        yield f"next: {answer.next}"


def _head(article: ArticleHead) -> Iterator[str]:
    number = f"article {article.document}" if article.document is not None else "an article"
    yield _about(number, article.published, article.outlet, article.title, article.uri)
    by = f" · by {', '.join(map(_line, article.authors))}" if article.authors else ""
    paid = f" · paid for by {_line(article.sponsor)}" if article.sponsor else ""
    yield (
        f"{article.hash} · {article.length:,} characters · {counted(article.attributions, 'statement')} · read by "
        f"{article.read_by}{by}{paid}"
    )


@_lines_of.register
def _(answer: ArticleShown) -> Iterator[str]:
    yield from _head(answer.article)
    if answer.versions:
        listed = (f"{each.version} is article {each.document}" for each in answer.versions)
        yield f"versions of this page: {', '.join(listed)}"
    if answer.voices:
        shares = (f"{_line(each.voice)} {percent(each.part)}" for each in answer.voices)
        yield f"whose words: {', '.join(shares)}"
    for statement in answer.statements:
        yield ""
        yield from _statement(statement)
    for paragraph in answer.paragraphs:
        yield ""
        yield f"in this {paragraph.kind.replace('_', ' ')}:"
        yield from _anchored(paragraph)
    if answer.text:
        yield ""
        yield from _anchored(answer.text)
    if answer.next:
        yield ""
        yield f"next: {answer.next}"


@_lines_of.register
def _(answer: Explained) -> Iterator[str]:
    yield from _head(answer.article)
    yield ""
    yield from _statement(answer.statement)
    yield ""
    yield from _barred(answer.explanation.rstrip("\n"))


@_lines_of.register
def _(answer: Traced) -> Iterator[str]:
    trace = answer.trace
    yield (
        f"{counted(trace.articles, 'article')}, {counted(trace.outlets, 'outlet')}, "
        f"{counted(answer.wordings, 'wording')}; {len(trace.wordings)} given"
    )
    if trace.wordings:
        yield "compared with:"
        yield from _barred(trace.base)
    if trace.asked_differs:
        yield "which differs from what was asked ([-asked-] {+printed+}):"
        yield from _barred(" ".join(stretch for stretch, _ in marked_trace(trace.asked_differs)))
    for credited in trace.credits[:_LISTED]:
        who = "nobody" if credited.name is None else _line(credited.name)
        number = f" (#{credited.entity})" if credited.entity is not None else ""
        yield f"credited to {who}{number} in {counted(credited.articles, 'article')}"
    for wording in trace.wordings:
        yield ""
        yield from _wording(wording)
    if answer.next is not None:
        yield ""
        yield f"next: {answer.next}"


def _wording(wording: Wording) -> Iterator[str]:
    where = f"{counted(wording.articles, 'article')} of {counted(wording.outlets, 'outlet')}"
    if any(each.kind != "same" for each in wording.differences):
        yield f"{wording.kind.value} · {where} ([-left out-] {{+added+}} <more of it>)"
        yield from _barred(" ".join(stretch for stretch, _ in marked_trace(wording.differences)))
    else:
        yield f"{wording.kind.value} · {where}"
    for each in wording.appearances:
        yield _about(f"article {each.document}", each.published, each.outlet, each.title, each.uri)
        yield f"  {_credit(each)}"
        for piece in each.pieces:
            yield from _barred(piece.words, f"[{piece.start}:{piece.end}] ")


def _credit(appearance: Appearance) -> str:
    credit = appearance.credit
    if credit is None:
        told = ["credited to nobody"]
    else:
        name = _line(credit.name or "") or _line(credit.words) or "nobody"
        number = f" (#{credit.entity})" if credit.entity is not None else ""
        told = [f"{credit.attribution} · credited to {name}{number}, {STANDINGS[credit.standing]}"]
        told += ["negated"] if credit.negated else []
        told += [f"via {', '.join(map(_line, credit.via))}"] if credit.via else []
        told += [f"{percent(credit.confidence)} sure"]
    if appearance.copies:
        told.append(f"and {counted(appearance.copies, 'copy', 'copies')} of the story")
    if appearance.superseded:
        told.append("an earlier text of its page")
    return " · ".join(told)


@_lines_of.register
def _(answer: Checked) -> Iterator[str]:
    yield from _head(answer.article)
    for transcript in answer.transcripts:
        speakers = f": {', '.join(map(_line, transcript.speakers))}" if transcript.speakers else ", no speaker named"
        yield f"against {_line(transcript.name)}, {counted(transcript.words, 'word')}{speakers}"
    yield "verdicts: " + (", ".join(f"{count} {name}" for name, count in answer.verdicts.items()) or "none")
    for each in answer.quotations:
        yield ""
        yield from _checked(each)
    if answer.next is not None:
        yield ""
        yield f"next: {answer.next}"


def _checked(each: CheckedQuotation) -> Iterator[str]:
    credited = f"the article credits {_line(each.credited)}" if each.credited else "the article credits nobody"
    id_ = f"{each.attribution} · " if each.attribution else ""
    yield f"{id_}{VERDICTS[each.verdict]} — {_line(each.reason)} · {credited}"
    yield from _barred(each.words, f"[{each.start}:{each.end}] ")
    if each.differences:
        yield "  with what differs ([-said-] {+quoted+}):"
        yield from _barred("".join(stretch for stretch, _ in marked_check(each)))
    for passage in each.passages:
        where = [_line(passage.transcript)] + ([f"line {passage.line}"] if passage.line else [])
        where += [_line(passage.time)] if passage.time else []
        read_out = ", who reads it out" if passage.read_out else ""
        yield f"  said by {_line(passage.speaker or '') or 'nobody named'}{read_out} · {' · '.join(where)}"
        yield from _barred(passage.words, f"[{passage.start}:{passage.end} of the transcript] ")


def _speaker(each: Speaker) -> str:
    direct = "" if each.direct is None else f", {percent(each.direct)} word for word"
    roles = f" ({', '.join(map(_line, each.roles))})" if each.roles else ""
    return (
        f"#{each.entity_id} {_line(each.name)}{roles}, {each.kind}: {counted(each.attributions, 'statement')} in "
        f"{counted(each.articles, 'article')} of {counted(each.outlets, 'outlet')}, {counted(each.words, 'word')}"
        f"{direct}"
    )


@_lines_of.register
def _(answer: SpeakersListed) -> Iterator[str]:
    yield f"{counted(answer.count, 'speaker')}; {len(answer.speakers)} given"
    yield from map(_speaker, answer.speakers)


def _counts(counts: Mapping[str, int], words: Mapping[str, str] | None = None) -> str:
    return ", ".join(f"{(words or {}).get(name, name)} {count:,}" for name, count in counts.items())


@_lines_of.register
def _(answer: PersonShown) -> Iterator[str]:
    detail = answer.person
    yield _speaker(detail.speaker)
    days = [long_date(day) for day in (detail.speaker.first, detail.speaker.last) if day]
    yield f"named in {counted(detail.named_in, 'article')}" + (f"; quoted from {' to '.join(days)}" if days else "")
    sections = {
        "names": ", ".join(f"{_line(each.name)} {each.articles:,}" for each in detail.names),
        "offices": ", ".join(f"{_line(each.role)} {each.articles:,}" for each in detail.offices),
        "quoted by": ", ".join(
            f"{_line(each.outlet or '') or 'no outlet named'} {each.attributions:,}" for each in detail.quoted_by
        ),
        "standing": _counts(detail.standings, _STANDINGS),
        "form": _counts(detail.forms, _FORMS),
        "act": _counts(detail.acts, _ACTS),
        "stance": _counts(detail.stances),
        "cues": ", ".join(f"{_line(each.lemma)} {each.attributions:,}" for each in detail.cues),
        "named beside": ", ".join(
            f"{_line(each.name)} (#{each.entity_id}) {each.articles:,}" for each in detail.company
        ),
        "months": ", ".join(f"{each.month or 'undated'} {each.attributions:,}" for each in detail.months),
    }
    yield from (f"{label}: {told}" for label, told in sections.items() if told)
    if answer.newest:
        yield ""
        yield "the newest statements:"
        yield from _found_statements(answer.newest)


def _share(share: float | None) -> str:
    return "unknown" if share is None else percent(share)


def _figures(each: OutletFigures) -> str:
    name = _line(each.name or "") or "no outlet named"
    return (
        f"{name}: {counted(each.articles, 'article')}, {counted(each.words, 'word')}, {_share(each.page)} the page’s "
        f"own; {_share(each.unnamed)} of the others’ words without a named source; "
        f"{counted(each.attributions, 'statement')}, {_share(each.hearsay)} hearsay, {_share(each.direct)} word for "
        f"word; {counted(each.speakers, 'speaker')}, of whose words the ten most quoted have {_share(each.top10)}"
    )


@_lines_of.register
def _(answer: OutletsListed) -> Iterator[str]:
    yield f"{counted(answer.count, 'outlet')}; {len(answer.outlets)} given"
    yield from map(_figures, answer.outlets)


@_lines_of.register
def _(answer: OutletShown) -> Iterator[str]:
    detail = answer.outlet
    yield _figures(detail.figures)
    most = (
        f"{_line(each.name)} (#{each.entity_id}) {each.words:,} words" for each in detail.figures.most_quoted[:_LISTED]
    )
    sections = {
        "words by whose they are": _counts(detail.figures.standings, _WHOSE),
        "most quoted": ", ".join(most),
        "form": _counts(detail.forms, _FORMS),
        "act": _counts(detail.acts, _ACTS),
        "stance": _counts(detail.stances),
        "cues": ", ".join(f"{_line(each.lemma)} {each.attributions:,}" for each in detail.cues),
        "months": ", ".join(f"{each.month or 'undated'} {each.attributions:,}" for each in detail.months),
    }
    yield from (f"{label}: {told}" for label, told in sections.items() if told)
