"""The article's page in a browser: reading, filtering, correcting and listening, with the mouse and the keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from interfaces.web.browser.looking import barriers, beyond
from interfaces.web.browser.views import DARK, LIGHT, NARROW, NARROW_DARK
from ledger.articles import Said, article
from onrecord.ledger.ledger import Ledger
from onrecord.record.types import Record
from records import RECORD, TEXT, span, through_hands

views = pytest.mark.parametrize("browser_page", [LIGHT, DARK, NARROW, NARROW_DARK], indirect=True, ids=str)


@pytest.fixture
def reading(served: Callable[..., str], tmp_path: Path, browser_page: Any) -> Callable[..., Any]:
    """Opens the page of a record, which stands in a ledger of its own, with what follows its address."""

    def reading(record: Record = RECORD, rest: str = "", **settings: Any) -> Any:
        path = tmp_path / "article.ledger"
        with Ledger(path, write=True) as ledger:
            ledger.add([record])
        browser_page.goto(f"{served(ledger=path, **settings)}/article/1{rest}")
        return browser_page

    return reading


def asked(page: Any) -> dict[str, list[str]]:
    """What the page's address asks for."""
    return parse_qs(urlsplit(page.url).query)


def cue(page: Any, index: int) -> Any:
    return page.locator(f'.story a.cue[data-p="{index}"]')


def panel(page: Any) -> Any:
    return page.locator("#panel")


def lit(page: Any) -> list[str]:
    return page.locator(".lit").all_inner_texts()


def test_words_that_are_pointed_at_light_up_with_all_that_belongs_to_them(reading):
    page = reading()
    cue(page, 5).hover()
    expect(page.locator(".lit")).to_have_count(6)
    assert sorted(lit(page)) == sorted(
        ["“No figure is final,”", "she", "told", "the Courier", "on Tuesday", "“and nobody has been asked to go.”"]
    )
    expect(page.locator(".hint")).to_have_text("Maria Ortega (chairs) — told")
    page.locator(".byline").hover()
    expect(page.locator(".hint")).to_be_hidden()


@views
def test_a_click_opens_the_panel_and_the_address_says_so(reading):
    page = reading()
    page.locator("#story .q", has_text="“No figure is final,”").click()
    expect(panel(page).get_by_role("heading", level=3)).to_contain_text("Maria Ortega")
    expect(panel(page)).to_contain_text("6 of 14")
    expect(panel(page)).to_contain_text("on Tuesday (14 March 2023)")
    expect(panel(page)).to_be_focused()
    assert asked(page) == {"attribution": ["a6"]}
    assert "“and nobody has been asked to go.”" in lit(page)
    assert barriers(page) == []
    assert beyond(page) == []


def test_an_address_with_an_attribution_opens_it(reading):
    page = reading(rest="?attribution=a9", record=through_hands())
    expect(panel(page)).to_contain_text("9 of 14")
    expect(cue(page, 8)).to_be_in_viewport()
    assert "believed" in lit(page)


def test_the_panel_opens_on_focus_and_leaves_the_focus_in_the_text(reading):
    page = reading()
    cue(page, 2).focus()
    expect(panel(page)).to_contain_text("3 of 14")
    expect(cue(page, 2)).to_be_focused()
    page.keyboard.press("Tab")
    expect(panel(page)).to_contain_text("4 of 14")


