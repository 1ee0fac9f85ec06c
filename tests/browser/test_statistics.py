"""Fresh statistics in a running app: a file from NAV handed over on Import, and a refresh beside the app."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from data.store import Store
from tests.browser.conftest import ROOT, App, opened, settled
from tests.pxweb import fake_server
from tests.pxweb.content import table_12439

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

WEEKS = "Uke,2025,2026\n" + "".join(f"{week},{30000 + week},{31000 + week}\n" for week in range(1, 21))


def test_a_file_from_nav_is_tried_saved_and_seen(app: App, page: Page) -> None:
    opened(page, f"{app.url}/import")
    name = "nye sykmeldte per uke alle diagnoser.csv"
    page.locator("[data-testid=stFileUploader] input").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": WEEKS.encode()}]
    )
    settled(page)
    before = Store(app.home).current_number()
    page.get_by_role("button", name="Prøv uten å lagre").click()
    settled(page)
    expect(page.get_by_text("Ingenting er lagret ennå")).to_be_visible()
    assert Store(app.home).current_number() == before

    page.get_by_label("Hvem leser inn").first.fill("Kari")
    page.get_by_label("Hvorfor").first.fill("Ukestall")
    page.get_by_label("Hvorfor").first.press("Tab")
    settled(page)
    page.get_by_role("button", name="Lagre", exact=True).click()
    settled(page)
    assert Store(app.home).current_number() == (before or 0) + 1

    opened(page, f"{app.url}/langvarig-og-gjentakende")
    expect(page.get_by_text("uke 20 i 2026").first).to_be_visible()


def test_a_refresh_beside_the_app_shows_without_a_restart(app: App, page: Page) -> None:
    opened(page, f"{app.url}/mot-malet")
    assert "2026" not in page.locator(".fou-lead").first.inner_text()

    with fake_server([table_12439()]) as server:
        environment = os.environ | {"FOU_HOME": str(app.home), "FOU_SSB_PER_MINUTE": "60000"}
        command = [sys.executable, "cli.py", "refresh", "--table", "12439", "--base-url", server.base_url]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=120)

    opened(page, f"{app.url}/mot-malet")
    assert "2. kvartal 2026" in page.locator(".fou-lead").first.inner_text()
    opened(page, f"{app.url}/kilder-og-revisjoner")
    expect(page.get_by_text("Sykefravær for lønnstakere etter kjønn og type").first).to_be_visible()
