"""Outlets as pages: all of them in a table, and one beside the others."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from interfaces.web.ledgers import PLEDGE, filled
from ledger.articles import Said, article
from onrecord.interfaces.web.outlet_figures import FIGURES, beside_others
from onrecord.ledger import profiles
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.profiles import OutletFigures

BROWSER = {"Accept": "text/html"}


class _Rows(HTMLParser):
    """The rows of a page's tables, each a list of what stands in its cells."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._in_cell = False

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data):
        if self._in_cell:
            self.rows[-1][-1] += data


def rows(page: str) -> dict[str, list[str]]:
    """Rows by their first cell; of two with the same one, the first."""
    parser = _Rows()
    parser.feed(page)
    found: dict[str, list[str]] = {}
    for row in parser.rows:
        cells = [" ".join(cell.split()) for cell in row]
        found.setdefault(cells[0], cells[1:])
    return found


def names(page: str) -> list[str]:
    """The outlets of the table of figures, from top to bottom."""
    table, _, _ = page.partition("Whose words they are")
    return re.findall(r'<th scope="row"><a href="/outlets/[^"]*">([^<]*)</a>', table)


def figures_of(name: str, **figures: float | None) -> OutletFigures:
    known = dict.fromkeys((each.name for each in FIGURES), None) | {"articles": 1, "words": 10, "speakers": 1}
    return OutletFigures(name=name, attributions=1, standings={}, most_quoted=(), **(known | figures))


def test_every_outlet_has_the_figures_that_the_command_prints(site, harbour):
    told = rows(site.get("/outlets", headers=BROWSER).text)
    with Ledger(harbour) as ledger:
        found = ledger.outlets()
    assert len(found) == 4
    for outlet in found:
        cells = told[outlet.name or "no outlet named"]
        for figure, cell in zip(FIGURES, cells, strict=True):
            value = figure.value(outlet)
            assert cell == ("–not known" if value is None else figure.written(value)), (outlet.name, figure.name)


def test_a_heading_sorts_and_says_so(site):
    by_name = site.get("/outlets", params={"sort": "name"}, headers=BROWSER).text
    by_words = site.get("/outlets", params={"sort": "words"}, headers=BROWSER).text
    assert names(by_name) == ["Evening Lantern", "Harbour Gazette", "Tidewater Courier"]
    assert names(by_words) == ["Tidewater Courier", "Evening Lantern", "Harbour Gazette"]
    assert re.findall(r'aria-sort="(\w+)">\s*<a[^>]*>([^<]*)', by_words) == [("descending", "words")]
    assert re.findall(r'aria-sort="(\w+)">\s*<a[^>]*>([^<]*)', by_name) == [("ascending", "outlet")]


