"""From a cell of the matrix to its projects and on to one of them, by mouse; and back with everything as it was."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App, opened, settled
from tests.browser.test_accessibility import ours

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

ADDRESS = "dekning?per=2022-12-31&rader=virkemiddel&telling=delt&siden=2021-12-31"
CELL = "felt=EKSPERTBISTAND.SYKEFRAVAER."


def test_cell_to_project_in_two_clicks_and_back_keeps_everything(app: App, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 1500})
    opened(page, f"{app.url}/{ADDRESS}")
    squares = page.locator(".js-plotly-plot .scatterlayer .trace").first.locator("path.point")
    squares.first.wait_for()

    box = squares.nth(7).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(f"**{CELL}*")
    settled(page)
    chosen = page.url
    page.locator("table.fou-table a.fou-link[href^='prosjekt?']").first.click()
    page.wait_for_url("**/prosjekt?**")
    settled(page)
    assert "per=2022-12-31" in page.url
    page.go_back()
    page.wait_for_url(chosen)
    settled(page)

    for part in ("rader=virkemiddel", "telling=delt", "siden=2021-12-31", CELL):
        assert part in page.url
    expect(page.get_by_text("Feltet er dekket av 1 prosjekt")).to_be_visible()


def test_the_wide_matrix_is_accessible_and_stays_within_the_page(app: App, page: Page) -> None:
    opened(page, f"{app.url}/dekning?per=2022-12-31&rader=virkemiddel&niva=detalj&felt=EKSPERTBISTAND.SYKEFRAVAER.effect")
    page.locator(".js-plotly-plot").first.wait_for()

    assert ours(page) == []
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 980


def test_the_matrix_scrolls_by_itself_on_a_narrow_screen(app: App, narrow_page: Page) -> None:
    opened(narrow_page, f"{app.url}/dekning?per=2022-12-31&rader=virkemiddel")
    box = narrow_page.locator("[class*=st-key-fou_wide_coverage_]").first
    box.wait_for()

    assert narrow_page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert box.evaluate("e => e.scrollWidth > e.clientWidth")
