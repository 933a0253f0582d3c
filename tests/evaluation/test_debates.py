"""The articles that report a debate, and the sample that a person reads."""

from __future__ import annotations

import pytest

from evaluation.debates import draw_sample, main, reports_debate
from ledger.articles import Said, article
from onrecord.export.jsonlines import jsonl_line
from onrecord.verify.types import CheckedQuotation, Verdict


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("The debate. A Debate.", True),
        ("They debated in two debates", True),
        ("One debate", False),
        ("debaters", False),
    ],
)
def test_an_article_reports_a_debate_where_it_says_so_twice(text, reports):
    assert reports_debate(text) is reports


def verdict(number: int, kind: Verdict) -> CheckedQuotation:
    return CheckedQuotation(article="a", start=number, end=number, words="", verdict=kind, reason="", wording=kind)


def test_at_most_a_third_of_a_sample_rests_on_no_passage_and_a_seed_is_a_sample():
    checked = [verdict(at, Verdict.NOT_FOUND if at % 4 else Verdict.VERBATIM) for at in range(200)]
    drawn = draw_sample(checked, 30, seed=7)
    assert sum(each.verdict is Verdict.NOT_FOUND for each in drawn) == 10
    assert len(drawn) == 30
    assert drawn == draw_sample(checked, 30, seed=7) != draw_sample(checked, 30, seed=8)


def test_counts_and_a_sample_are_printed(tmp_path, capsys):
    said = "We will mend the pier before the debate"
    record = article(Said("Mara Vell", said), Said("Mara Vell", "The debate was long and it was cold"))
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "courier_2024-05-05_pier.txt").write_text(record.document.text, encoding="utf-8")
    (tmp_path / "records.jsonl").write_bytes(jsonl_line(record))
    (tmp_path / "said").mkdir()
    (tmp_path / "said" / "debate.txt").write_text(f"VELL: {said}.", encoding="utf-8")
    arguments = ["--polnear", tmp_path, "--transcripts", tmp_path / "said", "--records", tmp_path / "records.jsonl"]
    assert main([*map(str, arguments), "--sample", "2"]) == 0
    printed = capsys.readouterr().out
    assert "1 articles that report a debate, 2 quotations" in printed
    assert "verbatim             1" in printed
    assert f"VELL at debate.txt:1: {said}" in printed