def test_dates_and_copies_narrow_what_is_counted_and_stay_in_the_links(site_of, tmp_path):
    path = filled(tmp_path / "with-copies.ledger")
    story = [Said("Maria Ortega", PLEDGE), Said("Tomas Keller", "the quay is full of boats and of people waiting")]
    with Ledger(path, write=True) as ledger:
        for outlet, uri in (
            ("Evening Lantern", "https://lantern.example/a"),
            ("Harbour Gazette", "https://g.example/b"),
        ):
            ledger.add([article(*story, outlet=outlet, uri=uri, published="2023-06-01")])
    site = site_of(ledger=path)
    march = site.get("/outlets", params={"since": "2023-03", "until": "2023-03"}, headers=BROWSER).text
    assert names(march) == ["Evening Lantern", "Tidewater Courier"]
    assert '/outlets/Evening%20Lantern?since=2023-03&amp;until=2023-03"' in march
    assert "/api/v1/outlets?since=2023-03&amp;until=2023-03&amp;sort=articles&amp;format=csv" in march
    in_june = {"since": "2023-06"}
    assert names(site.get("/outlets", params=in_june, headers=BROWSER).text) == ["Evening Lantern", "Harbour Gazette"]
    once = site.get("/outlets", params={**in_june, "once": "true"}, headers=BROWSER).text
    assert names(once) == ["Evening Lantern"]
    assert "/outlets/Evening%20Lantern?since=2023-06&amp;once=true" in once


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"since": "yesterday"}, "since: &#39;yesterday&#39; is no date"),
        ({"since": "2024", "until": "2023"}, "give the earlier date as the first"),
        ({"sort": "size"}, "sort"),
        ({"once": "perhaps"}, "once"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused(site, params, complaint):
    for path in ("/outlets", "/outlets/Evening%20Lantern"):
        if path == "/outlets" or "sort" not in params:
            answer = site.get(path, params=params, headers=BROWSER)
            assert answer.status_code == 400
            assert complaint in answer.text


def test_an_outlet_is_shown_beside_the_others_in_words(site):
    page = site.get("/outlets/Tidewater%20Courier", headers=BROWSER).text
    told = {
        figure.name: cells
        for figure in FIGURES
        for heading, cells in rows(page).items()
        if heading == figure.heading + figure.meaning
    }
    assert told["words"][:2] == ["28", "more than any otherthe others: 18 to 26"]
    assert told["hearsay"][:2] == ["0%", "as little as the least of the othersthe others: 0% to 50%"]
    assert told["articles"][:2] == ["1", "the same as every otherthe others have 1 each"]
    assert '<a href="/search?outlet=Tidewater+Courier">what is said in it</a>' in page


def test_an_outlets_page_leads_to_its_speakers_and_its_newest_articles(site, harbour):
    page = site.get("/outlets/Tidewater%20Courier", headers=BROWSER).text
    with Ledger(harbour) as ledger:
        (outlet,) = (each for each in ledger.outlets() if each.name == "Tidewater Courier")
    for speaker in outlet.most_quoted:
        assert f'<a href="/people/{speaker.entity_id}">{speaker.name}</a>' in page
    assert '<a href="/article/5">Mayor rules out a second harbour levy</a>' in page
    assert '<a href="/article/1">' not in page  # an earlier text of the same page


def test_a_part_of_a_name_leads_to_the_outlet_and_an_unknown_one_to_nothing(site):
    answer = site.get("/outlets/lantern?since=2023", headers=BROWSER, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/outlets/Evening%20Lantern?since=2023")
    missing = site.get("/outlets/Nowhere%20News", headers=BROWSER)
    assert missing.status_code == 404
    assert "no outlet" in missing.text


def test_an_outlet_may_have_any_name(site_of, tmp_path):
    odd = "<b>Tide/Ebb?</b> & “Flow” #1 100%"
    path = filled(tmp_path / "odd.ledger")
    with Ledger(path, write=True) as ledger:
        ledger.add([article(Said("Ada Loom", "We will not sell the mill"), outlet=odd, uri="https://odd.example/1")])
    site = site_of(ledger=path)
    page = site.get("/outlets", headers=BROWSER).text
    assert "<b>" not in page
    (address,) = re.findall(r'href="(/outlets/%3Cb[^"]*)"', page.partition("Whose words they are")[0])
    one = site.get(address.replace("&amp;", "&"), headers=BROWSER)
    assert one.status_code == 200
    assert "&lt;b&gt;Tide/Ebb?&lt;/b&gt; &amp; “Flow” #1 100%" in one.text


def test_a_time_without_articles_says_so(site):
    page = site.get("/outlets", params={"since": "2030"}, headers=BROWSER).text
    assert "No article is of that time" in page
    one = site.get("/outlets/Evening%20Lantern", params={"since": "2030"}, headers=BROWSER)
    assert one.status_code == 200
    assert "No article of it is among those asked about" in one.text


def test_an_empty_ledger_says_so(site_of, tmp_path):
    page = site_of(ledger=tmp_path / "empty.ledger").get("/outlets", headers=BROWSER).text
    assert "This ledger is empty" in page


@pytest.mark.parametrize(
    ("own", "others", "place", "told"),
    [
        (0.4, [], "no other outlet to compare it with", ""),
        (0.4, [0.2], "more than the other", "the other has 20%"),
        (0.2, [0.2], "the same as the other", "the other has 20%"),
        (0.4, [0.1, 0.2, 0.3], "more than any other", "the others: 10% to 30%, 20% in the middle"),
        (0.05, [0.1, 0.2, 0.3], "less than any other", "the others: 10% to 30%, 20% in the middle"),
        (0.25, [0.1, 0.2, 0.3], "more than 2 of the 3 others", "the others: 10% to 30%, 20% in the middle"),
        (0.1, [0.1, 0.2, 0.3], "as little as the least of the others", "the others: 10% to 30%, 20% in the middle"),
        (0.3, [0.1, 0.2, 0.3], "as much as the most of the others", "the others: 10% to 30%, 20% in the middle"),
        (0.2, [0.2, 0.2], "the same as every other", "the others have 20% each"),
        (0.2, [0.1, None, 0.3], "more than 1 of the 2 others", "the others: 10% to 30%"),
        (None, [0.1, 0.3], "there is nothing to count it by", "the others: 10% to 30%"),
        (0.2, [None, None], "no other outlet to compare it with", ""),
    ],
)
def test_a_figure_is_put_beside_the_others(own, others, place, told):
    beside = beside_others(figures_of("A", page=own), [figures_of("B", page=each) for each in others])
    (page,) = (each for each in beside if each.figure.name == "page")
    assert (page.place, page.told) == (place, told)


def test_counts_are_fewer_and_not_less():
    beside = beside_others(figures_of("A", articles=1), [figures_of("B", articles=each) for each in (2, 3)])
    assert beside[0].place == "fewer than any other"


def test_the_picture_of_a_figure_keeps_everything_on_its_line():
    others = [figures_of("B", page=each) for each in (0.1, 0.2, 0.6)]
    for own in (0.0, 0.3, 0.9):
        (page,) = (each for each in beside_others(figures_of("A", page=own), others) if each.figure.name == "page")
        places = [page.at, page.least_at, page.middle_at, page.most_at]
        assert all(0 < place < 100 for place in places)
        assert page.least_at < page.middle_at < page.most_at
        assert (page.at < page.middle_at) == (own < page.middle)


def test_an_outlets_page_counts_the_outlets_once(site, monkeypatch):
    counted = []
    real = profiles.outlets

    def counting(*given, **more):
        counted.append(given)
        return real(*given, **more)

    monkeypatch.setattr("onrecord.interfaces.web.pages.outlets.outlets", counting)
    monkeypatch.setattr("onrecord.ledger.profile_details.outlets", counting)
    assert site.get("/outlets/Tidewater%20Courier").status_code == 200
    assert len(counted) == 1
