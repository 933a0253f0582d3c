"""An article's quotations held against transcripts, as a page."""

from __future__ import annotations

import csv
import gzip
import html
import io
import re

import pytest

from interfaces.web.dangers import dangers
from interfaces.web.hostile import PAYLOADS
from interfaces.web.ledgers import PLEDGE, filled
from onrecord.interfaces.web.transcripts import PASTED, read_transcripts
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.listing import counts

BROWSER = {"Accept": "text/html"}
SAID = (
    f"ORTEGA: {PLEDGE}. And I have said so to every skipper on the quay.\n\nKELLER: The levy can wait until the autumn."
)


def checked(site, files=(), **fields):
    uploads = [("files", (name, content, "application/octet-stream")) for name, content in files]
    # Without a file at all the fields would go as a form of another kind than a browser sends.
    return site.post("/check", data=fields, files=uploads or [("files", ("", b""))], headers=BROWSER)


def quotations(page: str) -> list[tuple[str, str]]:
    """The verdict of each quotation on the page, and its words as they are shown."""
    found = re.findall(r'<li data-verdict="(\w+)".*?<blockquote class="said">(.*?)</blockquote>', page, re.DOTALL)
    return [(verdict, " ".join(html.unescape(re.sub(r"<[^>]+>", "", words)).split())) for verdict, words in found]


def test_an_article_of_the_ledger_is_checked_and_each_quotation_leads_into_it(site):
    answer = checked(site, document="5", said=SAID)
    assert answer.status_code == 200
    assert [verdict for verdict, _ in quotations(answer.text)] == ["verbatim", "altered"]
    assert quotations(answer.text)[0][1] == PLEDGE
    assert f'href="/article/5?attribution=a1" aria-label="in the article: {PLEDGE}">in the article</a>' in answer.text
    assert 'href="/article/5?attribution=a2"' in answer.text
    assert '<a href="/article/5">Mayor rules out a second harbour levy</a>' in answer.text


def test_words_that_were_said_and_not_said_are_marked_without_colour(site):
    page = checked(site, document="2", said=SAID.replace("one crown", "no crown")).text
    altered = re.search(r'<li data-verdict="altered".*?</li>', page, re.DOTALL)[0]
    assert '<del><span class="visually-hidden">said, and not in the article: </span>no</del>' in altered
    assert '<ins><span class="visually-hidden">in the article, and not said: </span>a</ins>' in altered


def test_the_passage_its_speaker_and_its_place_are_shown(site):
    page = checked(site, document="5", files=[("2023-03-13 council.txt", SAID.encode())]).text
    told = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "the article credits Maria Ortega · in the article said by ORTEGA" in told
    assert f"ORTEGA · 2023-03-13 council.txt, line 1 {PLEDGE}" in told
    assert "13 March 2023" in told  # the transcript's day


def test_the_verdicts_are_counted_and_can_be_chosen(site):
    page = checked(site, document="5", said=SAID).text
    assert "1 verbatim, 1 altered" in " ".join(page.split())
    choices = re.findall(r'name="verdict" value="(\w*)"', page)
    assert choices == ["", "verbatim", "altered"]


def test_an_article_is_known_by_its_address_too(site):
    assert '<a href="/article/2">' in checked(site, document="https://lantern.example/skippers", said=SAID).text


def test_the_form_can_be_opened_for_one_article(site):
    page = site.get("/check", params={"document": "2"}, headers=BROWSER)
    assert page.status_code == 200
    assert 'name="document" type="text" value="2"' in page.text
    assert '<a href="/article/2">Skippers doubt the mayor’s word</a> · Evening Lantern' in page.text
    missing = site.get("/check", params={"document": "99"}, headers=BROWSER)
    assert missing.status_code == 400
    assert "no article &#39;99&#39;" in missing.text


