"""What a colon leads into and how a quotation goes on: contents that the page's layout gives."""

from __future__ import annotations

from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.layout import follow_layout
from onrecord.ingest.text import find_blocks
from onrecord.span import Span
from onrecord.text.document import Block, Document
from onrecord.text.quotations import find_quotations


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def attribution(text: str, source: str, cue: str, *content: str) -> FoundAttribution:
    return FoundAttribution(span(text, source), span(text, cue), tuple(span(text, part) for part in content), 0.9)


def contents(
    text: str, found: list[FoundAttribution], idle: list[FoundAttribution], blocks: tuple[Block, ...] | None = None
) -> list[list[str]]:
    """The contents of each attribution once the layout is followed."""
    document = Document(text, find_blocks(text) if blocks is None else blocks)
    quotations = [q for block in document.blocks for q in find_quotations(text, block.start, block.end)]
    return [[part.of(text) for part in a.content] for a in follow_layout(found, idle, document, quotations)]


def test_a_cue_before_a_colon_leads_into_the_quotation_of_the_next_paragraph() -> None:
    text = "The Courier wrote on Monday:\n\n“The wall moved.”\n\nIt rained."
    assert contents(text, [], [attribution(text, "The Courier", "wrote")]) == [["“The wall moved.”"]]


def test_it_leads_into_a_block_quotation_without_marks() -> None:
    text = "The letter read:\n\nThe wall moved.\n\nIt rained."
    first, quoted, last = find_blocks(text)
    blocks = (first, Block("blockquote", quoted.start, quoted.end), last)
    assert contents(text, [], [attribution(text, "The letter", "read")], blocks) == [["The wall moved."]]


def test_it_does_not_lead_into_plain_narration() -> None:
    text = "By the evening nobody knew what the mayor said:\n\nThe wall moved."
    assert contents(text, [], [attribution(text, "the mayor", "said")]) == []


def test_what_is_nothing_but_a_lead_in_relays_the_paragraph_behind_it() -> None:
    text = "The Courier reported:\n\nFarrant said the wall moved.\n\nIt rained."
    inner = attribution(text, "Farrant", "said", "the wall moved")
    document = Document(text, find_blocks(text))
    outer, within = follow_layout([inner], [attribution(text, "The Courier", "reported")], document, [])
    assert [part.of(text) for part in outer.content] == ["Farrant said the wall moved."]
    assert within.within == outer.content[0]


def test_a_lead_in_gives_up_what_stands_before_it() -> None:
    text = "It rained all day.\n\nThe Courier reported:\n\nThe wall moved."
    found = attribution(text, "The Courier", "reported", "It rained all day")
    assert contents(text, [found], []) == [["The wall moved."]]
    (relayed,) = follow_layout([found], [], Document(text, find_blocks(text)), [])
    assert relayed.confidence != found.confidence, "the network's confidence was of what it had linked"


def test_a_cue_without_a_colon_leads_nowhere() -> None:
    text = "The mayor spoke.\n\n“The wall moved.”"
    assert contents(text, [], [attribution(text, "The mayor", "spoke")]) == []


def test_a_colon_far_behind_the_cue_is_another_matter() -> None:
    text = f"The mayor spoke {'of the harbour ' * 9}:\n\n“The wall moved.”"
    assert contents(text, [], [attribution(text, "The mayor", "spoke")]) == []


def test_a_quotation_that_another_cue_has_is_not_taken() -> None:
    text = "The mayor said:\n\n“The wall moved,” Tolland said."
    found = attribution(text, "Tolland", "said", "“The wall moved,”")
    found = FoundAttribution(found.source, Span(text.rindex("said"), text.rindex("said") + 4), found.content, 0.9)
    assert contents(text, [found], [attribution(text, "The mayor", "said")]) == [["“The wall moved,”"]]


def test_a_quotation_that_is_not_closed_goes_on_in_the_paragraphs_that_open_with_a_mark() -> None:
    text = "Farrant said: “The wall moved.\n\n“It moved twice.\n\n“Then it fell.”\n\n“Who saw it?”"
    found = attribution(text, "Farrant", "said", "“The wall moved.")
    assert contents(text, [found], []) == [["“The wall moved.", "“It moved twice.", "“Then it fell.”"]]


def test_a_quotation_that_is_led_into_goes_on_too() -> None:
    text = "Farrant said:\n\n“The wall moved.\n\n“Then it fell.”"
    assert contents(text, [], [attribution(text, "Farrant", "said")]) == [["“The wall moved.", "“Then it fell.”"]]


def test_a_content_beside_an_unclosed_quotation_does_not_go_on() -> None:
    text = "Farrant said it rained. “The wall moved.\n\n“Then it fell.”"
    assert contents(text, [attribution(text, "Farrant", "said", "it rained")], []) == [["it rained"]]


def test_a_document_without_blocks_has_no_layout() -> None:
    assert contents("", [], [], ()) == []
