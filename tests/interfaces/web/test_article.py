"""The article's page as the server draws it: its voices, its links, its filter, its source sheet, and its versions."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import msgspec
import pytest
from starlette.testclient import TestClient

from interfaces.web.ledgers import PLEDGE
from onrecord.ledger.ledger import Ledger
from onrecord.record.types import Record, SpanRecord
from records import HOSTILE, RECORD, TEXT, hostile_record, plain_record, through_hands

PAGE = {"Accept": "text/html"}
VOID = {"input", "link", "meta", "img", "br", "rect"}


class Drawn(HTMLParser):
    """A page as a browser takes it: its elements, those of templates apart, and the words within each of a class."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], str]] = []
        self.template: list[tuple[str, dict[str, str | None], str]] = []
        self._open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append((tag, dict(attrs), []))
        if tag in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, attributes, words = self._open.pop()
            inside = any(each == "template" for each, _, _ in self._open)
            (self.template if inside else self.elements).append((name, attributes, "".join(words)))
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        for _, _, words in self._open:
            words.append(data)

    def of(self, tag: str, *classes: str, **attributes: str) -> list[tuple[dict[str, str | None], str]]:
        """The elements of a tag with all these classes and attributes (data_p for data-p), with their words."""
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        return [
            (found, words)
            for name, found, words in self.elements
            if name == tag
            and set(classes) <= set((found.get("class") or "").split())
            and wanted.items() <= found.items()
        ]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def told(words: str) -> str:
    return " ".join(words.split())


@pytest.fixture
def holding(tmp_path: Path, site_of: Callable[..., TestClient]) -> Callable[..., TestClient]:
    """A site over a ledger that holds the records given; article 1 is the first of them."""

    def holding(*records: Record, **settings: object) -> TestClient:
        path = tmp_path / "held.ledger"
        with Ledger(path, write=True) as ledger:
            ledger.add(list(records))
        return site_of(ledger=path, **settings)

    return holding


def another(record: Record, **document: object) -> Record:
    """The record with other fields of its document."""
    return msgspec.structs.replace(record, document=msgspec.structs.replace(record.document, **document))


def opened(site: TestClient, address: str) -> Drawn:
    answer = site.get(address, headers=PAGE)
    assert answer.status_code == 200, answer.text[:500]
    return Drawn(answer.text)


def test_every_word_of_the_article_is_on_its_page_at_its_place(holding):
    drawn = opened(holding(RECORD), "/article/1")
    headline, _, story = TEXT.partition("\n\n")
    assert squeezed(drawn.of("article", "story")[0][1]) == squeezed(story)
    assert drawn.of("h1")[0][1] == headline
    blocks = [(found, words) for _, found, words in drawn.elements if "data-start" in found]
    assert len(blocks) == len(RECORD.document.blocks)
    for found, words in blocks:
        start = int(found["data-start"] or "")
        assert TEXT[start : start + len(words)] == words


def test_each_attribution_is_opened_by_its_cue_and_all_its_words_know_it(holding):
    drawn = opened(holding(RECORD), "/article/1")
    for index, made in enumerate(RECORD.attributions):
        (cue,) = [found for found, _ in drawn.of("a", "cue", data_p=str(index))]
        assert cue["href"] == f"?attribution={made.id}"
    parts = [
        words
        for _, found, words in drawn.elements
        if "5" in (found.get("data-a") or "").split() and "cue" not in (found.get("class") or "").split()
    ]
    assert sorted(parts) == sorted(["she", "the Courier", "on Tuesday", "“No figure is final,”",
                                    "“and nobody has been asked to go.”"])  # fmt: skip


