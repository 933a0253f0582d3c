"""The search page: its answers, its filters in addresses, its pages, and what it says to a question that makes none."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from interfaces.web.ledgers import PLEDGE
from interfaces.web.trees import PAGE, got, select, tree_of, words_of
from ledger.articles import Said, article
from onrecord.ledger.ledger import Ledger


def query_of(link):
    return dict(parse_qsl(urlsplit(link.get("href")).query))


def chips(page):
    return {" ".join(each.text_content().split()): each.get("href") for each in select(page, ".chip")}


@pytest.fixture
def long_site(site_of, tmp_path):
    """A site over fifty statements on fifty days."""
    path = tmp_path / "long.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([
            article(
                Said("Maria Ortega", f"Levy number {number}"),
                published=f"2023-{1 + number // 28:02}-{1 + number % 28:02}",
                title=f"Day {number}",
            )
            for number in range(50)
        ])  # fmt: skip
    return site_of(ledger=path)


def test_answers_stand_under_their_articles_the_newest_first(site):
    page = got(site, "/search?words=levy")
    assert words_of(select(page, ".results h3")) == [
        "Levy to double after all",
        "Mayor rules out a second harbour levy",
        "The year in words",
    ]
    assert words_of(select(page, ".sum"))[0] == "3 attributions in 3 articles"
    assert words_of(select(page, ".results .about"))[0] == "2 April 2023 · Harbour Gazette"
    first = select(page, ".results > li")[0]
    assert words_of(select(first, ".who")) == ["Tomas Keller — said"]
    assert words_of(select(first, ".said")) == ["the levy doubles in May"]
    assert words_of(select(page, "mark")) == ["levy"] * 3


def test_an_answer_leads_to_its_place_its_speaker_and_its_outlet(site):
    page = got(site, "/search?words=doubles")
    (said,) = select(page, ".said a")
    assert said.get("href") == "/article/3?attribution=a2"
    (name,) = select(page, ".who .name")
    assert site.get(name.get("href"), headers=PAGE).status_code == 200
    assert select(page, ".results .about a")[0].get("href") == "/outlets/Harbour%20Gazette"


def test_who_has_no_name_is_told_by_the_source_and_its_kind(site):
    page = got(site, "/search?words=almanac%20OR%20forty")
    assert words_of(select(page, ".who")) == ["the almanac (document) — said"]
    assert select(page, ".who a") == []


def test_everything_is_listed_where_nothing_is_asked(site):
    page = got(site, "/search")
    assert words_of(select(page, ".sum"))[0] == "7 attributions in 4 articles"
    assert chips(page) == {}


def test_empty_fields_of_the_form_have_no_place_in_the_address(site):
    answer = site.get(
        "/search?words=levy&speaker=&outlet=+&standing=document&once=false&since=", headers=PAGE, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/search?words=levy&standing=document")
    assert site.get("/search?words=", follow_redirects=False).headers["location"] == "/search"


def test_each_filter_in_force_can_be_taken_away(site):
    page = got(site, "/search?words=levy&standing=named_person&standing=document&since=2023&once=true")
    assert chips(page) == {
        "Take away: words levy×": "/search?standing=named_person&standing=document&since=2023&once=true",
        "Take away: source named person×": "/search?words=levy&standing=document&since=2023&once=true",
        "Take away: source document×": "/search?words=levy&standing=named_person&since=2023&once=true",
        "Take away: since 2023×": "/search?words=levy&standing=named_person&standing=document&once=true",
        "Take away: of copies, the first only×": (
            "/search?words=levy&standing=named_person&standing=document&since=2023"
        ),
    }
    checked = [each.get("value") for each in select(page, "input[name=standing][checked]")]
    assert checked == ["named_person", "document"]
    assert select(page, "input[name=once][checked]")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("speaker=Keller", 2),
        ("speaker=%231", 3),
        ("outlet=gazette", 2),
        ("standing=document", 1),
        ("form=indirect", 2),
        ("hops=2", 1),
        ("min_hops=2", 1),
        ("since=2023-03-15&until=2023-03", 2),
        ("until=2023-03-14", 2),
        ("min_confidence=0.95", 0),
        ("negated=true", 0),
        ("negated=false&words=boats", 3),
        ("versions=true", 10),
        ("act=directive", 0),
        ("stance=neutral&order=oldest", 7),
        ("words=levy&order=relevance", 3),
        ("words=harb*&outer=true", 0),
        ("nonsense=1&words=doubles", 1),
    ],
)
def test_parameters_mean_what_the_command_means_by_them(site, query, found):
    page = got(site, f"/search?{query}")
    assert len(select(page, ".said")) == found


def test_filters_have_counts_as_if_none_of_their_kind_was_set(site):
    page = got(site, "/search?words=levy&standing=document")
    counted = {
        select(each, "input")[0].get("value"): select(each, ".count")[0].text
        for each in select(page, "label.check")
        if select(each, ".count")
    }
    assert counted == {
        "named_person": "2", "unnamed_person": "0", "named_group": "0", "unnamed_group": "0", "document": "1",
        "outlet": "0", "none": "0", "direct": "0", "indirect": "1", "mixed": "0",
    }  # fmt: skip
    page = got(site, "/search?words=levy")
    narrower = select(page, ".narrow a")
    assert words_of(narrower) == ["Harbour Gazette", "Tidewater Courier"]
    assert query_of(narrower[0]) == {"words": "levy", "outlet": "Harbour Gazette"}


def test_of_a_name_that_fits_several_each_can_be_asked_for(site_of, tmp_path):
    path = tmp_path / "two.ledger"
    with Ledger(path, write=True) as ledger:
        ledger.add([article(Said("Maria Ortega", "No levy")), article(Said("Pablo Ortega", "No levy either"))])
    page = got(site_of(ledger=path), "/search?speaker=Ortega")
    meant = [each for each in select(page, ".note a") if "speaker" in each.get("href", "")]
    assert sorted(words_of(meant)) == ["Maria Ortega", "Pablo Ortega"]
    assert query_of(meant[0])["speaker"].startswith("#")
    alone = got(site_of(ledger=path), meant[0].get("href"))
    assert len(select(alone, ".said")) == 1
    assert next(iter(chips(alone))).startswith("Take away: speaker ")
    assert "#" not in next(iter(chips(alone)))


@pytest.mark.parametrize("order", ["newest", "oldest", "relevance"])
def test_pages_lead_on_to_the_last_answer_and_back_to_the_first(long_site, order):
    first = f"/search?words=levy&order={order}"
    forward, texts, address = [], [], first
    while address:
        page = got(long_site, address)
        texts += words_of(select(page, ".said"))
        forward.append(words_of(select(page, ".said")))
        address = next((each.get("href") for each in select(page, "a[rel=next]")), None)
    assert [len(each) for each in forward] == [20, 20, 10]
    assert len(set(texts)) == 50
    back = []
    while True:
        back.append(words_of(select(page, ".said")))
        link = select(page, "a[rel=prev]")
        if not link:
            break
        page = got(long_site, link[0].get("href"))
    assert back[::-1] == forward
    assert "50 attributions in 50 articles" in words_of(select(page, ".sum"))[0]


def test_a_page_behind_the_last_answer_says_so(long_site):
    page = got(long_site, "/search?words=levy&after=newest:5")
    assert "nothing behind this page" in page.text_content()
    assert select(page, ".results a")[0].get("href") == "/search?words=levy"


def test_a_changed_filter_begins_at_the_first_page(long_site):
    page = got(long_site, "/search?words=levy&since=2023")
    further = got(long_site, select(page, "a[rel=next]")[0].get("href"))
    assert "after" in query_of(select(further, "a[rel=next]")[0])
    assert all("after" not in address for address in chips(further).values())
    assert select(further, "form.filters [name=after]") == []


def test_more_answers_than_are_counted_are_more_than(long_site, monkeypatch):
    from onrecord.ledger import search as searching

    monkeypatch.setattr(searching, "MOST_COUNTED", 30)
    page = got(long_site, "/search?words=levy")
    assert words_of(select(page, ".sum"))[0] == "more than 30 attributions, the newest first"


def test_the_counts_of_filters_say_when_they_are_of_the_newest_only(long_site, monkeypatch):
    from onrecord.ledger import narrowing as narrowed

    monkeypatch.setattr(narrowed, "LOOKED_AT", 10)
    page = got(long_site, "/search?words=levy")
    assert "The counts beside the filters are of the newest" in page.text_content()
    assert "The counts beside" not in got(long_site, "/search?words=49").text_content()


def test_a_question_that_finds_nothing_says_which_filter_asks_for_too_much(site):
    page = got(site, "/search?words=levy&speaker=Petrova&outlet=lantern")
    assert words_of(select(page, ".too-much > li")) == [
        "without words levy: 1 attribution in 1 article",
    ]
    assert select(page, "#how")
    assert "or the dam" in page.text_content()
    assert select(page, "input[name=speaker]")[0].get("value") == "Petrova"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("speaker=Nobody Such", "nobody who speaks"),
        ("outlet=Nonsense", "no outlet 'Nonsense'"),
        ("words=-", "no word in"),
        ("words=ha*", "three letters|at least 3 letters"),
        ("order=relevance", "needs words"),
        ("order=sideways", "is no order"),
        ("standing=king", "is no standing"),
        ("since=soon", "is no date"),
        ("since=2024&until=2023", "2024"),
        ("hops=many", "no number of hands"),
        ("min_confidence=sure", "no number"),
        ("min_confidence=7", "between 0 and 1"),
        ("negated=perhaps", "neither true nor false"),
        ("once=perhaps", "neither true nor false"),
        ("after=sideways:1", "does not continue"),
        ("words=levy&order=relevance&after=relevance:x", "does not continue"),
    ],
)
def test_a_question_without_sense_is_told_on_the_page_and_the_form_kept(site, query, said):
    page = got(site, f"/search?{query}", 400)
    (alert,) = select(page, "[role=alert]")
    assert any(part in alert.text_content() for part in said.split("|"))
    name, _, value = query.rpartition("&")[2].partition("=")
    for field in ("text", "search"):
        for kept in select(page, f".filters input[type={field}][name={name}]"):
            assert kept.get("value") == value


def test_the_data_is_asked_for_by_the_same_question(site):
    page = got(site, "/search?words=levy&standing=named_person&since=2023")
    links = {each.text: each.get("href") for each in select(page, ".downloads a")}
    assert links == {
        "as JSON": "/api/v1/attributions?words=levy&standing=named_person&since=2023",
        "as CSV": "/api/v1/attributions?words=levy&standing=named_person&since=2023&format=csv",
    }
    found = site.get(links["as JSON"]).json()
    assert found["count"] == len(select(page, ".said"))


def test_a_long_content_is_cut_around_the_words_that_were_asked_for(site_of, tmp_path):
    path = tmp_path / "cut.ledger"
    speech = f"{'one and ' * 300}levy{' and two' * 300}"
    with Ledger(path, write=True) as ledger:
        ledger.add([article(Said("Maria Ortega", speech))])
    (said,) = select(got(site_of(ledger=path), "/search?words=levy"), ".said")
    text = " ".join(said.text_content().split())
    assert len(text) < 700
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert words_of(select(said, "mark")) == ["levy"]
    (whole,) = select(got(site_of(ledger=path), "/search"), ".said")
    assert " ".join(whole.text_content().split()).startswith("“one and")


def test_what_is_too_long_to_be_a_title_or_a_name_is_cut(site_of, tmp_path):
    path = tmp_path / "endless.ledger"
    with Ledger(path, write=True) as ledger:
        aide = Said("an aide" + " of theirs" * 9_000, "No levy", standing="unnamed_person")
        ledger.add([article(aide, title="x" * 9_999)])
    page = got(site_of(ledger=path), "/search")
    (title,), (who,) = words_of(select(page, ".results h3")), words_of(select(page, ".who"))
    assert title == "x" * 300 + " …"
    assert who.startswith("an aide of theirs of theirs")
    assert len(who) < 400
    assert "…" in who


def test_what_articles_say_is_no_markup(site_of, tmp_path):
    path = tmp_path / "hostile.ledger"
    script = "<script>alert(1)</script> levy \u202e\x07 <img src=x onerror=alert(2)>"
    with Ledger(path, write=True) as ledger:
        ledger.add([
            article(
                Said(f"Mallory {script}", f"{script} said"),
                title=f"{script}",
                outlet=f"Outlet/{script}?&",
                uri="https://mallory.example/x",
            )
        ])  # fmt: skip
    site = site_of(ledger=path)
    page = site.get("/search", params={"words": 'levy OR "<b>"', "outlet": "outlet/"}, headers=PAGE)
    assert page.status_code == 200
    tree = tree_of(page.text)
    assert all(each.get("src") for each in select(tree, "script"))
    assert select(tree, "main img") == []
    assert "\u202e" not in page.text
    assert "\x07" not in page.text
    link = urlsplit(select(tree, ".results .about a")[0].get("href"))
    assert (link.query, link.path.count("/")) == ("", 2)


def test_an_empty_ledger_says_what_to_do(site_of, tmp_path):
    page = got(site_of(ledger=tmp_path / "new.ledger"), "/search")
    assert "no attributions yet" in page.text_content()
    assert select(page, ".downloads") == []


def test_a_page_has_one_of_each_id_and_a_label_for_each_field(site):
    page = got(site, "/search?words=levy")
    ids = [each.get("id") for each in select(page, "[id]")]
    assert len(ids) == len(set(ids))
    labelled = {each.get("for") for each in select(page, "label[for]")}
    fields = [*select(page, ".filters select"), *select(page, ".filters input")]
    assert len(fields) > 20
    for field in fields:
        assert field.get("type") == "checkbox" or field.get("id") in labelled


def test_the_pledge_is_found_as_a_phrase_and_marked_word_by_word(site):
    page = got(site, f'/search?words="{PLEDGE}"')
    assert words_of(select(page, "mark")) == [PLEDGE]