def test_several_files_in_several_formats_are_read(site):
    subtitles = f"WEBVTT\n\n00:01.000 --> 00:05.000\n<v Maria Ortega>{PLEDGE}\n"
    table = "speaker,text\nKeller,The levy can wait until the autumn storms are over\n"
    page = checked(
        site, document="5", files=[("a.vtt", subtitles.encode()), ("b.csv.gz", gzip.compress(table.encode()))]
    )
    assert [verdict for verdict, _ in quotations(page.text)] == ["verbatim", "verbatim"]
    assert "2 quotations against 2 transcripts" in page.text


def test_a_transcript_that_cannot_be_read_is_named_and_the_rest_goes_on(site):
    broken = [
        ("numbers.csv", b"a,b\n1,2\n"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("cut.txt.gz", b"\x1f\x8b\x08"),
    ]
    page = checked(site, document="5", said=SAID, files=broken)
    assert page.status_code == 200
    assert [verdict for verdict, _ in quotations(page.text)] == ["verbatim", "altered"]
    alert = re.search(r'role="alert">.*?</div>', page.text, re.DOTALL)[0]
    assert "3 transcripts could not be read" in alert
    assert re.findall(r"<li>([^:]*?):? ", alert) == ["numbers.csv", "picture.txt", "cut.txt.gz"]
    assert "standard input" not in alert


@pytest.mark.parametrize(
    ("fields", "files", "status", "told"),
    [
        ({}, [], 400, "give one article"),
        ({"document": "5", "text": "“We will,” Ada Loom said.", "said": SAID}, [], 400, "give one article"),
        ({"document": "5"}, [], 400, "give a transcript of what was said"),
        ({"document": "5", "said": "   "}, [], 400, "give a transcript of what was said"),
        ({"document": "99", "said": SAID}, [], 400, "no article &#39;99&#39;"),
        ({"document": "5"}, [("numbers.csv", b"a,b\n1,2\n")], 422, "numbers.csv: no column is called text"),
        ({"document": "5"}, [("empty.txt", b"")], 422, "empty.txt has no words of anyone in it"),
    ],
)
def test_what_cannot_be_checked_is_said_beside_the_form_as_it_was_filled_in(site, fields, files, status, told):
    answer = checked(site, files=files, **fields)
    assert answer.status_code == status
    assert told in answer.text
    assert f'name="document" type="text" value="{fields.get("document", "")}"' in answer.text
    assert f"\n{fields.get('said', '')}</textarea>" in answer.text


def test_an_article_without_quotations_says_so(site):
    answer = checked(site, document="4", said=SAID)
    assert answer.status_code == 200
    assert "no quotation that can be checked" in answer.text


def sent_back(site, page: str, **fields):
    answer = html.unescape(re.search(r'name="checked" value="([^"]*)"', page)[1])
    return site.post("/check/download", data={"checked": answer, **fields}, headers=BROWSER)


def test_the_answer_can_be_had_as_csv_and_as_json(site):
    page = checked(site, document="2", said=SAID).text
    table = sent_back(site, page, format="csv")
    assert table.headers["content-disposition"] == 'attachment; filename="checked.csv"'
    (first, *_) = csv.DictReader(io.StringIO(table.text))
    assert (first["verdict"], first["speaker"], first["attribution"]) == ("altered", "ORTEGA", "a1")
    assert first["differences"] == PLEDGE.replace("one crown", "[-one-] {+a+} crown")
    as_json = sent_back(site, page, format="json")
    assert as_json.headers["content-disposition"] == 'attachment; filename="checked.json"'
    assert [each["verdict"] for each in as_json.json()] == [verdict for verdict, _ in quotations(page)]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"format": "csv"}, 422),
        ({"checked": "[{}]", "format": "csv"}, 422),
        ({"checked": "nothing", "format": "json"}, 422),
        ({"checked": "[]", "format": "exe"}, 400),
        ({"checked": "[]"}, 400),
    ],
)
def test_nothing_but_an_answer_of_a_check_is_made_into_a_file(site, fields, status):
    assert site.post("/check/download", data=fields).status_code == status


