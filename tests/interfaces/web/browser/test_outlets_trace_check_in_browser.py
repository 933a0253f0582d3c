"""Outlets, a quotation traced, and a check, as a person goes through them in a browser."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from interfaces.web.browser.looking import barriers, beyond, unreached
from interfaces.web.browser.views import NARROW, VIEWS
from interfaces.web.ledgers import PLEDGE

SAID = f"ORTEGA: {PLEDGE.replace('one crown', 'a crown')}. I have said so to every skipper.\n\nKELLER: We can wait."
FILES = [
    {
        "name": "2023-03-13 council.txt",
        "mimeType": "text/plain",
        "buffer": b"KELLER: The levy can wait until the autumn storms are over, and the quay can wait.",
    },
    {"name": "numbers.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"},
]


@pytest.fixture
def checked(browser_page, served):
    """A page with the answer of a check of the Courier's article: one altered quotation and one word for word."""
    browser_page.goto(f"{served(read_only=True)}/check")
    browser_page.get_by_label("One of the ledger, by its number or address").fill("5")
    browser_page.get_by_label("A transcript, pasted").fill(SAID)
    browser_page.get_by_label("or as files, several at once").set_input_files(FILES)
    browser_page.get_by_role("button", name="Check", exact=True).click()
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Quotations checked")
    return browser_page


def test_outlets_are_sorted_by_their_headings_and_lead_to_their_pages(browser_page, served):
    browser_page.goto(f"{served(read_only=True)}/outlets")
    figures = browser_page.get_by_role("table").first
    names = figures.get_by_role("rowheader")
    expect(names.first).to_have_text("Evening Lantern")
    figures.get_by_role("link", name="words", exact=True).click()
    expect(browser_page).to_have_url(re.compile(r"\?sort=words$"))
    expect(names.first).to_have_text("Tidewater Courier")
    expect(figures.get_by_role("columnheader", name="words of stories")).to_have_attribute("aria-sort", "descending")
    names.first.get_by_role("link").click()
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Tidewater Courier")


def test_outlets_are_compared_in_a_picture_whose_figures_are_in_a_table(browser_page, served):
    browser_page.goto(f"{served(read_only=True)}/outlets")
    whose = browser_page.get_by_role("region", name="Whose words they are")
    picture = whose.get_by_role("img")
    expect(picture).to_have_accessible_name(re.compile("by what kind of source"))
    table = whose.get_by_role("table")
    expect(table).to_be_hidden()
    whose.locator("summary").press("Enter")
    expect(table).to_be_visible()
    expect(table.get_by_role("row", name="Harbour Gazette")).to_contain_text("61%")


def test_the_time_that_is_asked_about_goes_along_to_an_outlet(browser_page, served):
    browser_page.goto(f"{served(read_only=True)}/outlets")
    browser_page.get_by_label("Published since").fill("2023-04")
    browser_page.get_by_role("button", name="Count").press("Enter")
    names = browser_page.get_by_role("table").first.get_by_role("rowheader")
    expect(names).to_have_text(["Harbour Gazette"])
    names.first.get_by_role("link").click()
    expect(browser_page.get_by_label("Published since")).to_have_value("2023-04")


def test_a_quotation_is_traced_and_its_marks_lead_to_the_wordings_by_keyboard(browser_page, served):
    browser_page.goto(f"{served(read_only=True)}/trace")
    browser_page.get_by_label("Words, as they may have been printed").fill(PLEDGE)
    browser_page.get_by_role("button", name="Trace").press("Enter")
    marks = browser_page.get_by_role("group", name="Appearances by outlet and day").get_by_role("link")
    expect(marks).to_have_count(3)
    second = marks.nth(1)
    expect(second).to_have_accessible_name("Wording 2, words replaced or added: Evening Lantern, 15 March 2023")
    second.focus()
    browser_page.keyboard.press("Enter")
    expect(browser_page).to_have_url(re.compile(r"\#wording\-2$"))
    wording = browser_page.locator("#wording-2")
    expect(wording).to_be_in_viewport()
    expect(wording.locator("del")).to_have_text("left out: one")
    expect(wording.locator("ins")).to_have_text("added: a")


