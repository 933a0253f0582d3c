"""A quotation traced, as a page: the answer, the picture over time, and the wordings beside each other."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from interfaces.web.ledgers import PLEDGE, filled
from ledger.articles import Said, article
from onrecord.interfaces.web.timeline import draw_timeline
from onrecord.ledger.ledger import Ledger

BROWSER = {"Accept": "text/html"}


def traced(site, **params):
    return site.get("/trace", params={"quotation": PLEDGE, **params}, headers=BROWSER)


def words_of(html: str) -> str:
    """What a person reads of a piece of a page."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def wordings(page: str) -> list[str]:
    return re.findall(r'<li id="wording-\d+".*?</ul>', page, re.DOTALL)


def test_who_printed_it_first_and_to_whom_it_is_credited_is_said_first(site):
    page = traced(site).text
    first = re.search(r'aria-labelledby="first".*?</section>', page, re.DOTALL)[0]
    assert "Tidewater Courier, 14 March 2023: Mayor rules out a second harbour levy" in words_of(first)
    assert 'href="/article/5?attribution=a1"' in first
    credited = re.search(r'aria-labelledby="credited".*?</section>', page, re.DOTALL)[0]
    assert "Maria Ortega in 3 articles of 3 outlets" in words_of(credited)
    assert re.search(r'<a href="/people/\d+">Maria Ortega</a>', credited)


def test_each_wording_is_compared_word_by_word(site):
    same, altered, part = wordings(traced(site).text)
    said = re.search(r'<p class="said">(.*?)</p>', same, re.DOTALL)[1]
    assert said.strip() == PLEDGE
    assert '<del><span class="visually-hidden">left out: </span>one</del>' in altered
    assert '<ins><span class="visually-hidden">added: </span>a</ins>' in altered
    assert '<del><span class="visually-hidden">left out: </span>for one crown more this year</del>' in part


def test_each_appearance_has_its_day_outlet_article_and_credit(site):
    *_, part = wordings(traced(site).text)
    assert '<a href="/outlets/Harbour%20Gazette">Harbour Gazette</a>' in part
    assert '<a href="/article/3?attribution=a1">Levy to double after all</a>' in part
    told = words_of(part)
    assert "2 April 2023 · Harbour Gazette" in told
    assert "credited to Maria Ortega · said · via outlet" in told


def test_words_that_nobody_printed_are_put_beside_the_earliest_full_ones(site):
    page = traced(site, quotation=PLEDGE.replace("boats", "ships")).text
    assert f'<blockquote class="asked">{PLEDGE}</blockquote>' in page
    asked = re.search(r'<p class="asked-differs">.*?</p>', page, re.DOTALL)[0]
    assert ">boats</del>" in re.sub(r"<span.*?</span>", "", asked)
    assert ">ships</ins>" in re.sub(r"<span.*?</span>", "", asked)


def test_days_and_an_outlet_narrow_it(site):
    assert len(wordings(traced(site, since="2023-04").text)) == 1
    assert len(wordings(traced(site, until="2023-03-14").text)) == 1
    assert len(wordings(traced(site, outlet="lantern").text)) == 1
    none = traced(site, since="2024")
    assert none.status_code == 200
    assert "No quotation of those asked about has these words" in none.text
    assert "/trace?quotation=We+will+not" in none.text


def test_copies_of_a_story_are_folded_until_everything_is_asked_for(site_of, tmp_path):
    path = filled(tmp_path / "copied.ledger")
    story = [Said("Maria Ortega", PLEDGE), Said("Tomas Keller", "the quay is full of boats and of people waiting")]
    with Ledger(path, write=True) as ledger:
        for number, outlet in enumerate(("Evening Lantern", "Harbour Gazette", "Tidewater Courier")):
            uri = f"https://copies.example/{number}"
            ledger.add([article(*story, outlet=outlet, uri=uri, published=f"2023-06-0{number + 1}", title="Agency")])
    site = site_of(ledger=path)
    folded = traced(site, since="2023-06")
    assert folded.text.count(">Agency</a>") == 2  # as the first of all, and in the list
    assert "and 2 copies of the story" in folded.text
    every = traced(site, since="2023-06", all="true").text
    assert every.count(">Agency</a>") == 4
    assert "a copy of the story above" in every
    assert "3 articles (1 story, with copies counted once)" in words_of(every)


@pytest.mark.parametrize(
    ("params", "status", "told"),
    [
        ({"quotation": ""}, 200, "Give a sentence, or a part of one: 3 words at least"),
        ({"quotation": "two words"}, 400, "the quotation has 2 words; at least 3 are needed"),
        ({"quotation": "word " * 1_500}, 400, "the quotation has 1,500 words"),
        ({"quotation": "what nobody in this town ever said"}, 200, "No quotation in this ledger has these words"),
        ({"since": "soon"}, 400, "since: &#39;soon&#39; is no date"),
        ({"outlet": "Nowhere"}, 400, "has no outlet &#39;Nowhere&#39;"),
    ],
)
def test_what_cannot_be_traced_is_said_beside_the_form_as_it_was_filled_in(site, params, status, told):
    answer = traced(site, **params)
    assert answer.status_code == status
    assert told in answer.text
    given = re.search(r"<textarea id=\"quotation\".*?>(.*?)</textarea>", answer.text, re.DOTALL)[1]
    assert given == params.get("quotation", PLEDGE).strip()