def test_the_keyboard_goes_from_one_attribution_to_the_next_into_the_panel_and_back(reading):
    page = reading()
    for key, place in (("n", 0), ("n", 1), ("n", 2), ("p", 1), ("ArrowRight", 2), ("ArrowLeft", 1)):
        page.keyboard.press(key)
        expect(panel(page)).to_contain_text(f"{place + 1} of 14")
        expect(cue(page, place)).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(cue(page, 1)).to_be_focused()
    assert asked(page) == {}
    page.keyboard.press("Enter")
    expect(panel(page)).to_be_focused()
    page.keyboard.press("n")
    expect(panel(page)).to_contain_text("3 of 14")
    expect(panel(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(cue(page, 2)).to_be_focused()


def test_letters_that_are_typed_are_no_keys_and_can_be_turned_off(reading):
    page = reading()
    page.get_by_role("searchbox").fill("")
    page.keyboard.type("npv?l")
    expect(page.get_by_role("searchbox")).to_have_value("npv?l")
    expect(panel(page)).to_be_hidden()
    page.locator(".byline").click()
    page.keyboard.press("?")
    page.get_by_label("letters are keys on this page").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(panel(page)).to_be_hidden()
    page.reload()
    page.keyboard.press("n")
    expect(panel(page)).to_be_hidden()


def test_the_help_for_the_keys_opens_with_a_question_mark_and_closes_with_escape(reading):
    page = reading()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Keys")).to_be_hidden()
    page.get_by_role("button", name="Keys of this page").click()
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()


def test_from_the_panel_one_goes_to_what_carries_and_what_is_carried(reading):
    page = reading(record=through_hands(), rest="?attribution=a9")
    panel(page).get_by_role("link", name="what an aide told").click()
    expect(panel(page)).to_contain_text("8 of 14")
    panel(page).get_by_role("link", name="The Evening Lantern", exact=True).first.click()
    expect(panel(page)).to_contain_text("7 of 14")
    panel(page).get_by_role("link", name="The next attribution").click()
    expect(panel(page)).to_contain_text("8 of 14")
    panel(page).get_by_role("link", name="Close").click()
    expect(panel(page)).to_be_hidden()


def bright(page: Any) -> set[str]:
    return set(page.locator(".story .s:not(.dim)").all_text_contents())


@views
def test_a_filter_dims_the_rest_stands_in_the_address_and_comes_back(reading):
    page = reading()
    if page.viewport_size["width"] < 800:
        page.get_by_role("button", name="Voices and filters").click()
    page.get_by_role("checkbox", name="Maria Ortega").check()
    page.get_by_label("word for word").check()
    assert bright(page) >= {"“No figure is final,”", "told"}
    assert "that any decision had been made" not in bright(page)
    assert asked(page) == {"voice": ["entity:e1"], "direct": ["true"]}
    expect(page.locator(".filters [role=status]")).to_have_text("1 of 14 attributions")
    assert barriers(page) == []
    here = bright(page)
    page.reload()
    assert bright(page) == here
    if page.viewport_size["width"] < 800:
        page.get_by_role("button", name="Voices and filters").click()
    page.get_by_role("link", name="Show all").click()
    assert page.locator(".dim").count() == 0
    assert asked(page) == {}


@pytest.mark.parametrize(
    "rest",
    ["voice=page", "voice=entity:e3&voice=entity:e1", "standing=unnamed_person", "hedged=true",
     "standing=named_person&direct=true", "standing=page&standing=none"],
)  # fmt: skip
def test_the_script_dims_what_the_server_dims(reading, rest):
    page = reading(rest=f"?{rest}")
    by_script = bright(page)
    filtered = page.locator("#story").get_attribute("class")
    html = page.request.get(page.url, headers={"Accept": "text/html"}).text()
    by_server = page.evaluate(
        """(html) => {
          const page = new DOMParser().parseFromString(html, "text/html");
          return [page.querySelector("#story").className,
                  [...page.querySelectorAll(".story .s:not(.dim)")].map((run) => run.textContent)];
        }""",
        html,
    )
    assert (filtered, by_script) == (by_server[0], {each for each in by_server[1] if each})


def test_a_part_of_the_bar_chooses_its_voice(reading):
    page = reading()
    page.locator('svg.bar g[data-voice="entity:e1"]').click()
    assert asked(page) == {"voice": ["entity:e1"]}
    page.locator('svg.bar g[data-voice="entity:e1"]').click()
    assert asked(page) == {}


def test_without_a_script_the_page_is_read_opened_and_filtered(chromium, served, tmp_path):
    path = tmp_path / "article.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([RECORD])
    base = served(ledger=path)
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/article/1")
    cue(page, 5).click()
    expect(panel(page)).to_contain_text("6 of 14")
    panel(page).get_by_role("link", name="Close").click()
    expect(panel(page)).to_be_hidden()
    page.get_by_role("checkbox", name="Maria Ortega").check()
    page.get_by_role("button", name="Show these").click()
    expect(page.locator(".dim").first).to_be_visible()
    assert asked(page) == {"voice": ["entity:e1"]}
    expect(page.get_by_role("button", name="Listen")).to_be_hidden()
    context.close()


def correcting(page: Any, index: int) -> None:
    cue(page, index).click()
    page.get_by_role("button", name="This is wrong").click()


def kept(page: Any) -> list[dict[str, Any]]:
    """The corrections that the ledger has."""
    base = page.url.split("/article")[0]
    found: list[dict[str, Any]] = page.request.get(f"{base}/api/v1/documents/1/corrections").json()
    return found


def test_a_reading_is_rejected_and_the_correction_stands_beside_it_and_is_taken_back(reading):
    page = reading()
    correcting(page, 3)
    page.get_by_label("Your name").fill("Jo Field")
    page.get_by_label("Note").fill("nobody <said> it")
    assert barriers(page) == []
    page.get_by_role("button", name="Keep it").click()
    shown = panel(page).locator(".correction")
    expect(shown).to_contain_text("Nothing is attributed here")
    expect(shown).to_contain_text("nobody <said> it")
    expect(shown).to_contain_text("Jo Field")
    expect(shown).to_be_focused()
    expect(cue(page, 3)).to_have_class(re.compile(r"\bcorrected\b"))
    (made,) = kept(page)
    assert (made["attribution"], made["kind"], made["who"]) == ("a4", "reject", "Jo Field")
    page.reload()
    expect(shown).to_contain_text("Nothing is attributed here")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_label("Your name")).to_have_value("Jo Field")
    page.get_by_role("button", name="Withdraw it").click()
    expect(shown).to_contain_text("withdrawn")
    expect(cue(page, 3)).not_to_have_class(re.compile(r"\bcorrected\b"))
    assert kept(page)[0]["withdrawn"]


def test_another_source_is_typed_and_found_where_it_stands_nearest(reading):
    page = reading()
    correcting(page, 8)
    page.get_by_label("other words name the source").check()
    page.get_by_label("The words that name the source").fill("an  AIDE")
    expect(page.locator("#correct-place")).to_contain_text("In the text: “an aide”")
    page.get_by_label("The words that name the source").fill("no such words")
    expect(page.locator("#correct-place")).to_contain_text("The text does not have these words")
    page.get_by_label("The words that name the source").fill("Ortega")
    page.get_by_label("Your name").fill("Jo Field")
    page.get_by_role("button", name="Keep it").click()
    expect(panel(page).locator(".correction")).to_contain_text("“Ortega”")
    assert kept(page)[0]["spans"] == [span("Ortega", "an aide had told it")]


def test_another_source_is_selected_with_the_mouse(reading):
    page = reading()
    correcting(page, 13)
    page.get_by_label("other words name the source").check()
    words = page.locator("#story .source", has_text="Keller").first
    words.dblclick(position={"x": 4, "y": 8})
    expect(page.locator("#correct-place")).to_contain_text("In the text: “Ortega")
    assert page.locator("#panel h2").inner_text() == "14 of 14"  # what is clicked on meanwhile is not opened
    page.get_by_label("Your name").fill("Jo Field")
    page.get_by_role("button", name="Keep it").click()
    expect(panel(page).locator(".correction")).to_be_visible()
    (made,) = kept(page)
    (chosen,) = made["spans"]
    assert TEXT[chosen["start"] : chosen["end"]].startswith("Ortega")


def test_another_source_is_chosen_with_the_keys_past_letters_that_take_two_places(reading):
    page = reading()
    cue(page, 13).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="This is wrong").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")  # the second of the radio buttons
    page.get_by_role("button", name="Choose with the keys").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your name")).to_be_focused()
    page.keyboard.type("Jo Field")
    page.keyboard.press("Enter")
    expect(panel(page).locator(".correction")).to_contain_text("Toma\u0301s\u030c Keller")
    # A fish and a cup stand before it, each one code point and two of the browser's places.
    assert kept(page)[0]["spans"] == [span("Toma\u0301s\u030c Keller")]


