"""Requests to a site that serves a ledger: how they are sent, how answers are read, and what can go wrong.

    ClientError
    ├── NotReached     no answer: no site there, a connection that broke, too long a wait
    ├── NotAllowed     the token is missing or wrong, or the site does not do this
    ├── NotThere       the ledger has no such thing
    ├── NotTaken       something that was sent makes no sense, or is too much at once
    └── SiteFault      the site failed, or is busy

Apart from the client, which says what can be asked; httpx is met here alone, and its errors become ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec

from onrecord.errors import OnRecordError, OptionError

if TYPE_CHECKING:
    import httpx

__all__ = [
    "ClientError",
    "NotAllowed",
    "NotReached",
    "NotTaken",
    "NotThere",
    "SiteConnection",
    "SiteFault",
    "decoded",
    "encoded",
]

#: Seconds that a connection may take.
_CONNECTING = 10.0

_Answer = TypeVar("_Answer")
_Item = TypeVar("_Item")


class ClientError(OnRecordError):
    """What a site answered that is no success, or that it did not answer.

    ``status`` is the answer's, ``kind`` a word for a program, ``where`` the parameter or header that is meant, each
    where it is known.
    """

    def __init__(
        self, message: str, *, status: int | None = None, kind: str | None = None, where: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.where = where


class NotReached(ClientError):
    """No answer came: there is no site at the address, the connection broke, or the wait was too long."""


class NotAllowed(ClientError):
    """The site asks for a token, or does not do this: it may be served to be read only."""


class NotThere(ClientError):
    """The ledger has no such thing, or the site no such address."""


class NotTaken(ClientError):
    """Something that was sent makes no sense, cannot be read, or is too much at once."""


class SiteFault(ClientError):
    """The site failed, or is too busy; the latter (``status`` 503) passes."""


class _Failure(msgspec.Struct, frozen=True):
    kind: str
    message: str
    where: str | None = None


class _Problem(msgspec.Struct, frozen=True):
    error: _Failure


class SiteConnection:
    """Requests to the API of one site."""

    def __init__(self, base_url: str, token: str | None, timeout: float, transport: httpx.BaseTransport | None) -> None:
        """Nothing is sent yet. Raises OptionError for what is no address, and where httpx is not installed."""
        try:
            import httpx
        except ImportError as error:
            raise OptionError(f"the client needs more ({error}); install it: pip install 'onrecord[client]'") from error
        headers = {"Accept": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        self._failed = httpx.HTTPError, httpx.InvalidURL, httpx.StreamError
        self._site = base_url
        try:
            self._http = httpx.Client(
                base_url=f"{base_url.rstrip('/')}/api/v1/",
                headers=headers,
                timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECTING)),
                transport=transport,
                follow_redirects=True,
            )
        except httpx.InvalidURL as error:
            raise OptionError(
                f"{base_url[:100]!r} is no address of a site ({error}); it begins with http://"
            ) from error
        except UnicodeEncodeError as error:
            raise OptionError("the token has letters that no header can carry; take one of plain letters") from error

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, kind: type[_Answer], asked: Mapping[str, Any]) -> _Answer:
        """The answer to a question, as a ``kind``. Raises the ClientErrors."""
        with self._sent("GET", path, params=list(_parameters(asked))) as response:
            return decoded(response.read(), kind)

    def post(self, path: str, given: msgspec.Struct, kind: type[_Answer]) -> _Answer:
        """The answer to what is ``given``, as a ``kind``. Raises the ClientErrors."""
        headers = {"Content-Type": "application/json"}
        with self._sent("POST", path, content=encoded(given), headers=headers) as response:
            return decoded(response.read(), kind)

    def pages(
        self, path: str, kind: type[_Answer], items: Callable[[_Answer], Iterable[_Item]], asked: Mapping[str, Any]
    ) -> Iterator[_Item]:
        """The items of all pages, each page asked for when the one before is used up."""
        after = asked.get("after")
        while True:
            page = self.get(path, kind, {**asked, "after": after})
            yield from items(page)
            after = cast(Any, page).next
            if after is None:
                return

    def lines(self, path: str, content: bytes) -> Iterator[bytes]:
        """The lines of the answer to lines, as they come: at line feeds alone, since words may have other breaks."""
        headers = {"Content-Type": "application/x-ndjson"}
        with self._sent("POST", path, content=content, headers=headers) as response:
            begun = b""
            for piece in response.iter_bytes():
                *whole, begun = (begun + piece).split(b"\n")
                yield from whole

    @contextmanager
    def _sent(self, method: str, path: str, **sent: Any) -> Iterator[httpx.Response]:
        """The answer to a request, which is a success."""
        try:
            with self._http.stream(method, path, **sent) as response:
                if not response.is_success:
                    raise _refusal(response.status_code, response.read())
                yield response
        except self._failed as error:
            told = str(error) or type(error).__name__
            raise NotReached(f"no whole answer came from {self._site} ({told}); is a ledger served there?") from error


def _refusal(status: int, body: bytes) -> ClientError:
    """The error for an answer that is no success."""
    kinds: dict[int, type[ClientError]] = {401: NotAllowed, 403: NotAllowed, 404: NotThere}
    kind = kinds.get(status, NotTaken if 400 <= status < 500 else SiteFault)
    try:
        told = msgspec.json.decode(body, type=_Problem).error
    except (msgspec.DecodeError, UnicodeDecodeError):
        return kind(f"the site answered with the status {status}, and not as an On Record site does", status=status)
    return kind(told.message, status=status, kind=told.kind, where=told.where)


def decoded(body: bytes, kind: type[_Answer]) -> _Answer:
    """An answer as a ``kind``. Raises SiteFault for one that is none."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SiteFault(f"the site's answer is not as this version knows it: {error}") from error


def encoded(given: msgspec.Struct) -> bytes:
    """What is sent, as JSON. Raises NotTaken for half a character, which UTF-8 cannot carry."""
    try:
        return msgspec.json.encode(given)
    except UnicodeEncodeError as error:
        raise NotTaken(
            f"half a character (a lone surrogate) cannot be sent; take it out of the text: {error}"
        ) from error


def _parameters(asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Values as they stand in an address; what is None is not asked."""
    for name, value in asked.items():
        for each in value if isinstance(value, (list, tuple, set, frozenset)) else [value]:
            if each is not None:
                yield name, str(each).lower() if isinstance(each, bool) else str(each)
