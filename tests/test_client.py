"""The client against a site that is really served: each verb, its types, and what goes wrong."""

from __future__ import annotations

import json
import socket
import sys
import threading
from datetime import date

import httpx
import pytest

import onrecord
from interfaces.web.ledgers import PLEDGE, filled
from interfaces.web.served import nothing_is_found, served
from onrecord.client import ClientError, NotAllowed, NotReached, NotTaken, NotThere, SiteFault
from onrecord.interfaces.web.settings import Settings
from onrecord.interfaces.web.shapes import GivenArticle, GivenTranscript, ToRead
from onrecord.ledger.ledger import Ledger

SAID = f"ORTEGA: {PLEDGE}, I promise."


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("client") / "harbour.ledger")


@pytest.fixture(scope="module")
def address(path):
    with pytest.MonkeyPatch.context() as patch:
        nothing_is_found(patch)
        with served(Settings(ledger=path, max_body=2_000_000)) as served_at:
            yield served_at


@pytest.fixture
def site(address):
    with onrecord.Client(address) as client:
        yield client


@pytest.fixture
def ledger(path):
    with Ledger(path) as opened:
        yield opened


def test_the_site_says_what_it_is(site):
    told = site.about()
    assert (told.name, told.version, told.kept, told.read_only) == ("onrecord", onrecord.__version__, True, False)
    assert told.limits.body_bytes == 2_000_000


def test_records_are_the_ledgers_own(site, ledger):
    assert site.record(2) == ledger.record(2)
    assert isinstance(site.record(2), onrecord.Record)


def test_articles_come_page_after_page(site, monkeypatch):
    assert [each.document for each in site.documents(until=date(2023, 12, 31))] == [3, 2, 5]
    assert [each.document for each in site.documents(versions=True, outlet="courier")] == [5, 1]


def test_a_search_gives_every_answer_as_the_ledger_does(site, ledger):
    found = [(hit.document, hit.attribution, hit.content) for hit in site.search("levy OR boats", limit=2)]
    expected = ledger.search("levy OR boats", limit=100)
    assert found == [(hit.document, hit.attribution, hit.content) for hit in expected.hits]
    assert len(found) == 6


def test_a_search_asks_for_several_values_days_and_flags(site):
    found = site.search(
        standing=["document", "named_person"], form="indirect", since=date(2023, 4, 1), until="2023", outer=True,
        negated=False,
    )  # fmt: skip
    assert [(hit.document, hit.source) for hit in found] == [(3, "Tomas Keller")]


def test_one_page_of_a_search_has_the_count_and_leads_on(site):
    page = site.search_page("levy", limit=1, order="oldest")
    assert (page.count, len(page.hits), page.more) == (3, 1, True)
    rest = list(site.search("levy", limit=1, order="oldest", after=page.next))
    assert len(rest) == 2


def test_who_is_quoted_and_by_whom(site, ledger):
    assert list(site.entities(sort="articles", limit=1)) == list(ledger.speakers(sort="articles"))
    assert [each.name for each in site.entities("petr", kind="person")] == ["Ana Petrova"]
    assert site.entity(1, since="2023").speaker.name == "Maria Ortega"
    assert list(site.outlets(limit=1)) == list(ledger.outlets())
    assert site.outlet("Harbour Gazette", once=True).figures.articles == 1


def test_counts_by_number_have_numbers(site):
    assert set(site.entity(1).hops) == {1, 2}


def test_versions_and_changes_of_a_page(site, ledger):
    assert site.versions(1) == ledger.versions(5)
    told = site.changes(1)
    assert (told.from_.document, told.to.document) == (1, 5)
    assert told.altered[0].new == ledger.record(5).attributions[1]
    assert site.changes(1, to=5) == told


def test_a_quotation_is_traced(site, ledger):
    assert site.trace(PLEDGE, versions=True) == ledger.trace(PLEDGE, versions=True)


def test_an_article_is_checked_by_its_number_its_text_or_its_record(site, ledger):
    record = ledger.record(1)
    by_number = site.check(1, {"council.txt": SAID})
    assert [each.verdict for each in by_number] == ["verbatim", "not_found"]
    assert site.check(record, [GivenTranscript(name="council.txt", text=SAID)]) == by_number
    assert site.check(GivenArticle(document=1), {"council.txt": SAID}) == by_number
    assert [each.verdict for each in site.check(record.document.text, {"council.txt": SAID})] == [
        "verbatim",
        "not_found",
    ]