@pytest.mark.parametrize("browser_page", VIEWS, indirect=True, ids=str)
def test_no_mark_of_the_picture_covers_another_or_leaves_it(browser_page, served):
    browser_page.goto(f"{served(read_only=True)}/trace")
    browser_page.get_by_label("Words, as they may have been printed").fill(PLEDGE)
    browser_page.get_by_role("button", name="Trace").click()
    picture = browser_page.get_by_role("group", name="Appearances by outlet and day")
    frame = picture.bounding_box()
    boxes = [mark.bounding_box() for mark in picture.locator(".mark").all()]
    assert len(boxes) == 3
    for box in boxes:
        assert frame["x"] <= box["x"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"]
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            below = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
            assert beside or below


def test_words_that_cannot_be_traced_are_said_beside_the_form(browser_page, served, faults):
    faults.expect("400 GET .*/trace")
    browser_page.goto(f"{served(read_only=True)}/trace?quotation=two+words")
    expect(browser_page.get_by_role("alert")).to_contain_text("at least 3 are needed")
    browser_page.get_by_role("link", name="Search what is said for these words").click()
    expect(browser_page).to_have_url(re.compile(r"/search\?words=two"))


def test_a_check_names_what_it_could_not_read_and_shows_one_verdict_at_a_time(checked):
    expect(checked.get_by_role("alert")).to_contain_text("numbers.csv: no column is called text")
    quotations = checked.locator("[data-verdict]")
    expect(quotations).to_have_count(2)
    chosen = checked.get_by_role("radio", name="all 2")
    chosen.focus()
    checked.keyboard.press("ArrowRight")
    expect(checked.get_by_role("radio", name="verbatim 1")).to_be_checked()
    expect(quotations.filter(visible=True)).to_have_count(1)
    expect(checked.get_by_role("status").first).to_have_text("1 of 2 quotations shown")
    checked.get_by_text("altered 1", exact=True).click()
    expect(quotations.filter(visible=True).locator("del")).to_have_text("said, and not in the article: a")
    checked.get_by_text("all 2", exact=True).click()
    expect(quotations.filter(visible=True)).to_have_count(2)


def test_a_checked_quotation_leads_to_its_place_in_the_article(checked):
    link = checked.locator("[data-verdict=altered]").get_by_role("link")
    expect(link).to_have_accessible_name(f"in the article: {PLEDGE}")
    expect(link).to_have_attribute("href", "/article/5?attribution=a1")


def test_the_answer_of_a_check_is_downloaded_as_a_table(checked):
    with checked.expect_download() as download:
        checked.get_by_role("button", name="as CSV").press("Enter")
    assert download.value.suggested_filename == "checked.csv"
    with Path(download.value.path()).open(newline="", encoding="utf-8") as table:
        assert [row["verdict"] for row in csv.DictReader(table)] == ["altered", "verbatim"]
    expect(checked.get_by_role("heading", level=1)).to_have_text("Quotations checked")  # the page is still there


@pytest.mark.parametrize("browser_page", VIEWS, indirect=True, ids=str)
def test_the_answer_of_a_check_has_no_barrier_and_fits_the_screen(checked):
    assert barriers(checked) == []
    assert beyond(checked) == []
    assert unreached(checked) == []


def test_the_answer_of_a_check_prints_without_its_controls(checked):
    checked.evaluate("window.print = () => { document.title = 'printed'; }")
    checked.get_by_role("button", name="print").click()
    expect(checked).to_have_title("printed")
    checked.emulate_media(media="print")
    expect(checked.get_by_role("radio", name="all 2")).to_be_hidden()
    expect(checked.get_by_role("button", name="as CSV")).to_be_hidden()
    expect(checked.get_by_text("1 verbatim, 1 altered")).to_be_visible()
    expect(checked.locator("[data-verdict]").filter(visible=True)).to_have_count(2)


def test_what_was_pasted_stays_where_a_check_could_not_be_made(browser_page, served, faults):
    faults.expect("400 POST .*/check")
    browser_page.goto(f"{served(read_only=True)}/check")
    said = browser_page.get_by_label("A transcript, pasted")
    said.fill("\nORTEGA: We will not ask the boats.\n\nKELLER: No.")
    browser_page.get_by_role("button", name="Check", exact=True).click()
    expect(browser_page.get_by_role("alert")).to_contain_text("give one article")
    expect(said).to_have_value("\nORTEGA: We will not ask the boats.\n\nKELLER: No.")


@pytest.mark.parametrize("browser_page", [NARROW], indirect=True, ids=str)
def test_files_can_be_dropped_on_the_form(browser_page, served):
    browser_page.goto(f"{served(read_only=True)}/check")
    browser_page.evaluate(
        """() => {
          const carried = new DataTransfer();
          for (const name of ["a.txt", "b.vtt"]) carried.items.add(new File(["VELL: Yes."], name));
          const how = { dataTransfer: carried, bubbles: true, cancelable: true };
          document.body.dispatchEvent(new DragEvent("drop", how));
        }"""
    )
    files = browser_page.get_by_label("or as files, several at once")
    assert files.evaluate("each => [...each.files].map((file) => file.name)") == ["a.txt", "b.vtt"]