def test_a_formula_in_a_transcript_is_none_in_the_table(site):
    page = checked(site, document="5", files=[("=cmd.txt", SAID.encode())]).text
    (first, *_) = csv.DictReader(io.StringIO(sent_back(site, page, format="csv").text))
    assert first["transcript"] == "'=cmd.txt"


def test_what_was_pasted_may_be_as_long_as_the_site_takes(site_of):
    site = site_of(max_body=3_000_000)
    long = f"{SAID}\n\n" + "VELL: The boats are in the harbour and the nets are on the quay.\n\n" * 20_000
    answer = checked(site, document="5", said=long)
    assert answer.status_code == 200
    assert quotations(answer.text)[0] == ("verbatim", PLEDGE)
    too_long = checked(site, document="5", said=long * 3)
    assert too_long.status_code == 413


def test_a_small_file_that_unfolds_into_a_huge_one_is_refused(site_of):
    site = site_of(max_body=200_000)
    huge = gzip.compress(b"VELL: We will not ask the boats. " * 100_000)
    assert len(huge) < 50_000
    answer = checked(site, document="5", said=SAID, files=[("huge.txt.gz", huge)])
    assert answer.status_code == 200
    assert "huge.txt.gz holds more than" in answer.text


def test_what_all_transcripts_hold_together_is_bounded():
    half = gzip.compress(b"VELL: We will not ask the boats. " * 2_000)
    read, unread = read_transcripts([("a.txt.gz", half), ("b.txt.gz", half)], max_bytes=100_000)
    assert [each.name for each in read] == ["a.txt.gz"]
    assert [each.name for each in unread] == ["b.txt.gz"]


def test_transcripts_of_one_name_are_told_apart_and_keep_their_format():
    subtitles = b"WEBVTT\n\n00:01.000 --> 00:05.000\n<v Ada Loom>We will not sell the mill\n"
    read, unread = read_transcripts(
        [("day/a.vtt", subtitles), ("night\\a.vtt", subtitles), ("", b"LOOM: Yes")], max_bytes=9_999
    )
    assert [each.name for each in read] == ["a.vtt", "2 a.vtt", PASTED]
    assert [each.turns[0].time for each in read] == ["00:00:01", "00:00:01", None]
    assert unread == ()


@pytest.mark.bundle
def test_a_pasted_article_is_read_and_not_kept(site_of, repo, tmp_path):
    path = filled(tmp_path / "kept.ledger")
    site = site_of(ledger=path)
    article = (repo / "examples" / "council-vote.txt").read_text().replace("\n", "\r\n")
    meeting = (repo / "examples" / "council-meeting.vtt").read_bytes()
    page = checked(site, text=article, files=[("council-meeting.vtt", meeting)]).text
    assert [verdict for verdict, _ in quotations(page)] == [
        "verbatim", "edited", "verbatim", "altered", "not_found", "verbatim",
    ]  # fmt: skip
    assert "in the article</a>" not in page
    assert "This article is not in the ledger" in page
    with Ledger(path) as ledger:
        assert counts(ledger).articles == 5


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_transcript_that_is_made_to_do_harm_is_shown_as_text(site, name):
    payload = PAYLOADS[name]
    out = io.StringIO()
    csv.writer(out).writerows([["speaker", "text", "time"], [payload, f"{PLEDGE} {payload}", payload]])
    table = out.getvalue().encode("utf-8", "replace")
    named = "".join(letter for letter in payload if letter.isprintable() and letter not in '"\\')[:100]
    read = checked(
        site, document="5", files=[(f"{named}.csv", table), (f"{named}.srt", payload.encode("utf-8", "replace"))]
    )
    assert dangers(read.text) == []
    if name in ("address in disguise", "control characters"):  # bytes that no text has; nothing is left to check by
        assert read.status_code == 422
    else:
        assert quotations(read.text)[0][0] in ("verbatim", "speaker_differs")
        assert sent_back(site, read.text, format="csv").status_code == 200
    refused = checked(site, document=payload, said=payload, text=payload)
    assert refused.status_code == 400
    assert dangers(refused.text) == []
