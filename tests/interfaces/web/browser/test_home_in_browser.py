"""The first page in a browser: an article is pasted, dropped or named, with the mouse or the keyboard, and read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from interfaces.web.ledgers import filled

ARTICLE = """Ferry crews ask for a night berth

The ferry crews of Saltmarsh have asked the harbour board for a berth that stays open at night.

“We are told to sleep in the channel,” said Ana Petrova, who speaks for the crews. “Nobody sleeps in the channel.”

The board said it would answer by Friday.
"""

#: Lets a file fall on an element, as a hand would: the events that a browser sends, with the file in them.
_DROP = """([element, name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: "text/plain" }));
  const send = (type) => element.dispatchEvent(
    new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  return [send("dragover"), send("drop")];
}"""


@pytest.mark.bundle
def test_a_text_is_pasted_and_read_and_is_there_when_one_comes_back(browser_page, served):
    base = served()
    browser_page.goto(base)
    browser_page.get_by_label("or its text").fill(ARTICLE)
    browser_page.get_by_role("button", name="Read it").click()
    browser_page.wait_for_url(re.compile(rf"{base}/article/\d+"))
    expect(browser_page.get_by_role("main")).to_contain_text("We are told to sleep in the channel")
    browser_page.goto(base)
    expect(browser_page.get_by_role("main")).to_contain_text("6 articles")
    expect(browser_page.get_by_role("link", name="Ferry crews ask for a night berth")).to_be_visible()


@pytest.mark.bundle
@pytest.mark.parametrize("where", ["[data-drop]", "h1"], ids=["on its field", "anywhere"])
def test_a_file_is_dropped_and_read(browser_page, served, where):
    base = served()
    browser_page.goto(base)
    element = browser_page.locator(where).element_handle()
    browser_page.evaluate(_DROP, [element, "ferry.txt", ARTICLE])
    assert browser_page.get_by_label("or a file").evaluate("each => each.files[0].name") == "ferry.txt"
    browser_page.get_by_role("button", name="Read it").click()
    browser_page.wait_for_url(re.compile(rf"{base}/article/\d+"))
    expect(browser_page.get_by_role("main")).to_contain_text("We are told to sleep in the channel")


def test_words_that_are_dragged_over_the_page_are_let_alone(browser_page, served):
    browser_page.goto(served())
    prevented = browser_page.locator("h1").evaluate("""element => {
      const data = new DataTransfer();
      data.setData("text/plain", "some words");
      return !element.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }""")
    assert prevented is False
    assert browser_page.get_by_label("or a file").evaluate("each => each.files.length") == 0


def test_a_file_is_lit_while_it_is_over_the_page(browser_page, served):
    browser_page.goto(served())
    place = browser_page.locator("[data-drop]")
    drag = """(element, type) => {
      const data = new DataTransfer();
      data.items.add(new File(["x"], "x.txt"));
      element.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    }"""
    browser_page.locator("h1").evaluate(drag, "dragover")
    expect(place).to_have_class(re.compile(r"\bover\b"))
    browser_page.locator("h1").evaluate(drag, "dragleave")
    expect(place).not_to_have_class(re.compile(r"\bover\b"))


def test_an_address_that_is_none_does_not_leave_the_page(browser_page, served):
    base = served()
    browser_page.goto(base)
    browser_page.get_by_label("Address").fill("the paper of yesterday")
    browser_page.get_by_role("button", name="Read it").click()
    assert browser_page.url == f"{base}/"
    assert browser_page.get_by_label("Address").evaluate("each => each.validity.typeMismatch")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://news.example/story", "begins with https:// or http://"),
        ("http://127.0.0.1:8000/story", "private"),
        ("http://[::1]/story", "private"),
    ],
)
def test_an_address_that_may_not_be_read_is_refused_in_words(browser_page, served, faults, address, said):
    faults.expect("400 POST .*/read")
    browser_page.goto(served())
    browser_page.get_by_label("Address").fill(address)
    browser_page.get_by_role("button", name="Read it").click()
    expect(browser_page.get_by_role("alert")).to_contain_text(said)
    browser_page.get_by_role("link", name="Back to the beginning").click()
    expect(browser_page.get_by_role("heading", name="Read an article")).to_be_visible()


def test_an_empty_form_says_what_to_give(browser_page, served, faults):
    faults.expect("400 POST .*/read")
    browser_page.goto(served())
    browser_page.get_by_role("button", name="Read it").click()
    expect(browser_page.get_by_role("alert")).to_contain_text("paste a text")


def test_what_was_pasted_is_still_there_on_the_way_back_and_can_be_sent_again(browser_page, served, faults):
    faults.expect("400 POST .*/read")
    browser_page.goto(served())
    browser_page.get_by_label("or its text").fill(ARTICLE)
    browser_page.get_by_label("Address").fill("ftp://news.example/story")
    browser_page.get_by_role("button", name="Read it").click()
    expect(browser_page.get_by_role("alert")).to_be_visible()
    browser_page.go_back()
    expect(browser_page.get_by_label("or its text")).to_have_value(ARTICLE)
    assert browser_page.locator("[data-reading]").get_attribute("aria-busy") is None
    expect(browser_page.locator("[data-reading-note]")).to_have_text("")


def test_a_second_click_does_not_read_it_twice(browser_page, served):
    browser_page.goto(served())
    sent = browser_page.evaluate("""() => {
      const form = document.querySelector("[data-reading]");
      let sent = 0;
      form.addEventListener("submit", (event) => { if (!event.defaultPrevented) sent += 1; event.preventDefault(); });
      form.requestSubmit();
      form.requestSubmit();
      return sent;
    }""")
    assert sent == 1
    expect(browser_page.get_by_role("status")).to_have_text("Reading …")


def test_an_empty_ledger_invites_to_read(browser_page, served, tmp_path):
    browser_page.goto(served(ledger=tmp_path / "new.ledger", kept=False))
    expect(browser_page.get_by_role("main")).to_contain_text("This ledger is empty")
    expect(browser_page.get_by_role("button", name="Read it")).to_be_visible()
    assert browser_page.get_by_role("heading", name="Newest articles").count() == 0
    expect(browser_page.get_by_role("contentinfo")).to_contain_text("gone when the server stops")


def test_a_site_that_only_reads_has_no_form(browser_page, served, tmp_path):
    browser_page.goto(served(read_only=True, ledger=filled(tmp_path / "there.ledger")))
    expect(browser_page.get_by_role("heading", name="Newest articles")).to_be_visible()
    assert browser_page.get_by_role("button", name="Read it").count() == 0


@pytest.mark.bundle
def test_an_article_is_read_with_the_keyboard_alone(browser_page, served):
    base = served()
    browser_page.goto(base)
    browser_page.keyboard.press("Tab")
    expect(browser_page.get_by_role("link", name="Skip to the content")).to_be_focused()
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_role("main")).to_be_focused()
    browser_page.keyboard.press("Tab")
    expect(browser_page.get_by_label("Address")).to_be_focused()
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.insert_text(ARTICLE)
    browser_page.keyboard.press("Tab")
    expect(browser_page.get_by_label("or a file")).to_be_focused()
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url(re.compile(rf"{base}/article/\d+"))
    expect(browser_page.get_by_role("main")).to_contain_text("We are told to sleep in the channel")


def test_a_search_is_asked_from_the_first_page(browser_page, served):
    base = served()
    browser_page.goto(base)
    browser_page.get_by_role("searchbox", name="Search what is said").fill("levy")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url(re.compile(rf"{base}/search\?words=levy"))
    expect(browser_page.get_by_role("main")).to_contain_text("levy")