@pytest.mark.parametrize(
    ("chosen", "name", "made", "shown"),
    [
        ("Maria Ortega", None, {"entity": "e1", "name": None}, "The source is Maria Ortega"),
        ("somebody the article’s record has not", "Ana Petrova", {"entity": None, "name": "Ana Petrova"},
         "The source is Ana Petrova"),
        ("nobody who is known", None, {"entity": None, "name": None}, "Nobody who is known is meant"),
    ],
)  # fmt: skip
def test_the_source_is_somebody_else(reading, chosen, name, made, shown):
    page = reading()
    correcting(page, 2)
    page.get_by_label("the source is somebody else").check()
    page.get_by_label("Who it is").select_option(label=chosen)
    if name:
        page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Your name").fill("Jo Field")
    page.get_by_role("button", name="Keep it").click()
    expect(panel(page).locator(".correction")).to_contain_text(shown)
    (found,) = kept(page)
    assert {key: found[key] for key in made} == made


def test_what_cannot_be_kept_is_said_and_the_form_stays(reading, faults):
    page = reading()
    correcting(page, 2)
    page.get_by_label("other words name the source").check()
    page.get_by_label("Your name").fill("Jo Field")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".correct [role=alert]")).to_contain_text("select or type the words")
    page.route(
        "**/corrections", lambda route: route.fulfill(status=503, json={"error": {"message": "the ledger is busy"}})
    )
    faults.expect("answer: 503")
    page.get_by_label("nothing is attributed here").check()
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".correct [role=alert]")).to_contain_text("the ledger is busy")
    expect(page.get_by_role("button", name="Keep it")).to_be_enabled()
    page.get_by_label("Your name").press("Escape")
    expect(page.locator(".correct")).to_have_count(0)
    expect(page.get_by_role("button", name="This is wrong")).to_be_focused()


