"""Who may ask the site, from where, how much, and what every answer carries."""

from __future__ import annotations

import pytest

from onrecord.interfaces.web.guard import HEADERS

SENT = {"text": "“We will not sell,” Ada Loom said."}


def test_every_answer_carries_the_policy_whoever_gives_it(site):
    for path in ("/", "/no-such-page", "/static/x/site.css", "/static/x/none.css", "/api/v1/openapi.json"):
        found = site.get(path).headers
        assert {name: found[name] for name in HEADERS} == HEADERS
    refused = site.get("/", headers={"Host": "evil.example"})
    assert {name: refused.headers[name] for name in HEADERS} == HEADERS
    assert "unsafe" not in HEADERS["content-security-policy"]


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "localhost/@evil", "a b", "localhost:x"],
)
def test_a_request_under_another_name_is_refused(site, host):
    answer = site.get("/api/v1/openapi.json", headers={"Host": host})
    assert (answer.status_code, answer.json()["error"]["kind"]) == (421, "wrong_host")


@pytest.mark.parametrize("host", ["localhost", "localhost:8400", "127.0.0.1:1", "127.0.0.9", "[::1]:80", "LOCALHOST"])
def test_a_request_under_this_machines_names_is_answered(site, host):
    assert site.get("/", headers={"Host": host}).status_code == 200


def test_a_site_answers_to_its_further_names(site_of):
    site = site_of(hosts=("news.internal",))
    assert site.get("/", headers={"Host": "News.Internal:8400"}).status_code == 200
    assert site.get("/", headers={"Host": "other.internal"}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_sites_page_changes_nothing(site_of, headers):
    site = site_of()
    answer = site.post("/api/v1/read", json={**SENT, "keep": True}, headers=headers)
    assert (answer.status_code, answer.json()["error"]["kind"]) == (403, "refused")
    assert site.post("/read", data=SENT, headers=headers, follow_redirects=False).status_code == 403


def test_a_body_that_is_too_long_is_not_read_whether_it_says_so_or_not(site_of):
    site = site_of(max_body=2_000)
    said = site.post("/api/v1/read", json={"text": "word " * 1_000})
    assert (said.status_code, said.json()["error"]["kind"]) == (413, "too_large")

    def pieces():
        for _ in range(100):
            yield b"x" * 100

    unsaid = site.post("/api/v1/read", content=pieces())
    assert (unsaid.status_code, unsaid.json()["error"]["kind"]) == (413, "too_large")


def test_a_token_is_asked_for_in_a_header_a_cookie_or_once_in_a_link(site_of):
    site = site_of(token="a long secret")
    without = site.get("/api/v1/openapi.json")
    assert (without.status_code, without.json()["error"]["kind"]) == (401, "not_allowed")
    assert without.headers["www-authenticate"] == "Bearer"
    page = site.get("/", headers={"Accept": "text/html"})
    assert page.status_code == 401
    assert "token" in page.text
    bearer = {"Authorization": "Bearer a long secret"}
    assert site.get("/api/v1/openapi.json", headers=bearer).status_code == 200
    assert site.get("/", headers={"Authorization": "Bearer another"}).status_code == 401
    assert site.get("/?token=another").status_code == 401
    link = site.get("/", params={"token": "a long secret", "more": "kept"}, follow_redirects=False)
    assert (link.status_code, link.headers["location"]) == (303, "/?more=kept")
    assert "httponly" in link.headers["set-cookie"].lower()
    assert "samesite=strict" in link.headers["set-cookie"].lower()
    assert site.get("/").status_code == 200  # by the cookie


def test_a_link_with_the_token_leads_nowhere_else(site_of):
    site = site_of(token="secret")
    answer = site.get("http://localhost//evil.example/path", params={"token": "secret"}, follow_redirects=False)
    assert answer.headers["location"] == "/evil.example/path"


def test_a_site_that_only_reads_keeps_nothing(site):
    answer = site.post("/api/v1/read", json={**SENT, "keep": True})
    assert (answer.status_code, answer.json()["error"]["kind"]) == (403, "refused")
    assert "read only" in answer.json()["error"]["message"]
