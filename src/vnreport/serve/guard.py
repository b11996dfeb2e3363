"""What every request passes first: is it meant for this machine, does it come from this page, is it not too large.

A page of another site can make a browser send requests here. It cannot read the answers, since no header allows it to
(no CORS); its requests are refused by their `Origin`. A name that its owner lets point to this machine (DNS rebinding)
would make the other page ours; it is refused by its `Host`. Sources: RFC 9110, section 7.2 (Host); the Fetch standard
(Origin, Sec-Fetch-Site); RFC 6454.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from typing import Any

from starlette.exceptions import HTTPException

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

HEADERS: Mapping[str, str] = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
"""Headers of every answer that does not set its own."""


class Guard:
    """The ASGI middleware. `hosts` are the names that a request may call this machine by, without a port."""

    def __init__(self, app: App, *, hosts: Collection[str], max_bytes: int, body_timeout: float) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._max_bytes = max_bytes
        self._body_timeout = body_timeout

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer a request that may not pass, and watch the body of one that may."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                added = [(n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in own]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        if refusal := self._refusal(headers):
            await _refuse(sending, *refusal)
            return
        await self._app(scope, self._counted(receive), sending)

    def _refusal(self, headers: Mapping[str, str]) -> tuple[int, str, str] | None:
        host = headers.get("host", "")
        if _name(host) not in self._hosts:
            return 400, "header Host", f"{host!r} is no name of this service; --allow-host adds one"
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2] != host:
            return 403, "header Origin", "requests from pages of other sites are refused"
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return 403, "header Sec-Fetch-Site", "requests from pages of other sites are refused"
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            return 400, "header Content-Length", f"{length[:40]!r} is no number"
        if int(length) > self._max_bytes:
            return 413, "body", self._too_large()
        return None

    def _too_large(self) -> str:
        return f"has more than the {self._max_bytes:,} bytes of --max-size"

    def _counted(self, receive: Receive) -> Receive:
        """`receive`, which ends a body that is too large, whatever it said of itself, or that does not come."""
        read = 0
        complete = False

        async def counted() -> Message:
            nonlocal read, complete
            if complete:
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), self._body_timeout)
            except TimeoutError:
                raise HTTPException(408, _detail("body", "did not arrive in time")) from None
            read += len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if read > self._max_bytes:
                raise HTTPException(413, _detail("body", self._too_large()))
            return message

        return counted


def _name(host: str) -> str:
    """The name in a Host header, without its port.

    >>> _name("127.0.0.1:8765"), _name("[::1]:8765"), _name("LOCALHOST")
    ('127.0.0.1', '[::1]', 'localhost')
    """
    name = host.lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]


def _detail(place: str, reason: str) -> Any:
    return [{"place": place, "reason": reason}]


async def _refuse(send: Send, status: int, place: str, reason: str) -> None:
    body = json.dumps({"detail": _detail(place, reason)}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