def test_a_site_that_only_reads_has_no_way_to_correct(reading):
    page = reading(rest="?attribution=a4", read_only=True)
    expect(panel(page)).to_contain_text("4 of 14")
    assert page.get_by_role("button", name="This is wrong").count() == 0


#: A speech that says nothing, notes what it was to say, and ends an utterance when the test says so.
SPEECH = """
  window.said = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const speech = {
    speak(each) { window.said.push({ text: each.text, rate: each.rate, lang: each.lang }); window.current = each; },
    cancel() { const last = window.current; window.current = null; last?.onerror?.({ error: "interrupted" }); },
    pause() {}, resume() {}, getVoices: () => [],
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.finish = () => { const last = window.current; window.current = null; last.onend({}); };
"""


@pytest.fixture
def listening(reading: Callable[..., Any], browser_page: Any) -> Any:
    browser_page.add_init_script(SPEECH)
    return reading()


def said(page: Any) -> list[str]:
    found: list[str] = page.evaluate("window.said.map((each) => each.text)")
    return found


def finish_until(page: Any, words: str) -> None:
    for _ in range(200):
        if words in said(page)[-1]:
            return
        page.evaluate("window.finish()")
    raise AssertionError(f"{words!r} is never said, but {said(page)}")


def test_the_article_is_read_from_its_headline_and_the_voice_that_speaks_is_lit(listening):
    page = listening
    page.get_by_role("button", name="Listen", exact=True).click()
    assert said(page) == ["Harbour levy would ‘sink’ small boats,"]
    expect(page.locator(".speaking")).to_have_text("owners")
    expect(page.locator(".filters .reading")).to_contain_text("owners")
    finish_until(page, "“No figure is final,”")
    expect(page.locator(".speaking")).to_have_text("Maria Ortega")
    assert page.locator(".spoken").all_inner_texts() == ["“No figure is final,”"]
    page.evaluate("window.finish()")
    assert said(page)[-1] == "she told the Courier on Tuesday,"
    expect(page.locator(".speaking")).to_have_text("the page itself")


