"""What the server allows: hosts and origins it answers, headers it sends, sizes it reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL: Final = ("127.0.0.1", "localhost", "::1")
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


class Guarded:
    """Refuse foreign hosts and origins; add the headers that keep a browser on the safe side.

    Parameters
    ----------
    names
        The names under which the server may be called; empty: any name.
    """

    def __init__(self, inner: ASGIApp, names: Collection[str]) -> None:
        self._inner = inner
        self._names = {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._inner(scope, receive, send)
            else:  # the page opens no websocket, so nobody else shall
                await send({"type": "websocket.close", "code": 1008})
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refused = self.refusal(Headers(scope=scope))
        if refused:
            await PlainTextResponse(refused, status_code=403)(scope, receive, guarded)
            return
        await self._inner(scope, receive, guarded)

    def refusal(self, headers: Headers) -> str:
        """Return why a request is refused; empty if it is not."""
        host = headers.get("host", "")
        name = host_name(f"http://{host}")
        if self._names and name not in self._names:
            return "This server does not answer under that name.\n"
        origin = headers.get("origin")
        if origin is not None and not same_place(origin, host):
            return "Another site may not ask this server.\n"
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") not in (
            "navigate",
            None,
        ):
            return "Another site may not ask this server.\n"
        return ""


def same_place(origin: str, host: str) -> bool:
    """Return whether an origin is the host that was asked, port included."""
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False


def host_name(address: str) -> str:
    """Return the host's name in an address, in lower case; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def allowed_names(host: str, public: Iterable[str]) -> list[str]:
    """Return the names that a server on `host` answers under; empty for any name.

    On this machine only its own names, and those that a proxy in front of it passes on.
    """
    named = [name for name in public if name]
    if host in LOCAL:
        return [*LOCAL, *named]
    return [host, *LOCAL, *named] if named else []
