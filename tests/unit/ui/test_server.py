"""The server around the app: the page that is sent, headers, addresses, and faults."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from domain.errors import UserError
from ui import server
from ui.registry import PageSpec

PAGES = (
    PageSpec("overview", "overview", "a.py", "overblikk"),
    PageSpec("coverage", "portfolio", "b.py", "dekning", former=("matrise",)),
)
INDEX = (Path(st.__file__).parent / "static" / "index.html").read_bytes()


def ask(
    path: str, query: bytes = b"", body: bytes = INDEX, kind: bytes = b"text/html; charset=utf-8", embedding: str = ""
) -> tuple[int, dict[bytes, bytes], bytes]:
    """One request through the middleware to an app that answers with `body` in two pieces."""
    sent: list[dict[str, Any]] = []

    async def app(_scope: Any, _receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), (b"etag", b"x")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body[:10], "more_body": True})
        await send({"type": "http.response.body", "body": body[10:]})

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": [(b"accept-encoding", b"gzip")]}
    made = server.PageMiddleware(app, lambda: PAGES, server.security_headers(embedding))
    asyncio.run(made(scope, None, send))  # type: ignore[arg-type]
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


def test_page_has_language_title_styles_and_icon() -> None:
    status, headers, body = ask("/dekning")

    assert status == 200
    assert b'<html lang="nb">' in body
    assert b"<title>FoU-monitor</title>" in body
    assert b".fou-lead" in body
    assert b"data:image/svg+xml" in body
    assert headers[b"content-length"] == str(len(body)).encode()
    assert b"etag" not in headers


def test_english_page_says_so() -> None:
    assert b'<html lang="en">' in ask("/", b"per=2021-06-30&lang=en")[2]


def test_answers_have_security_headers() -> None:
    headers = ask("/_stcore/health", body=b"ok, all is well", kind=b"text/plain")[1]

    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"x-frame-options"] == b"SAMEORIGIN"


def test_only_the_origins_that_are_named_may_show_a_page_in_a_frame(caplog: pytest.LogCaptureFixture) -> None:
    named = "https://intranett.example.no http://localhost:8080 javascript:alert(1) https://a.no;script-src https://*.no"
    headers = ask("/dekning", embedding=named)[1]

    policy = b"frame-ancestors 'self' https://intranett.example.no http://localhost:8080"
    assert headers[b"content-security-policy"] == policy
    assert b"x-frame-options" not in headers
    assert "3 values" in caplog.text and "javascript" not in caplog.text


@pytest.mark.parametrize(("path", "query", "where"), [
    ("/matrise", b"per=2021-06-30", b"/dekning?per=2021-06-30"), ("/dekning/", b"", None), ("/dekning", b"x=1", None),
    ("/finnes-ikke", b"per=2021-06-30", b"/?ukjent_side=finnes-ikke&per=2021-06-30"),
    ("/<script>", b"", b"/?ukjent_side=%3Cscript%3E"), ("/a\r\nb", b"", b"/?ukjent_side=a%0D%0Ab"),
    ("/_stcore/health", b"", None), ("/favicon.png", b"", None), ("/static/js/a", b"", None),
])  # fmt: skip
def test_an_address_that_has_moved_or_does_not_exist_leads_somewhere(path: str, query: bytes, where: bytes | None) -> None:
    status, headers, _ = ask(path, query)

    assert (status, headers.get(b"location")) == ((200, None) if where is None else (307, where))


def test_other_answers_are_passed_on_unchanged() -> None:
    assert ask("/media/a.csv", body=b"a;b;c;d;e;f;g", kind=b"text/csv")[2] == b"a;b;c;d;e;f;g"


def test_the_first_page_can_be_asked_for_by_its_name() -> None:
    status, headers, _ = ask("/overblikk", b"per=2021-06-30")

    assert (status, headers[b"location"]) == (307, b"/?per=2021-06-30")


def test_bundle_is_sent_compressed_once_it_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_COMPRESSED", {"/static/js/a.js": (b"zipped", b"text/javascript")})

    status, headers, body = ask("/static/js/a.js")

    assert (status, body) == (200, b"zipped")
    assert headers[b"content-encoding"] == b"gzip"


def test_fault_is_said_calmly_with_a_reference_that_is_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(st, "html", lambda body, **_: drawn.append(body))

    with caplog.at_level(logging.ERROR):
        handled = server.on_script_error(ZeroDivisionError("hemmelig verdi"))

    reference = caplog.records[0].getMessage().split()[1].rstrip(":")
    assert handled
    assert reference in drawn[0]
    assert "hemmelig" not in drawn[0]
    assert "hemmelig" not in caplog.text


def test_what_the_user_can_mend_is_said_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(st, "html", lambda body, **_: drawn.append(body))

    server.on_script_error(UserError("Velg en fil.", "Choose a file."))

    assert "Velg en fil." in drawn[0]
