"""What the pages show can be had as JSON and as CSV: every link to the API leads to an answer."""

from __future__ import annotations

import html
import re

import pytest

from interfaces.web.ledgers import PLEDGE

PAGES = {
    "/": {},
    "/article/1": {},
    "/article/5": {},
    "/article/1/sources": {},
    "/search": {"words": "levy", "speaker": "Keller", "order": "relevance", "since": "2023", "hops": "1"},
    "/search?standing=document&standing=named_person&once=true&outer=true&negated=false": {},
    "/people": {"sort": "name", "kind": "person", "since": "2023"},
    "/people/1": {"outlet": "courier", "until": "2024"},
    "/outlets": {"once": "true", "sort": "unnamed"},
    "/outlets/Harbour Gazette": {"since": "2023-04"},
    "/trace": {"quotation": PLEDGE, "all": "true", "outlet": "", "since": "2023"},
    "/api": {},
}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_from_a_page_to_the_api_leads_to_an_answer(site, page):
    answer = site.get(page, params=PAGES[page] or None, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    links = {html.unescape(link) for link in re.findall(r'href="(/api/v1[^"]*)"', answer.text)}
    assert links or page in ("/", "/article/1/sources")
    wrong = {link: site.get(link).status_code for link in links if site.get(link).status_code != 200}
    assert wrong == {}
