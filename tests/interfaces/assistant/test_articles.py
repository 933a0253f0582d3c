"""Articles that an assistant gives: read once by one model, and kept for what is asked next."""

from __future__ import annotations

import http.server
import threading
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from interfaces.assistant.assistants import (
    DEBATE,
    PLEDGE,
    Assistant,
    QuotingReader,
    assert_anchored,
    connected,
    server_of,
)
from onrecord.interfaces.assistant import reading
from onrecord.interfaces.assistant.reading import Readings
from onrecord.interfaces.mcp_server import create_server
from onrecord.ledger.ledger import Ledger
from onrecord.reader import Reader


def test_what_was_read_can_be_asked_about_by_its_hash(reader: QuotingReader) -> None:
    text = f"“{PLEDGE},” she said.\n\n" + "“No.” " * 30
    with connected(server_of(None, reader)) as assistant:
        read = assistant.answer("read", text=text, limit=2)
        digest = read["article"]["hash"]
        shown = assistant.answer("show", article=digest[:16], after="a2", limit=3)
        checked = assistant.answer("check", article=digest, transcripts=[{"text": DEBATE}])

    assert [each["attribution"] for each in read["statements"]] == ["a1", "a2"]
    assert f"`show` with article {digest[:23]} and after a2" in read["notes"][-1]
    assert "document" not in read["article"]
    assert [each["attribution"] for each in shown["statements"]] == ["a3", "a4", "a5"]
    assert checked["verdicts"]["altered"] == 1
    assert reader.read == 1


def test_the_model_is_loaded_when_it_is_needed_once_and_reads_one_article_at_a_time(ledger: Path) -> None:
    reader, loaded = QuotingReader(seconds=0.05), []

    def new_reader() -> Reader:
        loaded.append(1)
        return reader  # type: ignore[return-value]

    async def read_four(client: Client) -> None:
        async with anyio.create_task_group() as tasks:
            for number in range(4):
                tasks.start_soon(client.call_tool, "read", {"text": f"Article {number}: “Yes.”"})

    with connected(create_server(ledger, Readings(new_reader))) as assistant:
        assistant.answer("search", words="levy")
        assert loaded == []
        assistant.call(read_four, assistant.client)

    assert loaded == [1]
    assert reader.read == 4
    assert reader.most_at_once == 1


def test_only_so_many_readings_are_kept(reader: QuotingReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_KEPT", 2)
    with connected(server_of(None, reader)) as assistant:
        hashes = [assistant.answer("read", text=f"Article {number}.")["article"]["hash"] for number in range(3)]
        gone = [assistant.ask("show", article=each).is_error for each in hashes]

    assert gone == [True, False, False]


def test_a_page_of_this_machine_is_read_only_where_that_is_allowed(reader: QuotingReader) -> None:
    told = f"“{PLEDGE},” she said, and the council went home before the tide turned, as it does every spring."
    page = f"<html><head><title>Levy</title></head><body><article><h1>Levy</h1><p>{told}</p></article></body></html>"

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: Any) -> None:
            return

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{web.server_port}/levy"
        with connected(server_of(None, reader)) as assistant:
            refused = assistant.refusal("read", address=address)
        with connected(server_of(None, reader, allow_private=True)) as assistant:
            read = assistant.answer("read", address=address)
        web.shutdown()

    assert "is refused" in refused
    assert read["article"]["uri"] == address
    assert read["statements"][0]["content"][0]["words"] == f"“{PLEDGE},”"


@pytest.mark.bundle
def test_a_reading_is_explained_whether_it_was_given_or_is_in_the_ledger(tmp_path: Path, repo: Path) -> None:
    text = (repo / "examples" / "council-vote.txt").read_text(encoding="utf-8")
    path = tmp_path / "council.ledger"
    read = Reader(threads=1)
    with Ledger(path, write=True) as opened:
        opened.add([read.read_text(text)])

    with connected(create_server(path, Readings(lambda: read))) as assistant:
        of_ledger = assistant.answer("explain", article=1, attribution="a2")
        given = assistant.answer("explain", text=text, attribution="a2")
        with Ledger(path, write=True) as opened:
            opened.correct(1, "a2", "reject", who="Jo Field")
        corrected = assistant.answer("explain", article=1, attribution="a2")

    assert of_ledger["article"]["document"] == 1
    assert of_ledger["explanation"] == given["explanation"] == corrected["explanation"]
    assert len(of_ledger["notes"]) == 1
    assert "corrected this reading by hand" in corrected["notes"][1]
    assert "standing" in given["explanation"]
    assert assert_anchored(given, text) > 0


def test_a_reading_that_this_model_does_not_share_is_not_explained(assistant: Assistant) -> None:
    assert "reads no such statement there" in assistant.refusal("explain", article=1, attribution="a3")
