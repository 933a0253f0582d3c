"""Search and people in a browser: words asked, filters set and taken away, and charts drawn from their tables."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from interfaces.web.browser.views import DARK, LIGHT, NARROW
from interfaces.web.ledgers import filled
from ledger.articles import Said, article
from onrecord.interfaces.web.settings import Settings
from onrecord.ledger.ledger import Ledger

_CHART = "(name) => { const chart = window.Chart.getChart(document.querySelector(name)); return %s; }"


@pytest.fixture(scope="module")
def base(serving, tmp_path_factory):
    """A site that only reads, with twenty-five articles more than the harbour town's."""
    path = filled(tmp_path_factory.mktemp("browser") / "harbour.ledger")
    with Ledger(path, write=True) as ledger:
        ledger.add([
            article(
                Said("Maria Ortega", f"Berth number {number} stays open"),
                outlet="Tidewater Courier" if number % 2 else "Evening Lantern",
                published=f"2023-{6 + number % 4:02}-{1 + number:02}",
                title=f"Berth {number}",
            )
            for number in range(25)
        ])  # fmt: skip
    return serving(Settings(ledger=path, read_only=True))


def query(page):
    return parse_qsl(urlsplit(page.url).query)


def chart(page, what, name="canvas"):
    """Something of a chart that is drawn."""
    return page.evaluate(_CHART % what, name)


def first_bar(page):
    """The colour of the middle of the first bar of a chart, as it is on the screen."""
    return page.evaluate(
        """() => {
          const canvas = document.querySelector("canvas");
          const chart = window.Chart.getChart(canvas);
          const drawn = chart.data.datasets[0].data.findIndex((each) => each > 0);
          const { x, y, base } = chart.getDatasetMeta(0).data[drawn];
          const scale = canvas.width / canvas.clientWidth;
          return [...canvas.getContext("2d").getImageData(x * scale, ((y + base) / 2) * scale, 1, 1).data].slice(0, 3);
        }"""
    )


def test_words_are_asked_a_filter_set_and_taken_away_again(browser_page, base):
    page = browser_page
    page.goto(f"{base}/search")
    page.get_by_label("Words", exact=True).fill("levy")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}/search?words=levy")
    expect(page.get_by_role("status")).to_have_text("3 attributions in 3 articles")
    assert page.locator("mark").all_inner_texts() == ["levy"] * 3
    page.get_by_role("checkbox", name="named person 2", exact=True).check()
    page.get_by_label("Since").fill("2023-03")
    page.get_by_role("button", name="Search").last.click()
    page.wait_for_url(f"{base}/search?words=levy&standing=named_person&since=2023-03")
    expect(page.get_by_role("status")).to_have_text("2 attributions in 2 articles")
    expect(page.get_by_role("checkbox", name="named person 2", exact=True)).to_be_checked()
    page.get_by_role("link", name="Take away: source named person").click()
    page.wait_for_url(f"{base}/search?words=levy&since=2023-03")
    page.get_by_role("link", name="Clear all").click()
    page.wait_for_url(f"{base}/search")


def test_pages_of_answers_are_turned_and_turned_back(browser_page, base):
    page = browser_page
    page.goto(f"{base}/search?words=berth")
    first = page.locator(".said").all_inner_texts()
    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".said")).to_have_count(5)
    assert not set(first) & set(page.locator(".said").all_inner_texts())
    page.get_by_role("link", name="Page before").click()
    page.wait_for_url(f"{base}/search?words=berth")
    assert page.locator(".said").all_inner_texts() == first


def test_an_answer_leads_to_its_speaker_whose_statements_lead_back(browser_page, base):
    page = browser_page
    page.goto(f"{base}/search?words=doubles")
    page.get_by_role("link", name="Tomas Keller").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tomas Keller")
    page.locator(".tiles a").click()
    expect(page.locator(".chip")).to_contain_text("speaker Tomas Keller")
    expect(page.get_by_role("status")).to_contain_text("2 attributions")


def test_a_wrong_question_is_told_and_can_be_put_right_in_its_place(browser_page, base, faults):
    faults.expect("400 GET .*/search")
    page = browser_page
    page.goto(f"{base}/search?words=levy&speaker=Nobody+Such")
    expect(page.get_by_role("alert")).to_contain_text("nobody who speaks in the ledger is called")
    expect(page.get_by_label("Words", exact=True)).to_have_value("levy")
    page.get_by_label("Speaker").fill("Keller")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}/search?words=levy&speaker=Keller")
    expect(page.locator(".said")).to_have_count(2)