def test_the_answer_is_there_for_programs_too(site):
    page = traced(site, since="2023-03", outlet="lantern").text
    (as_json,) = re.findall(r'href="(/api/v1/trace[^"]*)">as JSON', page)
    (as_csv,) = re.findall(r'href="(/api/v1/trace[^"]*)">as CSV', page)
    told = site.get(as_json.replace("&amp;", "&")).json()
    assert [each["outlet"] for wording in told["wordings"] for each in wording["appearances"]] == ["Evening Lantern"]
    table = site.get(as_csv.replace("&amp;", "&"))
    assert table.headers["content-type"].startswith("text/csv")
    assert "Evening Lantern" in table.text


def test_a_mark_for_each_wording_stands_on_its_outlets_line_and_leads_to_it(site):
    page = traced(site).text
    picture = re.search(r'<svg class="timeline".*?\n  </svg>', page, re.DOTALL)[0]
    assert re.findall(r'<text class="outlet"[^>]*>([^<]*)', picture) == [
        "Tidewater Courier", "Evening Lantern", "Harbour Gazette",
    ]  # fmt: skip
    marks = re.findall(r'<svg x="([\d.]+)%".*?<a href="#wording-(\d)" aria-label="([^"]*)"', picture, re.DOTALL)
    assert [number for _, number, _ in marks] == ["1", "2", "3"]
    assert marks[1][2] == "Wording 2, words replaced or added: Evening Lantern, 15 March 2023"
    places = [float(x) for x, _, _ in marks]
    days = [date(2023, 3, 14), date(2023, 3, 15), date(2023, 4, 2)]
    along = (places[1] - places[0]) / (places[2] - places[0])
    assert along == pytest.approx((days[1] - days[0]) / (days[2] - days[0]), abs=0.01)


def trace_of(path, articles):
    with Ledger(path, write=True) as ledger:
        ledger.add(articles)
        return ledger.trace(PLEDGE)


def printed(number: int, outlet: str | None, published: str | None, words: str = PLEDGE):
    return article(
        Said("Maria Ortega", words),
        Said("Ada Loom", f"We have counted {number} barges and {number + 3} ferries since the harbour opened"),
        uri=f"https://printed.example/{number}",
        outlet=outlet,
        published=published,
    )


def test_marks_that_would_cover_each_other_stand_in_rows(tmp_path):
    wordings = [PLEDGE, PLEDGE.replace("more", "extra"), PLEDGE.replace("not", "never")]
    found = trace_of(
        tmp_path / "a.ledger",
        [
            *(printed(number, "Courier", "2023-03-14", words) for number, words in enumerate(wordings)),
            printed(7, "Courier", "2023-09-14"),
        ],
    )
    picture = draw_timeline(found)
    (line,) = picture.lines
    by_place: dict[float, list[int]] = {}
    for mark in line.marks:
        by_place.setdefault(mark.x, []).append(mark.y)
    assert sorted(len(rows) for rows in by_place.values()) == [1, 3]
    assert all(len(set(rows)) == len(rows) for rows in by_place.values())
    assert all(line.top < line.top + mark.y < line.top + line.height for mark in line.marks)


def test_the_same_words_of_one_outlet_and_day_are_one_mark_that_counts_them(tmp_path):
    found = trace_of(tmp_path / "b.ledger", [printed(number, "Courier", "2023-03-14") for number in range(3)])
    (line,) = draw_timeline(found).lines
    assert [(mark.wording, mark.articles) for mark in line.marks] == [(1, 3)]


def test_what_has_no_date_stands_apart_behind_the_days(tmp_path):
    dated = [printed(1, "Courier", "2023-03-14"), printed(2, "Lantern", "2023-05-14")]
    with_undated = draw_timeline(trace_of(tmp_path / "c.ledger", [*dated, printed(3, None, None)]))
    assert with_undated.undated is not None
    marks = [mark for line in with_undated.lines for mark in line.marks]
    assert {mark.day is None for mark in marks if mark.x > with_undated.undated} == {True}
    assert {mark.day is None for mark in marks if mark.x < with_undated.undated} == {False}
    assert with_undated.lines[-1].outlet is None
    assert draw_timeline(trace_of(tmp_path / "d.ledger", dated)).undated is None
    undated_alone = draw_timeline(trace_of(tmp_path / "e.ledger", [printed(3, None, None)]))
    assert (undated_alone.ticks, len(undated_alone.lines)) == ((), 1)


def test_outlets_that_are_too_many_for_lines_of_their_own_share_one(tmp_path):
    begin = date(2023, 1, 1)
    found = trace_of(
        tmp_path / "f.ledger",
        [printed(n, f"Outlet {n:02}", (begin + timedelta(days=n)).isoformat()) for n in range(30)],
    )
    lines = draw_timeline(found).lines
    assert len(lines) == 26
    assert lines[-1].others == 5
    assert sum(mark.articles for line in lines for mark in line.marks) == 30


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2023-03-14", "2023-03-14", ["14 Mar 2023"]),
        ("2023-03-14", "2023-03-15", ["14 Mar 2023", "15 Mar 2023"]),
        ("2023-03-14", "2023-04-02", ["14 Mar 2023", "23 Mar 2023", "2 Apr 2023"]),
        ("2023-03-14", "2023-06-20", ["Apr 2023", "May 2023", "June 2023"]),
        ("2023-01-01", "2024-06-20", ["Jan 2023", "July 2023", "Jan 2024"]),
        ("1998-05-01", "2024-06-20", ["2000", "2010", "2020"]),
        ("2019-05-01", "2023-06-20", ["2020", "2021", "2022", "2023"]),
    ],
)
def test_the_scale_has_round_days_where_there_are_some(tmp_path, first, last, labels):
    found = trace_of(tmp_path / "g.ledger", [printed(1, "Courier", first), printed(2, "Lantern", last)])
    picture = draw_timeline(found)
    assert [tick.label for tick in picture.ticks] == labels
    assert all(0 < tick.x < 100 for tick in picture.ticks)
