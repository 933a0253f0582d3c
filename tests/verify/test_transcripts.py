"""Transcripts in each format: who speaks, where, and when."""

from __future__ import annotations

import gzip

import pytest

from onrecord.errors import InputError, NoArticle, NotFound
from onrecord.ingest.page import Page
from onrecord.verify.index import TranscriptIndex
from onrecord.verify.transcript import find_transcripts, open_transcript, read_transcript


def turns(text: str, suffix: str) -> list[tuple[str | None, str, str | None]]:
    found = read_transcript(Page(text.encode(), uri=f"speech{suffix}"))
    return [(turn.speaker, found.text[turn.start : turn.end], turn.time) for turn in found.turns]


@pytest.mark.parametrize(
    ("text", "suffix", "expected"),
    [
        ("VELL: Yes.\nKELLER: No.\n", ".txt", [("VELL", "Yes.", None), ("KELLER", "No.", None)]),
        ("SEN. MARA VELL (I-ME): Yes.\n", ".txt", [("SEN. MARA VELL", "Yes.", None)]),
        ("Mara Vell: One.\nTomas Keller: Two.\nMara Vell: Remember: three.\n", ".txt",
         [("Mara Vell", "One.", None), ("Tomas Keller", "Two.", None), ("Mara Vell", "Remember: three.", None)]),
        ("VELL (00:12): Yes.\n", ".txt", [("VELL", "Yes.", "00:12")]),
        ("Nobody is named here.\n", ".txt", [(None, "Nobody is named here.", None)]),
        ("Q. Was it?\nA. It was.\nQ. When?\nA. Then.\n", ".txt",
         [("Q", "Was it?", None), ("A", "It was.", None), ("Q", "When?", None), ("A", "Then.", None)]),
        ("1\n00:01:02,000 --> 00:01:03,000\nVELL: Yes.\n", ".srt", [("VELL", "Yes.", "00:01:02")]),
        ("WEBVTT\n\n00:02.000 --> 00:03.000\n<v Mara Vell>Yes &amp; no.\n", ".vtt",
         [("Mara Vell", "Yes & no.", "00:00:02")]),
        ("WEBVTT\n\n00:02.000 --> 00:03.000\nYes.\n", "", [(None, "Yes.", "00:00:02")]),
        ("name;text\nVell;Yes.\n", ".csv", [("Vell", "Yes.", None)]),
        ("speaker\ttext\nVell\tYes.\n", ".tsv", [("Vell", "Yes.", None)]),
    ],
)  # fmt: skip
def test_who_says_what_is_read_from_each_format(text, suffix, expected):
    assert turns(text, suffix) == expected


def test_directions_are_no_words_of_anyone():
    transcript = read_transcript(
        Page(b"VELL: We will (APPLAUSE) mend [crosstalk] the pier (which is old).", uri="a.txt")
    )
    index = TranscriptIndex([transcript])
    assert index.words(*index.bounds(0)) == ["we", "will", "mend", "the", "pier", "which", "is", "old"]


@pytest.mark.parametrize(
    ("content", "name", "error", "reason"),
    [
        (b"", "a.txt", NoArticle, "no words of anyone"),
        (b"who,what\nVell,Yes\n", "a.csv", InputError, "no column is called text"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n\n", "a.srt", NoArticle, "no words of anyone"),
    ],
)
def test_what_is_no_transcript_is_an_error_that_says_why(content, name, error, reason):
    with pytest.raises(error, match=reason):
        read_transcript(Page(content, uri=name))


def test_a_folder_is_its_transcripts_sorted_and_a_folder_without_any_is_an_error(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "b.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nYes.\n", encoding="utf-8")
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"VELL: Yes."))
    (tmp_path / "README.md").write_text("no transcript", encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text("VELL: No.", encoding="utf-8")
    found = list(find_transcripts([str(tmp_path)]))
    assert [path.removeprefix(str(tmp_path)) for path in found] == ["/a.txt.gz", "/inner/b.srt"]
    assert [open_transcript(path).text.split()[-1] for path in found] == ["Yes.", "Yes."]
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(NotFound, match="holds no transcript"):
        list(find_transcripts([str(empty)]))


@pytest.mark.parametrize(
    ("name", "day"), [("2019-05-04 rally.txt", "2019-05-04"), ("x/a_2019-05-04_b.txt", "2019-05-04"),
                      ("2019-13-04.txt", "None"), ("12019-05-04.txt", "None"), ("rally.txt", "None")],
)  # fmt: skip
def test_a_transcripts_day_is_the_one_in_its_name(name, day):
    assert str(read_transcript(Page(b"VELL: Yes.", uri=name)).day) == day