def test_a_voice_has_its_colour_in_the_text_and_among_the_voices(holding):
    drawn = opened(holding(RECORD), "/article/1")
    (box,) = [found for found, _ in drawn.of("input", name="voice", value="entity:e1")]
    colour = next(each for each in (box["class"] or "").split() if re.fullmatch(r"v\d", each))
    said = [words for found, words in drawn.of("span", "q", colour) if "op" in (found["class"] or "").split()]
    assert "“No figure is final,”" in said
    (inner,) = [found for found, words in drawn.of("span", "q", "in", colour) if "“the only honest way”" in words]
    assert re.search(r"\bo\d\b", inner["class"] or "")  # the outer voice is at its foot


def test_what_is_hedged_doubtful_or_nobodys_is_marked(holding):
    drawn = opened(holding(RECORD), "/article/1")
    assert [words for _, words in drawn.of("span", "q", "hg", "vn")] == [
        "the harbour master has",
        "been asked to resign",
    ]
    doubtful = [found for found, words in drawn.of("span", "q", "lo") if words == "“We fish, we don't file forms,”"]
    assert len(doubtful) == 1


def test_nothing_is_styled_or_run_within_the_page(holding):
    html = holding(RECORD).get("/article/1", headers=PAGE).text
    drawn = Drawn(html)
    everything = drawn.elements + drawn.template
    assert not [found for _, found, _ in everything if "style" in found or any(name.startswith("on") for name in found)]
    assert not drawn.of("style")
    assert all(found.get("src") and not words for found, words in drawn.of("script"))


@pytest.mark.parametrize("address", ["/article/1", "/article/1/sources", "/article/1?attribution=a1&voice=<script>"])
def test_hostile_words_are_words(holding, address):
    site = holding(hostile_record())
    html = site.get(address, headers=PAGE).text
    drawn = Drawn(html)
    assert {found["src"].split("/")[1] for found, _ in drawn.of("script")} == {"static"}
    assert "javascript:" not in re.sub(r"javascript:alert\(document.cookie\)</span>", "", html)
    assert not re.search(r"[\x00-\x08\x0e-\x1f\u202a-\u202e]", html)
    if "sources" not in address:
        # What would act is shown, and the places in the text stay where they are.
        assert len(drawn.of("article", "story")[0][1].strip()) == len(HOSTILE)


@pytest.mark.parametrize("text", ["one\r\ntwo\rthree", "nul\x00l and \u202eturned\u202c", "fish 🐟, Toma\u0301s"])
def test_signs_that_a_browser_would_change_leave_the_places_as_they_are(holding, text):
    ((_, words),) = opened(holding(plain_record(text)), "/article/1").of("p", "paragraph")
    assert len(words) == len(text)
    assert "\r" not in words


def test_the_panel_is_open_where_the_address_names_an_attribution(holding):
    site = holding(RECORD)
    drawn = opened(site, "/article/1?attribution=a6")
    (entry,) = drawn.of("article", "entry", id="r5")
    assert "“No figure is final,”" in entry[1]
    assert "the Courier" in entry[1]
    assert "on Tuesday (14 March 2023)" in entry[1]
    assert "word for word" in entry[1]
    assert "hidden" not in drawn.of("div", id="panel")[0][0]
    closed = opened(site, "/article/1?attribution=a99")
    assert closed.of("article", "entry") == []
    assert "hidden" in closed.of("div", id="panel")[0][0]


def test_a_chain_is_told_from_its_origin_to_this_page(holding):
    drawn = opened(holding(through_hands()), "/article/1?attribution=a9")
    ((_, chain),) = drawn.of("ol", "chain")
    assert told(chain) == "Maria Ortega → unnamed person → The Evening Lantern → this page"
    assert [found["href"] for found, _ in drawn.of("a", "hand")] == ["?attribution=a8", "?attribution=a7"]


def test_a_source_leads_to_its_page_and_a_quotation_to_its_trace(site):
    drawn = opened(site, "/article/1?attribution=a1")
    person = next(found for found, words in drawn.of("a") if words == "Maria Ortega")["href"]
    assert re.fullmatch(r"/people/\d+", person)
    (trace,) = [found["href"] for found, _ in drawn.of("a") if (found.get("href") or "").startswith("/trace?")]
    assert parse_qs(urlsplit(trace).query) == {"quotation": [PLEDGE]}
    unnamed = opened(site, "/article/1?attribution=a3")
    assert not [found for found, _ in unnamed.of("a") if (found.get("href") or "").startswith("/people/")]


