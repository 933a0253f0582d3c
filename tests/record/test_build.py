"""A record holds the document that it was made of, and gives it back."""

from __future__ import annotations

from onrecord.ingest.text import find_blocks
from onrecord.record.build import build_record, document_of
from onrecord.record.types import ReaderRecord
from onrecord.text.document import Document

TEXT = "Quay to close\n\nThe quay will close in May, the mayor said."


def test_a_record_gives_back_the_document_that_it_was_made_of() -> None:
    document = Document(
        TEXT,
        find_blocks(TEXT),
        uri="https://lantern.example/quay",
        title="Quay to close",
        outlet="Evening Lantern",
        authors=("Ada Loom", "Jo Field"),
        published="2023-05-04",
        sponsor="Harbour Insurance",
        language="en",
    )
    record = build_record(document, [], [], ReaderRecord(version="0", model="none"))
    found = document_of(record)
    assert found == document
    assert found.id == document.id