def test_an_article_is_read_and_kept_if_that_is_asked_for(site):
    before = site.about().ledger.articles
    record = site.read("“We will not sell,” Ada Loom said.", uri="letter.txt")
    assert (record.document.uri, site.about().ledger.articles) == ("letter.txt", before)
    assert site.read("The quay was closed.", keep=True).document.text == "The quay was closed."
    assert site.about().ledger.articles == before + 1


def test_corrections_are_made_listed_and_withdrawn(site):
    made = site.correct(3, "a2", "source", who="Jo Field", spans=[(0, 5)], note="the headline names another")
    assert (made.document, made.spans[0].end, made.withdrawn) == (3, 5, None)
    assert site.corrections(3) == [made]
    assert [span.end for span in site.record(3, corrected=True).attributions[1].source.spans] == [5]
    withdrawn = site.withdraw(made.correction, who="Jo Field")
    assert withdrawn.withdrawn is not None
    assert site.corrections(3) == [withdrawn]


def test_an_attribution_is_explained(site):
    told = site.explanation(2, "a1")
    assert (told.document, told.attribution, told.same_reader) == (2, "a1", False)


def test_many_articles_are_read_however_many_and_answers_may_be_longer_than_what_was_sent(site):
    texts = [f"Number {number} in the line. " + "w" * (number % 50 * 100) for number in range(300)]
    told = list(site.read_many(texts))
    assert [each.line for each in told] == list(range(1, 301))
    assert [each.record.document.text for each in told] == texts


def test_an_article_that_cannot_be_read_stops_no_other(site):
    given = ["First.", ToRead(text=""), ToRead(address="nowhere"), "w" * 2_000_001, ToRead(html="<p>"), "Last."]
    told = list(site.read_many(given))
    assert [each.error.kind if each.error else None for each in told] == [
        None, "option_error", "option_error", "too_large", "no_article", None,
    ]  # fmt: skip
    assert told[-1].record.document.text == "Last."


def test_words_may_have_breaks_that_are_no_line_feeds(site):
    text = "One\u2028two\x85three\x0bfour\x1cfive."
    assert [each.record.document.text for each in site.read_many([text, text])] == [text, text]


def test_articles_are_taken_as_they_are_needed(site):
    taken = []

    def articles():
        for number in range(10_000):
            taken.append(number)
            yield f"Number {number}."

    answers = site.read_many(articles())
    assert next(answers).line == 1
    answers.close()
    assert len(taken) < 200


@pytest.mark.parametrize(
    ("ask", "kind", "status"),
    [
        (lambda site: site.record(99), NotThere, 404),
        (lambda site: site.entity(2**40), NotThere, 404),
        (lambda site: site.outlet("nowhere"), NotThere, 404),
        (lambda site: list(site.search(speaker="Nobody Whatsoever")), NotTaken, 400),
        (lambda site: site.search_page(limit=0), NotTaken, 400),
        (lambda site: site.trace("two words"), NotTaken, 400),
        (lambda site: site.read("w" * 2_000_001), NotTaken, 413),
        (lambda site: site.read(""), NotTaken, 400),
        (lambda site: site.read(html="<p>"), NotTaken, 422),
        (lambda site: site.check(1, {}), NotTaken, 422),
        (lambda site: site.correct(1, "a1", "reject", who=" "), NotTaken, 422),
    ],
)
def test_what_the_site_refuses_is_an_error_with_its_words(site, ask, kind, status):
    with pytest.raises(onrecord.OnRecordError) as raised:
        ask(site)
    error = raised.value
    assert (type(error), error.status) == (kind, status)
    assert error.kind
    assert str(error)


def test_an_error_names_the_parameter(site):
    with pytest.raises(NotTaken) as raised:
        site.search_page(min_confidence=7)
    assert raised.value.where == "min_confidence"


def test_half_a_character_cannot_be_sent(site):
    with pytest.raises(NotTaken, match="surrogate"):
        site.read("half a \ud800 character")