def test_the_article_leads_to_its_outlet_its_record_a_check_and_its_sheet(site):
    found = [found.get("href") for found, _ in opened(site, "/article/1").of("a")]
    for address in ("/outlets/Tidewater%20Courier", "/api/v1/documents/1", "/check?document=1", "/article/1/sources"):
        assert address in found
        assert site.get(address, headers=PAGE).status_code == 200


@pytest.mark.parametrize(
    ("uri", "linked"), [("https://courier.example/a?b=1&c=2", True), ("javascript:alert(1)", False), ("a.html", False)]
)
def test_only_an_address_of_the_web_is_a_link(holding, uri, linked):
    drawn = opened(holding(plain_record("Words.", uri=uri)), "/article/1")
    assert [found["href"] for found, words in drawn.of("a") if words == "the page"] == ([uri] if linked else [])


def bright(drawn: Drawn) -> set[str]:
    """The runs that a filter lets through."""
    runs = [(found, words) for _, found, words in drawn.elements if "data-a" in found]
    return {words for found, words in runs if "dim" not in (found["class"] or "").split()}


def test_a_filter_dims_and_hides_nothing(holding):
    site = holding(RECORD)
    plain, drawn = opened(site, "/article/1"), opened(site, "/article/1?voice=entity:e3")
    assert drawn.of("article", "story")[0][1] == plain.of("article", "story")[0][1]
    assert drawn.of("article", "story", "filtered")
    assert not plain.of("article", "filtered")
    assert "The Evening Lantern" in bright(drawn)
    assert "“No figure is final,”" not in bright(drawn)
    assert "“No figure is final,”" in bright(plain)


@pytest.mark.parametrize(
    ("asked", "lit", "dark"),
    [
        (
            "standing=unnamed_group&standing=document",
            {"A ten-metre boat pays 410 crowns a year"},
            {"“No figure is final,”"},
        ),
        ("hedged=true", {"been asked to resign"}, {"“No figure is final,”", "say"}),
        ("direct=true&standing=named_person", {"“No figure is final,”"}, {"“We fish, we don't file forms,”"}),
        ("voice=entity:e1&voice=entity:e3", {"“No figure is final,”", "reported"}, {"been asked to resign"}),
        ("voice=page", {"told", "Maria Ortega, who chairs the authority,"}, {"“No figure is final,”"}),
        ("voice=nobody-at-all", set(), {"“No figure is final,”"}),
    ],
)
def test_filters_narrow_together_and_choices_of_a_kind_widen(holding, asked, lit, dark):
    drawn = opened(holding(RECORD), f"/article/1?{asked}")
    assert lit <= bright(drawn)
    assert not dark & bright(drawn)


def test_the_choices_of_the_address_are_checked_in_the_form(holding):
    drawn = opened(holding(RECORD), "/article/1?voice=entity:e1&standing=document&hedged=true")
    checked = {(found.get("name"), found.get("value")) for found, _ in drawn.of("input") if "checked" in found}
    assert {("voice", "entity:e1"), ("standing", "document"), ("hedged", "true")} <= checked
    assert ("direct", "true") not in checked


def test_the_bar_has_each_voice_with_words_and_is_told_in_words(holding):
    drawn = opened(holding(RECORD), "/article/1")
    (bar,) = drawn.of("svg", "bar")
    assert (bar[0]["aria-label"] or "").startswith("the page itself 43%, ")
    widths = [
        float((found["width"] or "").rstrip("%"))
        for _, found, _ in drawn.elements
        if "x" in found and found.get("class") != "stripes"
    ]
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert len(widths) == sum(share.words > 0 for share in RECORD.shares())


