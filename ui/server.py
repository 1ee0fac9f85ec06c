"""The server around the app: warm-up, page language, security headers, compression, and faults said calmly."""

from __future__ import annotations

import atexit
import contextlib
import gc
import gzip
import logging
import os
import re
import secrets
import threading
import traceback
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from domain.errors import FouError, UserError
from domain.text import tell
from ui import html
from ui.auth import DEFAULT_ROLE
from ui.registry import UNKNOWN_PAGE_NAME, PageSpec

_LOG = logging.getLogger("fou_monitor")
_CSS = Path(__file__).resolve().parent / "static" / "fou.css"
_STREAMLIT_STATIC = Path(st.__file__).resolve().parent / "static"
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)
#: Names the origins, such as https://intranett.example.no, whose pages may show ours in a frame.
EMBED_NAME = "FOU_EMBED_ORIGINS"
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?")
_PAGE_PATH = re.compile(r"/[^/.]+/?")
#: Three rising bars, as the icon of the tab. In the page itself, so that nothing is fetched from elsewhere.
_ICON = (
    b"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3'"
    b" fill='%23002459'/%3E%3Cpath d='M3 13V9h2.5v4zM6.75 13V6h2.5v7zM10.5 13V3H13v10z' fill='white'/%3E%3C/svg%3E"
)
_COMPRESSED_SUFFIXES = (".js", ".css", ".svg", ".json")
#: Paths that look like a page and are Streamlit's own.
_STREAMLIT_OWN = ("/_stcore", "/static", "/media", "/component", "/app", "/healthz", "/script-health-check")
_UNTOUCHED = ("/static/", "/media/", "/_stcore/", "/component/", "/app/")
_MIN_COMPRESSED_BYTES = 2_000


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Answer at once, and make ready beside it: a browser needs longer to load the page than the server to warm up."""
    PagesManager.uses_pages_directory = False  # pages/ is ours: nothing there runs without app.py, not even on the first visit
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    yield


#: Reports that load statistical models, which takes seconds the first time; made ready after all else.
SLOW_REPORTS = ("absence-expected",)


def warm_up() -> None:
    """Load the code and the store (built when there is none), compute the first page, freeze memory, compress bundles.

    What the first visitor needs comes first. Streamlit collects garbage after each run; what was loaded at start need not
    be looked at every time.
    """
    from ui import frame, loaders  # noqa: F401 - the frame is loaded here so that no visitor waits for it
    from ui.overview import REPORTS
    from workflows.bootstrap import ensure_store

    try:
        loaders.prepare((*REPORTS, "effect-question"), date.today(), DEFAULT_ROLE)
        ensure_store()
        from reports.charts import template  # noqa: F401
    except FouError:
        _LOG.exception("the store could not be made ready at start; pages will say so")
    gc.collect()
    gc.freeze()
    _compress_bundles()
    with contextlib.suppress(FouError):  # said above
        loaders.prepare(SLOW_REPORTS, date.today(), DEFAULT_ROLE)


@atexit.register
def _let_go() -> None:
    """At the end let go of the store files that caches hold, so that nothing is said of them."""
    st.cache_resource.clear()
    gc.unfreeze()
    gc.collect()


def middleware(pages: Callable[[], Iterable[PageSpec]]) -> list[Middleware]:
    """What every answer passes through.

    Args:
        pages: gives the pages, when they are first needed.
    """
    return [Middleware(PageMiddleware, pages=pages, headers=security_headers(os.environ.get(EMBED_NAME, "")))]


def security_headers(embedding: str) -> tuple[tuple[bytes, bytes], ...]:
    """The headers of every answer.

    Args:
        embedding: origins whose pages may show ours in a frame, with spaces between; what is no origin is left out and logged.
    """
    origins = embedding.split()
    allowed = [origin for origin in origins if _ORIGIN.fullmatch(origin)]
    if len(allowed) < len(origins):
        _LOG.warning("%s holds %d values that are no origins; they are left out", EMBED_NAME, len(origins) - len(allowed))
    if not allowed:
        return (*_HEADERS, (b"x-frame-options", b"SAMEORIGIN"))
    return (*_HEADERS, (b"content-security-policy", f"frame-ancestors 'self' {' '.join(allowed)}".encode()))


def on_script_error(error: Exception) -> bool:
    """Say a fault calmly, with a reference that is also in the log. The log holds no user data.

    Returns:
        True: Streamlit shows nothing of its own.
    """
    lang = "en" if st.session_state.get("lang") == "en" else "nb"
    if isinstance(error, UserError):
        html.show_paragraph(error.text(lang), "fou-notice fou-notice-warning")
        return True
    reference = secrets.token_hex(4)
    # the place and kind of the fault, without its message: that may hold what a user typed
    _LOG.error("fault %s: %s\n%s", reference, type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
    html.show_paragraph(tell("frame.fault", lang, reference=reference), "fou-notice fou-notice-warning")
    return True


class PageMiddleware:
    """Give the page its language and its styles, add security headers, and send bundles compressed."""

    def __init__(self, app: ASGIApp, pages: Callable[[], Iterable[PageSpec]], headers: Sequence[tuple[bytes, bytes]]) -> None:
        self._app = app
        self._pages = pages
        self._headers = tuple(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        moved = self._moved(scope)
        if moved is not None:
            await _redirect(*moved, self._headers, send)
            return
        bundle = _bundle(scope)
        if bundle is not None:
            await _send_bundle(bundle, self._headers, send)
            return
        await self._app(_plain_request(scope), receive, _Rewriter(scope, self._headers, send).send)

    def _moved(self, scope: Scope) -> tuple[str, bytes] | None:
        """Where the address of a page leads that does not stand at it: to the root, to its new address, or to an explanation."""
        path, query = scope["path"], bytes(scope.get("query_string", b""))
        if scope["method"] != "GET" or not _PAGE_PATH.fullmatch(path) or path.startswith(_STREAMLIT_OWN):
            return None
        asked = path.strip("/")
        pages = tuple(self._pages())
        if asked == pages[0].url:  # Streamlit serves the first page at the root only
            return "/", query
        if any(asked == page.url for page in pages):
            return None
        moved = next((page.url for page in pages if asked in page.former), None)
        if moved is not None:
            return f"/{moved}", query
        told = urlencode({UNKNOWN_PAGE_NAME: asked}).encode()
        return "/", told + b"&" + query if query else told


def _plain_request(scope: Scope) -> Scope:
    """The same request, asked for whole and uncompressed where the answer may be the page that is to be changed."""
    if scope["path"].startswith(_UNTOUCHED):
        return scope
    drop = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in drop]}


async def _redirect(path: str, query: bytes, told: Sequence[tuple[bytes, bytes]], send: Send) -> None:
    target = path.encode() + (b"?" + query if query else b"")
    headers = [(b"location", target), (b"content-length", b"0"), *told]
    await send({"type": "http.response.start", "status": 307, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


class _Rewriter:
    """Passes an answer on; an HTML page is held back until it is whole, and then changed."""

    def __init__(self, scope: Scope, headers: Sequence[tuple[bytes, bytes]], send: Send) -> None:
        self._send = send
        self._headers = headers
        self._lang = b"en" if b"lang=en" in scope.get("query_string", b"") else b"nb"
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *self._headers]
            headers = dict(message["headers"])
            if headers.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in headers:
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page()
            return
        await self._send(message)

    async def _send_page(self) -> None:
        body = rewritten(self._body, self._lang)
        start = dict(self._start or {})
        drop = (b"content-length", b"etag", b"last-modified")
        headers = [(name, value) for name, value in start["headers"] if name.lower() not in drop]
        start["headers"] = [*headers, (b"content-length", str(len(body)).encode())]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def rewritten(page: bytes, lang: bytes) -> bytes:
    """Streamlit's page with the right language, the product's name and its styles."""
    name = tell("frame.product", lang.decode()).encode()
    page = page.replace(b'<html lang="en">', b'<html lang="' + lang + b'">', 1)
    page = page.replace(b'href="./favicon.png"', b'href="' + _ICON + b'"', 1)
    page = page.replace(b"<title>Streamlit</title>", b"<title>" + name + b"</title>", 1)
    return page.replace(b"</head>", b"<style>" + _styles() + b"</style></head>", 1)


@lru_cache(maxsize=1)
def _styles() -> bytes:
    return _CSS.read_bytes()


_COMPRESSED: dict[str, tuple[bytes, bytes]] = {}


def _compress_bundles() -> None:
    """Compress Streamlit's own bundles once, so that a first visit over a slow line is short."""
    for path in sorted((_STREAMLIT_STATIC / "static").rglob("*")):
        if path.suffix in _COMPRESSED_SUFFIXES and path.stat().st_size >= _MIN_COMPRESSED_BYTES:
            name = path.relative_to(_STREAMLIT_STATIC).as_posix()
            kind = {".js": b"text/javascript; charset=utf-8", ".css": b"text/css; charset=utf-8", ".svg": b"image/svg+xml"}
            _COMPRESSED[f"/{name}"] = (gzip.compress(path.read_bytes(), 6), kind.get(path.suffix, b"application/json"))


def _bundle(scope: Scope) -> tuple[bytes, bytes] | None:
    if scope["method"] != "GET" or b"gzip" not in dict(scope["headers"]).get(b"accept-encoding", b""):
        return None
    return _COMPRESSED.get(scope["path"])


async def _send_bundle(bundle: tuple[bytes, bytes], told: Sequence[tuple[bytes, bytes]], send: Send) -> None:
    body, kind = bundle
    headers: list[Any] = [
        (b"content-type", kind),
        (b"content-encoding", b"gzip"),
        (b"vary", b"accept-encoding"),
        (b"cache-control", b"public, max-age=31536000, immutable"),
        (b"content-length", str(len(body)).encode()),
        *told,
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