def test_a_token_is_sent_and_one_that_is_wrong_is_refused(tmp_path):
    with served(Settings(ledger=tmp_path / "a.ledger", token="a long secret")) as address:
        with onrecord.Client(address, token="a long secret") as site:
            assert site.about().ledger.articles == 0
        for wrong in (None, "another"):
            with onrecord.Client(address, wrong) as site, pytest.raises(NotAllowed, match="token"):
                site.about()


def test_a_site_that_only_reads_refuses_to_keep(path):
    with served(Settings(ledger=path, read_only=True)) as address, onrecord.Client(address) as site:
        with pytest.raises(NotAllowed, match="read only"):
            site.read("The quay was closed.", keep=True)
        (answer,) = site.read_many([ToRead(text="The quay was closed.", keep=True)])
        assert answer.error.kind == "refused"


def test_where_no_site_is_nobody_answers():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with onrecord.Client(f"http://127.0.0.1:{port}") as site, pytest.raises(NotReached, match="is a ledger served"):
        site.about()


@pytest.mark.parametrize(
    "address", ["nonsense", "ftp://localhost", "http://", "http://\x00", "http://localhost:port", "http://[::1"]
)
def test_what_is_no_address_is_said_to_be_none(address):
    with pytest.raises(onrecord.OnRecordError):
        onrecord.Client(address).about()


@pytest.mark.parametrize("token", ["gedämpft", "a\nb", ""])
def test_a_token_that_no_header_carries_is_an_error(address, token):
    with pytest.raises(onrecord.OnRecordError):
        onrecord.Client(address + "/nowhere", token).about()


def test_a_wait_that_is_too_long_ends():
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        onrecord.Client(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.2) as site,
        pytest.raises(NotReached),
    ):
        site.about()


def _answering(status, content, kind="application/json"):
    def answer(request):
        return httpx.Response(status, content=content, headers={"Content-Type": kind})

    return onrecord.Client("http://site.example", transport=httpx.MockTransport(answer))


@pytest.mark.parametrize(
    ("status", "content", "kind"),
    [
        (200, b"<html>", SiteFault),
        (200, b'{"name": "another"}', SiteFault),
        (500, b'{"error": {"kind": "fault", "message": "a fault"}}', SiteFault),
        (503, b'{"error": {"kind": "busy", "message": "wait"}}', SiteFault),
        (502, b"Bad Gateway", SiteFault),
        (404, b"<html>not found", NotThere),
        (418, b"\xff", NotTaken),
    ],
)
def test_another_servers_answer_is_no_success(status, content, kind):
    with _answering(status, content) as site, pytest.raises(ClientError) as raised:
        site.about()
    assert type(raised.value) is kind


def test_a_field_that_a_later_site_adds_is_passed_over():
    told = {"hits": [], "count": 0, "count_is_exact": True, "articles": 0, "more": False, "next": None, "speakers": []}
    with _answering(200, json.dumps({**told, "later": 1}).encode()) as site:
        assert site.search_page().count == 0


def test_an_answer_that_breaks_off_is_no_answer():
    with _answering(200, b'{"line": 1, "error": {"kind": "a", "message": "b"}}\n', "application/x-ndjson") as site:
        answers = site.read_many(["One.", "Two."])
        assert next(answers).line == 1
        with pytest.raises(SiteFault, match="before article 2"):
            next(answers)


def test_a_connection_that_breaks_within_an_answer_is_an_error():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            connection, _ = listener.accept()
            connection.recv(65_536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
            connection.close()

        thread = threading.Thread(target=answer)
        thread.start()
        with onrecord.Client(f"http://127.0.0.1:{listener.getsockname()[1]}") as site, pytest.raises(NotReached):
            site.about()
        thread.join(20)


def test_without_httpx_the_client_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(onrecord.OnRecordError, match=r"pip install 'onrecord\[client\]'"):
        onrecord.Client()


def test_the_client_needs_no_framework():
    import subprocess

    program = (
        "import sys, onrecord; onrecord.Client; "
        "print(*(name for name in ('fastapi', 'starlette', 'uvicorn', 'jinja2', 'onnxruntime') if name in sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert loaded.split() == []