@pytest.mark.parametrize("address", ["/article/99", "/article/x", "/article/-1", "/article/99/sources", "/article/0x1",
                                     "/article/99/changes", "/article/" + "9" * 40, "/article/²"])  # fmt: skip
def test_an_article_that_is_not_there_is_not_found(site, address):
    answer = site.get(address, headers=PAGE)
    assert answer.status_code == 404
    assert "<h1>" in answer.text


def test_an_article_without_words_or_voices_has_a_page_and_a_sheet(holding):
    words = plain_record("Words that nobody says.")
    site = holding(plain_record(""), another(words, id="sha256:1"))
    assert "There is no text in this article" in site.get("/article/1", headers=PAGE).text
    for address in ("/article/1/sources", "/article/2", "/article/2/sources"):
        opened(site, address)


def test_a_site_that_only_reads_has_no_form_to_correct(site, site_of):
    def has_form(client: TestClient) -> bool:
        html = client.get("/article/1?attribution=a1", headers=PAGE).text
        return 'id="correction"' in html or "data-correct" in html or "correct.js" in html

    assert not has_form(site)
    assert has_form(site_of())


def test_a_correction_stands_beside_the_reading_with_who_and_when(site_of):
    site = site_of()
    made = site.post(
        "/api/v1/documents/1/corrections",
        json={"attribution": "a2", "kind": "entity", "name": "<b>Ana</b>", "who": "Jo Field", "note": "heard & seen"},
    ).json()
    drawn = opened(site, "/article/1?attribution=a2")
    ((_, shown),) = drawn.of("li", "correction")
    day = f"{int(made['made'][8:10])} "
    assert "The source is <b>Ana</b>" in told(shown)
    assert "heard & seen" in shown
    assert "Jo Field, " + day in told(shown)
    assert drawn.of("a", "corrected", data_p="1")
    assert not drawn.of("a", "corrected", data_p="0")
    ((_, listed),) = opened(site, "/article/1/sources").of("p", "corrected")
    assert "The source is <b>Ana</b>" in told(listed)
    site.post(f"/api/v1/corrections/{made['correction']}/withdrawal", json={"who": "Jo Field"})
    drawn = opened(site, "/article/1?attribution=a2")
    assert drawn.of("li", "correction", "withdrawn")
    assert not drawn.of("a", "corrected")


def test_the_sheet_has_every_source_what_it_says_whether_it_is_named_and_how_far_away(holding):
    drawn = opened(holding(through_hands()), "/article/1/sources")
    cells = [told(words) for name, _, words in drawn.elements if name in ("td", "th")]
    rows = {cells[at + 1]: cells[at : at + 8] for at in range(8, len(cells), 8)}
    assert rows["Maria Ortega"][3:6] == ["named", "1 to 3", "3"]
    assert rows["an aide"][3:5] == ["not named", "2"]
    assert rows["the authority's own table"][3:5] == ["a document", "1"]
    assert rows["nobody’s word"][3] == "nobody"
    whole = told(drawn.of("main")[0][1])
    for made in RECORD.attributions:
        for span in made.content:
            assert told(TEXT[span.start : span.end]) in whole
    assert "by way of unnamed person, The Evening Lantern" in whole


def test_each_statement_of_the_sheet_leads_to_its_place(holding):
    drawn = opened(holding(RECORD), "/article/1/sources")
    found = {found.get("href") for found, _ in drawn.of("a")}
    assert {f"/article/1?attribution={made.id}" for made in RECORD.attributions} <= found


def test_a_page_that_changed_says_so_and_leads_to_what_changed(site):
    old, new = site.get("/article/1", headers=PAGE).text, site.get("/article/5", headers=PAGE).text
    assert "This is an earlier text of the page" in old
    assert 'href="/article/5"' in old
    assert "The page was changed" in new
    assert 'href="/article/5/changes"' in new
    assert "changes" not in site.get("/article/2", headers=PAGE).text