@pytest.mark.parametrize("browser_page", [NARROW], indirect=True, ids=str)
def test_on_a_narrow_screen_the_filters_are_folded_and_the_answers_are_near(browser_page, base):
    page = browser_page
    page.goto(f"{base}/search?words=levy")
    expect(page.get_by_label("Speaker")).to_be_hidden()
    assert page.locator(".said").first.bounding_box()["y"] < 844
    page.get_by_text("Filters", exact=True).press("Enter")
    expect(page.get_by_label("Speaker")).to_be_visible()
    page.get_by_label("Speaker").fill("Keller")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}/search?words=levy&speaker=Keller")


@pytest.mark.parametrize("browser_page", [LIGHT], indirect=True, ids=str)
def test_on_a_wide_screen_the_filters_stand_beside_the_answers(browser_page, base):
    page = browser_page
    page.goto(f"{base}/search?words=levy")
    expect(page.get_by_label("Speaker")).to_be_visible()
    expect(page.get_by_text("Filters", exact=True)).to_be_hidden()
    answers, filters = page.locator(".results").bounding_box(), page.locator(".filters").bounding_box()
    assert filters["x"] + filters["width"] < answers["x"]


def test_the_list_of_people_is_narrowed_and_sorted(browser_page, base):
    page = browser_page
    page.goto(f"{base}/people")
    page.get_by_label("Outlet").fill("lantern")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(f"{base}/people?outlet=lantern")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("columnheader", name="speaker").get_by_role("link").click()
    page.wait_for_url(f"{base}/people?outlet=lantern&sort=name")
    assert page.locator("tbody th > a").all_inner_texts() == ["Ana Petrova", "Maria Ortega"]
    page.get_by_role("link", name="Maria Ortega").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maria Ortega")


def test_the_timeline_is_drawn_from_its_table_which_is_folded_under_it(browser_page, base):
    page = browser_page
    page.goto(f"{base}/people/1")
    canvas = page.get_by_role("img", name="Attributions to Maria Ortega by month and outlet")
    expect(canvas).to_be_visible()
    months = ["Mar 2023", "Apr 2023", "May 2023", "Jun 2023", "Jul 2023", "Aug 2023", "Sept 2023"]
    assert chart(page, "chart.data.labels") == months
    assert chart(page, "chart.data.datasets.map((each) => [each.label, each.data])") == [
        ["Evening Lantern", [1, 0, 0, 7, 0, 6, 0]],
        ["Tidewater Courier", [1, 0, 0, 0, 6, 0, 6]],
        ["Harbour Gazette", [0, 1, 0, 0, 0, 0, 0]],
    ]
    table = page.locator("table[data-chart]")
    expect(table).to_be_hidden()
    page.get_by_text("The figures as a table").press("Enter")
    expect(table).to_be_visible()
    assert table.locator("tbody th").all_inner_texts()[:2] == ["March 2023", "April 2023"]


def test_a_bar_leads_to_what_was_said_in_its_month(browser_page, base):
    page = browser_page
    page.goto(f"{base}/people/1")
    at = chart(page, "(({ x, y, base }) => ({ x, y: (y + base) / 2 }))(chart.getDatasetMeta(0).data[3])")
    page.locator("canvas").click(position=at)
    page.wait_for_url(re.compile("/search"))
    assert query(page) == [("speaker", "#1"), ("since", "2023-06"), ("until", "2023-06")]
    expect(page.get_by_role("status")).to_contain_text("7 attributions")


def test_without_script_the_table_stands_there(chromium, base):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/people/1")
    expect(page.locator("table[data-chart]")).to_be_visible()
    assert page.locator("canvas").count() == 0
    context.close()


@pytest.mark.parametrize("browser_page", [LIGHT, DARK], indirect=True, ids=str)
def test_charts_take_other_colours_with_the_page_and_light_ones_on_paper(browser_page, base):
    page = browser_page
    page.goto(f"{base}/people/1")
    light, dark = [0, 114, 178], [108, 182, 255]
    dark_screen = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert first_bar(page) == (dark if dark_screen else light)
    page.emulate_media(color_scheme="light" if dark_screen else "dark")
    page.wait_for_function("() => true")
    assert first_bar(page) == (light if dark_screen else dark)
    switch = page.get_by_role("button", name="Colours")
    switch.click()
    assert first_bar(page) == light
    switch.click()
    assert first_bar(page) == dark
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert first_bar(page) == light
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert first_bar(page) == dark
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


