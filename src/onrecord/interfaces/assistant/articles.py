"""Questions about one article: what is said in it, why it was read so, and whether its quotations were said so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.errors import NoArticle, OptionError, TooLarge
from onrecord.export.explain import explain as explained
from onrecord.ingest.page import Page
from onrecord.interfaces.assistant.anchoring import head_of, statement, words_at
from onrecord.interfaces.assistant.answers import (
    DATA,
    ArticleShown,
    Checked,
    Explained,
    Paragraph,
    TranscriptRead,
    VoiceShare,
)
from onrecord.interfaces.assistant.desk import IN_A_LIST, Article, Desk
from onrecord.interfaces.assistant.fitting import LISTED, fitting
from onrecord.interfaces.assistant.questions import ToCheck, ToExplain, ToRead, ToShow, Transcribed
from onrecord.interfaces.assistant.reading import opened
from onrecord.record.build import document_of
from onrecord.record.types import Attribution, Record, SpanRecord

if TYPE_CHECKING:
    from onrecord.verify.transcript import Transcript

__all__ = ["check", "explain", "read", "show"]

#: Code points of one statement's content where it is asked for alone.
_ALONE = 12_000
#: Code points of the text, or of the paragraphs around a statement, that are given at once.
_MOST_TEXT = 6_000
_VOICES, _VERSIONS = 10, 20
#: Code points of all transcripts of one check: fifty debates.
_MOST_TRANSCRIBED = 5_000_000
#: Hexadecimal digits of a hash that are still one of a kind, and that a model copies without a slip.
_DIGITS = 16


def read(desk: Desk, asked: ToRead) -> ArticleShown:
    """Read an article now. Raises InputError, OptionError."""
    document = opened(
        text=asked.text, html=asked.html, address=asked.address, uri=asked.uri, allow_private=desk.allow_private
    )
    reading = desk.readings.read(document)
    return _page(Article(reading.record, reading.record, reading=reading), asked.limit, None)


def show(desk: Desk, asked: ToShow) -> ArticleShown:
    """An article, one of its statements, or a stretch of its text. Raises OptionError, LedgerError."""
    if asked.attribution is not None and asked.text_from is not None:
        raise OptionError("attribution and text_from are two questions; ask one at a time")
    article = desk.article(asked.article)
    if asked.text_from is not None:
        return _text(article, asked.text_from)
    if asked.attribution is not None:
        return _alone(article, _found(article, asked.attribution))
    return _page(article, asked.limit, asked.after)


def _found(article: Article, attribution: str) -> Attribution:
    """The attribution of that id. Raises OptionError for none."""
    wanted = attribution.strip()
    found = article.find(wanted)
    if found is not None:
        return found
    if any(each.id == wanted for each in article.read.attributions):
        raise OptionError(f"{wanted} was taken out by hand: somebody has found that nothing is attributed there")
    ids = [each.id for each in article.record.attributions]
    told = f"{ids[0]} to {ids[-1]}" if ids else "none"
    raise OptionError(f"the article has no attribution {wanted[:40]!r}; it has {told}")


def _about_versions(article: Article) -> list[str]:
    """What is to be said of an article whose page has a newer text."""
    newest = article.versions[-1].document if article.versions else article.document
    if newest == article.document:
        return []
    return [f"This is an earlier text of its page; the newest is article {newest}."]


def _page(article: Article, limit: int, after: str | None) -> ArticleShown:
    record = article.record
    every = record.attributions
    begin = 0 if after is None else every.index(_found(article, after)) + 1
    page = fitting(every[begin : begin + limit], article.statement)
    rest = len(every) - begin - len(page)
    following = page[-1].attribution if page and rest else None
    notes = _about_versions(article)
    if following:
        which = article.document or record.document.id[: len("sha256:") + _DIGITS]
        notes.append(
            f"{len(page)} of {len(every)} statements are given; {rest} follow: `show` with article {which} and after "
            f"{following}."
        )
    if not every:
        notes.append("Nobody is said to have said anything in this article.")
    return ArticleShown(
        notes=[DATA, *notes],
        article=head_of(record, article.document),
        versions=list(article.versions[-_VERSIONS:]),
        voices=[
            VoiceShare(voice=share.voice.name[:100], words=share.words, part=round(share.part, 3))
            for share in record.shares()[:_VOICES]
            if share.words
        ],
        statements=page,
        next=following,
    )


def _alone(article: Article, attribution: Attribution) -> ArticleShown:
    shown = article.statement(attribution, _ALONE)
    notes = _about_versions(article)
    if shown.left_out:
        notes.append(f"{shown.left_out:,} more characters of it are in the text; ask with `text_from`.")
    return ArticleShown(
        notes=[DATA, *notes],
        article=head_of(article.record, article.document),
        statements=[shown],
        paragraphs=list(_paragraphs(article.record, attribution)),
    )


def _paragraphs(record: Record, attribution: Attribution) -> Iterator[Paragraph]:
    """The blocks in which an attribution's words stand, no more of them than have room."""
    spans = [(span.start, span.end) for span in [*attribution.source.spans, *attribution.cue.spans]]
    spans += [(span.start, span.end) for span in attribution.content]
    room = _MOST_TEXT
    for block in record.document.blocks:
        if room > 0 and any(start < block.end and block.start < end for start, end in spans):
            (words,) = words_at(record.document.text, [SpanRecord(block.start, block.end)], room)
            yield Paragraph(start=words.start, end=words.end, words=words.words, kind=block.kind)
            room -= block.end - block.start