@pytest.mark.parametrize("address", ["/article/1/changes", "/article/5/changes", "/article/1/changes?to=5"])
def test_what_changed_in_who_says_what_is_shown_word_beside_word(site, address):
    drawn = opened(site, address)
    content = next(words for _, words in drawn.of("p", "content") if "until" in words)
    assert told(content) == "“The levy can wait, and wait until the quay cannot” autumn storms are over”"
    assert [words for _, words in drawn.of("del")] == ["wait, and", "quay cannot”", "the sea wall is sound"]
    assert "1 altered, 0 added, 1 removed, 1 as before" in told(drawn.of("p", "lead")[0][1])
    assert "/api/v1/documents/1/changes?to=5" in [found.get("href") for found, _ in drawn.of("a")]


@pytest.mark.parametrize("address", ["/article/2/changes", "/article/5/changes?to=1", "/article/1/changes?to=2",
                                     "/article/1/changes?to=x"])  # fmt: skip
def test_what_cannot_be_compared_is_not_found(site, address):
    assert site.get(address, headers=PAGE).status_code == 404


def test_records_of_two_models_say_so_where_they_are_compared(holding):
    changed = another(plain_record("Other words.", uri="https://courier.example/a"), id="sha256:1")
    changed = msgspec.structs.replace(changed, reader=msgspec.structs.replace(changed.reader, model="another"))
    site = holding(plain_record("Words.", uri="https://courier.example/a"), changed)
    assert "read by different programs or models" in site.get("/article/1/changes").text


READ = "Mara Vell, the director of the Harrow Water Company, spoke on Monday.\n\n“It rained,” she told the Harrow Post."


@pytest.mark.bundle
def test_an_attribution_is_explained_by_the_words_that_it_rests_on(site_of):
    site = site_of()
    document = site.post("/read", data={"text": READ}, follow_redirects=False).headers["location"].rpartition("/")[2]
    record = site.get(f"/api/v1/documents/{document}").json()
    identity = next(each["id"] for each in record["attributions"] if each["form"] == "direct")
    answer = site.get(f"/api/v1/documents/{document}/attributions/{identity}/explanation")
    assert answer.status_code == 200
    found = answer.json()
    parts = {part["label"]: part["lines"] for part in found["parts"]}
    assert parts["source"][0] == f"“she” ({READ.index('she')}–{READ.index('she') + 3})"
    assert any("Mara Vell" in line for line in parts["source"])
    assert (found["found_as"], found["same_reader"], found["note"]) == (identity, True, None)


@pytest.mark.bundle
def test_a_reading_of_another_model_is_explained_by_one_made_now_which_is_said(holding):
    from onrecord.reader import Reader

    record = Reader().read_text(READ)
    others = msgspec.structs.replace(record.reader, model="an-older-model")
    read = record.attributions[0]
    elsewhere = msgspec.structs.replace(read.cue, spans=[SpanRecord(0, 4)])
    odd = msgspec.structs.replace(read, id="a77", cue=elsewhere, content=[])
    site = holding(msgspec.structs.replace(record, reader=others, attributions=[*record.attributions, odd]))
    found = site.get(f"/api/v1/documents/1/attributions/{read.id}/explanation").json()
    assert found["same_reader"] is False
    assert "made by On Record" in found["note"]
    assert "an-older-model" in found["note"]
    assert found["parts"]
    missing = site.get("/api/v1/documents/1/attributions/a77/explanation").json()
    assert (missing["found_as"], missing["parts"]) == (None, [])
    assert "no such attribution" in missing["note"]


@pytest.mark.parametrize(
    "path", ["documents/99/attributions/a1", "documents/1/attributions/a99", f"documents/1/attributions/{quote('<b>')}"]
)
def test_an_explanation_of_nothing_is_not_found(site, path):
    answer = site.get(f"/api/v1/{path}/explanation")
    assert (answer.status_code, answer.json()["error"]["kind"]) == (404, "not_found")
