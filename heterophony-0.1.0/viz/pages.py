"""The addresses that the server answers: the page and its parts; a short refusal for others."""

from typing import Final

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from heterophony.viz import markup
from heterophony.viz.svg import escape
from heterophony.viz.words import words

PARTS: Final = ("/_solara/", "/jupyter/", "/static/", "/favicon.ico", "/readyz")


class OwnPages:
    """Pass on requests for the page; refuse all others in the visitor's language."""

    def __init__(self, pages: ASGIApp, language: str) -> None:
        self._pages = pages
        speak = words(language)
        title = speak("app.not_found")
        body = (
            f"<main><h1>{escape(title)}</h1>"
            f'<p><a href="/?lang={language}">{escape(speak("app.home"))}</a></p></main>'
        )
        self._lost = HTMLResponse(markup.document(title, body, speak), status_code=404)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"] != "/" and not scope["path"].startswith(PARTS):
            await self._lost(scope, receive, send)
        else:
            await self._pages(scope, receive, send)
