"""An address gives a page, within bounds of place, time and size, or says why not."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib

import pytest

from ingest.servers import Handler, answering, serving
from onrecord.errors import AddressRefused, FetchError, FetchTimeout, NotText, TooLarge
from onrecord.ingest.fetch import fetch

PAGE = "<html><body><p>“Él dijo que no.”</p></body></html>".encode()


def test_a_page_comes_with_what_was_declared_about_it() -> None:
    with serving(answering(PAGE, Content_Type='Text/HTML; charset="utf-8"')) as root:
        page = fetch(f"{root}/story?id=1", allow_private=True)
    assert page.content == PAGE
    assert (page.uri, page.media_type, page.charset) == (f"{root}/story?id=1", "text/html", "utf-8")


def test_the_request_says_who_asks_and_carries_nothing_else() -> None:
    seen: dict[str, str] = {}

    def get(handler: Handler) -> None:
        seen.update({name.lower(): value for name, value in handler.headers.items()})
        answering(PAGE)(handler)

    with serving(get) as root:
        fetch(root, allow_private=True)
    assert seen["user-agent"].startswith("onrecord/")
    assert seen["host"] == root.removeprefix("http://")
    assert set(seen) == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_the_connection_goes_to_the_address_that_was_checked_and_names_the_host() -> None:
    asked: list[str] = []

    def get(handler: Handler) -> None:
        asked.append(handler.headers["Host"])
        answering(PAGE)(handler)

    lookups: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        lookups.append(host)
        return ["127.0.0.1"]

    with serving(get) as root:
        port = root.rsplit(":", 1)[1]
        fetch(f"http://harrow-post.example:{port}/", allow_private=True, resolve=resolve)
    assert asked == [f"harrow-post.example:{port}"]
    assert lookups == ["harrow-post.example"]


def test_a_proxy_in_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(answering(PAGE)) as root:
        assert fetch(root, allow_private=True).content == PAGE


def test_a_path_beyond_ascii_is_sent_quoted() -> None:
    seen: list[str] = []

    def get(handler: Handler) -> None:
        seen.append(handler.path)
        answering(PAGE)(handler)

    with serving(get) as root:
        fetch(f"{root}/café au lait/%C3%A9?q=ñ#part", allow_private=True)
    assert seen == ["/caf%C3%A9%20au%20lait/%C3%A9?q=%C3%B1"]


@pytest.mark.parametrize(
    "address",
    [
        "ftp://harrow.example/", "file:///etc/passwd", "javascript:alert(1)", "//harrow.example/", "http://", "http:///x",
        "http://roe:secret@harrow.example/", "http://roe@harrow.example/", "http://[::1", "http://harrow.example:99999/",
        "http://har row.example/", "http://harrow.example:22/", "http://harrow.example:25/",
    ],
)  # fmt: skip
def test_an_address_that_is_none_of_the_webs_is_refused_before_any_look_up(address: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host}:{port} was looked up")

    with pytest.raises(AddressRefused) as caught:
        fetch(address, resolve=resolve)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["169.254.169.254"], ["::ffff:10.0.0.1"], ["fd00:ec2::254"], ["93.184.216.34", "192.168.0.1"]],
)
def test_a_host_on_any_network_but_the_public_one_is_refused(found: list[str]) -> None:
    with pytest.raises(AddressRefused, match="allow private addresses"):
        fetch("http://harrow.example/", resolve=lambda host, port: found)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0"])
def test_this_machine_is_refused_under_all_its_names(host: str) -> None:
    with pytest.raises((AddressRefused, FetchError)):
        fetch(f"http://{host}/")


def test_a_redirect_is_followed_and_its_end_is_the_pages_address() -> None:
    def get(handler: Handler) -> None:
        if handler.path == "/old":
            answering(b"", 301, Location="new?x=1")(handler)
        else:
            answering(PAGE)(handler)

    with serving(get) as root:
        assert fetch(f"{root}/old", allow_private=True).uri == f"{root}/new?x=1"


def test_a_redirect_to_a_private_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # The first hop must count as public to reach the test's own server.
    from onrecord.ingest import fetch as module

    judge = module.why_refused
    monkeypatch.setattr(module, "why_refused", lambda ip: None if ip == "127.0.0.1" else judge(ip))
    with (
        serving(answering(b"", 302, Location="http://169.254.169.254/latest/")) as root,
        pytest.raises(AddressRefused, match=r"169\.254\.169\.254/latest/ \(to which http://127"),
    ):
        fetch(root)
    with (
        serving(answering(b"", 302, Location="file:///etc/passwd")) as root,
        pytest.raises(AddressRefused, match="only http and https"),
    ):
        fetch(root)


def test_redirects_in_a_circle_and_without_end_are_given_up() -> None:
    with serving(answering(b"", 302, Location="/")) as root, pytest.raises(FetchError, match="in a circle"):
        fetch(f"{root}/", allow_private=True)

    def on(handler: Handler) -> None:
        answering(b"", 302, Location=f"{handler.path}x")(handler)

    with serving(on) as root, pytest.raises(FetchError, match="more than 3 times"):
        fetch(f"{root}/", allow_private=True, max_redirects=3)


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_server_that_drips_is_left_at_the_time_limit(part: str) -> None:
    def drip(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"X: " if part == "headers" else b"\r\n"))
        while True:
            handler.wfile.write(b"a")
            time.sleep(0.02)

    started = time.monotonic()
    with serving(drip) as root, pytest.raises(FetchTimeout, match=r"within 0\.4 seconds"):
        fetch(root, allow_private=True, timeout=0.4)
    assert time.monotonic() - started < 3


def test_a_server_that_accepts_and_is_silent_is_left_at_the_time_limit() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(FetchTimeout):
            fetch(f"http://127.0.0.1:{silent.getsockname()[1]}/", allow_private=True, timeout=0.3)


def test_a_look_up_without_end_is_left_at_the_time_limit() -> None:
    never = threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        never.wait(5)
        return []

    with pytest.raises(FetchTimeout):
        fetch("http://harrow.example/", timeout=0.2, resolve=resolve)
    never.set()


def test_a_body_without_end_is_left_at_the_size_limit() -> None:
    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"a" * 10_000)

    with serving(endless) as root, pytest.raises(TooLarge, match="longer than 50,000 bytes"):
        fetch(root, allow_private=True, max_bytes=50_000)


def test_a_small_answer_that_unpacks_to_a_huge_one_is_left_at_the_size_limit() -> None:
    bomb = gzip.compress(bytes(30_000_000))
    assert len(bomb) < 40_000
    with serving(answering(bomb, Content_Encoding="gzip")) as root, pytest.raises(TooLarge):
        fetch(root, allow_private=True, max_bytes=1_000_000)


def test_a_compressed_page_is_unpacked_whole() -> None:
    content = PAGE * 20_000
    with serving(answering(gzip.compress(content), Content_Encoding="gzip")) as root:
        assert fetch(root, allow_private=True).content == content


@pytest.mark.parametrize(
    ("content", "encoding", "message"),
    [
        (b"no gzip", "gzip", "compression is damaged"),
        (gzip.compress(PAGE * 100)[:-20], "gzip", "cut short"),
        (zlib.compress(PAGE), "deflate", "not asked for"),
    ],
)
def test_wrong_compression_is_said_to_be_wrong(content: bytes, encoding: str, message: str) -> None:
    with serving(answering(content, Content_Encoding=encoding)) as root, pytest.raises(FetchError, match=message):
        fetch(root, allow_private=True)


def test_a_chunked_page_is_put_together() -> None:
    def chunked(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")

    with serving(chunked) as root:
        assert fetch(root, allow_private=True).content == b"hello world"


def test_an_answer_cut_short_is_no_page() -> None:
    with serving(answering(PAGE, Content_Length="5000")) as root, pytest.raises(FetchError, match="IncompleteRead"):
        fetch(root, allow_private=True)


def test_what_is_not_http_is_said_to_be_none() -> None:
    with (
        serving(lambda handler: handler.wfile.write(b"220 mail.example ESMTP\r\n")) as root,
        pytest.raises(FetchError, match="no HTTP"),
    ):
        fetch(root, allow_private=True)


@pytest.mark.parametrize(("status", "hint"), [(403, "refuses programs"), (404, "no such page"), (418, "no page came")])
def test_a_status_is_given_with_what_it_means(status: int, hint: str) -> None:
    with (
        serving(answering(b"sorry", status)) as root,
        pytest.raises(FetchError, match=f"answered {status} .*{hint}"),
    ):
        fetch(root, allow_private=True)


@pytest.mark.parametrize("media_type", ["application/pdf", "image/png", "video/mp4"])
def test_what_is_declared_to_be_no_page_is_not_read(media_type: str) -> None:
    with serving(answering(b"...", Content_Type=media_type)) as root, pytest.raises(NotText, match=media_type):
        fetch(root, allow_private=True)


def test_an_empty_answer_is_an_error() -> None:
    with serving(answering(b"")) as root, pytest.raises(FetchError, match="empty"):
        fetch(root, allow_private=True)


def test_a_port_where_nobody_answers_and_a_name_that_nobody_has_are_errors() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(FetchError, match="no connection"):
        fetch(f"http://127.0.0.1:{port}/", allow_private=True)

    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror("unknown")

    with pytest.raises(FetchError, match=r"no host named harrow\.example"):
        fetch("http://harrow.example/", resolve=nobody)


def test_a_second_address_is_tried_when_the_first_is_dead() -> None:
    with serving(answering(PAGE)) as root:
        port = root.rsplit(":", 1)[1]
        page = fetch(f"http://x.example:{port}/", allow_private=True, resolve=lambda *_: ["127.0.0.2", "127.0.0.1"])
    assert page.content == PAGE


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    # A server that speaks no TLS at all is the simplest one whose certificate cannot be trusted.
    with serving(answering(PAGE)) as root, pytest.raises(FetchError, match=r"no HTTP|certificate"):
        fetch(root.replace("http:", "https:"), allow_private=True)
