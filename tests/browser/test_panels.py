"""A panel in a frame of another site: it stands there alone, with its source, day and example mark."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import App, opened

pytestmark = pytest.mark.browser


@contextmanager
def site(port: int, body: str) -> Iterator[str]:
    """A site of one page on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!DOCTYPE html><html lang='nb'><title>Intranett</title><body>{body}</body></html>".encode())

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = HTTPServer(("localhost", port), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def frame_of(app: App, panel: str) -> str:
    return f'<iframe title="Rammen" src="{app.url}/rammer?per=2021-10-27&panel={panel}" width="900" height="700"></iframe>'


def test_a_panel_shows_in_a_frame_of_a_site_that_is_named(app: App, page: Page) -> None:
    with site(app.intranet_port, frame_of(app, "frames_use")) as address:
        page.goto(address)
        inside = page.frame_locator("iframe")
        inside.locator(".js-plotly-plot").wait_for()
        inside.locator(".st-key-fou_panel").get_by_text("Per 27. oktober 2021").wait_for()
        assert inside.get_by_text("Per 27. oktober 2021").locator("visible=true").count() == 1
        assert inside.locator(".js-plotly-plot").count() == 1
        assert inside.get_by_text("Eksempeldata", exact=True).count() == 1
        assert inside.locator("[data-testid=stSidebar]:visible").count() == 0
        assert inside.locator("input:visible").count() == 0
        assert inside.get_by_role("heading", level=1).inner_text() == "Rammer 21/15"


def test_another_site_may_not_show_a_page_in_a_frame(app: App, page: Page) -> None:
    with site(0, frame_of(app, "frames_use")) as address:
        page.goto(address)
        page.wait_for_timeout(2_000)
        assert page.frame_locator("iframe").locator(".js-plotly-plot").count() == 0
        assert all("rammer" not in frame.url for frame in page.frames[1:])


def test_the_way_to_a_panel_stands_with_each_figure_and_keeps_the_view(app: App, page: Page) -> None:
    opened(page, f"{app.url}/rammer?per=2021-10-27&lang=en")
    link = page.get_by_role("link", name="Show only this (new window)").first
    with page.context.expect_page() as found:
        link.click()
    alone = found.value
    alone.locator(".js-plotly-plot").wait_for()
    assert "per=2021-10-27" in alone.url and "lang=en" in alone.url and "panel=" in alone.url


def test_a_page_that_does_not_exist_is_explained_in_norwegian(app: App, page: Page) -> None:
    opened(page, f"{app.url}/rammen?per=2021-10-27")
    page.get_by_text("Siden «rammen» finnes ikke").wait_for()
    assert page.get_by_text("Page not found").count() == 0
    page.get_by_role("link", name="Rammer 21/15").last.click()
    page.get_by_role("heading", level=1, name="Rammer 21/15").wait_for()
