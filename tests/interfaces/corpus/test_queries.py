"""The queries that the docs give are answered by a corpus as it lies there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

pytestmark = pytest.mark.bundle


def test_every_query_in_the_docs_is_answered(repo: Path, tmp_path: Path) -> None:
    page = (repo / "docs" / "corpus.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    queries = [query.strip() for query in block.split(";") if query.strip()]
    text = "Ann Vell, the mayor of Port Calder, said on Monday that the ferry would sail again in the spring."
    pages = [
        {"uri": "https://news.example/levy", "outlet": "The Packet", "text": text},
        {"uri": "https://news.example/rise", "outlet": "The Packet", "text": " "},
    ]
    crawl = tmp_path / "crawl.jsonl"
    crawl.write_text("\n".join(map(json.dumps, pages)), encoding="utf-8")
    command = [sys.executable, "-m", "onrecord", "corpus", "run", "crawl.jsonl", "--out", "corpus", "--workers", "1"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=120)
    answers = []
    with duckdb.connect() as database:
        for query in queries:
            here = query.replace("'corpus/", f"'{tmp_path}/corpus/").replace(">= 1000", ">= 1")
            answers.append(database.sql(here).fetchall())
    assert answers == [[("Ann Vell", 1, 1)], [("The Packet", 1, 0.0)], [(text,)], [("no_article", 1)]]
