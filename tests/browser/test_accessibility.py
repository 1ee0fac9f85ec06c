"""axe finds nothing serious that is ours, and the keyboard reaches what the mouse does."""

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import App, opened
from tests.browser.test_journeys import ADDRESSES

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

#: What axe finds in Streamlit's own navigation, which we cannot change from outside: rule, part of the element, and why.
KNOWN: tuple[tuple[str, str, str], ...] = (
    ("list", 'data-testid="stSidebarNavItems"', "Streamlit puts each section of the navigation in a div within the list"),
    ("listitem", "<li", "the same list: its items stand in those divs"),
)
_SERIOUS = ("serious", "critical")


def ours(page: Page) -> list[str]:
    """Serious findings that are not known to be Streamlit's own."""
    response: dict[str, Any] = Axe().run(page).response
    found = []
    for violation in response["violations"]:
        if violation["impact"] not in _SERIOUS:
            continue
        for node in violation["nodes"]:
            if not _is_known(page, violation["id"], node):
                found.append(f"{violation['id']}: {json.dumps(node['target'])} {node['html'][:200]}")
    return found


def _is_known(page: Page, rule: str, node: dict[str, Any]) -> bool:
    if not any(rule == known and part in node["html"] for known, part, _ in KNOWN):
        return False
    return bool(page.evaluate("s => document.querySelector(s).closest('[data-testid=stSidebarNav]') !== null", node["target"][0]))


#: Every page in Norwegian; in English, where only the words differ, every fifth.
_SEEN = [(address, "nb") for address in ADDRESSES] + [(address, "en") for address in ADDRESSES[::5]]


@pytest.mark.parametrize(("address", "lang"), _SEEN)
def test_axe_finds_nothing_serious_that_is_ours(app: App, page: Page, address: str, lang: str) -> None:
    opened(page, f"{app.url}/{address}?lang={lang}&per=2021-06-30")

    assert ours(page) == []


def test_axe_finds_nothing_serious_with_tables_open(app: App, page: Page) -> None:
    opened(page, f"{app.url}/rammer")
    for expander in page.get_by_test_id("stExpander").all():
        expander.locator("summary").click()
    page.wait_for_timeout(500)

    assert ours(page) == []


def test_every_figure_has_its_sentence_as_alt_text(app: App, page: Page) -> None:
    certain = {"dekning", "rammer", "aret-i-detalj", "status-per-virkemiddel", "mot-malet", "handlingsplan"}
    assert certain <= set(ADDRESSES)
    for address in ADDRESSES[1:]:
        opened(page, f"{app.url}/{address}?per=2022-12-31")
        if address in certain:
            page.get_by_test_id("stPlotlyChart").first.wait_for()
        for figure in page.get_by_test_id("stPlotlyChart").all():
            assert figure.get_attribute("role") == "figure", address
            assert len(figure.get_attribute("aria-label") or "") > 30, address


def test_keyboard_reaches_date_language_and_navigation(app: App, page: Page) -> None:
    opened(page, app.url)
    reached: set[str] = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(() => { const e = document.activeElement; return [e.tagName, e.getAttribute('role') || '',"
                " e.getAttribute('aria-label') || e.innerText || ''].join('|').slice(0, 80); })()"
            )
        )

    assert any("spinbutton" in place for place in reached)
    assert any("Hurtigvalg" in place or "combobox" in place for place in reached)
    assert any("radio" in place for place in reached)
    assert any("Dekning" in place for place in reached)


def test_text_can_be_enlarged_to_400_per_cent(app: App, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    opened(page, f"{app.url}/dekning")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    expect(page.get_by_role("heading", level=1)).to_be_visible()
