"""Articles that are made to do harm, in the browser that they were made for: nothing runs, and everything stays put."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from interfaces.web.browser.looking import beyond
from interfaces.web.browser.views import NARROW
from interfaces.web.hostile import PAYLOADS, crooked_records, ill_willed
from ledger.articles import Said, article
from onrecord.interfaces.web.settings import Settings
from onrecord.ledger.ledger import Ledger

#: Works everything on the page that can be worked and leads nowhere else, as a curious reader would.
_POKE = """() => {
  const worked = [...document.querySelectorAll("button, summary, [role=button], [tabindex='0']")]
    .filter((each) => !each.closest("a[href]") && !(each.type === "submit" && each.form));
  const words = [...document.querySelectorAll("a[data-p]")].slice(0, 30);
  for (const each of [...words, ...worked, ...words.slice(0, 1)]) {
    if (!each.isConnected) continue; // it was replaced by what another did
    for (const type of ["mouseover", "mouseenter", "focusin"]) each.dispatchEvent(new Event(type, { bubbles: true }));
    each.focus?.();
    each.click?.();
  }
}"""
#: Charts are drawn anew a moment after their place has another size.
_SETTLED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))"
#: What a payload may have become.
_HIT = """() => [
  ...(window.hit === undefined ? [] : ["a payload ran"]),
  ...[...document.querySelectorAll("x-hit, [x-hit], iframe, object, embed, base, style, meta[http-equiv]")]
    .map((each) => `an element came to be: ${each.outerHTML.slice(0, 100)}`),
  ...[...document.querySelectorAll("*")].flatMap((each) => [...each.attributes])
    .filter((each) => each.name.startsWith("on") || /^\\s*(javascript|data|vbscript):/i.test(each.value)
      && ["href", "src", "action", "formaction"].includes(each.name))
    .map((each) => `an attribute came to be: ${each.name}=${each.value.slice(0, 100)}`),
  ...(getComputedStyle(document.querySelector("h1")).display === "none" ? ["a style was taken in"] : []),
]"""


@pytest.fixture(scope="module")
def hostile(serving, tmp_path_factory):
    """A site over hostile records: its address, and each one's pages by the name of what is in it."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.ledger"
    numbers = ill_willed(path)
    pages: dict[str, list[str]] = {}
    with Ledger(path) as ledger:
        for name, number in numbers.items():
            attributions = ledger.record(number).attributions
            opened = [f"/article/{number}?attribution={quote(each.id, safe='')}" for each in attributions[:2]]
            pages[name] = [*opened, f"/article/{number}/sources"]
            if name in PAYLOADS:
                words = quote(PAYLOADS[name], safe="")
                pages[name] += [f"/search?words={words}", f"/trace?quotation={words}", f"/outlets/{words}"]
                pages[name] += [
                    f"/people/{hit.speaker.entity_id}"
                    for hit in ledger.search("", outlet=PAYLOADS[name]).hits[:1]
                    if hit.speaker
                ]
    return serving(Settings(ledger=path, read_only=True)), pages


def _withstands(page, address: str) -> list[str]:
    """What is wrong with a page, wide and narrow, as it is opened and after everything on it was tried."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    found = [*page.evaluate(_HIT), *(f"wide: {each}" for each in beyond(page))]
    page.set_viewport_size({"width": NARROW.width, "height": NARROW.height})
    page.evaluate(_SETTLED)
    found += [f"narrow: {each}" for each in beyond(page)]
    page.evaluate(_POKE)
    page.evaluate(_SETTLED)
    found += page.evaluate(_HIT)
    found += [f"narrow, tried: {each}" for each in beyond(page)]
    if page.url.partition("#")[0].partition("?")[0] != address.partition("?")[0]:
        found.append(f"the page went to {page.url}")
    return [f"{address}: {each}" for each in found]


@pytest.mark.parametrize("name", ["script", "out of a title", "out of an attribute", "picture", "frame", "style"])
def test_a_payload_that_is_not_escaped_would_be_found(chromium, name):
    page = chromium.new_page()
    page.set_content(f"<h1>Levy waits</h1><p>{PAYLOADS[name]}</p>")
    assert page.evaluate(_HIT)
    page.close()


def test_a_page_that_is_too_wide_would_be_found(chromium):
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.set_content("<h1>Levy waits</h1><p>" + "x" * 500 + "</p>")
    assert beyond(page)
    page.set_content("<h1>Levy waits</h1><div style='overflow-x: auto'><p>" + "x" * 500 + "</p></div>")
    assert beyond(page) == []
    page.close()


@pytest.mark.parametrize("name", [*PAYLOADS, *crooked_records()])
def test_nothing_runs_and_the_layout_holds(browser_page, faults, hostile, name):
    base, pages = hostile
    # A search may be refused for what it asks, or find nothing; so may a trace, and an outlet that cannot be named.
    faults.expect(r"answer: (400|404) GET .*/(search|trace|outlets)")
    # An address's path has no room for an id with a slash in it, or of a page. The panel says so.
    faults.expect(r"answer: 40[04] GET .*/explanation")
    browser_page.add_init_script("window.print = () => {}")
    found = [fault for page in pages[name] for fault in _withstands(browser_page, base + page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "address", ["/", "/search", "/search?standing=named_person&order=oldest", "/people", "/outlets"]
)
def test_lists_of_hostile_articles_hold_too(browser_page, faults, hostile, address):
    faults.expect(r"answer: 400 GET .*/search\?standing")
    browser_page.add_init_script("window.print = () => {}")
    found = _withstands(browser_page, hostile[0] + address)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("unit", "times"), [("x", 1_000_000), ("\u202e", 20_000), ("a\u0301", 50_000)], ids=ascii)
def test_a_line_of_very_many_characters_stays_in_its_column(browser_page, serving, tmp_path, unit, times):
    """Of letters a million; of what the browser itself has to look at one by one, as many as it does in a second."""
    path = tmp_path / "line.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([article(Said("Maria Ortega", unit * times), Said("Tomas Keller", "The levy waits"), title="Levy")])
    base = serving(Settings(ledger=path, read_only=True))
    for address in ("/article/1?attribution=a1", "/article/1/sources", "/search?standing=named_person", "/"):
        found = _withstands(browser_page, base + address)
        assert not found, "\n".join(found)
