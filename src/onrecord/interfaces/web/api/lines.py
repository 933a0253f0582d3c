"""Many articles in one request, one a line, each answered by a line before the next is read.

The framework's own way of sending a stream waits for the client to go away by taking the rest of the request's body,
and throws it away. So this is an answer of its own, which takes the body while it sends: a few lines ahead of the
answers and no more, so that memory stays bounded whatever is sent, and it stops where the client goes away.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable

import anyio
from fastapi import Response
from starlette.types import Receive, Scope, Send

from onrecord.interfaces.web.described import NDJSON
from onrecord.interfaces.web.shapes import AHEAD

__all__ = ["Line", "Lines"]

#: What a line that waits is counted for beside its bytes, so that a million empty objects are no way around the limit.
_WEIGHT = 100


class Line:
    """One line of a request: its ``number`` from 1, and its ``content``; None for one that was too long to be kept."""

    __slots__ = ("content", "number")

    def __init__(self, number: int, content: bytes | None) -> None:
        self.number = number
        self.content = content


class _Incoming:
    """The lines of a request's body as they come, in whatever pieces; those without a word are passed over."""

    def __init__(self, receive: Receive, longest: int) -> None:
        self._receive = receive
        self._longest = longest
        self._waiting: deque[Line] = deque()
        self._weight = 0
        self._begun = bytearray()
        self._too_long = False
        self._number = 1
        self._ended = False
        self._changed = anyio.Event()
        self.gone = False

    async def take(self) -> None:
        """Take what comes until the client goes away; waits while too much is waiting."""
        while not self.gone:
            while self._weight >= AHEAD and not self._ended:
                await self._changed.wait()
            message = await self._receive()
            if message["type"] == "http.disconnect":
                self.gone = True
            else:
                self._add(message.get("body", b""))
                if not message.get("more_body", False):
                    self._end_line()
                    self._ended = True
            self._tell()

    async def lines(self) -> AsyncIterator[Line]:
        """Each line, until the last was sent or nobody listens any more."""
        while not self.gone:
            if self._waiting:
                line = self._waiting.popleft()
                self._weight -= len(line.content or b"") + _WEIGHT
                self._tell()
                yield line
            elif self._ended:
                return
            else:
                await self._changed.wait()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = anyio.Event()

    def _add(self, piece: bytes) -> None:
        first, *more = piece.split(b"\n")
        self._go_on(first)
        for each in more:
            self._end_line()
            self._go_on(each)

    def _go_on(self, piece: bytes) -> None:
        if len(self._begun) + len(piece) > self._longest:
            self._too_long = True
            self._begun.clear()
        if not self._too_long:
            self._begun += piece

    def _end_line(self) -> None:
        content = None if self._too_long else bytes(self._begun)
        if content is None or content.strip():
            self._waiting.append(Line(self._number, content))
            self._weight += len(content or b"") + _WEIGHT
        self._number += 1
        self._begun.clear()
        self._too_long = False


class Lines(Response):
    """The answer to a request of many lines: what ``answer`` gives for each."""

    media_type = NDJSON

    def __init__(self, answer: Callable[[Line], Awaitable[bytes]], *, longest: int) -> None:
        """``answer`` raises nothing: what is wrong with a line is told in its own answer."""
        super().__init__()
        del self.headers["content-length"]
        self._answer = answer
        self._longest = longest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take lines and send their answers until there are no more, or the client has gone."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        incoming = _Incoming(receive, self._longest)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(incoming.take)
            async for line in incoming.lines():
                answered = await self._answer(line)
                await send({"type": "http.response.body", "body": answered + b"\n", "more_body": True})
            tasks.cancel_scope.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})
