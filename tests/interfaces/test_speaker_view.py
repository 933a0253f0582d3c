"""One speaker at a terminal: whom the articles say that it told something."""

from __future__ import annotations

import msgspec

from ledger.articles import Said, article
from onrecord.interfaces.output import Look
from onrecord.interfaces.people_views import speaker_view
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.profile_details import speaker_detail
from onrecord.record.types import Addressee, SpanRecord


def test_whom_a_speaker_told_it_stands_on_a_line_of_its_own(tmp_path):
    record = article(Said("Maria Ortega", "We will not pay"), opening="Reporters stood on the quay.")
    (said,) = record.attributions
    addressee = Addressee(spans=[SpanRecord(0, len("Reporters"))])
    record = msgspec.structs.replace(record, attributions=[msgspec.structs.replace(said, addressee=addressee)])
    with Ledger(tmp_path / "news.ledger", write=True) as ledger:
        ledger.add([record])
        told = speaker_view(speaker_detail(ledger, "Maria Ortega"), Look(color=False, plain=True, width=80))
    assert "To           Reporters 1" in told.splitlines()
