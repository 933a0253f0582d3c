"""What holds for every page of the site, in a browser: no fault, no barrier, nothing out of sight, in any view."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from interfaces.web.browser.looking import barriers, beyond, heading_levels, unreached
from interfaces.web.browser.views import DARK, LIGHT, NARROW, VIEWS
from interfaces.web.ledgers import PLEDGE, filled
from onrecord.interfaces.web.settings import Settings
from onrecord.ledger.ledger import Ledger

pytestmark = pytest.mark.bundle

#: Every page, and the forms that it takes with and without something to show. {harbor} is the example's article.
PAGES = {
    "home": "/",
    "article": "/article/1",
    "article that changed": "/article/5",
    "article with nested voices": "/article/{harbor}",
    "attribution": "/article/{harbor}?attribution=a5",
    "sources": "/article/{harbor}/sources",
    "search": "/search",
    "search with hits": "/search?words=levy",
    "search with filters": "/search?words=levy&outlet=Tidewater+Courier&standing=named_person&once=true",
    "search without hits": "/search?words=unheardof",
    "people": "/people",
    "person": "/people/{person}",
    "outlets": "/outlets",
    "outlet": "/outlets/Tidewater%20Courier",
    "trace": "/trace",
    "traced": f"/trace?quotation={quote(PLEDGE)}",
    "traced to nothing": "/trace?quotation=nobody+ever+said+these+words",
    "check": "/check",
    "for programs": "/api",
    "nothing here": "/no-such-page",
}
#: Pages that say that they did not work.
_FAILING = {"nothing here": "404 GET .*/no-such-page"}

every_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture(scope="module")
def site(serving, tmp_path_factory, repo) -> dict[str, str]:
    """A site that only reads: its address, and what the addresses of its pages are made with."""
    from onrecord.reader import Reader

    path = filled(tmp_path_factory.mktemp("every-page") / "harbour.ledger")
    with Ledger(path, write=True) as ledger:
        (added,) = ledger.add([Reader().read(repo / "examples" / "harbor-inquiry.html")])
    with Ledger(path) as ledger:
        person = ledger.search("", speaker="Maria Ortega").hits[0]
    return {
        "base": serving(Settings(ledger=path, read_only=True)),
        "harbor": str(added.document_id),
        "person": str(person.speaker.entity_id),
    }


@pytest.fixture
def opened(browser_page, faults, site):
    """Opens a page by its name."""

    def opened(name: str) -> Any:
        if name in _FAILING:
            faults.expect(_FAILING[name])
        answer = browser_page.goto(site["base"] + PAGES[name].format(**site))
        if name not in _FAILING:
            assert answer.status == 200, f"{answer.url} answers {answer.status}"
        return browser_page

    return opened


@pytest.mark.parametrize("browser_page", VIEWS, indirect=True, ids=str)
@every_page
def test_no_page_has_a_serious_barrier_or_is_wider_than_the_screen(opened, name):
    page = opened(name)
    found = [*barriers(page), *beyond(page)]
    assert not found, "\n".join(found)


@every_page
def test_a_page_has_a_title_of_its_own_and_headings_in_order(opened, name):
    page = opened(name)
    assert page.title().endswith("On Record")
    assert (page.title() == "On Record") == (name == "home")
    levels = heading_levels(page)
    assert levels[:1] == [1]
    assert levels.count(1) == 1
    assert [(before, after) for before, after in pairwise(levels) if after > before + 1] == []


@every_page
def test_everything_can_be_reached_with_the_keyboard_and_shows_it(opened, name):
    found = unreached(opened(name))
    assert not found, "\n".join(found)


@every_page
def test_on_paper_the_navigation_is_gone_and_ink_is_dark_whatever_the_screen_was(opened, name):
    page = opened(name)
    page.evaluate("localStorage.setItem('onrecord-theme', 'dark')")
    page.reload()
    # A browser prints in light colours whatever the system's are; but it knows nothing of a choice made on the page.
    page.emulate_media(media="print", color_scheme="light")
    for away in ("header.top", "footer.end", "a.skip"):
        expect(page.locator(away)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("body").evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(255, 255, 255)"
    found = barriers(page, only=["color-contrast"])
    assert not found, "\n".join(found)


@pytest.mark.parametrize("browser_page", [LIGHT, DARK], indirect=True, ids=str)
@pytest.mark.parametrize("name", ["home", "article", "search with hits"])
def test_colours_are_chosen_and_remembered(opened, site, name):
    page = opened(name)

    def paper() -> str:
        shown: str = page.locator("body").evaluate("each => getComputedStyle(each).backgroundColor")
        return shown

    by_system = paper()
    switch = page.locator("[data-theme-switch]")
    shown = {}
    for choice in ("light", "dark"):
        switch.click()
        expect(switch).to_have_accessible_name(f"Colours: {choice}")
        shown[choice] = paper()
        page.reload()
        assert paper() == shown[choice]
        page.goto(site["base"] + "/people")
        assert paper() == shown[choice]
        opened(name)
    assert shown["light"] != shown["dark"]
    assert by_system in shown.values()
    switch.click()
    expect(switch).to_have_accessible_name("Colours: as the system has them")
    assert paper() == by_system


def test_the_same_page_looks_different_to_systems_with_light_and_dark_colours(chromium, site):
    papers = set()
    for scheme in ("light", "dark"):
        context = chromium.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(site["base"])
        papers.add(page.locator("body").evaluate("each => getComputedStyle(each).backgroundColor"))
        context.close()
    assert len(papers) == 2


@every_page
def test_pages_can_be_read_without_scripts(chromium, site, name):
    context = chromium.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(site["base"] + PAGES[name].format(**site))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("[data-theme-switch]")).to_be_hidden()
        assert len(page.get_by_role("main").inner_text().split()) > 3
    finally:
        context.close()


@pytest.mark.parametrize("browser_page", [NARROW], indirect=True, ids=str)
def test_text_is_large_enough_to_be_read_on_a_telephone(opened):
    size = opened("article").locator("#story p").first.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    assert size >= 14
