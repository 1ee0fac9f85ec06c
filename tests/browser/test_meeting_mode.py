"""A meeting on a projector: keys, addresses, everything on one screen in large text, and nothing that axe objects to."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App, settled
from tests.browser.test_accessibility import ours

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

MEETINGS = ("M2022V", "M2022H")
#: Text of the screen itself, without the foot and the mark of example data: its size, and where it ends.
_TEXTS = """() => {
  const foot = document.querySelector('.st-key-fou_m_foot');
  return [...document.querySelectorAll('.st-key-fou_m_body *')]
    .filter((e) => !foot.contains(e) && !e.closest('.fou-hidden, .fou-badge')
      && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
    .map((e) => [e.textContent.slice(0, 40), parseFloat(getComputedStyle(e).fontSize), e.getBoundingClientRect()])
    .filter(([, , box]) => box.width > 1)
    .map(([text, size, box]) => ({ text, size, bottom: box.bottom, right: box.right }));
}"""
_FOOT = """() => [...document.querySelectorAll('.st-key-fou_m_foot p, .fou-m-nav a, .fou-m-nav summary')]
  .filter((e) => e.getBoundingClientRect().width > 1).map((e) => parseFloat(getComputedStyle(e).fontSize))"""
_SIZE = """() => { const m = document.querySelector('[data-testid=stMain]');
  return [m.scrollHeight, m.clientHeight, document.documentElement.scrollWidth]; }"""


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.locator(".fou-m-nav").wait_for()
    settled(page)
    return page


def stands_at(page: Page, place: int) -> None:
    expect(page.locator(".fou-m-nav")).to_have_attribute("data-place", str(place))


def count(page: Page) -> int:
    return int(page.locator(".fou-m-nav").get_attribute("data-count") or 0)


@pytest.mark.parametrize(("meeting", "lang"), [*((one, "nb") for one in MEETINGS), (MEETINGS[-1], "en")])
def test_every_screen_is_whole_at_1280_x_720_in_large_text(app: App, page: Page, meeting: str, lang: str) -> None:
    opened(page, f"{app.url}/?mote={meeting}&lang={lang}")
    last = count(page)
    assert last >= 2
    for place in range(1, last + 1):
        stands_at(page, place)
        settled(page)
        title = page.locator("h1").inner_text()
        height, seen, width = page.evaluate(_SIZE)
        assert (height, width) == (seen, 1280), title
        texts: list[dict[str, Any]] = page.evaluate(_TEXTS)
        assert texts and min(text["size"] for text in texts) >= 24, (title, [t for t in texts if t["size"] < 24])
        assert max(text["bottom"] for text in texts) <= 720, title
        assert min(page.evaluate(_FOOT)) >= 18, title
        expect(page.get_by_text(f"{place} {'av' if lang == 'nb' else 'of'} {last}", exact=True)).to_be_visible()
        if place < last:
            page.keyboard.press("ArrowRight")


def test_keys_lead_through_the_meeting_and_the_address_follows(app: App, page: Page) -> None:
    opened(page, f"{app.url}/?mote=M2022H&lang=en&per=2020-01-01")
    last = count(page)
    for key, place in (
        ("ArrowRight", 2), ("PageDown", 3), ("ArrowLeft", 2), ("PageUp", 1), ("ArrowLeft", 1), ("End", last),
        ("ArrowRight", last), ("Home", 1), ("r", 1),
    ):  # fmt: skip
        page.keyboard.press(key)
        stands_at(page, place)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")  # before the first has been drawn
    stands_at(page, 3)
    settled(page)
    assert "mote=M2022H" in page.url and "bilde=3" in page.url and "lang=en" in page.url

    message = page.locator(".fou-m-message").inner_text()
    page.reload()
    page.locator(".fou-m-nav").wait_for()
    stands_at(page, 3)
    expect(page.locator(".fou-m-message")).to_have_text(message)
    page.go_back()
    stands_at(page, 2)
    page.go_forward()
    stands_at(page, 3)


def test_nothing_of_the_frame_is_seen_and_the_way_out_leads_to_the_meeting(app: App, page: Page) -> None:
    opened(page, f"{app.url}/dekning?mote=M2022V&bilde=2")
    for name in ("stSidebar", "stHeader", "stDateInput"):
        expect(page.get_by_test_id(name).first).not_to_be_visible()
    page.locator(".fou-m-jump summary").click()
    page.locator(".fou-m-jump a").nth(3).click()
    stands_at(page, 4)
    page.get_by_role("link", name="Avslutt møtevisning").click()
    page.get_by_role("heading", level=1, name="Referansegruppen").wait_for()
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Referansegruppen")  # nothing of the meeting is left
    assert "motevalg=M2022V" in page.url and "mote=" not in page.url.replace("motevalg=", "")
    page.get_by_role("link", name="Start møtet").click()
    stands_at(page, 1)


def test_keys_are_left_alone_while_something_is_typed(app: App, page: Page) -> None:
    opened(page, f"{app.url}/?mote=M2022H")
    page.get_by_role("button", name="Før innspill").click()
    page.get_by_label("Hvem fører").fill("Kari")
    for key in ("ArrowLeft", "ArrowRight", "Home", "End", "PageDown"):
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    stands_at(page, 1)
    assert "bilde=2" not in page.url


def test_what_is_said_is_logged_without_leaving_the_screen(app: App, page: Page) -> None:
    opened(page, f"{app.url}/?mote=M2022H&bilde=2")
    title = page.locator("h1").inner_text()
    page.get_by_role("button", name="Før innspill").click()
    page.get_by_label("Hvem fører").fill("Kari")
    page.get_by_label("Innspillet").fill("Sagt <b>nå</b>")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Velg hvem innspillet er fra")).to_be_visible()
    page.get_by_label("Fra", exact=True).click()
    page.get_by_role("option", name="NHO", exact=True).click()
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Lagret med id")).to_be_visible()
    expect(page.get_by_text("NHO: «Sagt <b>nå</b>»")).to_be_visible()
    assert page.locator("h1").inner_text() == title


@pytest.mark.parametrize("lang", ["nb"])
@pytest.mark.parametrize("address", ["?mote=M2022H", "?mote=M2022H&bilde=10&tabell=1", "?mote=M2022V&notat=1", "?mote=nei"])
def test_axe_finds_nothing_serious(app: App, page: Page, address: str, lang: str) -> None:
    page.goto(f"{app.url}/{address}&lang={lang}")
    page.get_by_role("heading", level=1).wait_for()
    settled(page)
    assert ours(page) == []
    expect(page.locator("html")).to_have_attribute("lang", lang)


def test_the_presenter_has_the_time_and_the_same_keys(app: App, page: Page) -> None:
    opened(page, f"{app.url}/?mote=M2022H&notat=1")
    expect(page.locator(".fou-m-clock")).not_to_be_empty()
    page.keyboard.press("ArrowRight")
    stands_at(page, 2)
    assert "notat=1" in page.url


@pytest.mark.parametrize("place", [1, 10, 11])
def test_a_narrow_screen_does_not_scroll_sideways(app: App, narrow_page: Page, place: int) -> None:
    opened(narrow_page, f"{app.url}/?mote=M2022H&bilde={place}")
    assert narrow_page.evaluate("document.documentElement.scrollWidth") <= 390
    assert narrow_page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def test_a_larger_screen_shows_the_same_enlarged(app: App, page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    opened(page, f"{app.url}/?mote=M2022H&bilde=10")
    height, seen, width = page.evaluate(_SIZE)
    assert (height, width) == (seen, 1920)
    figure = page.locator(".js-plotly-plot").bounding_box()
    assert figure is not None and 1700 < figure["width"] <= 1920 and figure["x"] + figure["width"] <= 1920
