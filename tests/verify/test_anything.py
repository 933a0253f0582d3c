"""Whatever a transcript and an article hold: no crash, words that stand where they are said to, the same every time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.articles import Said, article
from onrecord.errors import InputError
from onrecord.ingest.page import Page
from onrecord.verify.check import check_record
from onrecord.verify.index import TranscriptIndex
from onrecord.verify.transcript import Transcript, read_transcript
from onrecord.verify.types import CheckedQuotation

SUFFIXES = st.sampled_from([".txt", ".srt", ".vtt", ".csv", ".tsv", ".html", ""])
WORDS = ["we", "will", "not", "don't", "levy", "the", "pier", "uh", "you know", "it's", "is", "20", "twenty", "ask",
         "asked", "…", "...", "[the", "mayor]", "[A]sk", "(laughs)", "—", "Vell", "boats", "boat", "crown.", "more,",
         "?", "“", "”", '"', "'", "\n\n", "VELL: ", "\nKELLER: ", "\u200b", "é", "İ", "ß"]  # fmt: skip
SPEECH = st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join)


def transcript_of(content: bytes, suffix: str) -> Transcript | None:
    try:
        return read_transcript(Page(content, uri=f"speech{suffix}"))
    except InputError:
        return None


def sound(checked: list[CheckedQuotation], text: str, transcripts: dict[str, str]) -> None:
    for each in checked:
        assert each.words == text[each.start : each.end]
        assert 0 <= each.similarity <= 1
        for passage in each.passages:
            assert passage.words == transcripts[passage.transcript][passage.start : passage.end]
        for change in each.differences:
            assert each.start <= change.article.start <= change.article.end <= each.end
            assert change.quoted == text[change.article.start : change.article.end]
            said = transcripts[each.passages[change.passage].transcript]
            assert change.said == said[change.transcript.start : change.transcript.end]


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=400), suffix=SUFFIXES)
def test_any_bytes_are_a_transcript_or_an_error_that_says_why(content, suffix):
    transcript = transcript_of(content, suffix)
    if transcript is not None:
        edges = [edge for turn in transcript.turns for edge in (turn.start, turn.end)]
        assert edges == sorted(edges)
        assert edges[-1] <= len(transcript.text)
        TranscriptIndex([transcript])


@settings(max_examples=400, deadline=None)
@given(said=SPEECH, quoted=SPEECH, suffix=SUFFIXES, other=SPEECH)
def test_any_speech_can_be_checked_against_any_article(said, quoted, suffix, other):
    body = f"VELL: {said}\n\nKELLER: {other}"
    if suffix in (".srt", ".vtt"):
        body = "1\n00:00:01,000 --> 00:00:02,000\n" + body
    if suffix in (".csv", ".tsv"):
        body = "speaker,text\nVell," + said.replace(",", " ").replace('"', "").replace("\n", " ")
    found = [each for each in (transcript_of(body.encode(), suffix), transcript_of(other.encode(), ".txt")) if each]
    transcripts = [Transcript(f"{number}", each.text, each.turns) for number, each in enumerate(found)]
    record = article(Said("Mara Vell", quoted), Said("Tomas Keller", said))
    index = TranscriptIndex(transcripts)
    checked = check_record(record, index)
    sound(checked, record.document.text, {each.name: each.text for each in transcripts})
    assert check_record(record, TranscriptIndex(transcripts)) == checked


@settings(max_examples=150, deadline=None)
@given(st.lists(st.from_regex(r"[a-z]{3,8}", fullmatch=True), min_size=9, max_size=30), st.integers(0, 3))
def test_what_was_said_word_for_word_is_verbatim_wherever_it_stands(words, cut):
    transcript = transcript_of(
        f"KELLER: Before that.\n\nVELL: {' '.join(words)}.\n\nKELLER: And after.".encode(), ".txt"
    )
    assert transcript is not None
    quoted = words[cut:]
    (checked,) = check_record(article(Said("Mara Vell", " ".join(quoted))), TranscriptIndex([transcript]))
    assert checked.verdict.value == "verbatim"
    assert checked.passages[0].words == " ".join(quoted)


def test_no_transcript_finds_nothing():
    (checked,) = check_record(article(Said("Mara Vell", "We will mend the pier this year")), TranscriptIndex([]))
    assert (checked.verdict.value, checked.passages) == ("not_found", [])