def _text(article: Article, start: int) -> ArticleShown:
    text = article.record.document.text
    if start >= len(text):
        raise OptionError(f"the text has {len(text):,} characters, so that none is at {start:,}")
    (stretch,) = words_at(text, [SpanRecord(start, len(text))], _MOST_TEXT)
    notes = _about_versions(article)
    if stretch.end < len(text):
        notes.append(f"{len(text) - stretch.end:,} more characters follow; ask with `text_from` {stretch.end}.")
    return ArticleShown(notes=[DATA, *notes], article=head_of(article.record, article.document), text=stretch)


def explain(desk: Desk, asked: ToExplain) -> Explained:
    """Why a statement was read as it was; for one of the ledger its text is read again. Raises OptionError."""
    article = desk.article_or_text(asked.article, asked.text)
    record, wanted = article.read, asked.attribution.strip()
    attribution = next((each for each in record.attributions if each.id == wanted), None)
    if attribution is None:
        attribution = _found(article, wanted)
    reading = article.reading or desk.readings.read(document_of(record))
    again = next((each for each in reading.record.attributions if _is_same(each, attribution)), None)
    if again is None:
        raise OptionError(
            f"{wanted} was read by {record.reader.model}; {reading.record.reader.model}, which this server has, reads "
            "no such statement there and cannot say why it was"
        )
    notes = [DATA]
    if attribution != article.find(wanted):
        notes.append("Somebody has corrected this reading by hand; what follows is why the model read it as it did.")
    return Explained(
        notes=notes,
        article=head_of(record, article.document),
        statement=statement(record, attribution, article.numbers, IN_A_LIST),
        explanation="\n".join(explained(reading.record, reading.resolved, again.id)),
    )


def _is_same(one: Attribution, other: Attribution) -> bool:
    """Whether two readings of one text have the same statement."""
    return one.content == other.content and one.cue.spans == other.cue.spans and one.source.spans == other.source.spans


def check(desk: Desk, asked: ToCheck) -> Checked:
    """An article's quotations against transcripts. Raises InputError, OptionError, LedgerError."""
    from onrecord.verify.check import check_record
    from onrecord.verify.index import TranscriptIndex

    index = TranscriptIndex(_transcripts(asked.transcripts))
    article = desk.article_or_text(asked.article, asked.text)
    quotations = check_record(article.record, index)
    page = fitting(quotations[asked.after : asked.after + asked.limit])
    end = asked.after + len(page)
    notes = ["`not_found` means that these transcripts do not have it, and never that it was not said."]
    if end < len(quotations):
        notes.append(f"{len(quotations) - end} more quotations follow, with `after` {end}.")
    if not quotations:
        notes.append("The article has no quotation that can be checked.")
    return Checked(
        notes=[DATA, *notes],
        article=head_of(article.record, article.document),
        transcripts=[
            TranscriptRead(
                name=each.name,
                words=sum(len(each.text[turn.start : turn.end].split()) for turn in each.turns),
                speakers=[name[:100] for name in each.speakers()[:LISTED]],
            )
            for each in index.transcripts
        ],
        verdicts=dict(Counter(each.verdict.value for each in quotations)),
        quotations=page,
        next=end if end < len(quotations) else None,
    )


def _transcripts(given: Sequence[Transcribed]) -> Iterator[Transcript]:
    """Transcripts in their formats. Raises InputError where one is none."""
    from onrecord.verify.transcript import read_transcript

    size = sum(len(each.text) for each in given)
    if size > _MOST_TRANSCRIBED:
        raise TooLarge(
            f"the transcripts have {size:,} characters, and at most {_MOST_TRANSCRIBED:,} are taken here; give those "
            "of the day, or use the command onrecord check"
        )
    for number, each in enumerate(given, 1):
        name = " ".join(each.name.split())[:200] or f"transcript {number}"
        if not each.text.strip():
            raise NoArticle(f"{name} has no words of anyone in it; give a transcript of what was said")
        yield read_transcript(Page(each.text.encode("utf-8"), uri=name))