def test_all_words_of_the_story_are_said_and_none_of_what_stands_beside_it(listening):
    page = listening
    page.get_by_role("button", name="Listen", exact=True).click()
    for _ in range(300):
        if not page.evaluate("Boolean(window.current)"):
            break
        page.evaluate("window.finish()")
    story = [TEXT[block.start : block.end] for block in RECORD.document.blocks
             if block.kind in ("heading", "paragraph", "blockquote", "list_item")]  # fmt: skip
    letters = re.compile(r"[^\w]")
    assert letters.sub("", "".join(said(page))) == letters.sub("", "".join(story))
    expect(page.locator("#player")).to_be_hidden()
    assert page.locator(".spoken, .reading").count() == 0


def test_reading_is_paused_goes_on_at_the_same_words_and_is_stopped(listening):
    page = listening
    page.get_by_role("button", name="Listen", exact=True).click()
    finish_until(page, "“No figure is final,”")
    page.get_by_role("button", name="Pause").click()
    assert page.evaluate("window.current") is None
    count = len(said(page))
    page.get_by_label("Speed").select_option("1.5")
    page.get_by_role("button", name="Play").click()
    assert said(page)[count:] == ["“No figure is final,”"]
    assert page.evaluate("window.said.at(-1).rate") == 1.5
    assert page.evaluate("window.said.at(-1).lang") == "en"
    page.keyboard.press("l")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.keyboard.press("l")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#player")).to_be_hidden()
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_focused()
    assert page.locator(".spoken").count() == 0


def test_who_speaks_is_said_where_the_voice_changes_if_that_is_wanted(listening):
    page = listening
    page.get_by_role("button", name="Listen", exact=True).click()
    page.get_by_label("say who speaks").check()
    finish_until(page, "that any decision")
    assert said(page)[-2:] == ["Maria Ortega:", "that any decision had been made."]
    page.evaluate("window.finish()")
    assert said(page)[-1] == "“No figure is final,”"  # hers as well
    page.evaluate("window.finish()")
    page.evaluate("window.finish()")
    assert said(page)[-2:] == ["the page itself:", "she told the Courier on Tuesday,"]


def test_speech_that_fails_says_so(listening):
    page = listening
    page.get_by_role("button", name="Listen", exact=True).click()
    page.evaluate("window.current.onerror({ error: 'synthesis-unavailable' })")
    expect(page.locator(".speaking")).to_have_text("This browser has no voice to read with.")


def test_a_browser_without_speech_has_no_button_for_it(reading, browser_page):
    browser_page.add_init_script("delete window.SpeechSynthesisUtterance; delete Window.prototype.speechSynthesis;")
    page = reading()
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_hidden()


@pytest.mark.bundle
def test_an_attribution_is_explained_when_that_is_asked_for(served, browser_page, repo, tmp_path):
    from onrecord.reader import Reader

    path = tmp_path / "read.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([Reader().read(repo / "examples" / "council-vote.txt")])
    browser_page.goto(f"{served(ledger=path)}/article/1?attribution=a1")
    browser_page.get_by_text("Why it is read so").click()
    why = browser_page.locator("#panel .why dl")
    expect(why).to_contain_text("standing")
    expect(why).to_contain_text("a trained annotator marked too")