_DRAWN = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Charts</title>
<link rel="stylesheet" href="{css}"><script defer src="{library}"></script><script defer src="{charts}"></script></head>
<body>{tables}</body></html>"""


@pytest.fixture
def drawn(browser_page, base):
    """Draws tables of one's own by the site's script."""

    def drawn(tables):
        page = browser_page
        page.goto(f"{base}/people/1")
        files = page.evaluate("""() => ({
          css: document.querySelector("link[href*='ledger.css']").href,
          library: document.querySelector("script[src*='chart.umd']").src,
          charts: document.querySelector("script[src*='charts.js']").src,
        })""")
        body = _DRAWN.format(tables=tables, **files)
        page.route("**/drawn", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(f"{base}/drawn")
        return page

    return drawn


def test_level_bars_are_in_the_order_of_the_rows_and_shares_are_of_one(drawn):
    page = drawn("""<table data-chart="bars" data-percent><thead><tr><th>Outlet</th><th data-series="c3">page</th>
      <th>note</th><th data-series>named</th></tr></thead><tbody>
      <tr><th>Courier</th><td>40%</td><td>7</td><td data-value="0.6">three fifths</td></tr>
      <tr><th>Lantern</th><td>10%</td><td>8</td><td>unknown</td></tr></tbody></table>""")
    assert chart(page, "chart.data.labels") == ["Courier", "Lantern"]
    assert chart(page, "chart.data.datasets.map((each) => [each.label, each.data])") == [
        ["page", [0.4, 0.1]],
        ["named", [0.6, None]],
    ]
    assert chart(page, "chart.scales.x.max") == 1
    assert chart(page, "chart.data.datasets[0].backgroundColor") == "#a23b91"
    assert page.locator("canvas").get_attribute("aria-label").startswith("Chart; the table below")


def test_points_stand_at_their_days_and_names_and_those_of_one_place_apart(drawn):
    page = drawn("""<table data-chart="days"><caption>Appearances</caption>
      <thead><tr><th>Day</th><th>Outlet</th><th data-series>Wording</th></tr></thead><tbody>
      <tr><th data-value="2023-03-14"><a href="/article/1">14 March 2023</a></th><td>Courier</td><td>whole</td></tr>
      <tr><th data-value="2023-03-14">14 March 2023</th><td>Courier</td><td>cut</td></tr>
      <tr><th>undated</th><td>Almanac</td><td>cut</td></tr>
      <tr><th data-value="2023-04-02">2 April 2023</th><td>Gazette</td><td>cut</td></tr></tbody></table>""")
    whole, cut = chart(page, "chart.data.datasets.map((each) => ({ label: each.label, data: each.data }))")
    assert (whole["label"], cut["label"]) == ("whole", "cut")
    assert [point["x"] for point in cut["data"]] == [whole["data"][0]["x"], whole["data"][0]["x"] + 19]
    assert whole["data"][0]["y"] < 0 < cut["data"][0]["y"]
    assert cut["data"][1]["y"] == 1
    assert chart(page, "chart.scales.y.ticks.map((tick) => tick.label)") == ["Courier", "Gazette"]
    at = chart(page, "(({ x, y }) => ({ x, y }))(chart.getDatasetMeta(0).data[0])")
    page.locator("canvas").click(position=at)
    page.wait_for_url(re.compile("/article/1"))


def test_months_of_no_article_between_two_are_drawn_empty_and_what_is_no_month_is_not(drawn):
    page = drawn("""<table data-chart="months"><thead><tr><th>Month</th><th data-series>Courier</th></tr></thead><tbody>
      <tr><th data-value="2022-11">November</th><td>1,204</td></tr>
      <tr><th data-value="2023-02">February</th><td>3</td></tr><tr><th>undated</th><td>9</td></tr></tbody></table>""")
    assert chart(page, "chart.data.labels") == ["Nov 2022", "Dec 2022", "Jan 2023", "Feb 2023"]
    assert chart(page, "chart.data.datasets[0].data") == [1204, 0, 0, 3]


@pytest.mark.parametrize(
    "table",
    [
        "<table data-chart='months'><thead><tr><th>Of</th><th data-series>a</th></tr></thead><tbody></tbody></table>",
        "<table data-chart='months'><thead><tr><th>Month</th><th data-series>a</th></tr></thead>"
        "<tbody><tr><th>undated</th><td>4</td></tr></tbody></table>",
        "<table data-chart='days'><thead><tr><th>Day</th><th>of</th><th>a</th></tr></thead>"
        "<tbody><tr><th>soon</th><td>Courier</td><td>4</td></tr></tbody></table>",
        "<table data-chart='bars'><thead><tr><th>Of</th><th>a</th></tr></thead>"
        "<tbody><tr><th>Courier</th><td>4</td></tr></tbody></table>",
        "<table data-chart='pie'><thead><tr><th>Of</th><th data-series>a</th></tr></thead>"
        "<tbody><tr><th>Courier</th><td>4</td></tr></tbody></table>",
    ],
    ids=["no rows", "no month", "no day", "nothing to draw", "no such chart"],
)
def test_a_table_with_nothing_to_draw_stays_a_table(drawn, table):
    page = drawn(table)
    expect(page.locator("table")).to_be_attached()
    assert page.locator("canvas").count() == 0
