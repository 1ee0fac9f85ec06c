"""What a person does, in a real browser."""

import io
import re
import warnings
from datetime import datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

from data.store import Store
from pages import PAGES
from tests.browser.conftest import App, opened, settled
from workflows.template import make_template

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ADDRESSES = ["" if place == 0 else page.url for place, page in enumerate(PAGES)]


def lead(page: Page) -> str:
    return page.locator(".fou-lead").first.inner_text()


def test_first_start_leads_to_overblikk(app: App, page: Page) -> None:
    opened(page, app.url)

    expect(page.get_by_role("heading", level=1)).to_have_text("Overblikk")
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    expect(page).to_have_title("Overblikk · FoU-monitor")
    expect(page.get_by_text("Eksempeldata", exact=True)).to_be_visible()
    for heading in ("Dekning", "Penger", "Kunnskap", "Sykefravær"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    assert page.locator("[data-testid=stSidebarNav] a").count() == len(PAGES)


def test_each_answer_leads_to_its_page_and_keeps_the_date(app: App, page: Page) -> None:
    opened(page, f"{app.url}/?per=2021-06-30")

    page.get_by_role("link", name="Se rammene").click()
    settled(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Rammer 21/15")
    assert "per=2021-06-30" in page.url


def test_changing_the_date_changes_all_of_it(app: App, page: Page) -> None:
    opened(page, app.url)
    before = page.locator(".fou-answer").all_inner_texts()

    page.get_by_label("Hurtigvalg for dato").click()
    page.get_by_role("option", name="Slutten av 2019").click()
    settled(page)

    after = page.locator(".fou-answer").all_inner_texts()
    assert "per=2019-12-31" in page.url
    assert len(before) == len(after) == 4
    assert all(one != other for one, other in zip(before, after, strict=True))
    for address in ("dekning", "rammer", "status-per-virkemiddel", "mot-malet"):
        page.locator(f"[data-testid=stSidebarNav] a[href$='/{address}']").click()
        settled(page)
        assert "per=2019-12-31" in page.url
        expect(page.locator(".fou-source").filter(has_text="31. desember 2019").first).to_be_visible()


def test_date_can_be_typed(app: App, page: Page) -> None:
    opened(page, f"{app.url}/dekning")

    page.get_by_role("spinbutton").first.click()
    page.keyboard.type("30062021", delay=50)
    page.keyboard.press("Escape")  # closes the calendar, which takes what was typed
    settled(page)

    assert "per=2021-06-30" in page.url


def test_deep_link_opens_the_same_view_also_after_reload_and_back(app: App, page: Page) -> None:
    address = f"{app.url}/rammer?per=2021-06-30&lang=en"
    first = lead(opened(page, address))

    page.reload()
    page.get_by_role("heading", level=1).wait_for()
    settled(page)
    assert lead(page) == first
    expect(page.get_by_role("heading", level=1)).to_have_text("Frames 21/15")
    expect(page.locator("html")).to_have_attribute("lang", "en")

    page.locator("[data-testid=stSidebarNav] a[href$='/dekning']").click()
    settled(page)
    page.go_back()
    settled(page)
    assert lead(page) == first


def test_language_switch_keeps_page_and_date(app: App, page: Page) -> None:
    opened(page, f"{app.url}/dekning?per=2021-06-30")

    page.get_by_role("radio", name="en").click()
    settled(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Coverage")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert "per=2021-06-30" in page.url
    assert "lang=en" in page.url


def test_address_that_cannot_be_used_is_explained(app: App, page: Page) -> None:
    opened(page, f"{app.url}/dekning?per=i-fjor")

    expect(page.get_by_text("som ikke kan brukes")).to_be_visible()


def test_overblikk_can_be_asked_for_by_name(app: App, page: Page) -> None:
    opened(page, f"{app.url}/overblikk?per=2021-06-30")

    expect(page.get_by_role("heading", level=1)).to_have_text("Overblikk")
    assert "per=2021-06-30" in page.url


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_overflows_at_390_pixels(app: App, narrow_page: Page, address: str, lang: str) -> None:
    opened(narrow_page, f"{app.url}/{address}?lang={lang}")

    assert narrow_page.evaluate("document.documentElement.scrollWidth") <= 390
    assert narrow_page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    wide = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(e => {
        const box = e.getBoundingClientRect();
        const scrolls = '.fou-scroll, [data-testid=stDataFrame], [class*=st-key-fou_wide_], [data-baseweb=tab-list]';
        return box.width > 0 && box.right > 391 && !e.closest(scrolls)
            && getComputedStyle(e).visibility !== 'hidden' && !e.closest('[aria-hidden=true]');
    }).map(e => e.tagName + '.' + e.className).slice(0, 5)"""
    for _ in range(20):  # a figure is drawn once before it takes the width of the page
        if not (found := narrow_page.evaluate(wide)):
            break
        narrow_page.wait_for_timeout(250)
    assert found == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_has_no_errors_and_fetches_nothing_from_elsewhere(app: App, page: Page, address: str) -> None:
    elsewhere: list[str] = []
    page.on(
        "request", lambda request: None if request.url.startswith((app.url, "data:", "blob:")) else elsewhere.append(request.url)
    )
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))

    opened(page, f"{app.url}/{address}")

    assert elsewhere == []
    assert faults == []
    expect(page.locator(".fou-notice-warning")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_figure_prints_without_the_navigation(app: App, page: Page) -> None:
    opened(page, f"{app.url}/rammer")
    page.emulate_media(media="print")

    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.locator(".fou-lead")).to_be_visible()


def workbook(app: App) -> openpyxl.Workbook:
    """The template filled with the example, as a user gets it."""
    target = io.BytesIO()
    make_template(Store(app.home), target, with_example=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(target)


def cell(sheet: Worksheet, row: int, column: str) -> openpyxl.cell.Cell:
    """The cell in a row (the first filled row is 3) under a column's identifier."""
    names = [heading.value for heading in sheet[1]]
    return sheet.cell(row=row, column=names.index(column) + 1)


def upload(page: Page, book: openpyxl.Workbook, name: str) -> None:
    content = io.BytesIO()
    book.save(content)
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(
        {"name": name, "mimeType": XLSX, "buffer": content.getvalue()}
    )
    page.get_by_test_id("stFileChip").wait_for()
    settled(page)
    page.get_by_role("button", name="Prøv uten å lagre").click()
    page.get_by_role("heading", name=re.compile(r"^Funn \(")).wait_for(timeout=60_000)
    settled(page)


def test_ten_different_faults_are_all_read_and_nothing_is_changed(app: App, page: Page) -> None:
    book = workbook(app)
    faults = {
        ("Prosjekt", 3, "programme_id"): "FINNES-IKKE",
        ("Prosjekt", 4, "research_type"): "Synsing",
        ("Prosjekt", 5, "registered_date"): "31.02.2021",
        ("Prosjekt", 6, "planned_start_date"): datetime(1899, 12, 30),
        ("Prosjekt", 7, "title_nb"): None,
        ("Betaling", 3, "amount_nok"): "tolv tusen",
        ("Betaling", 4, "year"): "tjueto",
        ("Betaling", 5, "payment_id"): "BET-001",
        ("Kontrakt", 3, "amount_nok"): -77_000,
        ("Kontrakt", 4, "end_date"): datetime(2019, 1, 2),
    }
    for (sheet, row, column), value in faults.items():
        cell(book[sheet], row, column).value = value
    before = Store(app.home).current_number()

    opened(page, f"{app.url}/import")
    upload(page, book, "portefølje med feil.xlsx")

    table = page.get_by_role("region", name="Alt som ble funnet i filene, med sted, verdi og hva som ventes")
    hard = table.locator("tbody tr", has_text="Stopper innlesingen")
    for (sheet, row, column), value in faults.items():
        heading = str(cell(book[sheet], 2, column).value).removesuffix(" *")
        fault = hard.filter(has=page.locator(f"td:text-is('{sheet}')")).filter(has=page.locator(f"td:text-is('{row}')"))
        expect(fault.filter(has_text=heading).first, f"{sheet} {row} {heading} {value}").to_be_visible()
    expect(page.get_by_role("button", name="Lagre", exact=True)).to_be_disabled()
    assert Store(app.home).current_number() == before


def test_right_workbook_is_imported_and_seen(app: App, page: Page) -> None:
    book = workbook(app)
    title = "Et <b>nytt</b> navn på prosjektet"
    cell(book["Prosjekt"], 3, "title_nb").value = title
    before = Store(app.home).current_number() or 0

    opened(page, f"{app.url}/import")
    upload(page, book, "portefølje.xlsx")
    expect(page.get_by_role("region", name="Hva som blir endret").locator("tbody tr", has_text=title)).to_be_visible()
    assert Store(app.home).current_number() == before

    page.get_by_label("Hvem leser inn").first.fill("Kari Nordmann")
    page.get_by_label("Hvorfor", exact=True).first.fill("Nytt navn")
    page.get_by_label("Hvorfor", exact=True).first.press("Tab")
    settled(page)
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.get_by_text("Utført:").wait_for()
    settled(page)

    assert Store(app.home).current_number() == before + 1
    expect(page.locator(".fou-badges")).to_contain_text(f"Versjon v{before + 1}-")
    expect(page.get_by_role("region", name="Versjonene som er tatt vare på, nyeste først")).to_contain_text("Kari Nordmann")


def test_file_that_is_no_workbook_is_refused_in_words(app: App, page: Page) -> None:
    opened(page, f"{app.url}/import")
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(
        {"name": "falsk.xlsx", "mimeType": XLSX, "buffer": b"dette er ikke en arbeidsbok"}
    )
    page.get_by_test_id("stFileChip").wait_for()
    settled(page)
    page.get_by_role("button", name="Prøv uten å lagre").click()

    expect(page.get_by_role("heading", name="Funn (1)")).to_be_visible()
    expect(page.get_by_role("button", name="Lagre", exact=True)).to_be_disabled()


def test_template_can_be_downloaded(app: App, page: Page) -> None:
    opened(page, f"{app.url}/import")

    with page.expect_download() as waiting:
        page.get_by_role("button", name="Mal med eksempel").click()

    assert waiting.value.suggested_filename == "fou-mal-med-eksempel.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    assert book["Prosjekt"]["A3"].value == "P001"
