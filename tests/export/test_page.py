"""The page of one article: whole, self-contained, and safe from the article's own words."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.html import page
from onrecord.export.segments import cut
from onrecord.record.types import Attribution, Carrier, ContentSpan, Record, Source, SpanRecord
from records import HOSTILE, RECORD, TEXT, attribution, hostile_record, plain_record, through_hands


class Page(HTMLParser):
    """A page as a browser takes it: elements with attributes, and the text of the story."""

    def __init__(self, record: Record) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"style": [], "script": [], "title": []}
        self.story = ""
        self.source = page(record)
        self._open: list[str] = []
        self._in_story = False
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)
        self._in_story |= dict(attrs).get("id") == "story"

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._in_story = False
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in self.raw:
            self.raw[self._open[-1]].append(data)
        if self._in_story:
            self.story += data

    def of(self, **attributes: str) -> list[dict[str, str | None]]:
        wanted = {key.rstrip("_"): value for key, value in attributes.items()}
        return [found for _, found in self.elements if wanted.items() <= found.items()]

    def tags(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_every_word_of_the_article_is_on_the_page():
    drawn = Page(RECORD)
    headline, _, story = TEXT.partition("\n\n")
    assert squeezed(drawn.story) == squeezed(story)
    assert headline in re.sub(r"<[^>]+>", "", drawn.source.split("<h1")[1].split("</h1>")[0])


@pytest.mark.parametrize("record", [RECORD, hostile_record(), plain_record("Words."), plain_record("")])
def test_the_page_asks_the_network_for_nothing(record: Record):
    drawn = Page(record)
    assert not {tag for tag, _ in drawn.elements} & {"link", "img", "iframe", "object", "embed", "base", "form", "svg"}
    assert not [a for _, a in drawn.elements if {"src", "srcset", "style", "action"} & a.keys()]
    assert "url(" not in drawn.source
    assert "@import" not in drawn.source


@pytest.mark.parametrize("record", [RECORD, hostile_record()])
def test_the_policy_lets_run_only_what_the_page_brings(record: Record):
    drawn = Page(record)
    policy = drawn.of(http_equiv="") or [a for a in drawn.tags("meta") if a.get("http-equiv")]
    rules = dict(rule.strip().split(" ", 1) for rule in (policy[0]["content"] or "").split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for kind in ("style", "script"):
        (code,) = drawn.raw[kind]
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert rules[f"{kind}-src"] == f"'sha256-{digest}'"


def test_hostile_words_are_words():
    drawn = Page(hostile_record())
    assert len(drawn.tags("script")) == 1
    assert not [a for _, a in drawn.elements for name in a if name.startswith("on")]
    assert "javascript:" not in drawn.source
    assert squeezed(drawn.story) == squeezed(HOSTILE)
    assert "".join(drawn.raw["title"]).startswith("<script>alert('title')</script>")
    assert drawn.tags("html")[0] == {"lang": 'en" onload="alert(4)'}


@pytest.mark.parametrize(
    ("uri", "linked"),
    [
        ("https://courier.example/a?b=1&c=2", True),
        ("http://courier.example/", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,<script>", False),
        (" https://courier.example/", False),
        ("file:///etc/passwd", False),
        ("//courier.example", False),
        ("story.html", False),
    ],
)
def test_only_web_addresses_are_links(uri: str, linked: bool):
    drawn = Page(plain_record("Words.", uri=uri))
    assert [a["href"] for a in drawn.tags("a")] == ([uri] if linked else [])


def test_each_attribution_has_an_entry_and_one_link_to_it_from_its_cue():
    drawn = Page(RECORD)
    assert len([a for a in drawn.tags("article") if (a.get("class") or "").startswith("entry")]) == len(
        RECORD.attributions
    )
    for index, made in enumerate(RECORD.attributions):
        links = [a for a in drawn.tags("a") if a.get("href") == f"#r{index}" and "cue" in (a.get("class") or "")]
        assert len(links) == 1, made.id
        assert drawn.of(id=f"r{index}")


def test_every_part_of_an_attribution_lights_up_with_it():
    drawn = Page(RECORD)
    told = [a for a in drawn.tags("span") + drawn.tags("a") if "5" in (a.get("data-a") or "").split()]
    assert len(told) == 6  # source, cue, addressee, time and two contents


def test_nested_contents_keep_the_outer_voice_at_their_foot():
    drawn = Page(RECORD)
    inner = [a for _, a in drawn.elements if {"q", "in"} <= set((a.get("class") or "").split())]
    assert inner
    assert all(re.search(r"\bo\d\b", a.get("class") or "") for a in inner)


def test_more_voices_than_colours_come_in_other_patterns():
    count = 40
    text = " ".join(f"Source{n} says word{n}." for n in range(count))
    made = []
    for n in range(count):
        start = text.index(f"Source{n} ")
        end = start + len(f"Source{n}")
        said = text.index(f"word{n}.")
        made.append(
            msgspec.structs.replace(
                attribution(n, None, "say", "owners", lemma="say"),
                source=Source(spans=[SpanRecord(start, end)], standing="unnamed_person"),
                content=[ContentSpan(said, said + 5, quoted=False)],
            )
        )
    drawn = Page(msgspec.structs.replace(plain_record(text), attributions=made))
    swatches = [a["class"] for a in drawn.tags("i") if (a.get("class") or "").startswith("swatch")]
    assert len(set(swatches[: 8 * 4 + 1])) == 8 * 4 + 1
    assert drawn.tags("details")
    assert len(drawn.of(class_="f")) == count + 1


def test_the_bar_has_each_voice_that_has_words():
    drawn = Page(RECORD)
    bars = [a for a in drawn.tags("label") if (a.get("id") or "").startswith("b")]
    assert bars[0]["title"] == "the page itself: 43%"
    assert all(f"#{a['id']}{{flex-grow:" in drawn.raw["style"][0] for a in bars)


def test_the_bar_by_standing_has_each_kind_of_source_that_has_words():
    drawn = Page(RECORD)
    parts = [a for a in drawn.tags("span") if (a.get("id") or "").startswith("k-")]
    assert parts[0]["title"] == "the page itself: 43%"
    assert len(parts) == sum(share.words > 0 for share in RECORD.shares_by_standing())
    assert all(f"#{a['id']}{{flex-grow:" in drawn.raw["style"][0] for a in parts)


def test_the_bar_by_standing_is_told_in_words_too():
    key = Page(RECORD).source.split('<ul class="key"')[1].split("</ul>")[0]
    told = [" ".join(re.sub(r"<[^>]+>", "", item).split()) for item in key.split("<li>")[1:]]
    assert told[:3] == ["the page itself 43%", "named people 18%", "news outlets 11%"]


def test_where_nobody_speaks_there_is_no_bar_by_standing():
    assert 'class="key"' not in page(plain_record("Words."))


def chains_of(drawn: Page) -> dict[str, str]:
    """The words of each chain on the page, by the id of its entry."""
    entries = re.findall(r'<article class="entry[^>]*id="(r\d+)">(.*?)</article>', drawn.source, re.DOTALL)
    chains = {number: re.search(r'<ol class="chain".*?</ol>', entry, re.DOTALL) for number, entry in entries}
    return {number: " ".join(re.sub(r"<[^>]+>", "", found[0]).split()) for number, found in chains.items() if found}


def test_a_chain_is_shown_from_its_origin_to_this_page():
    assert chains_of(Page(through_hands())) == {
        "r3": "nobody named → The Evening Lantern → this page",
        "r7": "unnamed person → The Evening Lantern → this page",
        "r8": "Maria Ortega → unnamed person → The Evening Lantern → this page",
    }


def test_a_hand_leads_to_the_entry_of_what_it_tells():
    drawn = Page(through_hands())
    links = [a["href"] for a in drawn.tags("a") if (a.get("class") or "").startswith("hand")]
    assert links == ["#r6", "#r7", "#r6"]


def test_a_hand_has_the_colour_of_its_voice():
    drawn = Page(through_hands())
    (swatch,) = {a["class"] for a in drawn.tags("label") if (a.get("title") or "").startswith("The Evening Lantern")}
    hands = [a["class"] for tag, a in drawn.elements if (a.get("class") or "").startswith("hand")]
    assert hands.count(f"hand {swatch}") == 3


def test_what_came_by_no_other_hand_than_this_page_has_no_chain():
    assert chains_of(Page(RECORD)) == {}


def test_hostile_names_in_a_chain_are_words():
    record = hostile_record()
    hand = Carrier(entity=record.entities[0].id, standing="named_person")
    made = msgspec.structs.replace(record.attributions[0], chain=[hand, hand])
    drawn = Page(msgspec.structs.replace(record, attributions=[made]))
    assert len(drawn.tags("script")) == 1
    assert chains_of(drawn)["r0"].count("&lt;script&gt;name&lt;/script&gt;") == 2


def test_text_outside_all_blocks_is_drawn_too():
    document = msgspec.structs.replace(RECORD.document, blocks=RECORD.document.blocks[2:5])
    drawn = Page(msgspec.structs.replace(RECORD, document=document))
    assert squeezed(drawn.story) == squeezed(TEXT)


def test_the_same_record_makes_the_same_page():
    assert page(RECORD) == page(RECORD)


@st.composite
def records(draw: st.DrawFn) -> Record:
    text = draw(st.text(min_size=1, max_size=40))
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    made: list[Attribution] = []
    for number in range(draw(st.integers(0, 4))):
        blank = attribution(number, None, "say", "owners", lemma="say")
        spans = draw(st.lists(places, min_size=1, max_size=3))
        made.append(
            msgspec.structs.replace(
                blank,
                parent=draw(st.sampled_from([None, *(a.id for a in made)])),
                source=Source(spans=[SpanRecord(*draw(places))], standing="named_person"),
                cue=msgspec.structs.replace(blank.cue, spans=[SpanRecord(*draw(places))]),
                content=[ContentSpan(*place, quoted=False) for place in spans],
            )
        )
    return msgspec.structs.replace(plain_record(text), attributions=made)


@given(records())
def test_segments_fill_the_text_and_lie_in_all_their_parts(record: Record):
    length = len(record.document.text)
    (segments,) = cut(record, [(0, length)])
    assert [s.start for s in segments] == [0, *(s.end for s in segments[:-1])]
    assert segments[-1].end == length
    for segment in segments:
        for number, made in enumerate(record.attributions):
            for part, spans in (("content", made.content), ("source", made.source.spans), ("cue", made.cue.spans)):
                covered = any(span.start <= segment.start and segment.end <= span.end for span in spans)
                marked = any(mark.number == number and mark.part == part for mark in segment.marks)
                assert covered == marked


@given(records())
def test_any_record_can_be_drawn(record: Record):
    drawn = Page(record)
    kept = re.sub(r"\s", "", record.document.text)
    if record.document.blocks:
        assert re.sub(r"\s", "", drawn.story) == kept
