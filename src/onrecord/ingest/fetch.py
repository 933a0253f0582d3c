"""An address: from ``https://…`` to a page, and nowhere that a page has no business to lead.

Only ``http`` and ``https``; no cookies, no credentials, nothing executed, nothing that the page refers to loaded. Every
host, the first and each that a redirect names, is looked up once, every address found is checked against
:mod:`onrecord.ingest.networks`, and the connection goes to one of those very addresses. A proxy from the environment is
not used: it would look the name up by itself, and the check would mean nothing.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from onrecord.errors import AddressRefused, FetchError, FetchTimeout, NotText, TooLarge
from onrecord.ingest.networks import why_refused
from onrecord.ingest.page import Page

if TYPE_CHECKING:
    from onrecord.ingest.connection import Answer, Deadline

__all__ = ["MAX_BYTES", "Resolve", "fetch", "look_up"]

#: The longest page, in bytes: ten times the longest page of news in the article extraction benchmark (1.9 MB).
MAX_BYTES = 20_000_000
#: Seconds in all, redirects included, and for any one wait. Outlets' pages answer within 3.
_SECONDS, _READ_SECONDS = 20.0, 10.0
#: As many as news pages need for https, www and a paywall's round trip.
_REDIRECTS = 5

_REDIRECTED = frozenset({301, 302, 303, 307, 308})
#: Of the ports that are any system's own, only those of the web.
_WEB_PORTS, _FIRST_FREE_PORT = frozenset({80, 443}), 1024

#: What a status means to the person who asked for the page.
_MEANINGS = {
    400: "the server does not accept the request",
    401: "it asks for a login; save the page from a browser and read the file",
    402: "it asks for payment; save the page from a browser and read the file",
    403: "the server refuses programs, or this one; save the page from a browser and read the file",
    404: "there is no such page; check the address",
    410: "the page was taken down",
    429: "the server asks for fewer requests; wait and try again",
    451: "it is withheld for legal reasons where this machine is",
    500: "the server failed; try again later",
    502: "the server failed; try again later",
    503: "the server is not available now; try again later",
    504: "the server took too long; try again later",
}

#: A user name and a password in an address: no message repeats them.
_CREDENTIALS = re.compile(r"//[^/]*@")

Resolve = Callable[[str, int], Sequence[str]]


class _Place(NamedTuple):
    """An address taken apart and checked, but for its host's IP addresses."""

    secure: bool
    host: str
    port: int
    path: str


