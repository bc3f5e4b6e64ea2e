"""Scripts and styles on bad links: compressed once, kept, and sent compressed ever after."""

from __future__ import annotations

import gzip
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: What the reader of a page waits for first. Fonts and pictures are compressed by themselves.
KINDS = (".js", ".css", ".geojson")
#: Bytes below which compression is not worth its header.
LEAST = 700
#: Files that are kept; there are some 500, but a path can be written in many ways.
MOST = 1_000
#: Of gzip; nine takes twice as long for one part in a hundred.
_LEVEL = 6


@dataclass(frozen=True)
class _Answer:
    start: Message
    body: bytes

    @property
    def headers(self) -> Headers:
        return Headers(raw=self.start["headers"])

    @property
    def lasting(self) -> bool:
        """Whether it is a file under an address that names its content."""
        return self.start["status"] == 200 and "immutable" in self.headers.get("cache-control", "")

    def packed(self) -> _Answer:
        if len(self.body) < LEAST or "content-encoding" in self.headers:
            return self
        body = gzip.compress(self.body, _LEVEL, mtime=0)
        headers = MutableHeaders(raw=list(self.start["headers"]))
        headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(body))
        headers.add_vary_header("accept-encoding")
        return _Answer({**self.start, "headers": headers.raw}, body)

    async def send(self, send: Send) -> None:
        await send(self.start)
        await send({"type": "http.response.body", "body": self.body})


class Packed:
    """ASGI middleware that compresses scripts and styles whose address names their content, each of them once.

    Streamlit serves its own uncompressed, since compressing them for each reader would cost more than it saves, and
    leaves it to a proxy; a laptop in the field has none. Two thirds of what a browser fetches when it first opens a
    page are saved, and what is kept has some megabytes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: dict[str, _Answer] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or ask, keep and answer; pass on whatever else is asked for."""
        if not _of_this_kind(scope):
            return await self.app(scope, receive, send)
        answer = self._kept.get(scope["path"])
        if answer is None:
            answer = await self._ask(scope, receive)
            if answer.lasting and len(self._kept) < MOST:
                answer = self._kept[scope["path"]] = await run_in_threadpool(answer.packed)
        await answer.send(send)

    async def _ask(self, scope: Scope, receive: Receive) -> _Answer:
        heard: list[Message] = []

        async def hear(message: Message) -> None:
            heard.append(message)

        # A server that can send a file by its path would keep its content from us.
        await self.app({**scope, "extensions": {}}, receive, hear)
        return _Answer(heard[0], b"".join(message.get("body", b"") for message in heard[1:]))


def _of_this_kind(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].endswith(KINDS):
        return False
    headers = Headers(scope=scope)
    # Parts of a file, and files that the reader has already, are answered by whoever has them.
    asked = not {"range", "if-none-match", "if-modified-since"} & set(headers.keys())
    return asked and "gzip" in headers.get("accept-encoding", "")