def test_what_cannot_be_explained_says_why(reading, faults):
    page = reading(rest="?attribution=a4")
    page.route(
        "**/explanation", lambda route: route.fulfill(status=503, json={"error": {"message": "others are read"}})
    )
    faults.expect("answer: 503")
    page.get_by_text("Why it is read so").click()
    expect(page.locator("#panel .why")).to_contain_text("This cannot be said now: others are read")


def test_on_paper_voices_are_told_apart_by_numbers(reading):
    page = reading()
    page.emulate_media(media="print")
    number = page.evaluate(
        """() => {
          const runs = [...document.querySelectorAll(".story .op")];
          const run = runs.find((each) => each.textContent.startsWith("“No figure"));
          return getComputedStyle(run, "::before").content.replace(/[^0-9]/g, "");
        }"""
    )
    label = page.locator(f'.filters label[data-n="{number}"]')
    expect(label).to_be_visible()
    expect(label).to_contain_text("Maria Ortega")
    for gone in (".tools", "#panel", "#player"):
        expect(page.locator(gone)).to_be_hidden()


@views
def test_the_source_sheet_is_whole_on_a_screen_and_on_paper(served, browser_page, tmp_path):
    path = tmp_path / "sheet.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([through_hands()])
    browser_page.goto(f"{served(ledger=path)}/article/1/sources")
    assert barriers(browser_page) == []
    assert beyond(browser_page) == []
    expect(browser_page.get_by_role("button", name="Print")).to_be_visible()
    browser_page.emulate_media(media="print")
    expect(browser_page.get_by_role("button", name="Print")).to_be_hidden()
    expect(browser_page.locator(".statements li")).to_have_count(len(RECORD.attributions))


def long_article() -> Record:
    """Twenty thousand words with eleven hundred attributions of a few hundred speakers."""
    stock = (
        "levy",
        "quay",
        "harbour",
        "wall",
        "boat",
        "skipper",
        "council",
        "winter",
        "vote",
        "crown",
        "bridge",
        "storm",
    )
    statements = [
        Said(
            f"Speaker {chr(65 + number % 26)}{chr(97 + number % 19)}rn",
            " ".join(stock[(number * 7 + place * (1 + number % 4)) % len(stock)] for place in range(17)),
            quoted=bool(number % 3),
            hops=1 + (number % 9 == 0),
        )
        for number in range(1100)
    ]
    return article(*statements, title="A long day at the quay")


#: Milliseconds from an act to the end of the frame that shows what it did.
_TAKEN = """(act) => new Promise((done) => {
  const start = performance.now();
  (new Function(act))();
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now() - start);
    channel.port2.postMessage(0);
  });
})"""
_ACTS = {
    "open the panel": "document.querySelectorAll('#story a')[600 + window.turn].click()",
    "to the next": "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true }))",
    "toggle a voice": "document.querySelectorAll('[name=voice]')[2 + window.turn].click()",
    "toggle a kind": "document.querySelector('[name=direct]').click()",
    "light up": "document.querySelectorAll('#story a')[300 + window.turn]"
    ".dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType: 'mouse' }))",
    "close the panel": "document.querySelectorAll('#story a')[5].click();"
    "document.querySelector('[data-close]').click()",
}


def test_a_page_of_twenty_thousand_words_answers_within_two_hundred_milliseconds(reading):
    record = long_article()
    assert len(record.document.text.split()) > 20_000
    page = reading(record=record)
    taken = {}
    for name, act in _ACTS.items():
        times = []
        for turn in range(5):
            page.evaluate(f"window.turn = {turn}")
            times.append(page.evaluate(_TAKEN, act))
        taken[name] = median(times)
    print(json.dumps({name: round(time) for name, time in taken.items()}))
    assert {name: time for name, time in taken.items() if time >= 200} == {}
