"""All that is made of a record, one function a maker: whatever record the format allows, none may fail but as we say.

Each takes a valid record and returns nothing; the target that calls it sees to it that only errors of ours come out.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from fuzzing.promise import promise
from onrecord.export import csv
from onrecord.export.article_view import article_view
from onrecord.export.brat import standoff
from onrecord.export.chains import find_chains
from onrecord.export.html import page
from onrecord.export.jsonlines import json_text, jsonl_line
from onrecord.export.table import attribution_rows, document_row
from onrecord.export.terminal import view
from onrecord.export.web_annotation import collection_text, lines
from onrecord.ledger.changes import changes
from onrecord.ledger.rows import attribution_rows as ledger_rows
from onrecord.ledger.rows import deflate, inflate, quotation_rows
from onrecord.record.build import document_of
from onrecord.record.confident import keep_confident
from onrecord.record.json import decode
from onrecord.record.types import Record
from onrecord.record.voices import find_voices

__all__ = ["CONSUMERS"]


def _json(record: Record) -> None:
    line = jsonl_line(record)
    promise(line.count(b"\n") == 1 and line.endswith(b"\n"), "a record's line of JSON is not one line")
    again = decode(line)
    promise(jsonl_line(again) == line, "a record is another after JSON")
    promise(decode(json_text(record)) == again, "a record is another after indented JSON")
    promise(inflate(deflate(record)) == again, "a record is another out of the ledger")


def _tables(record: Record) -> None:
    rows = list(attribution_rows(record))
    promise(len(rows) == len(record.attributions), "an attribution has no row of its own")
    document_row(record, 1)
    promise(len(list(csv.rows(record))) == len(rows), "an attribution has no line of its own")
    csv.table(record)


def _shares(record: Record) -> None:
    shares = record.shares()
    words = sum(share.words for share in shares)
    promise(all(share.words >= 0 and 0 <= share.part <= 1 for share in shares), "a share is not a part")
    promise(
        words == sum(share.words for share in record.shares_by_standing()), "standings have other words than voices"
    )
    promise(set(find_voices(record)) == {each.id for each in record.attributions}, "an attribution has no voice")
    find_chains(record)


def _page(record: Record) -> None:
    shown = article_view(record)
    promise(len(shown.entries) == len(record.attributions), "an attribution is not on the page")
    runs = [run for block in shown.blocks for run in block.runs]
    if shown.headline is None:  # else its own runs are the beginning, put in order for the eye
        text = record.document.text
        shown_signs = "".join("".join(run.text for run in runs).split())  # what parts two blocks stands in neither
        promise(shown_signs == "".join(text.split()) or not record.document.blocks, "words are lost")
    html = page(record)
    promise("<script>alert" not in html, "words of an article could run on its page")


def _terminal(record: Record) -> None:
    for width, color in ((20, False), (80, True)):
        drawn = view(record, width=width, color=color)
        promise("\x07" not in drawn, "a sign of control reaches the terminal")


def _standoff(record: Record) -> None:
    standoff(record)


def _annotations(record: Record) -> None:
    promise(len(list(lines(record))) == len(record.attributions), "an attribution has no annotation")
    json.loads(collection_text(record))


def _ledger_rows(record: Record) -> None:
    promise(len(ledger_rows(record)) == len(record.attributions), "an attribution has no row in the ledger")
    for row in quotation_rows(record):
        promise(0 <= row.span.start < row.span.end <= len(record.document.text), "a quotation is unanchored")


def _changed(record: Record) -> None:
    kept = keep_confident(record, 0.5)
    parents = {each.id for each in kept.attributions}
    promise(all(each.parent is None or each.parent in parents for each in kept.attributions), "a parent was left out")
    changes(record, kept)
    document_of(record)


CONSUMERS: tuple[Callable[[Record], None], ...] = (
    _json, _tables, _shares, _page, _terminal, _standoff, _annotations, _ledger_rows, _changed,
)  # fmt: skip