def look_up(host: str, port: int) -> list[str]:
    """The IP addresses of ``host``, in the order in which the system would try them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def fetch(
    address: str,
    *,
    allow_private: bool = False,
    max_bytes: int = MAX_BYTES,
    timeout: float = _SECONDS,
    max_redirects: int = _REDIRECTS,
    resolve: Resolve = look_up,
) -> Page:
    """The page at ``address``; its ``uri`` is where the last redirect led.

    ``timeout`` is in seconds, for everything together. ``max_bytes`` bounds the content, decompressed.
    ``allow_private`` lifts the check of networks and ports, and nothing else. ``resolve`` gives a host's IP addresses.

    Raises :class:`~onrecord.errors.AddressRefused`, :class:`~onrecord.errors.FetchTimeout`,
    :class:`~onrecord.errors.TooLarge`, :class:`~onrecord.errors.NotText` for what is declared to be no page, and
    :class:`~onrecord.errors.FetchError` for all else that goes wrong on the way.
    """
    from onrecord.ingest.connection import Deadline

    deadline = Deadline(timeout, _READ_SECONDS)
    seen: list[str] = []
    at = address
    while True:
        if at in seen or len(seen) > max_redirects:
            what = "in a circle" if at in seen else f"more than {max_redirects} times"
            raise FetchError(f"{address} redirects {what}; open it in a browser and give the address it ends at")
        seen.append(at)
        try:
            place = _take_apart(at)
            answer = _ask(place, deadline, allow_private=allow_private, max_bytes=max_bytes, resolve=resolve)
        except TimeoutError as error:
            raise FetchTimeout(f"{at} gave no complete answer within {timeout:g} seconds; try again later") from error
        except AddressRefused as error:
            led = f" (to which {seen[-2]} redirects)" if len(seen) > 1 else ""
            raise AddressRefused(f"{_CREDENTIALS.sub('//', at)}{led} is refused: {error}") from error
        except TooLarge as error:
            raise TooLarge(f"{at} is too large: {error}; save the article's own page and read the file") from error
        except FetchError as error:
            raise FetchError(f"{at} could not be read: {error}") from error
        if answer.status in _REDIRECTED and answer.headers.get("location"):
            at = _joined(at, answer.headers["location"])
            continue
        return _page(at, answer)


def _take_apart(address: str) -> _Place:
    try:
        parts = urlsplit(address.strip())
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise AddressRefused(f"it is no address ({error})") from error
    if parts.scheme not in ("http", "https"):
        raise AddressRefused(f"only http and https are read, not {parts.scheme or 'an address without a scheme'}")
    if "@" in parts.netloc:
        raise AddressRefused("it holds a user name or a password, which are not sent; leave them out")
    if not host:
        raise AddressRefused("it names no host")
    try:
        host.encode("ascii")
    except UnicodeEncodeError:
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise AddressRefused(f"its host is no name that can be looked up ({error})") from error
    if any(character <= " " or character in '\x7f<>"\\^`{|}' for character in host):
        raise AddressRefused("its host holds a character that no host's name has")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]")
    secure = parts.scheme == "https"
    return _Place(secure, host, port or (443 if secure else 80), path)


def _ask(place: _Place, deadline: Deadline, *, allow_private: bool, max_bytes: int, resolve: Resolve) -> Answer:
    import http.client
    import ssl

    from onrecord.ingest.connection import Target, exchange

    if not allow_private and place.port < _FIRST_FREE_PORT and place.port not in _WEB_PORTS:
        raise AddressRefused(f"port {place.port} is another service's, not the web's")
    addresses = _looked_up(place, deadline, resolve)
    if not allow_private:
        _check(place.host, addresses)
    failure: Exception | None = None
    for ip in addresses:
        try:
            return exchange(
                Target(place.secure, place.host, ip, place.port, place.path), _headers(), deadline, max_bytes
            )
        except TimeoutError as error:
            deadline.left()  # raises if all the time is over; else only this machine was silent
            failure = error
        except ssl.SSLCertVerificationError as error:
            raise FetchError(f"its certificate is not to be trusted ({error.verify_message})") from error
        except (ssl.SSLError, http.client.HTTPException, ValueError) as error:
            raise FetchError(f"the server's answer is no HTTP ({type(error).__name__}: {error})") from error
        except OSError as error:
            failure = error
    if isinstance(failure, TimeoutError):
        raise failure
    raise FetchError(f"no connection to {place.host} ({failure}); check the address and the network") from failure


def _looked_up(place: _Place, deadline: Deadline, resolve: Resolve) -> Sequence[str]:
    """The host's IP addresses; in a thread, since the system's own look-up knows no deadline."""
    answers: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(place.host, place.port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=ask, daemon=True, name="onrecord-resolve").start()
    try:
        found = answers.get(timeout=deadline.left())
    except Empty:
        raise TimeoutError("the name was not found in time") from None
    if isinstance(found, Exception) or not found:
        raise FetchError(f"there is no host named {place.host}; check the address and the network")
    return found


def _check(host: str, addresses: Sequence[str]) -> None:
    """Refuse a host if any of its addresses is not public: one that has both is not to be trusted with either."""
    for ip in addresses:
        try:
            reason = why_refused(ip)
        except ValueError as error:
            raise AddressRefused(f"{host} has an address that is none ({ip})") from error
        if reason is not None:
            which = f"{ip}, which" if host != ip else "an address that"
            raise AddressRefused(
                f"{host} is {which} {reason}; to read it all the same, allow private addresses (--allow-private)"
            )


def _headers() -> dict[str, str]:
    from importlib.metadata import version

    return {
        "User-Agent": f"onrecord/{version('onrecord')} (reads one news page for a person who asked for it)",
        "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def _joined(at: str, location: str) -> str:
    try:
        return urljoin(at, location)
    except ValueError as error:
        raise FetchError(f"{at} redirects to {location[:200]!r}, which is no address") from error


def _page(at: str, answer: Answer) -> Page:
    if answer.status != 200:
        meaning = _MEANINGS.get(answer.status, "no page came")
        raise FetchError(f"{at} could not be read: the server answered {answer.status} {answer.reason}: {meaning}")
    media_type, charset = _declared(answer.headers.get("content-type", ""))
    if media_type and (media_type.split("/")[0] in ("image", "audio", "video", "font") or media_type in _NO_PAGES):
        raise NotText(f"{at} is {media_type}, not a page; give the address of the article's page")
    if not answer.content:
        raise FetchError(f"{at} could not be read: the answer is empty")
    return Page(answer.content, at, media_type, charset)


_NO_PAGES = frozenset({"application/pdf", "application/zip", "application/epub+zip", "application/msword"})


def _declared(content_type: str) -> tuple[str | None, str | None]:
    """The media type and the charset of a Content-Type header."""
    media_type, *parameters = content_type.split(";")
    charset = None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'") or None
    return media_type.strip().lower() or None, charset
